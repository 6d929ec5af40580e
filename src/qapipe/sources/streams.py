"""Bytes of a file, decompressed on the way, and what they are: by content first, by name second."""

import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from qapipe.page.media_type import is_binary, is_html
from qapipe.records.models import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources.base import Kind
from qapipe.sources.compression.codecs import (
    BUFFER_BYTES,
    CODECS_BY_SUFFIX,
    DAMAGE,
    HEAD_BYTES,
    ZSTD_DICTIONARY,
    Codec,
    bare_suffix,
    codec_of,
    decompressed,
    head_of,
)
from qapipe.sources.unsupported import foreign_form

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
    **dict.fromkeys((".tgz", ".tbz2", ".txz", ".tzst"), Kind.TAR),
}


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
        found = codec_of(start)
        if found is Codec.PLAIN and is_binary(start):
            return CODECS_BY_SUFFIX.get(PurePath(self.name.lower()).suffix, Codec.PLAIN)
        return found

    @cached_property
    def content(self) -> BinaryIO:
        """The decompressed bytes, buffered; reading them moves ``raw`` on. Raises :data:`DAMAGE` when read."""
        return decompressed(self.raw, self.codec)

    @cached_property
    def head(self) -> bytes:
        """The first bytes, decompressed as far as they can be; all else is still to be read. Raises :data:`DAMAGE`."""
        if self.codec in (Codec.GZIP, Codec.ZSTD):  # which may be read member by member: raw stays where it is
            return head_of(_peek(self.raw, BUFFER_BYTES), self.codec)
        return _peek(self.content, HEAD_BYTES)

    @cached_property
    def kind(self) -> Kind:
        """What the file is; by its name alone where its first bytes cannot be decompressed."""
        if _peek(self.raw, 4) == ZSTD_DICTIONARY:
            return Kind.WARC
        try:
            return _kind_of(self.head, self.name)
        except DAMAGE:
            return _kind_of(b"", self.name)


@contextmanager
def opened(path: str, name: str) -> Iterator[Opened]:
    """A file to read. Raises OSError; reading its content may raise :data:`DAMAGE`."""
    mode = Path(path).stat().st_mode
    if not stat.S_ISREG(mode):
        raise NotAFileError(f"{_NAMES.get(stat.S_IFMT(mode), 'special file')}, not a regular file")
    with Path(path).open("rb", buffering=BUFFER_BYTES) as file:
        yield Opened(file, name)


def _peek(stream: BinaryIO, size: int) -> bytes:
    return cast("BufferedReader", stream).peek(size)[:size]


_NAMES = {
    stat.S_IFDIR: "a folder that cannot be listed",
    stat.S_IFIFO: "a fifo",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a character device",
    stat.S_IFBLK: "a block device",
}


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
    if foreign_form(head, name):
        return Kind.FOREIGN
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
