"""Common Crawl: which crawls there are, what they captured, and its records by range request.

The index server answers pywb's queries (``showNumPages``, ``page``), one client one request at a time, and says 503
under load. The records lie in WARC files of about a gigabyte, of which any gzip member can be asked for alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from urllib.parse import quote

import orjson

from qapipe.errors import UsageError
from qapipe.fetch.archives.cdx import Capture, Rows, rows, without_port
from qapipe.fetch.archives.selection import MatchType, Wanted
from qapipe.fetch.archives.steps import (
    INDEX_LIMITS,
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
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Limits
from qapipe.sources.compression.codecs import Codec
from qapipe.sources.compression.members import Damage, Member, members
from qapipe.sources.warc.format import WARC, length_of

ARCHIVE = "commoncrawl"
INDEX = "https://index.commoncrawl.org"
"""Its ``/collinfo.json`` lists the crawls, newest first, with the address of each one's index."""
DATA = "https://data.commoncrawl.org"
"""What the file names of the index are relative to."""
INDEX_DELAY = 1.0
"""Seconds from one question to the index to the next; never two at a time."""
DATA_DELAY = 0.2
"""Seconds from one record to the next."""
MAX_RECORD_BYTES = 64 << 20
"""Of a record, decompressed. Common Crawl cuts payloads at one megabyte (since 2025: five)."""

_WHOSE_INDEX = "the index of Common Crawl"
_SLACK_BYTES = 1 << 16
_FILENAME = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|$))[\w.+=@,~-][\w.+=@,~/-]{0,500}")
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(?:\d{1,18}|\*)")
_MAX_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Crawl:
    """One crawl, such as ``CC-MAIN-2024-10``."""

    id: str
    index: str
    """The address of its index."""


async def crawls(get: Get, index: str = INDEX) -> tuple[Crawl, ...]:
    """All crawls, newest first. One request; raises FetchError."""
    text = index_text(await get(f"{index}/collinfo.json", {}, INDEX_LIMITS), _WHOSE_INDEX)
    try:
        listed = orjson.loads(text)
        found = tuple(Crawl(str(one["id"]), _same_host(str(one["cdx-api"]), index)) for one in listed)
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise FetchError(Fault.PROTOCOL, f"the list of Common Crawl's crawls cannot be read: {error}") from error
    if not found:  # so it was during an outage of the storage behind it
        raise FetchError(Fault.PROTOCOL, "the list of Common Crawl's crawls is empty", retry_after=60.0)
    return found


def _same_host(address: str, index: str) -> str:
    """An index's address on the host that was asked: nobody is sent elsewhere by a list."""
    return f"{index}/{address.rstrip('/').rpartition('/')[2]}"


def chosen(known: Sequence[Crawl], which: str) -> tuple[Crawl, ...]:
    """The crawls that ``latest``, ``all`` or an id means. Store the ids: ``latest`` is another one next month."""
    if which == "all":
        return tuple(known)
    if which == "latest":
        return (max(known, key=lambda one: one.id),)
    found = tuple(one for one in known if one.id == which)
    if not found:
        some = ", ".join(one.id for one in known[:3])
        raise UsageError(f"Common Crawl has no crawl {which!r}; write latest, all, or one of {some} ...")
    return found


class CommonCrawl:
    """The captures of some crawls, asked of the index server: a :class:`~qapipe.fetch.archives.Listing`.

    A part is a glob in a crawl. Its first step asks how many answers there are, each later one for the next of them.
    """

    def __init__(self, get: Get, crawls: Sequence[Crawl], wanted: Wanted) -> None:
        self._get = get
        self._wanted = wanted
        self._asked = [(crawl, number) for crawl in crawls for number in range(len(wanted.scopes))]
        self._parts = [f"{crawl.id} {wanted.scopes[number].glob}" for crawl, number in self._asked]
        if not self._asked:
            raise UsageError("no crawl is named; try --crawl latest")

    def start(self) -> Position:
        """Where the listing begins."""
        return Position(self._parts[0])

    async def after(self, position: Position) -> Listed:
        """The next step: one request."""
        crawl, number = self._asked[part_of(self._parts, position)]
        wanted = self._wanted.of_scope(number)
        if not position.cursor or position.pages is None:
            pages = await self.pages(crawl, number)
            following = replace(position, cursor="0", pages=pages) if pages else None
            return step(wanted, self._parts, position, Rows(), following)
        page = int(position.cursor)
        answer = await self._ask(crawl, number, ("page", str(page)))
        seen = rows(index_text(answer, _WHOSE_INDEX), ARCHIVE) if answer is not None else Rows()
        following = replace(position, cursor=str(page + 1)) if page + 1 < position.pages else None
        return step(wanted, self._parts, position, seen, following)

    async def pages(self, crawl: Crawl, number: int) -> int:
        """How many answers the index of a crawl has for a glob; each holds up to 15,000 captures."""
        answer = await self._ask(crawl, number, ("showNumPages", "true"))
        if answer is None:
            return 0
        text = index_text(answer, _WHOSE_INDEX)
        try:
            told = orjson.loads(text.strip() or b"0")
            pages = int(told["pages"] if isinstance(told, dict) else told)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise FetchError(Fault.PROTOCOL, f"{_WHOSE_INDEX} does not say how many pages it has: {error}") from error
        if not 0 <= pages <= _MAX_PAGES:
            raise FetchError(Fault.PROTOCOL, f"{_WHOSE_INDEX} says that it has {pages:,} pages")
        return pages

    async def _ask(self, crawl: Crawl, number: int, what: tuple[str, str]) -> Exchange | None:
        """An answer of the index; None where the crawl has no such page, which it says by 404."""
        asked = self._wanted.scopes[number]
        kind = [] if asked.match_type is MatchType.EXACT else [("matchType", asked.match_type.value)]
        parameters = [("url", asked.url), *kind, ("output", "json"), *self._filters(), what]
        answer = await self._get(with_query(crawl.index, parameters), {}, INDEX_LIMITS)
        if answer.status == 404 and b"no captures" in answer.body[:1_000].lower():
            return None
        return answer

    def _filters(self) -> list[tuple[str, str]]:
        """What the server can leave out; the media type it cannot: older crawls tell a declared one alone."""
        wanted = self._wanted
        dates = [("from", wanted.first), ("to", wanted.last)]
        status = [("filter", f"=status:{status}") for status in wanted.statuses if len(wanted.statuses) == 1]
        return [*((name, value) for name, value in dates if value), *status]


