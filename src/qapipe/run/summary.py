"""The outcome of a run; imports neither Arrow nor what parses."""

from dataclasses import dataclass
from pathlib import Path

from qapipe.dataset.counts import Counts


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a run."""

    out: Path | str
    """The directory of the dataset, or its address in an object store."""
    counts: Counts
    max_error_rate: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether every named input could be read, no input changed meanwhile, and few enough pages are errors."""
        return not self.counts.outcomes.unread and self.counts.error_rate <= self.max_error_rate
