"""Records of WARC and ARC files, cut apart by their lengths.

The cutting is ours because readers of WARC take a file that breaks off for one that ends, and cannot start in the
middle of one. A record whose length does not lead to another record is damaged: it is told, and the search for the
next header goes on behind its own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from qapipe.sources.compression.codecs import BUFFER_BYTES, READ_ERRORS, Codec
from qapipe.sources.compression.members import WHOLE_BYTES, Damage, Member, members
from qapipe.sources.streams import Opened, message_of
from qapipe.sources.warc.format import WARC, Block, Format, length_of

MAX_HEADER_BYTES = 1 << 20
_FIRST_LOOK_BYTES = 1 << 12

_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*(\d{1,15})[ \t]*(?=\r\n)", re.IGNORECASE)
_BLANK = re.compile(rb"[\r\n]*")


def blocks(
    file: Opened,
    form: Format,
    start: int,
    end: int | None,
    max_content: int,
    unwanted: Callable[[Block], bool] | None = None,
) -> Iterator[Block | Damage]:
    """The records of an archive that begin from ``start`` up to ``end``, and what is damaged between them.

    Of those that are unwanted the content may be missing, and damage in it need not be told: it is not looked at.
    """
    if file.codec in (Codec.GZIP, Codec.ZSTD):
        passed = _Unwanted(unwanted) if unwanted and form is WARC else None
        found = members(file.raw, file.codec, form.starts, start, end, passed)
        yield from _of_members(found, form, max_content, passed)
    else:
        cutter = _Cutter(form, _Buffer(_chunks(file.content)), max_content, None)
        yield from (block for block in cutter.blocks() if not isinstance(block, _Rest))


def _of_members(
    found: Iterator[Member | Damage], form: Format, max_content: int, passed: "_Unwanted | None"
) -> Iterator[Block | Damage]:
    """The records in compressed members: one in each by the standard, all in one or one in several by some writers."""
    rest: _Rest | None = None
    for member in found:
        if isinstance(member, Damage):
            yield from rest.lost() if rest else ()
            yield member
            rest = None
            continue
        if member.passed_over and passed and passed.last:
            yield from rest.lost() if rest else ()
            yield passed.last
            rest = None
            continue
        if rest is None and member.whole is not None and (only := _only_block(member.whole, member.offset, form)):
            yield only
            continue
        pieces, offset = member.pieces, member.offset
        if rest:
            first = next(pieces, b"")
            if form.starts(first):
                yield from rest.lost()
                pieces = chain((first,), pieces)
            else:
                pieces, offset = chain((rest.data, first), pieces), rest.damage.offset
        rest = None
        for block in _Cutter(form, _Buffer(pieces), max_content, offset).blocks():
            if isinstance(block, _Rest):
                rest = block
            else:
                yield block
    yield from rest.lost() if rest else ()


def _only_block(member: bytes, offset: int, form: Format) -> Block | None:
    """The one record that a member is, as the standard has it; None for anything else, which is then looked into."""
    end = member.find(b"\r\n\r\n") + 4
    if form is not WARC or end < 4 or member[:5] != b"WARC/" or len(member) > WHOLE_BYTES:
        return None
    head = member[:end]
    lengths = _LENGTH.findall(head)
    if len(lengths) != 1 or end + int(lengths[0]) + 4 != len(member) or not member.endswith(b"\r\n\r\n"):
        return None
    return Block(offset, head, form, memoryview(member)[end:-4], len(member) - 4 - end)


class _Unwanted:
    """Which members nobody wants: those that are one record, as the standard has it, that nobody wants."""

    def __init__(self, unwanted: Callable[[Block], bool]) -> None:
        self._unwanted = unwanted
        self.last: Block | None = None
        """The record of the last one, without its content."""

    def __call__(self, offset: int, head: bytes) -> int | None:
        """The size of a member that begins like this if nobody wants it."""
        end = head.find(b"\r\n\r\n") + 4
        lengths = _LENGTH.findall(head, 0, end) if end >= 4 and head[:5] == b"WARC/" else ()
        if len(lengths) != 1:
            return None
        self.last = Block(offset, head[:end], WARC, None, int(lengths[0]))
        return end + self.last.length + 4 if self._unwanted(self.last) else None


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(BUFFER_BYTES):
        yield chunk


@dataclass(frozen=True, slots=True)
class _Rest:
    """A record that is not all in its member: what is there of it."""

    data: bytes
    damage: Damage

    def lost(self) -> tuple[Damage]:
        """What to tell when the next member does not go on with it."""
        return (self.damage,)


@dataclass(slots=True)
class _Buffer:
    """Bytes that arrive in pieces, looked at and then taken."""

    pieces: Iterator[bytes]
    data: bytes = b""
    at: int = 0
    """The position in ``data``."""
    before: int = 0
    """Bytes that came before ``data``."""
    damage: str | None = field(default=None)
    """What ended the bytes too early."""

    @property
    def position(self) -> int:
        return self.before + self.at

    def have(self, size: int) -> bool:
        """Whether so many bytes are still to come; those that are, up to ``size``, are in ``data`` then."""
        missing = size - (len(self.data) - self.at)
        if missing <= 0:
            return True
        parts = [self.data[self.at :]]
        while missing > 0 and (piece := self._next()):
            parts.append(piece)
            missing -= len(piece)
        self.before += self.at
        self.data, self.at = b"".join(parts), 0
        return missing <= 0

    def skip(self, size: int) -> int:
        """Pass over so many bytes without keeping them; how many there were."""
        ready = min(size, len(self.data) - self.at)
        self.at += ready
        passed = ready
        while passed < size and (piece := self._next()):
            self.before += len(self.data)
            self.data, self.at = piece, min(size - passed, len(piece))
            passed += self.at
        return passed

    def _next(self) -> bytes:
        try:
            return next(self.pieces, b"")
        except READ_ERRORS as error:
            self.damage = message_of(error)
            return b""


class _Cutter:
    """Cuts a buffer into records."""

    def __init__(self, form: Format, buffer: _Buffer, max_content: int, offset: int | None) -> None:
        self._form = form
        self._buffer = buffer
        self._max_content = max_content
        self._offset = offset

    def blocks(self) -> Iterator[Block | Damage | _Rest]:
        """All records, and what is damaged between them; last what is there of a record that the member cuts."""
        buffer = self._buffer
        while self._at_record():
            begins = self._begins()
            found = self._next()
            if not isinstance(found, Damage):
                yield found
                continue
            start = buffer.at
            goes_on = self._go_on()
            damage = Damage(begins, f"{found.detail}; {goes_on}", found.head)
            at_end = self._offset is not None and buffer.at == len(buffer.data) and not buffer.damage
            yield _Rest(found.head + buffer.data[start:], damage) if at_end and found.head else damage
        if buffer.damage and self._offset is None:
            yield Damage(buffer.position, f"the archive breaks off: {buffer.damage}")

    def _begins(self) -> int:
        return self._buffer.position if self._offset is None else self._offset

    def _at_record(self) -> bool:
        """Pass over the line ends between records; False at the end."""
        buffer = self._buffer
        while buffer.have(1):
            blank = _BLANK.match(buffer.data, buffer.at)
            buffer.at = blank.end() if blank else buffer.at
            if buffer.at < len(buffer.data):
                return True
        return False

    def _next(self) -> Block | Damage:
        """The record at the position, or what is wrong with it; then the position is where the search goes on."""
        buffer = self._buffer
        begins = self._begins()
        head = self._head()
        if head is None:
            return Damage(begins, "no header of a record")
        buffer.at = head.end()
        fields = self._form.fields(head[0])
        length = length_of(fields)
        if length is None:
            detail = f"a record without a length: {fields.get('Content-Length')!r}"[:200]
            return Damage(begins, detail, head[0])
        if length > self._max_content:
            passed = buffer.skip(length)
            content = None
        else:
            there = buffer.have(length + 2)  # with the end of the line
            passed = length if there else min(length, len(buffer.data) - buffer.at)
            content = memoryview(buffer.data)[buffer.at : buffer.at + passed]
        if passed < length:
            return Damage(begins, f"the record has {passed:,} bytes of {length:,}", head[0])
        if content is not None:
            if not self._ends_at(buffer.at + length):
                detail = f"behind the {length:,} bytes of the record there is no other record"
                return Damage(begins, detail, head[0])
            buffer.at += length
        return Block(begins, head[0], self._form, content, length)

    def _head(self) -> re.Match[bytes] | None:
        size = _FIRST_LOOK_BYTES
        while True:
            more = self._buffer.have(size)
            head = self._form.head.match(self._buffer.data, self._buffer.at)
            if head is not None or not more or size >= MAX_HEADER_BYTES:
                return head
            if not self._form.starts(self._buffer.data[self._buffer.at : self._buffer.at + 5]) and self._form is WARC:
                return None
            size *= 8

    def _ends_at(self, end: int) -> bool:
        """Whether a record may end there: at the end of the buffer, or above the header of another."""
        buffer = self._buffer
        size = end - buffer.at
        blank = _BLANK.match(buffer.data, end)
        behind = blank.end() if blank else end
        if behind < len(buffer.data):
            ahead = buffer.data[behind : behind + 5]
            return ahead == b"WARC/"[: len(ahead)] if self._form is WARC else True
        return not buffer.have(size + (behind - end) + 1) or self._ends_at(buffer.at + size)

    def _go_on(self) -> str:
        """Go to the next record behind a damaged one."""
        buffer = self._buffer
        while True:
            found = self._form.next.search(buffer.data, max(buffer.at - 1, 0))
            if found:
                buffer.at = found.start() + 1
                where = "" if self._offset is not None else f" at byte {buffer.position:,}"
                return f"reading goes on with the next record{where}"
            kept = min(len(buffer.data) - buffer.at, MAX_HEADER_BYTES)
            buffer.at = len(buffer.data) - kept
            if not buffer.have(kept + BUFFER_BYTES) and not self._form.next.search(buffer.data, buffer.at):
                buffer.at = len(buffer.data)
                return "nothing behind it can be read"
