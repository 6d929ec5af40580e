"""The Wayback Machine: its index of captures, and the bytes of a capture made a WARC record again.

The WARC files of the Internet Archive are not public; what is are the archived bytes (``id_`` behind the date) and the
archived header, each field with ``X-Archive-Orig-`` before its name. So a record is rebuilt, see
:mod:`qapipe.fetch.archives.mementos`.
"""

import re
from dataclasses import replace
from urllib.parse import quote, urljoin

from qapipe.fetch.archives.cdx import WAYBACK_FIELDS, Capture, Rows, is_http, page_key, rows, without_port
from qapipe.fetch.archives.mementos import Memento, rebuilt
from qapipe.fetch.archives.selection import MatchType, Wanted
from qapipe.fetch.archives.steps import (
    INDEX_LIMITS,
    OVERLOADED_SECONDS,
    ArchivedRecord,
    Get,
    Listed,
    Position,
    index_text,
    part_of,
    refused,
    step,
    with_query,
)
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError
from qapipe.page import dates
from qapipe.page.urls import url_parts

ARCHIVE = "wayback"
INDEX = "https://web.archive.org/cdx/search/cdx"
PLAYBACK = "https://web.archive.org/web"
INDEX_DELAY = 4.0
"""Seconds from one question to the index to the next, one at a time; it bans clients that ask faster than others."""
PLAYBACK_DELAY = 4.0
"""Seconds from one capture to the next: about the fifteen a minute that its operators are known to stand."""
ROWS_PER_ANSWER = 5_000
MAX_EMPTY = 10
"""Answers without a row, one after the other, that are borne."""
MAX_HOPS = 3
"""Redirects of the Wayback Machine itself, to the capture it has next to the date that was asked for."""

_WHOSE_INDEX = "the index of the Wayback Machine"
_WHOSE = "the Wayback Machine"
_PLAYED = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/(https?:/.*)", re.IGNORECASE)
_READY = re.compile(r"(?:[A-Za-z0-9+.~!*'_-]|%[0-9A-Fa-f]{2})+")
_LINK = re.compile(r"<([^<>]*)>\s*;[^<]*?rel=\"?([\w ]+)\"?")
_URL_CHARACTERS = "%/:?[]@!$&'()*+,;=-._~|"
_FIRST_YEAR = 1990  # no page is older


class Wayback:
    """The captures that the Wayback Machine lists: a :class:`~qapipe.fetch.archives.Listing`.

    A part is a glob. The index is asked for a number of rows and gives a key to go on with (``resumeKey``); its pages
    are not used, they leave out what is recent. Nor is its ``collapse``: it compares neighbouring lines, also those of
    different pages, so that with a prefix it would lose pages; :class:`~.selection.Selector` does it here.

    The index stops early when a query takes it too long, and does not say so: what is listed may not be all.
    """

    def __init__(self, get: Get, wanted: Wanted, *, index: str = INDEX, rows_per_answer: int = ROWS_PER_ANSWER) -> None:
        self._get = get
        self._wanted = wanted
        self._index = index
        self._limit = rows_per_answer
        self._parts = [one.glob for one in wanted.scopes]

    def start(self) -> Position:
        """Where the listing begins."""
        return Position(self._parts[0])

    async def after(self, position: Position) -> Listed:
        """The next step: one request."""
        number = part_of(self._parts, position)
        answer = await self._get(self._question(number, position.cursor), {}, INDEX_LIMITS)
        seen = rows(index_text(answer, _WHOSE_INDEX), ARCHIVE)
        following = None if seen.resume_key is None else _following(position, seen.resume_key, seen)
        return step(self._wanted.of_scope(number), self._parts, position, seen, following)

    def _question(self, number: int, cursor: str) -> str:
        wanted, asked = self._wanted, self._wanted.scopes[number]
        kind = [] if asked.match_type is MatchType.EXACT else [("matchType", asked.match_type.value)]
        dates = [("from", wanted.first), ("to", wanted.last)]
        statuses = "|".join(str(status) for status in sorted(wanted.statuses))
        types = "|".join(sorted(wanted.media_types)).replace("+", ".")  # regular expressions of Java
        parameters = [
            ("url", asked.url),
            *kind,
            ("output", "json"),
            ("fl", ",".join(WAYBACK_FIELDS)),
            *((name, value) for name, value in dates if value),
            ("filter", f"statuscode:{statuses}"),
            ("filter", f"mimetype:{types}"),
            ("limit", str(self._limit)),
            ("showResumeKey", "true"),
        ]
        question = with_query(self._index, parameters)
        if not cursor:
            return question
        # Some versions print it ready for a query, others bare; the bare one has commas and a bracket (SURT).
        return f"{question}&resumeKey={cursor if _READY.fullmatch(cursor) else quote(cursor, safe='')}"


