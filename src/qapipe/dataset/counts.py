"""Counts of a dataset: pages by status, reason, site, layout and warning, and noise by rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.records.reasons import Reason, Status

NEED_ATTENTION = (
    Reason.UNREADABLE,
    Reason.CORRUPT,
    Reason.CHANGED,
    Reason.TIMED_OUT,
    Reason.OUT_OF_MEMORY,
    Reason.WORKER_DIED,
    Reason.PARSER_CRASHED,
)
"""Reasons for exit code 1: a part of the input could not be read, or the parser failed."""

NOT_MATCHED = "not matched"
"""The kind of pages that are skipped because no ``--match`` matches their URL."""

_EXAMPLES = 5


@dataclass(slots=True)
class Counts:
    """Counts of a dataset; all can be computed from its tables, but for ``skipped``."""

    pages: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Items without a row in the ledger, by kind: pages that no ``--match`` matches, non-page records."""
    questions: int = 0
    answers: int = 0
    experts: int = 0
    status: Counter[str] = field(default_factory=Counter)
    reason: Counter[str] = field(default_factory=Counter)
    site: Counter[str] = field(default_factory=Counter)
    layout: Counter[str] = field(default_factory=Counter)
    """Keys are ``site/layout``."""
    warnings: Counter[str] = field(default_factory=Counter)
    noise: Counter[str] = field(default_factory=Counter)
    """Number of pieces removed, by rule."""
    failures: list[str] = field(default_factory=list)
    """The first few pages that could not be read or crashed the parser: place, reason, detail."""
    bodiless: str | None = None
    """The first line or row without a body: place, reason, detail."""

    def add_pages(self, records: pa.RecordBatch) -> None:
        """Add records with their final status."""
        self.pages += records.num_rows
        self.status.update(records.column("status").to_pylist())
        self.reason.update(reason for reason in records.column("reason").to_pylist() if reason)
        sites, layouts = records.column("site").to_pylist(), records.column("layout").to_pylist()
        self.site.update(site for site in sites if site)
        self.layout.update(f"{s}/{name}" for s, name in zip(sites, layouts, strict=True) if s and name)
        self.warnings.update(pc.list_flatten(records.column("warnings")).to_pylist())
        for removed in pc.list_flatten(records.column("noise")).to_pylist():
            self.noise[removed["rule"]] += removed["removed"]
        if len(self.failures) < _EXAMPLES:
            self.failures = [*self.failures, *_failures(records, NEED_ATTENTION)][:_EXAMPLES]
        if self.bodiless is None:
            self.bodiless = next(iter(_failures(records, (Reason.NO_BODY,))), None)

    @property
    def error_rate(self) -> float:
        """Share of pages with status ``error``; 0 if there are no pages."""
        return self.status[Status.ERROR] / self.pages if self.pages else 0.0

    @property
    def needs_attention(self) -> int:
        """Number of pages that could not be read or crashed the parser; all errors if there is nothing else."""
        errors = self.status[Status.ERROR]
        return errors if errors == self.pages else sum(self.reason[reason] for reason in NEED_ATTENTION)

    @property
    def not_matched(self) -> int:
        """Number of pages whose URL no ``--match`` matches."""
        return self.skipped[NOT_MATCHED]

    @property
    def other_records(self) -> Counter[str]:
        """Number of archive records that hold no page, by kind."""
        return Counter({kind: count for kind, count in self.skipped.items() if kind != NOT_MATCHED})

    def as_json(self) -> dict[str, object]:
        """The counts as JSON values with sorted keys; ``status`` has every status, also with 0 pages."""
        return {
            "answers": self.answers,
            "experts": self.experts,
            "layout": _sorted(self.layout),
            "noise_removed": _sorted(self.noise),
            "other_records": _sorted(self.other_records),
            "pages": self.pages,
            "questions": self.questions,
            "reason": _sorted(self.reason),
            "site": _sorted(self.site),
            "skipped_by_match": self.not_matched,
            "status": {status.value: self.status[status] for status in sorted(Status)},
            "warnings": _sorted(self.warnings),
        }


def _failures(records: pa.RecordBatch, reasons: Sequence[Reason]) -> list[str]:
    """Place, reason and detail of the first few errors with one of the reasons."""
    wanted = pc.and_(
        pc.equal(records.column("status"), Status.ERROR.value),
        pc.is_in(records.column("reason"), pa.array(reasons, pa.string())),
    )
    columns = ["source", "member", "offset", "reason", "detail"]
    found = records.select(columns).filter(wanted).slice(0, _EXAMPLES).to_pylist()
    places = [":".join(str(row[name]) for name in columns[:3] if row[name] is not None) for row in found]
    return [f"{place}: {row['reason']}: {row['detail']}" for place, row in zip(places, found, strict=True)]


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))