async def record(get: Get, capture: Capture, data: str = DATA) -> ArchivedRecord:
    """The record of a capture, byte for byte: one range request.

    Raises FetchError: ``disconnected`` for fewer bytes than asked for, ``protocol_error`` where the index and the
    file do not agree or the file's host does not know ranges, ``bad_coding`` for a damaged member, ``bomb``.
    """
    if capture.filename is None or capture.offset is None or not capture.length:
        raise FetchError(Fault.PROTOCOL, "the index does not say where the record lies")
    if not _FILENAME.fullmatch(capture.filename):
        raise FetchError(Fault.FORBIDDEN_URL, f"no name of an archive's file: {capture.filename[:200]!r}")
    if capture.length > MAX_RECORD_BYTES:
        raise FetchError(Fault.TOO_LARGE, f"a record of {capture.length:,} bytes")
    url = f"{data}/{quote(capture.filename, safe='/+=@,~')}"
    span = f"bytes={capture.offset}-{capture.offset + capture.length - 1}"
    headers = {"Range": span, "Accept-Encoding": "identity"}
    answer = await get(url, headers, Limits(wire_bytes=capture.length + _SLACK_BYTES))
    packed = _ranged(answer, capture.offset, capture.length)
    content = unpacked(packed)
    return ArchivedRecord(_checked(content, capture), content, packed, f"{url} {span}")


def _ranged(answer: Exchange, offset: int, length: int) -> bytes:
    """The bytes that were asked for, whether the server gave them alone or among others."""
    if answer.status == 200 and len(answer.body) >= offset + length:  # a small file, all of it
        return answer.body[offset : offset + length]
    if answer.status == 200:
        raise FetchError(Fault.PROTOCOL, "the archive's host gave a file in place of a range, and not all of it")
    if answer.status != 206:
        raise refused(answer, "the archive's host", f"bytes {offset}-{offset + length - 1} of {answer.url}")
    told = _CONTENT_RANGE.fullmatch((answer.header("Content-Range") or "").strip())
    if told is None:
        raise FetchError(Fault.PROTOCOL, "the archive's host gave a part and does not say which")
    first, last = int(told[1]), int(told[2])
    if (first, last) != (offset, offset + length - 1):
        raise FetchError(Fault.PROTOCOL, f"the archive's host gave bytes {first}-{last} in place of {offset}-...")
    if len(answer.body) < length:
        raise FetchError(Fault.DISCONNECTED, f"{len(answer.body):,} bytes of a record's {length:,}")
    if len(answer.body) > length:
        raise FetchError(Fault.PROTOCOL, f"{len(answer.body):,} bytes came for a record of {length:,}")
    return answer.body


def unpacked(packed: bytes) -> bytes:
    """What the one gzip member decompresses to. Raises FetchError for damage, for several, and for a bomb."""
    if not packed.startswith(b"\x1f\x8b"):
        raise FetchError(Fault.CODING, "there is no gzip member where the index says so")
    content: bytes | None = None
    for member in members(BytesIO(packed), Codec.GZIP, WARC.starts, 0, None):
        if isinstance(member, Damage):
            raise FetchError(Fault.CODING, f"the record's gzip member is not whole: {member.detail}")
        if content is not None:
            raise FetchError(Fault.PROTOCOL, "several gzip members lie where the index tells of one record")
        content = _bounded(member)
    return content or b""


def _bounded(member: Member) -> bytes:
    parts: list[bytes] = []
    size = 0
    for piece in member.pieces:
        parts.append(piece)
        size += len(piece)
        if size > MAX_RECORD_BYTES:
            raise FetchError(Fault.BOMB, f"a record that decompresses to more than {MAX_RECORD_BYTES:,} bytes")
    return b"".join(parts)


def _checked(content: bytes, capture: Capture) -> Capture:
    """The capture as its record tells it. Raises FetchError for another record, and for one that is not whole."""
    head = WARC.head.match(content)
    fields = WARC.fields(content)
    length = length_of(fields)
    if head is None or length is None:
        raise FetchError(Fault.PROTOCOL, "there is no WARC record where the index says so")
    if content[head.end() + length :] != b"\r\n\r\n":
        raise FetchError(Fault.PROTOCOL, f"the record has {len(content) - head.end() - 4:,} bytes of {length:,}")
    kind = (fields.get("WARC-Type") or "").lower()
    if kind not in ("response", "resource"):
        raise FetchError(Fault.PROTOCOL, f"there is a {kind or 'nameless'} record where the index tells of a page")
    url = (fields.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
    if without_port(url) != without_port(capture.url):
        raise FetchError(Fault.PROTOCOL, f"the record is of {url[:200]}, the index tells of {capture.url[:200]}")
    date = re.sub(r"\D", "", (fields.get("WARC-Date") or "").partition(".")[0])
    return replace(capture, url=url, timestamp=date if len(date) == 14 else capture.timestamp)
