"""The outcomes of a dataset by host or by source, read from its pages table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from qapipe.dataset.choices import By
from qapipe.page.urls import host_of
from qapipe.records.reasons import Status

_UNKNOWN_HOST = "(no URL)"


@dataclass(slots=True)
class Group:
    """The pages of one host or source."""

    name: str
    pages: int = 0
    status: Counter[str] = field(default_factory=Counter)
    reason: Counter[str] = field(default_factory=Counter)
    """Reasons of pages that are ``not_qa`` or ``error``."""

    def as_json(self) -> dict[str, object]:
        """The counts as plain values, keys sorted."""
        return {
            "pages": self.pages,
            "reason": dict(sorted(self.reason.items())),
            "status": dict(sorted(self.status.items())),
        }


def breakdown(dataset: Path, by: By) -> list[Group]:
    """The pages of a dataset by host or source, the largest group first. Memory grows with the number of groups."""
    groups: dict[str, Group] = {}
    for batch in _batches(dataset, by):
        rows = zip(*(batch.column(name).to_pylist() for name in (by.value, "status", "reason")), strict=True)
        for (name, status, reason), count in Counter(rows).items():
            group = groups.setdefault(name, Group(name))
            group.pages += count
            group.status[status] += count
            if status in (Status.NOT_QA, Status.ERROR):
                group.reason[reason] += count
    return sorted(groups.values(), key=lambda group: (-group.pages, group.name))


def _batches(dataset: Path, by: By) -> Iterator[pa.RecordBatch]:
    column = "url" if by is By.HOST else by.value
    for path in sorted((dataset / "pages").glob("*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches(columns=[column, "status", "reason"]):
            values = batch.column(column)
            if by is By.HOST:
                values = pa.array([host_of(url) or _UNKNOWN_HOST for url in values.to_pylist()], pa.string())
            yield pa.record_batch(
                [values, batch.column("status"), batch.column("reason")], names=[by.value, "status", "reason"]
            )
