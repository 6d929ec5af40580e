"""The elements that display a text which JSON-LD flattens, truncates or strips of markup, found by its letters."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from qapipe.page.document import HtmlDocument
from qapipe.page.text import all_letters, letters
from qapipe.page.visible_lines import SKIPPED_TAGS
from qapipe.readers.threads.places import TEXT, Places, numbers_of

_CUT = re.compile(r"(?:…|\.\.\.|&hellip;|\[\.\.\.\]|\[…\])\s*(?:(?i:read more|more|weiterlesen|mehr))?\s*$")
_MARKS_OF_CUT = ("…", "...", "&hellip;")  # every match of _CUT contains one of these
# Elements that make up a text; the nearest ancestor of any other kind is the container of the whole text.
_PROSE = frozenset(
    "p ul ol li dl dt dd pre blockquote h1 h2 h3 h4 h5 h6 table tbody tr td th br hr a b i em strong code span u s sub "
    "sup small font img del ins mark q abbr cite kbd samp var figure aside details summary".split()
)
_UNSEEN = frozenset(numbers_of(SKIPPED_TAGS - {"aside", "nav", "footer", "noscript"}))
_QUOTES = frozenset({"blockquote", "aside"})
_SHORTEST = 12  # letters; shorter texts are ambiguous
_ANCHOR = 40  # letters searched for at each end of a line
_ENOUGH = 0.6  # fraction of the anchors that must be found, in order
_MOST_SEARCHED = 500_000_000  # letters searched for all texts of a page: a second
_MOST_BESIDE = 300  # paragraphs added on either side of a text
_MOST_QUOTES = 20  # quotations and blanks
_NEAR = 4  # the lines may spread over this multiple of the text's length


class Place(NamedTuple):
    """An element that displays a text, and which of its children do."""

    node: LexborNode
    exact: bool
    """Whether all letters of the text were found contiguously."""
    cut: bool
    """Whether the page continues where the text ends."""
    parts: list[LexborNode]
    """The children of ``node`` that belong to the text."""
    quoted: list[LexborNode]
    """The same with quotations right beside them, which markup leaves out; empty if there are none."""


def is_cut(given: str) -> bool:
    """Whether a text ends in a truncation mark ("…", "... read more")."""
    return any(mark in given for mark in _MARKS_OF_CUT) and _CUT.search(given) is not None


def without_cut(given: str) -> str:
    """The text without its truncation mark."""
    return _CUT.sub("", given)


class PageText:
    """The letters of a page, with the text node that holds each."""

    def __init__(self, document: HtmlDocument, shown: Places | None = None) -> None:
        self.shown = shown
        """The arrays of the page, if they were made."""
        self._body = document.body
        self._last = 0  # position of the last match: the next text usually follows it
        self._left = _MOST_SEARCHED  # letters that may still be searched

    @cached_property
    def _index(self) -> tuple[str, list[int], list[LexborNode]]:
        found = _text_nodes(self._body)
        parts = all_letters([node.text_content or "" for node in found])
        nodes = [node for node, part in zip(found, parts, strict=True) if part]
        lengths = [len(part) for part in parts if part]
        return "".join(parts), [0, *accumulate(lengths)][:-1], nodes

    def find(self, lines: list[str]) -> Place | None:
        """The place that displays the lines; None if it is not found or ambiguous."""
        keys = [key for line in lines if (key := letters(without_cut(line)))]
        whole = "".join(keys)
        if len(whole) < _SHORTEST:
            return None
        start = self._search(whole, self._last)
        start = self._search(whole) if start < 0 < self._last else start
        if start >= 0:
            self._last = start
            return self._place(start, start + len(whole), exact=True, told=is_cut(lines[-1]))
        return self._by_anchors(keys, told=is_cut(lines[-1]))

    def _search(self, key: str, start: int = 0) -> int:
        """The position of letters on the page; -1 if they are not there, or if too much was searched already."""
        if self._left <= 0:
            return -1
        page = self._index[0]
        at = page.find(key, start)
        self._left -= (at if at >= 0 else len(page)) - start + len(key)
        return at

    def _by_anchors(self, keys: list[str], *, told: bool) -> Place | None:
        """Located by the beginnings and ends of the lines, most of which must follow one another closely."""
        page = self._index[0]
        anchors = [
            part for key in keys if len(key) >= _SHORTEST for part in dict.fromkeys((key[:_ANCHOR], key[-_ANCHOR:]))
        ]
        length = sum(map(len, keys))
        for first in anchors[:2]:
            start = cursor = end = self._search(first)
            found = 0
            for anchor in anchors if start >= 0 else []:
                at = page.find(anchor, cursor, start + _NEAR * length + _ANCHOR)
                if at >= 0:
                    found, cursor, end = found + 1, at, max(end, at + len(anchor))
            if found and found >= _ENOUGH * len(anchors) and sum(map(len, anchors)) >= 2 * _SHORTEST:
                return self._place(start, end, exact=False, told=told)
        return None

    def _place(self, start: int, end: int, *, exact: bool, told: bool) -> Place:
        _, starts, nodes = self._index
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        ends = starts[last + 1] if last + 1 < len(starts) else len(self._index[0])
        cut = told or ends > end
        around = _common(nodes[first], nodes[last])
        if not exact or cut:
            around = container_of(around)
        parts = _children_between(around, nodes[first], nodes[last], onward=not exact or cut)
        outer = container_of(around)
        quoted = _with_quotes(_children_between(outer, nodes[first], nodes[last], onward=not exact or cut))
        return Place(around, exact, cut, parts, quoted)


def _text_nodes(root: LexborNode | None) -> list[LexborNode]:
    """The visible text nodes below an element that are not blank, in document order."""
    found: list[LexborNode] = []
    if root is None:
        return found
    skipped_to: int | None = None
    skips_one = False
    for node in root.traverse(include_text=True, skip_empty=True):  # faster than asking each node for the next
        if skips_one or (skipped_to is not None and node.mem_id != skipped_to):
            skips_one = False
            continue
        skipped_to = None
        number = node.tag_id
        if number == TEXT:
            found.append(node)
        elif number in _UNSEEN and (child := node.first_child) is not None:
            if child.next is None and child.tag_id == TEXT:  # a script
                skips_one = not child.is_empty_text_node
                continue
            behind = _behind(node, root)
            if behind is None:
                break
            skipped_to = behind.mem_id
    return found


def _behind(node: LexborNode, root: LexborNode) -> LexborNode | None:
    """The first node behind an element that is not blank; None if there is none below ``root``."""
    for around in chain((node,), above(node)):
        if around.mem_id == root.mem_id:
            break
        following = around.next
        while following is not None and following.is_empty_text_node:
            following = following.next
        if following is not None:
            return following
    return None


def above(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a node, the innermost first."""
    around = node.parent
    while around is not None:
        yield around
        around = around.parent


