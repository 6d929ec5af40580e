"""Every kind of damage is found, by the rule for it, in its table, row and column; a healthy dataset has none."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qapipe.dataset.check import check_dataset
from qapipe.dataset.check.rules import RULES, Rule
from qapipe.dataset.writer import file_schema
from support.built import assemble, build, edit_manifest, pages, relist, rewrite, setting

NOBODY = "f" * 32
PART = "part-00000.parquet"
Place = tuple[Rule, str | None, int | None, str | None]
Damage = tuple[Callable[[Path], object], Place]


def rows(rule: Rule, table: str, row: int | None, column: str, **values: Any) -> Damage:
    """Values of a row that are wrong in one column."""
    return lambda folder: rewrite(folder, table, setting(row or 1, **values)), (rule, table, row, column)


def manifest(change: Callable[[dict[str, Any]], object], *place: Any) -> Damage:
    return lambda folder: edit_manifest(folder, change), place


def bytes_of(change: Callable[[bytearray], object]) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        path = folder / "answers" / PART
        content = bytearray(path.read_bytes())
        change(content)
        path.write_bytes(content)

    return damage


def flip(content: bytearray) -> None:
    content[60] ^= 0xFF


def columns(change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        path = folder / "answers" / PART
        pq.write_table(change(pq.read_table(path)), path)
        relist(folder, path)

    return damage


def as_bytes(folder: Path) -> None:
    """A headline that is no UTF-8."""
    path = folder / "answers" / PART
    table = pq.read_table(path)
    index = table.schema.get_field_index("headline")
    data = pa.array([b"fine", b"\xff\xfe", *[None] * (table.num_rows - 2)], pa.binary())
    wrong = pa.StringArray.from_buffers(len(data), data.buffers()[1], data.buffers()[2], data.buffers()[0])
    pq.write_table(table.set_column(index, table.schema.field(index), wrong), path)
    relist(folder, path)


def same_question(rows: list[dict[str, Any]]) -> None:
    rows[2]["question_id"] = rows[1]["question_id"]


def reply_to_other_question(rows: list[dict[str, Any]]) -> None:
    rows[1]["parent_answer_id"] = rows[4]["answer_id"]


def swapped(rows: list[dict[str, Any]]) -> None:
    rows[0]["position"], rows[1]["position"] = 2, 1


LATE = datetime(2024, 5, 3, tzinfo=UTC)
DAMAGE: dict[str, Damage] = {
    # files
    "no counts": manifest(lambda m: m.pop("counts"), Rule.MANIFEST, None, None, None),
    "no checksum": manifest(lambda m: m["files"][1].pop("sha256"), Rule.MANIFEST, "answers", None, None),
    "a file elsewhere": manifest(
        lambda m: m["files"].append({"path": "../x", "bytes": 0, "sha256": ""}), Rule.MANIFEST, None, None, None
    ),
    "a table less": manifest(
        lambda m: m["files"].remove(next(file for file in m["files"] if file["path"] == f"experts/{PART}")),
        Rule.MANIFEST, "experts", None, None,
    ),
    "a missing part": (
        lambda folder: (folder / "answers" / PART).unlink(), (Rule.FILE_MISSING, "answers", None, None)
    ),
    "a missing card": (lambda folder: (folder / "README.md").unlink(), (Rule.FILE_MISSING, None, None, None)),
    "a file cut short": (bytes_of(lambda b: b.__delitem__(slice(-100, None))), (Rule.FILE_SIZE, "answers", None, None)),
    "a file cut short, too": (
        bytes_of(lambda b: b.__delitem__(slice(-100, None))), (Rule.FILE_UNREADABLE, "answers", None, None)
    ),
    "another byte": (bytes_of(flip), (Rule.FILE_CHECKSUM, "answers", None, None)),
    "another byte in a page": (bytes_of(flip), (Rule.FILE_UNREADABLE, "answers", None, None)),
    "an edited card": (
        lambda folder: (folder / "README.md").write_text("x"), (Rule.FILE_CHECKSUM, None, None, None)
    ),
    "a part too many": (
        lambda folder: (folder / "answers/part-00001.parquet").write_bytes((folder / "answers" / PART).read_bytes()),
        (Rule.FILE_UNLISTED, "answers", None, None),
    ),
    "other rows than listed": manifest(lambda m: m["files"][1].update(rows=9), Rule.FILE_ROWS, "answers", None, None),
    "a column less": (columns(lambda t: t.drop_columns(["votes"])), (Rule.SCHEMA, "answers", None, "votes")),
    "a column more": (columns(lambda t: t.append_column("x", t["votes"])), (Rule.SCHEMA, "answers", None, "x")),
    "another type": (
        columns(lambda t: t.set_column(6, "body", t["body"].cast(pa.large_string()))),
        (Rule.SCHEMA, "answers", None, "body"),
    ),
    "nullable": (
        columns(lambda t: t.set_column(4, pa.field("position", pa.int32()), t["position"])),
        (Rule.SCHEMA, "answers", None, "position"),
    ),
    "another order": (
        columns(lambda t: t.select([*t.column_names[1:], t.column_names[0]])), (Rule.SCHEMA, "answers", None, None)
    ),
    # keys
    "a malformed id": rows(Rule.ID_FORMAT, "answers", 2, "answer_id", answer_id="ANSWER"),
    "a malformed hash": rows(Rule.ID_FORMAT, "pages", 2, "payload_sha256", payload_sha256="abc"),
    "no hash": rows(Rule.ID_FORMAT, "pages", 2, "payload_sha256", payload_sha256=""),
    "a page twice": (
        lambda folder: rewrite(folder, "pages", lambda rows: rows.append(rows[6])),
        (Rule.KEY_UNIQUE, "pages", 8, "page_id"),
    ),
    "an answer twice": (
        lambda folder: rewrite(folder, "answers", lambda rows: rows.append(rows[0])),
        (Rule.KEY_UNIQUE, "answers", 7, "answer_id"),
    ),
    "a question twice": (
        lambda folder: rewrite(folder, "questions", same_question), (Rule.KEY_UNIQUE, "questions", 3, "question_id")
    ),
    "an expert twice": (
        lambda folder: rewrite(folder, "experts", lambda rows: rows.append(rows[0])),
        (Rule.KEY_UNIQUE, "experts", 4, "expert_id"),
    ),
    "an answer to nothing": rows(Rule.KEY_ORPHAN, "answers", 4, "question_id", question_id=NOBODY),
    "an answer from nowhere": rows(Rule.KEY_ORPHAN, "answers", 4, "page_id", page_id=NOBODY),
    "an unknown expert": rows(Rule.KEY_ORPHAN, "answers", 4, "expert_id", expert_id=NOBODY),
    "a reply to nothing": rows(Rule.KEY_ORPHAN, "answers", 4, "parent_answer_id", parent_answer_id=NOBODY),
    "a duplicate of nothing": rows(Rule.KEY_ORPHAN, "pages", 3, "duplicate_of", duplicate_of=NOBODY),
    "superseded by nothing": rows(Rule.KEY_ORPHAN, "pages", 1, "superseded_by", superseded_by=NOBODY),
    "a further page of nothing": rows(Rule.KEY_ORPHAN, "pages", 6, "continues", continues=NOBODY),
    "a question from nowhere": rows(Rule.KEY_ORPHAN, "questions", 2, "page_id", page_id=NOBODY),
    "a question lost": (
        lambda folder: rewrite(folder, "questions", lambda rows: rows.pop(1)),
        (Rule.QUESTION_PAGE, "pages", 4, "page_id"),
    ),
    "a question of another address": rows(Rule.QUESTION_PAGE, "questions", 2, "url", url="https://garden.example/x"),
    "a reply to another question": (
        lambda folder: rewrite(folder, "answers", reply_to_other_question),
        (Rule.REPLY_QUESTION, "answers", 2, "question_id"),
    ),
    # the ledger
    "an unknown status": rows(Rule.CLOSED_LIST, "pages", 2, "status", status="good"),
    "an unknown reason": rows(Rule.CLOSED_LIST, "pages", 7, "reason", reason="dull"),
    "an unknown warning": rows(Rule.CLOSED_LIST, "pages", 2, "warnings", warnings=["beware"]),
    "a reason too many": rows(Rule.STATUS_REASON, "pages", 2, "reason", reason="empty"),
    "no reason": rows(Rule.STATUS_REASON, "pages", 7, "reason", reason=None),
    "a duplicate without a link": rows(Rule.STATUS_LINKS, "pages", 3, "duplicate_of", duplicate_of=None),
    "a duplicate with an id": rows(Rule.STATUS_LINKS, "pages", 3, "page_id", page_id=NOBODY),
    "a page without an id": rows(Rule.STATUS_LINKS, "pages", 7, "page_id", page_id=None),
    "superseded without a link": rows(Rule.STATUS_LINKS, "pages", 1, "superseded_by", superseded_by=None),
    "no question that continues": rows(Rule.STATUS_LINKS, "pages", 7, "continues", continues=NOBODY),
    "a question id lost": rows(Rule.STATUS_QUESTION, "pages", 4, "question_id", question_id=None),
    "a layout lost": rows(Rule.STATUS_QUESTION, "pages", 4, "layout", layout=None),
    "ok with a loss": rows(Rule.STATUS_WARNINGS, "pages", 4, "status", status="ok"),
    "partial without a loss": rows(Rule.STATUS_WARNINGS, "pages", 2, "status", status="partial"),
    # counts and positions
    "position 0": rows(Rule.POSITION, "answers", 1, "position", position=0),
    "positions swapped": (
        lambda folder: rewrite(folder, "answers", swapped), (Rule.POSITION, "answers", 2, "position")
    ),
    "a gap of positions": rows(Rule.POSITION, "answers", 3, "position", position=4),
    "an answer lost": (
        lambda folder: rewrite(folder, "answers", lambda rows: rows.pop(1)),
        (Rule.ANSWERS_FOUND, "pages", 2, "answers_found"),
    ),
    "another count of answers": rows(Rule.ANSWERS_FOUND, "questions", 1, "answers_found", answers_found=9),
    "a further page with more": rows(Rule.ANSWERS_FOUND, "pages", 6, "answers_found", answers_found=0),
    "another count of an expert": rows(Rule.EXPERT_ANSWERS, "experts", 2, "answers", answers=5),
    "other rows counted": manifest(
        lambda m: m["counts"].update(answers=1), Rule.MANIFEST_COUNTS, "answers", None, None
    ),
    "other statuses counted": manifest(
        lambda m: m["counts"]["status"].update(ok=9), Rule.MANIFEST_COUNTS, "pages", None, None
    ),
    "other layouts counted": manifest(
        lambda m: m["counts"]["layout"].clear(), Rule.MANIFEST_COUNTS, "pages", None, None
    ),
    "noise lost": rows(Rule.MANIFEST_COUNTS, "pages", None, "noise_removed", noise_removed=3),
    # texts
    "no UTF-8": (as_bytes, (Rule.TEXT_ENCODING, "answers", 2, "headline")),
    "an empty text": rows(Rule.TEXT_EMPTY, "answers", 3, "specialty", specialty=""),
    "an empty url": rows(Rule.TEXT_EMPTY, "answers", 3, "url", url=""),
    "an empty item": rows(Rule.TEXT_EMPTY, "questions", 1, "topics", topics=["pears", ""]),
    "not NFC": rows(Rule.TEXT_NFC, "answers", 3, "body", body="caf\u0065\u0301"),
    "not NFC in a list": rows(Rule.TEXT_NFC, "experts", 1, "credentials", credentials=["MD", "e\u0301"]),
    "a terminal escape": rows(Rule.TEXT_CONTROL, "answers", 3, "body", body="\x1b[31mred"),
    "a zero-width space": rows(Rule.TEXT_CONTROL, "questions", 2, "title", title="a\u200bb"),
    "a directional override": rows(Rule.TEXT_CONTROL, "answers", 3, "author_name", author_name="a\u202eb"),
    "two spaces": rows(Rule.TEXT_BLANKS, "answers", 3, "body", body="two  spaces"),
    "a no-break space": rows(Rule.TEXT_BLANKS, "answers", 3, "body", body="no\u00a0break"),
    "a space at the end": rows(Rule.TEXT_BLANKS, "questions", 1, "body", body="line \nline"),
    "two empty lines": rows(Rule.TEXT_BLANKS, "answers", 3, "body", body="a\n\n\nb"),
    "a title of two lines": rows(Rule.TEXT_ONE_LINE, "questions", 1, "title", title="a\nb"),
    "a placeholder": rows(Rule.TEXT_EXPRESSION, "answers", 3, "body", body="Hello {{ user.name }}, thin it."),
    "a placeholder for a name": rows(Rule.TEXT_EXPRESSION, "answers", 3, "author_name", author_name="${name}"),
    "a placeholder for a title": rows(Rule.TEXT_EXPRESSION, "questions", 2, "title", title="{{ title }}"),
    # ranges
    "a rating beyond its scale": rows(Rule.RATING_SCALE, "answers", 1, "rating", rating=5.5),
    "a rating below its scale": rows(Rule.RATING_SCALE, "experts", 1, "rating", rating=-1.0),
    "no number": rows(Rule.RATING_SCALE, "answers", 1, "rating", rating=float("nan")),
    "an answer from the future": rows(Rule.DATE_IN_FUTURE, "answers", 4, "answered_at", answered_at=LATE),
    "a question from the future": rows(Rule.DATE_IN_FUTURE, "questions", 3, "asked_at", asked_at=LATE),
    "views below zero": rows(Rule.COUNT_NEGATIVE, "questions", 1, "views", views=-1),
    "an expert without answers": rows(Rule.COUNT_NEGATIVE, "experts", 1, "answers", answers=0),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found(dataset: Path, damage: str) -> None:
    break_it, place = DAMAGE[damage]
    break_it(dataset)
    checked = check_dataset(dataset)
    found = [(one.rule, one.table, one.row, one.column) for one in checked.findings.violations()]
    assert place in found
    assert checked.findings.counts[place[0]] == sum(one[0] is place[0] for one in found)


def test_there_is_damage_for_every_rule() -> None:
    assert {place[0] for _, place in DAMAGE.values()} == set(Rule) == set(RULES)
    assert all(RULES.values())
    assert len(DAMAGE) >= 30


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
