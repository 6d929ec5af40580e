"""Lists the captures a web archive has and queues them in the frontier. An interrupted listing resumes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count
from typing import TypeVar

from qapipe.fetch.archives import commoncrawl, wayback
from qapipe.fetch.archives.cdx import Capture
from qapipe.fetch.archives.columnar import Columnar
from qapipe.fetch.archives.listing import Listing, Position
from qapipe.fetch.crawl import Crawl
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Entry, Kind
from qapipe.fetch.options import ArchiveOptions
from qapipe.fetch.outcome import INDEX, FailedInput
from qapipe.fetch.paced_client import PacedClient
from qapipe.fetch.web.exchange import Fault, FetchError
from qapipe.fetch.web.pace import Pace
from qapipe.fetch.web.retries import MAX_TRIES, seconds_to_wait, worth_retrying
from qapipe.fetch.web.urls import host_of

COMMON_CRAWL, WAYBACK = commoncrawl.ARCHIVE, wayback.ARCHIVE
ARCHIVES = (COMMON_CRAWL, WAYBACK)

T = TypeVar("T")

_COMPLETE = "complete"


def set_archive_delays(archive: ArchiveOptions, pace: Pace) -> None:
    """Apply the request delays that the archive's operators ask for."""
    if archive.name == WAYBACK:
        pace.set_crawl_delay(host_of(archive.index or wayback.INDEX), wayback.INDEX_DELAY)
        pace.set_crawl_delay(host_of(archive.data or wayback.PLAYBACK), wayback.PLAYBACK_DELAY)
    else:
        pace.set_crawl_delay(host_of(archive.index or commoncrawl.INDEX), commoncrawl.INDEX_DELAY)
        pace.set_crawl_delay(host_of(archive.data or commoncrawl.DATA), commoncrawl.DATA_DELAY)


async def list_archive(
    crawl: Crawl, frontier: Frontier, client: PacedClient, archive: ArchiveOptions
) -> FailedInput | None:
    """Queue every matching capture; returns what happened if the archive's index could not be read to its end."""
    wanted = archive.wanted
    dates = (wanted.first, wanted.last, wanted.one_per)
    name = json.dumps(["listing", archive.name, wanted.match, *dates, archive.crawl, archive.columnar])
    stored = frontier.get_meta(name)
    if stored == _COMPLETE:
        return None
    try:
        await _list(crawl, frontier, await _listing(frontier, client, archive, name), archive, name)
    except FetchError as error:
        index = archive.columnar or archive.index or (wayback.INDEX if archive.name == WAYBACK else commoncrawl.INDEX)
        return FailedInput(INDEX, index, error.fault.value, str(error))
    return None


async def _list(crawl: Crawl, frontier: Frontier, listing: Listing, archive: ArchiveOptions, name: str) -> None:
    """Queue the captures from the stored position on, and store each position reached."""
    stored = frontier.get_meta(name)
    position: Position | None = Position.from_json(stored) if stored else listing.start()
    host = host_of(archive.data or (wayback.PLAYBACK if archive.name == WAYBACK else commoncrawl.DATA))
    while position is not None and not crawl.stopping:
        step = await _with_retries(partial(listing.after, position))
        crawl.add([_entry(capture, host) for capture in step.captures])
        if unreadable := step.skipped["unreadable"]:
            crawl.totals.note(f"index, {position.part}: unreadable lines: {unreadable:,}")
        position = step.position
        frontier.set_meta(name, position.to_json() if position else _COMPLETE)
        frontier.commit()


async def _listing(frontier: Frontier, client: PacedClient, archive: ArchiveOptions, name: str) -> Listing:
    if archive.name == WAYBACK:
        return wayback.Wayback(client.get, archive.wanted, index=archive.index or wayback.INDEX)
    if archive.columnar:
        named = () if archive.crawl in ("all", "latest") else (archive.crawl,)
        return Columnar(archive.columnar, archive.wanted, named)
    known = frontier.get_meta(f"crawls of {name}")
    if known:  # "latest" must mean the same crawl when the listing resumes
        crawls = tuple(commoncrawl.Crawl(*one) for one in json.loads(known))
    else:
        index = archive.index or commoncrawl.INDEX
        listed = await _with_retries(partial(commoncrawl.crawls, client.get, index))
        crawls = commoncrawl.select(listed, archive.crawl)
        frontier.set_meta(f"crawls of {name}", json.dumps([(one.id, one.index) for one in crawls]))
    return commoncrawl.CommonCrawl(client.get, crawls, archive.wanted)


async def _with_retries(request: Callable[[], Awaitable[T]]) -> T:
    """The result of a request, repeated as often as its faults are worth it. Raises FetchError."""
    for tries in count(1):
        try:
            return await request()
        except FetchError as error:
            permanent = error.fault is Fault.HTTP_STATUS or not worth_retrying(error, tries)
            if tries >= MAX_TRIES or (permanent and error.retry_after is None):
                raise
            await asyncio.sleep(seconds_to_wait(tries, error))
    raise AssertionError  # count() does not end


def _entry(capture: Capture, host: str) -> Entry:
    return Entry(capture.url, host, Kind.ARCHIVE, capture.name, json.dumps(capture.as_json()))
