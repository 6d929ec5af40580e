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

from qapipe.sources.compression.codecs import DAMAGE, ZSTD_DICTIONARY, Codec
from qapipe.sources.compression.window import Window

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WHOLE_BYTES = 16 << 20
"""A member up to so large is checked to its end before any of it is given out; larger ones come in pieces."""

_PIECE_BYTES = 1 << 20
_HEAD_BYTES = 1 << 16
_STEP_BYTES = 64
_LOOK_BYTES = 1 << 11
_STORED_BYTES = 1 << 13  # zlib stores at least so many in a block that it does not compress, but for the last
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
    passed_over: bool = False
    """Whether nobody wants it: then there are no pieces."""


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


Unwanted = Callable[[int, bytes], int | None]
"""Told where a member begins, and its first bytes: the size of all of it, decompressed, if nobody wants it; or None."""


def members(
    file: BinaryIO,
    codec: Codec,
    starts: Callable[[bytes], bool],
    start: int,
    end: int | None,
    unwanted: Unwanted | None = None,
) -> Iterator[Member | Damage]:
    """The members that begin from ``start`` up to ``end``, and what is damaged between them.

    ``starts`` tells from its first bytes whether a decompressed member is one of this archive: asked when the place
    where a member starts is not known (from ``start`` on, unless that is 0, and behind damage). Take the pieces of a
    member before the next one is asked for. Members that are unwanted are passed over where the format allows,
    without a look at what they hold.
    """
    yield from _Reader(file, codec, starts, unwanted).members(start, end)


class _Reader:
    """Reads members through a window on the file."""

    def __init__(
        self, file: BinaryIO, codec: Codec, starts: Callable[[bytes], bool], unwanted: Unwanted | None
    ) -> None:
        self._window = Window(file)
        self._magic = _GZIP if codec is Codec.GZIP else _ZSTD
        self._starts = starts
        self._unwanted = unwanted if codec is Codec.GZIP else None
        self._dictionary: zstd.ZstdDict | None = None

    def members(self, start: int, end: int | None) -> Iterator[Member | Damage]:
        """See :func:`members`."""
        if self._magic == _ZSTD:
            self._read_dictionary()
        self._window.seek(start)
        if start and not self._find():
            return
        while (begins := self._skip_to_member()) is not None:
            if end is not None and begins >= end:
                # Who reads the next range looks for a member that can be read, and would pass over this one.
                if not self._is_member():
                    yield Damage(begins, "damaged or cut: no record begins here")
                return
            if self._unwanted and (member := self._passed_over(begins, self._unwanted)):
                yield member
                continue
            damage = yield from self._member(begins)
            if damage is None:
                continue
            found = self._found_behind(begins)
            goes_on = f"reading goes on at byte {self._window.at:,}" if found else "nothing behind it can be read"
            yield Damage(begins, f"{damage.detail}; {goes_on}", damage.head)
            if not found:
                return

    def _passed_over(self, begins: int, unwanted: Unwanted) -> Member | None:
        """The member if nobody wants it, and it is certain where it ends without decompressing it; else None.

        A gzip member ends with its size (RFC 1952: ISIZE), and another one follows. Both can stand in the middle of
        a member, too, in what somebody had an archive store uncompressed: so they must stand in one place alone, as
        far as the member can reach.
        """
        data = self._window.peek(_LOOK_BYTES)
        decoder = self._decoder()
        try:
            head = decoder.decompress(data, _LOOK_BYTES)
        except DAMAGE:
            return None
        if decoder.eof:  # a small one
            self._window.seek(begins + len(data) - len(decoder.unused_data))
            return Member(begins, iter((head,)), head)
        size = unwanted(begins, head)
        if size is None or size > WHOLE_BYTES:
            return None
        reach = size + size // _STORED_BYTES * 5 + _LOOK_BYTES  # RFC 1951: five bytes a stored block, at the worst
        if not self._window.have(reach + len(self._magic)):
            return None
        trailer = (size & 0xFFFFFFFF).to_bytes(4, "little")
        ends = [at for at in self._window.places_of(self._magic, reach) if self._window.before(at, 4) == trailer]
        if len(ends) != 1:
            return None
        self._window.seek(ends[0])
        return Member(begins, iter(()), passed_over=True)

    def _member(self, begins: int) -> Generator[Member, None, Damage | None]:
        """One member; the generator's value is what is wrong with it, None for nothing."""
        self._window.seek(begins)
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
        self._window.seek(begins)
        found = b""
        try:
            decoder = self._decoder()
            data = self._window.take()
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
            data = self._window.take()
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
                self._window.seek(self._window.at - len(decoder.unused_data))
                return

    @staticmethod
    def _left_in(decoder: _Decoder) -> bytes:
        """Input that the decoder gave back; one for zstd keeps it."""
        return cast("bytes", getattr(decoder, "unconsumed_tail", b""))

    def _decoder(self) -> _Decoder:
        if self._magic == _GZIP:
            return cast("_Decoder", isal_zlib.decompressobj(31))
        return cast("_Decoder", zstd.ZstdDecompressor(zstd_dict=self._dictionary))

    # ---------------------------------------------------------------- where members begin

    def _skip_to_member(self) -> int | None:
        """Where the next member begins; None at the end of the file. Padding and skippable frames are passed over."""
        window = self._window
        while True:
            window.have(_GZIP_HEADER)
            if padding := window.padding():
                window.seek(window.at + padding)
                continue
            if not len(window):
                return None
            if self._magic == _ZSTD:
                kind, size = struct.unpack("<II", window.peek(8).ljust(8, b"\0"))
                if kind in _SKIPPABLE and len(window) >= 8:
                    window.seek(window.at + 8 + size)
                    continue
            return window.at

    def _found_behind(self, begins: int) -> bool:
        """Go to the next member behind a damaged one."""
        self._window.seek(begins + 1)
        return self._find()

    def _find(self) -> bool:
        """Go to the first place from here on where a member of this archive begins."""
        window = self._window
        while True:
            ahead = window.find(self._magic)
            if ahead is None:
                window.seek(window.at + max(len(window) - len(self._magic) + 1, 0))
                if not window.more():
                    window.seek(window.at + len(window))
                    return False
                continue
            begins = window.at + ahead
            window.seek(begins)
            if self._is_member():
                window.seek(begins)
                return True
            window.seek(begins + 1)

    def _is_member(self) -> bool:
        """Whether a member of this archive begins at the position."""
        pieces = self._pieces()
        try:
            return self._starts(next(pieces, b""))
        except DAMAGE:
            return False

    def _read_dictionary(self) -> None:
        """Take the dictionary of the file, which may be compressed itself, if there is one."""
        self._window.seek(0)
        magic, size = struct.unpack("<4sI", self._window.peek(8).ljust(8, b"\0"))
        if magic != ZSTD_DICTIONARY or size > _MAX_DICTIONARY:
            return
        content = self._window.peek(8 + size)[8:]
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
