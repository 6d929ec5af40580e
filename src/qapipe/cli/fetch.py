"""``qapipe fetch``: download pages, or copy them from web archives, to WARC files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qapipe.cli.command import Result, reported
from qapipe.cli.fetch_options import (
    Archive,
    ArchiveLocation,
    age,
    archive_options,
    date,
    page_url,
    url_list,
    valid_urls,
)
from qapipe.cli.fetch_options import user_agent as valid_user_agent
from qapipe.cli.options import Quiet, ShowProgress, Verbose
from qapipe.cli.words import ProgressMode
from qapipe.fetch.archives.choices import OnePer
from qapipe.fetch.web.exchange import Limits
from qapipe.version import USER_AGENT

if TYPE_CHECKING:
    from qapipe.cli.fetch_report import CrawlReport
    from qapipe.fetch.discovery.url_lists import BadLine
    from qapipe.fetch.options import FetchOptions
    from qapipe.fetch.session import Seeds


def fetch(
    urls: Annotated[list[str] | None, typer.Argument(metavar="URL", help="URLs of pages to download.")] = None,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Directory for the WARC files.")] = Path(
        "data/raw"
    ),
    from_file: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Read URLs from a text, CSV or JSONL file; - reads stdin."),
    ] = None,
    sitemap: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="Download the pages listed in a sitemap or sitemap index (repeatable)."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Skip sitemap entries last modified before DATE.")
    ] = None,
    match: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB",
            help="Keep only listed pages whose URL matches this glob (repeatable). With --archive: pages to look up.",
        ),
    ] = None,
    follow: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Follow links whose URL matches this glob (repeatable).")
    ] = None,
    depth: Annotated[int, typer.Option(min=0, metavar="N", help="Maximum link depth.")] = 10,
    max_pages: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Stop after N pages. The next run continues.")
    ] = None,
    delay: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            metavar="SECONDS",
            help="Delay between requests to one host.  [default: 1; with --archive, the delay the archive asks for]",
        ),
    ] = None,
    concurrency: Annotated[
        int, typer.Option(min=1, max=1000, metavar="N", help="Maximum number of concurrent requests.")
    ] = 16,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="Total time allowed per page, in seconds.")
    ] = 60.0,
    max_bytes: Annotated[
        int,
        typer.Option(
            min=1024,
            metavar="N",
            help="Maximum response size in bytes as transferred; the decoded limit is three times this.",
        ),
    ] = Limits().wire_bytes,
    user_agent: Annotated[
        str, typer.Option(metavar="TEXT", help="User-Agent header. Include a contact address.")
    ] = USER_AGENT,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Ignore robots.txt. The override is recorded in the WARC.")
    ] = False,
    respect_noarchive: Annotated[
        bool, typer.Option("--respect-noarchive", help="Do not store pages marked noarchive.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Allow connections to private and loopback addresses.")
    ] = False,
    refresh: Annotated[
        str | None,
        typer.Option(metavar="AGE", help="Request pages again if fetched longer ago than AGE: 30d, 12h, 90m."),
    ] = None,
    refresh_sitemaps: Annotated[
        bool,
        typer.Option("--refresh-sitemaps", help="Request all sitemaps again, to find new pages."),
    ] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Retry pages that failed permanently.")] = False,
    archive: Annotated[
        Archive | None, typer.Option(help="Copy the pages that match --match from a web archive.")
    ] = None,
    crawl: Annotated[
        str, typer.Option(metavar="ID", help="Common Crawl only: crawl id such as CC-MAIN-2024-10, latest, or all.")
    ] = "latest",
    index: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Common Crawl only: read the columnar index from this directory or S3 URI."),
    ] = None,
    archive_index: Annotated[str | None, typer.Option(metavar="URL", help="Alternative archive index server.")] = None,
    archive_data: Annotated[
        str | None, typer.Option(metavar="URL", help="Alternative server for archive records.")
    ] = None,
    from_date: Annotated[
        str | None, typer.Option(metavar="DATE", help="Skip captures made before DATE: 2019, 2019-03, 2019-03-31.")
    ] = None,
    to_date: Annotated[str | None, typer.Option(metavar="DATE", help="Skip captures made after DATE.")] = None,
    one_per: Annotated[
        OnePer,
        typer.Option(help="Which captures of a page to take: the latest per year or per month, or every distinct one."),
    ] = OnePer.ALL,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the requests that would be made, without sending any.")
    ] = False,
    status: Annotated[bool, typer.Option("--status", help="Show crawl progress and failures.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON object per page to stdout, then one for the whole run.")
    ] = False,
    show_progress: ShowProgress = ProgressMode.AUTO,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Download pages to WARC files.

    Re-running the same command resumes an interrupted crawl.

    Exit codes: 0 success; 1 a page could not be fetched (--status lists failures, --retry-failed retries them);
    2 usage error; 75 another run is writing to DIR; 130 or 143 interrupted.

    Example: qapipe fetch --sitemap https://www.example.org/sitemap.xml --match '*/question/*'
    """
    from qapipe.cli.fetch_report import CrawlReport, report_bad_lines, show_preview, show_status
    from qapipe.cli.terminal import Terminal
    from qapipe.fetch.options import FetchOptions
    from qapipe.fetch.preview import preview
    from qapipe.fetch.session import Seeds
    from qapipe.fetch.status import read_status
    from qapipe.fetch.web.addresses import AddressPolicy

    terminal = Terminal(quiet=quiet)
    with reported("fetch", terminal, as_json=as_json, lines=True, verbose=verbose) as result:
        if status:
            show_status(result, read_status(out), as_json=as_json)
            return
        globs = tuple(match or ())
        location = ArchiveLocation(crawl, index, archive_index, archive_data)
        options = FetchOptions(
            user_agent=valid_user_agent(user_agent),
            limits=Limits(total=timeout, wire_bytes=max_bytes, decoded_bytes=max_bytes * 3),
            policy=AddressPolicy(allow_private),
            delay=delay,
            concurrency=concurrency,
            match=() if archive else globs,
            follow=tuple(follow or ()),
            depth=depth,
            max_pages=max_pages,
            ignore_robots=ignore_robots,
            respect_noarchive=respect_noarchive,
            since=date(since),
            refresh=age(refresh),
            refresh_sitemaps=refresh_sitemaps,
            retry_failed=retry_failed,
            archive=archive_options(archive, globs, (from_date, to_date), one_per, location),
        )
        bad: list[BadLine] = []
        with url_list(from_file) as stream:
            seeds = Seeds(
                tuple(page_url(url) for url in urls or ()),
                valid_urls(stream, bad) if stream else (),
                tuple(page_url(url) for url in sitemap or ()),
            )
            if dry_run:
                show_preview(result, preview(out, seeds, options), as_json=as_json)
            else:
                with terminal.steps("fetching", show_progress) as progress:
                    _fetch(result, CrawlReport(result, progress, as_json=as_json), out, seeds, options)
        report_bad_lines(result, from_file, bad)


def _fetch(result: Result, report: "CrawlReport", out: Path, seeds: "Seeds", options: "FetchOptions") -> None:
    from qapipe.fetch.frontier.frontier import NAME as FRONTIER
    from qapipe.fetch.session import fetch as fetch_pages
    from qapipe.fetch.status import read_status

    terminal = result.terminal
    if "@" not in options.user_agent and "://" not in options.user_agent and not options.policy.allow_private:
        terminal.note("warning: no contact address; set --user-agent 'name/1.0 (+mailto:you@example.org)'")
    if options.ignore_robots:
        terminal.note("warning: robots.txt is ignored; this is recorded in the WARC files")
    if (out / FRONTIER).exists():
        report.resuming(read_status(out))
    report.finished(fetch_pages(out, seeds, options, report))
