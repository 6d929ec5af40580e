"""Fetches one queued URL and records the outcome in the WARC file and the frontier.

No ``await`` may separate writing a record from marking its URL (see :mod:`qapipe.fetch.warc.writer`).
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from qapipe.errors import QapipeError
from qapipe.fetch.archives import commoncrawl, wayback
from qapipe.fetch.archives.cdx import Capture
from qapipe.fetch.archives.listing import ArchivedRecord
from qapipe.fetch.discovery.links import FetchedPage, may_refresh
from qapipe.fetch.discovery.sitemaps import MAX_BYTES, changed_since, named_sitemaps, read_sitemap
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import SEED, Entry, Kind, Row, State
from qapipe.fetch.options import MAX_HOPS, FetchOptions
from qapipe.fetch.outcome import Outcome
from qapipe.fetch.paced_client import PacedClient
from qapipe.fetch.warc.records import CrawlContext
from qapipe.fetch.warc.writer import WarcWriter
from qapipe.fetch.web.client import decoded
from qapipe.fetch.web.exchange import REDIRECTS, Exchange, Fault, FetchError
from qapipe.fetch.web.pace import Pace
from qapipe.fetch.web.retries import retry_after, seconds_to_wait, status_worth_retrying, worth_retrying
from qapipe.fetch.web.robots import ROBOTS_PATH, Robots, product_token
from qapipe.fetch.web.urls import host_of, joined
from qapipe.sources.globs import matches

NOT_MATCHED = "not_matched"
NO_ARCHIVE = "noarchive"

_PAGE_STATUSES = frozenset({200, 203})
_NOT_PAGES = {
    202: "accepted, but not available yet",
    204: "no content",
    205: "no content",
    206: "part of a page, which was not requested",
}
_BLANK = b" \t\r\n\f\0\xef\xbb\xbf"  # white space and byte order marks
_CHALLENGES = frozenset({"x-amzn-waf-action", "cf-mitigated"})
_SITEMAP_TIME = 5  # a sitemap may take so many times the time of a page


class Fetcher:
    """Fetches URLs; newly found URLs are passed to ``add``."""

    def __init__(
        self,
        frontier: Frontier,
        writer: WarcWriter,
        client: PacedClient,
        pace: Pace,
        options: FetchOptions,
        add: Callable[[Iterable[Entry], int, int | None], object],
    ) -> None:
        self._frontier = frontier
        self._writer = writer
        self._client = client
        self._pace = pace
        self._options = options
        self._add = add
        self._robots = Robots(client.get, options.user_agent)
        self._agent = product_token(options.user_agent)
        self._sitemap_limits = replace(
            options.limits, total=options.limits.total * _SITEMAP_TIME, wire_bytes=MAX_BYTES + 1, truncate=True
        )
        self._reading = asyncio.Lock()

    async def fetch(self, row: Row) -> Outcome:
        """Fetch a URL and record the outcome."""
        try:
            if row.kind is Kind.ARCHIVE:
                return self._store_archived(row, await self._archived_record(row))
            if (reason := await self._rejection(row)) is not None:
                self._frontier.excluded(row.id, *reason)
                return Outcome(row, State.EXCLUDED, reason=reason[0], detail=reason[1])
            if row.kind is Kind.SITEMAP:
                return await self._read_sitemap(row, await self._client.get(row.url, {}, self._sitemap_limits))
            return self._handle_page(row, await self._client.get(row.url, _conditions(row)))
        except FetchError as error:
            return self._failed(row, error)
        except (QapipeError, OSError):  # the disk or the frontier failed
            raise
        except Exception as error:  # noqa: BLE001  one page must not end the run
            return self._failed(row, FetchError(Fault.INTERNAL, f"{type(error).__name__}: {error}"))

    async def _rejection(self, row: Row) -> tuple[str, str] | None:
        """Why a URL must not be fetched (reason, detail), or None. Raises FetchError if robots.txt is unreachable."""
        wanted = self._options.match + self._options.follow
        if wanted and row.context != SEED and row.kind is Kind.PAGE and not matches(row.url, wanted):
            return NOT_MATCHED, "redirect target does not match --match or --follow"
        if self._options.ignore_robots:
            return None
        rules = await self._robots.rules(row.url)
        if rules.unreachable:
            raise FetchError(rules.fault, rules.unreachable)
        if rules.crawl_delay:
            self._pace.set_crawl_delay(host_of(row.url), rules.crawl_delay)
        if rules.allow(row.url):
            return None
        if row.kind is Kind.SITEMAP:  # the user named it, or an index that lists it
            raise FetchError(Fault.ROBOTS, "disallowed by robots.txt")
        return Fault.ROBOTS.value, "disallowed by robots.txt"

    def _handle_page(self, row: Row, response: Exchange) -> Outcome:
        if response.status == 304 and row.warc:
            stored = self._writer.write(response, self._context(row))
            self._frontier.not_modified(row.id, stored, response)
            return Outcome.of_response(row, State.NOT_MODIFIED, response)
        if response.status in REDIRECTS:
            return self._handle_redirect(row, response)
        if response.status not in _PAGE_STATUSES:
            return self._failed(row, _status_error(response), response)
        body = decoded(response, self._options.limits.decoded_bytes)
        if not body.strip(_BLANK):
            return self._failed(row, FetchError(Fault.EMPTY, f"HTTP status {response.status} without a body"), response)
        follows = bool(self._options.follow) and row.depth < self._options.depth
        page = None
        if follows or self._options.respect_noarchive or may_refresh(response, body):
            page = FetchedPage(response, body)
        if page and self._options.respect_noarchive and NO_ARCHIVE in page.robots_directives(self._agent):
            self._frontier.excluded(row.id, NO_ARCHIVE, "the page is marked noarchive")
            return Outcome.of_response(row, State.EXCLUDED, response, NO_ARCHIVE)
        if page and (target := page.refresh_target()) not in (None, row.url):
            return self._redirect(row, response, str(target))
        links = page.links(self._agent) if page and follows else ()
        stored = self._writer.write(response, self._context(row))
        self._frontier.done(row.id, stored, response)
        followed = (link for link in links if matches(link, self._options.follow))
        self._add([Entry(link, host_of(link)) for link in followed], row.depth + 1, row.id)
        return Outcome.of_response(row, State.DONE, response)

    async def _read_sitemap(self, row: Row, response: Exchange) -> Outcome:
        """Queue the URLs of a sitemap or robots.txt. One that lists nothing, or only in part, has failed."""
        if response.status in REDIRECTS:
            return self._handle_redirect(row, response)
        if response.status not in _PAGE_STATUSES:
            return self._failed(row, _status_error(response), response)
        body = decoded(response, MAX_BYTES + 1, truncate=True)
        if row.url.endswith(ROBOTS_PATH):
            found = named_sitemaps(body, row.url)
        else:
            async with self._reading:  # large ones take seconds and memory
                found = await asyncio.to_thread(read_sitemap, body, row.url)
        since, match = self._options.since, self._options.match
        pages = (one for one in changed_since(found.pages, since) if matches(one.url, match))
        self._add([Entry(one.url, host_of(one.url), lastmod=one.lastmod) for one in pages], row.depth, row.id)
        if row.depth < MAX_HOPS:
            nested = changed_since(found.sitemaps, since)
            entries = [Entry(one.url, host_of(one.url), Kind.SITEMAP, lastmod=one.lastmod) for one in nested]
            self._add(entries, row.depth + 1, row.id)
        elif found.sitemaps:
            found.problem = found.problem or f"incomplete: sitemaps nested more than {MAX_HOPS} deep were left out"
        invalid = f"entries without a valid URL: {found.unreadable:,}" if found.unreadable else None
        if found.problem is None:
            self._frontier.done(row.id, None, response)
            return Outcome.of_response(row, State.DONE, response, detail=invalid)
        reason = (Fault.TOO_LARGE if len(body) > MAX_BYTES else Fault.BAD_SITEMAP).value
        read = f"URLs read: {len(found):,}" if len(found) else None
        detail = "; ".join(filter(None, (found.problem, read, invalid)))
        self._frontier.failed(row.id, reason, detail, status=response.status)
        return Outcome.of_response(row, State.FAILED, response, reason, detail)

    def _handle_redirect(self, row: Row, response: Exchange) -> Outcome:
        location = response.location
        if not location:
            raise FetchError(Fault.BAD_REDIRECT, f"redirect ({response.status}) without a Location")
        try:
            target = joined(row.url, location)
        except FetchError as error:
            raise FetchError(Fault.BAD_REDIRECT, f"invalid redirect target: {error}") from error
        return self._redirect(row, response, target)

    def _redirect(self, row: Row, response: Exchange, target: str) -> Outcome:
        before = self._redirects_to(row)
        if target == row.url or target in before:
            raise FetchError(Fault.REDIRECT_LOOP, f"redirects back to {target}")
        if len(before) + 1 > MAX_HOPS:
            raise FetchError(Fault.REDIRECT_LOOP, f"more than {MAX_HOPS} consecutive redirects")
        stored = self._writer.write(response, self._context(row)) if row.kind is Kind.PAGE else None
        self._frontier.redirected(row.id, stored, response, target)
        self._add([Entry(target, host_of(target), row.kind, context=row.context)], row.depth, row.id)
        return Outcome.of_response(row, State.REDIRECTED, response, detail=target)

    def _redirects_to(self, row: Row) -> tuple[str, ...]:
        """The chain of URLs that redirected to this one, oldest first."""
        found: list[str] = []
        here = row
        while here.parent and len(found) <= MAX_HOPS:
            above = self._frontier.find(here.parent, row.kind)
            if above is None or above.target != here.url or above.url in found:
                break
            found.append(above.url)
            here = above
        return tuple(reversed(found))

    def _context(self, row: Row) -> CrawlContext:
        return CrawlContext(row.parent, self._redirects_to(row), row.depth, self._options.ignore_robots)

    def _failed(self, row: Row, error: FetchError, response: Exchange | None = None) -> Outcome:
        """Record a failed attempt: the URL is queued for a retry, or has failed permanently."""
        tries = row.tries + 1
        status = response.status if response else None
        retry = worth_retrying(error, tries)
        if error.fault is Fault.HTTP_STATUS:
            retry = retry and (error.retry_after is not None if status is None else status_worth_retrying(status))
        size, seconds = (len(response.body), response.seconds) if response else (0, 0.0)
        reason, detail = error.fault.value, str(error)
        if retry:
            wait = seconds_to_wait(tries, error)
            self._frontier.retry_later(row.id, time.time() + wait, reason, detail, status=status)
            return Outcome(row, State.QUEUED, status, reason, detail, size, seconds, wait)
        self._frontier.failed(row.id, reason, detail, status=status)
        return Outcome(row, State.FAILED, status, reason, detail, size, seconds)

    # ---------------------------------------------------------------- web archives

    async def _archived_record(self, row: Row) -> ArchivedRecord:
        capture, archive = Capture.from_json(json.loads(row.context)), self._options.archive
        server = archive.data if archive else None
        if capture.archive == commoncrawl.ARCHIVE:
            return await commoncrawl.record(self._client.get, capture, server or commoncrawl.DATA)
        return await wayback.record(self._client.get, capture, server or wayback.PLAYBACK)

    def _store_archived(self, row: Row, found: ArchivedRecord) -> Outcome:
        try:
            stored = self._writer.write_record(found.record, found.origin, member=found.packed)
        except ValueError as error:
            raise FetchError(Fault.PROTOCOL, f"not a valid WARC record: {error}") from error
        self._frontier.done(row.id, stored, status=found.capture.status or 200)
        return Outcome(row, State.DONE, found.capture.status, bytes=len(found.record))


def _status_error(response: Exchange) -> FetchError:
    """The error for a response whose status is not that of a page."""
    challenge = next((f"{name}: {value}" for name, value in response.headers if name.lower() in _CHALLENGES), None)
    meaning = f"challenge ({challenge})" if challenge else _NOT_PAGES.get(response.status)
    text = f"HTTP status {response.status}" + (f": {meaning}" if meaning else "")
    return FetchError(
        Fault.HTTP_STATUS, text, retry_after=retry_after(response.header("Retry-After"), datetime.now(UTC))
    )


def _conditions(row: Row) -> dict[str, str]:
    """Conditional request headers (RFC 9110, 13.1) for a page that is already stored."""
    found = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified} if row.warc else {}
    return {name: value for name, value in found.items() if value}
