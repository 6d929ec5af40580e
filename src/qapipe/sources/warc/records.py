"""Records of WARC and ARC files, separated by their declared lengths.

Existing WARC readers treat a truncated file as a complete one, and cannot start in the middle of a file. Here, a
record whose length does not lead to another record is reported as damaged, and the search for the next header starts
after its own header.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from qapipe.sources.compression.codecs import BUFFER_BYTES, READ_ERRORS, Codec
from qapipe.sources.compression.members import WHOLE_BYTES, Damage, Member, members
from qapipe.sources.detection import SourceFile, error_message
from qapipe.sources.warc.format import WARC, ArchiveRecord, Format, length_of

MAX_HEADER_BYTES = 1 << 20
_FIRST_LOOK_BYTES = 1 << 12
_START_BYTES = 1 << 16
"""Bytes that are kept of skipped content: enough for an HTTP header."""

_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*(\d{1,15})[ \t]*(?=\r\n)", re.IGNORECASE)
_BLANK = re.compile(rb"(?:[\r\n]|\xef\xbb\xbf)*")


def archive_records(
    file: SourceFile,
    form: Format,
    start: int,
    end: int | None,
    max_content: int,
    skippable: Callable[[ArchiveRecord], bool] | None = None,
) -> Iterator[ArchiveRecord | Damage]:
    """The records that begin at or after byte ``start`` and before ``end``, with the damage between them.

    Skippable records may come without content, and damage in them may go unreported: they are not decompressed.
    """
    if file.codec in (Codec.GZIP, Codec.ZSTD):
        rule = _SkipRule(skippable) if skippable and form is WARC else None
        found = members(file.raw, file.codec, form.starts, start, end, rule)
        yield from _records_in_members(found, form, max_content, rule)
    else:
        splitter = _RecordSplitter(form, _Buffer(_chunks(file.content)), max_content, None)
        yield from (block for block in splitter.records() if not isinstance(block, _Unfinished))


def _records_in_members(
    found: Iterator[Member | Damage], form: Format, max_content: int, rule: "_SkipRule | None"
) -> Iterator[ArchiveRecord | Damage]:
    """The records in compressed members: one each by the standard, but some writers join or split them."""
    rest: _Unfinished | None = None
    for member in found:
        if isinstance(member, Damage):
            yield from rest.damages() if rest else ()
            yield member
            rest = None
            continue
        if member.skipped and rule and rule.last:
            yield from rest.damages() if rest else ()
            yield rule.last
            rest = None
            continue
        if rest is None and member.whole is not None and (only := _single_record(member.whole, member.offset, form)):
            yield only
            continue
        pieces, offset = member.pieces, member.offset
        if rest:
            first = next(pieces, b"")
            if form.starts(first):
                yield from rest.damages()
                pieces = chain((first,), pieces)
            else:
                pieces, offset = chain((rest.data, first), pieces), rest.damage.offset
        rest = None
        for block in _RecordSplitter(form, _Buffer(pieces), max_content, offset).records():
            if isinstance(block, _Unfinished):
                rest = block
            else:
                yield block
    yield from rest.damages() if rest else ()


def _single_record(member: bytes, offset: int, form: Format) -> ArchiveRecord | None:
    """The record of a member that is exactly one record, as the standard requires; None for any other member."""
    end = member.find(b"\r\n\r\n") + 4
    if form is not WARC or end < 4 or member[:5] != b"WARC/" or len(member) > WHOLE_BYTES:
        return None
    head = member[:end]
    lengths = _LENGTH.findall(head)
    if len(lengths) != 1 or end + int(lengths[0]) + 4 != len(member) or not member.endswith(b"\r\n\r\n"):
        return None
    return ArchiveRecord(offset, head, form, memoryview(member)[end:-4], len(member) - 4 - end)


class _SkipRule:
    """Decides which members may be skipped: those that are exactly one skippable record."""

    def __init__(self, skippable: Callable[[ArchiveRecord], bool]) -> None:
        self._unwanted = skippable
        self.last: ArchiveRecord | None = None
        """The record of the last member, without content."""

    def __call__(self, offset: int, head: bytes) -> int | None:
        """Decompressed size of a member that begins with this data, if it may be skipped."""
        end = head.find(b"\r\n\r\n") + 4
        lengths = _LENGTH.findall(head, 0, end) if end >= 4 and head[:5] == b"WARC/" else ()
        if len(lengths) != 1:
            return None
        self.last = ArchiveRecord(offset, head[:end], WARC, None, int(lengths[0]))
        return end + self.last.length + 4 if self._unwanted(self.last) else None


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(BUFFER_BYTES):
        yield chunk


@dataclass(frozen=True, slots=True)
class _Unfinished:
    """The part of a record that is in its member, if it continues in the next one."""

    data: bytes
    damage: Damage

    def damages(self) -> tuple[Damage]:
        """What to yield if the next member does not continue it."""
        return (self.damage,)


@dataclass(slots=True)
class _Buffer:
    """A buffer over pieces of bytes, with lookahead."""

    pieces: Iterator[bytes]
    data: bytes = b""
    at: int = 0
    """Index of the position in ``data``."""
    before: int = 0
    """Number of bytes before ``data``."""
    damage: str | None = field(default=None)
    """Description of the error that ended the bytes early."""

    @property
    def position(self) -> int:
        return self.before + self.at

    def fill(self, size: int) -> bool:
        """Read until ``size`` bytes from the position are in ``data``; False if the input ends before."""
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
        """Skip up to ``size`` bytes without keeping them; returns the number skipped."""
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
            self.damage = error_message(error)
            return b""


class _RecordSplitter:
    """Separates a buffer into records."""

    def __init__(self, form: Format, buffer: _Buffer, max_content: int, offset: int | None) -> None:
        self._form = form
        self._buffer = buffer
        self._max_content = max_content
        self._offset = offset

    def records(self) -> Iterator[ArchiveRecord | Damage | _Unfinished]:
        """All records, with the damage between them; last, a record that the end of the member cuts off."""
        buffer = self._buffer
        while self._at_record():
            begins = self._begins()
            found = self._next()
            if not isinstance(found, Damage):
                yield found
                continue
            start = buffer.at
            resumed = self._resync()
            damage = Damage(begins, f"{found.detail}; {resumed}", found.head)
            at_end = self._offset is not None and buffer.at == len(buffer.data) and not buffer.damage
            yield _Unfinished(found.head + buffer.data[start:], damage) if at_end and found.head else damage
        if buffer.damage and self._offset is None:
            yield Damage(buffer.position, f"the archive is truncated or damaged: {buffer.damage}")

    def _begins(self) -> int:
        return self._buffer.position if self._offset is None else self._offset

    def _at_record(self) -> bool:
        """Skip line ends and byte order marks between records; False at the end."""
        buffer = self._buffer
        while buffer.fill(1):
            blank = _BLANK.match(buffer.data, buffer.at)
            buffer.at = blank.end() if blank else buffer.at
            if buffer.at < len(buffer.data):
                return True
        return False

    def _next(self) -> ArchiveRecord | Damage:
        """The record at the position, or its damage; the position is then where the search resumes."""
        buffer = self._buffer
        begins = self._begins()
        head = self._head()
        if head is None:
            return Damage(begins, "no record header where one must be")
        buffer.at = head.end()
        fields = self._form.fields(head[0])
        length = length_of(fields) if fields.get("Content-Length") else self._length_of_rest()
        if length is None:
            detail = f"no valid Content-Length in the record header: {fields.get('Content-Length')!r}"[:200]
            return Damage(begins, detail, head[0])
        start = b""
        if length > self._max_content:
            buffer.fill(_START_BYTES)
            start = buffer.data[buffer.at : buffer.at + _START_BYTES]
            passed = buffer.skip(length)
            content = None
        else:
            there = buffer.fill(length + 2)  # including a line end
            passed = length if there else min(length, len(buffer.data) - buffer.at)
            content = memoryview(buffer.data)[buffer.at : buffer.at + passed]
        if passed < length:
            return Damage(begins, f"the record is truncated: {passed:,} of {length:,} bytes", head[0])
        if content is not None:
            if not self._ends_at(buffer.at + length):
                detail = f"wrong Content-Length: no other record follows after {length:,} bytes"
                return Damage(begins, detail, head[0])
            buffer.at += length
        return ArchiveRecord(begins, head[0], self._form, content, length, start)

    def _length_of_rest(self) -> int | None:
        """Length of a record that declares none: the member tells where it ends, if nothing else is in it."""
        buffer = self._buffer
        if self._offset is None or buffer.fill(self._max_content + 1) or buffer.damage:
            return None
        if self._form.next.search(buffer.data, buffer.at - 1):
            return None
        return len(buffer.data[buffer.at :].removesuffix(b"\r\n\r\n"))

    def _head(self) -> re.Match[bytes] | None:
        size = _FIRST_LOOK_BYTES
        while True:
            more = self._buffer.fill(size)
            head = self._form.head.match(self._buffer.data, self._buffer.at)
            if head is not None or not more or size >= MAX_HEADER_BYTES:
                return head
            if not self._form.starts(self._buffer.data[self._buffer.at : self._buffer.at + 5]) and self._form is WARC:
                return None
            size *= 8

    def _ends_at(self, end: int) -> bool:
        """Whether a record may end there: before another header, or at the end of the input."""
        buffer = self._buffer
        size = end - buffer.at
        blank = _BLANK.match(buffer.data, end)
        behind = blank.end() if blank else end
        if behind < len(buffer.data):
            ahead = buffer.data[behind : behind + 5]
            return ahead == b"WARC/"[: len(ahead)] if self._form is WARC else True
        return not buffer.fill(size + (behind - end) + 1) or self._ends_at(buffer.at + size)

    def _resync(self) -> str:
        """Move to the next record after a damaged one; returns a description for the message."""
        buffer = self._buffer
        while True:
            found = self._form.next.search(buffer.data, max(buffer.at - 1, 0))
            if found:
                buffer.at = found.start() + 1
                where = "" if self._offset is not None else f", byte {buffer.position:,}"
                return f"reading resumes at the next record{where}"
            kept = min(len(buffer.data) - buffer.at, MAX_HEADER_BYTES)
            buffer.at = len(buffer.data) - kept
            if not buffer.fill(kept + BUFFER_BYTES) and not self._form.next.search(buffer.data, buffer.at):
                buffer.at = len(buffer.data)
                return "the rest was skipped"
