"""Distributions of questions and answers: numbers by range, years, and the most frequent specialties and locations."""

from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.report.bins import ANSWERS, CHARACTERS, RATINGS, Histogram
from qapipe.dataset.report.frequent import Frequent

SCALE = 5.0
"""The best rating on the scale that ratings are converted to."""


@dataclass(slots=True)
class Questions:
    """Distributions of the questions table."""

    columns = ("answers_found", "body", "asked_at")
    answers: Histogram = field(default_factory=lambda: Histogram(ANSWERS))
    lengths: Histogram = field(default_factory=lambda: Histogram(CHARACTERS))
    years: Counter[int] = field(default_factory=Counter)

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of a batch."""
        self.answers.add(batch.column("answers_found"))
        self.lengths.add(pc.utf8_length(batch.column("body")))
        add_years(self.years, batch.column("asked_at"))


@dataclass(slots=True)
class Answers:
    """Distributions of the answers table."""

    columns = ("body", "rating", "rating_best", "specialty", "location", "answered_at")
    lengths: Histogram = field(default_factory=lambda: Histogram(CHARACTERS))
    ratings: Histogram = field(default_factory=lambda: Histogram(RATINGS, end=SCALE))
    """Ratings converted to a scale of five."""
    without_scale: int = 0
    """Ratings whose scale is unknown, so that they cannot be compared."""
    specialties: Frequent = field(default_factory=Frequent)
    locations: Frequent = field(default_factory=Frequent)
    years: Counter[int] = field(default_factory=Counter)

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of a batch."""
        self.lengths.add(pc.utf8_length(batch.column("body")))
        ratings = scaled(batch)
        self.ratings.add(ratings)
        self.without_scale += ratings.null_count - batch.column("rating").null_count
        self.specialties.add(batch.column("specialty"))
        self.locations.add(batch.column("location"))
        add_years(self.years, batch.column("answered_at"))


def scaled(batch: pa.RecordBatch) -> pa.Array:
    """The ratings of answers on a scale of five; null where the best rating is unknown or not positive."""
    best = batch.column("rating_best")
    best = pc.if_else(pc.greater(best, 0), best, pa.scalar(None, pa.float64()))
    return pc.multiply(pc.divide(batch.column("rating"), best), SCALE)


def add_years(years: Counter[int], times: pa.Array) -> None:
    """Count times by year."""
    counted = pc.value_counts(pc.year(times.drop_null()))
    years.update({one["values"]: one["counts"] for one in counted.to_pylist()})
