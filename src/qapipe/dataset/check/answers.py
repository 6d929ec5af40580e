"""The rules of answers on their page: positions, counts and dates."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.check.findings import Findings
from qapipe.dataset.check.keys import standing
from qapipe.dataset.check.rules import Rule
from qapipe.dataset.joins import counted, joined, unmatched
from qapipe.dataset.partitions import ROW, key_ranges, rows_in
from qapipe.dataset.reading import Table
from qapipe.records.ranges import DAY_AHEAD


def check_answers(tables: Mapping[str, Table], findings: Findings, *, all_captures: bool) -> None:
    """Check answers against pages, questions and experts, and dates of questions, in the tables that are there."""
    if "answers" in tables:
        _check_order(tables["answers"], findings)
    if "answers" in tables and "pages" in tables:
        _check_pages(tables["pages"], tables["answers"], findings)
    if "answers" in tables and "questions" in tables and not all_captures:
        _check_questions(tables["questions"], tables["answers"], findings)
    if "questions" in tables and "pages" in tables:
        _check_asked(tables["pages"], tables["questions"], findings)
    if "answers" in tables and "experts" in tables:
        _check_experts(tables["answers"], tables["experts"], findings)


def _check_order(answers: Table, findings: Findings) -> None:
    """Find answers that do not follow the one before on the same page."""
    last: tuple[str, int] = ("", 0)
    start = 0
    for batch in answers.batches(["page_id", "position"]):
        pages, positions = batch.column("page_id"), batch.column("position")
        pages_before = pa.concat_arrays([pa.array([last[0]], pages.type), pages[:-1]])
        before = pa.concat_arrays([pa.array([last[1]], positions.type), positions[:-1]])
        wrong = pc.and_(pc.equal(pages, pages_before), pc.less_equal(positions, before))
        detail = "not behind the position of the answer above it on the page"
        findings.add_where(
            Rule.POSITION, detail, wrong, table="answers", column="position", start=start, values=positions
        )
        last = pages[-1].as_py(), positions[-1].as_py()
        start += batch.num_rows


def _check_pages(pages: Table, answers: Table, findings: Findings) -> None:
    for keys in key_ranges(pages.rows + answers.rows):
        there = standing(rows_in(pages, "page_id", keys, ["status", "answers_found", "captured_at", "continues"]))
        further = rows_in(pages, "continues", keys)
        given = rows_in(answers, "page_id", keys, ["position", "answered_at"])
        orphans = unmatched(given, there, "page_id")
        findings.add_found(Rule.KEY_ORPHAN, "answers", "page_id", orphans, "no ok or partial page has this id")
        found = joined(given, there.select(["page_id", "answers_found", "captured_at", "continues"]), "page_id")
        alone = found.filter(pc.is_null(found.column("continues")))
        beyond = alone.filter(pc.greater(alone.column("position"), alone.column("answers_found")))
        findings.add_found(Rule.POSITION, "answers", "position", beyond, _of_page)
        _check_dates(found, "answers", "answered_at", findings)
        _check_found(there, further, given, findings)


def _of_page(row: dict[str, int]) -> str:
    return f"its page has {row['answers_found']} answers"


def _check_found(there: pa.Table, further: pa.Table, given: pa.Table, findings: Findings) -> None:
    """Compare the number of answers of each page with what the ledger says."""
    found = joined(there, counted(given, "page_id"), "page_id", "left outer")
    count, stated = pc.fill_null(found.column("count_all"), 0), found.column("answers_found")
    in_thread = pc.is_in(found.column("page_id"), further.column("continues").combine_chunks())
    fewer = pc.and_(pc.or_(in_thread, pc.is_valid(found.column("continues"))), pc.less(count, stated))
    differing = found.filter(pc.and_(pc.not_equal(count, stated), pc.invert(fewer)))
    findings.add_found(Rule.ANSWERS_FOUND, "pages", "answers_found", differing, _from_page)


def _from_page(row: dict[str, int | None]) -> str:
    return f"{row['count_all'] or 0} answers are from this page"


def _check_questions(questions: Table, answers: Table, findings: Findings) -> None:
    """Compare the number of answers of each question, on all its pages, with what its row says."""
    for keys in key_ranges(questions.rows + answers.rows):
        asked = rows_in(questions, "question_id", keys, ["answers_found"])
        given = counted(rows_in(answers, "question_id", keys), "question_id")
        found = joined(asked, given, "question_id", "left outer")
        count, stated = pc.fill_null(found.column("count_all"), 0), found.column("answers_found")
        differing = found.filter(pc.not_equal(count, stated))
        findings.add_found(Rule.ANSWERS_FOUND, "questions", "answers_found", differing, _of_question)


def _of_question(row: dict[str, int | None]) -> str:
    return f"{row['count_all'] or 0} answers are of this question"


def _check_asked(pages: Table, questions: Table, findings: Findings) -> None:
    for keys in key_ranges(pages.rows + questions.rows):
        there = rows_in(pages, "page_id", keys, ["captured_at"]).drop_columns([ROW])
        asked = rows_in(questions, "page_id", keys, ["asked_at"])
        _check_dates(joined(asked, there, "page_id"), "questions", "asked_at", findings)


def _check_dates(found: pa.Table, table: str, column: str, findings: Findings) -> None:
    """Find dates of posts behind the capture of their page."""
    latest = pc.add(found.column("captured_at"), pa.scalar(DAY_AHEAD))
    later = found.filter(pc.greater(found.column(column), latest))
    findings.add_found(
        Rule.DATE_IN_FUTURE, table, column, later, lambda row: f"its page was captured at {row['captured_at']}"
    )


def _check_experts(answers: Table, experts: Table, findings: Findings) -> None:
    for keys in key_ranges(answers.rows + experts.rows):
        given = counted(rows_in(answers, "expert_id", keys), "expert_id")
        found = joined(rows_in(experts, "expert_id", keys, ["answers"]), given, "expert_id", "left outer")
        differing = found.filter(pc.not_equal(pc.fill_null(found.column("count_all"), 0), found.column("answers")))
        findings.add_found(Rule.EXPERT_ANSWERS, "experts", "answers", differing, _by_expert)


def _by_expert(row: dict[str, int | None]) -> str:
    return f"{row['count_all'] or 0} answers name this expert"
