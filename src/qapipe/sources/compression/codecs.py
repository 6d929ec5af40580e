"""Compression of a file, detected from its first bytes, and its content as a stream.

The streams yield everything before damage; the readers of the libraries drop what is in their buffers.
"""

import io
import re
import sys
import zlib
from collections.abc import Callable
from enum import Enum
from pathlib import PurePath
from typing import BinaryIO, Protocol, cast

from fastwarc.stream_io import Lz4Reader
from isal import igzip_lib, isal_zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEAD_BYTES = 4096
BUFFER_BYTES = 1 << 17
_WINDOW_BYTES = 1 << 16
_XZ_MEMORY_BYTES = 256 << 20  # "xz -9" takes 65 MiB; a bomb asks for gigabytes


class Codec(Enum):
    """How the bytes of a file are compressed."""

    PLAIN = ""
    GZIP = "gzip"
    ZSTD = "zstd"
    LZ4 = "lz4"
    BZIP2 = "bzip2"
    XZ = "xz"


# A zstd file may start with skippable frames (RFC 8878, 3.1), an LZ4 frame cannot.
_MAGIC: tuple[tuple[Codec, re.Pattern[bytes]], ...] = (
    (Codec.GZIP, re.compile(rb"\x1f\x8b")),
    (Codec.ZSTD, re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")),
    (Codec.LZ4, re.compile(rb"\x04\x22\x4d\x18")),
    (Codec.BZIP2, re.compile(rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)")),
    (Codec.XZ, re.compile(rb"\xfd7zXZ\x00")),
)
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""Magic bytes of a WARC file whose records share a dictionary (IIPC, "WARC file compression with Zstandard")."""
CODECS_BY_SUFFIX = {
    ".gz": Codec.GZIP,
    ".gzip": Codec.GZIP,
    ".zst": Codec.ZSTD,
    ".zstd": Codec.ZSTD,
    ".lz4": Codec.LZ4,
    ".bz2": Codec.BZIP2,
    ".xz": Codec.XZ,
}

DAMAGE = cast(
    "tuple[type[Exception], ...]",
    (EOFError, zlib.error, igzip_lib.IsalError, zstd.ZstdError),
)
"""Exceptions raised by a damaged or truncated compressed stream."""
READ_ERRORS: tuple[type[Exception], ...] = (*DAMAGE, OSError)
"""The same, and errors of the operating system."""


def codec_of(start: bytes) -> Codec:
    """The codec of a file, from its first bytes."""
    return next((codec for codec, form in _MAGIC if form.match(start)), Codec.PLAIN)


def bare_suffix(name: str) -> str:
    """The suffix below any compression suffix, in lower case: ``.jsonl`` for ``a.JSONL.gz``."""
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix in CODECS_BY_SUFFIX else path.suffix


def decompressed(raw: BinaryIO, codec: Codec) -> BinaryIO:
    """Buffered content of a file; reading it advances ``raw``, and may raise :data:`DAMAGE`."""
    inner: io.RawIOBase
    match codec:
        case Codec.PLAIN:
            return raw
        case Codec.GZIP:
            inner = _GzipFile(raw)
        case Codec.ZSTD:
            inner = cast("io.RawIOBase", zstd.ZstdFile(raw))
        case Codec.LZ4:
            inner = _Lz4File(raw)
        case Codec.BZIP2:
            inner = _StreamsFile(raw, _bzip2_decoder)
        case Codec.XZ:
            inner = _StreamsFile(raw, _xz_decoder)
    return io.BufferedReader(inner, BUFFER_BYTES)


def head_of(start: bytes, codec: Codec) -> bytes:
    """The first bytes of a gzip or zstd file's content, given the first bytes of the file. Raises :data:`DAMAGE`."""
    if codec is Codec.GZIP:
        return isal_zlib.decompressobj(31).decompress(start, HEAD_BYTES)
    while start:  # the first frame that is not skippable
        decoder = zstd.ZstdDecompressor()
        if found := decoder.decompress(start, HEAD_BYTES):
            return found
        start = decoder.unused_data
    return b""


def _past_padding(raw: BinaryIO, ahead: bytes) -> bytes:
    """The first bytes after any run of zeros between members; empty at the end of the file."""
    data = ahead.lstrip(b"\0")
    while not data and (read := raw.read(_WINDOW_BYTES)):
        data = read.lstrip(b"\0")
    return data


class _GzipFile(io.RawIOBase):
    """Concatenated gzip members as a file."""

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
            outside = not self._inside
            data = _past_padding(self._raw, self._data) if outside else self._data or self._raw.read(_WINDOW_BYTES)
            if not data and self._inside:
                raise EOFError("the compressed data is truncated")
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


class _Decoder(Protocol):
    """Decompressor of one bzip2 or xz stream; keeps input that exceeds the output limit."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _StreamsFile(io.RawIOBase):
    """Concatenated bzip2 or xz streams as a file."""

    def __init__(self, raw: BinaryIO, new_decoder: Callable[[], _Decoder]) -> None:
        self._raw = raw
        self._new_decoder = new_decoder
        self._decoder: _Decoder | None = None
        self._ahead = b""
        self._damage: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        found: bytes | None = b""
        while found == b"":
            found = self._next(len(view))
        view[: len(found or b"")] = found or b""
        return len(found or b"")

    def _next(self, most: int) -> bytes | None:
        """The next bytes of content, perhaps none yet; None at the end. Damage is raised again on every later call."""
        if self._damage is not None:
            raise self._damage
        data = b""
        if self._decoder is None:
            if not (data := _past_padding(self._raw, self._ahead)):
                return None
            self._decoder, self._ahead = self._new_decoder(), b""
        elif self._decoder.needs_input and not (data := self._raw.read(_WINDOW_BYTES)):
            self._damage = EOFError("the compressed data is truncated")
            raise self._damage
        try:
            found = self._decoder.decompress(data, most)
        except MemoryError:
            raise
        except Exception as error:  # OSError or LZMAError, whose module is imported only when needed
            self._damage = EOFError(str(error))
            raise self._damage from error
        if self._decoder.eof:
            self._ahead, self._decoder = self._decoder.unused_data, None
        return found


def _bzip2_decoder() -> _Decoder:
    try:
        import bz2  # noqa: PLC0415  some builds of Python lack it
    except ImportError as error:
        raise OSError("this Python cannot read bzip2: its module bz2 is missing") from error
    return bz2.BZ2Decompressor()


def _xz_decoder() -> _Decoder:
    try:
        import lzma  # noqa: PLC0415  some builds of Python lack it
    except ImportError as error:
        raise OSError("this Python cannot read xz: its module lzma is missing") from error
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY_BYTES)


class _Lz4File(io.RawIOBase):
    """LZ4 frames as a file; FastWARC has the decoder, and its OSError means damage."""

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
