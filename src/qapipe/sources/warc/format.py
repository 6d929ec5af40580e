"""Syntax of WARC (ISO 28500) and ARC records: how a header is recognised and parsed."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from fastwarc.warc import HeaderMap

_MAX_LENGTH = 1 << 50

# Some tools put a byte order mark or an empty line before a file, and other tools join such files.
_WARC_START = re.compile(rb"(?:\xef\xbb\xbf|[\r\n])*WARC/")
# A version line and header fields up to an empty line. Some writers omit the carriage returns, some double them.
_WARC_HEAD = re.compile(rb"WARC/\d[^\n]{0,8}\n(?:[^\r\n][^\n]*+\n)*+\r*+\n")
_NEXT_WARC = re.compile(rb"\n(?:\xef\xbb\xbf)?WARC/(?:0\.\d+|1\.\d)\r*\n(?:WARC|Content)-", re.IGNORECASE)
# IA, "ARC file format": URL, IP address, date of 14 digits, media type, [version 2: more,] length.
_ARC_HEAD = re.compile(
    rb"([a-zA-Z][a-zA-Z0-9+.-]*:[^\n]{0,4096}?) (\S+) (\d{8,20}) (\S+)(?: [^\n]{0,256}?)?? (-?\w+)\r?\n"
)
_NEXT_ARC = re.compile(rb"\n" + _ARC_HEAD.pattern)
_TYPE = re.compile(rb"\r\nWARC-Type:[ \t]*([a-z]+)[ \t]*\r\n", re.IGNORECASE)
_LINE_END = re.compile(rb"\r*\n")
# A first line and fields as nearly all writers write them: in ASCII, one line each, with one space before the value.
_PLAIN_HEAD = re.compile(rb"[!-~][ -~]*+\r\n(?:[!-9;-~]++: (?:[!-~][ -~]*+(?<! ))?\r\n)*+\r\n")


class Fields(Protocol):
    """Header fields by name, in any case."""

    def get(self, name: str) -> str | None:
        """The value of a field; None if it is absent."""

    def get_multiple(self, name: str) -> Sequence[str]:
        """The values of all fields of this name."""


class _PlainFields:
    """Fields of a plain head, each name once."""

    __slots__ = ("_values",)

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def get(self, name: str) -> str | None:
        return self._values.get(name.lower())

    def get_multiple(self, name: str) -> Sequence[str]:
        value = self._values.get(name.lower())
        return () if value is None else (value,)


@lru_cache(maxsize=64)
def _lower(name: bytes) -> str:
    return name.decode().lower()


@dataclass(slots=True)
class ArchiveRecord:
    """A record: its header and its content, which for most records is an HTTP message."""

    offset: int
    """Byte of the file at which it begins; for records compressed together, where the member begins."""
    head: bytes
    form: "Format"
    content: memoryview | None
    """None if it exceeds the size limit and was skipped."""
    length: int
    """Bytes of the content."""
    start: bytes = b""
    """The first bytes of content that was skipped."""
    _fields: Fields | None = None

    @property
    def kind(self) -> str:
        """The record type, in lower case; found without parsing all fields, which is slow."""
        found = _TYPE.search(self.head) if self.form is WARC else None
        return _lower(found[1]) if found else (self.fields.get("WARC-Type") or "").strip().lower()

    @property
    def fields(self) -> Fields:
        """The header fields."""
        if self._fields is None:
            self._fields = self.form.fields(self.head)
        return self._fields


@dataclass(frozen=True, slots=True)
class Format:
    """Syntax of the records of one archive format."""

    head: re.Pattern[bytes]
    next: re.Pattern[bytes]
    """Matches the start of the next record, preceded by the end of a line."""
    parse: Callable[[bytes], Fields]

    def starts(self, data: bytes) -> bool:
        """Whether the data is the start of a record."""
        if self.head is _WARC_HEAD:
            return _WARC_START.match(data) is not None
        return self.head.match(data) is not None

    def fields(self, data: bytes) -> Fields:
        """Header fields of the record that begins with this data; empty if it has no valid header."""
        head = self.head.match(data)
        return self.parse(head[0]) if head else HeaderMap()


def parsed(head: bytes) -> Fields:
    """Header fields of a WARC record or an HTTP message, with any kind of line ends."""
    if _PLAIN_HEAD.fullmatch(head):
        lines = [line.partition(": ") for line in head.decode("ascii").split("\r\n")[1:-2]]
        values = {name.lower(): value for name, _, value in lines}
        if len(values) == len(lines):
            return _PlainFields(values)
    fields = HeaderMap()
    regular = head.count(b"\r\n") == head.count(b"\n") == head.count(b"\r")
    fields.parse(io.BytesIO(head if regular else _LINE_END.sub(b"\r\n", head)))
    return fields


def _arc_fields(head: bytes) -> Fields:
    """Fields of an ARC record under the names that WARC uses."""
    match = _ARC_HEAD.match(head)
    values = match.groups() if match else (b"",) * 5
    url, address, date, media_type, length = (value.decode("utf-8", "replace") for value in values)
    fields = HeaderMap()
    first = url.startswith("filedesc:")
    fields.append("WARC-Type", "warcinfo" if first else "response")
    fields.append("WARC-Target-URI", url)
    fields.append("WARC-IP-Address", address)
    fields.append("WARC-Date", date)
    fields.append("Content-Type", media_type if first else "application/http; msgtype=response")
    fields.append("WARC-Identified-Payload-Type", media_type)
    fields.append("Content-Length", length)
    return fields


WARC = Format(_WARC_HEAD, _NEXT_WARC, parsed)
ARC = Format(_ARC_HEAD, _NEXT_ARC, _arc_fields)


def length_of(fields: Fields) -> int | None:
    """The declared content length; None if it is missing or invalid."""
    value = fields.get("Content-Length") or ""
    if not (value.isascii() and value.isdecimal() and len(value) < 20):
        return None
    length = int(value)
    return length if length < _MAX_LENGTH else None
