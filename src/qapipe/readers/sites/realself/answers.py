"""The answers of a page, each taken apart into headline, votes, text and author.

In: an answer section. Out: one :class:`AnswerParts` per answer, which :func:`add_answers` turns into records:

    Scars fade with time          headline = "Scars fade with time"
    +3                            votes = 3
    Give it a year ...            rows
    Jane Doe, MD                  author
    Tampa Plastic Surgeon
"""

from bisect import bisect_left
from dataclasses import dataclass, field

from qapipe.page.document import HtmlDocument
from qapipe.page.outline import Lines
from qapipe.readers.lines import noise
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.answer_section import AnswerSection, Span
from qapipe.readers.sites.realself.authors import PROFILE_PATH, Author
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, score_between
from qapipe.readers.sites.realself.split import split_answers
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Answer, Removal

_ODD_STARTS = frozenset("+-{<$[#")  # of vote lines and template expressions
_MAX_AFTER_AUTHOR = 120  # characters; a longer line right below an author is a paragraph
_MAX_UNMARKED = 110  # characters of a headline that only its form gives away


@dataclass(slots=True)
class AnswerParts:
    """One answer."""

    rows: list[int]
    """Indices of the lines of its text."""
    author: Author | None = None
    headline: str | None = None
    votes: int | None = None
    noise: list[Removal] = field(default_factory=list)


def answer_parts(section: AnswerSection) -> tuple[list[AnswerParts], list[Removal]]:
    """The answers of a page, in order, and the lines that belong to none of them, as noise."""
    spans = split_answers(section)
    texts = section.lines.texts
    labels = _headline_labels(section, spans) if section.html and not section.has_headings else frozenset()
    odd = list(line_types.rows_with(_ODD_STARTS, section.lines.starts))
    expressions = _expressions(section, spans, odd) if odd else set()
    found = [_parts_of(section, span, labels, odd, expressions) for span in spans]
    if spans and spans[0].start == 0 and spans[-1].end == len(texts) and not section.html:
        return found, []  # the spans of text have no lines between them
    covered = {row for span in spans for row in range(span.start, span.end)}
    return found, [Removal(NoiseRule.OUTSIDE_ANSWERS, text) for row, text in enumerate(texts) if row not in covered]


def _expressions(section: AnswerSection, spans: list[Span], odd: list[int]) -> set[str]:
    """Unrendered template expressions that recur at the same place in the answers, vote placeholders excluded."""
    vote_lines = set(section.vote_lines)
    if not [row for row in odd if row not in vote_lines]:
        return set()  # almost every page
    lines = section.lines.rows()
    return noise.slot_expressions(
        [[lines[n] for n in range(span.start, span.end) if n not in vote_lines] for span in spans]
    )


def _headline_labels(section: AnswerSection, spans: list[Span]) -> frozenset[str]:
    """Labels of the elements that come first in answers and nowhere else in them."""
    first: set[str] = set()
    later: set[str] = set()
    votes = set(section.vote_lines)
    for span in spans:
        covered = range(span.author.start, span.author.end) if span.author else ()
        texts = [n for n in range(span.start, span.end) if n not in covered and n not in votes]
        labels = [section.lines.label(n) for n in texts]
        if labels:
            (first if len(labels) > 1 else later).add(labels[0])
            later.update(labels[1:])
    return frozenset(first - later)


def _parts_of(
    section: AnswerSection, span: Span, labels: frozenset[str], odd: list[int], expressions: set[str]
) -> AnswerParts:
    """The parts of one answer; ``odd`` are the lines of the section that may be votes or expressions."""
    author = span.author
    rows = list(range(span.start, span.end))
    if author:
        del rows[author.start - span.start : author.end - span.start]
    parts = AnswerParts(rows, author)
    votes_at: int | None = None
    if odd and (own := odd[bisect_left(odd, span.start) : bisect_left(odd, span.end)]):
        votes_at = _take_votes(section.lines, parts, own, expressions)
    rows = parts.rows
    if rows[1:] and _has_headline(section, rows[0], rows[1], votes_at, labels, first=span.start):
        parts.headline = section.lines.texts[rows[0]]
        parts.rows = rows[1:]
    return parts


