"""Rows of tables by ranges of a key, so that joins and counts by key need bounded memory.

Ids are hashes in hexadecimal, so equal ranges of their first digits have about as many rows each. A table is read once
for each range: the number of passes grows with the number of rows, the memory does not.
"""

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.reading import Table

ROWS = 1_000_000
"""About this many rows are in memory at a time."""
ROW = "row"
"""Name of the column with the number of a row in its table, from 0."""
_DIGITS = 8
_SPAN = 16**_DIGITS


class KeyRange(NamedTuple):
    """The keys from ``low`` up to, and without, ``high``; the last range has no end."""

    low: str
    high: str | None

    def holds(self, keys: pa.Array) -> pa.Array:
        """Whether each key is in the range; null for null."""
        above = pc.greater_equal(keys, self.low)
        return above if self.high is None else pc.and_(above, pc.less(keys, self.high))


def key_ranges(rows: int) -> list[KeyRange]:
    """Ranges that together hold every key, each with about :data:`ROWS` of the rows."""
    count = max(1, -(-rows // ROWS))
    bounds = [f"{_SPAN * number // count:0{_DIGITS}x}" for number in range(1, count)]
    return [KeyRange(low, high) for low, high in zip(["", *bounds], [*bounds, None], strict=True)]


def row_numbers(start: int, count: int) -> pa.Array:
    """The numbers of ``count`` rows from ``start``."""
    return pc.cumulative_sum(pa.repeat(pa.scalar(1, pa.int64()), count), start=start - 1)


def rows_in(table: Table, key: str, keys: KeyRange, columns: Sequence[str] = ()) -> pa.Table:
    """The rows whose key is in a range: the key, these columns, and :data:`ROW`. Rows without a key are left out."""
    names = [key, *columns]
    schema = pa.schema([*(pa.field(name, table.schema.field(name).type) for name in names), pa.field(ROW, pa.int64())])
    found: list[pa.RecordBatch] = []
    start = 0
    for batch in table.batches(names):
        numbers = row_numbers(start, batch.num_rows)
        start += batch.num_rows
        columns_and_row = pa.RecordBatch.from_arrays([*batch.columns, numbers], schema=schema)
        found.append(columns_and_row.filter(keys.holds(batch.column(key))))
    return pa.Table.from_batches(found, schema)
