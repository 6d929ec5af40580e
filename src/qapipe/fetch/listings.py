"""What a web archive has of what is wanted, listed into the frontier; a listing that was stopped goes on."""

import asyncio
import json

from qapipe.errors import QapipeError
from qapipe.fetch.archives import commoncrawl, wayback
from qapipe.fetch.archives.cdx import Capture
from qapipe.fetch.archives.columnar import Columnar
from qapipe.fetch.archives.steps import Listed, Listing, Position
from qapipe.fetch.asking import Asker
from qapipe.fetch.crawl import Crawl
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Entry, Kind
from qapipe.fetch.options import ArchiveOptions
from qapipe.fetch.web.exchange import FetchError
from qapipe.fetch.web.pace import Pace
from qapipe.fetch.web.retries import seconds_to_wait, worth_retrying
from qapipe.fetch.web.urls import host_key

COMMON_CRAWL, WAYBACK = commoncrawl.ARCHIVE, wayback.ARCHIVE
ARCHIVES = (COMMON_CRAWL, WAYBACK)

_COMPLETE = "complete"
_MOST_TRIES = 8


def keep_pace(archive: ArchiveOptions, pace: Pace) -> None:
    """Have the archive's hosts asked as slowly as their operators ask for."""
    if archive.name == WAYBACK:
        pace.ask_slowly(host_key(archive.index or wayback.INDEX), wayback.INDEX_DELAY)
        pace.ask_slowly(host_key(archive.data or wayback.PLAYBACK), wayback.PLAYBACK_DELAY)
    else:
        pace.ask_slowly(host_key(archive.index or commoncrawl.INDEX), commoncrawl.INDEX_DELAY)
        pace.ask_slowly(host_key(archive.data or commoncrawl.DATA), commoncrawl.DATA_DELAY)


async def list_archive(crawl: Crawl, frontier: Frontier, asker: Asker, archive: ArchiveOptions) -> None:
    """Add all captures that are wanted to the frontier. Raises QapipeError where the archive does not answer."""
    wanted = archive.wanted
    dates = (wanted.first, wanted.last, wanted.one_per)
    name = json.dumps(["listing", archive.name, wanted.match, *dates, archive.crawl, archive.columnar])
    stored = frontier.recall(name)
    if stored == _COMPLETE:
        return
    listing = await _listing(frontier, asker, archive, name)
    position: Position | None = Position.from_json(stored) if stored else listing.start()
    host = host_key(archive.data or (wayback.PLAYBACK if archive.name == WAYBACK else commoncrawl.DATA))
    while position is not None and not crawl.stopping:
        listed = await _again_and_again(listing, position)
        crawl.add([_entry(capture, host) for capture in listed.captures])
        position = listed.position
        frontier.remember(name, position.to_json() if position else _COMPLETE)
        frontier.commit()


async def _listing(frontier: Frontier, asker: Asker, archive: ArchiveOptions, name: str) -> Listing:
    if archive.name == WAYBACK:
        return wayback.Wayback(asker.get, archive.wanted, index=archive.index or wayback.INDEX)
    if archive.columnar:
        named = () if archive.crawl in ("all", "latest") else (archive.crawl,)
        return Columnar(archive.columnar, archive.wanted, named)
    known = frontier.recall(f"crawls of {name}")
    if known:  # the latest is another one tomorrow
        crawls = tuple(commoncrawl.Crawl(*one) for one in json.loads(known))
    else:
        crawls = commoncrawl.chosen(await _crawls(asker, archive), archive.crawl)
        frontier.remember(f"crawls of {name}", json.dumps([(one.id, one.index) for one in crawls]))
    return commoncrawl.CommonCrawl(asker.get, crawls, archive.wanted)


async def _crawls(asker: Asker, archive: ArchiveOptions) -> tuple[commoncrawl.Crawl, ...]:
    try:
        return await commoncrawl.crawls(asker.get, archive.index or commoncrawl.INDEX)
    except FetchError as error:
        raise QapipeError(f"Common Crawl does not say which crawls there are: {error}; try again later") from error


async def _again_and_again(listing: Listing, position: Position) -> Listed:
    tries = 0
    while True:
        try:
            return await listing.after(position)
        except FetchError as error:
            tries += 1
            passing = error.retry_after is not None or worth_retrying(error, min(tries, 2))
            if not passing or tries >= _MOST_TRIES:
                raise QapipeError(
                    f"the archive cannot be asked: {error}; the same command goes on where this one stopped"
                ) from error
            await asyncio.sleep(seconds_to_wait(tries, error))


def _entry(capture: Capture, host: str) -> Entry:
    return Entry(capture.url, host, Kind.ARCHIVE, capture.name, json.dumps(capture.as_json()))
