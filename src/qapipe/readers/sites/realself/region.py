"""The part of a page that holds the answers, and the spans that it is cut into."""

from dataclasses import dataclass

from qapipe.page.outline import Line
from qapipe.readers.lines.bylines import read_byline
from qapipe.readers.sites.realself import atoms
from qapipe.readers.sites.realself.authors import Author, Gaps, find_authors
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, stems


@dataclass(slots=True)
class Span:
    """A half-open range of lines that holds one answer or, where authors are lost, several."""

    start: int
    end: int
    author: Author | None = None
    spare: int = 0
    """Answers that must be cut off it, because its author cannot be the first one's."""


@dataclass(frozen=True, slots=True)
class Region:
    """The lines that hold the answers, and what the page says of them."""

    lines: list[Line]
    authors: list[Author]
    slots: list[int]
    """Indices of the lines that are vote slots."""
    declared: int | None
    promo_before: frozenset[int]
    topic: frozenset[str]
    """Stems of the question's title."""
    gaps: Gaps
    whole: bool
    """Whether nothing is cut off at the page's end, so that the declared count must come out."""
    headed: bool
    """Whether headlines are HTML headings here."""

    @property
    def html(self) -> bool:
        """Whether the lines are those of HTML."""
        return self.gaps is Gaps.HTML

    @property
    def loose(self) -> bool:
        """Whether empty lines say nothing."""
        return self.gaps is not Gaps.TRUE

    @property
    def slotted(self) -> bool:
        """Whether each answer has a vote slot: templates leave their placeholder in every one."""
        return any(atoms.is_placeholder(self.lines[slot].text) for slot in self.slots)


def region_of(body: atoms.Body, lines: list[Line], start: int, title: str | None, gaps: Gaps) -> Region:
    """The answers' region of a page: ``lines`` are those of its body from ``start`` on."""
    authors = find_authors(lines, gaps=gaps) or (
        _names_over_headlines(lines, body.declared) if gaps is not Gaps.HTML else []
    )
    named = {index for author in authors for index in range(author.start, author.end)}
    return Region(
        lines=lines,
        authors=authors,
        slots=[index for index, line in enumerate(lines) if line.text[0] in "+-{" and atoms.is_vote(line.text)],
        declared=body.declared,
        promo_before=frozenset(index - start for index in body.promo_before),
        topic=stems(title or ""),
        gaps=gaps,
        whole=body.whole,
        headed=any(line.heading for index, line in enumerate(lines) if index not in named),
    )


def _names_over_headlines(lines: list[Line], declared: int | None) -> list[Author]:
    """Authors of pages whose names kept no place and stand right above the *next* answer's headline."""
    names = []
    last = len(lines) - 1
    for index, line in enumerate(lines):
        glued = index < last and not lines[index + 1].gap and len(lines[index + 1].text) <= MAX_HEADLINE
        if index and line.gap and (glued or index == last) and (name := read_byline(line.text)):
            names.append(Author(index, index + 1, name))
    glued_names = [author for author in names if author.end <= last]
    enough = len(glued_names) >= 2 or (glued_names and len(names) + 1 == declared)
    return names if enough else []
