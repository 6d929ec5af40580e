"""The rules of keys: they are unique, and what they name is there.

All are joins by an id, made range by range of the ids (:mod:`qapipe.dataset.partitions`).
"""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.check.findings import Findings
from qapipe.dataset.check.ledger import STANDING
from qapipe.dataset.check.rules import Rule
from qapipe.dataset.joins import joined, unmatched
from qapipe.dataset.partitions import ROW, key_ranges, rows_in
from qapipe.dataset.reading import Table

_ORPHANS = (
    ("pages", "duplicate_of", "pages", "page_id", "no page has this page_id"),
    ("pages", "superseded_by", "pages", "page_id", "no page has this page_id"),
    ("pages", "continues", "questions", "page_id", "that page gave no question"),
    ("answers", "question_id", "questions", "question_id", "no question has this id"),
    ("answers", "expert_id", "experts", "expert_id", "no expert has this id"),
)


def check_keys(tables: Mapping[str, Table], findings: Findings, *, all_captures: bool) -> None:
    """Check all keys of the tables that are there."""
    with_page = ("page_id",) if all_captures else ()
    for table, key, more in (
        ("pages", "page_id", ()),
        ("questions", "page_id", ()),
        ("questions", "question_id", with_page),
        ("answers", "answer_id", with_page),
        ("experts", "expert_id", ()),
    ):
        if table in tables:
            _check_unique(tables[table], key, more, findings)
    for table, key, other, target, detail in _ORPHANS:
        if table in tables and other in tables:
            _check_orphans(tables[table], key, tables[other], target, detail, findings)
    if "pages" in tables and "questions" in tables:
        _check_question_pages(tables["pages"], tables["questions"], findings, all_captures=all_captures)
    if "answers" in tables:
        _check_replies(tables["answers"], findings, all_captures=all_captures)


def _check_unique(table: Table, key: str, more: Sequence[str], findings: Findings) -> None:
    for keys in key_ranges(table.rows):
        groups = rows_in(table, key, keys, more).group_by([key, *more])
        groups = groups.aggregate([(ROW, "min"), (ROW, "max"), (ROW, "count")])
        again = groups.filter(pc.greater(groups.column(f"{ROW}_count"), 1))
        findings.add_found(Rule.KEY_UNIQUE, table.name, key, again.rename_columns({f"{ROW}_max": ROW}), _others)


def _others(group: dict[str, int]) -> str:
    rest = group[f"{ROW}_count"] - 1
    return f"row {group[f'{ROW}_min'] + 1:,} has it, too" if rest == 1 else f"{rest:,} other rows have it"


def _check_orphans(table: Table, key: str, other: Table, target: str, detail: str, findings: Findings) -> None:
    """Find rows whose key names no row of another table."""
    for keys in key_ranges(table.rows + other.rows):
        there = rows_in(other, target, keys).select([target]).rename_columns([key])
        missing = unmatched(rows_in(table, key, keys), there, key)
        findings.add_found(Rule.KEY_ORPHAN, table.name, key, missing, detail)


_PAIR = ("question_id", "url", "site")


def _check_question_pages(pages: Table, questions: Table, findings: Findings, *, all_captures: bool) -> None:
    """Compare each question with its page; its answers may be on further pages, too, unless all captures are kept."""
    same = (*_PAIR, "answers_found") if all_captures else _PAIR
    for keys in key_ranges(pages.rows + questions.rows):
        gives = rows_in(pages, "page_id", keys, [*_PAIR, "answers_found", "status"])
        asked = rows_in(questions, "page_id", keys, [*_PAIR, "answers_found"])
        of_pages = gives.filter(pc.is_valid(gives.column("question_id")))
        for one, other, name, rule, detail in (
            (of_pages, asked, "pages", Rule.QUESTION_PAGE, "no question is from this page"),
            (asked, of_pages, "questions", Rule.KEY_ORPHAN, "that page gave no question"),
        ):
            findings.add_found(rule, name, "page_id", unmatched(one, other, "page_id"), detail)
        found = joined(asked, of_pages, "page_id", suffix="_of_page")
        for column in same:
            _compare(found, column, findings)


def _compare(found: pa.Table, column: str, findings: Findings) -> None:
    one, other = found.column(column), found.column(f"{column}_of_page")
    same = pc.or_(pc.fill_null(pc.equal(one, other), fill_value=False), pc.and_(pc.is_null(one), pc.is_null(other)))
    rule = Rule.ANSWERS_FOUND if column == "answers_found" else Rule.QUESTION_PAGE
    differing = found.filter(pc.invert(same)).select([ROW, column, f"{column}_of_page"])
    findings.add_found(rule, "questions", column, differing, lambda row: f"its page has {row[f'{column}_of_page']}")


def _check_replies(answers: Table, findings: Findings, *, all_captures: bool) -> None:
    """Find replies whose answer is not there, or belongs to another question."""
    if not any(batch.column(0).null_count < batch.num_rows for batch in answers.batches(["parent_answer_id"])):
        return
    more = ["question_id", "page_id"] if all_captures else ["question_id"]
    for keys in key_ranges(2 * answers.rows):
        replies = rows_in(answers, "parent_answer_id", keys, more).rename_columns(["answer_id", *more, ROW])
        parents = rows_in(answers, "answer_id", keys, more)
        missing = unmatched(replies, parents, "answer_id")
        detail = "no answer has this id"
        findings.add_found(Rule.KEY_ORPHAN, "answers", "parent_answer_id", missing, detail, "answer_id")
        there = joined(replies, parents, ["answer_id", *more[1:]], suffix="_of_parent")
        elsewhere = there.filter(pc.not_equal(there.column("question_id"), there.column("question_id_of_parent")))
        findings.add_found(Rule.REPLY_QUESTION, "answers", "question_id", elsewhere, _of_parent)


def _of_parent(row: dict[str, str]) -> str:
    return f"the answer that it replies to is of question {row['question_id_of_parent']}"


def standing(pages: pa.Table) -> pa.Table:
    """The pages whose answers are in the tables."""
    return pages.filter(pc.is_in(pages.column("status"), pa.array(STANDING)))
