"""Damage to the dataset of :mod:`support.built`, each with the rule that finds it; and changes that break no rule."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from qapipe.dataset.check.findings import Violation
from qapipe.dataset.check.rules import Rule
from qapipe.records.schema import TABLES
from support.built import edit_manifest, relist, rewrite, setting

NOBODY = "f" * 32
FURTHER = "1b94cff6704670635fec54b3b1e3ce94"
KEYS = ("duplicate_of", "superseded_by", "continues", "status", "reason", "payload_sha256")
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
    data = pa.array([b"fine", b"\xff {{ x }} \x07", *[None] * (table.num_rows - 2)], pa.binary())
    wrong = pa.StringArray.from_buffers(len(data), data.buffers()[1], data.buffers()[2], data.buffers()[0])
    pq.write_table(table.set_column(index, table.schema.field(index), wrong), path)
    relist(folder, path)


def lay(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("x")


def card_as_folder(folder: Path) -> None:
    (folder / "README.md").unlink()
    (folder / "README.md").mkdir()


def in_each_text(text: str) -> Callable[[Path], object]:
    """The text in each column of texts of the first row of each table; of the ledger, in the first that is ok."""
    return lambda folder: in_each(folder, pa.types.is_string, text)


def in_each_number(number: int) -> Callable[[Path], object]:
    return lambda folder: in_each(folder, pa.types.is_integer, number)


def in_each(folder: Path, is_kind: Callable[[pa.DataType], bool], value: object) -> None:
    for table, schema in TABLES.items():
        texts = [field.name for field in schema if is_kind(field.type) and field.name not in KEYS]
        lists = [field.name for field in schema if pa.types.is_list(field.type) and field.name != "warnings"]
        values = {name: value for name in texts if not name.endswith("_id")}
        values |= {name: ["fine", value] for name in lists if isinstance(value, str)}
        rewrite(folder, table, setting(2 if table == "pages" else 1, **values))


def same_question(rows: list[dict[str, Any]]) -> None:
    rows[2]["question_id"] = rows[1]["question_id"]


def reply_to_other_question(rows: list[dict[str, Any]]) -> None:
    rows[1]["parent_answer_id"] = rows[4]["answer_id"]


def swapped(rows: list[dict[str, Any]]) -> None:
    rows[0]["position"], rows[1]["position"] = 2, 1


DAY_AFTER = datetime(2024, 5, 2, 12, tzinfo=UTC)
LATE = DAY_AFTER + timedelta(microseconds=1)
OF_VALUES: dict[str, Damage] = {
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
    "a tab in a line": rows(Rule.TEXT_BLANKS, "answers", 3, "headline", headline="a\tb"),
    "a space at the start": rows(Rule.TEXT_BLANKS, "answers", 3, "address", address=" 1 Road"),
    "a space behind a line break": rows(Rule.TEXT_BLANKS, "answers", 3, "body", body="a\n b"),
    "a line break at the end": rows(Rule.TEXT_BLANKS, "questions", 2, "body", body="a\n"),
    "two spaces before code": rows(Rule.TEXT_BLANKS, "answers", 3, "body", body="two  spaces\n\n```\na\n```"),
    "two spaces, code, and more": rows(
        Rule.TEXT_BLANKS, "answers", 3, "body", body="a  b\n\n```\na\n```\n\nfine"
    ),
    "two spaces": rows(Rule.TEXT_BLANKS, "answers", 3, "body", body="two  spaces"),
    "a no-break space": rows(Rule.TEXT_BLANKS, "answers", 3, "body", body="no\u00a0break"),
    "a space at the end": rows(Rule.TEXT_BLANKS, "questions", 1, "body", body="line \nline"),
    "two empty lines": rows(Rule.TEXT_BLANKS, "answers", 3, "body", body="a\n\n\nb"),
    "a title of two lines": rows(Rule.TEXT_ONE_LINE, "questions", 1, "title", title="a\nb"),
    "a placeholder": rows(Rule.TEXT_EXPRESSION, "answers", 3, "body", body="Hello {{ user.name }}, thin it."),
    "a placeholder for a name": rows(Rule.TEXT_EXPRESSION, "answers", 3, "author_name", author_name="${name}"),
    "a placeholder for a title": rows(Rule.TEXT_EXPRESSION, "questions", 2, "title", title="{{ title }}"),
    "an expression in each text": (in_each_text("{{ x }}"), (Rule.TEXT_EXPRESSION, "answers", 1, "address")),
    "an empty text in each": (in_each_text(""), (Rule.TEXT_EMPTY, "pages", 2, "charset")),
    "two lines in each text": (in_each_text("a\n\nb"), (Rule.TEXT_ONE_LINE, "experts", 1, "location")),
    "no NFC in each text": (in_each_text("e\u0301"), (Rule.TEXT_NFC, "answers", 1, "author_credentials")),
    "-1 in each number": (in_each_number(-1), (Rule.COUNT_NEGATIVE, "pages", 2, "offset")),
    "0 in each number": (in_each_number(0), (Rule.POSITION, "answers", 1, "position")),
    # ranges
    "a rating beyond its scale": rows(Rule.RATING_SCALE, "answers", 1, "rating", rating=5.5),
    "a rating below its scale": rows(Rule.RATING_SCALE, "experts", 1, "rating", rating=-1.0),
    "a scale of 0": rows(Rule.RATING_SCALE, "experts", 1, "rating", rating=0.0, rating_best=0.0),
    "a scale without end": rows(Rule.RATING_SCALE, "experts", 1, "rating", rating_best=float("inf")),
    "no scale, below 0": rows(Rule.RATING_SCALE, "answers", 1, "rating", rating=-0.5, rating_best=None),
    "a scale alone, below 0": rows(Rule.RATING_SCALE, "answers", 2, "rating", rating_best=-1.0),
    "no number": rows(Rule.RATING_SCALE, "answers", 1, "rating", rating=float("nan")),
    "an answer from the future": rows(Rule.DATE_IN_FUTURE, "answers", 4, "answered_at", answered_at=LATE),
    "a question from the future": rows(Rule.DATE_IN_FUTURE, "questions", 3, "asked_at", asked_at=LATE),
    "views below zero": rows(Rule.COUNT_NEGATIVE, "questions", 1, "views", views=-1),
    "an expert without answers": rows(Rule.COUNT_NEGATIVE, "experts", 1, "answers", answers=0),
}  # fmt: skip
"""Damage of texts and numbers."""


def line(found: Violation) -> str:
    """A violation without what depends on the version of Arrow."""
    detail = re.sub(r"(cannot be read:|has [\d,]+ bytes).*", r"\1 ...", found.detail)
    place = " ".join(str(one) for one in (found.rule.value, found.table, found.row, found.column))
    return f"{place}: {found.value!r:.80}: {re.sub('has [0-9,]+ bytes', 'has N bytes', detail)}"


def reply(rows: list[dict[str, Any]]) -> None:
    rows[1]["parent_answer_id"] = rows[0]["answer_id"]


def changed(**rows: tuple[int, dict[str, Any]]) -> Callable[[Path], object]:
    """Other values of a row of some tables."""

    def change(folder: Path) -> None:
        for table, (row, values) in rows.items():
            rewrite(folder, table, setting(row, **values))

    return change


HARMLESS: dict[str, Callable[[Path], object]] = {
    "a post of the day after": changed(
        answers=(4, {"answered_at": DAY_AFTER}), questions=(2, {"asked_at": DAY_AFTER})
    ),
    "a date, and no capture": changed(pages=(4, {"captured_at": None}), questions=(2, {"asked_at": LATE})),
    "the best rating": changed(answers=(1, {"rating": 5.0}), experts=(1, {"rating": 5.0})),
    "the worst rating": changed(answers=(1, {"rating": 0.0}), experts=(1, {"rating": 0.0})),
    "a rating without a scale": changed(answers=(1, {"rating": 97.5, "rating_best": None})),
    "a scale without a rating": changed(answers=(1, {"rating": None})),
    "no views and reviews": changed(questions=(1, {"views": 0}), answers=(1, {"review_count": 0})),
    "votes below zero": changed(questions=(1, {"votes": -1}), answers=(1, {"votes": -7})),
    "a page of which nothing was read": changed(pages=(7, {"payload_sha256": "", "bytes": 0, "offset": 0})),
    "one empty line": changed(answers=(1, {"body": "a\n\nb\nc"})),
    "blanks in code": changed(answers=(1, {"body": "a\n\n```\n\tb  c \n\n\n d\n```"})),
    "a folder of the user": lambda folder: (folder / "answers" / "mine").mkdir(),
    "a file of the user": lambda folder: (folder / "notes.txt").write_text("x"),
    "a reply": lambda folder: rewrite(folder, "answers", reply),
}  # fmt: skip
