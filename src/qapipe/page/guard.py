"""Rejects pages that would take the HTML parser minutes or gigabytes, by their bytes, before a tree is built.

Lexbor walks the stack of open elements for nearly every tag, and all attributes of a tag for each new one, so both take
quadratic time: 10,000 nested elements or attributes take 0.2 s, 40,000 take two to three seconds.
"""

from qapipe.errors import TooComplexError
from qapipe.page.open_elements import MAX_ATTRIBUTES, MAX_DEPTH, WORK, OpenElements
from qapipe.page.searching import count, find, rfind
from qapipe.page.tags import ATTRIBUTE, CLOSED_ELEMENT, REST_OF_TAG, START_TAG
from qapipe.records.reasons import Reason

MAX_TAGS = 1_000_000
"""A page with as many takes about 3 s and 300 MB; no page that people read comes near."""

_STEP = 4 * MAX_ATTRIBUTES  # bytes between two samples of a page
_TYPICAL_TAG = 800  # bytes; most tags are shorter
_LEVELS = 3  # of elements that end at once, which are left out before the elements of a page are counted


def check_complexity(body: bytes) -> None:
    """Raise :class:`TooComplexError` for markup beyond what the parser can handle; linear in the number of bytes.

    Cheap tests clear almost every page: one with few elements that stay open cannot be deep, and no tag can have many
    attributes if one ends near every sampled position.
    """
    tags = count(body, b"<")
    if tags > MAX_TAGS:
        raise TooComplexError(Reason.TOO_COMPLEX, f"more than {MAX_TAGS:,} tags")
    if (tags > MAX_DEPTH and _may_be_deep(body)) or not _tags_end_soon(body):
        OpenElements(body).check()


def _may_be_deep(body: bytes) -> bool:
    """Whether more than :data:`MAX_DEPTH` elements may be open, or end tags may look for theirs among too many.

    Counts start tags, without those of elements that end at once; each round leaves out one more level of these. Where
    ``<b>text</b>`` is not markup, as in a comment, leaving it out only leaves out what never opens an element.
    """
    left, size = body, len(body)
    for level in range(_LEVELS + 1):
        ends = count(left, b"</")
        opened = count(left, b"<") - ends + level
        if opened <= MAX_DEPTH and (not level or opened * ends <= WORK * size):
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
        start = rfind(self._body, b"<script", self._asked, position)
        start = max(start, rfind(self._body, b"<style", max(start, self._asked), position))
        self._asked = max(position - len(b"<script"), 0)
        if start > self._start:
            self._start, self._end = start, find(self._body, b"</", start)
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
