"""Types shared by all sources: read options, splits of the input, and the items that reading yields."""

import stat
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from qapipe import objects
from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources.globs import matches
from qapipe.sources.sampling import Sample, key_of, key_of_url


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options for reading pages; plain values only, so that they can be sent to a worker process."""

    body_field: str | None = None
    """JSONL field or Parquet column that holds the page; dots for nested fields. None: the known names."""
    url_field: str | None = None
    """Field or column that holds the URL; dots for nested fields. None: the known names."""
    match: tuple[str, ...] = ()
    """Globs; a page is kept if its URL matches any of them. Empty: every page is kept."""
    exclude: tuple[str, ...] = ()
    """Globs; a page is dropped if its URL matches any of them."""
    sample: Sample | None = None
    """The pages that are kept by hash; None: all."""
    limit: int | None = None
    """Number of pages after which a worker need not read on; None: none."""
    as_received: bool = False
    """Whether pages of archives are yielded as :class:`Captured`, with the record as the archive has it."""

    def wants(self, url: str | None, *, unknown: bool = False) -> bool:
        """Whether a page with this URL is kept; ``unknown`` is the answer if it is None and ``match`` is not empty.

        Ask with ``unknown=True`` before a page is parsed: the page itself may state its URL.
        """
        excluded = url is not None and bool(self.exclude) and matches(url, self.exclude)
        return not excluded and matches(url, self.match, unknown=unknown)

    def rejected(self, url: str | None) -> "Skipped | None":
        """What a page with this URL is counted as if it is not wanted; None if it may be wanted."""
        if not self.wants(url, unknown=True):
            return NOT_MATCHED
        return NOT_SAMPLED if self.sample and not self.sample.may_have_url(url) else None

    @property
    def chooses(self) -> bool:
        """Whether pages are chosen by their URL at all."""
        return bool(self.match or self.exclude or self.sample)


@dataclass(frozen=True, slots=True)
class FileState:
    """What distinguishes a file from what it was before."""

    size: int
    """Bytes."""
    modified: int
    """Time of the last change of its content, in nanoseconds."""
    inode: int
    """Of an object: a hash of its ETag."""

    @classmethod
    def of(cls, path: str) -> "FileState | None":
        """The state of a file or object; None if it is not there, or not a regular file."""
        if address := objects.address_of(path):
            try:
                one = objects.find(address)
            except OSError:
                return None
            return cls(one.size, one.modified_ns, one.identity) if one else None
        try:
            found = Path(path).stat()
        except OSError:
            return None
        return cls(found.st_size, found.st_mtime_ns, found.st_ino) if stat.S_ISREG(found.st_mode) else None


@dataclass(frozen=True, slots=True)
class Split:
    """A file, or a range of a large file, that is read as one unit of work; cheap to send to a worker.

    A range holds everything that begins at or after ``start`` and before ``end``. The unit depends on the format:
    bytes of JSON lines and WARC, row groups of Parquet, members of a zip archive.
    """

    path: str
    """Path of the file."""
    source: str
    """Its name in the ledger: printable, and relative to what the user named."""
    size: int = 0
    """Bytes on disk, for balancing work and for progress."""
    start: int = 0
    end: int | None = None
    """None: to the end of the file."""
    is_line_range: bool = False
    """Whether it is one of several ranges of lines: line numbers in the file are only known once all are read."""
    first_line: int = 0
    """The number of its first line in the file, from 0; 0 if unknown."""
    member: str | None = None
    """Printable name of the archive member that is read, if the file is an archive."""
    state: FileState | None = None
    """The file when the run was planned; None if unknown."""
    stream: bool = False
    """Whether it is standard input or a pipe, to be copied to a file before it is read."""

    @property
    def whole(self) -> bool:
        """Whether the split is a whole file."""
        return self.start == 0 and self.end is None and not self.is_line_range


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that cannot be read or has no body; the ledger gets a row with the reason."""

    reason: Reason
    detail: str
    source: str
    member: str | None = None
    offset: int | None = None
    url: str | None = None
    captured_at: datetime | None = None
    size: int = 0
    """Bytes of the body that was skipped."""
    byte: int | None = None
    """Byte at which a line begins; identifies it while its number in the file is not known."""
    payload_sha256: str = ""
    """SHA-256 of the body, hexadecimal; empty if there is none."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is not a page, or a page excluded by the options; counted, but without a ledger row."""

    kind: str
    """The name under which the manifest counts it."""


NOT_MATCHED = Skipped("not matched")
"""A page whose URL matches no ``match`` glob, or one of ``exclude``."""


NOT_SAMPLED = Skipped("not sampled")
"""A page that is not in the sample."""


@dataclass(slots=True, kw_only=True)
class Captured(RawPage):
    """A page together with its archive record, so that it can be stored again as it was received."""

    kind: str
    """Record type: ``response``, ``resource`` or ``conversion``."""
    content_type: str
    """Media type of the block."""
    block: bytes
    """The HTTP message or the resource, with its codings untouched."""

    @classmethod
    def of(cls, page: RawPage, *, kind: str, content_type: str, block: bytes) -> "Captured":
        """A page with its record."""
        known = {name: getattr(page, name) for name in _PAGE_FIELDS}
        return cls(**known, kind=kind, content_type=content_type, block=block)


_PAGE_FIELDS = tuple(field.name for field in fields(RawPage))


Item = RawPage | Failure | Skipped
"""What reading a source yields, in the order of the source."""


class Kind(StrEnum):
    """Format of a file, detected from its first bytes and then from its name."""

    PAGE = "page"
    JSONL = "JSON lines"
    PARQUET = "Parquet"
    WARC = "WARC"
    ARC = "ARC"
    ZIP = "zip"
    TAR = "tar"
    UNSUPPORTED = "unsupported"
    """A known format that holds pages but cannot be read."""


_PAGE_FAILURES = frozenset((Reason.NO_BODY, Reason.TOO_LARGE, Reason.HTTP_STATUS, Reason.REVISIT))
"""Failures that stand for a page; the others are faults of the input, which every sample keeps."""


def sample_key(item: RawPage | Failure, seed: int) -> int | None:
    """Key of a page: a hash of its URL, else of its payload. None for a fault of the input."""
    if isinstance(item, Failure) and item.reason not in _PAGE_FAILURES:
        return None
    offset = item.byte if isinstance(item, Failure) and item.byte is not None else item.offset
    place = f"{item.source}\n{item.member}\n{offset}"
    if item.url is not None:
        return key_of_url(item.url, place, seed)
    return key_of(sha256(item.body).digest() if isinstance(item, RawPage) else b"", place, seed)
