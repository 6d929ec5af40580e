"""The fields of a page, expected and found: which are compared with which."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from qapipe.dataset.score.values import Value, known
from qapipe.page.text import letters

Page = Mapping[str, Any]
"""Fields of a page; ``question`` is a mapping or None, ``answers`` a sequence of mappings."""
_MOST_COMPARED = 1_000_000
"""Pairs of answers up to which equal texts are looked for."""


class Compared(NamedTuple):
    """A field that is known on at least one side."""

    field: str
    """Its name, such as ``status``, ``question.title`` or ``answers.headline``."""
    place: str
    """Where it is on the page: ``answers.3.headline``."""
    expected: Value | None
    found: Value | None


def compared(expected: Page, found: Page | None, *, by_place: bool = False) -> Iterator[Compared]:
    """The fields that ``expected`` names, each with what was found.

    Answers are compared in their order; those with the same text are found even if others are missing between them,
    unless ``by_place`` asks to compare the first with the first, the second with the second.
    """
    for name in expected:
        if name not in ("question", "answers"):
            yield from _fields("", "", (name,), expected, found)
    if "question" in expected:
        wanted, had = expected["question"], (found or {}).get("question")
        names = tuple(wanted) if wanted else ("title", "body")
        yield from _fields("question.", "question.", names, wanted, had)
    if "answers" in expected:
        wanted_answers, had_answers = expected["answers"], (found or {}).get("answers") or ()
        names = tuple(dict.fromkeys(name for answer in wanted_answers for name in answer)) or ("body",)
        pairs = _by_place if by_place else _aligned
        for number, (wanted, had) in enumerate(pairs(wanted_answers, had_answers), start=1):
            yield from _fields("answers.", f"answers.{number}.", names, wanted, had)


def _fields(
    prefix: str, place: str, names: Sequence[str], expected: Page | None, found: Page | None
) -> Iterator[Compared]:
    for name in names:
        wanted = known((expected or {}).get(name)) if expected is None or name in expected else None
        had = known((found or {}).get(name)) if expected is None or name in expected else None
        if wanted is not None or had is not None:
            yield Compared(f"{prefix}{name}", f"{place}{name}", wanted, had)


Pair = tuple[Page | None, Page | None]


def _by_place(expected: Sequence[Page], found: Sequence[Page]) -> Iterator[Pair]:
    for number in range(max(len(expected), len(found))):
        yield _at(expected, number), _at(found, number)


def _at(answers: Sequence[Page], number: int) -> Page | None:
    return answers[number] if number < len(answers) else None


def _aligned(expected: Sequence[Page], found: Sequence[Page]) -> Iterator[Pair]:
    """Answers with the same text, in order; those between two of them by place."""
    if len(expected) * len(found) > _MOST_COMPARED:
        yield from _by_place(expected, found)
        return
    wanted, had = (
        [
            letters(answer.get("body") or "") or f"\0{side}" for answer in answers
        ]  # without a text: like none of the other
        for side, answers in enumerate((expected, found))
    )
    matcher = SequenceMatcher(None, wanted, had, autojunk=False)
    for _, start, end, found_start, found_end in matcher.get_opcodes():
        yield from _by_place(expected[start:end], found[found_start:found_end])
