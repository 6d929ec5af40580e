"""The comparison of two datasets, table by table: the ledger first, because its pages group the rows of the others."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.check.ledger import STANDING
from qapipe.dataset.diff.changes import Changes
from qapipe.dataset.diff.examples import places
from qapipe.dataset.diff.index import Names, Rows, index, spans
from qapipe.dataset.diff.matching import match
from qapipe.dataset.diff.rates import Group
from qapipe.dataset.joins import counted, joined
from qapipe.dataset.reading import Dataset

_PAGE = pa.schema([("page", pa.uint64())])
_GROUPED = _PAGE.append(pa.field("group", pa.int32()))
_Write = Callable[[pa.Table], None]


class Comparison:
    """Compares two datasets, with its indexes in a folder."""

    def __init__(self, old: Dataset, new: Dataset, folder: Path, progress: Callable[[str], None]) -> None:
        self._old, self._new, self._folder, self._progress = old, new, folder, progress
        self._group_names, self._statuses = Names(), Names()
        self._groups: dict[str, Group] = {}
        self._tables: dict[str, Changes] = {}

    def run(self) -> dict[str, Changes]:
        """The changes of each table."""
        pages = self._index("pages")
        of_both, of_new, of_old = (Rows(self._folder / f"groups-{number}", _GROUPED) for number in range(3))
        with of_both.writing() as keep_both, of_new.writing() as keep_new, of_old.writing() as keep_old:
            self._match("pages", pages, _Pages(self, keep_both, keep_new, keep_old))
        for name in ("questions", "answers"):
            old, new = self._index(name)
            removed = Rows(self._folder / f"removed-{name}", _PAGE)
            with removed.writing() as keep:
                self._match(name, (old, new), _OnPages(keep), pages)
            self._count_fill(name, old, of_both, new=False)
            self._count_fill(name, new, of_new, new=True)
            for group, count in self._counts(old, of_old, []):
                self._group(group).table(name).rows += count
            for group, count in self._counts(removed, of_old, []):
                self._group(group).table(name).removed += count
        self._match("experts", self._index("experts"), _Experts(self))
        self._find_places()
        return self._tables

    def _find_places(self) -> None:
        old = places(self._old, {name: changes.shown() for name, changes in self._tables.items()})
        new = places(self._new, {name: changes.added_rows for name, changes in self._tables.items()})
        for name, changes in self._tables.items():
            changes.places = {row: place for (table, row), place in old.items() if table == name}
            changes.new_places = {row: place for (table, row), place in new.items() if table == name}

    def groups(self) -> list[Group]:
        """The groups, those of most pages first."""
        return sorted(self._groups.values(), key=lambda group: (-group.pages, group.name))

    def _index(self, name: str) -> tuple[Rows, Rows]:
        rows = self._old.tables[name].rows + self._new.tables[name].rows
        self._progress(f"reading {rows:,} rows of {name}")
        old, new = (
            index(dataset.tables[name], self._folder / f"{name}-{number}", self._group_names, self._statuses)
            for number, dataset in enumerate((self._old, self._new))
        )
        return old, new

    def _match(self, name: str, rows: tuple[Rows, Rows], sink: "_Sink", pages: tuple[Rows, Rows] | None = None) -> None:
        old, new = rows
        self._progress(f"matching {old.count + new.count:,} rows of {name}")
        sink.changes = self._tables[name] = Changes(old.count, new.count)
        match(old, new, sink, self._folder, pages)
        sink.changes.compare(self._old.tables[name], self._new.tables[name])

    def _group(self, number: int) -> Group:
        name = self._group_names.names[number]
        return self._groups.setdefault(name, Group(name))

    def count_statuses(self, pairs: pa.Table) -> None:
        """Count the statuses of pages that both builds have."""
        for column, new in (("status", False), ("status_new", True)):
            for group, status, count in _tally(pairs, ["group", column]):
                found = self._group(group)
                (found.new_status if new else found.old_status)[self._statuses.names[status]] += count

    def are_read(self, pairs: pa.Table) -> pa.ChunkedArray:
        """Whether both builds have rows of a page: the rates of rows are compared on these."""
        read = [number for number, name in enumerate(self._statuses.names) if name in STANDING]
        status = pa.array(read, pa.int32())
        return pc.and_(pc.is_in(pairs.column("status"), status), pc.is_in(pairs.column("status_new"), status))

    def count_experts(self, pairs: pa.Table, removed: pa.Table) -> None:
        """Count experts that both builds have, and those that are gone."""
        for column, new in (("filled", False), ("filled_new", True)):
            for group, filled, count in _tally(pairs, ["group", column]) if pairs.num_rows else ():
                rates = self._group(group).table("experts")
                (rates.new if new else rates.old).rows[filled] += count
                rates.rows += 0 if new else count
        for group, count in _tally(removed, ["group"]):
            rates = self._group(group).table("experts")
            rates.rows += count
            rates.removed += count

    def _count_fill(self, name: str, rows: Rows, of_pages: Rows, *, new: bool) -> None:
        for group, filled, count in self._counts(rows, of_pages, ["filled"]):
            rates = self._group(group).table(name)
            (rates.new if new else rates.old).rows[filled] += count

    def _counts(self, rows: Rows, of_pages: Rows, more: list[str]) -> list[list[int]]:
        """Counts of rows by the group of their page, and more columns."""
        found: list[list[int]] = []
        for span in spans(rows.count + of_pages.count):
            grouped = of_pages.within("page", span)
            found += _tally(
                joined(rows.within("page", span).select(["page", *more]), grouped, "page"), ["group", *more]
            )
        return found


def _tally(rows: pa.Table, names: list[str]) -> list[list[int]]:
    """The values of some columns that occur, each with their number of rows."""
    return [list(row.values()) for row in counted(rows, names).select([*names, "count_all"]).to_pylist()]


class _Sink:
    """Takes the rows of a table as they are matched."""

    changes: Changes

    def matched(self, pairs: pa.Table) -> None:
        self.changes.add_matched(pairs)

    def removed(self, rows: pa.Table) -> None:
        self.changes.add_removed(rows)

    def added(self, rows: pa.Table) -> None:
        self.changes.add_added(rows)


class _Pages(_Sink):
    """Pages; notes the group of each, that of the old build for pages in both."""

    def __init__(self, comparison: Comparison, keep_both: _Write, keep_new: _Write, keep_old: _Write) -> None:
        self._comparison = comparison
        self._keep_both, self._keep_new, self._keep_old = keep_both, keep_new, keep_old

    def matched(self, pairs: pa.Table) -> None:
        super().matched(pairs)
        self._comparison.count_statuses(pairs)
        self._keep_old(_grouped(pairs, "key"))
        read = pairs.filter(self._comparison.are_read(pairs))
        self._keep_both(_grouped(read, "key"))
        self._keep_new(_grouped(read, "key_new" if "key_new" in pairs.schema.names else "key"))

    def removed(self, rows: pa.Table) -> None:
        super().removed(rows)
        self._keep_old(_grouped(rows, "key"))


def _grouped(rows: pa.Table, key: str) -> pa.Table:
    """Ids of pages with their group; pages without an id have no rows."""
    found = rows.select([key, "group"]).rename_columns(_GROUPED.names)
    return found.filter(pc.is_valid(found.column("page")))


class _OnPages(_Sink):
    """Rows that stand on a page; notes the pages of those that are gone."""

    def __init__(self, keep: _Write) -> None:
        self._keep = keep

    def removed(self, rows: pa.Table) -> None:
        super().removed(rows)
        self._keep(rows.select(["page"]))


class _Experts(_Sink):
    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def matched(self, pairs: pa.Table) -> None:
        super().matched(pairs)
        self._comparison.count_experts(pairs, pairs.slice(0, 0).select(["group"]))

    def removed(self, rows: pa.Table) -> None:
        super().removed(rows)
        self._comparison.count_experts(rows.slice(0, 0), rows)
