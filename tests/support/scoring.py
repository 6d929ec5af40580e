"""Field by field: how much of what a page holds was found, and how much of what was found is right.

Exact match, micro-averaged over all fields of all pages; answers are compared by their place on the page. A field that
is known on neither side counts nowhere.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Score:
    """Counts of fields: right, found but wrong or not there, there but not found right."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    perfect_pages: int = 0
    pages: int = 0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    def add(self, expected: Mapping[str, Any], found: Mapping[str, Any]) -> None:
        """Take one page: ``found`` is compared in the fields that ``expected`` knows of."""
        want, have = _known(expected), _known(_like(found, expected))
        differing = {path for path in want.keys() | have.keys() if want.get(path) != have.get(path)}
        self.right += len(want.keys() - differing)
        self.wrong += len(have.keys() & differing)
        self.missed += len(want.keys() & differing)
        self.failures.update(path[-1] for path in differing)
        self.perfect_pages += not differing
        self.pages += 1

    def __str__(self) -> str:
        """The score in one line."""
        return (
            f"F1 {self.f1:.4f} (precision {self.precision:.4f}, recall {self.recall:.4f}), "
            f"{self.perfect_pages} of {self.pages} pages perfect; failures {dict(self.failures.most_common(6))}"
        )


def _like(found: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a record that has the fields of the expectation."""
    answer_fields = {name for answer in expected["answers"] for name in answer} or {"body"}
    question = expected["question"] or {"title": None, "body": None}
    return {
        **{name: found[name] for name in expected if name not in ("question", "answers")},
        "question": {name: found["question"][name] for name in question} if found["question"] else None,
        "answers": [{name: answer[name] for name in answer_fields} for answer in found["answers"]],
    }


def _known(record: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    """Every known value by its path; lists as tuples."""
    values: dict[tuple[str, ...], Any] = {}
    for name, value in record.items():
        if name == "question":
            values.update({("question", key): one for key, one in (value or {}).items()})
        elif name == "answers":
            values.update({(str(n), key): one for n, answer in enumerate(value) for key, one in answer.items()})
        else:
            values[(name,)] = value
    plain = {path: tuple(value) if isinstance(value, list) else value for path, value in values.items()}
    return {path: value for path, value in plain.items() if value not in (None, ())}
