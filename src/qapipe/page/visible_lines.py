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
from qapipe.page.outline import Line, Lines, Link, ends_of, links_of, starts_of

SKIPPED_TAGS = frozenset(
    "script style template noscript nav aside footer head title svg iframe object embed video audio canvas map "
    "button select textarea input datalist dialog progress meter".split()
)
_PARAGRAPHS = frozenset("p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 hr figure fieldset".split())
_BLOCKS = _PARAGRAPHS | frozenset(
    "div section article main header footer address center figcaption details summary form li dt dd tr caption "
    "legend menu search hgroup body html tbody thead tfoot nav aside".split()
)
# Children that show that a list item is page layout (an answer, a card) and not an item of a list in a text.
_LAYOUT = frozenset("div section article header footer h1 h2 h3 h4 h5 h6 table form aside".split())
# Attributes that hide an element or replace it with a label, such as the stars of a rating.
_STATEFUL = "[hidden], [style], [aria-hidden], [role]"
_HIDING_RULES = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")
_HEADINGS = re.compile(r"h[1-6]")
_PRE_BREAK = re.compile("\r\n?|\n")
_TAG_IDS = 256  # Lexbor numbers the elements of HTML, SVG and MathML below this


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
    page = LexborHTMLParser("")
    numbers = {page.create_node(name).tag_id: _kind(name) for name in _BLOCKS | SKIPPED_TAGS | {"br", "a", "td", "th"}}
    text = LexborHTMLParser("x").body
    numbers[text.first_child.tag_id] = _TEXT  # type: ignore[union-attr]  # a page with text has a body with a text node
    return numbers


class _Kinds(dict[int, int]):
    """Kinds by tag id. Elements that are not in it, custom ones among them, are inline."""

    def __missing__(self, _: int) -> int:
        return 0


_KINDS = _Kinds(dict.fromkeys(range(_TAG_IDS), 0) | _kinds())

_Row = tuple[str, int, bool, int, LexborNode | None]
"""The fields of a :class:`Line` without its links, before its text is cleaned."""
_Above = tuple[LexborNode, int, LexborNode | None, "_Above | None"]
"""An element around the current node with its kind and the block around it, and the element above."""


def lines_of_node(root: LexborNode) -> list[Line]:
    """The visible lines of an HTML element."""
    return columns_of_node(root).rows()


def columns_of_node(root: LexborNode) -> Lines:
    """The same as columns."""
    rows, linked = _rows(root)
    if not rows:
        return Lines.of([])
    raw, gaps, items, headings, boxes = map(list, zip(*rows, strict=True))
    links = [link for own in linked.values() for link in own]
    texts = plain.one_lines([*raw, *[text for _, text in links]])
    for link, text in zip(links, texts[len(rows) :], strict=True):
        link[1] = text
    del texts[len(rows) :]
    starts = starts_of(texts)
    if not starts.isascii():
        for row in [row for row, start in enumerate(starts) if start in plain.BULLETS]:
            if (bare := plain.list_item(texts[row])) is not texts[row]:
                texts[row], items[row] = bare[2:], True
        starts = starts_of(texts)
    links_in: list[tuple[Link, ...]] = [()] * len(rows)
    for row, own in linked.items():
        links_in[row] = links_of([link for link in own if link[0]])
    return Lines(texts, gaps, items, headings, links_in, boxes, starts, ends_of(texts))


