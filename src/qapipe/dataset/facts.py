"""Rows, sizes and filled values of the tables, from the footers of their files: the rows are not read again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow.parquet as pq

from qapipe.dataset.writer import Part


@dataclass(slots=True)
class Facts:
    """What the files of a table say about it."""

    rows: int = 0
    file_bytes: int = 0
    data_bytes: int = 0
    """Size of the columns before compression."""
    filled: Counter[str] = field(default_factory=Counter)
    """Number of rows with a value, by column; an empty list is none."""

    def share(self, column: str) -> float | None:
        """The share of rows with a value; None if there are no rows."""
        return self.filled[column] / self.rows if self.rows else None


def facts_of(parts: Mapping[str, Sequence[Part]]) -> dict[str, Facts]:
    """The facts of each table."""
    return {table: _facts(files) for table, files in parts.items()}


def _facts(parts: Sequence[Part]) -> Facts:
    facts = Facts()
    for part in parts:
        footer = pq.read_metadata(part.path)
        facts.rows += footer.num_rows
        facts.file_bytes += part.path.stat().st_size
        for number in range(footer.num_row_groups):
            group = footer.row_group(number)
            facts.data_bytes += group.total_byte_size
            for place in range(group.num_columns):
                chunk = group.column(place)
                column = chunk.path_in_schema.partition(".")[0]  # a list is topics.list.element, null where it is empty
                missing = chunk.statistics.null_count if group.num_rows else 0
                facts.filled[column] += group.num_rows - missing
    return facts
