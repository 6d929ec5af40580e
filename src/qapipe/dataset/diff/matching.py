"""Which row of the new table is which row of the old one: by id, and where ids moved, by what else identifies a row.

Both are joins of two indexes, range by range. If several rows have the same key, the first is matched with the first,
the second with the second, and so on.
"""

from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.diff.index import Rows, spans
from qapipe.dataset.joins import joined, unmatched
from qapipe.dataset.partitions import row_numbers

_RANK = "rank"


class Sink(Protocol):
    """Takes rows as they are matched; their columns are those of the index, in pairs with ``_new`` for the new row."""

    def matched(self, pairs: pa.Table) -> None:
        """Take rows that are in both tables."""

    def removed(self, rows: pa.Table) -> None:
        """Take rows that only the old table has."""

    def added(self, rows: pa.Table) -> None:
        """Take rows that only the new table has."""


def match(old: Rows, new: Rows, sink: Sink, folder: Path, pages: tuple[Rows, Rows] | None = None) -> None:
    """Match the rows of two tables; ``pages`` are the indexes of the ledgers, for tables whose rows stand on a page."""
    rests = Rows(folder / "rest-old", old.schema), Rows(folder / "rest-new", new.schema)
    with rests[0].writing() as keep_old, rests[1].writing() as keep_new:
        for span in spans(old.count + new.count):
            pairs, only_old, only_new = _pairs(old.within("key", span), new.within("key", span), ["key"])
            sink.matched(pairs)
            keep_old(only_old)
            keep_new(only_new)
        keep_old(old.without("key"))
        keep_new(new.without("key"))
    by = ["second"]
    if pages is not None:
        rests = (
            _with_places(rests[0], pages[0], folder / "places-old"),
            _with_places(rests[1], pages[1], folder / "places-new"),
        )
        by += ["position"] if "position" in old.schema.names else []
    for span in spans(rests[0].count + rests[1].count, signed=True):
        pairs, removed, added = _pairs(rests[0].within("second", span), rests[1].within("second", span), by)
        sink.matched(pairs)
        sink.removed(removed)
        sink.added(added)
    sink.removed(rests[0].without("second"))
    sink.added(rests[1].without("second"))


def _with_places(rest: Rows, pages: Rows, path: Path) -> Rows:
    """Rows with the place of their page as ``second``."""
    found = Rows(path, rest.schema.append(pa.field("second", pa.int64())))
    with found.writing() as write:
        for span in spans(rest.count + pages.count) if rest.count else ():
            places = pages.within("key", span).select(["key", "second"]).rename_columns(["page", "second"])
            write(joined(rest.within("page", span), places, "page", "left outer"))
    return found


def _pairs(old: pa.Table, new: pa.Table, by: list[str]) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Rows with the same key as pairs, and those that only one of two tables has."""
    on = [*by, _RANK]
    old, new = _ranked(old, by), _ranked(new, by)
    only_old, only_new = (unmatched(one, other, on).drop_columns([_RANK]) for one, other in ((old, new), (new, old)))
    return joined(old, new, on, suffix="_new"), only_old, only_new


def _ranked(rows: pa.Table, by: list[str]) -> pa.Table:
    """The rows with a number that differs between those of the same key, in their order."""
    rows = rows.sort_by([*((name, "ascending") for name in by), ("row", "ascending")]).combine_chunks()
    numbers = row_numbers(0, rows.num_rows)
    if not rows.num_rows:
        return rows.append_column(_RANK, numbers)
    begins = pa.repeat(False, rows.num_rows - 1)
    for name in by:
        column = rows.column(name).combine_chunks()
        begins = pc.or_(begins, pc.not_equal(column[1:], column[:-1]))
    begins = pa.concat_arrays([pa.array([True]), begins])
    first = pc.fill_null_forward(pc.if_else(begins, numbers, pa.scalar(None, pa.int64())))
    return rows.append_column(_RANK, pc.subtract(numbers, first))
