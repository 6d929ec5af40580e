"""What all sources share: what they are asked, what they give, and what could not be read as a value."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase

from qapipe.records.models import RawPage
from qapipe.records.reasons import Reason


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How pages are read out of sources; all fields are plain values, so that a worker can be sent them."""

    body_field: str | None = None
    """Field of a JSON line or Parquet row with the page; dots lead into objects. None: the known names."""
    url_field: str | None = None
    """Field that holds the URL, likewise."""
    match: tuple[str, ...] = ()
    """Globs on the URL, of which one must fit; none: every page is taken."""
    as_received: bool = False
    """Whether pages out of archives come as :class:`Captured`, with all that the archive has of them."""


@dataclass(frozen=True, slots=True)
class Split:
    """One piece of the input that is read in one go: the unit of work, and cheap to send to a worker.

    A file, or a range of a big one: all that starts in it, from ``start`` up to but without ``end``. What is counted
    depends on the kind: bytes of JSON lines and of WARC, row groups of Parquet, members of a zip archive.
    """

    path: str
    """Where the file is."""
    source: str
    """What the ledger calls it: the path relative to what the user named, printable."""
    size: int = 0
    """Bytes on disk, for a fair share of the work and for progress."""
    start: int = 0
    end: int | None = None
    """None: to the end of the file."""
    counts_lines: bool = False
    """Whether it is one of several ranges of lines: their numbers are those of the file once all are read."""
    member: str | None = None
    """The member of an archive that is read; its name there, printable."""

    @property
    def whole(self) -> bool:
        """Whether the split is a whole file."""
        return self.start == 0 and self.end is None and not self.counts_lines


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that cannot be read or has no body to parse; in its place the ledger gets a row that says why."""

    reason: Reason
    detail: str
    source: str
    member: str | None = None
    offset: int | None = None
    url: str | None = None
    captured_at: datetime | None = None
    size: int = 0
    """Bytes of the body that was passed over."""
    byte: int | None = None
    """Where a line begins: what tells it from others while its number in the file is not known."""
    payload_sha256: str = ""
    """Of the body, if there is one."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something of the input that is no page, or a page that nobody wants: counted, not listed."""

    kind: str
    """What it was, in a word or two: the name under which the manifest counts it."""


NOT_MATCHED = Skipped("not matched")
"""A page whose URL fits none of the globs."""


class Captured(RawPage):
    """A page with the record that an archive has of it, to be stored again as it was received."""

    kind: str
    """The type of the record: ``response``, ``resource`` or ``conversion``."""
    content_type: str
    """What the block is."""
    block: bytes
    """The HTTP message or the resource, its codings untouched."""


Item = RawPage | Failure | Skipped
"""What a source yields, in the order of the source."""


class Kind(StrEnum):
    """What a file is, told by its first bytes and then by its name."""

    PAGE = "page"
    JSONL = "JSON lines"
    PARQUET = "Parquet"
    WARC = "WARC"
    ARC = "ARC"
    ZIP = "zip"
    TAR = "tar"
    FOREIGN = "another form"
    """Pages in a form that is not read."""


def matches(url: str | None, globs: tuple[str, ...], *, unknown: bool = False) -> bool:
    """Whether one of the globs fits the URL, with or without its scheme; ``unknown`` is the answer where it is None.

    Asked with ``unknown=True`` before a page is parsed: it may say its URL itself.
    """
    if not globs:
        return True
    if url is None:
        return unknown
    bare = url.partition("://")[2]
    return any(fnmatchcase(url, glob) or fnmatchcase(bare, glob) for glob in globs)
