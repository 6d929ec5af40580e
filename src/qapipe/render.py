"""Pages to visible lines: what a reader sees, top to bottom, so that one line grammar serves text and HTML.

The rules are those of ``innerText`` (WHATWG HTML, "the rendered text collection steps"), without style sheets:
inline elements do not break a line, block elements do, paragraphs and their like stand apart by an empty line.
Furniture is left out: scripts, styles, templates, forms' controls, hidden parts, ``nav``, ``aside`` and ``footer``
(but the footer of an article or a list item, where bylines live).
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from qapipe import text as plain

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
_HIDDEN = (
    '[hidden],[style*="display:none" i],[style*="display: none" i],[style*="visibility:hidden" i],'
    '[style*="visibility: hidden" i],i[aria-hidden="true"],span[aria-hidden="true"]'
)
# Pictures drawn with text or style, such as the stars of a rating: what is read out stands for them.
_PICTURE = '[role="img"][aria-label]:not(svg)'
_HEADING = re.compile(r"h[1-6]")
_PRE_BREAK = re.compile("\r\n?|\n")


class Link(NamedTuple):
    """A link of a line: its target as written, and its text, if it stands in this line alone."""

    href: str
    text: str


class Line(NamedTuple):
    """One visible line, clean and never empty, and what its surroundings say about it."""

    text: str
    """The line as :func:`qapipe.text.one_line` leaves it; of a list item without its bullet."""
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


def lines_of_node(root: LexborNode, without: str | None = None) -> list[Line]:
    """The visible lines below an HTML element, leaving out what a CSS selector finds in it."""
    return _Renderer(root, without).lines


class _Renderer:
    """The lines of an element, gathered in one walk."""

    def __init__(self, root: LexborNode, without: str | None) -> None:
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
        self._drawn = 0
        self._boxes: list[LexborNode] = []
        self._layout_items: set[int] = set()
        hidden = {node.mem_id for node in root.css(f"{_HIDDEN},{without}" if without else _HIDDEN)}
        self._pictures = {node.mem_id for node in root.css(_PICTURE)}
        self._hidden = hidden
        for node, entering in walk(root, self._visible):
            if entering:
                self._enter(node)
            else:
                self._leave(node)
        self._flush()

    def _visible(self, node: LexborNode) -> bool:
        """Whether a node is text or an element that a reader sees here."""
        if self._drawn:
            return False  # what a picture is drawn with
        tag = node.tag or ""
        if tag == "-text":
            return True
        if tag[:1] == "-" or node.mem_id in self._hidden:
            return False
        return tag not in FURNITURE or (tag == "footer" and self._articles > 0)

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
        elif tag == "br":
            self._line_break()
        elif tag in _BLOCKS:
            self._enter_block(node, tag)
        elif tag == "a":
            self._links.append([node.attributes.get("href") or "", ""])
            self._open_links.append((self._links[-1], len(self._parts), len(self.lines)))
        elif tag in ("td", "th"):
            self._parts.append(" ")
        if node.mem_id in self._pictures:
            self._parts.append(f" {node.attributes.get('aria-label')} ")
            self._drawn += 1

    def _enter_block(self, node: LexborNode, tag: str) -> None:
        self._break(2 if tag in _PARAGRAPHS and not self._lists else 1)
        self._boxes.append(node)
        if tag == "li":
            if _is_layout(node):
                self._layout_items.add(node.mem_id)
            else:
                self._lists += 1
                self._item = True
            self._articles += 1
        elif tag == "pre":
            self._pre += 1
        elif tag in ("article", "blockquote"):
            self._articles += 1
        elif _HEADING.fullmatch(tag):
            self._heading = int(tag[1])

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if node.mem_id in self._pictures:
            self._drawn -= 1
        if tag == "a" and self._open_links:
            link, start, line = self._open_links.pop()
            if line == len(self.lines):
                link[1] = plain.one_line("".join(self._parts[start:]))
        if tag not in _BLOCKS:
            return
        self._break(2 if tag in _PARAGRAPHS and not self._lists else 1)
        self._boxes.pop()
        if tag == "li":
            self._item = False
            self._articles -= 1
            if node.mem_id not in self._layout_items:
                self._lists -= 1
        elif tag == "pre":
            self._pre -= 1
        elif tag in ("article", "blockquote"):
            self._articles -= 1
        elif _HEADING.fullmatch(tag):
            self._heading = 0

    def _text(self, text: str) -> None:
        if self._pre and ("\n" in text or "\r" in text):
            for number, piece in enumerate(_PRE_BREAK.split(text)):
                if number:
                    self._line_break()
                self._parts.append(piece)
        elif self._parts or not text.isspace():
            self._parts.append(text)

    def _break(self, count: int) -> None:
        """A block edge: at least ``count`` line breaks before the next text."""
        self._breaks = count if self._flush() else max(self._breaks, count)

    def _line_break(self) -> None:
        """A ``br``: one more line break."""
        self._breaks = 1 if self._flush() else self._breaks + 1

    def _flush(self) -> bool:
        """End the line under way; False when it holds nothing that is visible."""
        text = plain.one_line("".join(self._parts))
        self._parts.clear()
        if not text:
            return False
        gap = 1 if self._breaks > 1 and self.lines else 0
        box = self._boxes[-1] if self._boxes else None
        links = tuple(Link(href, shown) for href, shown in self._links if href)
        line = Line(text, gap, self._item, self._heading, links, box)
        bare = plain.list_item(text)
        self.lines.append(line if bare is text else line._replace(text=bare[2:], item=True))
        self._item = False
        self._links.clear()
        return True


def walk(root: LexborNode, enters: Callable[[LexborNode], bool] = lambda _: True) -> Iterator[tuple[LexborNode, bool]]:
    """Every node at and below ``root`` in document order: (node, True) going in, (node, False) coming out.

    ``enters`` says whether a node is visited at all; the root always is. Nothing recurses: pages nest deeper than
    Python's stack.
    """
    node, depth = root, 0
    while True:
        if depth == 0 or enters(node):
            yield node, True
            child = node.first_child
            if child is not None:
                node, depth = child, depth + 1
                continue
            yield node, False
        while depth:
            following = node.next
            if following is not None:
                node = following
                break
            parent = node.parent
            if parent is None:
                return
            node, depth = parent, depth - 1
            yield node, False
        if not depth:
            return


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
