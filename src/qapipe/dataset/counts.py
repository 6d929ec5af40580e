"""Counts of a dataset: pages by status, reason, site, layout and warning, and noise by rule."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qapipe.dataset.outcomes import Outcomes
from qapipe.records.reasons import Status

if TYPE_CHECKING:
    import pyarrow as pa

NOT_MATCHED = "not matched"
"""The kind of pages that are skipped because ``--match`` or ``--exclude`` rules out their URL."""
NOT_SAMPLED = "not sampled"
"""The kind of pages that are skipped because they are not in the sample."""
_NOT_CHOSEN = (NOT_MATCHED, NOT_SAMPLED)
_NUMBERS = ("pages", "questions", "answers", "experts")
_COUNTERS = ("skipped", "status", "reason", "site", "layout", "warnings", "noise")


@dataclass(slots=True)
class Counts:
    """Counts of a dataset; all can be computed from its tables, but for ``skipped``."""

    pages: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Items without a row in the ledger, by kind: pages that are not chosen, non-page records."""
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
    outcomes: Outcomes = field(default_factory=Outcomes)

    def add_pages(self, records: "pa.RecordBatch") -> None:
        """Add records with their final status."""
        import pyarrow.compute as pc  # noqa: PLC0415  a run that changes nothing counts nothing

        self.pages += records.num_rows
        self.status.update(_counted(records.column("status")))
        self.reason.update(_counted(records.column("reason")))
        self.site.update(_counted(records.column("site")))
        layouts = pc.binary_join_element_wise(records.column("site"), records.column("layout"), "/")
        self.layout.update(_counted(layouts))
        self.warnings.update(_counted(pc.list_flatten(records.column("warnings"))))
        removals = pc.list_flatten(records.column("noise"))
        rules, removed = (pc.struct_field(removals, name).to_pylist() for name in ("rule", "removed"))
        for rule, lines in zip(rules, removed, strict=True):
            self.noise[rule] += lines
        self.outcomes.add(records)

    def dump(self) -> dict[str, object]:
        """All counts as JSON values, for :meth:`load`."""
        return {
            **{name: getattr(self, name) for name in _NUMBERS},
            **{name: dict(getattr(self, name)) for name in _COUNTERS},
            "outcomes": self.outcomes.dump(),
        }

    @classmethod
    def load(cls, values: Mapping[str, Any]) -> "Counts":
        """The counts of which :meth:`dump` gave the values."""
        counts = cls(**{name: values[name] for name in _NUMBERS}, outcomes=Outcomes.load(values["outcomes"]))
        for name in _COUNTERS:
            getattr(counts, name).update(values[name])
        return counts

    def merge(self, other: "Counts") -> None:
        """Add the counts of another part of the input."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))
        self.outcomes.merge(other.outcomes)

    @property
    def error_rate(self) -> float:
        """Share of pages with status ``error``; 0 if there are no pages."""
        return self.status[Status.ERROR] / self.pages if self.pages else 0.0

    @property
    def not_matched(self) -> int:
        """Number of pages whose URL ``--match`` or ``--exclude`` rules out."""
        return self.skipped[NOT_MATCHED]

    @property
    def not_sampled(self) -> int:
        """Number of pages that are not in the sample."""
        return self.skipped[NOT_SAMPLED]

    @property
    def other_records(self) -> Counter[str]:
        """Number of archive records that hold no page, by kind."""
        return Counter({kind: count for kind, count in self.skipped.items() if kind not in _NOT_CHOSEN})

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
            "skipped_by_sample": self.not_sampled,
            "status": {status.value: self.status[status] for status in sorted(Status)},
            "warnings": _sorted(self.warnings),
        }


def _counted(values: "pa.Array") -> Counter[str]:
    """How often each value occurs; null is none."""
    import pyarrow.compute as pc  # noqa: PLC0415  a run that changes nothing counts nothing

    found = pc.value_counts(values.drop_null())
    return Counter(dict(zip(found.field("values").to_pylist(), found.field("counts").to_pylist(), strict=True)))


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))
