"""Rows and states of the frontier, shared by the frontier, the WARC writer and the crawl."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

SEED = "given"
"""``Entry.context`` of a URL that the user named."""


class State(StrEnum):
    """The state of a URL. A URL in flight stays ``queued``, so it is fetched again after a crash."""

    QUEUED = "queued"
    """To be fetched, now or when its retry is due."""
    DONE = "done"
    """Fetched and stored."""
    REDIRECTED = "redirected"
    """Redirects to another URL, which has its own row."""
    NOT_MODIFIED = "not_modified"
    """Refetched, and unchanged according to the server (304)."""
    FAILED = "failed"
    """Failed permanently; see ``reason``."""
    EXCLUDED = "excluded"
    """Not fetched: not matched, disallowed or noarchive; see ``reason``."""


class Kind(StrEnum):
    """The kind of resource at a URL."""

    PAGE = "page"
    SITEMAP = "sitemap"
    ARCHIVE = "archive"
    """A capture in a web archive."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A URL to queue."""

    url: str
    """Normalised."""
    host: str
    """The host that is requested; for a capture, the web archive's host."""
    kind: Kind = Kind.PAGE
    name: str = ""
    """Distinguishes rows with the same URL and kind: archive and timestamp of a capture."""
    context: str = ""
    """Data for the fetcher, opaque to the frontier: :data:`SEED`, or a capture as JSON."""
    lastmod: datetime | None = None
    """Last modification according to a sitemap."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Location of the page's record, which is the last of its record set."""

    warc: str
    """File name, as it will be when the file is complete."""
    offset: int
    """Start of the record, in bytes."""
    length: int
    """Compressed size of the record in bytes."""
    record_id: str
    """A URN, without angle brackets."""
    date: datetime
    """Capture time, UTC."""
    digest: str | None = None
    """Its WARC-Payload-Digest."""
    payload: bytes | None = field(default=None, repr=False)
    """Key for finding identical payloads; None when the payload is not deduplicated."""
    revisit: bool = False
    """Whether the record is a revisit, whose payload is in an earlier record."""

    @property
    def ends(self) -> int:
        """End of the record set, in bytes."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Original:
    """The first record with a payload, which revisit records refer to."""

    url: str
    date: datetime
    record_id: str
    digest: str
    """Its WARC-Payload-Digest."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the frontier. Times are Unix seconds."""

    id: int
    url: str
    host: str
    kind: Kind
    name: str
    context: str
    state: State
    depth: int
    tries: int
    """Attempts since it was queued."""
    next_at: float
    """Earliest time of the next attempt; 0: at once."""
    reason: str | None
    detail: str | None
    status: int | None
    """Status of the last response."""
    parent: str | None
    """The URL of the page or sitemap that links here."""
    target: str | None
    """Redirect target."""
    lastmod: float | None
    etag: str | None
    last_modified: str | None
    """The header, verbatim."""
    fetched_at: float | None
    """Time of the last successful request, 304 included."""
    warc: str | None
    """File of the last stored record; not changed by a 304 or a failure."""
    offset: int | None
    length: int | None
    record_id: str | None
