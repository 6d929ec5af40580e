"""Numbers counted by ranges."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.report.labels import range_label

ANSWERS = (0, 1, 2, 3, 4, 5, 6, 11, 21, 51, 101)
"""Lower bounds of the ranges of answers a question."""
CHARACTERS = (0, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
"""Lower bounds of the ranges of lengths."""
RATINGS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5)
"""Lower bounds of the ranges of ratings on a scale to five; the last one includes five."""


@dataclass(slots=True)
class Histogram:
    """Counts of numbers by range, with their mean and extremes."""

    bounds: Sequence[float]
    """Lower bounds, ascending; a number below the first is counted in the first range."""
    end: float | None = None
    """The largest possible number, if there is one."""
    counts: list[int] = field(default_factory=list)
    number: int = 0
    total: float = 0
    smallest: float | None = None
    largest: float | None = None

    def __post_init__(self) -> None:
        self.counts = [0] * len(self.bounds)

    def add(self, values: pa.Array) -> None:
        """Count numbers; nulls and NaN are ignored."""
        values = values.drop_null()
        if pa.types.is_floating(values.type):
            values = values.filter(pc.is_finite(values))
        if not len(values):
            return
        at_least = [len(values), *(pc.sum(pc.greater_equal(values, bound)).as_py() for bound in self.bounds[1:]), 0]
        for place, (count, above) in enumerate(pairwise(at_least)):
            self.counts[place] += count - above
        extremes = pc.min_max(values).as_py()
        self.number += len(values)
        self.total += pc.sum(values).as_py()
        self.smallest = extremes["min"] if self.smallest is None else min(self.smallest, extremes["min"])
        self.largest = extremes["max"] if self.largest is None else max(self.largest, extremes["max"])

    @property
    def mean(self) -> float | None:
        """The mean; None without numbers."""
        return self.total / self.number if self.number else None

    def labelled(self) -> list[tuple[str, int]]:
        """The count of each range by its label, without the empty ranges at both ends."""
        places = [place for place, count in enumerate(self.counts) if count]
        ranges = self.ranges()[places[0] : places[-1] + 1] if places else []
        return [(range_label(low, high, self.end, whole=self.end is None), count) for low, high, count in ranges]

    def ranges(self) -> list[tuple[float, float | None, int]]:
        """Lower bound, upper bound (exclusive; None above all) and count of each range."""
        uppers = [*self.bounds[1:], None]
        return list(zip(self.bounds, uppers, self.counts, strict=True))

    def as_json(self) -> dict[str, object]:
        """Ranges with their counts, and the mean and extremes."""
        return {
            "count": self.number,
            "max": self.largest,
            "mean": None if self.mean is None else round(self.mean, 4),
            "min": self.smallest,
            "ranges": [{"from": low, "below": high, "count": count} for low, high, count in self.ranges()],
        }
