"""``qapipe fetch``: pages from the web, or out of web archives, into raw storage."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from qapipe.cli.fetch_report import show_preview, show_status, show_summary, told
from qapipe.cli.options import NEEDS_A_LOOK, Quiet, Verbose, errors_shown
from qapipe.cli.terminal import Terminal
from qapipe.errors import UsageError
from qapipe.fetch.archives.selection import OnePer, Wanted, date_from, date_to
from qapipe.fetch.crawl import Totals
from qapipe.fetch.discovery.url_lists import BadLine, urls_in
from qapipe.fetch.frontier.rows import State
from qapipe.fetch.options import USER_AGENT, ArchiveOptions, FetchOptions
from qapipe.fetch.preview import preview
from qapipe.fetch.session import Seeds
from qapipe.fetch.session import fetch as fetch_pages
from qapipe.fetch.status import status_of
from qapipe.fetch.visits import Visit
from qapipe.fetch.web.addresses import AddressPolicy
from qapipe.fetch.web.exchange import FetchError, Limits
from qapipe.fetch.web.urls import normalised
from qapipe.page.dates import instant

INTERRUPTED = 130

_AGE = re.compile(r"(\d{1,6})\s*([smhdw]?)")
_SECONDS = {"": 86_400, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SHOWN_LINES = 20


class Archive(StrEnum):
    """The web archives that can be asked."""

    COMMON_CRAWL = "commoncrawl"
    WAYBACK = "wayback"


def fetch(
    urls: Annotated[list[str] | None, typer.Argument(metavar="[URL]...", help="Pages to fetch.")] = None,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the WARC files are put.")] = Path(
        "data/raw"
    ),
    from_file: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="A list of URLs: text, CSV or JSON lines; - is stdin.")
    ] = None,
    sitemap: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="A sitemap, or an index of them (repeatable).")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Of a sitemap, leave out what has not changed since then.")
    ] = None,
    match: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Only pages whose URL fits (repeatable); of archives, what to ask for."),
    ] = None,
    follow: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Follow links whose URL fits (repeatable).")
    ] = None,
    depth: Annotated[int, typer.Option(min=0, metavar="N", help="Links in a row that are followed, at most.")] = 10,
    max_pages: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Stop after so many pages; the next run goes on.")
    ] = None,
    delay: Annotated[
        float | None,
        typer.Option(
            min=0.0, metavar="SECONDS", help="Between requests to one host.  [default: 1; of archives, as they ask]"
        ),
    ] = None,
    concurrency: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="Requests at a time.")] = 16,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="For one page, all in all.")] = 60.0,
    max_bytes: Annotated[
        int,
        typer.Option(min=1024, metavar="N", help="Of a page, on the wire; decoded, three times as many."),
    ] = Limits().wire_bytes,
    user_agent: Annotated[
        str, typer.Option(metavar="TEXT", help="Who asks; with an address at which you can be reached.")
    ] = USER_AGENT,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Ask for what robots.txt forbids; the WARC says so.")
    ] = False,
    respect_noarchive: Annotated[
        bool, typer.Option("--respect-noarchive", help="Do not store pages that ask not to be archived.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Connect to private and loopback addresses, too.")
    ] = False,
    refresh: Annotated[
        str | None, typer.Option(metavar="AGE", help="Ask again for pages fetched longer ago: 30d, 12h, 90m.")
    ] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Ask again for what failed for good.")] = False,
    archive: Annotated[Archive | None, typer.Option(help="Take pages out of a web archive, by --match.")] = None,
    crawl: Annotated[
        str, typer.Option(metavar="ID", help="Of Common Crawl: CC-MAIN-2024-10, latest or all.")
    ] = "latest",
    index: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Common Crawl's columnar index to read: a folder or S3 URI."),
    ] = None,
    archive_index: Annotated[
        str | None, typer.Option(metavar="URL", help="Another index server of the same kind.")
    ] = None,
    archive_data: Annotated[
        str | None, typer.Option(metavar="URL", help="Another server of an archive's records.")
    ] = None,
    from_date: Annotated[str | None, typer.Option(metavar="DATE", help="Captures since then: 2019, 2019-03.")] = None,
    to_date: Annotated[str | None, typer.Option(metavar="DATE", help="Captures up to then.")] = None,
    one_per: Annotated[OnePer, typer.Option(help="Captures of one page: the latest of each, or all that differ.")] = (
        OnePer.ALL
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be asked for, and ask nobody.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Say how far a crawl is, and what failed.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line on stdout: one for each page, the last for all.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Download pages, politely, into raw storage (WARC); the same command goes on where it was stopped.

    Exit code 1: pages could not be fetched. They are listed by --status, and asked for again with --retry-failed.

    Example: qapipe fetch --sitemap https://www.example.org/sitemap.xml --match '*/question/*'
    """
    terminal = Terminal(quiet=quiet)
    with errors_shown(terminal, verbose=verbose, goes_on=True):
        if status:
            show_status(terminal, status_of(out), as_json=as_json)
            return
        wanted = tuple(match or ())
        options = FetchOptions(
            user_agent=_user_agent(user_agent),
            limits=Limits(total=timeout, wire_bytes=max_bytes, decoded_bytes=max_bytes * 3),
            policy=AddressPolicy(allow_private),
            delay=delay,
            concurrency=concurrency,
            match=() if archive else wanted,
            follow=tuple(follow or ()),
            depth=depth,
            max_pages=max_pages,
            ignore_robots=ignore_robots,
            respect_noarchive=respect_noarchive,
            since=_date(since),
            refresh=_age(refresh),
            retry_failed=retry_failed,
            archive=_archive(
                archive, wanted, (from_date, to_date), one_per, (crawl, index, archive_index, archive_data)
            ),
        )
        bad: list[BadLine] = []
        with _list_of_urls(from_file) as stream, _told_in_the_end(terminal, from_file, bad):
            seeds = Seeds(
                tuple(_url(url) for url in urls or ()),
                _good(stream, bad) if stream else (),
                tuple(_url(url) for url in sitemap or ()),
            )
            if dry_run:
                show_preview(terminal, preview(out, seeds, options), as_json=as_json)
            else:
                _fetch(terminal, out, seeds, options, as_json=as_json)


