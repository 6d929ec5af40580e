"""Rejects pages that would take the HTML parser minutes or gigabytes, by their bytes, before a tree is built.

Lexbor walks the stack of open elements for nearly every tag, and all attributes of a tag for each new one, so both take
quadratic time: 10,000 nested elements or attributes take 0.2 s, 40,000 take two to three seconds.
"""

from collections.abc import Iterator

from qapipe.errors import TooComplexError
from qapipe.page.open_elements import MAX_ATTRIBUTES, MAX_DEPTH, WORK, OpenElements
from qapipe.page.searching import count
from qapipe.page.tags import ATTRIBUTE, CLOSED_ELEMENT, START_TAG
from qapipe.records.reasons import Reason

MAX_TAGS = 1_000_000
"""A page with as many takes about 3 s and 300 MB; no page that people read comes near."""

_STEP = 2 * MAX_ATTRIBUTES  # bytes; a tag with more attributes is longer, because each takes two at least
_TRIES = 8  # ends of tags that are looked at in a step; the last one nearly always is one
_BLANK = b"\t\n\f\r "
_BEFORE_ATTRIBUTES = _BLANK + b"/\"'"
_MOST_BLANKS = 64  # between "=" and a quote; more are not looked at
_PART = 65_536  # bytes in which elements are left out at once
_LEVELS = 3  # of elements that end at once, which are left out before the elements of a page are counted
_NO_QUOTES = {b'"': -1, b"'": -1}
_READ_AGAIN = 4  # times that a page may be read for start tags


def check_complexity(body: bytes) -> None:
    """Raise :class:`TooComplexError` for markup beyond what the parser can handle; linear in the number of bytes.

    Cheap tests clear almost every page: one with few elements that stay open cannot be deep, and no tag can have many
    attributes if one ends in every step.
    """
    tags = count(body, b"<")
    if tags > MAX_TAGS:
        raise TooComplexError(Reason.TOO_COMPLEX, f"more than {MAX_TAGS:,} tags")
    if (tags > MAX_DEPTH and _may_be_deep(body, tags)) or _may_have_long_tag(body):
        OpenElements(body).check()


def _may_be_deep(body: bytes, tags: int) -> bool:
    """Whether more than :data:`MAX_DEPTH` elements may be open, or end tags may look for theirs among too many.

    Counts start tags, without those of elements that end at once; each round leaves out one more level of these, until
    few enough are left. Where ``<b>text</b>`` is not markup, as in a comment, leaving it out only leaves out what never
    opens an element.
    """
    ends = count(body, b"</")
    opened = tags - ends
    if opened <= MAX_DEPTH:
        return False
    left = body
    for level in range(1, _LEVELS + 1):
        parts = []
        for start in range(0, len(left), _PART):
            part = left[start : start + _PART]
            bare, removed = CLOSED_ELEMENT.subn(b"", part)
            opened -= removed  # a start tag each, and an end tag or none
            ends -= count(part, b"</") - count(bare, b"</")
            if opened + level <= MAX_DEPTH and (opened + level) * ends <= WORK * len(body):
                return False
            parts.append(bare)
        left = b"".join(parts)
    return True


def _may_have_long_tag(body: bytes) -> bool:
    """Whether a tag may have more than :data:`MAX_ATTRIBUTES` attributes.

    In the stretches that may hold one, all that looks like a start tag is read like one, even within another one or in
    a script. Where these overlap so much that they would be read many times, it may.
    """
    left = _READ_AGAIN * len(body)
    for start, end in stretches(body):
        last = end - _STEP  # what starts behind it is too short
        at = body.find(b"<", start, last)
        while at >= 0:
            tag = START_TAG.match(body, at, end)
            if tag is not None:
                size = tag.end() - at
                left -= size
                if left < 0 or (size > _STEP and _has_many_attributes(tag[0])):
                    return True
            at = body.find(b"<", at + 1, last)
    return False


def _has_many_attributes(tag: bytes) -> bool:
    """Whether a tag has more than :data:`MAX_ATTRIBUTES` attributes. Each stands behind a blank, slash or quote."""
    most = len(tag) - len(tag.translate(None, _BEFORE_ATTRIBUTES))
    return most >= MAX_ATTRIBUTES and len(ATTRIBUTE.findall(tag)) > MAX_ATTRIBUTES


def stretches(body: bytes) -> Iterator[tuple[int, int]]:
    """Where tags longer than a step may be, as start and end: between ends of tags that are further apart.

    Those are scripts, long texts, and values that hold a lot of data.
    """
    closed = start = 0  # no tag is open at "closed"
    before = _NO_QUOTES
    while start < len(body):
        stop = start + _STEP
        end = _end_of_tag(body, start, stop, before)
        if end and end - closed > _STEP:
            yield closed, end
        if end:
            closed = start = end
            before = _NO_QUOTES
        else:
            before = {mark: max(body.rfind(mark, start, stop), last) for mark, last in before.items()}
            start = stop
    if len(body) - closed > _STEP:
        yield closed, len(body)


def _end_of_tag(body: bytes, start: int, stop: int, before: dict[bytes, int]) -> int | None:
    """Index behind a late ``>`` between ``start`` and ``stop`` where no tag is open; None if none is found.

    A ``>`` ends every tag but within a quoted value. If that is open there, then the last quote before it opens it, and
    stands behind ``=`` and blanks. The same holds for what stands between them, so the search goes on before the quote.
    ``before`` are the last quotes between the last end of a tag and ``start``.
    """
    for _ in range(_TRIES):
        at = stop = body.rfind(b">", start, stop)
        if at < 0:
            return None
        for mark, last in before.items():
            quote = body.rfind(mark, start, at)
            quote = quote if quote >= 0 else last
            if _may_open(body, quote):
                stop = min(stop, quote)
        if stop == at:
            return at + 1
    return None


def _may_open(body: bytes, quote: int) -> bool:
    """Whether a value may start with the quote at an index, -1 for none."""
    if quote <= 0:
        return False
    before = body[max(0, quote - _MOST_BLANKS) : quote].rstrip(_BLANK)
    return not before or before.endswith(b"=")
