"""Why pages gave nothing: page counts by status and reason, each with an example; the pages that failed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qapipe.records.places import describe_place
from qapipe.records.reasons import Reason, Status

if TYPE_CHECKING:
    import pyarrow as pa

MAX_FAILURES = 1_000
"""The most failed pages that are kept."""

_EXPLAINED = (Status.NOT_QA, Status.ERROR)
_WHOLE_FILE = [Reason.UNREADABLE.value, Reason.CORRUPT.value]
_COLUMNS = ["status", "reason", "url", "source", "member", "offset", "detail", "order"]


@dataclass(slots=True)
class Outcome:
    """The pages with the same status and reason."""

    example: str
    """URL of the first of them, or its place if it has none."""
    count: int = 0
    order: int = 0
    """Place of that page in the order of the input."""


_Failure = tuple[int, dict[str, object]]
"""A place in the order of the input, and an entry of ``failures``."""


@dataclass(slots=True)
class Outcomes:
    """Page counts by status and reason, with an example of each."""

    named: frozenset[str] = frozenset()
    """Names, in the column ``source``, of the files that the user named, as opposed to files in a named directory."""
    reasons: dict[Status, dict[Reason, Outcome]] = field(default_factory=dict)
    numbered: list[_Failure] = field(default_factory=list)
    """The failures below, with their places in the order of the input."""
    whole: dict[str, _Failure] = field(default_factory=dict)
    """The first failure of each named file as a whole, and of each file that changed while it was read."""
    first: dict[str, _Failure] = field(default_factory=dict)
    """The first failure of each named file."""
    readable: set[str] = field(default_factory=set)
    """Named files with a page that could be read."""
    pages: int = 0
    """Pages so far: the place of the next one, if records do not say theirs."""

    @property
    def failures(self) -> list[dict[str, object]]:
        """The first :data:`MAX_FAILURES` pages with the status ``error``: where, why and what."""
        return [failure for _, failure in self.numbered]

    @property
    def unread(self) -> list[dict[str, object]]:
        """The first failure of each named file that could not be read as a whole, or of which no page could be read.

        So also of any file that changed while it was read.
        """
        without = {source: failure for source, failure in self.first.items() if source not in self.readable}
        return [failure for _, failure in {**without, **self.whole}.values()]

    def dump(self) -> dict[str, object]:
        """All outcomes as JSON values, for :meth:`load`."""
        reasons = [
            [status, reason, one.example, one.count, one.order]
            for status, of_status in self.reasons.items()
            for reason, one in of_status.items()
        ]
        failures = {"numbered": self.numbered, "whole": self.whole, "first": self.first}
        files = {"named": sorted(self.named), "readable": sorted(self.readable)}
        return {"reasons": reasons, "pages": self.pages, **failures, **files}

    @classmethod
    def load(cls, values: Mapping[str, Any]) -> "Outcomes":
        """The outcomes of which :meth:`dump` gave the values."""
        outcomes = cls(frozenset(values["named"]), pages=values["pages"], readable=set(values["readable"]))
        for status, reason, example, count, order in values["reasons"]:
            outcomes.reasons.setdefault(Status(status), {})[Reason(reason)] = Outcome(example, count, order)
        outcomes.numbered = [(order, failure) for order, failure in values["numbered"]]
        outcomes.whole = {source: (order, failure) for source, (order, failure) in values["whole"].items()}
        outcomes.first = {source: (order, failure) for source, (order, failure) in values["first"].items()}
        return outcomes

    def merge(self, other: "Outcomes") -> None:
        """Add the outcomes of another part of the input, whose pages lie among those of this one."""
        for status, of_status in other.reasons.items():
            own = self.reasons.setdefault(status, {})
            for reason, found in of_status.items():
                first = min((own.get(reason, found), found), key=lambda one: one.order)
                count = found.count + (own[reason].count if reason in own else 0)
                own[reason] = Outcome(first.example, count, first.order)
        self.numbered = sorted([*self.numbered, *other.numbered], key=_order)[:MAX_FAILURES]
        self.whole = _firsts(self.whole, other.whole)
        self.first = _firsts(self.first, other.first)
        self.readable |= other.readable
        self.pages += other.pages

    def add(self, records: "pa.RecordBatch") -> None:
        """Count records with their final status; a column ``order`` is their place in the input, if that is needed."""
        import pyarrow as pa  # noqa: PLC0415  a run that changes nothing counts nothing
        import pyarrow.compute as pc  # noqa: PLC0415

        if "order" not in records.schema.names:
            orders = pa.array(range(self.pages, self.pages + records.num_rows), pa.int64())
            records = records.append_column("order", orders)
        self.pages += records.num_rows
        rows = records.select(_COLUMNS)
        explained = pc.is_in(rows.column("status"), pa.array([status.value for status in _EXPLAINED], pa.string()))
        found = pa.Table.from_batches([rows]).filter(explained)
        # Counted in Python: Arrow's own groups import pyarrow.dataset.
        given = zip(*(found.column(name).to_pylist() for name in ("status", "reason")), strict=True)
        for (of_page, why), count in Counter(given).items():
            status, reason = Status(of_page), Reason(why)
            of_status = self.reasons.setdefault(status, {})
            if reason not in of_status:
                of_status[reason] = _example(found, status, reason)
            of_status[reason].count += count
        errors = found.filter(pc.equal(found.column("status"), Status.ERROR.value))
        missing = MAX_FAILURES - len(self.numbered)
        if missing > 0:
            self.numbered += [_failure(row) for row in errors.slice(0, missing).to_pylist()]
        self._add_named(rows, errors)

    def _add_named(self, rows: "pa.RecordBatch", errors: "pa.Table") -> None:
        import pyarrow as pa  # noqa: PLC0415  a run that changes nothing counts nothing
        import pyarrow.compute as pc  # noqa: PLC0415

        names = pa.array(sorted(self.named), pa.string())
        of_named = errors.filter(pc.is_in(errors.column("source"), names))
        whole = pc.and_(pc.is_null(of_named.column("member")), pc.is_null(of_named.column("offset")))
        whole = pc.and_(whole, pc.is_in(of_named.column("reason"), pa.array(_WHOLE_FILE, pa.string())))
        changed = errors.filter(pc.equal(errors.column("reason"), Reason.CHANGED.value))
        for row in [*of_named.filter(whole).to_pylist(), *changed.to_pylist()]:
            self.whole.setdefault(row["source"], _failure(row))
        waiting = names.filter(pc.invert(pc.is_in(names, pa.array(sorted(self.first), pa.string()))))
        for row in of_named.filter(pc.is_in(of_named.column("source"), waiting)).to_pylist():
            self.first.setdefault(row["source"], _failure(row))
        good = pc.and_(pc.not_equal(rows.column("status"), Status.ERROR.value), pc.is_in(rows.column("source"), names))
        self.readable.update(pc.unique(rows.column("source").filter(good)).to_pylist())

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


def _order(failure: _Failure) -> int:
    return failure[0]


def _firsts(one: Mapping[str, _Failure], other: Mapping[str, _Failure]) -> dict[str, _Failure]:
    """The earlier failure of each file, in the order of the input."""
    found = sorted([*one.items(), *other.items()], key=lambda item: -item[1][0])
    return dict(sorted(dict(found).items(), key=lambda item: item[1][0]))


def _example(found: "pa.Table", status: Status, reason: Reason) -> Outcome:
    import pyarrow.compute as pc  # noqa: PLC0415

    same = pc.and_(pc.equal(found.column("status"), status.value), pc.equal(found.column("reason"), reason.value))
    [row] = found.filter(same).slice(0, 1).to_pylist()
    example = row["url"] or describe_place(row["source"], row["member"], row["offset"])
    return Outcome(example, order=row["order"])


def _failure(row: Mapping[str, Any]) -> _Failure:
    """A row of the ledger as an entry of ``failures``; ``place`` is for people, the other columns are as stored."""
    where = describe_place(str(row["source"]), _text(row["member"]), _number(row["offset"]))
    columns = ("url", "source", "member", "offset", "reason", "detail")
    return row["order"], {"place": where, **{name: row[name] for name in columns}}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
