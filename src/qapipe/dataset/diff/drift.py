"""Drift: what a rebuild lost, past a threshold, in sentences that say where to look."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from qapipe.dataset.diff.changes import Changes
from qapipe.dataset.diff.index import NONE
from qapipe.dataset.diff.rates import Group, TableRates
from qapipe.dataset.shown import percent


class _Differences(Protocol):
    @property
    def tables(self) -> Mapping[str, Changes]: ...
    @property
    def groups(self) -> Sequence[Group]: ...


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What counts as drift; shares from 0 to 1."""

    fill_drop: float
    """A fill rate falls by this share or more."""
    ok_drop: float
    """The share of ``ok`` pages falls by this share or more."""
    lost: float
    """This share of the rows of a table, or more, is gone."""
    min_rows: int
    """Groups with fewer rows, or pages, are not judged."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that got worse."""

    kind: str
    """``fill``, ``ok`` or ``lost``."""
    table: str
    column: str | None
    group: str | None
    """Site and layout; None: the whole table."""
    before: float
    after: float
    sentence: str

    def as_json(self) -> dict[str, object]:
        """The drift as JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


def drifts(found: _Differences, limits: Thresholds) -> list[Drift]:
    """All drift past the thresholds: pages that are read worse, then rows lost, then columns that are less filled."""
    groups = [group for group in found.groups if group.pages >= limits.min_rows or group.tables]
    worse = [drift for group in groups for drift in _ok(group, limits)]
    lost = [drift for group in groups for rates in group.tables.values() for drift in _lost_of(group, rates, limits)]
    named = {drift.table for drift in lost}
    lost += [
        drift
        for table, changes in found.tables.items()
        if table not in named
        for drift in _lost(table, changes, limits)
    ]
    fills = [drift for group in groups for rates in group.tables.values() for drift in _fills(group, rates, limits)]
    return [*worse, *lost, *sorted(fills, key=lambda drift: drift.after - drift.before)]


def _falls(before: float, after: float, by: float) -> bool:
    fall = before - after
    return fall > 0 and fall >= by - 1e-9


def _ok(group: Group, limits: Thresholds) -> Iterator[Drift]:
    before, after = group.ok
    if group.pages >= limits.min_rows and _falls(before, after, limits.ok_drop):
        others = group.new_status - group.old_status
        now = f": {others.most_common(1)[0][1]:,} more are {others.most_common(1)[0][0]}" if others else ""
        sentence = (
            f"ok pages {percent(before)} → {percent(after)} on {group.name} ({group.pages:,} pages){now}; was the site "
            "redesigned, or a layout broken? See status, reason and warnings in pages"
        )
        yield Drift("ok", "pages", None, group.name, before, after, sentence)


def _lost(table: str, changes: Changes, limits: Thresholds) -> Iterator[Drift]:
    if changes.old_rows >= limits.min_rows and _falls(1.0, 1.0 - changes.lost, limits.lost):
        gone = f"{changes.removed:,} of {changes.old_rows:,} {table} ({percent(changes.lost)}) are gone"
        hint = "is an input missing?" if table == "pages" else "are their pages gone, or read otherwise?"
        yield Drift("lost", table, None, None, 1.0, 1.0 - changes.lost, f"{gone}: {hint}")


def _lost_of(group: Group, rates: TableRates, limits: Thresholds) -> Iterator[Drift]:
    if rates.rows >= limits.min_rows and _falls(1.0, 1.0 - rates.lost, limits.lost):
        gone = f"{rates.removed:,} of {rates.rows:,} {rates.table} ({percent(rates.lost)}) on {group.name} are gone"
        sentence = f"{gone}: was the site redesigned, or its pages left out?"
        yield Drift("lost", rates.table, None, group.name, 1.0, 1.0 - rates.lost, sentence)


def _fills(group: Group, rates: TableRates, limits: Thresholds) -> Iterator[Drift]:
    if min(rates.old.total, rates.new.total) < limits.min_rows:
        return
    for column, before, after in rates.fills():
        if _falls(before, after, limits.fill_drop):
            where = "" if group.name == NONE else f" on {group.name}"
            sentence = (
                f"{column} of {rates.table} filled {percent(before)} → {percent(after)}{where} "
                f"({rates.new.total:,} rows): was the site redesigned, or its selector broken?"
            )
            yield Drift("fill", rates.table, column, group.name, before, after, sentence)
