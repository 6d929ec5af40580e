"""The visible lines of an HTML element, as a browser would show them.

In: ``<p>See <b>the</b> photos.</p><ul><li>swelling</ul>``. Out: the lines ``See the photos.`` and ``swelling`` (a list
item).

The rules are those of ``innerText`` (WHATWG HTML, "the rendered text collection steps") without style sheets: inline
elements do not break lines, block elements do, and paragraphs are separated by an empty line. Skipped are scripts,
styles, templates, form controls, hidden elements, ``nav``, ``aside`` and ``footer``, except for the footer of an
article or list item, which often has the byline.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.page import text as plain
from qapipe.page.outline import Line, Link

SKIPPED_TAGS = frozenset(
    "script style template noscript nav aside footer head title svg iframe object embed video audio canvas map "
    "button select textarea input datalist dialog progress meter".split()
)
_PARAGRAPHS = frozenset("p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 hr figure fieldset".split())
_BLOCKS = _PARAGRAPHS | frozenset(
    "div section article main header footer address center figcaption details summary form li dt dd tr caption "
    "legend menu search hgroup body html tbody thead tfoot".split()
)
# Children that show that a list item is page layout (an answer, a card) and not an item of a list in a text.
_LAYOUT = frozenset("div section article header footer h1 h2 h3 h4 h5 h6 table form aside".split())
# Attributes that hide an element or replace it with a label, such as the stars of a rating.
_STATE_ATTRIBUTES = frozenset({"hidden", "style", "aria-hidden", "role"})
_HIDING_RULES = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")
_HEADINGS = re.compile(r"h[1-6]")
_PRE_BREAK = re.compile("\r\n?|\n")


# How an element affects the lines, as bits of one number; the level of a heading is a multiple of _HEADING.
_TEXT, _SKIPPED, _LABELLED, _FOOTER, _BREAK, _LINK, _CELL, _BLOCK, _PARAGRAPH, _ITEM, _PRE, _ARTICLE, _HEADING = (
    1 << bit for bit in range(13)
)
_WITHOUT_CHILDREN = _SKIPPED | _LABELLED
_NESTED = _ITEM | _PRE | _ARTICLE | 7 * _HEADING


def _kind(name: str) -> int:
    found = _BLOCK * (name in _BLOCKS) | _PARAGRAPH * (name in _PARAGRAPHS) | _SKIPPED * (name in SKIPPED_TAGS)
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
    """The kind of each element by Lexbor's numeric tag id; inline elements have none."""
    page = LexborHTMLParser("<!doctype html><!---->")
    numbers = {page.create_node(name).tag_id: _kind(name) for name in _BLOCKS | SKIPPED_TAGS | {"br", "a", "td", "th"}}
    node = page.root.parent.first_child if page.root is not None and page.root.parent is not None else None
    while node is not None:  # the doctype, the comment, and the html element
        numbers.setdefault(node.tag_id, _SKIPPED)
        node = node.next
    text = LexborHTMLParser("x").body
    numbers[text.first_child.tag_id] = _TEXT  # type: ignore[union-attr]  # a page with text has a body with a text node
    return numbers


_KINDS = _kinds()


def lines_of_node(root: LexborNode) -> list[Line]:
    """The visible lines of an HTML element."""
    return _Renderer(root).lines


class _Renderer:
    """Collects the lines of an element in one walk of its tree."""

    def __init__(self, root: LexborNode) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._breaks = 0  # line breaks due before the next text
        self._links: list[list[str]] = []  # target and text
        self._open_links: list[tuple[list[str], int, int]] = []  # link, start of its text in _parts, line
        self._item = False
        self._heading = 0
        self._pre = 0
        self._lists = 0
        self._articles = 0
        self._boxes: list[LexborNode] = []
        self._layout_items: set[int] = set()
        self._walk(root)
        self._flush()

    def _walk(self, root: LexborNode) -> None:  # noqa: C901  function calls would cost more than their work
        """Visit the nodes below the root in document order; each element is entered and left.

        Not recursive, because pages nest deeper than Python's stack. Text and plain blocks, which are the bulk of a
        page, are handled inline.
        """
        parts, boxes = self._parts, self._boxes
        above: list[tuple[LexborNode, int]] = []
        node, kind = root, _KINDS.get(root.tag_id, 0) & ~_SKIPPED
        while True:
            if kind == _TEXT:
                text = node.text_content or ""
                if self._pre:
                    self._add_preformatted(text)
                elif parts or not text.isspace():
                    parts.append(text)
            elif not kind & _SKIPPED or (kind & _FOOTER and self._articles):
                kind &= ~_SKIPPED
                if not _STATE_ATTRIBUTES.isdisjoint(node.attributes):
                    kind = self._with_attributes(node, kind, hideable=bool(above))
                if kind == _BLOCK:
                    if parts or not self._breaks:
                        self._edge(kind)
                    boxes.append(node)
                elif kind:
                    self._enter(node, kind)
                child = None if kind & _WITHOUT_CHILDREN else node.first_child
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

    def _with_attributes(self, node: LexborNode, kind: int, *, hideable: bool) -> int:
        """The kind of an element, given the attributes that hide it or replace it with a label."""
        attributes = node.attributes
        style = (attributes.get("style") or "").lower()
        decoration = attributes.get("aria-hidden") == "true" and node.tag in ("i", "span")
        hidden = "hidden" in attributes or decoration or any(rule in style for rule in _HIDING_RULES)
        if hideable and hidden:
            return _SKIPPED
        drawn = attributes.get("role") == "img" and "aria-label" in attributes
        return kind | _LABELLED if drawn and node.tag != "svg" else kind

    def _enter(self, node: LexborNode, kind: int) -> None:
        if kind & _BLOCK:
            self._edge(kind)
            self._boxes.append(node)
            if kind & _NESTED:
                self._enter_nested(node, kind)
        elif kind & _LINK:
            self._links.append([node.attributes.get("href") or "", ""])
            self._open_links.append((self._links[-1], len(self._parts), len(self.lines)))
        elif kind & _BREAK:  # one more line break
            self._breaks = 1 if self._flush() else self._breaks + 1
        elif kind & _CELL:
            self._parts.append(" ")
        if kind & _LABELLED:
            self._parts.append(f" {node.attributes.get('aria-label')} ")

    def _enter_nested(self, node: LexborNode, kind: int) -> None:
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
            if kind & _NESTED:
                self._leave_nested(node, kind)
        elif kind & _LINK and self._open_links:
            link, start, line = self._open_links.pop()
            if line == len(self.lines):
                link[1] = plain.one_line("".join(self._parts[start:]))

    def _leave_nested(self, node: LexborNode, kind: int) -> None:
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
        """The start or end of a block: one line break before the next text, two if the block is a paragraph."""
        breaks = 2 if kind & _PARAGRAPH and not self._lists else 1
        if (self._parts and self._flush()) or self._breaks < breaks:
            self._breaks = breaks

    def _flush(self) -> bool:
        """End the current line; False if it has no visible text."""
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
    """Whether a ``li`` is page layout (an answer, a card), as opposed to an item of a list in a text."""
    paragraphs = 0
    child = item.first_child
    while child is not None:
        tag = child.tag or ""
        paragraphs += tag == "p"
        if tag in _LAYOUT or paragraphs > 1:
            return True
        child = child.next
    return False