def _fetch(terminal: Terminal, out: Path, seeds: Seeds, options: FetchOptions, *, as_json: bool) -> None:
    if "@" not in options.user_agent and "://" not in options.user_agent and not options.policy.allow_private:
        terminal.note("nobody can reach you: say who asks with --user-agent 'name/1.0 (+mailto:you@example.org)'")
    if options.ignore_robots:
        terminal.note("warning: robots.txt is ignored; the WARC files say so")
    nothing_new = not (seeds.urls or seeds.listed or seeds.sitemaps or options.archive)
    if nothing_new and not (out / ".fetch.sqlite").exists():
        raise UsageError("nothing to fetch: name URLs, --from FILE, --sitemap URL or --archive NAME")
    started = time.monotonic()
    with terminal.doing("fetching") as tell:

        def heard(visit: Visit, totals: Totals) -> None:
            if as_json:
                terminal.show_line(visit.as_json())
            tell(told(totals, time.monotonic() - started))

        summary = fetch_pages(out, seeds, options, heard)
    if as_json:
        terminal.show_line(summary.as_json())
    elif not terminal.quiet:
        show_summary(terminal, summary)
    if summary.interrupted:
        terminal.error("interrupted; the same command goes on where this one stopped")
        raise typer.Exit(INTERRUPTED)
    if failed := summary.totals.states[State.FAILED]:
        terminal.error(f"{failed:,} pages could not be fetched; see qapipe fetch --status --out {out}")
        raise typer.Exit(NEEDS_A_LOOK)


# ---------------------------------------------------------------- options to values


def _url(url: str) -> str:
    try:
        return normalised(url)
    except FetchError as error:
        raise UsageError(f"{error}; write it as https://www.example.org/page") from error


def _user_agent(text: str) -> str:
    if not text.strip() or not text.isascii() or not text.isprintable():
        raise UsageError("--user-agent must be one line of ASCII; name your crawler and how to reach you")
    return text.strip()


def _date(text: str | None) -> datetime | None:
    if text is None:
        return None
    found = instant(text)
    if found is None:
        raise UsageError(f"--since {text!r} is no date; write it as 2024-05-06")
    return found.astimezone(UTC)


def _age(text: str | None) -> float | None:
    if text is None:
        return None
    match = _AGE.fullmatch(text.strip().lower())
    if not match:
        raise UsageError(f"--refresh {text!r} is no age; write it as 30d, 12h or 90m")
    return float(int(match[1]) * _SECONDS[match[2]])


def _archive(
    name: Archive | None,
    match: tuple[str, ...],
    dates: tuple[str | None, str | None],
    one_per: OnePer,
    places: tuple[str, str | None, str | None, str | None],
) -> ArchiveOptions | None:
    first, last = dates
    crawl, columnar, index, data = places
    if name is None:
        if first or last or columnar or index or data:
            raise UsageError("--from-date, --to-date, --index and --archive-... are for archives; add --archive NAME")
        return None
    wanted = Wanted(match, date_from(first) if first else None, date_to(last) if last else None, one_per)
    return ArchiveOptions(name.value, wanted, crawl, columnar, index, data)


@contextmanager
def _told_in_the_end(terminal: Terminal, name: str | None, bad: list[BadLine]) -> Iterator[None]:
    """Tells of lines without a URL when all is done, whatever came of the others."""
    try:
        yield
    finally:
        for line in bad[:_SHOWN_LINES]:
            terminal.note(f"{name}:{line.number}: {line.why}")
    if bad:
        terminal.error(f"{len(bad):,} lines of {name} hold no URL; all others were taken")
        raise typer.Exit(NEEDS_A_LOOK)


@contextmanager
def _list_of_urls(name: str | None) -> Iterator[BinaryIO | None]:
    source = sys.stdin.buffer if name == "-" else None
    if name is None or source is not None:
        yield source
    else:
        with Path(name).open("rb") as stream:
            yield stream


def _good(stream: BinaryIO, bad: list[BadLine]) -> Iterator[str]:
    for one in urls_in(stream):
        if isinstance(one, BadLine):
            bad.append(one)
        else:
            yield one
