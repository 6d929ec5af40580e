"""Bytes of a file, decompressed on the way, and what they are: by content first, by name second."""

import gzip
import io
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from qapipe.document import is_html
from qapipe.errors import Reason
from qapipe.model import RawPage
from qapipe.sources.base import Kind

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BUFFER_BYTES = 1 << 17
_HEAD_BYTES = 4096

_GZIP = b"\x1f\x8b"
# A frame, or one of the skippable frames that some writers put first (RFC 8878, 3.1).
_ZSTD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_COMPRESSED_SUFFIXES = (".gz", ".gzip", ".zst", ".zstd")

_JSON_OBJECT_LINE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*["}]')
_WARC = re.compile(rb"WARC/\d")
_KINDS_BY_NAME = {
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".parquet": Kind.PARQUET,
    ".warc": Kind.WARC,
    ".wacz": Kind.ZIP,
    ".zip": Kind.ZIP,
    ".tar": Kind.TAR,
    ".tgz": Kind.TAR,
}

DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zstd.ZstdError)
"""What a damaged or cut compressed stream raises, sooner or later."""


class NotAFileError(OSError):
    """Something in a folder that is no regular file: it is never opened, it might block for ever."""


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The file's bytes, decompressed; ``peek`` looks ahead. Raises OSError, later :data:`DAMAGE`."""
    mode = Path(path).stat().st_mode
    if not stat.S_ISREG(mode):
        raise NotAFileError(f"{_NAMES.get(stat.S_IFMT(mode), 'special file')}, not a regular file")
    with Path(path).open("rb", buffering=BUFFER_BYTES) as file, _decompressed(file) as stream:
        yield stream


@contextmanager
def _decompressed(file: BinaryIO) -> Iterator[BinaryIO]:
    magic = _peek(file, 4)
    inner: io.RawIOBase
    if magic.startswith(_GZIP):
        inner = cast("io.RawIOBase", gzip.GzipFile(fileobj=file, mode="rb"))
    elif _ZSTD.match(magic):
        inner = cast("io.RawIOBase", zstd.ZstdFile(file))
    else:
        yield file
        return
    with inner:
        yield io.BufferedReader(inner, BUFFER_BYTES)


def _peek(stream: BinaryIO, size: int) -> bytes:
    return cast("io.BufferedReader", stream).peek(size)[:size]


_NAMES = {
    stat.S_IFDIR: "a folder that cannot be listed",
    stat.S_IFIFO: "a fifo",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a character device",
    stat.S_IFBLK: "a block device",
}


def bare_suffix(name: str) -> str:
    """The suffix that tells the content, lower case: ``.jsonl`` of ``a.JSONL.gz``."""
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix in _COMPRESSED_SUFFIXES else path.suffix


def kind_of(stream: BinaryIO, name: str) -> Kind:
    """What the stream holds; looks at its first bytes without taking them. Raises :data:`DAMAGE`."""
    head = _peek(stream, _HEAD_BYTES)
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if _WARC.match(head):
        return Kind.WARC
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if head[257:262] == b"ustar":
        return Kind.TAR
    if _JSON_OBJECT_LINE.match(head):
        return Kind.JSONL
    named = _KINDS_BY_NAME.get(bare_suffix(name), Kind.PAGE)
    if named is Kind.JSONL and is_html(RawPage(body=head)):
        return Kind.PAGE
    return named


def reason_of(error: Exception) -> Reason:
    """Why reading stopped: a damaged stream, or a file that the system does not give us."""
    return Reason.CORRUPT if isinstance(error, DAMAGE) else Reason.UNREADABLE


def message_of(error: Exception) -> str:
    """What the system or a decompressor said, without the path (the ledger row has the source)."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
