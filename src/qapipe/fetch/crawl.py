"""The crawl: which URL is asked for when, and when what was fetched is on disk for good."""

import asyncio
import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from qapipe.fetch.asking import Asker
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Entry, Kind, Row, State
from qapipe.fetch.options import FetchOptions
from qapipe.fetch.visits import Visit, Visitor
from qapipe.fetch.warc.writer import WarcWriter
from qapipe.fetch.web.exchange import Fault
from qapipe.fetch.web.pace import Pace

COMMIT_SECONDS = 0.5
"""What is fetched is on disk after so long,"""
COMMIT_PAGES = 200
"""or after so many pages."""
GRACE_SECONDS = 8.0
"""So long a crawl that is told to stop waits for what is under way."""

_LONGEST_NAP = 5.0
_GIVEN_UP = "its host could not be reached, again and again"


@dataclass(slots=True)
class Totals:
    """What a run has done so far."""

    states: Counter[State] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Of what failed for good, or was not asked."""
    bytes: int = 0
    queued: int = 0
    """URLs still to be asked for, as far as they are known."""
    waiting_hosts: int = 0
    """Hosts that have something to be asked, and are left alone for now."""
    under_way: int = 0

    @property
    def pages(self) -> int:
        """Pages fetched."""
        return self.states[State.DONE] + self.states[State.NOT_MODIFIED]


class Crawl:
    """Asks for the URLs of a frontier until none is left, or somebody says stop."""

    def __init__(
        self,
        frontier: Frontier,
        writer: WarcWriter,
        asker: Asker,
        pace: Pace,
        options: FetchOptions,
        heard: Callable[[Visit, Totals], None],
    ) -> None:
        self.totals = Totals()
        self._frontier = frontier
        self._writer = writer
        self._asker = asker
        self._pace = pace
        self._options = options
        self._heard = heard
        self._visitor = Visitor(frontier, writer, asker, pace, options, self.add)
        self._agenda: list[tuple[float, str]] = []  # when a host is ready, the first one first
        self._on_agenda: set[str] = set()
        self._busy: dict[str, set[int]] = {}
        self._visits: dict[asyncio.Task[Visit], Row] = {}
        self._over: list[asyncio.Task[Visit]] = []  # visits whose outcome is to be taken in
        self._news = asyncio.Event()
        self._stopping = False
        self._wakes_at: float | None = None  # when the first of the URLs that wait for their time may be asked for
        self._uncommitted = 0
        self._committed_at = 0.0  # the first pages are kept at once: who is killed again and again still gets on

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stopping

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True
        self._news.set()

    def add(self, entries: Iterable[Entry], depth: int = 0, parent: int | None = None) -> int:
        """How many of the URLs are new; they are asked for when their turn comes."""
        some = list(entries)
        new = self._frontier.add(some, depth=depth, parent=parent)
        for host in dict.fromkeys(entry.host for entry in some):
            self._schedule(host)
        return new

    async def run(self) -> None:
        """Ask for all there is. What is under way when it is told to stop is finished, if that takes no time."""
        for host in self._frontier.hosts():
            self._schedule(host)
        self._wakes_at = self._frontier.waiting_until()
        while not self._stopping:
            if self._wakes_at is not None and self._wakes_at <= time.time():
                for host in self._frontier.wake(time.time()):
                    self._schedule(host)
                self._wakes_at = self._frontier.waiting_until()
            self._begin_visits()
            nap = self._nap()
            if nap is None:
                break
            await self._wait(nap)
        if self._visits:
            await asyncio.wait(self._visits, timeout=GRACE_SECONDS)
            self._settle()
        for visit in self._visits:
            visit.remove_done_callback(self._done)
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        self._commit()

    def _schedule(self, host: str) -> None:
        """Have a host looked at when it is ready, unless its visit under way will see to that."""
        if host not in self._on_agenda and not (self._asker.is_serial(host) and self._busy.get(host)):
            self._on_agenda.add(host)
            heapq.heappush(self._agenda, (self._pace.ready_at(host), host))

    def _begin_visits(self) -> None:
        now = time.monotonic()
        while len(self._visits) < self._options.concurrency and self._agenda and self._agenda[0][0] <= now:
            if self._enough():
                return
            _, host = heapq.heappop(self._agenda)
            self._on_agenda.discard(host)
            if self._pace.given_up(host):
                self._give_up(host)
                continue
            if self._pace.ready_at(host) > now:  # it was put off meanwhile
                self._schedule(host)
                continue
            row = self._frontier.next(host, self._busy.get(host, ()))
            if row is not None:
                visit = asyncio.ensure_future(self._visitor.visit(row))
                visit.add_done_callback(self._done)
                self._visits[visit] = row
                self._busy.setdefault(host, set()).add(row.id)
                self._schedule(host)

    def _enough(self) -> bool:
        """Whether the pages that are stored and under way are as many as are wanted."""
        most = self._options.max_pages
        under_way = sum(row.kind is not Kind.SITEMAP for row in self._visits.values()) if most is not None else 0
        return most is not None and self.totals.pages + under_way >= most

    def _give_up(self, host: str) -> None:
        while (row := self._frontier.next(host, self._busy.get(host, ()))) is not None:
            self._frontier.failed(row.id, Fault.CONNECT.value, _GIVEN_UP)
            self._tell(Visit(row, State.FAILED, reason=Fault.CONNECT.value, detail=_GIVEN_UP))

    def _nap(self) -> float | None:
        """Seconds until there is something to do, if no answer comes before; None: never again."""
        if self._enough() and not self._visits:
            return None
        times = [self._agenda[0][0] - time.monotonic()] if self._agenda else []
        if self._wakes_at is not None:
            times.append(self._wakes_at - time.time())
        if not times and not self._visits:
            return None
        soonest = min(times, default=_LONGEST_NAP)
        full = len(self._visits) >= self._options.concurrency or self._enough()
        return _LONGEST_NAP if full and self._visits else min(max(soonest, 0.001), _LONGEST_NAP)

    async def _wait(self, nap: float) -> None:
        """Wait for an answer, for the end of a nap, or for being told to stop."""
        if self._uncommitted:
            nap = min(nap, COMMIT_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(nap):
                await self._news.wait()
        self._news.clear()
        self._settle()
        late = time.monotonic() - self._committed_at > COMMIT_SECONDS
        if self._uncommitted >= COMMIT_PAGES or (self._uncommitted and late):
            self._commit()

    def _done(self, visit: "asyncio.Task[Visit]") -> None:
        self._over.append(visit)
        self._news.set()

    def _settle(self) -> None:
        """Take in the visits that are over."""
        over, self._over = self._over, []
        for visit in over:
            row = self._visits.pop(visit)
            busy = self._busy[row.host]
            busy.discard(row.id)
            if not busy:
                del self._busy[row.host]
            self._schedule(row.host)
            self._uncommitted += 1
            found = visit.result()
            if found.again_in is not None:
                self._wakes_at = self._frontier.waiting_until()
            self._tell(found)

    def _tell(self, visit: Visit) -> None:
        totals = self.totals
        if visit.row.kind is not Kind.SITEMAP:
            totals.states[visit.state] += 1
        if visit.state in (State.FAILED, State.EXCLUDED) and visit.reason:
            totals.reasons[visit.reason] += 1
        totals.bytes += visit.bytes
        totals.under_way = len(self._visits)
        totals.waiting_hosts = len(self._agenda)
        self._heard(visit, totals)

    def _commit(self) -> None:
        self._writer.commit()
        self.totals.queued = self._frontier.counts()[State.QUEUED]
        self._uncommitted = 0
        self._committed_at = time.monotonic()
