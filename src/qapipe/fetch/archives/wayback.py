"""The Wayback Machine: its index of captures, and WARC records reconstructed from its playback.

The Internet Archive's WARC files are not public, but the archived body (timestamp suffix ``id_``) and the archived
header (fields prefixed ``X-Archive-Orig-``) are. Records are reconstructed from these, see
:mod:`qapipe.fetch.archives.mementos`.
"""

import re
from dataclasses import replace
from urllib.parse import quote, urljoin

from qapipe.fetch.archives.cdx import WAYBACK_FIELDS, Capture, Rows, is_http, page_key, without_port
from qapipe.fetch.archives.listing import (
    INDEX_LIMITS,
    OVERLOADED_SECONDS,
    ArchivedRecord,
    ListingStep,
    Position,
    index_rows,
    part_of,
    refused,
    step,
    with_query,
)
from qapipe.fetch.archives.mementos import Memento, rebuild_record
from qapipe.fetch.archives.selection import CaptureFilter, MatchType
from qapipe.fetch.web.exchange import REDIRECTS, Exchange, Fault, FetchError, Get
from qapipe.page import dates
from qapipe.page.urls import url_parts

ARCHIVE = "wayback"
INDEX = "https://web.archive.org/cdx/search/cdx"
PLAYBACK = "https://web.archive.org/web"
INDEX_DELAY = 4.0
"""Seconds between requests to the index, never in parallel; clients that are too fast get banned."""
PLAYBACK_DELAY = 4.0
"""Seconds between captures: about the fifteen per minute that are known to be tolerated."""
ROWS_PER_RESPONSE = 5_000
MAX_EMPTY = 10
"""Maximum number of consecutive index responses without rows."""
MAX_HOPS = 3
"""Maximum redirects of the Wayback Machine itself, to the capture nearest to the requested date."""

_INDEX_NAME = "the index of the Wayback Machine"
_NAME = "the Wayback Machine"
_PLAYED = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/(https?:/.*)", re.IGNORECASE)
_READY = re.compile(r"(?:[A-Za-z0-9+.~!*'_-]|%[0-9A-Fa-f]{2})+")
_LINK = re.compile(r"<([^<>]*)>\s*;[^<]*?rel=\"?([\w ]+)\"?")
_URL_CHARACTERS = "%/:?[]@!$&'()*+,;=-._~|"
_FIRST_YEAR = 1990  # no page is older


class Wayback:
    """Lists captures from the Wayback Machine: a :class:`~qapipe.fetch.archives.listing.Listing`.

    A part is a glob. The index returns a limited number of rows and a ``resumeKey``. Its paging API is not used, since
    it leaves out recent captures. Nor is ``collapse``: it compares adjacent lines even of different pages, so a prefix
    query would lose pages; :class:`~.selection.Selector` does this here.

    The index may stop early without notice when a query takes too long, so a listing may be incomplete.
    """

    def __init__(
        self, get: Get, wanted: CaptureFilter, *, index: str = INDEX, rows_per_response: int = ROWS_PER_RESPONSE
    ) -> None:
        self._get = get
        self._wanted = wanted
        self._index = index
        self._limit = rows_per_response
        self._parts = [one.glob for one in wanted.scopes]

    def start(self) -> Position:
        """The first position."""
        return Position(self._parts[0])

    async def after(self, position: Position) -> ListingStep:
        """The next step: one request."""
        number = part_of(self._parts, position)
        response = await self._get(self._query(number, position.cursor), {}, INDEX_LIMITS)
        seen = index_rows(response, _INDEX_NAME, ARCHIVE)
        following = None if seen.resume_key is None else _following(position, seen.resume_key, seen)
        return step(self._wanted.of_scope(number), self._parts, position, seen, following)

    def _query(self, number: int, cursor: str) -> str:
        wanted, scope = self._wanted, self._wanted.scopes[number]
        kind = [] if scope.match_type is MatchType.EXACT else [("matchType", scope.match_type.value)]
        dates = [("from", wanted.first), ("to", wanted.last)]
        statuses = "|".join(str(status) for status in sorted(wanted.statuses))
        types = "|".join(sorted(wanted.media_types)).replace("+", ".")  # Java regular expressions
        parameters = [
            ("url", scope.url),
            *kind,
            ("output", "json"),
            ("fl", ",".join(WAYBACK_FIELDS)),
            *((name, value) for name, value in dates if value),
            ("filter", f"statuscode:{statuses}"),
            ("filter", f"mimetype:{types}"),
            ("limit", str(self._limit)),
            ("showResumeKey", "true"),
        ]
        query = with_query(self._index, parameters)
        if not cursor:
            return query
        # Some versions return the key URL-encoded, others not; a raw key has commas and a bracket (SURT).
        return f"{query}&resumeKey={cursor if _READY.fullmatch(cursor) else quote(cursor, safe='')}"


