"""What all sources share: what they are asked, what they give, and what could not be read as a value."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import BinaryIO

from qapipe.errors import Reason
from qapipe.model import RawPage


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How pages are read out of sources; all fields are plain values, so that a worker can be sent them."""

    body_field: str | None = None
    """Field of a JSON line or Parquet row with the page; dots lead into objects. None: the known names."""
    url_field: str | None = None
    """Field that holds the URL, likewise."""
    match: tuple[str, ...] = ()
    """Globs on the URL, of which one must fit; none: every page is taken."""


@dataclass(frozen=True, slots=True)
class Split:
    """One piece of the input that is read in one go: the unit of work, and cheap to send to a worker.

    Today a split is a file; a range within a big file is one more field.
    """

    path: str
    """Where the file is."""
    source: str
    """What the ledger calls it: the path relative to what the user named, printable."""
    size: int = 0
    """Bytes on disk, for a fair share of the work and for progress."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something of the input that cannot be read; in its place the ledger gets a row of status ``error``."""

    reason: Reason
    detail: str
    source: str
    member: str | None = None
    offset: int | None = None


Item = RawPage | Failure
"""What a source yields, in the order of the source."""


class Kind(StrEnum):
    """What a file is, told by its first bytes and then by its name."""

    PAGE = "page"
    JSONL = "JSON lines"
    PARQUET = "Parquet"
    WARC = "WARC"
    ZIP = "zip"
    TAR = "tar"


Reader = Callable[[Split, BinaryIO, ReadOptions], Iterator[Item]]
"""Reads one kind of file: the split, its decompressed bytes (from the first, buffered), the options."""


def matches(url: str | None, globs: tuple[str, ...]) -> bool:
    """Whether one of the globs fits the URL, with or without its scheme. An unknown URL fits none."""
    if not globs:
        return True
    if url is None:
        return False
    bare = url.partition("://")[2]
    return any(fnmatchcase(url, glob) or fnmatchcase(bare, glob) for glob in globs)
