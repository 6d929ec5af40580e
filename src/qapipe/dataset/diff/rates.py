"""Fill rates, statuses and lost rows before and after, by the site and layout that the old build gave to a page.

Only pages that both builds have are compared, and rows on pages that gave a question in both, so that pages added, or
captured again, change no rate.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qapipe.dataset.diff.index import FILLABLE
from qapipe.records.reasons import Status

_NOT_JUDGED = (Status.DUPLICATE.value, Status.SUPERSEDED.value)
"""Statuses that say something about other pages, not about how a page was read."""


@dataclass(slots=True)
class Fill:
    """Rows of a table before or after, by which of their columns are filled."""

    table: str
    rows: Counter[int] = field(default_factory=Counter)
    """By the bits of the filled columns."""

    @property
    def total(self) -> int:
        """The number of rows."""
        return self.rows.total()

    def rate(self, column: str) -> float:
        """Share of the rows in which a column is filled."""
        bit = 1 << FILLABLE[self.table].index(column)
        return sum(count for filled, count in self.rows.items() if filled & bit) / max(self.total, 1)


@dataclass(slots=True)
class TableRates:
    """Fill rates and losses of the rows of a table in one group."""

    table: str
    old: Fill = field(init=False)
    new: Fill = field(init=False)
    rows: int = 0
    """Old rows, also those on pages that are gone."""
    removed: int = 0

    def __post_init__(self) -> None:
        self.old, self.new = Fill(self.table), Fill(self.table)

    @property
    def lost(self) -> float:
        """Share of the old rows that are gone."""
        return self.removed / self.rows if self.rows else 0.0

    def fills(self) -> Iterator[tuple[str, float, float]]:
        """Each column with its fill rate before and after, where both have rows."""
        if self.old.total and self.new.total:
            for column in FILLABLE[self.table]:
                yield column, self.old.rate(column), self.new.rate(column)

    def as_json(self) -> dict[str, object]:
        """The rates as JSON values."""
        return {
            "fill": {column: [round(before, 6), round(after, 6)] for column, before, after in self.fills()},
            "lost": self.removed,
            "rows": [self.old.total, self.new.total],
        }


@dataclass(slots=True)
class Group:
    """The pages that the old build read with one layout of a site, and what became of them."""

    name: str
    """``site/layout``, or only the site."""
    old_status: Counter[str] = field(default_factory=Counter)
    new_status: Counter[str] = field(default_factory=Counter)
    tables: dict[str, TableRates] = field(default_factory=dict)

    def table(self, name: str) -> TableRates:
        """The rates of a table."""
        return self.tables.setdefault(name, TableRates(name))

    @property
    def pages(self) -> int:
        """Pages that both builds have."""
        return self.old_status.total()

    @property
    def ok(self) -> tuple[float, float]:
        """Share of ``ok`` before and after, of the pages that are no duplicates and not superseded."""
        return _ok(self.old_status), _ok(self.new_status)

    def as_json(self) -> dict[str, object]:
        """The rates as JSON values."""
        return {
            "name": self.name,
            "ok": [round(share, 6) for share in self.ok],
            "pages": self.pages,
            "status": [dict(sorted(self.old_status.items())), dict(sorted(self.new_status.items()))],
            "tables": {name: rates.as_json() for name, rates in sorted(self.tables.items())},
        }


def _ok(status: Mapping[str, int]) -> float:
    judged = sum(count for name, count in status.items() if name not in _NOT_JUDGED)
    return status.get(Status.OK.value, 0) / judged if judged else 0.0
