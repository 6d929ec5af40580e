"""Pages to visible lines: what a reader sees, top to bottom, so that one line grammar serves text and HTML.

The rules are those of ``innerText`` (WHATWG HTML, "the rendered text collection steps"), without style sheets:
inline elements do not break a line, block elements do, paragraphs and their like stand apart by an empty line.
Furniture is left out: scripts, styles, templates, forms' controls, hidden parts, ``nav``, ``aside`` and ``footer``
(but the footer of an article or a list item, where bylines live).
"""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.page import text as plain

FURNITURE = frozenset(
    "script style template noscript nav aside footer head title svg iframe object embed video audio canvas map "
    "button select textarea input datalist dialog progress meter".split()
)
_PARAGRAPHS = frozenset("p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 hr figure fieldset".split())
_BLOCKS = _PARAGRAPHS | frozenset(
    "div section article main header footer address center figcaption details summary form li dt dd tr caption "
    "legend menu search hgroup body html tbody thead tfoot".split()
)
# Children that show that a list item is a part of the page's layout and not an item of somebody's list.
_LAYOUT = frozenset("div section article header footer h1 h2 h3 h4 h5 h6 table form aside".split())
# Attributes by which an element is hidden, or something else is read out for it, such as for the stars of a rating.
_TELLING = frozenset({"hidden", "style", "aria-hidden", "role"})
_HIDING_RULES = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")
_HEADINGS = re.compile(r"h[1-6]")
_PRE_BREAK = re.compile("\r\n?|\n")


# What an element is to a reader, as bits of one number; the level of a heading is a multiple of _HEADING.
_TEXT, _UNSEEN, _DRAWN, _FOOTER, _BREAK, _LINK, _CELL, _BLOCK, _PARAGRAPH, _ITEM, _PRE, _ARTICLE, _HEADING = (
    1 << bit for bit in range(13)
)
_CLOSED = _UNSEEN | _DRAWN
_COUNTED = _ITEM | _PRE | _ARTICLE | 7 * _HEADING


def _kind(name: str) -> int:
    found = _BLOCK * (name in _BLOCKS) | _PARAGRAPH * (name in _PARAGRAPHS) | _UNSEEN * (name in FURNITURE)
    if _HEADINGS.fullmatch(name):
        found += _HEADING * int(name[1])
    return found | {
        "br": _BREAK,
        "a": _LINK,
        "td": _CELL,
        "th": _CELL,
        "li": _ITEM,
        "pre": _PRE,
        "article": _ARTICLE,
        "blockquote": _ARTICLE,
        "footer": _FOOTER,
    }.get(name, 0)


def _kinds() -> dict[int, int]:
    """The kinds of elements by the numbers that Lexbor has for their names; inline elements are left out."""
    page = LexborHTMLParser("<!doctype html><!---->")
    numbers = {page.create_node(name).tag_id: _kind(name) for name in _BLOCKS | FURNITURE | {"br", "a", "td", "th"}}
    node = page.root.parent.first_child if page.root is not None and page.root.parent is not None else None
    while node is not None:  # the doctype, the comment, and the element of the page
        numbers.setdefault(node.tag_id, _UNSEEN)
        node = node.next
    text = LexborHTMLParser("x").body
    numbers[text.first_child.tag_id] = _TEXT  # type: ignore[union-attr]  # the page has a body, and in it its text
    return numbers


_KINDS = _kinds()


class Link(NamedTuple):
    """A link of a line: its target as written, and its text, if it stands in this line alone."""

    href: str
    text: str


class Line(NamedTuple):
    """One visible line, clean and never empty, and what its surroundings say about it."""

    text: str
    """The line as :func:`qapipe.page.text.one_line` leaves it; of a list item without its bullet."""
    gap: int = 0
    """Empty lines above it; of HTML 1 (another paragraph) or 0."""
    item: bool = False
    """Whether it starts a list item."""
    heading: int = 0
    """Level of the HTML heading it stands in, 1 to 6; else 0."""
    links: tuple[Link, ...] = ()
    """The links in it, and links without text right above it."""
    box: LexborNode | None = None
    """The innermost block element that it stands in; None in plain text."""

    @property
    def hrefs(self) -> tuple[str, ...]:
        """Targets of the links, as written."""
        return tuple(link.href for link in self.links)

    @property
    def label(self) -> str:
        """Name and classes of the block element: lines that play one part on a page have the same."""
        return label_of(self.box) if self.box is not None else ""

    def display(self) -> str:
        """The line as text columns show it: list items start with ``- ``."""
        return f"- {self.text}" if self.item else self.text


def label_of(element: LexborNode) -> str:
    """Name and classes of an element."""
    return f"{element.tag}.{element.attributes.get('class') or ''}"


