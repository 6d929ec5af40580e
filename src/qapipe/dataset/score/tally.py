"""Precision, recall and F1 of fields: exact, and fuzzy with the similarity of texts as partial credit."""

from collections.abc import Iterable
from dataclasses import dataclass

from qapipe.dataset.score.compare import Compared
from qapipe.dataset.score.values import similarity


@dataclass(slots=True)
class Tally:
    """Counts of fields that are known on at least one side."""

    expected: int = 0
    found: int = 0
    right: int = 0
    """Found exactly as expected."""
    alike: float = 0.0
    """Sum of the similarities of what was found to what was expected."""

    def add(self, fields: Iterable[Compared]) -> None:
        """Count fields."""
        for _, _, expected, found in fields:
            self.expected += expected is not None
            self.found += found is not None
            if expected is not None and found is not None:
                self.right += expected == found
                self.alike += similarity(expected, found)

    @property
    def wrong(self) -> int:
        """Found, and not as expected."""
        return self.found - self.right

    @property
    def missed(self) -> int:
        """Expected, and not found so."""
        return self.expected - self.right

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / max(self.expected, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(self.expected + self.found, 1)

    @property
    def fuzzy(self) -> "Fuzzy":
        """The same with similarities."""
        return Fuzzy(
            self.alike / max(self.found, 1),
            self.alike / max(self.expected, 1),
            2 * self.alike / max(self.expected + self.found, 1),
        )

    def as_json(self) -> dict[str, object]:
        """The counts and scores as JSON values."""
        scores = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        fuzzy = {"precision": self.fuzzy.precision, "recall": self.fuzzy.recall, "f1": self.fuzzy.f1}
        return {
            "exact": {name: round(value, 6) for name, value in scores.items()},
            "expected": self.expected,
            "found": self.found,
            "fuzzy": {name: round(value, 6) for name, value in fuzzy.items()},
            "right": self.right,
        }


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Scores with partial credit."""

    precision: float
    recall: float
    f1: float
