"""Fill rates: in how many rows each column of each table has a value."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qapipe.dataset.reading import Table, opened


@dataclass(frozen=True, slots=True)
class Fill:
    """A column of a table."""

    column: str
    filled: int
    """Rows with a value; with a value at least, if the column holds lists."""
    rows: int

    @property
    def share(self) -> float | None:
        """The share of rows with a value; None without rows."""
        return self.filled / self.rows if self.rows else None


def fill_rates(table: Table) -> list[Fill]:
    """The columns of a table in order. Nulls are counted from the statistics of the files, lists by reading them."""
    nulls = dict.fromkeys(table.schema.names, 0)
    read = [field.name for field in table.schema if pa.types.is_list(field.type)]
    plain = [name for name in table.schema.names if name not in read]
    for path in table.files:
        with opened(path) as file:
            for name in _add_nulls(file.metadata, nulls, plain):
                read.append(name)
                plain.remove(name)
    for name in read:
        nulls[name] = 0
    for batch in table.batches(read) if read else ():
        for name in read:
            nulls[name] += _empty(batch.column(name))
    return [Fill(name, table.rows - nulls[name], table.rows) for name in table.schema.names]


def _add_nulls(metadata: pq.FileMetaData, nulls: dict[str, int], names: list[str]) -> list[str]:
    """Add the nulls of columns; returns the names of those without statistics."""
    places = {metadata.schema.column(number).path: number for number in range(metadata.num_columns)}
    without = []
    for name in names:
        groups = [metadata.row_group(number).column(places[name]) for number in range(metadata.num_row_groups)]
        statistics = [group.statistics for group in groups if group.num_values]
        if all(one is not None and one.has_null_count for one in statistics):
            nulls[name] += sum(one.null_count for one in statistics)
        else:
            without.append(name)
    return without


def _empty(column: pa.Array) -> int:
    """Number of rows that are null or an empty list."""
    if not pa.types.is_list(column.type):
        return int(column.null_count)
    filled = pc.sum(pc.greater(pc.list_value_length(column), 0)).as_py() or 0
    return len(column) - int(filled)
