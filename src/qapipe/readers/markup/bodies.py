"""Post bodies as visible lines: from an element, from a JSON string, or from the element that displays that string."""

import html
import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.page import text
from qapipe.page.html_lines import lines_of_node
from qapipe.page.outline import Line, lines_of_text
from qapipe.page.structured import Item, Literal
from qapipe.page.text import letters
from qapipe.readers.markup.located import PageText, is_cut
from qapipe.records.plain import Removal

SITE_NOTICE = "site_notice"
"""Noise rule for the site's notices inside a post's element: closed, duplicate, needs sources."""

_TEXTS = ("text", "articleBody", "description")
_NOTICES = '[role="status"], [role="alert"], [class*="notice"], [class*="question-status"]'
_NOTICE_CLASS = re.compile(r"(?:^|[\s_-])(?:notice|question-status)(?:$|[\s_-])")
_ASIDE = re.compile(r"<(/?)aside\b", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|ul|ol|li|strong|b|em|i|u|s|del|code|pre|h[1-6]|blockquote|img|table|tr|td|th|hr|sub|sup|"
    r"font|small|details|summary|figure|iframe|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"<(?:p|br|div|ul|ol|li|pre|h[1-6]|blockquote|table)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)
_CODE = frozenset("pre code samp kbd".split())
# Bounds on the length of the displayed text relative to the JSON text, where the two differ.
_LEAST, _MOST = 0.8, 1.6


@dataclass(slots=True)
class Body:
    """The body of one post."""

    lines: list[Line] = field(default_factory=list)
    node: LexborNode | None = None
    """The element that displays it, if one was found."""
    cut: bool = False
    """Whether the markup truncates it and the page does not display the rest."""
    noise: list[Removal] = field(default_factory=list)


def body_of(items: list[Item], page: PageText | None) -> Body:
    """The body of a post: from its own element, else from the element that displays the JSON text.

    Without a ``page`` to search, the JSON text as given.
    """
    values = [value for item in items for value in item.literals(*_TEXTS[:1])]
    values = values or [value for item in items for value in item.literals(*_TEXTS[1:])]
    elements = [value for value in values if value.given is None and value.node is not None]
    if elements:
        return _of_elements(elements)
    given = max((value.given or "" for value in values), key=len, default="")
    return _of_given(given, page) if given.strip() else Body()


def lines_of_markup(given: str) -> list[Line]:
    """The lines of a string that may be plain text, inline HTML or block-level HTML."""
    if "<" not in given or not _TAG.search(given):
        return lines_of_text(html.unescape(given) if "&" in given and _ENTITY.search(given) else given)
    if not _BLOCK_TAG.search(given):  # plain text with links: line breaks are significant
        given = re.sub(r"\r\n?|\n", "<br>", given)
    return _lines_of_fragment(given)


def _lines_of_fragment(fragment: str) -> list[Line]:
    body = LexborHTMLParser(f"<body>{fragment}</body>").body
    return _detached(lines_of_node(body)) if body is not None else []


def _detached(lines: list[Line]) -> list[Line]:
    """The lines without their elements (except in code): a line would keep the fragment's whole tree in memory."""
    return [line if line.box is not None and line.box.tag in _CODE else line._replace(box=None) for line in lines]


def _of_elements(values: list[Literal]) -> Body:
    """The text of all elements of a post, in order; an element inside another is read once."""
    found = Body(node=values[0].node)
    seen: set[int] = set()
    for node in [value.node for value in values if value.node is not None]:
        if node.mem_id not in seen:
            lines = lines_of_post(node, found.noise)
            found.lines += [line._replace(gap=1) if found.lines and not n else line for n, line in enumerate(lines)]
            seen |= {inner.mem_id for inner in node.css("[itemprop], [property]")}
    return found


def lines_of_post(node: LexborNode, removed: list[Removal]) -> list[Line]:
    """The lines of a post's element, without the site's notices, which are added to ``removed``.

    ``aside`` is boilerplate on a page, but within a post it is a quotation or a link preview.
    """
    notices = [inner for inner in node.css(_NOTICES) if inner.mem_id != node.mem_id and _is_notice(inner)]
    lines = lines_of_node(node)
    if notices:
        inside = {mark.mem_id for mark in notices}
        kept = [line for line in lines if not _stands_in(line.box, inside, node)]
        removed += [Removal(rule=SITE_NOTICE, text=text.one_line(mark.text(separator=" "))) for mark in notices[:1]]
        if len(kept) < len(lines) or node.css_first("aside") is not None:
            return kept
    if node.css_first("aside") is not None:
        return _lines_of_fragment(_ASIDE.sub(r"<\1div", node.html or ""))
    return lines


def _lines_of_parts(parts: list[LexborNode], removed: list[Removal]) -> list[Line]:
    """The lines of consecutive children of one element."""
    shown = LexborHTMLParser("".join(["<body>", *(part.html or "" for part in parts)])).body
    return _detached(lines_of_post(shown, removed)) if shown is not None else []


def _is_notice(node: LexborNode) -> bool:
    attributes = node.attributes
    return "role" in attributes or _NOTICE_CLASS.search(attributes.get("class") or "") is not None


def _stands_in(box: LexborNode | None, marks: set[int], root: LexborNode) -> bool:
    while box is not None and box.mem_id != root.mem_id:
        if box.mem_id in marks:
            return True
        box = box.parent
    return False


def _of_given(given: str, page: PageText | None) -> Body:
    """The JSON text, or the element that displays all of it where the JSON lost paragraphs or its end."""
    lines = lines_of_markup(given)
    place = page.find([line.text for line in lines]) if page else None
    if place is None:
        return Body(lines, cut=is_cut(given))
    removed: list[Removal] = []
    shown = _lines_of_parts(place.parts, removed)
    size, size_shown = (len(letters("".join(line.text for line in own))) for own in (lines, shown))
    whole = size == size_shown if place.exact and not place.cut else size * _LEAST <= size_shown
    if whole and (place.cut or size_shown <= size * _MOST):
        return Body(shown, place.node, noise=removed)
    return Body(lines, place.node, cut=is_cut(given))
