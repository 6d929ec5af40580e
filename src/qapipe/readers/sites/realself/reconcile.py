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
    known = {_key(answer.body): answer for answer in second.answers}
    used: set[str] = set()
    answers = []
    for answer in first.answers:
        key = _key(answer.body)
        other = known.get(key) if key not in used else None
        used.add(key)
        same_author = other and (
            None in (answer.author_name, other.author_name) or answer.author_name == other.author_name
        )
        answers.append(_completed(answer, other) if other and same_author else answer)
    return Reading(
        question=_completed(lines.question, markup.question),
        answers=answers,
        answers_declared=lines.answers_declared if lines.answers_declared is not None else markup.answers_declared,
        warnings=lines.warnings | (markup.warnings - (_OF_BODIES if first is lines else set())),
        noise=lines.noise,
    )


def _key(body: str) -> str:
    """The first letters of a text, which identify an answer however it was truncated or spaced."""
    return letters(body)[:_KEY_LENGTH]


def _completed(post: _Post, other: _Post) -> _Post:
    """The post, its unknown fields filled in from the other one."""
    names, values = _FIELDS[type(post)]
    for name, own, known in zip(names, values(post), values(other), strict=True):
        if own in _UNKNOWN and known not in _UNKNOWN:
            setattr(post, name, known)
    return post


def _fields_of(kind: type) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    names = tuple(field.name for field in fields(kind) if field.name not in _OWN)
    return names, attrgetter(*names)


_FIELDS = {kind: _fields_of(kind) for kind in (Question, Answer)}
