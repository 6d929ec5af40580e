"""The part of a page that holds the answers, with the facts that decide where each answer starts and ends.

In: the lines below ``Doctor Answers (2)``. Out: an :class:`AnswerSection` with their authors, vote lines and so on;
:mod:`.split` splits it into one :class:`Span` of lines per answer:

    Scars fade with time          Span(start=0, end=4, author=Jane Doe)
    Give it a year ...
    Jane Doe, MD
    Tampa Plastic Surgeon
    Every scar is different       Span(start=4, end=..., author=...)
    ...
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter

from qapipe.page.outline import Lines
from qapipe.readers.lines.bylines import read_byline
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.authors import Author, Gaps, Ratings, find_authors
from qapipe.readers.sites.realself.boilerplate import MainContent
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE

_END = attrgetter("end")
_NONE: frozenset[int] = frozenset()


@dataclass(slots=True)
class Span:
    """A half-open range of lines that holds one answer, or several where authors are missing."""

    start: int
    end: int
    author: Author | None = None
    min_splits: int = 0
    """How many more answers this span must contain, because its author cannot be that of the first answer."""


@dataclass(slots=True)
class AnswerSection:
    """The lines that hold the answers, and the facts needed to split them."""

    lines: Lines
    authors: list[Author]
    """Author blocks from top to bottom."""
    vote_lines: list[int]
    """Indices of the lines that show votes."""
    declared: int | None
    """Declared answer count."""
    after_promo: frozenset[int]
    """Indices of the lines right below a promotion, which separates two answers."""
    title: str
    """Title of the question; empty if it has none."""
    gaps: Gaps
    complete: bool
    """Whether the page was not truncated, so that as many answers as declared must be found."""
    has_headings: bool
    """Whether any line outside the author blocks is an HTML heading: then headlines are headings."""

    html: bool
    """Whether the lines come from HTML."""
    ignore_gaps: bool
    """Whether empty lines are no evidence here."""
    has_placeholders: bool
    """Whether votes are unrendered placeholders: then the template left one in every answer."""
    first_named: bool = False
    """Whether the page kept the name of the first author, which RealSelf's text extractions lose."""
    _named: frozenset[int] | None = None

    @property
    def named(self) -> frozenset[int]:
        """Indices of the lines in author blocks."""
        if self._named is None:
            self._named = _rows_of(self.authors)
        return self._named

    def spans_from(self, starts: list[int]) -> list[Span]:
        """One span from each start to the next; its author is the last author block in it."""
        spans = []
        for start, end in zip(starts, [*starts[1:], len(self.lines.texts)], strict=True):
            last = bisect_right(self.authors, end, key=_END) - 1
            own = last >= 0 and self.authors[last].start >= start
            spans.append(Span(start, end, self.authors[last] if own else None))
        return spans


def answer_section_of(
    content: MainContent, lines: Lines, start: int, title: str | None, gaps: Gaps, ratings: Ratings | None = None
) -> AnswerSection:
    """The answer section of a page; ``lines`` are those of ``content`` from index ``start`` on."""
    authors = find_authors(lines, gaps=gaps, ratings=ratings) or (
        names_above_headlines(lines, content.declared) if gaps is not Gaps.HTML else []
    )
    texts = lines.texts
    headings = list(compress(range(len(texts)), lines.headings))
    vote_lines = line_types.vote_lines(texts, lines.starts)
    return AnswerSection(
        lines=lines,
        authors=authors,
        vote_lines=vote_lines,
        declared=content.declared,
        after_promo=frozenset([index - start for index in content.after_promo]) if content.after_promo else _NONE,
        title=title or "",
        gaps=gaps,
        complete=content.complete,
        has_headings=bool(headings) and not _rows_of(authors).issuperset(headings),
        html=gaps is Gaps.HTML,
        ignore_gaps=gaps is not Gaps.RELIABLE,
        has_placeholders="{" in "".join([texts[n] for n in vote_lines]),
    )


def _rows_of(authors: list[Author]) -> frozenset[int]:
    return frozenset([row for author in authors for row in range(author.start, author.end)])


def names_above_headlines(lines: Lines, declared: int | None) -> list[Author]:
    """Authors on pages that lost all places, where a name is directly followed by the *next* answer's headline."""
    names = []
    texts, gaps = lines.texts, lines.gaps
    last = len(texts) - 1
    for index in [index for index, gap in enumerate(gaps) if gap and index]:
        glued = index < last and not gaps[index + 1] and not texts[index + 1][MAX_HEADLINE:]
        if (glued or index == last) and (name := read_byline(texts[index])):
            names.append(Author(index, index + 1, name))
    glued_names = [author for author in names if author.end <= last]
    enough = len(glued_names) >= 2 or (glued_names and len(names) + 1 == declared)
    return names if enough else []
