"""Counts the elements that are open at each tag of a page as the HTML parser does, by the bytes, without a tree."""

import re
from collections import Counter

from qapipe.errors import TooComplexError
from qapipe.page.nesting import (
    ENDED_BY_START,
    ENDS_FOREIGN,
    FOREIGN,
    FORMATTING,
    HEADINGS,
    HOLDS_FORMATTING,
    HOLDS_HTML,
    IMPLIED_ENDS,
    ITEM_SCOPE,
    ITEMS,
    SCOPE,
    SCOPE_OF_END,
    SELECT,
    SHALLOW,
    SPECIAL,
    SURE_FORMATTING,
    TABLE_PARTS,
    WITHIN,
)
from qapipe.page.tags import ATTRIBUTE, MARK, RAW_TEXT, REST_OF_TAG, comment_end, raw_text_end
from qapipe.records.reasons import Reason

MAX_DEPTH = 4_000
MAX_ATTRIBUTES = 4_000
WORK = 20
"""Open elements that may be examined per byte of a page."""


class OpenElements:
    """Walks the tags of a page and tracks the open elements, approximately as the HTML parser does.

    Rules of the standard that are left out keep elements open longer, so the depth is never underestimated.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._open: list[bytes] = []
        self._tags: list[bytes] = []  # the whole tags, of formatting elements
        self._times: Counter[bytes] = Counter()
        self._left: list[tuple[int, bytes, bytes]] = []  # unclosed formatting elements: depth, name and tag
        self._copies: Counter[bytes] = Counter()
        self._steps = 0

    def check(self) -> None:
        """Raise :class:`TooComplexError` if the page is too deep or a tag has too many attributes."""
        body, position = self._body, 0
        while match := MARK.search(body, position):
            slash, name, comment, cdata = match.groups()
            if slash and name == self._plain_top and body.startswith(b">", match.end()):  # half of all tags
                position = match.end()
                self._pop(len(self._open) - 1)
            elif comment:
                position = comment_end(body, match.end())
            elif not name:
                position = body.find(b"]]>" if cdata and self._in_foreign() else b">", match.start()) + 1 or len(body)
            else:
                position = self._tag(name.lower(), match.end(), closing=bool(slash))

    def _tag(self, name: bytes, start: int, *, closing: bool) -> int:
        """Process a tag; returns the index from which to search for the next one."""
        match: re.Match[bytes] = REST_OF_TAG.match(self._body, start)  # type: ignore[assignment]  # it matches anything
        end = match.end()
        if end - start > 2 * MAX_ATTRIBUTES and len(ATTRIBUTE.findall(self._body, start, end)) > MAX_ATTRIBUTES:
            raise TooComplexError(Reason.TOO_COMPLEX, f"a tag with more than {MAX_ATTRIBUTES:,} attributes")
        if closing:
            self._end(name)
        elif self._in_foreign() and self._open[-1] not in HOLDS_HTML and name not in ENDS_FOREIGN:
            if name == b"annotation-xml" and b"html" in self._body[start:end].lower():
                name = b"html"
            if not match[1]:
                self._push(self._open[-1].partition(b" ")[0] + b" " + name)
        else:
            self._start(name, self._body[start:end])
            if name in RAW_TEXT and (name == b"script" or not self._times[b"select"]):
                end = raw_text_end(self._body, name, end)
        return end

    def _start(self, name: bytes, tag: bytes) -> None:
        """An HTML start tag: close the elements that it ends, and open its own."""
        self._work(len(self._left))
        while self._in_foreign() and self._open[-1] not in HOLDS_HTML:
            self._cut(len(self._open) - 1)
        if self._is_ignored(name):
            return
        if name == b"a":
            self._end_formatting(name)
        elif name in ITEMS:
            self._end_all(ITEMS[name], ITEM_SCOPE)
        elif name in IMPLIED_ENDS and self._find(*WITHIN[name]) is not None:
            while self._open[-1] in IMPLIED_ENDS[name]:
                self._cut(len(self._open) - 1)
        elif self._open and self._open[-1] == b"option" and name in (b"option", b"optgroup"):
            self._cut(len(self._open) - 1)
        if name in ENDED_BY_START:
            self._end_all(*ENDED_BY_START[name])
        if name in (b"svg", b"math"):
            self._push(name + b" " + name)
        elif name not in SHALLOW and name not in RAW_TEXT:
            self._push(name, tag if name in FORMATTING else b"")

    def _is_ignored(self, name: bytes) -> bool:
        """Whether a start tag opens nothing: parts of a table outside it; ``select`` in ``select``, which it ends."""
        if name == b"select" and self._find(*SELECT) is not None:
            self._end_all(*SELECT)
            return True
        return name in TABLE_PARTS and not self._times[b"table"]

    def _end(self, name: bytes) -> None:
        """An end tag; ignored if it ends nothing."""
        if self._in_foreign():
            kind = self._open[-1].partition(b" ")[0] + b" "
            foreign = kind + (b"html" if name == b"annotation-xml" and not self._times[kind + name] else name)
            for index in reversed(range(len(self._open))) if self._times[foreign] else ():
                if not self._open[index].startswith(FOREIGN):
                    break
                if self._open[index] == foreign:
                    self._cut(index)
                    return
        if name in FORMATTING:
            self._end_formatting(name)
            return
        ended = HEADINGS if name in HEADINGS else frozenset({name})
        found = self._find(ended, SCOPE_OF_END.get(name, SPECIAL))
        if found is not None and name == b"form":  # elements inside the form stay open
            self._pop(found)
        elif found is not None:
            self._cut(found)

    def _end_formatting(self, name: bytes) -> None:
        """Close a link or other formatting element: blocks inside it stay open, everything else is closed."""
        index = self._find(frozenset({name}), SCOPE)
        if index is None:
            left = next((n for n in reversed(range(len(self._left))) if self._left[n][1] == name), None)
            if left is not None:
                self._copies[self._left.pop(left)[2]] -= 1
        elif SPECIAL.isdisjoint(self._open[index:]):
            self._cut(index + 1)
            self._pop(index)
        elif self._times[name] <= SURE_FORMATTING:
            self._pop(index)

    def _end_all(self, names: frozenset[bytes], stops: frozenset[bytes]) -> None:
        while (index := self._find(names, stops)) is not None:
            self._cut(index)

    def _find(self, names: frozenset[bytes], stops: frozenset[bytes]) -> int | None:
        """Index of the innermost open element with one of the names; None if there is none or a stop is in between."""
        for name in names:
            if self._times[name]:
                break
        else:
            return None
        for index in reversed(range(len(self._open))):
            self._steps += 1
            if self._open[index] in names:
                return index
            if self._open[index] in stops:
                break
        self._work(0)
        return None

    def _work(self, steps: int) -> None:
        self._steps += steps
        if self._steps > WORK * len(self._body):
            raise TooComplexError(
                Reason.TOO_COMPLEX, "the tags take more work to parse than is allowed for a page of this size"
            )

    @property
    def _plain_top(self) -> bytes | None:
        """The innermost open element, if its end tag only closes it."""
        return self._open[-1] if self._open and self._open[-1] not in HOLDS_FORMATTING else None

    def _in_foreign(self) -> bool:
        return bool(self._open) and self._open[-1].startswith(FOREIGN)

    def _push(self, name: bytes, tag: bytes = b"") -> None:
        self._open.append(name)
        self._tags.append(tag)
        self._times[name] += 1
        if len(self._open) + len(self._left) > MAX_DEPTH:
            raise TooComplexError(Reason.TOO_COMPLEX, f"elements nested deeper than {MAX_DEPTH:,}")

    def _pop(self, index: int) -> None:
        """Close one element."""
        self._times[self._open.pop(index)] -= 1
        del self._tags[index]

    def _cut(self, index: int) -> None:
        """Close the elements from an index on; unclosed formatting is reopened after them.

        Formatting inside a table cell and similar elements is not reopened after them.
        """
        over = self._open[index:]
        self._times.subtract(over)
        closed = next((at for at, name in enumerate(over, index) if name in HOLDS_FORMATTING), None)
        if closed is not None and self._left:
            self._left = [left for left in self._left if left[0] <= closed]
            self._copies = Counter(tag for _, _, tag in self._left)
        for at, name in enumerate(over[: None if closed is None else closed - index], index):
            if name in FORMATTING and self._copies[self._tags[at]] < SURE_FORMATTING:
                self._left.append((index, name, self._tags[at]))
                self._copies[self._tags[at]] += 1
        del self._open[index:], self._tags[index:]
