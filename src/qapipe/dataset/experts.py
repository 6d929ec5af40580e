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
"""What describes an expert, and the column of ``answers`` that it is taken from."""
_BATCH_ROWS = 10_000
_UNKNOWN_TIME = -(1 << 63)
_FIRST = ("first", "position")
_NOBODY = PARTIAL.empty_table()


@dataclass(slots=True)
class Experts:
    """Experts with their number of answers and the data of their latest capture (ties: the first answer).

    Every answer that is added is an expert of its own, until these are united: by Arrow, for many answers at once.
    """

    _known: pa.Table = field(default_factory=lambda: _NOBODY)
    """One row for each expert."""
    _added: list[pa.RecordBatch] = field(default_factory=list)
    _added_rows: int = 0
    _pages: int = 0

    def __len__(self) -> int:
        self._unite()
        return int(self._known.num_rows)

    @property
    def descriptions(self) -> int:
        """Rows in memory that describe experts; those of earlier captures are dropped from time to time."""
        return int(self._known.num_rows) + self._added_rows

    def add(self, standing: pa.RecordBatch, rows: pa.RecordBatch) -> None:
        """Add the answers ``rows`` of the records ``standing``, later ones in the order of the input.

        A column ``order`` of the records is their place in it, which only parts of an input need.
        """
        parent = pc.list_parent_indices(standing.column("answers"))
        if "order" in standing.schema.names:
            orders = standing.column("order").take(parent)
        else:
            orders = pc.add(pc.cast(parent, pa.int64()), self._pages)
            self._pages += standing.num_rows
        columns = {
            "answers": pa.repeat(pa.scalar(1, pa.int64()), rows.num_rows),
            "captured_us": pc.fill_null(standing.column("captured_at").cast(pa.int64()), _UNKNOWN_TIME).take(parent),
            "order": orders,
            "first": orders,
        }
        columns |= {name: rows.column(_COLUMNS.get(name, name)) for name in PARTIAL.names if name not in columns}
        made = pa.RecordBatch.from_arrays([columns[name] for name in PARTIAL.names], schema=PARTIAL)
        self.add_partial(made.filter(pc.is_valid(rows.column("expert_id"))))

    def add_partial(self, batch: pa.RecordBatch) -> None:
        """Add the experts of a part (the columns of :data:`PARTIAL` and others), in any order of the parts."""
        self._added.append(batch.select(PARTIAL.names))
        self._added_rows += batch.num_rows
        if self._added_rows > self._known.num_rows + _BATCH_ROWS:
            self._unite()

    def _unite(self) -> None:
        """Give each expert one row."""
        if self._added_rows:
            self._known = _united(pa.concat_tables([self._known, pa.Table.from_batches(self._added)]))
            self._added, self._added_rows = [], 0

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of ``experts``, in the order of first appearance."""
        self._unite()
        first = pc.sort_indices(self._known, [(name, "ascending") for name in _FIRST])
        yield from _batches(self._known.select(EXPERTS.names).take(first).cast(EXPERTS))

    def partials(self) -> Iterator[pa.RecordBatch]:
        """The experts so far as rows of :data:`PARTIAL`; they are forgotten."""
        self._unite()
        known, self._known = self._known, _NOBODY
        yield from _batches(known)


def _batches(rows: pa.Table) -> Iterator[pa.RecordBatch]:
    yield from rows.combine_chunks().to_batches(max_chunksize=_BATCH_ROWS)


def _united(rows: pa.Table) -> pa.Table:
    """One row for each expert: with all its answers, the data of the latest capture, and the place of the first."""
    ids = rows.column("expert_id").combine_chunks()
    counts = pc.value_counts(ids).field("counts")
    if len(counts) == len(ids):
        return rows
    codes = ids.dictionary_encode().indices  # which number the ids in the order of their counts
    several = pc.greater(counts.take(codes), 1)
    rows = rows.append_column("code", codes)
    alone, others = rows.filter(pc.invert(several)), rows.filter(several)
    latest = _sorted(others, ("captured_us", "descending"), ("order", "ascending"))
    starts = _starts(latest)
    ends = pa.concat_arrays([starts.slice(1), pa.array([others.num_rows], pa.int64())])
    answers = pc.cumulative_sum(latest.column("answers")).take(pc.subtract(ends, 1))
    before = pa.concat_arrays([pa.array([0], pa.int64()), answers.combine_chunks().slice(0, len(starts) - 1)])
    first = _sorted(others.select(["code", *_FIRST]), *((name, "ascending") for name in _FIRST)).take(starts)
    found = latest.take(starts)
    for name, values in (("answers", pc.subtract(answers, before)), *((name, first.column(name)) for name in _FIRST)):
        found = found.set_column(found.schema.get_field_index(name), PARTIAL.field(name), values)
    return pa.concat_tables([one.select(PARTIAL.names) for one in (alone, found)])


def _sorted(rows: pa.Table, *keys: tuple[str, str]) -> pa.Table:
    """The rows of each expert together, in the order of the keys; equal ones as they were."""
    return rows.take(pc.sort_indices(rows, [("code", "ascending"), *keys]))


def _starts(rows: pa.Table) -> pa.Array:
    """Where the rows of each expert begin, in a table that is sorted by experts."""
    codes = rows.column("code").combine_chunks()
    new = pc.indices_nonzero(pc.not_equal(codes.slice(1), codes.slice(0, len(codes) - 1)))
    return pa.concat_arrays([pa.array([0], pa.int64()), pc.add(pc.cast(new, pa.int64()), 1)])
