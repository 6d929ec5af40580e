"""What breaks no rule: values at the edges of their ranges, what people write, what is counted and no violation."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from qapipe.dataset.check import check_dataset
from qapipe.dataset.check.rules import Rule, Tally
from qapipe.dataset.writer import file_schema
from support.built import assemble, build, edit_manifest, pages, rewrite, setting
from support.damage import HARMLESS, PART


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_within_the_rules_is_no_violation(dataset: Path, name: str) -> None:
    HARMLESS[name](dataset)
    assert check_dataset(dataset).findings.violations() == []


def test_what_is_counted_and_no_violation(dataset: Path) -> None:
    """Tags, and expressions on a page with the warning for them."""

    def write(rows: list[dict[str, Any]]) -> None:
        rows[0]["body"], rows[1]["body"] = "Use <div class=x> here {{ a }}", "```\n<div>\n```"
        rows[2]["body"], rows[3]["body"] = "I <b>did</b> {{ b }}", "a </TABLE>\n\n```\n1\n```\n\nb"
        rows[4]["body"] = "1 <p 2"

    rewrite(dataset, "answers", write)
    rewrite(dataset, "pages", setting(2, warnings=["template_expression_left"]))
    edit_manifest(dataset, lambda m: m["counts"]["warnings"].update(template_expression_left=1))
    checked = check_dataset(dataset)
    assert checked.findings.violations() == []
    assert checked.findings.tallies == {
        (Tally.HTML_LEFT, "answers.body"): 2, (Tally.EXPRESSION_KEPT, "answers.body"): 2
    }  # fmt: skip


def test_a_healthy_dataset_has_no_violations(healthy: Path) -> None:
    checked = check_dataset(healthy)
    assert checked.findings.violations() == []
    assert checked.rows == {"pages": 7, "questions": 3, "answers": 6, "experts": 3}
    statuses = pq.read_table(healthy / "pages")["status"].to_pylist()
    assert set(statuses) == {"superseded", "ok", "duplicate", "partial", "not_qa"}


def test_rewriting_a_table_is_no_damage_by_itself(dataset: Path) -> None:
    for table in ("pages", "questions", "answers", "experts"):
        rewrite(dataset, table, lambda _: None)
        assert pq.read_schema(dataset / table / PART).equals(file_schema(table))
    assert check_dataset(dataset).findings.violations() == []


def test_all_captures_have_the_same_question_and_answers(tmp_path: Path) -> None:
    """Then question_id and answer_id are unique only together with page_id."""
    pear = pages()[1]
    rows = [pear, {**pear, "html": f"{pear['html']}<p>More."}]
    assert check_dataset(build(tmp_path, rows, "all", "--captures", "all")).findings.violations() == []
    folder = build(tmp_path, rows, "latest")
    edit_manifest(folder, lambda manifest: manifest["options"].update(captures="all"))
    rewrite(folder, "answers", lambda rows: rows.append(rows[0]))
    assert check_dataset(folder).findings.counts[Rule.KEY_UNIQUE] == 1


@pytest.mark.parametrize(
    "body",
    [
        "```\n{{ x }}  y\n\n\n\tz\n```", "I write {{ x }} in Jinja", "Use <div> and <p>", "caf\u00e9 \u200d",
        "> quoted\n> - item",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\U0001f469\u200d\U0001f4bb",
    ],
)  # fmt: skip
def test_what_a_page_says_is_no_violation(tmp_path: Path, body: str) -> None:
    """Whatever people write, a dataset as built has no violation."""
    page = pages()[3]
    words = "In late winter, before birds nest."
    written = body.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("<", "&lt;")
    changed = {**page, "html": page["html"].replace(words, written)}
    folder = assemble(tmp_path / "parsed", [changed])
    assert check_dataset(folder).findings.violations() == []
    [answer] = pq.read_table(folder / "answers").to_pylist()
    assert answer["body"][:3] == body[:3]
