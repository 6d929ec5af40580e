"""The outline of a page: its visible lines from top to bottom, each with what surrounds it.

Plain text and HTML give the same :class:`Line` objects, so a reader needs one set of rules for both. Lines of HTML are
made in :mod:`qapipe.page.visible_lines`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple, TypeVar

from selectolax.lexbor import LexborNode

from qapipe.page import text as plain


class Link(NamedTuple):
    """A link in a line: its target as written, and its text, or ``""`` if that continues on the next line."""

    href: str
    text: str


class Line(NamedTuple):
    """One visible line, clean and never empty, with its context on the page."""

    text: str
    """The text, as cleaned by :func:`qapipe.page.text.one_line`; list items have no bullet."""
    gap: int = 0
    """Number of empty lines above it; in HTML 1 between paragraphs, else 0."""
    item: bool = False
    """Whether it is the first line of a list item."""
    heading: int = 0
    """Level of the HTML heading that contains it, 1 to 6; 0 if none does."""
    links: tuple[Link, ...] = ()
    """The links in it, and the links without text right before it."""
    box: LexborNode | None = None
    """The innermost block element that contains it; None in plain text."""

    @property
    def hrefs(self) -> tuple[str, ...]:
        """Targets of the links, as written."""
        return tuple([link.href for link in self.links]) if self.links else ()

    @property
    def label(self) -> str:
        """Name and classes of the block element; lines with the same role on a page have the same label."""
        return label_of(self.box) if self.box is not None else ""

    def display(self) -> str:
        """The text as stored in text columns: list items start with ``- ``."""
        return f"- {self.text}" if self.item else self.text


def label_of(element: LexborNode) -> str:
    """Name and classes of an element, such as ``div.answer expert``."""
    return f"{element.tag}.{element.attributes.get('class') or ''}"


def block(lines: Sequence[Line]) -> str:
    r"""The lines as one text: ``\\n`` between adjacent lines, ``\\n\\n`` where empty lines separated them."""
    if not lines:
        return ""
    text = "".join([f"{_STARTS[line.gap > 0, line.item]}{line.text}" for line in lines])
    return text[2 if lines[0].gap else 1 :]


_STARTS = {(False, False): "\n", (False, True): "\n- ", (True, False): "\n\n", (True, True): "\n\n- "}
"""What a line starts with below another one: by whether there is a gap above it and whether it is a list item."""


def lines_of(rows: Iterable[tuple[object, ...]]) -> list[Line]:
    """Lines with the given fields, made without a call in Python for each."""
    return list(map(_new_line, rows))


def links_of(rows: Iterable[Sequence[str]]) -> tuple[Link, ...]:
    """Links with the given targets and texts, made without a call in Python for each."""
    return tuple(map(_new_link, rows))


T = TypeVar("T")

_first, _last = itemgetter(0), itemgetter(-1)
_new_link: Callable[[Sequence[str]], Link] = partial(tuple.__new__, Link)
_new_line: Callable[[tuple[object, ...]], Line] = partial(tuple.__new__, Line)


@dataclass(slots=True, eq=False)
class Lines:
    """Lines as columns: a list for each field of :class:`Line`.

    Rules that look at one field of all lines are several times as fast on a list of it as on a list of objects.
    """

    texts: list[str]
    gaps: list[int]
    items: list[bool]
    headings: list[int]
    links: list[tuple[Link, ...]]
    boxes: list[LexborNode | None]
    starts: str
    """The first characters of the lines."""

    ends: str
    """The last characters of the lines."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Lines":
        """The columns of some lines."""
        if not lines:
            return cls([], [], [], [], [], [], "", "")
        texts, gaps, items, headings, links, boxes = map(list, zip(*lines, strict=True))
        return cls(texts, gaps, items, headings, links, boxes, starts_of(texts), ends_of(texts))

    def rows(self) -> list[Line]:
        """The same as objects."""
        columns = (self.texts, self.gaps, self.items, self.headings, self.links, self.boxes)
        return lines_of(zip(*columns, strict=True))

    def part(self, start: int, end: int | None = None) -> "Lines":
        """The lines from ``start`` on and above ``end``."""
        rows = slice(start, end)
        return Lines(
            self.texts[rows],
            self.gaps[rows],
            self.items[rows],
            self.headings[rows],
            self.links[rows],
            self.boxes[rows],
            self.starts[rows],
            self.ends[rows],
        )

    def without(self, rows: Sequence[int]) -> "Lines":
        """The lines without those of these indices, which are sorted."""
        if not rows:
            return self
        kept = _runs_between(rows, len(self.texts))
        return Lines(
            _joined(self.texts, kept),
            _joined(self.gaps, kept),
            _joined(self.items, kept),
            _joined(self.headings, kept),
            _joined(self.links, kept),
            _joined(self.boxes, kept),
            "".join([self.starts[run] for run in kept]),
            "".join([self.ends[run] for run in kept]),
        )

    def hrefs(self, row: int) -> tuple[str, ...]:
        """Targets of the links of a line, as written."""
        return tuple([link.href for link in self.links[row]]) if self.links[row] else ()

    def label(self, row: int) -> str:
        """Name and classes of the block element of a line, see :attr:`Line.label`."""
        box = self.boxes[row]
        return label_of(box) if box is not None else ""

    def shown(self, row: int) -> str:
        """A line as :func:`block` puts it down: list items start with ``- ``."""
        return f"- {self.texts[row]}" if self.items[row] else self.texts[row]

    def text_of(self, rows: Sequence[int]) -> str:
        """The lines of these indices, which are sorted, as one text; see :func:`block`."""
        if rows and rows[-1] - rows[0] == len(rows) - 1:
            run = slice(rows[0], rows[-1] + 1)
            texts, gaps, items = self.texts[run], self.gaps[run], self.items[run]
        else:
            texts, gaps = [self.texts[row] for row in rows], [self.gaps[row] for row in rows]
            items = [self.items[row] for row in rows]
        if True in items:
            texts = [f"- {text}" if item else text for text, item in zip(texts, items, strict=True)]
        del gaps[:1]
        if 0 not in gaps:
            return "\n\n".join(texts)
        pieces = texts + texts[1:]
        pieces[::2] = texts
        pieces[1::2] = ["\n\n" if gap else "\n" for gap in gaps]
        return "".join(pieces)

    def block(self) -> str:
        """All lines as one text, see :func:`block`."""
        return self.text_of(range(len(self.texts)))


