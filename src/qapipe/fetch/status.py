"""Progress and failures of a crawl, read from its frontier without changing it."""

from dataclasses import dataclass, field
from pathlib import Path

from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Row

MAX_FAILURES = 10_000


@dataclass(frozen=True, slots=True)
class Status:
    """Progress and failures of a crawl."""

    states: dict[str, int]
    """Number of URLs per state."""
    failures: list[Row] = field(default_factory=list)
    """The first :data:`MAX_FAILURES` permanent failures."""

    def as_json(self) -> dict[str, object]:
        """The status as plain values."""
        failures = [
            {"url": row.url, "reason": row.reason, "status": row.status, "detail": row.detail, "tries": row.tries}
            for row in self.failures
        ]
        return {"failures": failures, "states": self.states}


def read_status(folder: Path) -> Status:
    """The status of the crawl in a directory. Raises UsageError when there is none."""
    with Frontier(folder, readonly=True) as frontier:
        failures = [row for _, row in zip(range(MAX_FAILURES), frontier.failures(), strict=False)]
        return Status({state.value: count for state, count in frontier.counts().items()}, failures)
