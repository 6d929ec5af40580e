"""Recovery of a zip archive without a readable central directory, such as an interrupted download.

The directory is at the end of an archive, but every member also has a local header (PKWARE APPNOTE.TXT, 4.3.7 to
4.3.9). Members before the damage can therefore still be read, and usually those after it.
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
_ENCRYPTED_DIRECTORY, _HAS_DESCRIPTOR, _UTF8 = 1 << 13, 1 << 3, 1 << 11
_ZIP64_FIELD = 1
_UNKNOWN_SIZE = 0xFFFFFFFF
_MAX_SIZE = 1 << 62
_MAX_NAME_BYTES = 4_096
_CHUNK_BYTES = 1 << 20
# Data descriptor after the content of a member that was written to a pipe: an optional magic, checksum and two sizes.
_DESCRIPTORS = (struct.Struct("<LLL"), struct.Struct("<LQQ"))


class RecoveredZip:
    """Members of a zip archive found by their local headers; a stand-in for :class:`zipfile.ZipFile`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, io.SEEK_END)
        self._starts: dict[int, int] = {}
        """Offset of each member's content, by the offset of its header."""
        self._members: list[zipfile.ZipInfo] = []
        position = self._next_header(0)
        while position is not None:
            member = self._member(position)
            if member is not None:
                self._members.append(member)
            after = position + 1 if member is None else self._starts[position] + member.compress_size
            position = self._next_header(after)

    def infolist(self) -> list[zipfile.ZipInfo]:
        """The members, in file order."""
        return self._members

    def open(self, member: zipfile.ZipInfo) -> IO[bytes]:
        """Content of a member; reading it raises what :mod:`zipfile` raises on damage."""
        self._file.seek(self._starts[member.header_offset])
        return cast("IO[bytes]", zipfile.ZipExtFile(cast("IO[bytes]", self._file), "r", member))

    def _read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)

    def _member(self, position: int) -> zipfile.ZipInfo | None:
        """The member whose local header is at ``position``; None if there is no valid header."""
        header = self._read(position, _HEADER.size)
        if len(header) < _HEADER.size:
            return None
        _, _, flags, method, _, _, checksum, packed, size, name_length, extra_length = _HEADER.unpack(header)
        name = self._read(position + _HEADER.size, name_length)
        extra = self._read(position + _HEADER.size + name_length, extra_length)
        if not 0 < len(name) <= _MAX_NAME_BYTES or len(name) < name_length or flags & _ENCRYPTED_DIRECTORY:
            return None
        member = zipfile.ZipInfo(name.decode("utf-8" if flags & _UTF8 else "cp437", "surrogateescape"))
        member.header_offset, member.flag_bits, member.compress_type = position, flags, method
        member.CRC, member.compress_size, member.file_size = checksum, packed, size
        if _UNKNOWN_SIZE in (packed, size):
            _apply_zip64(member, extra)
        start = self._starts[position] = position + _HEADER.size + name_length + extra_length
        if flags & _HAS_DESCRIPTOR and not member.compress_size:
            self._apply_descriptor(member, start)
        member.compress_size = min(member.compress_size, self._size - start)
        return member

    def _apply_descriptor(self, member: zipfile.ZipInfo, start: int) -> None:
        """Take checksum and sizes from the data descriptor, where its size field agrees with its position.

        Without one the member extends to the end of the file, and no checksum matches.
        """
        for position, magic in self._magics(start):
            signed = magic == _DESCRIPTOR_MAGIC
            for form in _DESCRIPTORS if signed or magic in (_HEADER_MAGIC, _DIRECTORY_MAGIC) else ():
                end = position if signed else max(position - form.size, start)
                found = self._read(end + _MAGIC_BYTES * signed, form.size + 2)
                fields, after = found[: form.size], found[form.size :]
                if len(fields) == form.size and form.unpack(fields)[1] == end - start and after in (b"PK", b""):
                    member.CRC, member.compress_size, member.file_size = form.unpack(fields)
                    return
        member.CRC, member.compress_size, member.file_size = -1, self._size - start, _MAX_SIZE

    def _next_header(self, start: int) -> int | None:
        """Offset of the next local header; None if the directory or the end of the file comes first."""
        for position, magic in self._magics(start):
            if magic == _HEADER_MAGIC:
                return position
            if magic != _DESCRIPTOR_MAGIC:
                break
        return None

    def _magics(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Offset and value of each zip signature from ``start`` onwards."""
        while len(chunk := self._read(start, _CHUNK_BYTES)) >= _MAGIC_BYTES:
            for match in _MAGIC.finditer(chunk):
                yield start + match.start(), match[0]
            start += len(chunk) - (_MAGIC_BYTES - 1)


def _apply_zip64(member: zipfile.ZipInfo, extra: bytes) -> None:
    """Take sizes that exceed the header's fields from the zip64 extra field (4.5.3): uncompressed size first."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _ZIP64_FIELD:
            sizes = list(struct.unpack_from(f"<{min(length, len(extra) - 4) // 8}Q", extra, 4))
            if member.file_size == _UNKNOWN_SIZE and sizes:
                member.file_size = sizes.pop(0)
            if member.compress_size == _UNKNOWN_SIZE and sizes:
                member.compress_size = sizes.pop(0)
        extra = extra[4 + length :]
