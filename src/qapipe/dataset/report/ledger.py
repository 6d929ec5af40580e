"""The pages table counted: statuses, reasons, sites and layouts, and warnings, each with an example page."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.joins import counted
from qapipe.records.places import describe_place

Key = TypeVar("Key", str, tuple[str, str])

_KEYS = ["status", "reason", "site", "layout"]
_PLACE = ["page_id", "url", "source", "member", "offset"]


@dataclass(slots=True)
class Example:
    """A number of pages, and the first of them."""

    page: str
    """URL of the page, or its place if it has none."""
    page_id: str | None
    count: int = 0

    def as_json(self) -> dict[str, object]:
        """The count and the page."""
        return {"count": self.count, "example": self.page, "page_id": self.page_id}


@dataclass(slots=True)
class Ledger:
    """Counts of pages."""

    columns = ("status", "reason", "site", "layout", "warnings", "captured_at", *_PLACE)
    pages: int = 0
    status: Counter[str] = field(default_factory=Counter)
    reasons: dict[tuple[str, str], Example] = field(default_factory=dict)
    """By status and reason."""
    layouts: dict[tuple[str, str | None], Counter[str]] = field(default_factory=dict)
    """Statuses by site and layout."""
    warnings: dict[str, Example] = field(default_factory=dict)
    captured: Counter[int] = field(default_factory=Counter)
    """Pages by the year of their capture."""

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of a batch."""
        self.pages += batch.num_rows
        for row in counted(pa.table({name: batch.column(name) for name in _KEYS}), _KEYS).to_pylist():
            status, reason, count = row["status"], row["reason"], row["count_all"]
            self.status[status] += count
            if row["site"]:
                self.layouts.setdefault((row["site"], row["layout"]), Counter())[status] += count
            if reason:
                self._reason(batch, status, reason).count += count
        self._add_warnings(batch)
        years = pc.value_counts(pc.year(batch.column("captured_at")).drop_null())
        self.captured.update({one["values"]: one["counts"] for one in years.to_pylist()})

    def _reason(self, batch: pa.RecordBatch, status: str, reason: str) -> Example:
        if (status, reason) not in self.reasons:
            same = pc.and_(pc.equal(batch.column("status"), status), pc.equal(batch.column("reason"), reason))
            self.reasons[status, reason] = _example(batch, pc.index(same, value=True).as_py())
        return self.reasons[status, reason]

    def _add_warnings(self, batch: pa.RecordBatch) -> None:
        column = batch.column("warnings")
        names, rows = pc.list_flatten(column), pc.list_parent_indices(column)
        for one in pc.value_counts(names).to_pylist():
            name = one["values"]
            if name not in self.warnings:
                self.warnings[name] = _example(batch, rows[pc.index(names, name).as_py()].as_py())
            self.warnings[name].count += one["counts"]

    def as_json(self) -> dict[str, object]:
        """The counts as JSON values, the most frequent first."""
        reasons: dict[str, dict[str, object]] = {}
        for (status, reason), one in by_count(self.reasons):
            reasons.setdefault(status, {})[reason] = one.as_json()
        sites: dict[str, Any] = {}
        for (site, layout), status_counts in sorted(
            self.layouts.items(), key=lambda item: (item[0][0], item[0][1] or "")
        ):
            found = sites.setdefault(site, {"layouts": {}, "pages": 0, "status": Counter()})
            found["pages"] += status_counts.total()
            found["status"].update(status_counts)
            found["layouts"][layout or "none"] = {"pages": status_counts.total(), "status": _sorted(status_counts)}
        for found in sites.values():
            found["status"] = _sorted(found["status"])
        return {
            "pages": self.pages,
            "reasons": reasons,
            "sites": sites,
            "status": _sorted(self.status),
            "warnings": {name: one.as_json() for name, one in by_count(self.warnings)},
        }


def by_count(found: dict[Key, Example]) -> list[tuple[Key, Example]]:
    """The entries, the most frequent first."""
    return sorted(found.items(), key=lambda item: (-item[1].count, item[0]))


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def _example(batch: pa.RecordBatch, row: int) -> Example:
    values = {name: batch.column(name)[row].as_py() for name in _PLACE}
    place = describe_place(values["source"], values["member"], values["offset"])
    return Example(values["url"] or place, values["page_id"])
