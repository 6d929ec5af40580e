"""How far a crawl is, told from its frontier without touching it."""

from dataclasses import dataclass, field
from pathlib import Path

from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Row

MOST_FAILURES = 10_000


@dataclass(frozen=True, slots=True)
class Status:
    """What became of the URLs of a crawl."""

    states: dict[str, int]
    """How many URLs are in each state."""
    failures: list[Row] = field(default_factory=list)
    """The first of what failed for good."""

    def as_json(self) -> dict[str, object]:
        """The status as plain values."""
        failures = [
            {"url": row.url, "reason": row.reason, "status": row.status, "detail": row.detail, "tries": row.tries}
            for row in self.failures
        ]
        return {"failures": failures, "states": self.states}


def status_of(folder: Path) -> Status:
    """The status of the crawl into a folder. Raises UsageError where there is none."""
    with Frontier(folder, readonly=True) as frontier:
        failures = [row for _, row in zip(range(MOST_FAILURES), frontier.failures(), strict=False)]
        return Status({state.value: count for state, count in frontier.counts().items()}, failures)
