"""What a run counted: pages by status, reason, site, layout and warning, and noise by rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.records.reasons import Reason, Status

NEEDS_A_LOOK = (
    Reason.UNREADABLE,
    Reason.CORRUPT,
    Reason.CHANGED,
    Reason.TIMED_OUT,
    Reason.OUT_OF_MEMORY,
    Reason.WORKER_DIED,
    Reason.PARSER_CRASHED,
)
"""Reasons for exit code 1: a part of the input is not in the dataset, or qapipe has a defect."""

NOT_MATCHED = "not matched"
"""The kind of what is skipped because its URL fits no ``--match``."""

_EXAMPLES = 5


@dataclass(slots=True)
class Counts:
    """Counts of a dataset; all of them follow from its tables and from the pages that were left out."""

    pages: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """What has no row in the ledger, by kind: pages that fit no ``--match``, records that hold no page."""
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
    """Pieces removed, by rule."""
    failures: list[str] = field(default_factory=list)
    """The first few pages that could not be read or that crashed the parser: where, why, what."""
    bodiless: str | None = None
    """Likewise the first line, row or file that has no body."""

    def add_pages(self, records: pa.RecordBatch) -> None:
        """Count records with their final status."""
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
            self.failures = [*self.failures, *_failures(records, NEEDS_A_LOOK)][:_EXAMPLES]
        if self.bodiless is None:
            self.bodiless = next(iter(_failures(records, (Reason.NO_BODY,))), None)

    @property
    def error_rate(self) -> float:
        """Share of pages that could not be read or parsed; 0 without pages."""
        return self.status[Status.ERROR] / self.pages if self.pages else 0.0

    @property
    def needs_a_look(self) -> int:
        """Pages that could not be read or that crashed the parser; where there is not one other page, all errors."""
        errors = self.status[Status.ERROR]
        return errors if errors == self.pages else sum(self.reason[reason] for reason in NEEDS_A_LOOK)

    @property
    def not_matched(self) -> int:
        """Pages whose URL fits no ``--match``: counted, not listed."""
        return self.skipped[NOT_MATCHED]

    @property
    def other_records(self) -> Counter[str]:
        """Records of archives that hold no page, by kind."""
        return Counter({kind: count for kind, count in self.skipped.items() if kind != NOT_MATCHED})

    def as_json(self) -> dict[str, object]:
        """The counts as plain values, keys sorted; every status is there, also those that did not occur."""
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
    """Where pages with one of the reasons stand, why they are errors, and what exactly."""
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