def _rows(root: LexborNode) -> tuple[list[_Row], dict[int, list[list[str]]]]:  # noqa: C901  one loop over all nodes: each call in it costs as much as its work
    """The visible lines below an element and the links in them (target and text), from one walk of its tree.

    Each element is entered and left, in document order. Not recursive, because pages nest deeper than Python's stack;
    the elements around a node are a chain of tuples. Text and inline elements, which are most of a page, cost no call.
    """
    rows: list[_Row] = []
    linked: dict[int, list[list[str]]] = {}
    text = ""  # of the current line
    breaks = 0  # line breaks due before the next text
    links: list[list[str]] = []  # of the current line: target and text
    open_links: list[tuple[list[str], int, int]] = []  # link, start of its text, line
    item = False
    heading = pre = lists = articles = 0
    layout_items: set[int] = set()
    box: LexborNode | None = None

    def end_line() -> bool:
        """End the current line; False if it has no visible text."""
        nonlocal text, links, item
        line, text = text, ""
        if not ("!" <= line[:1] <= "~" or plain.one_line(line)):
            return False
        if links:
            linked[len(rows)], links = links, []
        rows.append((line, 1 if breaks > 1 and rows else 0, item, heading, box))
        item = False
        return True

    stateful = {node.mem_id for node in root.css(_STATEFUL)}
    above: _Above | None = None
    node, kind = root, _KINDS[root.tag_id] & ~_SKIPPED
    while True:
        around = box
        entered = False
        if kind == _TEXT:
            added = node.text_content or ""
            if pre:
                first, *others = _PRE_BREAK.split(added)
                text += first
                for added in others:
                    breaks = 1 if text and end_line() else breaks + 1
                    text += added
            elif text or not added.isspace():
                text += added
        elif kind & _SKIPPED and not (kind & _FOOTER and articles):
            if kind & _BLOCK and text and end_line():
                breaks = 1
        else:
            entered = True
            kind &= ~_SKIPPED
            if stateful and node.mem_id in stateful:
                kind = _with_attributes(node, kind, hideable=above is not None)
            if kind & _BLOCK:
                due = 2 if kind & _PARAGRAPH and not lists else 1
                if (text and end_line()) or breaks < due:
                    breaks = due
                box = node
                if kind & _NESTED:
                    if kind & _ITEM and _is_layout(node):
                        layout_items.add(node.mem_id)
                    elif kind & _ITEM:
                        lists += 1
                        item = True
                    articles += 1 if kind & (_ARTICLE | _ITEM) else 0
                    pre += 1 if kind & _PRE else 0
                    heading = kind // _HEADING or heading
            elif kind & _LINK:
                links.append([node.attributes.get("href") or "", ""])
                open_links.append((links[-1], len(text), len(rows)))
            elif kind & _BREAK:
                breaks = 1 if text and end_line() else breaks + 1
            elif kind & _CELL:
                text += " "
            if kind & _LABELLED:
                text += f" {node.attributes.get('aria-label')} "
            child = None if kind & _WITHOUT_CHILDREN else node.first_child
            if child is not None:
                above = (node, kind, around, above)
                node, kind = child, _KINDS[child.tag_id]
                continue
        while True:  # leave elements up to one that has another below it
            if entered and kind:
                if kind & _BLOCK:
                    due = 2 if kind & _PARAGRAPH and not lists else 1
                    if (text and end_line()) or breaks < due:
                        breaks = due
                    box = around
                    if kind & _NESTED:
                        if kind & _ITEM:
                            item = False
                            lists -= node.mem_id not in layout_items
                        articles -= 1 if kind & (_ARTICLE | _ITEM) else 0
                        pre -= 1 if kind & _PRE else 0
                        if kind // _HEADING:
                            heading = 0
                elif kind & _LINK:
                    link, start, line = open_links.pop()
                    if line == len(rows):
                        link[1] = text[start:]
            if above is None:
                end_line()
                return rows, linked
            following = node.next
            if following is not None:
                node, kind = following, _KINDS[following.tag_id]
                break
            node, kind, around, above = above
            entered = True


def _with_attributes(node: LexborNode, kind: int, *, hideable: bool) -> int:
    """The kind of an element, given the attributes that hide it or replace it with a label."""
    attributes = node.attributes
    style = (attributes.get("style") or "").lower()
    decoration = attributes.get("aria-hidden") == "true" and node.tag in ("i", "span")
    hidden = "hidden" in attributes or decoration or any(rule in style for rule in _HIDING_RULES)
    if hideable and hidden:
        return _SKIPPED
    labelled = attributes.get("role") == "img" and "aria-label" in attributes
    return kind | _LABELLED if labelled else kind


def _is_layout(item: LexborNode) -> bool:
    """Whether a ``li`` is page layout (an answer, a card), as opposed to an item of a list in a text."""
    paragraphs = 0
    child = item.first_child
    while child is not None:
        tag = child.tag
        paragraphs += tag == "p"
        if tag in _LAYOUT or paragraphs > 1:
            return True
        child = child.next
    return False
