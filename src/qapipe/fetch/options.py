"""What a crawl is told: plain values, with the defaults of a guest whom nobody complains about."""

from dataclasses import dataclass, field
from datetime import datetime

from qapipe.fetch.archives.selection import Wanted
from qapipe.fetch.web.addresses import AddressPolicy
from qapipe.fetch.web.exchange import Limits
from qapipe.version import __version__

DELAY = 1.0
"""Seconds between two requests to one host, unless told otherwise."""
USER_AGENT = f"qapipe/{__version__} (questions and answers to datasets)"
"""Tells what asks; who does, only the user knows."""
MOST_HOPS = 10
"""Redirects in a row."""


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """Which web archive is asked, and for what."""

    name: str
    """``commoncrawl`` or ``wayback``."""
    wanted: Wanted
    crawl: str = "latest"
    """Of Common Crawl: an id, ``latest`` or ``all``."""
    columnar: str | None = None
    """Folder or S3 URI of Common Crawl's columnar index, to be read in place of asking its index server."""
    index: str | None = None
    """Another index server with the same interface."""
    data: str | None = None
    """Another server of the records."""


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How a crawl goes."""

    user_agent: str = USER_AGENT
    limits: Limits = field(default_factory=Limits)
    policy: AddressPolicy = field(default_factory=AddressPolicy)
    delay: float | None = None
    """Seconds between requests to a host; None: :data:`DELAY`, and of archives what they ask for."""
    concurrency: int = 16
    """Requests at a time, of all hosts together."""
    match: tuple[str, ...] = ()
    """Globs on the URL, of which one must fit; URLs that were given by name are asked for in any case."""
    follow: tuple[str, ...] = ()
    """Globs on the URLs of links that are followed; none: no link is."""
    depth: int = 10
    """Links from where the crawl began, at most."""
    max_pages: int | None = None
    """Pages stored by this run, at most."""
    ignore_robots: bool = False
    respect_noarchive: bool = False
    """Whether pages that ask not to be archived are not stored."""
    since: datetime | None = None
    """Of a sitemap's pages, those that have not changed since then are left out."""
    refresh: float | None = None
    """Seconds; pages that were fetched longer ago are asked for again."""
    retry_failed: bool = False
    shard_bytes: int = 1_000_000_000
    archive: ArchiveOptions | None = None