def block(lines: list[Line]) -> str:
    r"""The lines as one clean text: ``\\n`` between neighbours, ``\\n\\n`` where empty lines stood between them."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append("\n\n" if line.gap else "\n")
        parts.append(line.display())
    return "".join(parts)


def lines_of_text(text: str) -> list[Line]:
    """The non-empty lines of plain text; ``gap`` counts the empty lines above each."""
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


def lines_of_node(root: LexborNode) -> list[Line]:
    """The visible lines below an HTML element."""
    return _Renderer(root).lines


class _Renderer:
    """The lines of an element, gathered in one walk."""

    def __init__(self, root: LexborNode) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._breaks = 0  # line breaks owed before the next text
        self._links: list[list[str]] = []  # target and text
        self._open_links: list[tuple[list[str], int, int]] = []  # link, where its text starts, in which line
        self._item = False
        self._heading = 0
        self._pre = 0
        self._lists = 0
        self._articles = 0
        self._boxes: list[LexborNode] = []
        self._layout_items: set[int] = set()
        self._walk(root)
        self._flush()

    def _walk(self, root: LexborNode) -> None:  # noqa: C901  calls would cost more than what they do
        """Take in the nodes below the root in document order, the elements going in and coming out.

        Nothing recurses: pages nest deeper than Python's stack. Text and plain blocks are most of what there is, so
        they are done here.
        """
        parts, boxes = self._parts, self._boxes
        above: list[tuple[LexborNode, int]] = []
        node, kind = root, _KINDS.get(root.tag_id, 0) & ~_UNSEEN
        while True:
            if kind == _TEXT:
                text = node.text_content or ""
                if self._pre:
                    self._add_preformatted(text)
                elif parts or not text.isspace():
                    parts.append(text)
            elif not kind & _UNSEEN or (kind & _FOOTER and self._articles):
                kind &= ~_UNSEEN
                if not _TELLING.isdisjoint(node.attributes):
                    kind = self._told(node, kind, hideable=bool(above))
                if kind == _BLOCK:
                    if parts or not self._breaks:
                        self._edge(kind)
                    boxes.append(node)
                elif kind:
                    self._enter(node, kind)
                child = None if kind & _CLOSED else node.first_child
                if child is not None:
                    above.append((node, kind))
                    node, kind = child, _KINDS.get(child.tag_id, 0)
                    continue
                self._leave(node, kind)
            while (following := node.next if above else None) is None:
                if not above:
                    return
                node, kind = above.pop()
                if kind == _BLOCK:
                    if parts or not self._breaks:
                        self._edge(kind)
                    boxes.pop()
                elif kind:
                    self._leave(node, kind)
            node, kind = following, _KINDS.get(following.tag_id, 0)

    def _told(self, node: LexborNode, kind: int, *, hideable: bool) -> int:
        """The kind of an element by its attributes, too: the few that hide it, or that are read out for it."""
        attributes = node.attributes
        style = (attributes.get("style") or "").lower()
        decoration = attributes.get("aria-hidden") == "true" and node.tag in ("i", "span")
        hidden = "hidden" in attributes or decoration or any(rule in style for rule in _HIDING_RULES)
        if hideable and hidden:
            return _UNSEEN
        drawn = attributes.get("role") == "img" and "aria-label" in attributes
        return kind | _DRAWN if drawn and node.tag != "svg" else kind

    def _enter(self, node: LexborNode, kind: int) -> None:
        if kind & _BLOCK:
            self._edge(kind)
            self._boxes.append(node)
            if kind & _COUNTED:
                self._enter_counted(node, kind)
        elif kind & _LINK:
            self._links.append([node.attributes.get("href") or "", ""])
            self._open_links.append((self._links[-1], len(self._parts), len(self.lines)))
        elif kind & _BREAK:  # one more line break
            self._breaks = 1 if self._flush() else self._breaks + 1
        elif kind & _CELL:
            self._parts.append(" ")
        if kind & _DRAWN:
            self._parts.append(f" {node.attributes.get('aria-label')} ")

    def _enter_counted(self, node: LexborNode, kind: int) -> None:
        if kind & _ITEM:
            if _is_layout(node):
                self._layout_items.add(node.mem_id)
            else:
                self._lists += 1
                self._item = True
        self._articles += bool(kind & (_ARTICLE | _ITEM))
        self._pre += bool(kind & _PRE)
        self._heading = kind // _HEADING or self._heading

    def _leave(self, node: LexborNode, kind: int) -> None:
        if kind & _BLOCK:
            self._edge(kind)
            self._boxes.pop()
            if kind & _COUNTED:
                self._leave_counted(node, kind)
        elif kind & _LINK and self._open_links:
            link, start, line = self._open_links.pop()
            if line == len(self.lines):
                link[1] = plain.one_line("".join(self._parts[start:]))

    def _leave_counted(self, node: LexborNode, kind: int) -> None:
        if kind & _ITEM:
            self._item = False
            self._lists -= node.mem_id not in self._layout_items
        self._articles -= bool(kind & (_ARTICLE | _ITEM))
        self._pre -= bool(kind & _PRE)
        if kind >= _HEADING:
            self._heading = 0

    def _add_preformatted(self, text: str) -> None:
        for number, piece in enumerate(_PRE_BREAK.split(text)):
            if number:
                self._breaks = 1 if self._flush() else self._breaks + 1
            if self._parts or not piece.isspace():
                self._parts.append(piece)

    def _edge(self, kind: int) -> None:
        """The edge of a block: at least one line break before the next text, of a paragraph two."""
        breaks = 2 if kind & _PARAGRAPH and not self._lists else 1
        if (self._parts and self._flush()) or self._breaks < breaks:
            self._breaks = breaks

    def _flush(self) -> bool:
        """End the line under way; False when it holds nothing that is visible."""
        parts = self._parts
        text = plain.one_line(parts[0] if len(parts) == 1 else "".join(parts))
        parts.clear()
        if not text:
            return False
        gap = 1 if self._breaks > 1 and self.lines else 0
        item = self._item
        if not text[0].isascii() and (bare := plain.list_item(text)) is not text:
            text, item = bare[2:], True
        links = tuple([Link(href, shown) for href, shown in self._links if href]) if self._links else ()
        box = self._boxes[-1] if self._boxes else None
        self.lines.append(Line(text, gap, item, self._heading, links, box))
        self._item = False
        self._links.clear()
        return True


def _is_layout(item: LexborNode) -> bool:
    """Whether a ``li`` is layout (an answer, a card) and no item of somebody's list."""
    paragraphs = 0
    child = item.first_child
    while child is not None:
        tag = child.tag or ""
        paragraphs += tag == "p"
        if tag in _LAYOUT or paragraphs > 1:
            return True
        child = child.next
    return False
