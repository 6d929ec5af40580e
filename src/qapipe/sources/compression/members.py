"""Compressed members of an archive in order: gzip members (RFC 1952) and zstd frames (RFC 8878).

Web archives compress each record separately. Reading can therefore start at any member, and damage affects only the
member it is in: the next one is found by its magic bytes, and confirmed by what the bytes after them decompress to.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from qapipe.sources.compression.codecs import DAMAGE, Codec
from qapipe.sources.compression.scanning import HEAD_BYTES, MemberScanner

WHOLE_BYTES = 16 << 20
"""Members up to this size are checked to their end before any content is yielded; larger ones come in pieces."""

_LOOK_BYTES = 1 << 11
_STORED_BYTES = 1 << 13  # zlib's stored (uncompressed) blocks are at least this large, except for the last


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of the archive that cannot be read."""

    offset: int
    """Byte of the file at which the damaged member or record begins."""
    detail: str
    head: bytes = b""
    """The first bytes of the damaged content, decompressed, as far as they can be read."""


@dataclass(slots=True)
class Member:
    """Content of a member."""

    offset: int
    """Byte of the file at which it begins."""
    pieces: Iterator[bytes]
    """The content; a single piece unless it is very large. Iterating may raise
    :data:`~qapipe.sources.compression.codecs.DAMAGE`."""
    whole: bytes | None = None
    """The single piece, if there is only one."""
    skipped: bool = False
    """Whether it was skipped without decompressing it; then there are no pieces."""


Skippable = Callable[[int, bytes], int | None]
"""Given a member's offset and its first bytes, decompressed: its full decompressed size if it may be skipped."""


def members(
    file: BinaryIO,
    codec: Codec,
    starts: Callable[[bytes], bool],
    start: int,
    end: int | None,
    skippable: Skippable | None = None,
) -> Iterator[Member | Damage]:
    """The members that begin at or after byte ``start`` and before ``end``, with the damage between them.

    ``starts`` says whether decompressed bytes are the beginning of a member of this archive. It is asked wherever a
    member boundary is uncertain: at a ``start`` other than 0, and after damage. Consume a member's pieces before
    asking for the next member. Skippable members are skipped without decompressing them where the format allows.
    """
    yield from _Reader(file, codec, starts, skippable).members(start, end)


class _Reader:
    """Reads members in order."""

    def __init__(
        self, file: BinaryIO, codec: Codec, starts: Callable[[bytes], bool], skippable: Skippable | None
    ) -> None:
        self._scanner = MemberScanner(file, codec, starts)
        self._window = self._scanner.window
        self._skippable = skippable if codec is Codec.GZIP else None

    def members(self, start: int, end: int | None) -> Iterator[Member | Damage]:
        """See :func:`members`."""
        if start == 0:
            self._window.seek(0)
        elif not self._scanner.find(start):
            return
        while (begins := self._scanner.skip_to_member()) is not None:
            if end is not None and begins >= end:
                # The reader of the next range searches for a readable member, so it would not report this one.
                if not self._scanner.at_member():
                    yield Damage(begins, f"no {self._scanner.codec.value} data at byte {begins:,}")
                return
            if self._skippable and (member := self._skipped(begins, self._skippable)):
                yield member
                continue
            content = self._scanner.whole(WHOLE_BYTES)
            if content is not None:
                yield Member(begins, iter((content,)), content)
                continue
            damage = yield from self._member(begins)
            if damage is None:
                continue
            found = self._scanner.find(begins + 1)
            resumed = f"reading resumes at byte {self._window.at:,}" if found else "the rest of the file was skipped"
            yield Damage(begins, f"{damage.detail}; {resumed}", damage.head)
            if not found:
                return

    def _skipped(self, begins: int, skippable: Skippable) -> Member | None:
        """The member if it may be skipped and its end is certain without decompressing it; else None.

        A gzip member ends with its size (RFC 1952: ISIZE), and another member follows. A page stored uncompressed
        could contain both on purpose, so they must occur together exactly once within reach of the member.
        """
        data = self._window.peek(_LOOK_BYTES)
        decoder = self._scanner.decoder()
        try:
            head = decoder.decompress(data, _LOOK_BYTES)
        except DAMAGE:
            return None
        if decoder.eof:  # small: already decompressed
            self._window.seek(begins + len(data) - len(decoder.unused_data))
            return Member(begins, iter((head,)), head)
        size = skippable(begins, head)
        if size is None or size > WHOLE_BYTES:
            return None
        reach = size + size // _STORED_BYTES * 5 + _LOOK_BYTES  # RFC 1951: five bytes a stored block, at worst
        magic = self._scanner.magic
        if not self._window.fill(reach + len(magic)):
            return None
        trailer = (size & 0xFFFFFFFF).to_bytes(4, "little")
        ends = [at for at in self._window.positions_of(magic, reach) if self._window.before(at, 4) == trailer]
        if len(ends) != 1:
            return None
        self._window.seek(ends[0])
        return Member(begins, iter(()), skipped=True)

    def _member(self, begins: int) -> Generator[Member, None, Damage | None]:
        """Yields a single member; the generator returns its damage, or None."""
        self._window.seek(begins)
        pieces = self._scanner.pieces()
        first: list[bytes] = []
        size = 0
        try:
            for piece in pieces:
                first.append(piece)
                size += len(piece)
                if size > WHOLE_BYTES:
                    break
        except DAMAGE as error:
            head = b"".join(first)[:HEAD_BYTES] or self._scanner.readable_start(begins)
            return Damage(begins, self._detail(begins, error), head)
        if size <= WHOLE_BYTES:
            whole = first[0] if len(first) == 1 else b"".join(first)
            yield Member(begins, iter((whole,)), whole)
            return None
        rest = _DamageRecorder(pieces)
        yield Member(begins, _chained(first, rest))
        for _ in rest:  # whatever the caller did not consume
            pass
        return Damage(begins, self._detail(begins, rest.damage)) if rest.damage else None

    def _detail(self, begins: int, error: Exception) -> str:
        codec = self._scanner.codec.value
        if isinstance(error, EOFError):
            return f"truncated {codec} data at byte {begins:,}"
        return f"not valid {codec} data at byte {begins:,}"


class _DamageRecorder:
    """Pieces of a large member; ends at damage and keeps the error."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.damage: Exception | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except DAMAGE as error:
            self.damage = error
            raise StopIteration from error


def _chained(first: list[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
    yield from first
    yield from rest
