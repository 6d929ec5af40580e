"""Rows of the table experts: who gave how many answers, described by the latest capture.

The experts of a part of the input are partial: they are rolled up with those of all other parts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.records.schema import EXPERTS

PARTIAL = pa.schema(
    [
        *EXPERTS,
        pa.field("captured_us", pa.int64(), nullable=False),  # of the capture that describes the expert
        pa.field("order", pa.int64(), nullable=False),  # place of that page in the order of the input
        pa.field("first", pa.int64(), nullable=False),  # place of the page of the first answer
        pa.field("position", pa.int32(), nullable=False),  # of the first answer on it
    ]
)
"""Experts of a part of the input."""

_COLUMNS = {
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
"""What describes an expert, and the column of ``answers`` that it is taken from."""
_DATA = pa.schema([EXPERTS.field(name) for name in _COLUMNS])
_BATCH_ROWS = 10_000
_UNKNOWN_TIME = -(1 << 63)


@dataclass(slots=True)
class _Expert:
    answers: int
    captured_us: int
    order: int
    first: tuple[int, int]
    row: int = 0
    """The row of the descriptions that counts."""


@dataclass(slots=True)
class _Descriptions:
    """What describes experts, as rows of :data:`_DATA` that are numbered in the order in which they are added."""

    batches: list[pa.RecordBatch] = field(default_factory=list)
    rows: int = 0

    def add(self, batch: pa.RecordBatch) -> int:
        """Add rows; returns the number of the first of them."""
        first = self.rows
        self.batches.append(batch)
        self.rows += batch.num_rows
        return first

    def take(self, rows: Sequence[int]) -> pa.RecordBatch:
        """The rows with these numbers."""
        if len(self.batches) > 1:
            self.batches = pa.Table.from_batches(self.batches).combine_chunks().to_batches()
        found = pa.Table.from_batches(self.batches, _DATA).take(pa.array(rows, pa.int64())).combine_chunks()
        return pa.RecordBatch.from_arrays([_whole(column) for column in found.columns], schema=_DATA)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


@dataclass(slots=True)
class Experts:
    """Experts with their number of answers and the data of their latest capture (ties: the first answer)."""

    _experts: dict[str, _Expert] = field(default_factory=dict)
    _described: _Descriptions = field(default_factory=_Descriptions)
    _pages: int = 0

    def __len__(self) -> int:
        return len(self._experts)

    @property
    def descriptions(self) -> int:
        """Rows in memory that describe experts; those of earlier captures are dropped from time to time."""
        return self._described.rows

    def add(self, standing: pa.RecordBatch, rows: pa.RecordBatch) -> None:
        """Add the answers ``rows`` of the records ``standing``, later ones in the order of the input.

        A column ``order`` of the records is their place in it, which only parts of an input need.
        """
        parent = pc.list_parent_indices(standing.column("answers"))
        times = pc.fill_null(standing.column("captured_at").cast(pa.int64()), _UNKNOWN_TIME).take(parent)
        if "order" in standing.schema.names:
            orders = standing.column("order").take(parent).to_pylist()
        else:
            orders = pc.add(parent, self._pages).to_pylist()
            self._pages += standing.num_rows
        columns = (rows.column("expert_id"), times, rows.column("position"))
        latest: dict[str, int] = {}  # the rows with data later than what is known
        for row, (expert_id, time, position, order) in enumerate(
            zip(*(column.to_pylist() for column in columns), orders, strict=True)
        ):
            if expert_id is None:
                continue
            known = self._experts.get(expert_id)
            if known is None:
                self._experts[expert_id] = _Expert(1, time, order, (order, position))
                latest[expert_id] = row
                continue
            known.answers += 1
            if time > known.captured_us:
                known.captured_us, known.order = time, order
                latest[expert_id] = row
        data = rows.select(list(_COLUMNS.values())).take(pa.array(latest.values(), pa.int64()))
        self._describe(latest, pa.RecordBatch.from_arrays(data.columns, schema=_DATA))

    def _describe(self, experts: Iterable[str], data: pa.RecordBatch) -> None:
        """Set what describes experts; descriptions that no longer count are dropped before they are the most."""
        for row, expert_id in enumerate(experts, self._described.add(data)):
            self._experts[expert_id].row = row
        if self._described.rows > 2 * len(self._experts) + _BATCH_ROWS:
            found = list(self._experts.values())
            kept = _Descriptions()
            kept.add(self._described.take([expert.row for expert in found]))
            self._described = kept
            for row, expert in enumerate(found):
                expert.row = row

    def add_partial(self, batch: pa.RecordBatch) -> None:
        """Add the experts of a part (the columns of :data:`PARTIAL`), in any order of the parts."""
        latest: dict[str, int] = {}
        names = ("expert_id", "answers", "captured_us", "order", "first", "position")
        columns = (batch.column(name).to_pylist() for name in names)
        for row, (expert_id, answers, captured_us, order, *first) in enumerate(zip(*columns, strict=True)):
            known = self._experts.get(expert_id)
            if known is None:
                self._experts[expert_id] = _Expert(answers, captured_us, order, (first[0], first[1]))
                latest[expert_id] = row
                continue
            known.answers += answers
            known.first = min(known.first, (first[0], first[1]))
            if (captured_us, -order) > (known.captured_us, -known.order):
                known.captured_us, known.order = captured_us, order
                latest[expert_id] = row
        data = batch.select(_DATA.names).take(pa.array(latest.values(), pa.int64()))
        self._describe(latest, pa.RecordBatch.from_arrays(data.columns, schema=_DATA))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of ``experts``, in the order of first appearance."""
        return self._rows(sorted(self._experts.items(), key=lambda one: one[1].first), EXPERTS)

    def partials(self) -> Iterator[pa.RecordBatch]:
        """The experts so far as rows of :data:`PARTIAL`; they are forgotten."""
        yield from self._rows(list(self._experts.items()), PARTIAL)
        self._experts, self._described = {}, _Descriptions()

    def _rows(self, found: Sequence[tuple[str, _Expert]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Experts as batches of a schema, :data:`EXPERTS` or :data:`PARTIAL`."""
        for start in range(0, len(found), _BATCH_ROWS):
            ids, experts = zip(*found[start : start + _BATCH_ROWS], strict=True)
            data = self._described.take([expert.row for expert in experts])
            columns: dict[str, object] = {
                "expert_id": ids,
                "answers": [expert.answers for expert in experts],
                "captured_us": [expert.captured_us for expert in experts],
                "order": [expert.order for expert in experts],
                "first": [expert.first[0] for expert in experts],
                "position": [expert.first[1] for expert in experts],
            }
            arrays = [
                data.column(one.name) if one.name in _COLUMNS else pa.array(columns[one.name], one.type)
                for one in schema
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)
