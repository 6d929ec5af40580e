"""Joins and counts of tables, in one thread: the rows have the same order in every run."""

from collections.abc import Sequence

import pyarrow as pa


def joined(
    one: pa.Table, other: pa.Table, keys: str | Sequence[str], how: str = "inner", *, suffix: str | None = None
) -> pa.Table:
    """The rows of two tables with the same keys, which are not null; ``suffix`` is for columns that both have."""
    return one.join(other, keys, join_type=how, right_suffix=suffix, use_threads=False)


def unmatched(one: pa.Table, other: pa.Table, keys: str | Sequence[str]) -> pa.Table:
    """The rows of ``one`` whose keys no row of ``other`` has."""
    return joined(one, other.select([keys] if isinstance(keys, str) else keys), keys, "left anti")


def counted(rows: pa.Table, keys: str | Sequence[str]) -> pa.Table:
    """Each combination of keys that occurs, with its number of rows in ``count_all``."""
    return rows.group_by(keys, use_threads=False).aggregate([([], "count_all")])
