"""Field by field: how much of what a page holds was found, and how much of what was found is right.

The scores are those of ``qapipe score``: exact match, micro-averaged over all fields of all pages. Answers are compared
by their place on the page, so that a lost answer is not forgiven. A field known on neither side counts nowhere.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qapipe.dataset.score.compare import compared
from qapipe.dataset.score.tally import Tally


@dataclass(slots=True)
class Score(Tally):
    """Counts of fields: right, found but wrong or not there, there but not found right; and of pages."""

    perfect_pages: int = 0
    pages: int = 0
    failures: Counter[str] = field(default_factory=Counter)

    def add_page(self, expected: Mapping[str, Any], found: Mapping[str, Any]) -> None:
        """Take one page: ``found`` is compared in the fields that ``expected`` knows of."""
        fields = list(compared(expected, found, by_place=True))
        self.add(fields)
        differing = Counter(one.field.rpartition(".")[2] for one in fields if one.expected != one.found)
        self.failures += differing
        self.perfect_pages += not differing
        self.pages += 1

    def __str__(self) -> str:
        """The score in one line."""
        return (
            f"F1 {self.f1:.4f} (precision {self.precision:.4f}, recall {self.recall:.4f}), "
            f"{self.perfect_pages} of {self.pages} pages perfect; failures {dict(self.failures.most_common(6))}"
        )
