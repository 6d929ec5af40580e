"""Rejects pages that would take the HTML parser minutes or gigabytes, by their bytes, before a tree is built.

Lexbor walks the stack of open elements for nearly every tag, and all attributes of a tag for each new one, so both take
quadratic time: 10,000 nested elements or attributes take 0.2 s, 40,000 take two to three seconds.
"""

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
    TABLE,
    TABLE_PARTS,
    TEMPLATE,
    WITHIN,
)
from qapipe.page.tags import (
    ATTRIBUTE,
    CLOSED_ELEMENT,
    MARK,
    RAW_TEXT,
    REST_OF_TAG,
    START_TAG,
    comment_end,
    raw_text_end,
)
from qapipe.records.reasons import Reason

MAX_DEPTH = 4_000
MAX_ATTRIBUTES = 4_000
MAX_TAGS = 1_000_000
"""A page with as many takes about 3 s and 300 MB; no page that people read comes near."""

_STEP = 4 * MAX_ATTRIBUTES  # bytes between two samples of a page
_TYPICAL_TAG = 800  # bytes; most tags are shorter
_LEVELS = 3  # of elements that end at once, which are left out before the elements of a page are counted
_WORK = 20  # open elements that may be examined per byte of a page


def check_complexity(body: bytes) -> None:
    """Raise :class:`TooComplexError` for markup beyond what the parser can handle; linear in the number of bytes.

    Cheap tests clear almost every page: one with few elements that stay open cannot be deep, and no tag can have many
    attributes if one ends near every sampled position.
    """
    tags = body.count(b"<")
    if tags > MAX_TAGS:
        raise TooComplexError(Reason.TOO_COMPLEX, f"more than {MAX_TAGS:,} tags")
    if (tags > MAX_DEPTH and _may_be_deep(body)) or not _tags_end_soon(body):
        _Walk(body).check()


def _may_be_deep(body: bytes) -> bool:
    """Whether more than :data:`MAX_DEPTH` elements may be open, or end tags may look for theirs among too many.

    Counts start tags, without those of elements that end at once; each round leaves out one more level of these. Where
    ``<b>text</b>`` is not markup, as in a comment, leaving it out only leaves out what never opens an element.
    """
    left, size = body, len(body)
    for level in range(_LEVELS + 1):
        ends = left.count(b"</")
        opened = left.count(b"<") - ends + level
        if opened <= MAX_DEPTH and (not level or opened * ends <= _WORK * size):
            return False
        left = CLOSED_ELEMENT.sub(b"", left)
    return True


def _tags_end_soon(body: bytes) -> bool:
    """Whether no tag can have more than a few times :data:`MAX_ATTRIBUTES` attributes.

    Such a tag is long, because an attribute takes at least two bytes, and so it spans several samples in a row.
    """
    passing = 0
    raw = _RawText(body)
    start = 0 if body.find(b">", 0, _STEP) < 0 else _STEP
    while start < len(body):
        edge = body.rfind(b">", max(start - _STEP, 0), start) + 1
        window = body[edge or start : start + _STEP]
        following = start + _STEP
        if _ends_in(window[:_TYPICAL_TAG], anywhere=not edge):
            passing = 0
        elif end := raw.end_around(start):
            passing, following = 0, end + _STEP
        elif _ends_in(window, anywhere=not edge):
            passing = 0
        else:
            passing += len(window.split()) + window.count(b"/") + window.count(b"=")
        if passing > MAX_ATTRIBUTES:
            return False
        start = following
    return True


def _ends_in(window: bytes, *, anywhere: bool = False) -> bool:
    """Whether a tag that is still open after a ``>`` ends in the window, or has no attribute there.

    The ``>`` may be part of a quoted value; with ``anywhere`` the window may also start between attributes.
    """
    starts = [window.find(quote) + 1 for quote in (b'"', b"'")]
    if anywhere:
        starts.append(0)
    return all(REST_OF_TAG.match(window, start)[2] for start in starts if start or anywhere)  # type: ignore[index]


