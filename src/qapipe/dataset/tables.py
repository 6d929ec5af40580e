"""From batches of records to batches of rows of the tables pages, questions and answers."""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.continuation import PageAnswers
from qapipe.dataset.resolve import Resolution
from qapipe.records.reasons import Status
from qapipe.records.schema import ANSWERS, PAGES, QUESTIONS
from qapipe.records.warnings import PARTIAL, PageWarning

_IN_TABLES = pa.array([Status.OK, Status.PARTIAL], pa.string())
FOUND_ON_ALL_PAGES = "answers_on_all_pages"
"""Of a question with several pages: the number of its answers; null on all other records."""
_ADDED = {**dict.fromkeys(("duplicate_of", "superseded_by", "continues"), pa.string()), FOUND_ON_ALL_PAGES: pa.int32()}
"""The columns that settling adds to those of records."""


@dataclass(slots=True)
class LedgerRows:
    """Gives records their final status and their links to other pages; batches must come in the order of the input."""

    resolution: Resolution
    pages: int = 0
    _firsts: set[int] = field(default_factory=set)
    _places: dict[int, str] = field(default_factory=dict)
    _concerned: list[int] = field(default_factory=list)
    """Pages that are to be looked at, later ones first."""

    def __post_init__(self) -> None:
        self._firsts = self.resolution.firsts()
        self._places.update(self.resolution.places)
        self._concerned = self.resolution.concerned()[::-1]

    def resolve(self, records: pa.RecordBatch) -> pa.RecordBatch:
        """The records with their final status and links; on a further page ``question_id`` is that of the question."""
        changes = _Changes(records)
        end = self.pages + records.num_rows
        while self._concerned and self._concerned[-1] < end:
            page = self._concerned.pop()
            if page >= self.pages:  # others are in other parts
                self._resolve(changes, page, page - self.pages)
        self.pages = end
        return changes.made()

    def _resolve(self, changes: "_Changes", page: int, row: int) -> None:
        if page in self._firsts:
            self._places[page] = place_of(changes.records, row)
        if (verdict := self.resolution.verdict(page, self._places)) is not None:
            for name, value in zip(verdict._fields, verdict, strict=True):
                changes.set(row, name, value)
        elif (further := self.resolution.further(page)) is not None:
            changes.set(row, "continues", further.page_id)
            changes.set(row, "question_id", further.question_id)
            if further.has_other_text:
                changes.set(row, "status", Status.PARTIAL.value)
                warnings = {*changes.get(row, "warnings"), PageWarning.UNREAD_POSTS.value}
                changes.set(row, "warnings", sorted(warnings))
        if (answers := self.resolution.answers_of(page)) is not None:
            _join(changes, row, answers)


def _join(changes: "_Changes", row: int, answers: PageAnswers) -> None:
    """Count the answers of a page on from the earlier ones; what it declares is compared with those of all pages."""
    changes.set(row, "answers", answers.added(changes.get(row, "answers")))
    changes.set(row, FOUND_ON_ALL_PAGES, answers.found)
    warnings, declared = changes.get(row, "warnings"), changes.get(row, "answers_declared")
    if PageWarning.FEWER_ANSWERS in warnings and declared <= answers.found:
        rest = [warning for warning in warnings if warning != PageWarning.FEWER_ANSWERS]
        changes.set(row, "warnings", rest)
        changes.set(row, "status", str(Status.OK if PARTIAL.isdisjoint(rest) else Status.PARTIAL))


class _Changes:
    """Some values of a batch that are replaced, and the columns of :data:`_ADDED`."""

    def __init__(self, records: pa.RecordBatch) -> None:
        self.records = records
        self._columns: dict[str, list[object]] = {}

    def get(self, row: int, name: str) -> Any:  # noqa: ANN401  a value of any column
        """A value, replaced or not."""
        return self._columns[name][row] if name in self._columns else self.records.column(name)[row].as_py()

    def set(self, row: int, name: str, value: object) -> None:
        """Replace a value."""
        if name not in self._columns:
            rows = self.records.num_rows
            self._columns[name] = [None] * rows if name in _ADDED else self.records.column(name).to_pylist()
        self._columns[name][row] = value

    def made(self) -> pa.RecordBatch:
        """The batch with the replaced values and the added columns."""
        records = self.records
        for name, values in self._columns.items():
            if name not in _ADDED:
                index = records.schema.get_field_index(name)
                column = records.schema.field(index)
                records = records.set_column(index, column, pa.array(values, column.type))
        for name, kind in _ADDED.items():
            changed = name in self._columns
            column = pa.array(self._columns[name], kind) if changed else pa.nulls(records.num_rows, kind)
            records = records.append_column(name, column)
        return records


def place_of(records: pa.RecordBatch, row: int) -> str:
    """Where a record is from."""
    source, member, offset = (records.column(name)[row].as_py() for name in ("source", "member", "offset"))
    place = f"{source}:{member}" if member is not None else str(source)
    return place if offset is None else f"{place}, offset {offset}"


def ledger(records: pa.RecordBatch) -> pa.RecordBatch:
    """The rows of ``pages``, one per record: ids of pages are unique, those of questions are where the row is from."""
    null = pa.scalar(None, pa.string())
    gives_row = pc.and_(_stands(records), pc.is_null(records.column("continues")))
    columns = {name: records.column(name) for name in PAGES.names}
    columns["page_id"] = pc.if_else(pc.is_null(records.column("duplicate_of")), columns["page_id"], null)
    columns["question_id"] = pc.if_else(gives_row, columns["question_id"], null)
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=PAGES)


def _stands(records: pa.RecordBatch) -> pa.Array:
    return pc.is_in(records.column("status"), _IN_TABLES)


def in_tables(records: pa.RecordBatch) -> pa.RecordBatch:
    """The records whose question is in the tables."""
    stands = _stands(records)
    return records if pc.all(stands, min_count=0).as_py() else records.filter(stands)


def questions(standing: pa.RecordBatch) -> pa.RecordBatch:
    """The rows of ``questions``: one per record of :func:`in_tables`, but for further pages."""
    columns = {name: standing.column(name) for name in QUESTIONS.names if name in standing.schema.names}
    question = standing.column("question")
    columns |= {child.name: pc.struct_field(question, child.name) for child in question.type}
    columns["answers_found"] = pc.coalesce(standing.column(FOUND_ON_ALL_PAGES), standing.column("answers_found"))
    found = pa.RecordBatch.from_arrays([columns[name] for name in QUESTIONS.names], schema=QUESTIONS)
    continues = standing.column("continues")
    return found if continues.null_count == len(continues) else found.filter(pc.is_null(continues))


def answers(standing: pa.RecordBatch) -> pa.RecordBatch:
    """The rows of ``answers`` for the records of :func:`in_tables`, in page order."""
    column = standing.column("answers")
    answer, parent = pc.list_flatten(column), pc.list_parent_indices(column)
    inside = {child.name for child in answer.type}
    columns = [
        pc.struct_field(answer, name) if name in inside else standing.column(name).take(parent)
        for name in ANSWERS.names
    ]
    return pa.RecordBatch.from_arrays(columns, schema=ANSWERS)
