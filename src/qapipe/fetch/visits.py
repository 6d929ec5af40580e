"""One URL: asked for as it may be, and what came of it written down, in the WARC and in the frontier.

Between writing a record and marking it nothing else happens: no await may come in between (see :mod:`.warcs`).
"""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from qapipe.errors import QapipeError
from qapipe.fetch.archives import commoncrawl, wayback
from qapipe.fetch.archives.cdx import Capture
from qapipe.fetch.archives.steps import ArchivedRecord
from qapipe.fetch.asking import Asker
from qapipe.fetch.discovery.links import FetchedPage
from qapipe.fetch.discovery.sitemaps import changed_since, read_sitemap
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Entry, Kind, Row, State
from qapipe.fetch.options import MOST_HOPS, FetchOptions
from qapipe.fetch.warc.record_sets import Notes
from qapipe.fetch.warc.writer import WarcWriter
from qapipe.fetch.web.client import decoded
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError
from qapipe.fetch.web.pace import Pace
from qapipe.fetch.web.retries import retry_after, seconds_to_wait, status_worth_retrying, worth_retrying
from qapipe.fetch.web.robots import ROBOTS_PATH, Robots, product_token, sitemaps_of
from qapipe.fetch.web.urls import host_key, joined
from qapipe.sources.base import matches

