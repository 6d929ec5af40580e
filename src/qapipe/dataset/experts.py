"""Rows of the table experts: who gave how many answers, described by the latest capture.

The experts of a part of the input are partial: they are rolled up with those of all other parts.
"""

from collections.abc import Iterator
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
_BATCH_ROWS = 10_000
_UNKNOWN_TIME = -(1 << 63)


@dataclass(slots=True)
class _Expert:
    answers: int
    captured_us: int
    order: int
    first: tuple[int, int]
    latest: dict[str, object]


@dataclass(slots=True)
class Experts:
    """Experts with their number of answers and the data of their latest capture (ties: the first answer)."""

    _experts: dict[str, _Expert] = field(default_factory=dict)
    _pages: int = 0

    def __len__(self) -> int:
        return len(self._experts)

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
                self._experts[expert_id] = _Expert(1, time, order, (order, position), {})
                latest[expert_id] = row
                continue
            known.answers += 1
            if time > known.captured_us:
                known.captured_us, known.order = time, order
                latest[expert_id] = row
        data = rows.select(list(_COLUMNS.values())).take(pa.array(latest.values(), pa.int64()))
        for expert_id, *values in zip(latest, *(column.to_pylist() for column in data.columns), strict=True):
            self._experts[expert_id].latest = dict(zip(_COLUMNS, values, strict=True))

    def add_partial(self, batch: pa.RecordBatch) -> None:
        """Add the experts of a part (the columns of :data:`PARTIAL`), in any order of the parts."""
        for row in batch.to_pylist():
            first = (row["first"], row["position"])
            known = self._experts.get(row["expert_id"])
            if known is None:
                latest = {name: row[name] for name in _COLUMNS}
                made = _Expert(row["answers"], row["captured_us"], row["order"], first, latest)
                self._experts[row["expert_id"]] = made
                continue
            known.answers += row["answers"]
            known.first = min(known.first, first)
            if (row["captured_us"], -row["order"]) > (known.captured_us, -known.order):
                known.captured_us, known.order = row["captured_us"], row["order"]
                known.latest = {name: row[name] for name in _COLUMNS}

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of ``experts``, in the order of first appearance."""
        found = sorted(self._experts.items(), key=lambda one: one[1].first)
        for start in range(0, len(found), _BATCH_ROWS):
            rows = [_row(expert_id, expert) for expert_id, expert in found[start : start + _BATCH_ROWS]]
            yield pa.RecordBatch.from_pylist(rows, schema=EXPERTS)

    def partials(self) -> Iterator[pa.RecordBatch]:
        """The experts so far as rows of :data:`PARTIAL`; they are forgotten."""
        found, self._experts = list(self._experts.items()), {}
        for start in range(0, len(found), _BATCH_ROWS):
            rows = [
                {
                    **_row(expert_id, expert), "captured_us": expert.captured_us, "order": expert.order,
                    "first": expert.first[0], "position": expert.first[1],
                }
                for expert_id, expert in found[start : start + _BATCH_ROWS]
            ]  # fmt: skip
            yield pa.RecordBatch.from_pylist(rows, schema=PARTIAL)


def _row(expert_id: str, expert: _Expert) -> dict[str, object]:
    return {"expert_id": expert_id, "answers": expert.answers, **expert.latest}
