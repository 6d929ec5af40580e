"""Why pages gave nothing: page counts by status and reason, each with an example; the pages that failed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.records.places import describe_place
from qapipe.records.reasons import Reason, Status

MAX_FAILURES = 1_000
"""The most failed pages that are kept."""

_EXPLAINED = (Status.NOT_QA, Status.ERROR)
_WHOLE_FILE = [Reason.UNREADABLE.value, Reason.CORRUPT.value]
_COLUMNS = ["status", "reason", "url", "source", "member", "offset", "detail"]


@dataclass(slots=True)
class Outcome:
    """The pages with the same status and reason."""

    example: str
    """URL of the first of them, or its place if it has none."""
    count: int = 0


@dataclass(slots=True)
class Outcomes:
    """Page counts by status and reason, with an example of each."""

    named: frozenset[str] = frozenset()
    """Names, in the column ``source``, of the files that the user named, as opposed to files in a named directory."""
    reasons: dict[Status, dict[Reason, Outcome]] = field(default_factory=dict)
    failures: list[dict[str, object]] = field(default_factory=list)
    """The first :data:`MAX_FAILURES` pages with the status ``error``: where, why and what."""
    unread: list[dict[str, object]] = field(default_factory=list)
    """Failures of named files as a whole, and of any file that changed while it was read."""

    def add(self, records: pa.RecordBatch) -> None:
        """Count records with their final status."""
        rows = records.select(_COLUMNS)
        explained = pc.is_in(rows.column("status"), pa.array([status.value for status in _EXPLAINED], pa.string()))
        found = pa.Table.from_batches([rows]).filter(explained)
        for counted in found.group_by(["status", "reason"]).aggregate([([], "count_all")]).to_pylist():
            status, reason = Status(counted["status"]), Reason(counted["reason"])
            of_status = self.reasons.setdefault(status, {})
            if reason not in of_status:
                of_status[reason] = Outcome(_example(found, status, reason))
            of_status[reason].count += counted["count_all"]
        errors = found.filter(pc.equal(found.column("status"), Status.ERROR.value))
        missing = MAX_FAILURES - len(self.failures)
        if missing > 0:
            self.failures += [_failure(row) for row in errors.slice(0, missing).to_pylist()]
        self.unread += [_failure(row) for row in errors.filter(self._are_unread(errors)).to_pylist()]

    def _are_unread(self, errors: pa.Table) -> pa.ChunkedArray:
        """Whether each failure is one of a named file as a whole, or of a file that changed."""
        whole = pc.and_(pc.is_null(errors.column("member")), pc.is_null(errors.column("offset")))
        whole = pc.and_(whole, pc.is_in(errors.column("reason"), pa.array(_WHOLE_FILE, pa.string())))
        named = pc.is_in(errors.column("source"), pa.array(sorted(self.named), pa.string()))
        return pc.or_(pc.and_(whole, named), pc.equal(errors.column("reason"), Reason.CHANGED.value))

    def sorted(self, status: Status) -> list[tuple[Reason, Outcome]]:
        """The reasons of a status, the most frequent first."""
        return sorted(self.reasons.get(status, {}).items(), key=lambda item: (-item[1].count, item[0].value))

    def as_json(self) -> dict[str, object]:
        """By status and reason: the number of pages, and an example."""
        return {
            status.value: {
                reason.value: {"count": one.count, "example": one.example} for reason, one in self.sorted(status)
            }
            for status in _EXPLAINED
            if status in self.reasons
        }


def message(failure: Mapping[str, object]) -> str:
    """A failed page on one line: where, why and what."""
    return f"{failure['place']}: {failure['reason']}: {failure['detail']}"


def _example(found: pa.Table, status: Status, reason: Reason) -> str:
    same = pc.and_(pc.equal(found.column("status"), status.value), pc.equal(found.column("reason"), reason.value))
    [row] = found.filter(same).slice(0, 1).to_pylist()
    return row["url"] or describe_place(row["source"], row["member"], row["offset"])


def _failure(row: Mapping[str, object]) -> dict[str, object]:
    """A row of the ledger as an entry of ``failures``; ``place`` is for people, the other columns are as stored."""
    where = describe_place(str(row["source"]), _text(row["member"]), _number(row["offset"]))
    columns = ("url", "source", "member", "offset", "reason", "detail")
    return {"place": where, **{name: row[name] for name in columns}}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
