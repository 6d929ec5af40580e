"""Common Crawl: its list of crawls, their index, and records by range request.

The index server implements pywb's API (``showNumPages``, ``page``), allows one request at a time per client, and
responds 503 under load. Records are gzip members of WARC files of about a gigabyte, fetched individually.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from urllib.parse import quote

import orjson

from qapipe.errors import UsageError
from qapipe.fetch.archives.cdx import Capture, Rows, without_port
from qapipe.fetch.archives.listing import (
    INDEX_LIMITS,
    ArchivedRecord,
    ListingStep,
    Position,
    index_rows,
    index_text,
    part_of,
    refused,
    step,
    with_query,
)
from qapipe.fetch.archives.selection import CaptureFilter, MatchType
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Get, Limits
from qapipe.sources.compression.codecs import Codec
from qapipe.sources.compression.members import Damage, Member, members
from qapipe.sources.warc.format import WARC, length_of

ARCHIVE = "commoncrawl"
INDEX = "https://index.commoncrawl.org"
"""``/collinfo.json`` lists the crawls, newest first, with the URL of each index."""
DATA = "https://data.commoncrawl.org"
"""Base URL of the file names in the index."""
INDEX_DELAY = 1.0
"""Seconds between requests to the index, never in parallel."""
DATA_DELAY = 0.2
"""Seconds between requests for records."""
MAX_RECORD_BYTES = 64 << 20
"""Maximum decompressed size of a record. Common Crawl truncates payloads at 1 MiB (since 2025: 5 MiB)."""

_INDEX_NAME = "the index of Common Crawl"
_SLACK_BYTES = 1 << 16
_FILENAME = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|$))[\w.+=@,~-][\w.+=@,~/-]{0,500}")
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(?:\d{1,18}|\*)")
_MAX_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Crawl:
    """One crawl, such as ``CC-MAIN-2024-10``."""

    id: str
    index: str
    """The URL of its index."""


async def crawls(get: Get, index: str = INDEX) -> tuple[Crawl, ...]:
    """All crawls, newest first, with one request. Raises FetchError."""
    text = index_text(await get(f"{index}/collinfo.json", {}, INDEX_LIMITS), _INDEX_NAME)
    try:
        listed = orjson.loads(text)
        found = tuple(Crawl(str(one["id"]), _same_host(str(one["cdx-api"]), index)) for one in listed)
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise FetchError(Fault.PROTOCOL, f"invalid list of crawls from Common Crawl: {error}") from error
    if not found:  # seen during an outage of its storage
        raise FetchError(Fault.PROTOCOL, "empty list of crawls from Common Crawl", retry_after=60.0)
    return found


def _same_host(address: str, index: str) -> str:
    """The URL of an index, on the host that was requested: the list must not send us elsewhere."""
    return f"{index}/{address.rstrip('/').rpartition('/')[2]}"


def select(known: Sequence[Crawl], which: str) -> tuple[Crawl, ...]:
    """The crawls selected by ``latest``, ``all`` or an id. Store the ids: ``latest`` changes over time."""
    if which == "all":
        return tuple(known)
    if which == "latest":
        return (max(known, key=lambda one: one.id),)
    found = tuple(one for one in known if one.id == which)
    if not found:
        some = ", ".join(one.id for one in known[:3])
        raise UsageError(f"Common Crawl has no crawl {which!r}; --crawl takes latest, all, or an id such as {some}")
    return found


class CommonCrawl:
    """Lists captures from the index server: a :class:`~qapipe.fetch.archives.listing.Listing`.

    A part is one glob in one crawl. Its first step requests the number of pages, each later step one page.
    """

    def __init__(self, get: Get, crawls: Sequence[Crawl], wanted: CaptureFilter) -> None:
        self._get = get
        self._wanted = wanted
        self._queries = [(crawl, number) for crawl in crawls for number in range(len(wanted.scopes))]
        self._parts = [f"{crawl.id} {wanted.scopes[number].glob}" for crawl, number in self._queries]
        if not self._queries:
            raise UsageError("no crawl given; use --crawl latest")

    def start(self) -> Position:
        """The first position."""
        return Position(self._parts[0])

    async def after(self, position: Position) -> ListingStep:
        """The next step: one request."""
        crawl, number = self._queries[part_of(self._parts, position)]
        wanted = self._wanted.of_scope(number)
        if not position.cursor or position.pages is None:
            pages = await self.pages(crawl, number)
            following = replace(position, cursor="0", pages=pages) if pages else None
            return step(wanted, self._parts, position, Rows(), following)
        page = int(position.cursor)
        response = await self._query(crawl, number, ("page", str(page)))
        seen = Rows()
        if response is not None:
            seen = index_rows(response, _INDEX_NAME, ARCHIVE, may_be_empty=True)  # filters may leave nothing of a page
        following = replace(position, cursor=str(page + 1)) if page + 1 < position.pages else None
        return step(wanted, self._parts, position, seen, following)

    async def pages(self, crawl: Crawl, number: int) -> int:
        """The number of index pages of a crawl for a glob; each lists up to 15,000 captures."""
        response = await self._query(crawl, number, ("showNumPages", "true"))
        if response is None:
            return 0
        text = index_text(response, _INDEX_NAME)
        try:
            declared = orjson.loads(text)
            pages = int(declared["pages"] if isinstance(declared, dict) else declared)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise FetchError(Fault.PROTOCOL, f"{_INDEX_NAME} returned an invalid number of pages: {error}") from error
        if not 0 <= pages <= _MAX_PAGES:
            raise FetchError(Fault.PROTOCOL, f"{_INDEX_NAME} reports {pages:,} pages")
        return pages

    async def _query(self, crawl: Crawl, number: int, what: tuple[str, str]) -> Exchange | None:
        """A response of the index; None when it has no captures (404)."""
        scope = self._wanted.scopes[number]
        kind = [] if scope.match_type is MatchType.EXACT else [("matchType", scope.match_type.value)]
        parameters = [("url", scope.url), *kind, ("output", "json"), *self._filters(), what]
        response = await self._get(with_query(crawl.index, parameters), {}, INDEX_LIMITS)
        if response.status == 404 and b"no captures" in response.body[:1_000].lower():
            return None
        return response

    def _filters(self) -> list[tuple[str, str]]:
        """Filters the server can apply. Not the media type: older crawls only have the declared one."""
        wanted = self._wanted
        dates = [("from", wanted.first), ("to", wanted.last)]
        status = [("filter", f"=status:{status}") for status in wanted.statuses if len(wanted.statuses) == 1]
        return [*((name, value) for name, value in dates if value), *status]


async def record(get: Get, capture: Capture, data: str = DATA) -> ArchivedRecord:
    """The record of a capture, byte for byte, with one range request.

    Raises FetchError: ``disconnected`` for too few bytes, ``protocol_error`` when the index and the file disagree or
    the server ignores ranges, ``bad_coding`` for a damaged gzip member, ``bomb``.
    """
    if capture.filename is None or capture.offset is None or not capture.length:
        raise FetchError(Fault.PROTOCOL, "the index lacks the location of the record")
    if not _FILENAME.fullmatch(capture.filename):
        raise FetchError(Fault.FORBIDDEN_URL, f"invalid file name in the index: {capture.filename[:200]!r}")
    if capture.length > MAX_RECORD_BYTES:
        raise FetchError(Fault.TOO_LARGE, f"record of {capture.length:,} bytes")
    url = f"{data}/{quote(capture.filename, safe='/+=@,~')}"
    span = f"bytes={capture.offset}-{capture.offset + capture.length - 1}"
    headers = {"Range": span, "Accept-Encoding": "identity"}
    response = await get(url, headers, Limits(wire_bytes=capture.length + _SLACK_BYTES))
    packed = _ranged(response, capture.offset, capture.length)
    content = unpacked(packed)
    return ArchivedRecord(_checked(content, capture), content, packed, f"{url} {span}")


def _ranged(response: Exchange, offset: int, length: int) -> bytes:
    """The requested bytes, from a partial response or a complete small file."""
    if response.status == 200 and len(response.body) >= offset + length:  # the complete file
        return response.body[offset : offset + length]
    if response.status == 200:
        raise FetchError(Fault.PROTOCOL, "the data server ignored the range request")
    if response.status != 206:
        raise refused(response, "the data server", f"bytes {offset}-{offset + length - 1} of {response.url}")
    declared = _CONTENT_RANGE.fullmatch((response.header("Content-Range") or "").strip())
    if declared is None:
        raise FetchError(Fault.PROTOCOL, "the data server sent a range without Content-Range")
    first, last = int(declared[1]), int(declared[2])
    if (first, last) != (offset, offset + length - 1):
        raise FetchError(Fault.PROTOCOL, f"the data server sent bytes {first}-{last} instead of {offset}-...")
    if len(response.body) < length:
        raise FetchError(Fault.DISCONNECTED, f"{len(response.body):,} of {length:,} bytes of the record")
    if len(response.body) > length:
        raise FetchError(Fault.PROTOCOL, f"{len(response.body):,} bytes received for a record of {length:,}")
    return response.body


def unpacked(packed: bytes) -> bytes:
    """The content of the single gzip member. Raises FetchError for damage, several members, or a bomb."""
    if not packed.startswith(b"\x1f\x8b"):
        raise FetchError(Fault.CODING, "no gzip member at the location given in the index")
    content: bytes | None = None
    for member in members(BytesIO(packed), Codec.GZIP, WARC.starts, 0, None):
        if isinstance(member, Damage):
            raise FetchError(Fault.CODING, f"damaged gzip member: {member.detail}")
        if content is not None:
            raise FetchError(Fault.PROTOCOL, "several gzip members at the location of one record")
        content = _bounded(member)
    return content or b""


def _bounded(member: Member) -> bytes:
    parts: list[bytes] = []
    size = 0
    for piece in member.pieces:
        parts.append(piece)
        size += len(piece)
        if size > MAX_RECORD_BYTES:
            raise FetchError(Fault.BOMB, f"the record decompresses to more than {MAX_RECORD_BYTES:,} bytes")
    return b"".join(parts)


def _checked(content: bytes, capture: Capture) -> Capture:
    """The capture, with URL and date of its record. Raises FetchError for a wrong or incomplete record."""
    head = WARC.head.match(content)
    fields = WARC.fields(content)
    length = length_of(fields)
    if head is None or length is None:
        raise FetchError(Fault.PROTOCOL, "no WARC record at the location given in the index")
    if content[head.end() + length :] != b"\r\n\r\n":
        raise FetchError(Fault.PROTOCOL, f"the record has {len(content) - head.end() - 4:,} of {length:,} bytes")
    kind = (fields.get("WARC-Type") or "").lower()
    if kind not in ("response", "resource"):
        raise FetchError(Fault.PROTOCOL, f"the record type is {kind or 'missing'}, expected response")
    url = (fields.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
    if without_port(url) != without_port(capture.url):
        raise FetchError(Fault.PROTOCOL, f"the record is for {url[:200]}, the index says {capture.url[:200]}")
    date = re.sub(r"\D", "", (fields.get("WARC-Date") or "").partition(".")[0])
    return replace(capture, url=url, timestamp=date if len(date) == 14 else capture.timestamp)