def _following(position: Position, key: str, seen: Rows) -> Position:
    """Where the listing goes on. Raises FetchError for an index that goes in circles or promises more for ever.

    Circles are found by Brent's method: each key is held against one earlier key, which is replaced after 1, 2, 4, 8
    ... answers. So the position is all that there is to know, and a step can be repeated.
    """
    steps = position.steps + 1
    empty = 0 if seen.captures or seen.unreadable else position.empty + 1
    if key == position.mark or empty > MAX_EMPTY:
        raise FetchError(Fault.PROTOCOL, f"{_WHOSE_INDEX} goes round in circles at {key[:100]!r}")
    mark = key if steps & (steps - 1) == 0 else position.mark
    return replace(position, cursor=key, steps=steps, mark=mark, empty=empty)


def address(capture: Capture, playback: str = PLAYBACK) -> str:
    """Where the archived bytes of a capture are."""
    return f"{playback}/{capture.timestamp}id_/{quote(capture.url, safe=_URL_CHARACTERS)}"


async def record(get: Get, capture: Capture, playback: str = PLAYBACK) -> ArchivedRecord:
    """A WARC response record of a capture, rebuilt; :func:`~.mementos.rebuilt` tells what of it is exact.

    A few requests: the Wayback Machine may redirect to a capture of another time, whose date then is the record's.
    Raises FetchError; an answer that is no capture (a block page, an error of the archive) is never a record.
    """
    url = address(capture, playback)
    for _ in range(1 + MAX_HOPS):
        answer = await get(url, {"Accept-Encoding": "identity"}, None)
        date = dates.instant(answer.header("Memento-Datetime") or "")
        location = _played(answer, playback)
        if date is not None and date.year >= _FIRST_YEAR:  # with any status: it is the archived one
            captured = without_port(_captured_url(answer, capture))
            moved = location[1] if location else None
            return rebuilt(Memento(answer, capture, captured, f"{date:%Y%m%d%H%M%S}", moved))
        if answer.status not in (301, 302, 303, 307, 308):
            raise _no_capture(answer)
        url = address(_nearer(answer, capture, location), playback)
    raise FetchError(Fault.REDIRECT_LOOP, f"{_WHOSE} redirects more than {MAX_HOPS} times")


def _captured_url(answer: Exchange, capture: Capture) -> str:
    """The URL that was captured: index and playback take some spellings of it for one. Raises FetchError for others."""
    values = (value for name, value in answer.headers if name.lower() == "link")
    links = ((url, relation) for value in values for url, relation in _LINK.findall(value))
    original = next((url for url, relation in links if relation == "original"), capture.url)
    if not is_http(original) or page_key(original) != page_key(capture.url):
        raise FetchError(Fault.PROTOCOL, f"{_WHOSE} gave {original[:200]!r} in place of {capture.url[:200]}")
    return original


def _played(answer: Exchange, playback: str) -> tuple[str, str] | None:
    """Date and URL of the capture that an answer redirects to; None where it redirects to no capture."""
    given = answer.location
    location = urljoin(answer.url, given) if given else ""
    home, there = url_parts(playback), url_parts(location)
    if there.netloc != home.netloc or not there.path.startswith(home.path + "/"):
        return None
    found = _PLAYED.fullmatch(location.partition(there.netloc + home.path)[2])
    return (found[1], re.sub(r":/+", "://", found[2], count=1)) if found else None


def _nearer(answer: Exchange, capture: Capture, location: tuple[str, str] | None) -> Capture:
    """The capture of the same page that the Wayback Machine has in place of this one. Raises FetchError for others."""
    if location is None or not is_http(location[1]):
        there = (answer.location or "")[:200]
        raise FetchError(Fault.BAD_REDIRECT, f"{_WHOSE} redirects to {there!r}, which is no capture")
    timestamp, url = location
    if page_key(url) != page_key(capture.url):
        raise FetchError(Fault.BAD_REDIRECT, f"{_WHOSE} has another page in place of this one: {url[:200]}")
    return replace(capture, timestamp=timestamp, url=url)


def _no_capture(answer: Exchange) -> FetchError:
    """The error for an answer that holds no archived page."""
    if answer.status == 200:
        why = f"{_WHOSE} gave a page of its own in place of a capture"
        return FetchError(Fault.PROTOCOL, why, retry_after=OVERLOADED_SECONDS)
    return refused(answer, _WHOSE, answer.header("X-Archive-Wayback-Runtime-Error") or "")
