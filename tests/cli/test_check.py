"""``qapipe check``: what it prints and exits with; what pages say is harmless on a terminal."""

from pathlib import Path

import pytest

from conftest import Command
from qapipe.dataset.check.rules import RULES
from qapipe.records.reasons import REASONS
from support.built import build, edit_manifest, pages, rewrite
from support.commands import json_of


@pytest.fixture
def parsed(tmp_path: Path) -> Path:
    return build(tmp_path, pages()[3:4])


def test_a_healthy_dataset(cli: Command, parsed: Path) -> None:
    done = cli("check", "parsed")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"checked {len(RULES)} rules: 1 page, 1 question, 1 answer, 1 expert", "no violations"
    ]  # fmt: skip
    assert (parsed / "manifest.json").exists()
    assert cli("check", "parsed", "--quiet").stdout == ""


def test_violations_are_named_with_table_row_and_column(cli: Command, parsed: Path) -> None:
    rewrite(parsed, "answers", lambda rows: rows[0].update(rating=7.5, rating_best=5.0))
    done = cli("check", "parsed")
    assert done.returncode == 1
    assert "rating_scale: 1 violation\n" in done.stdout
    assert "    answers row 1 rating: not on the scale up to 5: 7.5\n" in done.stdout
    assert done.stderr.startswith("error: 1 violation of 1 rule in parsed; ")


def test_json(cli: Command, parsed: Path) -> None:
    rewrite(parsed, "answers", lambda rows: rows[0].update(rating=7.5, rating_best=5.0))
    done = cli("check", "parsed", "--json")
    value = json_of(done)
    assert (done.returncode, value["exit_code"], value["error"]["kind"]) == (1, 1, "violations")
    assert value["violations"] == [
        {
            "rule": "rating_scale", "table": "answers", "row": 1, "column": "rating", "value": "7.5",
            "detail": "not on the scale up to 5",
        }
    ]  # fmt: skip
    assert {rule for rule, count in value["rules"].items() if count} == {"rating_scale"}
    assert value["rules"].keys() == RULES.keys()
    assert value["rows"] == {"pages": 1, "questions": 1, "answers": 1, "experts": 1}
    assert (value["unread"], value["path"]) == ([], "parsed")
    assert value["counted"] == {"html_left": {}, "expression_kept": {}}


def test_all(cli: Command, parsed: Path) -> None:
    rewrite(parsed, "answers", lambda rows: rows.extend([rows[0]] * 25))
    shown = cli("check", "parsed").stdout
    assert "position: 25 violations\n" in shown
    assert (shown.count(" position: not behind"), "... and 5 more; list all with --all" in shown) == (20, True)
    assert cli("check", "parsed", "--all").stdout.count(" position: not behind") == 25


def test_tables_that_cannot_be_read_are_named(cli: Command, parsed: Path) -> None:
    (parsed / "answers/part-00000.parquet").unlink()
    done = cli("check", "parsed")
    assert "the rows of answers were not checked" in done.stderr
    assert "answers: answers/part-00000.parquet is missing" in done.stdout
    assert json_of(cli("check", "parsed", "--json"))["unread"] == ["answers"]


HOSTILE = "\x1b]0;owned\x07\u202egnp.exe [red]x[/red] | <script> \u009b31m"


def test_hostile_words_are_harmless_on_a_terminal(cli: Command, parsed: Path) -> None:
    rewrite(parsed, "questions", lambda rows: rows[0].update(title=HOSTILE + "a" * 1_000_000))
    rewrite(parsed, "answers", lambda rows: rows[0].update(headline=f"{HOSTILE}\n\n\n  x"))
    edit_manifest(parsed, lambda manifest: manifest["files"].append({"path": f"{HOSTILE}/x"}))
    for options in ((), ("--json",)):
        done = cli("check", "parsed", *options)
        assert done.returncode == 1
        printed = done.stdout + done.stderr
        assert not [char for char in "\x1b\x07\u202e\u009b" if char in printed]
        assert len(printed) < 20_000
    assert "[red]x[/red]" in cli("check", "parsed").stdout


def test_rules_and_reasons_are_listed_without_a_dataset(cli: Command) -> None:
    done = cli("check", "--rules")
    assert done.returncode == 0
    assert all(f"    {rule} " in done.stdout and meaning in done.stdout for rule, meaning in RULES.items())
    done = cli("check", "--reasons")
    assert all(f"    {reason} " in done.stdout and meaning in done.stdout for reason, meaning in REASONS.items())
    value = json_of(cli("check", "--rules", "--reasons", "--json"))
    assert (value["rules"], value["reasons"]) == (
        {str(rule): meaning for rule, meaning in RULES.items()},
        {str(reason): meaning for reason, meaning in REASONS.items()},
    )
    assert cli("check", "x", "--rules").returncode == 2


def test_what_is_no_dataset_is_a_usage_error(cli: Command, parsed: Path) -> None:
    for place in ("nowhere", "parsed/answers", "pages.jsonl", "."):
        done = cli("check", place, "--json")
        assert (done.returncode, json_of(done)["error"]["kind"]) == (2, "usage"), place
    edit_manifest(parsed, lambda manifest: manifest.update(schema_version=99))
    done = cli("check", "parsed")
    assert (done.returncode, "use a newer qapipe" in done.stderr) == (1, True)
