"""From batches of records to batches of rows of the four tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.resolve import Resolution
from qapipe.records.reasons import Status
from qapipe.records.schema import ANSWERS, EXPERTS, PAGES, QUESTIONS

_IN_TABLES = pa.array([Status.OK, Status.PARTIAL], pa.string())
_EXPERT_COLUMNS = {
    "site": "site",
    "name": "author_name",
    "credentials": "author_credentials",
    "specialty": "specialty",
    "location": "location",
    "author_url": "author_url",
    "rating": "rating",
    "rating_best": "rating_best",
    "review_count": "review_count",
}
_BATCH_ROWS = 10_000


@dataclass(slots=True)
class LedgerRows:
    """Gives records their final status; record batches must come in the order of the input."""

    resolution: Resolution
    pages: int = 0
    _firsts: set[int] = field(default_factory=set)
    _places: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._firsts = self.resolution.firsts()

    def resolve(self, records: pa.RecordBatch) -> pa.RecordBatch:
        """The records with their final status, reason and detail."""
        changed: dict[str, list[str | None]] = {}
        for row in range(records.num_rows):
            page = self.pages + row
            if page in self._firsts:
                self._places[page] = _place(records, row)
            verdict = self.resolution.verdict(page, self._places)
            if verdict is None:
                continue
            if not changed:
                changed = {name: records.column(name).to_pylist() for name in verdict._fields}
            for name, value in verdict._asdict().items():
                changed[name][row] = value
        self.pages += records.num_rows
        for name, values in changed.items():
            index = records.schema.get_field_index(name)
            column = pa.array(values, pa.string())
            records = records.set_column(index, records.schema.field(index), column)
        return records


def _place(records: pa.RecordBatch, row: int) -> str:
    source, member, offset = (records.column(name)[row].as_py() for name in ("source", "member", "offset"))
    place = f"{source}:{member}" if member is not None else str(source)
    return place if offset is None else f"{place}, offset {offset}"


def ledger(records: pa.RecordBatch) -> pa.RecordBatch:
    """The rows of ``pages``: one per record."""
    return records.select(PAGES.names)


def in_tables(records: pa.RecordBatch) -> pa.RecordBatch:
    """The records whose question is in the tables."""
    return records.filter(pc.is_in(records.column("status"), _IN_TABLES))


def questions(standing: pa.RecordBatch) -> pa.RecordBatch:
    """The rows of ``questions``: one per record of :func:`in_tables`."""
    question = standing.column("question")
    inside = {child.name for child in question.type}
    columns = [pc.struct_field(question, name) if name in inside else standing.column(name) for name in QUESTIONS.names]
    return pa.RecordBatch.from_arrays(columns, schema=QUESTIONS)


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


@dataclass(slots=True)
class _Expert:
    answers: int
    captured_us: int
    latest: dict[str, object]


@dataclass(slots=True)
class Experts:
    """Experts with their number of answers and the data of their latest capture (ties: the first answer)."""

    _experts: dict[str, _Expert] = field(default_factory=dict)

    def add(self, standing: pa.RecordBatch, rows: pa.RecordBatch) -> None:
        """Add the answers ``rows`` of the records ``standing``."""
        parent = pc.list_parent_indices(standing.column("answers"))
        times = pc.fill_null(standing.column("captured_at").cast(pa.int64()), -(1 << 63)).take(parent)
        ids = rows.column("expert_id").to_pylist()
        latest: dict[str, int] = {}  # the rows with data later than what is known
        for row, (expert_id, time) in enumerate(zip(ids, times.to_pylist(), strict=True)):
            if expert_id is None:
                continue
            known = self._experts.get(expert_id)
            if known is None or time > known.captured_us:
                self._experts[expert_id] = _Expert((known.answers if known else 0) + 1, time, {})
                latest[expert_id] = row
            else:
                known.answers += 1
        data = rows.select(list(_EXPERT_COLUMNS.values())).take(pa.array(latest.values(), pa.int64()))
        for expert_id, *values in zip(latest, *(column.to_pylist() for column in data.columns), strict=True):
            self._experts[expert_id].latest = dict(zip(_EXPERT_COLUMNS, values, strict=True))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of ``experts``, in the order of first appearance."""
        rows = [
            {"expert_id": expert_id, "answers": expert.answers, **expert.latest}
            for expert_id, expert in self._experts.items()
        ]
        for start in range(0, len(rows), _BATCH_ROWS):
            yield pa.RecordBatch.from_pylist(rows[start : start + _BATCH_ROWS], schema=EXPERTS)
