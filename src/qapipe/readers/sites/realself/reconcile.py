"""What a page's markup adds to what was read off its lines, and the other way round.

Markup is often incomplete (two of six answers, a question cut at 300 characters), so the lines come first: markup fills
what they leave open, and is the reading only where it holds more answers.
"""

from typing import TypeVar

from qapipe.page.text import letters
from qapipe.readers.site import Reading
from qapipe.records.models import Answer, Question

_KEY_LENGTH = 120
_UNKNOWN = (None, ())
_OWN = ("parent_position", "headline")  # of an answer's place on its page; the other one's says nothing here
_Post = TypeVar("_Post", Answer, Question)


def reconciled(lines: Reading, markup: Reading) -> Reading:
    """One reading of both: the one with more answers, each answer completed by the same answer of the other."""
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
        warnings=lines.warnings | markup.warnings,
        noise=lines.noise,
    )


def _key(body: str) -> str:
    """The first letters of a text, by which the same answer is known again however it was cut or spaced."""
    key = letters(body[: 2 * _KEY_LENGTH])
    if len(key) < _KEY_LENGTH < len(body):
        key = letters(body)
    return key[:_KEY_LENGTH]


def _completed(post: _Post, other: _Post) -> _Post:
    """The post, with what only the other one knows."""
    own, known = vars(post), vars(other)
    missing = {name: known[name] for name, value in own.items() if value in _UNKNOWN and known[name] not in _UNKNOWN}
    for name in _OWN:
        missing.pop(name, None)
    return post.model_copy(update=missing) if missing else post
