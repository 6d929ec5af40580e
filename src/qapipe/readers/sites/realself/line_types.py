"""Types of lines that are recognised by their text alone.

    Doctor Answers (4)                      answer count, 4
    {{ answer.voteCount }}                  vote line, unrendered
    +3                                      vote line
    5.0 out of 5 stars 12 reviews           rating
    123 Main St                             start of an address
    Tampa, FL 33606                         end of an address

The patterns match the site's own wording, which has stayed the same over the years. None contains a person, place or
medical topic.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress, count
from typing import NamedTuple

from qapipe.page.outline import Lines, ends_of, starts_of
from qapipe.readers.lines import counts

COUNT = re.compile(
    r"(?:(?:Doctor|Expert|Provider|Medical Professional)s?['’]? )?Answers?:? ?(?:\((\d[\d,]*)\)|(\d[\d,]*))"
    r"|(\d[\d,]*) (?:Doctor|Expert|Provider) Answers?",
    re.IGNORECASE,
)
SUBTITLE = re.compile(r"From board[- ]certified doctors and trusted medical professionals\.?", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{\{(?=[^{}]*\bvote[\w.]{0,3}count\b)[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}\}", re.IGNORECASE)
VOTES = re.compile(r"[+-]\d{1,4}")
RATING = re.compile(
    r"(\d(?:\.\d{1,2})?) out of (\d{1,2})(?: stars?)?(?:[\s,·|•-]*\(?([\d,]+) (?:reviews?|ratings?)\)?)?",
    re.IGNORECASE,
)
REVIEWS = re.compile(r"\(?([\d,]+) (?:reviews?|ratings?)\)?", re.IGNORECASE)
ADDRESS_START = re.compile(r"(?:\d+[\w-]*|P\.? ?O\.? Box|Suite|One|Two|Three|Ste\.?|[A-Z]\d+)\s.{3,80}")
ADDRESS_END = re.compile(
    r".{2,60},? (?:[A-Z]{2}\.?|[A-Z][a-z]+(?: [A-Z][a-z]+)?),? (?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4,6})"
)

EXPERTS = 32_768
"""So many lines about experts are remembered, because the same experts recur all over a large site."""
_MAX_COUNT_LENGTH = 60  # characters
_VOTE_STARTS = frozenset("+-{")
_REVIEW_ENDS = frozenset("sSwWgG)")


def declared_count(line: str) -> int | None:
    """The number of answers declared by a count line; None for any other line."""
    match = COUNT.fullmatch(line)
    count = counts.count(match[1] or match[2] or match[3]) if match else None
    return count if count is not None and count <= counts.MOST_ANSWERS else None


def is_count(line: str) -> bool:
    """Whether the line is an answer count."""
    return not line[_MAX_COUNT_LENGTH - 1 :] and COUNT.fullmatch(line) is not None


class Rating(NamedTuple):
    """What a rating line says."""

    value: float
    best: float
    reviews: int | None = None


@lru_cache(maxsize=EXPERTS)
def read_rating(line: str) -> Rating | None:
    """The rating, if the line is one."""
    match = RATING.fullmatch(line) if " out of " in line else None
    if match is None:
        return None
    value, best, reviews = match.groups()
    return Rating(float(value), float(best), counts.count(reviews) if reviews else None)


# The functions below take all lines of a page at once and rule out most of them by a character or two, without a call;
# ``starts`` and ``ends`` are their first and last characters, if they are known (:class:`qapipe.page.outline.Lines`).


def vote_lines(texts: Sequence[str], starts: str | None = None) -> list[int]:
    """Indices of the lines that show votes: unrendered placeholders and signed numbers."""
    starts = starts_of(texts) if starts is None else starts
    return [row for row in rows_with(_VOTE_STARTS, starts) if is_vote(texts[row])]


def address_ends(texts: Sequence[str], ends: str | None = None) -> set[int]:
    """Indices of the lines that may be the last one of a postal address: a town and its postal code."""
    ends = ends_of(texts) if ends is None else ends
    return {row for row in rows_with_digit(ends) if ADDRESS_END.fullmatch(texts[row])}


def ratings(texts: Sequence[str], starts: str | None = None) -> list[tuple[int, Rating]]:
    """The ratings, each with the index of its line."""
    starts = starts_of(texts) if starts is None else starts
    return [(row, rating) for row in rows_with_digit(starts) if (rating := read_rating(texts[row]))]


def rows_with(wanted: frozenset[str], characters: str) -> Iterator[int]:
    """Indices of the lines whose first or last character is a wanted one; ``characters`` are those of all lines."""
    return compress(count(), map(wanted.__contains__, characters))


def rows_with_digit(characters: str) -> Iterator[int]:
    """The same for digits of all scripts."""
    return compress(count(), map(str.isdigit, characters))


def is_vote(line: str) -> bool:
    """Whether the line shows the votes of an answer: an unrendered placeholder or a signed number."""
    return VOTES.fullmatch(line) is not None or is_placeholder(line)


@lru_cache(maxsize=128)  # a template leaves the same one in every answer
def is_placeholder(line: str) -> bool:
    """Whether the line consists of the unrendered vote placeholder."""
    return PLACEHOLDER.fullmatch(line) is not None


def with_ratings_joined(lines: Lines) -> Lines:
    """The lines, each review count that has an element of its own joined to the rating above it."""
    texts = lines.texts
    below = [
        row
        for row in rows_with(_REVIEW_ENDS, lines.ends)
        if row and REVIEWS.fullmatch(texts[row]) and (above := RATING.fullmatch(texts[row - 1])) and above[3] is None
    ]
    if not below:
        return lines
    rows = lines.rows()
    for row in below:
        line = rows[row - 1]
        rows[row - 1] = line._replace(text=f"{line.text} {texts[row]}", links=line.links + lines.links[row])
    return Lines.of(rows).without(below)
