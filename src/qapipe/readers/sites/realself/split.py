"""Splits the answer section of a page into answers.

In: an :class:`~.answer_section.AnswerSection`. Out: one :class:`~.answer_section.Span` of lines per answer (example in
:mod:`.answer_section`).

The strongest evidence splits first: vote lines, author blocks, a promotion between two answers. If authors are missing
and fewer answers are found than the page declares, the most likely headlines split the rest. Where none is likely
enough, the answers stay together and the page gets a warning for the missing ones.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise, repeat

from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.answer_section import AnswerSection, Span
from qapipe.readers.sites.realself.authors import Gaps
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, headline_score
from qapipe.readers.sites.realself.split_html import by_authors_above, by_elements, by_headings, end_of_element

_TRUSTED_SCORE = 1.0  # of a headline that may split answers although the page declares no count


def split_answers(section: AnswerSection) -> list[Span]:
    """The answers of a page, in order, split by the strategy that agrees best with the declared count."""
    if not section.lines.texts:
        return []
    if not section.html:
        spans = _by_vote_lines(section) if section.has_placeholders else _by_authors(section)
        return spans if section.first_named else _without_first_name(spans)
    best = _best_split(section, [by_elements, _by_authors, by_headings, _by_vote_lines, by_authors_above])
    if best[-1].author:
        best[-1].end = end_of_element(section.lines, best[-1], best[-1].author)
    return best


def _best_split(section: AnswerSection, strategies: list[Callable[[AnswerSection], list[Span]]]) -> list[Span]:
    """The spans of the strategy with the lowest penalty, the first in a tie; stops at a penalty of 0."""
    best: list[Span] = []
    least = _penalty(section, best)
    for strategy in strategies:
        spans = strategy(section)
        penalty = _penalty(section, spans)
        if penalty < least:
            best, least = spans, penalty
        if not penalty:
            break
    return best


def _without_first_name(spans: list[Span]) -> list[Span]:
    """The spans, with the name removed from the first author.

    Text extraction always loses the first name. A line that looks like one is a sign-off and stays in the answer.
    """
    author = spans[0].author
    if author and author.name:
        is_author = author.certain or author.place is not None
        spans[0].author = replace(author, start=author.start + 1, name=None, hrefs=()) if is_author else None
    return spans


def _penalty(section: AnswerSection, spans: list[Span]) -> float:
    """How badly the spans fit: their number differs from the declared count, no text, authors inside an answer."""
    if not spans:
        return float("inf")
    missed = abs(len(spans) - section.declared) if section.declared is not None else 0
    lost = len(section.authors) - len({id(span.author) for span in spans if span.author})
    votes = set(section.vote_lines)
    empty = len([span for span in spans if not _has_text(span, votes)])
    return 10.0 * missed + 6.0 * empty + 4.0 * lost


def _has_text(span: Span, votes: set[int]) -> bool:
    covered = range(span.author.start, span.author.end) if span.author else ()
    for index in range(span.start, span.end):  # noqa: SIM110  mostly the first line is one
        if index not in covered and index not in votes:
            return True
    return False


def _by_vote_lines(section: AnswerSection) -> list[Span]:
    """One answer per vote line; the line above it is the headline, unless it belongs to an author or another answer."""
    if section.html and not section.has_placeholders:
        return []
    rows = section.vote_lines
    starts = _starts_of_answers(section, rows[1:], [row + 1 for row in rows])
    return section.spans_from([0, *starts])


def _starts_of_answers(section: AnswerSection, vote_lines: list[int], floors: Iterable[int]) -> list[int]:
    """Indices where the answers of vote lines start: at their headline right above, else at the vote line itself.

    ``floors`` are the first lines that may belong to each of these answers.
    """
    texts, items, named, promos = section.lines.texts, section.lines.items, section.named, section.after_promo
    starts = []
    for vote_line, floor in zip(vote_lines, floors, strict=False):
        above = vote_line - 1
        start = vote_line
        if above >= floor and above not in named and not items[above] and not texts[above][MAX_HEADLINE:]:
            behind_author = above - 1 in named or above in promos
            if behind_author or above - 1 >= floor or above == 0:
                start = above  # else it is the only line below the previous vote line: the body of that answer
        starts.append(start)
    return starts


def _by_authors(section: AnswerSection) -> list[Span]:
    """Answers end at their author blocks; vote lines, promotions and headlines split where authors are missing."""
    spans = _split_all(_ended_by_authors(section), sorted(section.after_promo))
    if section.vote_lines:
        spans = [part for span in spans for part in _split_at_vote_lines(section, span)]
    first = section.authors[0] if section.authors else None
    if first and not section.html and first.name and spans[0].author is first and not section.first_named:
        spans[0].min_splits = 1
    return _split_to_declared(section, spans)


def _ended_by_authors(section: AnswerSection) -> list[Span]:
    ends = [author.end for author in section.authors]
    spans = [Span(start, author.end, author) for start, author in zip([0, *ends], section.authors, strict=False)]
    end, start = len(section.lines.texts), ends[-1] if ends else 0
    return [*spans, Span(start, end)] if start < end else spans


def _split_at_vote_lines(section: AnswerSection, span: Span) -> list[Span]:
    own = _between(section.vote_lines, span.start, span.end)
    starts = _starts_of_answers(section, own, repeat(span.start)) if own else own
    return _split_at(span, [start for start in starts if start > span.start]) if starts else [span]


def _between(indices: list[int], start: int, end: int) -> list[int]:
    """The sorted indices from ``start`` on and below ``end``."""
    return indices[bisect_left(indices, start) : bisect_left(indices, end)]


def _split_all(spans: list[Span], splits: list[int]) -> list[Span]:
    """The spans, each split at those of the given lines, in order, that are inside it."""
    if not splits:
        return spans
    parts: list[Span] = []
    place, count = 0, len(splits)
    for span in spans:
        while place < count and splits[place] <= span.start:
            place += 1
        first = place
        while place < count and splits[place] < span.end:
            place += 1
        parts += _split_at(span, splits[first:place]) if first < place else (span,)
    return parts


def _split_at(span: Span, splits: list[int]) -> list[Span]:
    """The span, split at the given lines; its author belongs to the last part."""
    if not splits:
        return [span]
    parts = [Span(start, end) for start, end in pairwise((span.start, *splits, span.end))]
    parts[-1].author = span.author
    return parts


def _split_to_declared(section: AnswerSection, spans: list[Span]) -> list[Span]:
    """The spans, split further at the most likely headlines until there are as many answers as declared."""
    if section.declared is None and len(spans) == 1 and spans[0].author is None:
        best = _best_headlines(section, spans, len(section.lines.texts), _TRUSTED_SCORE)
        return _split_at(spans[0], sorted(best))
    must = sum([span.min_splits for span in spans])
    wanted = section.declared - len(spans) if section.declared is not None else must
    splits: list[int] = []
    if must and wanted > 0:
        best = _best_headlines(section, spans[:1], 1, _TRUSTED_SCORE if section.declared is None else -5.0)
        splits += best
        wanted -= len(best)
    if wanted > 0:
        splits += _best_headlines(section, spans, wanted, _min_score(section), taken=splits)
    return _split_all(spans, sorted(splits))


def _min_score(section: AnswerSection) -> float:
    """The lowest score with which a headline may split answers to reach the declared count."""
    if not section.complete:
        return 3.0  # the dump truncated the page: most of the missing answers are really missing
    return 3.5 if section.gaps is Gaps.LOST else 0.0


def _best_headlines(
    section: AnswerSection, spans: list[Span], wanted: int, floor: float, taken: list[int] | None = None
) -> list[int]:
    """Indices of the best-scoring headlines inside the spans, at most ``wanted``, each with text above and below it."""
    scored = []
    lines, texts, gaps = section.lines, section.lines.texts, section.lines.gaps
    votes = set(section.vote_lines)
    votes_follow = _votes_follow_headlines(section, spans)
    all_may = section.gaps is Gaps.LOST
    for span in spans:
        end = span.author.start if span.author else span.end
        for index in range(span.start + 1, end - 1):
            may = all_may or lines.headings[index] or (gaps[index] and not section.html)
            if not may or texts[index][MAX_HEADLINE:] or index in votes or (votes_follow and gaps[index + 1] < 2):
                continue
            room = 1.0 if index - span.start > 1 else -1.0  # most answers have a headline and a body
            score = headline_score(lines, index, section.title, ignore_gaps=section.ignore_gaps) + room
            if score >= floor:
                scored.append((-score, index))
    chosen: list[int] = []
    near = {near for index in taken or () for near in (index - 1, index, index + 1)}
    for _, index in sorted(scored):
        if index not in near and len(chosen) < wanted:
            chosen.append(index)
            near |= {index - 1, index, index + 1}
    return chosen


def _votes_follow_headlines(section: AnswerSection, spans: list[Span]) -> bool:
    """Whether every headline so far is followed by a vote line or its empty line, as on the oldest pages."""
    if section.ignore_gaps:
        return False
    texts, gaps = section.lines.texts, section.lines.gaps
    below = [span.start + 1 for span in spans if span.start + 1 < span.end]
    return len(below) > 1 and all(gaps[row] > 1 or line_types.is_vote(texts[row]) for row in below)