def _following(position: Position, key: str, seen: Rows) -> Position:
    """The next position. Raises FetchError for an index that loops or keeps returning nothing.

    Loops are detected by Brent's algorithm: each key is compared with one earlier key, replaced after 1, 2, 4, 8 ...
    responses, so the position holds all state and a step can be repeated.
    """
    steps = position.steps + 1
    empty = 0 if seen.captures or seen.unreadable else position.empty + 1
    if key == position.mark or empty > MAX_EMPTY:
        raise FetchError(Fault.PROTOCOL, f"{_INDEX_NAME} loops at resume key {key[:100]!r}")
    mark = key if steps & (steps - 1) == 0 else position.mark
    return replace(position, cursor=key, steps=steps, mark=mark, empty=empty)


def playback_url(capture: Capture, playback: str = PLAYBACK) -> str:
    """The URL of a capture's archived body."""
    return f"{playback}/{capture.timestamp}id_/{quote(capture.url, safe=_URL_CHARACTERS)}"


async def record(get: Get, capture: Capture, playback: str = PLAYBACK) -> ArchivedRecord:
    """A reconstructed WARC record of a capture; :func:`~.mementos.rebuild_record` documents its accuracy.

    Takes a few requests: the Wayback Machine may redirect to a capture of another time, whose date is then used.
    Raises FetchError; a response that is not a capture (a block page, an error of the archive) is never stored.
    """
    url = playback_url(capture, playback)
    for _ in range(1 + MAX_HOPS):
        response = await get(url, {"Accept-Encoding": "identity"}, None)
        date = dates.instant(response.header("Memento-Datetime") or "")
        location = _played(response, playback)
        if date is not None and date.year >= _FIRST_YEAR:  # whatever the status, which is the archived one
            captured = without_port(_captured_url(response, capture))
            moved = location[1] if location else None
            return rebuild_record(Memento(response, capture, captured, f"{date:%Y%m%d%H%M%S}", moved))
        if response.status not in REDIRECTS:
            raise _no_capture(response)
        url = playback_url(_nearer(response, capture, location), playback)
    raise FetchError(Fault.REDIRECT_LOOP, f"{_NAME} redirects more than {MAX_HOPS} times")


def _captured_url(response: Exchange, capture: Capture) -> str:
    """The captured URL, which may be another spelling than in the index. Raises FetchError for another page."""
    values = (value for name, value in response.headers if name.lower() == "link")
    links = ((url, relation) for value in values for url, relation in _LINK.findall(value))
    original = next((url for url, relation in links if relation == "original"), capture.url)
    if not is_http(original) or page_key(original) != page_key(capture.url):
        raise FetchError(Fault.PROTOCOL, f"{_NAME} returned {original[:200]!r} instead of {capture.url[:200]}")
    return original


def _played(response: Exchange, playback: str) -> tuple[str, str] | None:
    """Date and URL of the capture that a response redirects to; None if the target is not a capture."""
    target = response.location
    location = urljoin(response.url, target) if target else ""
    home, there = url_parts(playback), url_parts(location)
    if there.netloc != home.netloc or not there.path.startswith(home.path + "/"):
        return None
    found = _PLAYED.fullmatch(location.partition(there.netloc + home.path)[2])
    return (found[1], re.sub(r":/+", "://", found[2], count=1)) if found else None


def _nearer(response: Exchange, capture: Capture, location: tuple[str, str] | None) -> Capture:
    """The capture of the same page that the redirect leads to. Raises FetchError for anything else."""
    if location is None or not is_http(location[1]):
        there = (response.location or "")[:200]
        raise FetchError(Fault.BAD_REDIRECT, f"{_NAME} redirects to {there!r}, which is not a capture")
    timestamp, url = location
    if page_key(url) != page_key(capture.url):
        raise FetchError(Fault.BAD_REDIRECT, f"{_NAME} redirects to another page: {url[:200]}")
    return replace(capture, timestamp=timestamp, url=url)


def _no_capture(response: Exchange) -> FetchError:
    """The error for a response that is not a capture."""
    if response.status == 200:
        detail = f"{_NAME} returned a page of its own instead of a capture"
        return FetchError(Fault.PROTOCOL, detail, retry_after=OVERLOADED_SECONDS)
    return refused(response, _NAME, response.header("X-Archive-Wayback-Runtime-Error") or "")
