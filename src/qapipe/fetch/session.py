"""A run of ``qapipe fetch``: the folder locked and put in order, the URLs gathered, the crawl, the shard sealed."""

import asyncio
import json
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from qapipe.disk import locked
from qapipe.fetch.asking import Asker
from qapipe.fetch.crawl import Crawl, Totals
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Entry, Kind, State
from qapipe.fetch.listings import keep_pace, list_archive
from qapipe.fetch.options import DELAY, FetchOptions
from qapipe.fetch.visits import GIVEN, Visit
from qapipe.fetch.warc.recovery import recover
from qapipe.fetch.warc.writer import About, WarcWriter
from qapipe.fetch.web.client import Client
from qapipe.fetch.web.pace import Pace
from qapipe.fetch.web.urls import host_key
from qapipe.sources.base import matches

_SCOPE = "scope"

Heard = Callable[[Visit, Totals], None]


@dataclass(frozen=True, slots=True)
class Seeds:
    """Where a crawl begins. All URLs are normalised."""

    urls: tuple[str, ...] = ()
    """Given by name."""
    listed: Iterable[str] = ()
    """Out of a list."""
    sitemaps: tuple[str, ...] = ()


@dataclass(slots=True)
class FetchSummary:
    """What a run did, and what there is to do."""

    out: Path
    totals: Totals = field(default_factory=Totals)
    left: int = 0
    """URLs that are still to be asked for."""
    interrupted: bool = False

    def as_json(self) -> dict[str, object]:
        """The summary as plain values."""
        return {
            "bytes": self.totals.bytes,
            "left": self.left,
            "pages": self.totals.pages,
            "path": str(self.out),
            "reasons": dict(sorted(self.totals.reasons.items())),
            "states": {state.value: self.totals.states[state] for state in State if self.totals.states[state]},
        }


def fetch(out: Path, seeds: Seeds, options: FetchOptions, heard: Heard = lambda _visit, _totals: None) -> FetchSummary:
    """Fetch what is asked for, and what an earlier run left, into WARC shards in the folder ``out``.

    Raises UsageError before anything is asked, DatasetError when another run is at work there or the disk refuses.
    """
    out.mkdir(parents=True, exist_ok=True)
    with locked(out.resolve()), Frontier(out) as frontier:
        recover(out, frontier)
        about = About(options.user_agent, options.ignore_robots)
        options = _in_scope(frontier, seeds, options)
        with WarcWriter(out, frontier, about, shard_bytes=options.shard_bytes) as writer:
            _queue_again(frontier, options)
            frontier.add(_entries(seeds, options))
            writer.commit()
            summary = asyncio.run(_run(out, frontier, writer, options, heard))
        summary.left = frontier.counts()[State.QUEUED]
    return summary


def _in_scope(frontier: Frontier, seeds: Seeds, options: FetchOptions) -> FetchOptions:
    """The options with what an earlier run was told to match and to follow, where this one is only to go on."""
    told = (options.match, options.follow, options.since)
    if any(told) or seeds.urls or seeds.listed or seeds.sitemaps or options.archive:
        since = options.since.isoformat() if options.since else None
        frontier.remember(_SCOPE, json.dumps([options.match, options.follow, options.depth, since]))
        return options
    known = frontier.recall(_SCOPE)
    if known is None:
        return options
    match, follow, depth, since = json.loads(known)
    moment = datetime.fromisoformat(since) if since else None
    return replace(options, match=tuple(match), follow=tuple(follow), depth=depth, since=moment)


def _queue_again(frontier: Frontier, options: FetchOptions) -> None:
    if options.refresh is not None:
        frontier.refresh(time.time() - options.refresh)
    if options.retry_failed:
        frontier.retry_failed()


def _entries(seeds: Seeds, options: FetchOptions) -> Iterator[Entry]:
    yield from (Entry(url, host_key(url), place=GIVEN) for url in seeds.urls)
    yield from (Entry(url, host_key(url), place=GIVEN) for url in seeds.listed if matches(url, options.match))
    yield from (Entry(url, host_key(url), Kind.SITEMAP) for url in seeds.sitemaps)


async def _run(out: Path, frontier: Frontier, writer: WarcWriter, options: FetchOptions, heard: Heard) -> FetchSummary:
    summary = FetchSummary(out)
    pace = Pace(DELAY if options.delay is None and options.archive is None else options.delay or 0.0)
    async with Client(
        user_agent=options.user_agent, limits=options.limits, policy=options.policy, concurrency=options.concurrency
    ) as client:
        asker = Asker(client, pace)
        crawl = Crawl(frontier, writer, asker, pace, options, heard)
        summary.totals = crawl.totals

        def stop() -> None:
            summary.interrupted = True
            crawl.stop()

        with _stopped_by_signals(stop):
            if options.archive:
                if options.delay is None:
                    keep_pace(options.archive, pace)
                await list_archive(crawl, frontier, asker, options.archive)
            await crawl.run()
    return summary


@contextmanager
def _stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop the crawl when what is under way is done; a second one stops it at once."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    task = asyncio.current_task()
    told = 0

    def hear() -> None:
        nonlocal told
        told += 1
        stop()
        if told > 1 and task is not None:
            task.cancel()

    for number in numbers:
        loop.add_signal_handler(number, hear)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
