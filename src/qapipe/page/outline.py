"""The outline of a page: its visible lines from top to bottom, each with what surrounds it.

Plain text and HTML give the same :class:`Line` objects, so a reader needs one set of rules for both. Lines of HTML are
made in :mod:`qapipe.page.html_lines`.
"""

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
        return tuple(link.href for link in self.links)

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


def block(lines: list[Line]) -> str:
    r"""The lines as one text: ``\\n`` between adjacent lines, ``\\n\\n`` where empty lines separated them."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append("\n\n" if line.gap else "\n")
        parts.append(line.display())
    return "".join(parts)


def lines_of_text(text: str) -> list[Line]:
    """The non-empty lines of plain text, each with the number of empty lines above it as ``gap``."""
    found: list[Line] = []
    gap = 0
    for line in plain.lines(text):
        if not line:
            gap += 1
            continue
        bare = line if line[0] < "\x80" else plain.list_item(line)
        found.append(Line(line, gap) if bare is line else Line(bare[2:], gap, item=True))
        gap = 0
    return found
