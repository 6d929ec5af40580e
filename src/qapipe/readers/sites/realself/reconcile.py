"""Combines what was read from the lines of a page with what its structured data says.

In: two readings of one page. Out: one reading, for example answers and votes from the lines, with profile links and
dates from JSON-LD.

Structured data is often incomplete (two of six answers, a question truncated at 300 characters), so the lines take
precedence: structured data fills in missing fields, and is the basis only if it has more answers.
"""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import TypeVar

from qapipe.page.text import letters
from qapipe.readers.site import Reading
from qapipe.records.plain import Answer, Question
from qapipe.records.warnings import PageWarning

_KEY_LENGTH = 120
_UNKNOWN = (None, ())
_OF_BODIES = {PageWarning.BODY_CUT}
"""Warnings about texts, which say nothing of those that the page shows."""
_OWN = ("parent_position", "headline")  # these depend on the order of the answers in their own reading
_Post = TypeVar("_Post", Answer, Question)


def reconciled(lines: Reading, markup: Reading) -> Reading:
    """The reading with more answers, each completed from the same answer in the other reading."""
    first, second = (markup, lines) if len(markup.answers) > len(lines.answers) else (lines, markup)
    known = {key_of(answer.body): answer for answer in second.answers}
    used: set[str] = set()
    for answer in first.answers:
        key = key_of(answer.body)
        complete_answer(answer, known.get(key) if key not in used else None)
        used.add(key)
    complete(lines.question, markup.question)
    return Reading(
        question=lines.question,
        answers=first.answers,
        answers_declared=lines.answers_declared if lines.answers_declared is not None else markup.answers_declared,
        warnings=lines.warnings | (markup.warnings - (_OF_BODIES if first is lines else set())),
        noise=lines.noise,
    )


def key_of(body: str) -> str:
    """The first letters of a text, which identify an answer however it was truncated or spaced."""
    first = letters(body[: 2 * _KEY_LENGTH])
    return (first if len(first) >= _KEY_LENGTH else letters(body))[:_KEY_LENGTH]


def complete_answer(answer: Answer, other: Answer | None) -> None:
    """Fill in the unknown fields of an answer from the same one, unless that is by another author."""
    if other and (None in (answer.author_name, other.author_name) or answer.author_name == other.author_name):
        complete(answer, other)


def complete(post: _Post, other: _Post) -> None:
    """Fill in the unknown fields of a post from the other one."""
    names, values = _FIELDS[type(post)]
    for name, own, known in zip(names, values(post), values(other), strict=True):
        if own in _UNKNOWN and known not in _UNKNOWN:
            setattr(post, name, known)


def _fields_of(kind: type) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    names = tuple(field.name for field in fields(kind) if field.name not in _OWN)
    return names, attrgetter(*names)


_FIELDS = {kind: _fields_of(kind) for kind in (Question, Answer)}