def _common(first: LexborNode, last: LexborNode) -> LexborNode:
    """The innermost common ancestor of two nodes."""
    known = {around.mem_id for around in above(last)}
    return next(around for around in above(first) if around.mem_id in known)


def container_of(node: LexborNode) -> LexborNode:
    """The nearest ancestor that is a container: not a paragraph, list or inline element."""
    for around in above(node):
        if node.tag not in _PROSE or around.tag == "body":
            break
        node = around
    return node


def _children_between(around: LexborNode, first: LexborNode, last: LexborNode, *, onward: bool) -> list[LexborNode]:
    """The children of ``around`` from ``first`` to ``last``; with ``onward``, also the adjacent paragraphs."""
    top, bottom = _child_of(around, first), _child_of(around, last)
    parts = [top]
    before = top.prev
    while onward and before is not None and len(parts) <= _MOST_BESIDE and _is_prose(before, top):
        parts.insert(0, before)
        before = before.prev
    passed, beside = top.mem_id == bottom.mem_id, 0
    while (following := parts[-1].next) is not None:
        if passed and not (onward and beside < _MOST_BESIDE and _is_prose(following, top)):
            break
        beside += passed
        parts.append(following)
        passed = passed or following.mem_id == bottom.mem_id
    return parts


def _with_quotes(parts: list[LexborNode]) -> list[LexborNode]:
    """The nodes with the quotations before and behind them; empty if there are none."""
    before: list[LexborNode] = []
    behind: list[LexborNode] = []
    node = parts[0].prev if parts else None
    while node is not None and len(before) < _MOST_QUOTES and (_is_blank(node) or node.tag in _QUOTES):
        before.insert(0, node)
        node = node.prev
    node = parts[-1].next if parts else None
    while node is not None and len(behind) < _MOST_QUOTES and (_is_blank(node) or node.tag in _QUOTES):
        behind.append(node)
        node = node.next
    found = any(one.tag in _QUOTES for one in (*before, *behind))
    return [*before, *parts, *behind] if found else []


def _is_blank(node: LexborNode) -> bool:
    return node.tag == "-text" and not (node.text_content or "").strip()


def _child_of(around: LexborNode, node: LexborNode) -> LexborNode:
    """The child of an element that holds a node, or is it."""
    for one in above(node):
        if one.mem_id == around.mem_id:
            break
        node = one
    return node


def _is_prose(node: LexborNode, like: LexborNode) -> bool:
    """Whether a node continues the text: a paragraph, inline content, or an element of the same kind as ``like``."""
    tag = node.tag or ""
    if tag[:1] == "-" or tag in _PROSE:
        return True
    return tag == like.tag and node.attributes.get("class") == like.attributes.get("class")