class _RawText:
    """The scripts and styles of a page in which no tag can be open, asked for by positions in ascending order.

    Scripts and styles of SVG contain tags, so those that theirs would be are looked at, too.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._asked = 0
        self._start = self._end = -1
        self._certain = False

    def end_around(self, position: int) -> int:
        """Index where the script or style around a position ends; 0 unless the position is certainly in one."""
        start = self._body.rfind(b"<script", self._asked, position)
        start = max(start, self._body.rfind(b"<style", max(start, self._asked), position))
        self._asked = max(position - len(b"<script"), 0)
        if start > self._start:
            self._start, self._end = start, self._body.find(b"</", start)
            self._certain = self._end > 0 and self._is_certain()
        return self._end if self._certain and self._end > position else 0

    def _is_certain(self) -> bool:
        """Whether no tag can be open between the start of the element and the next end tag.

        No tag is open where one has just ended. Then none can start before the end tag, whatever the state of the
        tokenizer, except behind the end of a comment or CDATA section that is open there, and in SVG.
        """
        body, start, end = self._body, self._start, self._end
        before = body[max(start - _TYPICAL_TAG, 0) : max(start, 0)]
        if not before.rstrip().endswith(b">") or not _ends_in(before):
            return False
        if body.find(b">", body.find(b">", start, end) + 1, end) >= 0 and self._may_resume():
            return False
        if body.find(b"<", start + 1, end) < 0:
            return True
        return body.find(b"<!", start, end) < 0 and all(
            inner.end() - inner.start() <= 2 * MAX_ATTRIBUTES or len(ATTRIBUTE.findall(inner[0])) <= MAX_ATTRIBUTES
            for inner in START_TAG.finditer(body, start, end)
        )

    def _may_resume(self) -> bool:
        """Whether a CDATA section or a comment may end inside: one that is open where the element starts."""
        body, start, end = self._body, self._start, self._end
        if body.find(b"]]>", start, end) >= 0:
            return True
        comment = body.rfind(b"<!--", 0, start) if body.find(b"-->", start, end) >= 0 else -1
        return comment >= 0 and body.find(b"-->", comment, start) < 0


class _Walk:
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
                position = match.end() + 1
                self._pop(len(self._open) - 1)
            elif comment:
                position = comment_end(body, match.end())
            elif not name:
                position = body.find(b"]]>" if cdata and self._in_foreign() else b">", match.start()) + 1 or len(body)
            else:
                position = self._tag(name.lower(), match.end(), closing=bool(slash))

    def _tag(self, name: bytes, start: int, *, closing: bool) -> int:
        """Process a tag; returns the index from which to search for the next one."""
        match = REST_OF_TAG.match(self._body, start)
        end = match.end() if match else len(self._body)
        if end - start > 2 * MAX_ATTRIBUTES and len(ATTRIBUTE.findall(self._body, start, end)) > MAX_ATTRIBUTES:
            raise TooComplexError(Reason.TOO_COMPLEX, f"a tag with more than {MAX_ATTRIBUTES:,} attributes")
        if closing:
            self._end(name)
        elif self._in_foreign() and self._open[-1] not in HOLDS_HTML and name not in ENDS_FOREIGN:
            if name == b"annotation-xml" and b"html" in self._body[start:end].lower():
                name = b"html"
            if not (match and match[1]):
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
        return name in TABLE_PARTS and self._find(TABLE, TEMPLATE) is None

    def _end(self, name: bytes) -> None:
        """An end tag; ignored if it ends nothing."""
        if self._in_foreign():
            kind = self._open[-1].partition(b" ")[0] + b" "
            foreign = kind + (b"html" if name == b"annotation-xml" and not self._times[kind + name] else name)
            for index in range(len(self._open) - 1, -1, -1) if self._times[foreign] else ():
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
            left = next((n for n in range(len(self._left) - 1, -1, -1) if self._left[n][1] == name), None)
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
        for index in range(len(self._open) - 1, -1, -1):
            self._steps += 1
            if self._open[index] in names:
                return index
            if self._open[index] in stops:
                break
        self._work(0)
        return None

    def _work(self, steps: int) -> None:
        self._steps += steps
        if self._steps > _WORK * len(self._body):
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
