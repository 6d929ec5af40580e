"""The outline of a page: its visible lines from top to bottom, each with what surrounds it.

Plain text and HTML give the same :class:`Line` objects, so a reader needs one set of rules for both. Lines of HTML are
made in :mod:`qapipe.page.html_lines`.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

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


_new_link: Callable[[Sequence[str]], Link] = partial(tuple.__new__, Link)
_new_line: Callable[[tuple[object, ...]], Line] = partial(tuple.__new__, Line)


def lines_of_text(text: str) -> list[Line]:
    """The non-empty lines of plain text, each with the number of empty lines above it as ``gap``."""
    full = [(number, line) for number, line in enumerate(plain.lines(text)) if line]
    above = [-1, *[number for number, _ in full]]
    lines = lines_of(
        [(line, n - before - 1, False, 0, (), None) for (n, line), before in zip(full, above, strict=False)]
    )
    for index in [index for index, (_, line) in enumerate(full) if line[0] >= "\x80"]:
        line = lines[index]
        if (bare := plain.list_item(line.text)) is not line.text:
            lines[index] = Line(bare[2:], line.gap, item=True)
    return lines