def _take_votes(lines: Lines, parts: AnswerParts, odd: list[int], expressions: set[str]) -> int | None:
    """Take the votes and unrendered expressions out of an answer.

    ``odd`` are the lines that may be some. Returns how many lines stand above the votes, None if the answer shows none.
    """
    votes_at: int | None = None
    removed: set[int] = set()
    rows = parts.rows
    for row in odd:
        place = bisect_left(rows, row)
        if place == len(rows) or rows[place] != row:
            continue  # of the author
        text, above = lines.texts[row], place - len(removed)
        if text in expressions and not noise.in_code(lines.boxes[row]):
            parts.noise.append(Removal(NoiseRule.TEMPLATE_PLACEHOLDER, text))
        elif line_types.is_placeholder(text):
            parts.noise.append(Removal(NoiseRule.VOTE_PLACEHOLDER, text))
            votes_at = above if votes_at is None else votes_at
        elif votes_at is None and above <= 1 and line_types.VOTES.fullmatch(text):
            parts.votes, votes_at = int(text), above
        else:
            continue
        removed.add(row)
    if removed:
        parts.rows = [row for row in rows if row not in removed]
    return votes_at


def _has_headline(
    section: AnswerSection, head: int, below: int, votes_at: int | None, labels: frozenset[str], *, first: int
) -> bool:
    """Whether the first line of an answer is its headline, as opposed to its first paragraph."""
    lines = section.lines
    if lines.items[head]:
        return False
    if votes_at is not None and (votes_at <= 1 and not section.html):
        return votes_at == 1
    if section.has_headings:
        return lines.headings[head] > 0
    text, gap, gap_below = lines.texts[head], lines.gaps[head], lines.gaps[below]
    if text[MAX_HEADLINE:] or (gap > 1 and not section.ignore_gaps):
        return False
    if labels:
        return lines.label(head) in labels
    if section.ignore_gaps:
        if text[_MAX_UNMARKED:]:
            return False
        return score_between(text, text, lines.texts[below], section.title, None) >= 0
    if gap == 0 and first > 0:
        return not text[_MAX_AFTER_AUTHOR:] and gap_below > 0
    return gap_below > 0


def add_answers(reading: Reading, lines: Lines, found: list[AnswerParts], page: HtmlDocument | None = None) -> None:
    """Add the answers to a reading. A headline without text below it is the text; without either there is no answer.

    ``page`` makes profile links absolute.
    """
    answers = reading.answers
    position = len(answers)
    for parts in found:
        text = lines.text_of(parts.rows)
        headline, author = parts.headline, parts.author
        if not text:
            text, headline = headline or "", None
        if parts.noise:
            reading.noise += parts.noise
        if not text:
            continue
        position += 1
        if author is None:
            answers += (Answer(position, text, headline, parts.votes),)
            continue
        name, credentials, note = author.name or _NOBODY
        location, specialty = author.place or _NOWHERE
        link = _profile(author, page) if page else None
        answers += (
            Answer(
                position, text, headline, parts.votes, None, None, None, name, credentials, note, link, specialty,
                location, author.address, author.rating, author.rating_best, author.review_count,
            ),
        )  # fmt: skip


_NOBODY: tuple[None, tuple[str, ...], None] = (None, (), None)
_NOWHERE = (None, None)


def _profile(author: Author, page: HtmlDocument) -> str | None:
    """The first link in the author block that leads to a profile, without fragment; else the link of the name."""
    links = [href.partition("#")[0] for href in author.hrefs]
    profiles = [href for href in links if PROFILE_PATH.search(href)]
    return page.absolute(next(iter(profiles or ([] if not author.name else links)), None))
