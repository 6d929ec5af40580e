"""The crawl loop: schedules requests by host and commits fetched pages to disk."""

import asyncio
import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from qapipe.fetch.fetcher import Fetcher
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import SEED, Entry, Kind, Row, State
from qapipe.fetch.options import FetchOptions
from qapipe.fetch.outcome import SITEMAP, FailedInput, Outcome
from qapipe.fetch.paced_client import PacedClient
from qapipe.fetch.warc.writer import WarcWriter
from qapipe.fetch.web.exchange import Fault
from qapipe.fetch.web.pace import Pace

COMMIT_SECONDS = 0.5
"""Fetched pages are committed to disk at least this often (seconds) ..."""
COMMIT_PAGES = 200
"""... and after this many pages."""
MAX_REPORTED = 1_000
"""Failed inputs and notes of a run that are kept for the report."""
SHUTDOWN_SECONDS = 8.0
"""How long a stopping crawl waits for requests in flight."""

_MAX_PAUSE = 5.0
_GIVEN_UP = "gave up after repeated failures to reach the host"


@dataclass(slots=True)
class Totals:
    """Counts of a run so far."""

    states: Counter[State] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Why pages failed or were excluded."""
    failed_inputs: list[FailedInput] = field(default_factory=list)
    """Sitemaps and indexes that could not be read, or only in part; at most :data:`MAX_REPORTED`."""
    notes: list[str] = field(default_factory=list)
    """What else the user should know, one line each; at most :data:`MAX_REPORTED`."""
    disallowed_seeds: int = 0
    """URLs named by the user that robots.txt disallows."""
    bytes: int = 0
    queued: int = 0
    """Known URLs not fetched yet."""
    waiting_hosts: int = 0
    """Hosts with queued URLs that are waiting for their delay."""
    in_flight: int = 0

    @property
    def pages(self) -> int:
        """Pages fetched."""
        return self.states[State.DONE] + self.states[State.NOT_MODIFIED]

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        row, state, reason, detail = outcome.row, outcome.state, outcome.reason or "", outcome.detail or ""
        self.bytes += outcome.bytes
        if row.kind is not Kind.SITEMAP:
            self.states[state] += 1
            if state in (State.FAILED, State.EXCLUDED):
                self.reasons[reason] += 1
            if state is State.EXCLUDED and reason == Fault.ROBOTS and row.context == SEED:
                self.disallowed_seeds += 1
        elif state is State.FAILED and len(self.failed_inputs) < MAX_REPORTED:
            self.failed_inputs.append(FailedInput(SITEMAP, row.url, reason, detail))
        elif state is State.DONE and detail:
            self.note(f"sitemap {row.url}: {detail}")

    def note(self, text: str) -> None:
        """Keep a line for the report."""
        if len(self.notes) < MAX_REPORTED:
            self.notes.append(text)


class Crawl:
    """Fetches the URLs of a frontier until none is left or :meth:`stop` is called."""

    def __init__(
        self,
        frontier: Frontier,
        writer: WarcWriter,
        client: PacedClient,
        pace: Pace,
        options: FetchOptions,
        on_outcome: Callable[[Outcome, Totals], None],
    ) -> None:
        self.totals = Totals()
        self._frontier = frontier
        self._writer = writer
        self._client = client
        self._pace = pace
        self._options = options
        self._on_outcome = on_outcome
        self._fetcher = Fetcher(frontier, writer, client, pace, options, self.add)
        self._ready: list[tuple[float, str]] = []  # heap of (time at which the host may be requested, host)
        self._scheduled: set[str] = set()
        self._busy: dict[str, set[int]] = {}
        self._tasks: dict[asyncio.Task[Outcome], Row] = {}
        self._finished: list[asyncio.Task[Outcome]] = []  # tasks whose outcome has not been recorded yet
        self._wakeup = asyncio.Event()
        self._stopping = False
        self._next_retry_at: float | None = None  # when the first queued retry is due
        self._uncommitted = 0
        self._committed_at = 0.0  # 0: the first pages are committed at once, so a run killed early still makes progress

    @property
    def stopping(self) -> bool:
        """Whether :meth:`stop` was called."""
        return self._stopping

    def stop(self) -> None:
        """Start no further requests."""
        self._stopping = True
        self._wakeup.set()

    def add(self, entries: Iterable[Entry], depth: int = 0, parent: int | None = None) -> int:
        """Queue URLs; returns how many of them are new."""
        some = list(entries)
        new = self._frontier.add(some, depth=depth, parent=parent)
        for host in dict.fromkeys(entry.host for entry in some):
            self._schedule(host)
        return new

    async def run(self) -> None:
        """Fetch everything queued. After :meth:`stop`, requests in flight get :data:`SHUTDOWN_SECONDS` to finish."""
        for host in self._frontier.hosts():
            self._schedule(host)
        self._next_retry_at = self._frontier.next_retry_at()
        while not self._stopping:
            if self._next_retry_at is not None and self._next_retry_at <= time.time():
                for host in self._frontier.release_due(time.time()):
                    self._schedule(host)
                self._next_retry_at = self._frontier.next_retry_at()
            self._start_fetches()
            pause = self._pause()
            if pause is None:
                break
            await self._wait(pause)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=SHUTDOWN_SECONDS)
            self._collect()
        for task in self._tasks:
            task.remove_done_callback(self._done)
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._commit()

    def _schedule(self, host: str) -> None:
        """Put a host on the heap, unless a request in flight will do so when it ends."""
        if host not in self._scheduled and not (self._client.is_serial(host) and self._busy.get(host)):
            self._scheduled.add(host)
            heapq.heappush(self._ready, (self._pace.ready_at(host), host))

    def _start_fetches(self) -> None:
        now = time.monotonic()
        while len(self._tasks) < self._options.concurrency and self._ready and self._ready[0][0] <= now:
            if self._page_limit_reached():
                return
            _, host = heapq.heappop(self._ready)
            self._scheduled.discard(host)
            if self._pace.is_given_up(host):
                self._fail_host(host)
                continue
            if self._pace.ready_at(host) > now:  # its delay grew meanwhile
                self._schedule(host)
                continue
            row = self._frontier.next(host, self._busy.get(host, ()))
            if row is not None:
                task = asyncio.ensure_future(self._fetcher.fetch(row))
                task.add_done_callback(self._done)
                self._tasks[task] = row
                self._busy.setdefault(host, set()).add(row.id)
                self._schedule(host)

    def _page_limit_reached(self) -> bool:
        """Whether stored pages and requests in flight add up to ``max_pages``."""
        most = self._options.max_pages
        in_flight = sum(row.kind is not Kind.SITEMAP for row in self._tasks.values()) if most is not None else 0
        return most is not None and self.totals.pages + in_flight >= most

    def _fail_host(self, host: str) -> None:
        while (row := self._frontier.next(host, self._busy.get(host, ()))) is not None:
            self._frontier.failed(row.id, Fault.CONNECT.value, _GIVEN_UP)
            self._record(Outcome(row, State.FAILED, reason=Fault.CONNECT.value, detail=_GIVEN_UP))

    def _pause(self) -> float | None:
        """Seconds until the next request may start; None when nothing is queued or in flight."""
        if self._page_limit_reached() and not self._tasks:
            return None
        times = [self._ready[0][0] - time.monotonic()] if self._ready else []
        if self._next_retry_at is not None:
            times.append(self._next_retry_at - time.time())
        if not times and not self._tasks:
            return None
        soonest = min(times, default=_MAX_PAUSE)
        full = len(self._tasks) >= self._options.concurrency or self._page_limit_reached()
        return _MAX_PAUSE if full and self._tasks else min(max(soonest, 0.001), _MAX_PAUSE)

    async def _wait(self, pause: float) -> None:
        """Wait for a response, for the pause to end, or for :meth:`stop`."""
        if self._uncommitted:
            pause = min(pause, COMMIT_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._wakeup.wait()
        self._wakeup.clear()
        self._collect()
        late = time.monotonic() - self._committed_at > COMMIT_SECONDS
        if self._uncommitted >= COMMIT_PAGES or (self._uncommitted and late):
            self._commit()

    def _done(self, task: "asyncio.Task[Outcome]") -> None:
        self._finished.append(task)
        self._wakeup.set()

    def _collect(self) -> None:
        """Record the outcomes of finished tasks."""
        over, self._finished = self._finished, []
        for task in over:
            row = self._tasks.pop(task)
            busy = self._busy[row.host]
            busy.discard(row.id)
            if not busy:
                del self._busy[row.host]
            self._schedule(row.host)
            self._uncommitted += 1
            outcome = task.result()
            if outcome.retry_in is not None:
                self._next_retry_at = self._frontier.next_retry_at()
            self._record(outcome)

    def _record(self, outcome: Outcome) -> None:
        self.totals.add(outcome)
        self.totals.in_flight = len(self._tasks)
        self.totals.waiting_hosts = len(self._ready)
        self._on_outcome(outcome, self.totals)

    def _commit(self) -> None:
        self._writer.commit()
        self.totals.queued = self._frontier.counts()[State.QUEUED]
        self._uncommitted = 0
        self._committed_at = time.monotonic()
