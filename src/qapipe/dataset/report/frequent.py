"""The most frequent values of a column in bounded memory.

The counters of Misra and Gries, in the mergeable form of Agarwal et al. ("Mergeable Summaries", 2012): of more than
twice :data:`KEPT` different values only the :data:`KEPT` most frequent are kept, and the count of the next one is taken
from all. So every value that more than one in :data:`KEPT` rows has is found; counts are exact as long as no value was
dropped, and otherwise too low by at most :attr:`Frequent.error`.
"""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

KEPT = 10_000
"""Number of values that are kept when there are more."""
LONGEST = 200
"""Characters of a value that are compared; longer values with the same beginning are counted as one."""


@dataclass(slots=True)
class Frequent:
    """Counts of the most frequent values."""

    rows: int = 0
    """Rows with a value."""
    error: int = 0
    """By how much a count may be too low."""
    _counts: dict[str, int] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether every value was kept, so that all counts are exact."""
        return self.error == 0

    @property
    def distinct(self) -> int | None:
        """Number of different values; None if there were too many to keep."""
        return len(self._counts) if self.exact else None

    def add(self, values: pa.Array) -> None:
        """Count the values of a string column; nulls are ignored."""
        counted = pc.value_counts(pc.utf8_slice_codeunits(values.drop_null(), 0, LONGEST))
        for value, count in zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True):
            self._counts[value] = self._counts.get(value, 0) + count
            self.rows += count
        if len(self._counts) > 2 * KEPT:
            self._prune()

    def _prune(self) -> None:
        floor = sorted(self._counts.values(), reverse=True)[KEPT]
        self._counts = {value: count - floor for value, count in self._counts.items() if count > floor}
        self.error += floor

    def top(self, number: int) -> list[tuple[str, int]]:
        """The most frequent values with their counts, ties in the order of the values."""
        return sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))[:number]
