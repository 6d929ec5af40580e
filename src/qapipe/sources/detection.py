"""Format and compression of a file, detected from its content first and its name second."""

import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from qapipe import objects
from qapipe.page.media_type import is_binary, is_html
from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources.base import Kind
from qapipe.sources.compression.codecs import (
    BUFFER_BYTES,
    CODECS_BY_SUFFIX,
    DAMAGE,
    HEAD_BYTES,
    ZSTD_DICTIONARY,
    Codec,
    bare_suffix,
    codec_of,
    decompressed,
    head_of,
)
from qapipe.sources.unsupported import unsupported_format

_JSON_OBJECT_LINE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*["}]')
_WARC = re.compile(rb"(?:\xef\xbb\xbf|[\r\n])*WARC/\d")
_KINDS_BY_NAME = {
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".parquet": Kind.PARQUET,
    ".warc": Kind.WARC,
    ".wet": Kind.WARC,
    ".arc": Kind.ARC,
    ".wacz": Kind.ZIP,
    ".zip": Kind.ZIP,
    ".tar": Kind.TAR,
    **dict.fromkeys((".tgz", ".tbz2", ".txz", ".tzst"), Kind.TAR),
}


class NotAFileError(OSError):
    """A special file such as a FIFO found in a folder; it is never opened because that could block."""


@dataclass
class SourceFile:
    """An open input file: its raw bytes, its compression, its content and its format."""

    raw: BinaryIO
    """The bytes as stored; must support ``peek``."""
    name: str
    """The file name, used where the content does not determine the format."""

    @cached_property
    def codec(self) -> Codec:
        """The compression, by magic bytes; by file name if there are none and the bytes are not text."""
        start = _peek(self.raw, HEAD_BYTES)
        found = codec_of(start)
        if found is Codec.PLAIN and is_binary(start):
            return CODECS_BY_SUFFIX.get(PurePath(self.name.lower()).suffix, Codec.PLAIN)
        return found

    @cached_property
    def content(self) -> BinaryIO:
        """Decompressed bytes, buffered; reading them advances ``raw``, and may raise :data:`DAMAGE`."""
        return decompressed(self.raw, self.codec)

    @cached_property
    def head(self) -> bytes:
        """The first decompressed bytes; nothing is consumed. Raises :data:`DAMAGE`."""
        if self.codec in (Codec.GZIP, Codec.ZSTD):  # may be read member by member, so raw must not move
            return head_of(_peek(self.raw, BUFFER_BYTES), self.codec)
        return _peek(self.content, HEAD_BYTES)

    @cached_property
    def kind(self) -> Kind:
        """The format; by file name alone if the first bytes cannot be decompressed."""
        if _peek(self.raw, 4) == ZSTD_DICTIONARY:
            return Kind.WARC
        try:
            return _kind_of(self.head, self.name)
        except DAMAGE:
            return _kind_of(b"", self.name)


@contextmanager
def open_source(path: str, name: str) -> Iterator[SourceFile]:
    """Open a file or object for reading. Raises OSError; reading its content may raise :data:`DAMAGE`."""
    with opened(path) as file:
        yield SourceFile(file, name)


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The bytes of a file or object. Raises OSError."""
    if address := objects.address_of(path):
        with objects.open_object(address) as remote:
            yield remote
        return
    mode = Path(path).stat().st_mode
    if not stat.S_ISREG(mode):
        kind = stat.S_IFMT(mode)
        if kind == stat.S_IFDIR:
            raise NotAFileError("a folder that cannot be listed; check its permissions")
        raise NotAFileError(f"{_NAMES.get(kind, 'a special file')}, not a regular file")
    with Path(path).open("rb", buffering=BUFFER_BYTES) as file:
        yield file


def _peek(stream: BinaryIO, size: int) -> bytes:
    return cast("BufferedReader", stream).peek(size)[:size]


_NAMES = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a character device",
    stat.S_IFBLK: "a block device",
}


def _kind_of(head: bytes, name: str) -> Kind:
    """The format of a file, from the first bytes of its content and its name."""
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if _WARC.match(head):
        return Kind.WARC
    if head.startswith(b"filedesc://"):
        return Kind.ARC
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if head[257:262] == b"ustar":
        return Kind.TAR
    if _JSON_OBJECT_LINE.match(head):
        return Kind.JSONL
    if unsupported_format(head, name):
        return Kind.UNSUPPORTED
    named = _KINDS_BY_NAME.get(bare_suffix(name), Kind.PAGE)
    if named is Kind.JSONL and is_html(RawPage(body=head)):
        return Kind.PAGE
    return named


def failure_reason(error: Exception) -> Reason:
    """Ledger reason for an error while reading: ``corrupt`` for a damaged stream, else ``unreadable``."""
    return Reason.CORRUPT if isinstance(error, DAMAGE) else Reason.UNREADABLE


def error_message(error: Exception) -> str:
    """Message of the operating system or decompressor, without the path: the ledger row has the source."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
