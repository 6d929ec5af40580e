"""The answers of a page, each taken apart into headline, votes, text and author.

In: an answer section. Out: one :class:`AnswerParts` per answer, which :func:`add_answers` turns into records:

    Scars fade with time          headline = "Scars fade with time"
    +3                            votes = 3
    Give it a year ...            lines
    Jane Doe, MD                  author
    Tampa Plastic Surgeon
"""

from dataclasses import dataclass, field

from qapipe.page.document import HtmlDocument
from qapipe.page.expressions import STARTS
from qapipe.page.outline import Line, block
from qapipe.readers.lines import noise
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.answer_section import AnswerSection, Span
from qapipe.readers.sites.realself.authors import PROFILE_PATH, Author
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, headline_score
from qapipe.readers.sites.realself.split import split_answers
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Answer, Removal

_VOTE_STARTS = frozenset("+-{<$[#")  # of vote lines and template expressions
_MAX_AFTER_AUTHOR = 120  # characters; a longer line right below an author is a paragraph
_MAX_UNMARKED = 110  # characters of a headline that only its form gives away


@dataclass(slots=True)
class AnswerParts:
    """One answer; ``lines`` are the lines of its text."""

    lines: list[Line]
    author: Author | None = None
    headline: str | None = None
    votes: int | None = None
    noise: list[Removal] = field(default_factory=list)


def answer_parts(section: AnswerSection) -> tuple[list[AnswerParts], list[Removal]]:
    """The answers of a page, in order, and the lines that belong to none of them, as noise."""
    spans = split_answers(section)
    labels = _headline_labels(section, spans) if section.html and not section.has_headings else frozenset()
    expressions = _expressions(section, spans)
    found = [_parts_of(section, span, labels, expressions) for span in spans]
    covered = {index for span in spans for index in range(span.start, span.end)}
    outside = [line for index, line in enumerate(section.lines) if index not in covered]
    return found, [Removal(NoiseRule.OUTSIDE_ANSWERS, line.text) for line in outside]


def _expressions(section: AnswerSection, spans: list[Span]) -> set[str]:
    """Unrendered template expressions that recur at the same place in the answers, vote placeholders excluded."""
    vote_lines = set(section.vote_lines)
    if not [n for n, line in enumerate(section.lines) if line.text[0] in STARTS and n not in vote_lines]:
        return set()  # almost every page
    return noise.slot_expressions(
        [[section.lines[n] for n in range(span.start, span.end) if n not in vote_lines] for span in spans]
    )


def _headline_labels(section: AnswerSection, spans: list[Span]) -> frozenset[str]:
    """Labels of the elements that come first in answers and nowhere else in them."""
    first: set[str] = set()
    later: set[str] = set()
    votes = set(section.vote_lines)
    for span in spans:
        covered = range(span.author.start, span.author.end) if span.author else range(0)
        texts = [n for n in range(span.start, span.end) if n not in covered and n not in votes]
        labels = [section.lines[n].label for n in texts]
        if labels:
            (first if len(labels) > 1 else later).add(labels[0])
            later.update(labels[1:])
    return frozenset(first - later)


def _parts_of(section: AnswerSection, span: Span, labels: frozenset[str], expressions: set[str]) -> AnswerParts:
    """The parts of one answer."""
    author = span.author
    own = section.lines[span.start : span.end]
    if author and author.end > span.start:
        del own[author.start - span.start if author.start > span.start else 0 : author.end - span.start]
    parts = AnswerParts(own, author)
    votes_at: int | None = None
    odd = [index for index, line in enumerate(own) if line.text[0] in _VOTE_STARTS]
    if odd:
        votes_at = _take_votes(parts, odd, expressions)
    if _has_headline(section, parts.lines, votes_at, labels, first=span.start):
        parts.headline = parts.lines.pop(0).text
    return parts


def _take_votes(parts: AnswerParts, odd: list[int], expressions: set[str]) -> int | None:
    """Take the votes and unrendered expressions out of an answer.

    ``odd`` are the indices of the lines that may be some. Returns how many lines stand above the votes, None if the
    answer shows none.
    """
    votes_at: int | None = None
    removed: set[int] = set()
    for index in odd:
        line = parts.lines[index]
        text, above = line.text, index - len(removed)
        if expressions and noise.fills_slot(line, expressions):
            parts.noise.append(Removal(NoiseRule.TEMPLATE_PLACEHOLDER, text))
        elif text[0] == "{" and line_types.is_placeholder(text):
            parts.noise.append(Removal(NoiseRule.VOTE_PLACEHOLDER, text))
            votes_at = above if votes_at is None else votes_at
        elif votes_at is None and above <= 1 and line_types.VOTES.fullmatch(text):
            parts.votes, votes_at = int(text), above
        else:
            continue
        removed.add(index)
    if removed:
        parts.lines = [line for index, line in enumerate(parts.lines) if index not in removed]
    return votes_at


def _has_headline(
    section: AnswerSection, lines: list[Line], votes_at: int | None, labels: frozenset[str], *, first: int
) -> bool:
    """Whether the first line of an answer is its headline, as opposed to its first paragraph."""
    if not lines[1:] or lines[0].item:
        return False
    head, below = lines[0], lines[1]
    if votes_at is not None and (votes_at <= 1 and not section.html):
        return votes_at == 1
    if section.has_headings:
        return head.heading > 0
    if head.text[MAX_HEADLINE:] or (head.gap > 1 and not section.ignore_gaps):
        return False
    if labels:
        return head.label in labels
    if section.ignore_gaps:
        return (
            not head.text[_MAX_UNMARKED:]
            and headline_score([head, head, below], 1, section.title_stems, ignore_gaps=True) >= 0
        )
    if head.gap == 0 and first > 0:
        return not head.text[_MAX_AFTER_AUTHOR:] and below.gap > 0
    return below.gap > 0


def add_answers(reading: Reading, found: list[AnswerParts], page: HtmlDocument | None = None) -> None:
    """Add the answers to a reading. A headline without text below it is the text; without either there is no answer."""
    position = len(reading.answers)
    for parts in found:
        text = block(parts.lines)
        headline = parts.headline
        if not text:
            text, headline = headline or "", None
        if parts.noise:
            reading.noise += parts.noise
        if not text:
            continue
        position += 1
        answer = Answer(position, text, headline, parts.votes)
        if parts.author:
            _add_author(answer, parts.author, page)
        reading.answers.append(answer)


def _add_author(answer: Answer, author: Author, page: HtmlDocument | None) -> None:
    """Fill in the fields that the author block provides; ``page`` makes the profile link absolute."""
    if author.name:
        answer.author_name, answer.author_credentials, answer.author_note = author.name
    if author.place:
        answer.location, answer.specialty = author.place
    if page:
        answer.author_url = _profile(author, page)
    answer.rating, answer.rating_best, answer.review_count = author.rating, author.rating_best, author.review_count
    answer.address = author.address


def _profile(author: Author, page: HtmlDocument) -> str | None:
    """The first link in the author block that leads to a profile, without fragment; else the link of the name."""
    links = [href.partition("#")[0] for href in author.hrefs]
    profiles = [href for href in links if PROFILE_PATH.search(href)]
    return page.absolute(next(iter(profiles or ([] if not author.name else links)), None))
