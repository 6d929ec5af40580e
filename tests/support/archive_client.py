"""What tests of web archives share: a plain client, the steps of a listing one after the other, small archives."""

import asyncio
import http.client
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

from generators.archive_server import CRAWL, Archive, serving
from generators.archives import http as http_message
from generators.archives import packed, record
from qapipe.fetch.archives import commoncrawl
from qapipe.fetch.archives.cdx import Capture
from qapipe.fetch.archives.commoncrawl import CommonCrawl
from qapipe.fetch.archives.listing import Listing, Position
from qapipe.fetch.archives.selection import CaptureFilter
from qapipe.fetch.archives.wayback import Wayback
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Limits
from support.places import SHARED

T = TypeVar("T")
WARCS = SHARED / "fixtures" / "warc"
GLOB = "www.forum.example/question/*"
NAME = f"crawl-data/{CRAWL}/segments/1/warc/a-00000.warc.gz"


async def get(url: str, headers: Mapping[str, str], limits: Limits | None) -> Exchange:
    """What the lead's loop provides, without its pace and its retries."""
    limits = limits or Limits()

    def ask() -> Exchange:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        try:
            path = url.partition(parts.netloc)[2]
            connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
            answer = connection.getresponse()
            body = answer.read(limits.wire_bytes + 1)
            if len(body) > limits.wire_bytes:
                raise FetchError(Fault.TOO_LARGE, "more than allowed")
            return Exchange(url, datetime.now(UTC), 0.0, answer.status, tuple(answer.getheaders()), body, b"", b"")
        finally:
            connection.close()

    return await asyncio.to_thread(ask)


def done(step: Awaitable[T]) -> T:
    async def run() -> T:
        return await step

    return asyncio.run(run())


@dataclass
class Whole:
    """What all steps of a listing gave."""

    captures: list[Capture]
    skipped: Counter[str]
    positions: list[Position]


def listed(make: Callable[[], Listing], *, kill: bool = False) -> Whole:
    """All steps of a listing; with ``kill`` each by a new process, so to speak, that has the stored position alone."""

    async def run() -> Whole:
        listing = make()
        whole = Whole([], Counter(), [])
        position: Position | None = listing.start()
        while position is not None:
            whole.positions.append(position)
            found = await listing.after(Position.from_json(position.to_json()) if kill else position)
            whole.captures += found.captures
            whole.skipped += found.skipped
            position = found.position
            listing = make() if kill else listing
        return whole

    return asyncio.run(run())


def page(number: int, text: str = "") -> bytes:
    title = f"Is bump {number} normal?"
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{text}</body></html>".encode()
    )


def warc(pages: list[tuple[str, str, bytes]], *fields: str, status: str = "200 OK") -> bytes:
    """A WARC file: URL, date and body of each page."""
    records = [record("warcinfo", "a.warc.gz", b"software: a test\r\n", content="application/warc-fields")]
    for url, date, body in pages:
        records.append(record(url=url, block=http_message(body, *fields, status=status), WARC_Date=date))
    return packed(*records)


def questions(count: int, start: int = 0) -> list[tuple[str, str, bytes]]:
    return [
        (f"https://www.forum.example/question/q{n:03}", f"2021-03-04T05:06:{n % 60:02}Z", page(n))
        for n in range(start, start + count)
    ]


@contextmanager
def small_archive() -> Iterator[Archive]:
    """Eight questions, a page of another kind, and a host nobody asked for."""
    others = [
        ("https://www.forum.example/doctor/a", "2021-03-04T05:06:07Z", page(90)),
        ("https://forum.example/question/elsewhere", "2021-03-04T05:06:07Z", page(91)),
        ("https://de.forum.example/question/a", "2021-03-04T05:06:07Z", page(93)),
        ("https://other.example/question/a", "2021-03-04T05:06:07Z", page(92)),
    ]
    with serving({NAME: warc([*questions(8), *others])}) as archive:
        yield archive


def common_crawl(archive: Archive, wanted: CaptureFilter, which: str = "latest") -> Callable[[], CommonCrawl]:
    known = done(commoncrawl.crawls(get, archive.index))
    return lambda: CommonCrawl(get, commoncrawl.select(known, which), wanted)


def of_wayback(archive: Archive, wanted: CaptureFilter, rows_per_response: int = 3) -> Callable[[], Wayback]:
    return lambda: Wayback(get, wanted, index=archive.wayback_index, rows_per_response=rows_per_response)


def repeated(step: Callable[[], Awaitable[T]]) -> T:
    """What a step gives once the archive is not busy any more."""
    try:
        return done(step())
    except FetchError:
        return done(step())


def patiently(archive: Archive, make: Callable[[], Listing]) -> list[Capture]:
    """All captures of a listing whose archive is busy now and then; every step is done twice, and gives the same."""
    captures: list[Capture] = []
    position: Position | None = make().start()
    while position is not None:
        archive.faults.busy = len(archive.asked) % 2
        at = position
        found = repeated(lambda: make().after(at))  # noqa: B023  it is called at once
        assert found == done(make().after(at))
        captures += found.captures
        position = found.position
    return captures