def _runs_between(rows: Sequence[int], count: int) -> list[slice]:
    """The runs of indices below ``count`` that are not among ``rows``, which are sorted."""
    return [slice(above + 1, row) for above, row in pairwise((-1, *rows, count))]


def _joined(column: list[T], runs: Iterable[slice]) -> list[T]:
    """The values of these runs."""
    found: list[T] = []
    for run in runs:
        found += column[run]
    return found


def columns_of_text(text: str | bytes) -> Lines:
    """The non-empty lines of plain text or its UTF-8, each with the number of empty lines above it as ``gap``."""
    texts: list[str] = []
    gaps: list[int] = []
    gap = 0
    for line in plain.lines(text):
        if line:
            texts += (line,)
            gaps += (gap,)
            gap = 0
        else:
            gap += 1
    count = len(texts)
    items = [False] * count
    starts = starts_of(texts)
    if not starts.isascii():
        first = list(starts)
        for row in [row for row, start in enumerate(starts) if start in plain.BULLETS and texts[row][1:]]:
            texts[row] = texts[row][1:].lstrip(" ")
            first[row] = texts[row][0]
            items[row] = True
        starts = "".join(first)
    return Lines(texts, gaps, items, [0] * count, [()] * count, [None] * count, starts, ends_of(texts))


def starts_of(texts: Iterable[str]) -> str:
    """The first characters of the texts, none of them empty."""
    return "".join(map(_first, texts))


def ends_of(texts: Iterable[str]) -> str:
    """The last characters of the texts, none of them empty."""
    return "".join(map(_last, texts))
