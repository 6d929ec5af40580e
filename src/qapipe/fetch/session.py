"""One run of ``qapipe fetch``: lock and recover the directory, queue the seeds, crawl, seal the WARC file."""

import asyncio
import json
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

from qapipe.disk import check_local, locked
from qapipe.errors import UsageError
from qapipe.fetch.archive_listing import list_archive, set_archive_delays
from qapipe.fetch.crawl import MAX_REPORTED, Crawl, Totals
from qapipe.fetch.frontier.frontier import NAME as FRONTIER
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import SEED, Entry, Kind, Row, State
from qapipe.fetch.options import DELAY, MAX_HOPS, FetchOptions
from qapipe.fetch.outcome import SITEMAP, FailedInput, Outcome
from qapipe.fetch.paced_client import PacedClient
from qapipe.fetch.warc.recovery import recover
from qapipe.fetch.warc.writer import CrawlInfo, WarcWriter
from qapipe.fetch.web.client import Client
from qapipe.fetch.web.pace import Pace
from qapipe.fetch.web.urls import host_of
from qapipe.sources.globs import matches

_SCOPE = "scope"

OnOutcome = Callable[[Outcome, Totals], None]


@dataclass(frozen=True, slots=True)
class Seeds:
    """The URLs a crawl starts from, normalised."""

    urls: tuple[str, ...] = ()
    """From the command line."""
    listed: Iterable[str] = ()
    """From a URL list; filtered by ``--match``."""
    sitemaps: tuple[str, ...] = ()


def check_output(out: Path, seeds: Seeds, options: FetchOptions) -> None:
    """Raise UsageError if no pages can be fetched into ``out``, or there is nothing to fetch."""
    check_local(out)
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is not a directory; choose another --out")
    if not ((out / FRONTIER).exists() or seeds.urls or seeds.listed or seeds.sitemaps or options.archive):
        raise UsageError("nothing to fetch; give URLs, --from FILE, --sitemap URL or --archive NAME")


@dataclass(slots=True)
class FetchSummary:
    """What a run did and what it left."""

    out: Path
    totals: Totals = field(default_factory=Totals)
    left: int = 0
    """URLs still queued."""
    failed_earlier: int = 0
    """Seeds that failed in an earlier run, and were not requested in this one."""
    interrupted: int = 0
    """Number of the signal that stopped the run; 0 for none."""

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


def fetch(
    out: Path, seeds: Seeds, options: FetchOptions, on_outcome: OnOutcome = lambda _outcome, _totals: None
) -> FetchSummary:
    """Fetch the seeds, and what earlier runs left queued, into WARC files in the directory ``out``.

    Raises UsageError before the first request; DatasetError when another run holds ``out`` or a write fails.
    """
    check_output(out, seeds, options)
    out.mkdir(parents=True, exist_ok=True)
    with locked(out.resolve()), Frontier(out) as frontier:
        recover(out, frontier)
        info = CrawlInfo(options.user_agent, options.ignore_robots)
        options = _in_scope(frontier, seeds, options)
        with WarcWriter(out, frontier, info, shard_bytes=options.shard_bytes) as writer:
            _queue_again(frontier, options)
            failed = _add_seeds(frontier, seeds, options)
            writer.commit()
            summary = asyncio.run(_run(out, frontier, writer, options, on_outcome))
        summary.failed_earlier = failed
        summary.totals.failed_inputs += _failed_earlier(frontier, seeds, summary.totals)
        summary.left = frontier.counts()[State.QUEUED]
    return summary


def _in_scope(frontier: Frontier, seeds: Seeds, options: FetchOptions) -> FetchOptions:
    """The options; a run without seeds takes --match, --follow, --depth and --since from the run it resumes."""
    scope = (options.match, options.follow, options.since)
    if any(scope) or seeds.urls or seeds.listed or seeds.sitemaps or options.archive:
        since = options.since.isoformat() if options.since else None
        frontier.set_meta(_SCOPE, json.dumps([options.match, options.follow, options.depth, since]))
        return options
    known = frontier.get_meta(_SCOPE)
    if known is None:
        return options
    match, follow, depth, since = json.loads(known)
    moment = datetime.fromisoformat(since) if since else None
    return replace(options, match=tuple(match), follow=tuple(follow), depth=depth, since=moment)


def _queue_again(frontier: Frontier, options: FetchOptions) -> None:
    if options.refresh is not None:
        frontier.refresh(time.time() - options.refresh)
    if options.refresh_sitemaps:
        frontier.refresh_sitemaps()
    if options.retry_failed:
        frontier.retry_failed()


def _add_seeds(frontier: Frontier, seeds: Seeds, options: FetchOptions) -> int:
    """Queue the seeds; returns how many of the pages failed in an earlier run."""
    failed = 0
    any_failed = frontier.counts(Kind.PAGE)[State.FAILED] > 0

    def entries() -> Iterator[Entry]:
        nonlocal failed
        for url in chain(seeds.urls, (url for url in seeds.listed if matches(url, options.match))):
            known = frontier.find(url) if any_failed else None
            failed += known is not None and known.state is State.FAILED
            yield Entry(url, host_of(url), context=SEED)
        yield from (Entry(url, host_of(url), Kind.SITEMAP, context=SEED) for url in seeds.sitemaps)

    frontier.add(entries())
    return failed


def _failed_earlier(frontier: Frontier, seeds: Seeds, totals: Totals) -> list[FailedInput]:
    """The sitemaps below those that the user named that failed in an earlier run."""
    reported = {one.url for one in totals.failed_inputs}
    failed = islice(frontier.failures(Kind.SITEMAP), MAX_REPORTED) if seeds.sitemaps else ()
    return [
        FailedInput(SITEMAP, row.url, row.reason or "", row.detail or "", earlier=True)
        for row in failed
        if row.url not in reported and _root(frontier, row) in seeds.sitemaps
    ]


def _root(frontier: Frontier, row: Row) -> str:
    """The URL of the sitemap at the top of the indexes that list this one."""
    for _ in range(2 * MAX_HOPS):
        above = frontier.find(row.parent, Kind.SITEMAP) if row.parent else None
        if above is None:
            break
        row = above
    return row.url


async def _run(
    out: Path, frontier: Frontier, writer: WarcWriter, options: FetchOptions, on_outcome: OnOutcome
) -> FetchSummary:
    summary = FetchSummary(out)
    pace = Pace(DELAY if options.delay is None and options.archive is None else options.delay or 0.0)
    async with Client(
        user_agent=options.user_agent, limits=options.limits, policy=options.policy, concurrency=options.concurrency
    ) as http:
        client = PacedClient(http, pace)
        crawl = Crawl(frontier, writer, client, pace, options, on_outcome)
        summary.totals = crawl.totals

        def stop(number: int) -> None:
            summary.interrupted = summary.interrupted or number
            crawl.stop()

        with _stopped_by_signals(stop):
            if options.archive:
                if options.delay is None:
                    set_archive_delays(options.archive, pace)
                failed = await list_archive(crawl, frontier, client, options.archive)
                crawl.totals.failed_inputs += [failed] if failed else []
            await crawl.run()
    return summary


@contextmanager
def _stopped_by_signals(stop: Callable[[int], None]) -> Iterator[None]:
    """SIGINT and SIGTERM stop the crawl once requests in flight are done; a second signal stops it at once."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    task = asyncio.current_task()
    received = 0

    def handle(number: int) -> None:
        nonlocal received
        received += 1
        stop(number)
        if received > 1 and task is not None:
            task.cancel()

    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        loop.add_signal_handler(number, handle, number)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
            signal.signal(number, before[number])
