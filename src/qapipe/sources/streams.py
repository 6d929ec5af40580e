"""Bytes of a file, decompressed on the way, and what they are: by content first, by name second."""

import io
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from fastwarc.stream_io import Lz4Reader
from isal import igzip_lib, isal_zlib

from qapipe.document import is_binary, is_html
from qapipe.errors import Reason
from qapipe.model import RawPage
from qapipe.sources.base import Kind

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BUFFER_BYTES = 1 << 17
HEAD_BYTES = 4096
_GZIP_WINDOW_BYTES = 1 << 16


class Codec(Enum):
    """How the bytes of a file are compressed."""

    PLAIN = ""
    GZIP = "gzip"
    ZSTD = "zstd"
    LZ4 = "lz4"


# First bytes of each. A zstd file may start with skippable frames (RFC 8878, 3.1), a frame of LZ4 cannot.
_MAGIC: tuple[tuple[Codec, re.Pattern[bytes]], ...] = (
    (Codec.GZIP, re.compile(rb"\x1f\x8b")),
    (Codec.ZSTD, re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")),
    (Codec.LZ4, re.compile(rb"\x04\x22\x4d\x18")),
)
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""What a WARC file starts with whose records share a dictionary (IIPC, "WARC file compression with Zstandard")."""
_CODECS_BY_NAME = {
    ".gz": Codec.GZIP,
    ".gzip": Codec.GZIP,
    ".zst": Codec.ZSTD,
    ".zstd": Codec.ZSTD,
    ".lz4": Codec.LZ4,
}

_JSON_OBJECT_LINE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*["}]')
_WARC = re.compile(rb"WARC/\d")
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
    ".tgz": Kind.TAR,
}

DAMAGE = cast(
    "tuple[type[Exception], ...]",
    (EOFError, zlib.error, igzip_lib.IsalError, zstd.ZstdError),
)
"""What a damaged or cut compressed stream raises, sooner or later."""
READ_ERRORS: tuple[type[Exception], ...] = (*DAMAGE, OSError)
"""The same, and what the system raises."""


class NotAFileError(OSError):
    """Something in a folder that is no regular file: it is never opened, it might block for ever."""


@dataclass
class Opened:
    """A file that is being read: its bytes as they are, what they are compressed with, and what they hold."""

    raw: BinaryIO
    """The bytes as they are; ``peek`` looks ahead."""
    name: str
    """The name by which the kind is told where the content does not tell it."""

    @cached_property
    def codec(self) -> Codec:
        """How the bytes are compressed: by the first of them; by the name where these are neither magic nor text."""
        start = _peek(self.raw, HEAD_BYTES)
        found = next((codec for codec, form in _MAGIC if form.match(start)), Codec.PLAIN)
        if found is Codec.PLAIN and is_binary(start):
            return _CODECS_BY_NAME.get(PurePath(self.name.lower()).suffix, Codec.PLAIN)
        return found

    @cached_property
    def content(self) -> BinaryIO:
        """The decompressed bytes, buffered; reading them moves ``raw`` on. Raises :data:`DAMAGE` when read."""
        inner: io.RawIOBase
        match self.codec:
            case Codec.GZIP:
                inner = _GzipFile(self.raw)
            case Codec.ZSTD:
                inner = cast("io.RawIOBase", zstd.ZstdFile(self.raw))
            case Codec.LZ4:
                inner = _Lz4File(self.raw)
            case Codec.PLAIN:
                return self.raw
        return io.BufferedReader(inner, BUFFER_BYTES)

    @cached_property
    def head(self) -> bytes:
        """The first bytes, decompressed as far as they can be; all else is still to be read. Raises :data:`DAMAGE`."""
        start = _peek(self.raw, BUFFER_BYTES)
        match self.codec:
            case Codec.GZIP:
                return isal_zlib.decompressobj(31).decompress(start, HEAD_BYTES)
            case Codec.ZSTD:
                return _first_of_zstd(start)
            case Codec.LZ4:
                return _Lz4File(cast("BinaryIO", io.BytesIO(start))).read(HEAD_BYTES) or b""
            case Codec.PLAIN:
                return start[:HEAD_BYTES]

    @cached_property
    def kind(self) -> Kind:
        """What the file is; by its name alone where its first bytes cannot be decompressed."""
        if _peek(self.raw, 4) == ZSTD_DICTIONARY:
            return Kind.WARC
        try:
            return _kind_of(self.head, self.name)
        except DAMAGE:
            return _kind_of(b"", self.name)


class _GzipFile(io.RawIOBase):
    """Gzip members as a file that gives all there is above damage; the readers of the libraries lose a buffer of it."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._decoder = isal_zlib.decompressobj(31)
        self._data = b""
        self._inside = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while True:
            data = self._data or self._raw.read(_GZIP_WINDOW_BYTES)
            if not self._inside:  # zeros behind a member are padding
                data = data.lstrip(b"\0") or self._raw.read(_GZIP_WINDOW_BYTES).lstrip(b"\0")
            if not data and self._inside:
                raise EOFError("the compressed stream breaks off")
            if not data:
                return 0
            found = self._decoder.decompress(data, len(view))
            self._inside = not self._decoder.eof
            self._data = self._decoder.unconsumed_tail if self._inside else self._decoder.unused_data
            if not self._inside:
                self._decoder = isal_zlib.decompressobj(31)
            if found:
                view[: len(found)] = found
                return len(found)


class _Lz4File(io.RawIOBase):
    """LZ4 frames as a file; FastWARC has the decoder, whose errors are those of damage."""

    def __init__(self, raw: BinaryIO) -> None:
        self._reader = Lz4Reader(raw)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._reader.read(len(view))
        except OSError as error:
            raise EOFError(str(error)) from error
        view[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: str, name: str) -> Iterator[Opened]:
    """A file to read. Raises OSError; reading its content may raise :data:`DAMAGE`."""
    mode = Path(path).stat().st_mode
    if not stat.S_ISREG(mode):
        raise NotAFileError(f"{_NAMES.get(stat.S_IFMT(mode), 'special file')}, not a regular file")
    with Path(path).open("rb", buffering=BUFFER_BYTES) as file:
        yield Opened(file, name)


def _peek(stream: BinaryIO, size: int) -> bytes:
    return cast("io.BufferedReader", stream).peek(size)[:size]


def _first_of_zstd(start: bytes) -> bytes:
    """The first bytes of the first frame that is not skippable."""
    while start:
        decoder = zstd.ZstdDecompressor()
        if found := decoder.decompress(start, HEAD_BYTES):
            return found
        start = decoder.unused_data
    return b""


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
    return PurePath(path.stem).suffix if path.suffix in _CODECS_BY_NAME else path.suffix


def _kind_of(head: bytes, name: str) -> Kind:
    """What a file holds that starts like this and is called so."""
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
