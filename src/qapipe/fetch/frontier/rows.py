"""What the frontier knows of a URL: the words that the frontier, the WARC writer and the crawl share."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """What became of a URL; exactly one for every URL. In flight is none: after a crash it is asked again."""

    QUEUED = "queued"
    """To be asked, now or at its time."""
    DONE = "done"
    """Its record is stored."""
    REDIRECTED = "redirected"
    """It led to another URL, which has a row of its own."""
    NOT_MODIFIED = "not_modified"
    """Asked again, and the server said that it is as before (304)."""
    FAILED = "failed"
    """For good; ``reason`` says why."""
    EXCLUDED = "excluded"
    """Not asked: it does not match, or robots.txt does not allow it; ``reason`` says which."""


class Kind(StrEnum):
    """What is behind a URL."""

    PAGE = "page"
    SITEMAP = "sitemap"
    ARCHIVE = "archive"
    """A capture in a web archive."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A URL to be added."""

    url: str
    """Normalised."""
    host: str
    """Whose turn it takes: the key of the host that is asked (of an archive's capture: the archive's host)."""
    kind: Kind = Kind.PAGE
    name: str = ""
    """What tells apart the rows of one URL and kind: the archive and the timestamp of a capture."""
    place: str = ""
    """What the fetcher of this kind needs to know besides the URL; the frontier only keeps it."""
    lastmod: datetime | None = None
    """When the page changed, as a sitemap says."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a record lies: the last of its set, so that the set ends where it ends."""

    warc: str
    """The name of the file, as it is once that is complete."""
    offset: int
    """Where the record begins, in bytes of the file."""
    length: int
    """Bytes of the record, compressed."""
    record_id: str
    """A URN, without angle brackets."""
    date: datetime
    """When it was captured, UTC."""
    digest: str | None = None
    """Its WARC-Payload-Digest."""
    payload: bytes | None = field(default=None, repr=False)
    """By what an identical payload is found again; None: nobody looks for it."""
    revisit: bool = False
    """The record has no payload: that lies in an earlier record."""

    @property
    def ends(self) -> int:
        """Where the next set begins."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Original:
    """The first capture of a payload, for a revisit to refer to."""

    url: str
    date: datetime
    record_id: str
    digest: str
    """Its WARC-Payload-Digest."""


@dataclass(frozen=True, slots=True)
class Row:
    """A URL and all that is known of it. Times are Unix seconds."""

    id: int
    url: str
    host: str
    kind: Kind
    name: str
    place: str
    state: State
    depth: int
    tries: int
    """Since it was queued."""
    next_at: float
    """Not to be asked before; 0: at once."""
    reason: str | None
    detail: str | None
    status: int | None
    """Of the last answer."""
    parent: str | None
    """The URL it was found on."""
    target: str | None
    """Where it redirects to."""
    lastmod: float | None
    etag: str | None
    last_modified: str | None
    """As the server wrote it."""
    fetched_at: float | None
    """When it was last asked with success; a 304 counts."""
    warc: str | None
    """Where its last stored record lies; a 304 leaves that, and a failure too."""
    offset: int | None
    length: int | None
    record_id: str | None
