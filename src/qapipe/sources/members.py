"""Compressed members of an archive, one after the other: gzip members (RFC 1952), zstd frames (RFC 8878).

Archives of the web compress every record on its own. So reading can start at any member, damage costs the member it
is in, and what is behind it is found again: by the magic bytes and by what the bytes behind them decompress to.
"""

import struct
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

from isal import isal_zlib

from qapipe.sources.streams import DAMAGE, ZSTD_DICTIONARY, Codec

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WHOLE_BYTES = 16 << 20
"""A member up to so large is checked to its end before any of it is given out; larger ones come in pieces."""

_WINDOW_BYTES = 1 << 16
_PIECE_BYTES = 1 << 20
_HEAD_BYTES = 1 << 16
_STEP_BYTES = 64
_GZIP_HEADER = 18  # bytes: no gzip member is shorter than header and trailer
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
_MAX_DICTIONARY = 16 << 20
_NO_DICTIONARY: tuple[type[Exception], ...] = (*DAMAGE, ValueError)


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of the archive that cannot be read."""

    offset: int
    """Where the member or the record begins that is damaged, in bytes of the file."""
    detail: str
    head: bytes = b""
    """The first bytes of what is damaged, decompressed, as far as they can be read."""


@dataclass(frozen=True, slots=True)
class Member:
    """What a member decompresses to."""

    offset: int
    """Where it begins, in bytes of the file."""
    pieces: Iterator[bytes]
    """Its content; one piece, unless it is very large. Taking it may raise :data:`~streams.DAMAGE`."""
    whole: bytes | None = None
    """The one piece, if it is one."""


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


def members(
    file: BinaryIO, codec: Codec, starts: Callable[[bytes], bool], start: int, end: int | None
) -> Iterator[Member | Damage]:
    """The members that begin from ``start`` up to ``end``, and what is damaged between them.

    ``starts`` tells from its first bytes whether a decompressed member is one of this archive: asked when the place
    where a member starts is not known (from ``start`` on, unless that is 0, and behind damage). Take the pieces of a
    member before the next one is asked for.
    """
    yield from _Reader(file, codec, starts).members(start, end)


class _Reader:
    """Reads members through a window on the file."""

    def __init__(self, file: BinaryIO, codec: Codec, starts: Callable[[bytes], bool]) -> None:
        self._file = file
        self._magic = _GZIP if codec is Codec.GZIP else _ZSTD
        self._starts = starts
        self._dictionary: zstd.ZstdDict | None = None
        self._window = b""
        self._at = 0  # where in the file the window begins
        self._next = 0  # where the next member begins

    def members(self, start: int, end: int | None) -> Iterator[Member | Damage]:
        """See :func:`members`."""
        if self._magic == _ZSTD:
            self._read_dictionary()
        self._seek(start)
        if start and not self._find():
            return
        while (begins := self._skip_to_member()) is not None:
            if end is not None and begins >= end:
                # Who reads the next range looks for a member that can be read, and would pass over this one.
                if not self._is_member():
                    yield Damage(begins, "damaged or cut: no record begins here")
                return
            damage = yield from self._member(begins)
            if damage is None:
                continue
            found = self._found_behind(begins)
            goes_on = f"reading goes on at byte {self._next:,}" if found else "nothing behind it can be read"
            yield Damage(begins, f"{damage.detail}; {goes_on}", damage.head)
            if not found:
                return

    def _member(self, begins: int) -> Generator[Member, None, Damage | None]:
        """One member; the generator's value is what is wrong with it, None for nothing."""
        self._seek(begins)
        pieces = self._pieces()
        first: list[bytes] = []
        size = 0
        try:
            for piece in pieces:
                first.append(piece)
                size += len(piece)
                if size > WHOLE_BYTES:
                    break
        except DAMAGE as error:
            return Damage(begins, _told(error), b"".join(first)[:_HEAD_BYTES] or self._first_bytes(begins))
        if size <= WHOLE_BYTES:
            whole = first[0] if len(first) == 1 else b"".join(first)
            yield Member(begins, iter((whole,)), whole)
            return None
        rest = _Remembering(pieces)
        yield Member(begins, _chained(first, rest))
        for _ in rest:  # what was left of it
            pass
        return Damage(begins, rest.damage) if rest.damage else None

    def _first_bytes(self, begins: int) -> bytes:
        """What can be read of a damaged member: a decoder that is asked for all of it gives nothing."""
        self._seek(begins)
        found = b""
        try:
            decoder = self._decoder()
            data = self._fill()
            while len(found) < _HEAD_BYTES and (piece := decoder.decompress(data, _STEP_BYTES)):
                found += piece
                data = self._left_in(decoder)
        except DAMAGE:
            pass  # that is where it breaks
        return found

    def _pieces(self) -> Iterator[bytes]:
        """The content of the member at the position; moves on to what follows it."""
        decoder = self._decoder()
        while True:
            data = self._fill()
            if not data:
                raise EOFError("the file breaks off in it")
            piece = decoder.decompress(data, _PIECE_BYTES)
            while True:
                if piece:
                    yield piece
                if decoder.eof or len(piece) < _PIECE_BYTES:
                    break
                piece = decoder.decompress(self._left_in(decoder), _PIECE_BYTES)
            if decoder.eof:
                self._unread(decoder.unused_data)
                return

    @staticmethod
    def _left_in(decoder: _Decoder) -> bytes:
        """Input that the decoder gave back; one for zstd keeps it."""
        return cast("bytes", getattr(decoder, "unconsumed_tail", b""))

    def _decoder(self) -> _Decoder:
        if self._magic == _GZIP:
            return cast("_Decoder", isal_zlib.decompressobj(31))
        return cast("_Decoder", zstd.ZstdDecompressor(zstd_dict=self._dictionary))

    # ---------------------------------------------------------------- the window

    def _seek(self, offset: int) -> None:
        """Have the window begin at a byte of the file; near ones are in it already."""
        ahead = offset - self._at
        if 0 <= ahead <= len(self._window):
            self._window = self._window[ahead:]
        else:
            self._file.seek(offset)
            self._window = b""
        self._at = self._next = offset

    def _fill(self) -> bytes:
        """The window, taken; what it held, or the next bytes of the file."""
        data = self._window or self._file.read(_WINDOW_BYTES)
        self._at += len(data)
        self._next = self._at
        self._window = b""
        return data

    def _unread(self, data: bytes) -> None:
        self._at -= len(data)
        self._next = self._at
        self._window = data

    def _more(self) -> bool:
        """Widen the window; False at the end of the file."""
        more = self._file.read(_WINDOW_BYTES)
        self._window += more
        return bool(more)

    # ---------------------------------------------------------------- where members begin

    def _skip_to_member(self) -> int | None:
        """Where the next member begins; None at the end of the file. Padding and skippable frames are passed over."""
        while True:
            while len(self._window) < _GZIP_HEADER and self._more():
                pass
            padding = len(self._window) - len(self._window.lstrip(b"\0"))
            if padding or not self._window:
                self._seek(self._at + padding)
                if not self._window and not self._more():
                    return None
                continue
            kind = int.from_bytes(self._window[:4], "little")
            if self._magic == _ZSTD and kind in _SKIPPABLE and len(self._window) >= 8:
                self._seek(self._at + 8 + int(struct.unpack("<I", self._window[4:8])[0]))
                continue
            return self._at

    def _found_behind(self, begins: int) -> bool:
        """Go to the next member behind a damaged one."""
        self._seek(begins + 1)
        return self._find()

    def _find(self) -> bool:
        """Go to the first place from here on where a member of this archive begins."""
        while True:
            at = self._window.find(self._magic)
            if at < 0:
                self._seek(self._at + max(len(self._window) - len(self._magic) + 1, 0))
                if not self._more():
                    self._seek(self._at + len(self._window))
                    return False
                continue
            begins = self._at + at
            self._seek(begins)
            if self._is_member():
                self._seek(begins)
                return True
            self._seek(begins + 1)

    def _is_member(self) -> bool:
        """Whether a member of this archive begins at the position."""
        pieces = self._pieces()
        try:
            return self._starts(next(pieces, b""))
        except DAMAGE:
            return False

    def _read_dictionary(self) -> None:
        """Take the dictionary of the file, which may be compressed itself, if there is one."""
        self._seek(0)
        while len(self._window) < 8 and self._more():
            pass
        magic, size = struct.unpack("<4sI", self._window[:8].ljust(8, b"\0"))
        if magic != ZSTD_DICTIONARY or size > _MAX_DICTIONARY:
            return
        while len(self._window) < 8 + size and self._more():
            pass
        content = self._window[8 : 8 + size]
        try:
            if content.startswith(_ZSTD):
                content = zstd.ZstdDecompressor().decompress(content, _MAX_DICTIONARY)
            self._dictionary = zstd.ZstdDict(content)
        except _NO_DICTIONARY:
            return  # the frames that need it will tell


class _Remembering:
    """Pieces of a large member, and what was wrong with it in the end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.damage: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except DAMAGE as error:
            self.damage = _told(error)
            raise StopIteration from error


def _chained(first: list[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
    yield from first
    yield from rest


def _told(error: Exception) -> str:
    return f"damaged or cut: {str(error) or type(error).__name__}"
