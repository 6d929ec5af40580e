"""Options of a crawl, with polite defaults."""

from dataclasses import dataclass, field
from datetime import datetime

from qapipe.fetch.archives.selection import CaptureFilter
from qapipe.fetch.web.addresses import AddressPolicy
from qapipe.fetch.web.exchange import Limits
from qapipe.version import USER_AGENT

DELAY = 1.0
"""Default delay between requests to one host, in seconds."""
"""Default User-Agent. It has no contact address: only the user can supply one."""
MAX_HOPS = 10
"""Longest chain of redirects, and of nested sitemaps."""


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """Which web archive to read, and what to take from it."""

    name: str
    """``commoncrawl`` or ``wayback``."""
    wanted: CaptureFilter
    crawl: str = "latest"
    """Common Crawl only: a crawl id, ``latest`` or ``all``."""
    columnar: str | None = None
    """Directory or S3 URI of Common Crawl's columnar index, read instead of its index server."""
    index: str | None = None
    """Alternative index server with the same interface."""
    data: str | None = None
    """Alternative server for the records."""


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Options of a crawl."""

    user_agent: str = USER_AGENT
    limits: Limits = field(default_factory=Limits)
    policy: AddressPolicy = field(default_factory=AddressPolicy)
    delay: float | None = None
    """Seconds between requests to a host; None: :data:`DELAY`, or what a web archive asks for."""
    concurrency: int = 16
    """Concurrent requests over all hosts."""
    match: tuple[str, ...] = ()
    """URL globs, one of which must match. URLs given on the command line are exempt."""
    follow: tuple[str, ...] = ()
    """URL globs of links to follow; empty: follow none."""
    depth: int = 10
    """Maximum link depth from the seeds."""
    max_pages: int | None = None
    """Maximum number of pages stored by this run."""
    ignore_robots: bool = False
    respect_noarchive: bool = False
    """Leave out pages marked ``noarchive``."""
    since: datetime | None = None
    """Skip sitemap entries last modified before this."""
    refresh: float | None = None
    """Refetch pages fetched more than this many seconds ago."""
    refresh_sitemaps: bool = False
    """Read all sitemaps again."""
    retry_failed: bool = False
    shard_bytes: int = 1_000_000_000
    archive: ArchiveOptions | None = None
