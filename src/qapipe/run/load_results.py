"""What loading gives: the result of a task, the summary of a run, and inputs that could not be read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from qapipe.records.places import describe_place
from qapipe.sources import NOT_MATCHED, NOT_SAMPLED, Failure

Failed = dict[str, object]
"""An input that could not be read: ``place``, ``reason``, ``detail``, and where it is."""


@dataclass(slots=True)
class LoadSummary:
    """The outcome of a run."""

    out: Path
    shards: list[Path] = field(default_factory=list)
    pages: int = 0
    """Number of pages stored."""
    duplicates: int = 0
    """Number of pages with the same URL and payload as an earlier page."""
    bytes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Number of records that were not stored, by kind."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Number of inputs that could not be read, by reason."""
    failures: list[Failed] = field(default_factory=list)
    """The first inputs that could not be read."""

    @property
    def unreadable(self) -> int:
        """Number of inputs that could not be read."""
        return self.reasons.total()

    @property
    def other_records(self) -> dict[str, int]:
        """Number of archive records that hold no page, by kind."""
        not_chosen = (NOT_MATCHED.kind, NOT_SAMPLED.kind)
        return {kind: count for kind, count in sorted(self.skipped.items()) if kind not in not_chosen}

    def as_json(self) -> dict[str, object]:
        """The summary as JSON values."""
        return {
            "bytes": self.bytes,
            "duplicates": self.duplicates,
            "failed_inputs": self.failures,
            "other_records": self.other_records,
            "pages": self.pages,
            "path": str(self.out),
            "reasons": {"error": self._reasons()} if self.reasons else {},
            "shards": [path.name for path in self.shards],
            "skipped_by_match": self.skipped[NOT_MATCHED.kind],
            "skipped_by_sample": self.skipped[NOT_SAMPLED.kind],
            "unreadable": self.unreadable,
        }

    def _reasons(self) -> dict[str, object]:
        """By reason: the number of inputs, and an example."""
        examples = {str(one["reason"]): one["place"] for one in reversed(self.failures)}
        return {name: {"count": n, "example": examples.get(name)} for name, n in sorted(self.reasons.items())}


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The result of a task: a file of WARC records, one after the other, and counts."""

    index: int
    path: str
    keys: list[str]
    """A hash of the URL and payload of each page."""
    lengths: list[int]
    """Bytes of each record in the file."""
    skipped: dict[str, int]
    reasons: dict[str, int]
    """Number of inputs that could not be read, by reason."""
    failures: list[Failed]
    lines: int = 0
    """Number of lines, if the task is a range of lines."""

    @property
    def unreadable(self) -> int:
        """Number of inputs that could not be read."""
        return sum(self.reasons.values())

    @property
    def pages(self) -> int:
        """Number of pages stored."""
        return len(self.keys)

    @property
    def tally(self) -> Sequence[int]:
        """Number of pages."""
        return (len(self.keys) + self.unreadable,)

    def first(self, pages: int) -> "LoadResult":
        """The result with only its first pages."""
        return replace(self, keys=self.keys[:pages], lengths=self.lengths[:pages])

    def metadata(self) -> dict[str, Any]:
        """Everything but the place of the file, as JSON values."""
        return {name: value for name, value in asdict(self).items() if name not in ("index", "path")}


def failed(failure: Failure) -> Failed:
    """An input that could not be read, as JSON values; ``place`` is for people."""
    place = describe_place(failure.source, failure.member, failure.offset)
    return {
        "place": place,
        "url": failure.url,
        "source": failure.source,
        "member": failure.member,
        "offset": failure.offset,
        "reason": failure.reason.value,
        "detail": failure.detail,
    }
