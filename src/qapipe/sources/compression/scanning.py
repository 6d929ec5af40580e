"""Positions of compressed members in a file: where each begins, and its content piece by piece."""

import struct
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol, cast

from isal import isal_zlib

from qapipe.sources.compression.codecs import DAMAGE, ZSTD_DICTIONARY, Codec
from qapipe.sources.compression.window import Window

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEAD_BYTES = 1 << 16
"""At most this much of a damaged member's content is recovered."""

_PIECE_BYTES = 1 << 20
_WHOLE_BYTES = 1 << 18
"""Compressed members up to about this size are decompressed in one call."""
_STEP_BYTES = 64
_GZIP_OVERHEAD = 18  # bytes of header and trailer: no gzip member is shorter
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE_FRAMES = range(0x184D2A50, 0x184D2A60)
_MAX_DICTIONARY_BYTES = 16 << 20
_DICTIONARY_ERRORS: tuple[type[Exception], ...] = (*DAMAGE, ValueError)


class Decoder(Protocol):
    """Decompressor of a single member, as :mod:`zlib` and :mod:`compression.zstd` have it."""

    @property
    def eof(self) -> bool:
        """Whether the member ended."""

    @property
    def unused_data(self) -> bytes:
        """Input after the end of the member."""

    def decompress(self, data: bytes, max_length: int = ...) -> bytes:
        """Up to ``max_length`` bytes of content."""


class MemberScanner:
    """Finds and decompresses the members of a file through a window on its bytes."""

    def __init__(self, file: BinaryIO, codec: Codec, starts: Callable[[bytes], bool]) -> None:
        self.window = Window(file)
        """The position is where the next member is looked for."""
        self.codec = codec
        self.magic = _GZIP if codec is Codec.GZIP else _ZSTD
        self._starts = starts
        self._dictionary: zstd.ZstdDict | None = None
        if codec is not Codec.GZIP:
            self._read_dictionary()

    def skip_to_member(self) -> int | None:
        """Offset of the next member, past padding and skippable frames; None at the end of the file."""
        window = self.window
        while not window.starts_with(self.magic):
            window.fill(_GZIP_OVERHEAD)
            if padding := window.padding():
                window.seek(window.at + padding)
                continue
            if not len(window):
                return None
            if self.magic == _ZSTD:
                kind, size = struct.unpack("<II", window.peek(8).ljust(8, b"\0"))
                if kind in _SKIPPABLE_FRAMES and len(window) >= 8:
                    window.seek(window.at + 8 + size)
                    continue
            break
        return window.at

    def find(self, offset: int) -> bool:
        """Whether a member of this archive begins at the offset or later; the position is then its first byte."""
        window = self.window
        window.seek(offset)
        while True:
            ahead = window.find(self.magic)
            if ahead is None:
                window.seek(window.at + max(len(window) - len(self.magic) + 1, 0))
                if not window.read_more():
                    window.seek(window.at + len(window))
                    return False
                continue
            begins = window.at + ahead
            window.seek(begins)
            if self.at_member():
                window.seek(begins)
                return True
            window.seek(begins + 1)

    def at_member(self) -> bool:
        """Whether a member of this archive begins at the position, judged by its content; moves the position."""
        pieces = self.pieces()
        try:
            return self._starts(next(pieces, b""))
        except DAMAGE:
            return False

    def whole(self, most: int) -> bytes | None:
        """Content of the member at the position, which then moves to the byte after it.

        None for a member that is large, damaged, or contains the magic bytes of another one: read it by its pieces.
        """
        data = self.window.up_to_next(self.magic, _WHOLE_BYTES)
        if data is None:
            return None
        decoder = self.decoder()
        try:
            content = decoder.decompress(data, most)
        except DAMAGE:
            return None
        if not decoder.eof:
            return None
        self.window.skip(len(data) - len(decoder.unused_data))
        return content

    def pieces(self) -> Iterator[bytes]:
        """Content of the member at the position, which then moves to the byte after it. Raises :data:`DAMAGE`."""
        decoder = self.decoder()
        while True:
            data = self.window.take()
            if not data:
                raise EOFError("the compressed data is truncated")
            piece = decoder.decompress(data, _PIECE_BYTES)
            while True:
                if piece:
                    yield piece
                if decoder.eof or len(piece) < _PIECE_BYTES:
                    break
                piece = decoder.decompress(_unconsumed(decoder), _PIECE_BYTES)
            if decoder.eof:
                self.window.seek(self.window.at - len(decoder.unused_data))
                return

    def readable_start(self, offset: int) -> bytes:
        """The first bytes of a damaged member's content.

        Read in small steps: a decoder that is asked for everything at once returns nothing on damage.
        """
        self.window.seek(offset)
        found = b""
        try:
            decoder = self.decoder()
            data = self.window.take()
            while len(found) < HEAD_BYTES and (piece := decoder.decompress(data, _STEP_BYTES)):
                found += piece
                data = _unconsumed(decoder)
        except DAMAGE:
            pass  # found ends where the damage begins
        return found

    def decoder(self) -> Decoder:
        """A new decompressor for one member."""
        if self.magic == _GZIP:
            return cast("Decoder", isal_zlib.decompressobj(31))
        return cast("Decoder", zstd.ZstdDecompressor(zstd_dict=self._dictionary))

    def _read_dictionary(self) -> None:
        """Take the dictionary from the first frame, if there is one; it may itself be compressed."""
        self.window.seek(0)
        magic, size = struct.unpack("<4sI", self.window.peek(8).ljust(8, b"\0"))
        if magic != ZSTD_DICTIONARY or size > _MAX_DICTIONARY_BYTES:
            return
        content = self.window.peek(8 + size)[8:]
        try:
            if content.startswith(_ZSTD):
                content = zstd.ZstdDecompressor().decompress(content, _MAX_DICTIONARY_BYTES)
            self._dictionary = zstd.ZstdDict(content)
        except _DICTIONARY_ERRORS:
            return  # frames that need the dictionary are then reported as damaged


def _unconsumed(decoder: Decoder) -> bytes:
    """Input that the decoder handed back; the zstd decoder keeps its own."""
    return cast("bytes", getattr(decoder, "unconsumed_tail", b""))
