"""A zip archive whose directory is lost or broken, as a download that broke off leaves it.

The directory stands at the end of an archive, but every member has a header of its own as well (APPNOTE.TXT of PKWARE,
4.3.7 to 4.3.9), so that what was there before the damage can still be read, and mostly what stands behind it.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

_HEADER = struct.Struct("<4s5H3L2H")
_HEADER_MAGIC, _DIRECTORY_MAGIC, _DESCRIPTOR_MAGIC = b"PK\x03\x04", b"PK\x01\x02", b"PK\x07\x08"
_MAGIC = re.compile(rb"PK(?:\x03\x04|\x01\x02|\x07\x08|\x05\x06|\x06\x06|\x06\x07)")
_MAGIC_BYTES = 4
_ENCRYPTED_DIRECTORY, _SIZES_BEHIND, _UTF8 = 1 << 13, 1 << 3, 1 << 11
_ZIP64_FIELD = 1
_UNKNOWN_SIZE = 0xFFFFFFFF
_LARGEST_SIZE = 1 << 62
_LONGEST_NAME = 4_096
_CHUNK_BYTES = 1 << 20
# What may stand behind the content of a member that was written to a pipe: a magic or none, the checksum, two sizes.
_DESCRIPTORS = (struct.Struct("<LLL"), struct.Struct("<LQQ"))


class TornZip:
    """The members of a zip archive by their own headers; what is asked of it is asked of :class:`zipfile.ZipFile`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, io.SEEK_END)
        self._starts: dict[int, int] = {}
        """Where the content of a member begins, by where its header does."""
        self._members: list[zipfile.ZipInfo] = []
        position = self._header_behind(0)
        while position is not None:
            member = self._member(position)
            if member is not None:
                self._members.append(member)
            behind = position + 1 if member is None else self._starts[position] + member.compress_size
            position = self._header_behind(behind)

    def infolist(self) -> list[zipfile.ZipInfo]:
        """The members, in the order in which they lie in the file."""
        return self._members

    def open(self, member: zipfile.ZipInfo) -> IO[bytes]:
        """The content of a member; reading it raises what :mod:`zipfile` raises for damage."""
        self._file.seek(self._starts[member.header_offset])
        return cast("IO[bytes]", zipfile.ZipExtFile(cast("IO[bytes]", self._file), "r", member))

    def _read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)

    def _member(self, position: int) -> zipfile.ZipInfo | None:
        """The member whose header begins there; None if that is no header."""
        header = self._read(position, _HEADER.size)
        if len(header) < _HEADER.size:
            return None
        _, _, flags, method, _, _, checksum, packed, size, name_length, extra_length = _HEADER.unpack(header)
        name = self._read(position + _HEADER.size, name_length)
        extra = self._read(position + _HEADER.size + name_length, extra_length)
        if not 0 < len(name) <= _LONGEST_NAME or len(name) < name_length or flags & _ENCRYPTED_DIRECTORY:
            return None
        member = zipfile.ZipInfo(name.decode("utf-8" if flags & _UTF8 else "cp437", "surrogateescape"))
        member.header_offset, member.flag_bits, member.compress_type = position, flags, method
        member.CRC, member.compress_size, member.file_size = checksum, packed, size
        if _UNKNOWN_SIZE in (packed, size):
            _take_zip64(member, extra)
        start = self._starts[position] = position + _HEADER.size + name_length + extra_length
        if flags & _SIZES_BEHIND and not member.compress_size:
            self._take_descriptor(member, start)
        member.compress_size = min(member.compress_size, self._size - start)
        return member

    def _take_descriptor(self, member: zipfile.ZipInfo, start: int) -> None:
        """Checksum and sizes of a member from behind its content: where they say that they stand there.

        Without them the member reaches as far as the file, and no checksum is right.
        """
        for position, magic in self._magics(start):
            signed = magic == _DESCRIPTOR_MAGIC
            for form in _DESCRIPTORS if signed or magic in (_HEADER_MAGIC, _DIRECTORY_MAGIC) else ():
                end = position if signed else max(position - form.size, start)
                found = self._read(end + _MAGIC_BYTES * signed, form.size + 2)
                fields, behind = found[: form.size], found[form.size :]
                if len(fields) == form.size and form.unpack(fields)[1] == end - start and behind in (b"PK", b""):
                    member.CRC, member.compress_size, member.file_size = form.unpack(fields)
                    return
        member.CRC, member.compress_size, member.file_size = -1, self._size - start, _LARGEST_SIZE

    def _header_behind(self, start: int) -> int | None:
        """Where the next header of a member begins; None if the directory, or the end of the file, comes first."""
        for position, magic in self._magics(start):
            if magic == _HEADER_MAGIC:
                return position
            if magic != _DESCRIPTOR_MAGIC:
                break
        return None

    def _magics(self, start: int) -> Iterator[tuple[int, bytes]]:
        """The magics of a zip archive from a place on, and where they stand."""
        while len(chunk := self._read(start, _CHUNK_BYTES)) >= _MAGIC_BYTES:
            for match in _MAGIC.finditer(chunk):
                yield start + match.start(), match[0]
            start += len(chunk) - (_MAGIC_BYTES - 1)


def _take_zip64(member: zipfile.ZipInfo, extra: bytes) -> None:
    """The sizes of a member that are too large for its header (4.5.3): the expanded one first."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _ZIP64_FIELD:
            sizes = list(struct.unpack_from(f"<{min(length, len(extra) - 4) // 8}Q", extra, 4))
            if member.file_size == _UNKNOWN_SIZE and sizes:
                member.file_size = sizes.pop(0)
            if member.compress_size == _UNKNOWN_SIZE and sizes:
                member.compress_size = sizes.pop(0)
        extra = extra[4 + length :]