GIVEN = "given"
"""The place of a URL that was given by name."""
NOT_MATCHED = "not_matched"
NO_ARCHIVE = "noarchive"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of a URL this time."""

    row: Row
    state: State
    status: int | None = None
    reason: str | None = None
    detail: str | None = None
    bytes: int = 0
    """Of the body, on the wire."""
    seconds: float = 0.0
    again_in: float | None = None
    """Seconds until it is tried again."""

    def as_json(self) -> dict[str, object]:
        """The visit as plain values, without what is unknown."""
        told = {
            "url": self.row.url,
            "kind": self.row.kind.value,
            "state": self.state.value,
            "status": self.status,
            "reason": self.reason,
            "detail": self.detail,
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
            "again_in": None if self.again_in is None else round(self.again_in, 1),
        }
        return {name: value for name, value in told.items() if value is not None}


class Visitor:
    """Visits URLs; what they lead to is handed to ``add``."""

    def __init__(
        self,
        frontier: Frontier,
        writer: WarcWriter,
        asker: Asker,
        pace: Pace,
        options: FetchOptions,
        add: Callable[[Iterable[Entry], int, int | None], object],
    ) -> None:
        self._frontier = frontier
        self._writer = writer
        self._asker = asker
        self._pace = pace
        self._options = options
        self._add = add
        self._robots = Robots(asker.get, options.user_agent)
        self._agent = product_token(options.user_agent)

    async def visit(self, row: Row) -> Visit:
        """What became of a URL; the frontier and the WARC tell the same."""
        try:
            if row.kind is Kind.ARCHIVE:
                return self._archived(row, await self._record(row))
            if (reason := await self._objection(row)) is not None:
                self._frontier.excluded(row.id, *reason)
                return Visit(row, State.EXCLUDED, reason=reason[0], detail=reason[1])
            return self._answered(row, await self._asker.get(row.url, _conditions(row)))
        except FetchError as error:
            return self._not_got(row, error)
        except (QapipeError, OSError):  # nothing more can be written
            raise
        except Exception as error:  # noqa: BLE001  or the same page would end every run
            return self._not_got(row, FetchError(Fault.DEFECT, f"{type(error).__name__}: {error}"))

    async def _objection(self, row: Row) -> tuple[str, str] | None:
        """Why a URL is not asked for: reason and detail. Raises FetchError where nobody knows what its host allows."""
        wanted = self._options.match + self._options.follow
        if wanted and row.place != GIVEN and row.kind is Kind.PAGE and not matches(row.url, wanted):
            return NOT_MATCHED, "a redirect led out of what --match and --follow name"
        if self._options.ignore_robots:
            return None
        rules = await self._robots.rules(row.url)
        if rules.unreachable:
            raise FetchError(rules.fault, rules.unreachable)
        if rules.crawl_delay:
            self._pace.ask_slowly(host_key(row.url), rules.crawl_delay)
        return None if rules.allow(row.url) else (Fault.ROBOTS.value, "robots.txt does not allow it")

    def _answered(self, row: Row, answer: Exchange) -> Visit:
        if answer.status == 304 and row.warc:
            stored = self._writer.write(answer, self._notes(row))
            self._frontier.not_modified(row.id, stored, answer)
            return _visit(row, State.NOT_MODIFIED, answer)
        if answer.status in _REDIRECTS:
            return self._redirected(row, answer)
        if 200 <= answer.status < 300:
            return self._got(row, answer)
        wait = retry_after(answer.header("Retry-After"), datetime.now(UTC))
        error = FetchError(Fault.HTTP_STATUS, f"the server answered {answer.status}", retry_after=wait)
        return self._not_got(row, error, answer)

    def _got(self, row: Row, answer: Exchange) -> Visit:
        body = decoded(answer, self._options.limits.decoded_bytes)
        if row.kind is Kind.SITEMAP:
            unreadable = self._read_sitemap(row, body)
            self._frontier.done(row.id, None, answer)
            detail = f"{unreadable:,} of its entries could not be read" if unreadable else None
            return _visit(row, State.DONE, answer, detail=detail)
        page = None
        follows = bool(self._options.follow) and row.depth < self._options.depth
        if follows or self._options.respect_noarchive:
            page = FetchedPage(answer, body)
        if page and self._options.respect_noarchive and NO_ARCHIVE in page.wishes(self._agent):
            self._frontier.excluded(row.id, NO_ARCHIVE, "the page asks not to be archived")
            return _visit(row, State.EXCLUDED, answer, NO_ARCHIVE)
        links = (
            [link for link in page.links(self._agent) if matches(link, self._options.follow)]
            if page and follows
            else []
        )
        stored = self._writer.write(answer, self._notes(row))
        self._frontier.done(row.id, stored, answer)
        self._add([Entry(link, host_key(link)) for link in links], row.depth + 1, row.id)
        return _visit(row, State.DONE, answer)

    def _read_sitemap(self, row: Row, body: bytes) -> int:
        """Take in what a sitemap, or robots.txt, lists; how many entries of it nobody can read."""
        if row.url.endswith(ROBOTS_PATH):
            named = sitemaps_of(body.decode("utf-8-sig", "replace"), row.url)
            self._add([Entry(one, host_key(one), Kind.SITEMAP) for one in named], row.depth + 1, row.id)
            return 0
        found = read_sitemap(body, row.url)
        since, match = self._options.since, self._options.match
        pages = (one for one in changed_since(found.pages, since) if matches(one.url, match))
        self._add([Entry(one.url, host_key(one.url), lastmod=one.lastmod) for one in pages], row.depth, row.id)
        nested = changed_since(found.sitemaps, since) if row.depth < MOST_HOPS else ()
        entries = [Entry(one.url, host_key(one.url), Kind.SITEMAP, lastmod=one.lastmod) for one in nested]
        self._add(entries, row.depth + 1, row.id)
        return found.unreadable

    def _redirected(self, row: Row, answer: Exchange) -> Visit:
        location = answer.location
        if not location:
            raise FetchError(Fault.BAD_REDIRECT, f"a redirect ({answer.status}) that says not where to")
        try:
            target = joined(row.url, location)
        except FetchError as error:
            raise FetchError(Fault.BAD_REDIRECT, f"a redirect to {error}") from error
        before = self._redirects_to(row)
        if target == row.url or target in before:
            raise FetchError(Fault.REDIRECT_LOOP, f"it leads back to {target}")
        if len(before) + 1 > MOST_HOPS:
            raise FetchError(Fault.REDIRECT_LOOP, f"more than {MOST_HOPS} redirects in a row")
        stored = self._writer.write(answer, self._notes(row)) if row.kind is Kind.PAGE else None
        self._frontier.redirected(row.id, stored, answer, target)
        self._add([Entry(target, host_key(target), row.kind, place=row.place)], row.depth, row.id)
        return _visit(row, State.REDIRECTED, answer, detail=target)

    def _redirects_to(self, row: Row) -> tuple[str, ...]:
        """The URLs that led to this one by redirects, the first one first."""
        found: list[str] = []
        here = row
        while here.parent and len(found) <= MOST_HOPS:
            above = self._frontier.find(here.parent, row.kind)
            if above is None or above.target != here.url or above.url in found:
                break
            found.append(above.url)
            here = above
        return tuple(reversed(found))

    def _notes(self, row: Row) -> Notes:
        return Notes(row.parent, self._redirects_to(row), row.depth, self._options.ignore_robots)

    def _not_got(self, row: Row, error: FetchError, answer: Exchange | None = None) -> Visit:
        """Mark a try that gave nothing: there is another one, or it has failed for good."""
        tries = row.tries + 1
        status = answer.status if answer else None
        again = worth_retrying(error, tries)
        if error.fault is Fault.HTTP_STATUS:
            again = again and (error.retry_after is not None if status is None else status_worth_retrying(status))
        size, took = (len(answer.body), answer.seconds) if answer else (0, 0.0)
        reason, detail = error.fault.value, str(error)
        if again:
            wait = seconds_to_wait(tries, error)
            self._frontier.later(row.id, time.time() + wait, reason, detail, status=status)
            return Visit(row, State.QUEUED, status, reason, detail, size, took, wait)
        self._frontier.failed(row.id, reason, detail, status=status)
        return Visit(row, State.FAILED, status, reason, detail, size, took)

    # ---------------------------------------------------------------- web archives

    async def _record(self, row: Row) -> ArchivedRecord:
        capture, archive = Capture.from_json(json.loads(row.place)), self._options.archive
        server = archive.data if archive else None
        if capture.archive == commoncrawl.ARCHIVE:
            return await commoncrawl.record(self._asker.get, capture, server or commoncrawl.DATA)
        return await wayback.record(self._asker.get, capture, server or wayback.PLAYBACK)

    def _archived(self, row: Row, found: ArchivedRecord) -> Visit:
        try:
            stored = self._writer.write_record(found.record, found.origin, member=found.packed)
        except ValueError as error:
            raise FetchError(Fault.PROTOCOL, f"the archive gave no record: {error}") from error
        self._frontier.done(row.id, stored, status=found.capture.status or 200)
        return Visit(row, State.DONE, found.capture.status, bytes=len(found.record))


def _visit(row: Row, state: State, answer: Exchange, reason: str | None = None, detail: str | None = None) -> Visit:
    return Visit(row, state, answer.status, reason, detail, len(answer.body), answer.seconds)


def _conditions(row: Row) -> dict[str, str]:
    """The headers by which a server tells a page that is as before (RFC 9110, 13.1); only of what is stored."""
    found = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified} if row.warc else {}
    return {name: value for name, value in found.items() if value}
