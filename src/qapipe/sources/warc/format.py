"""What records of WARC (ISO 28500) and ARC look like: where a header begins and ends, and what it says."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from fastwarc.warc import HeaderMap

_MAX_LENGTH = 1 << 50

# A version line and header fields up to an empty line; some writers leave out the carriage returns, some double them.
_WARC_HEAD = re.compile(rb"WARC/\d[^\n]{0,8}\n(?:[^\r\n][^\n]*\n)*\r*\n")
_NEXT_WARC = re.compile(rb"\nWARC/(?:0\.\d+|1\.\d)\r*\n(?:WARC|Content)-", re.IGNORECASE)
# IA, "ARC file format": URL, IP address, date of 14 digits, media type, [version 2: more,] length.
_ARC_HEAD = re.compile(
    rb"([a-zA-Z][a-zA-Z0-9+.-]*:[^\n]{0,4096}?) (\S+) (\d{8,20}) (\S+)(?: [^\n]{0,256}?)?? (-?\w+)\r?\n"
)
_NEXT_ARC = re.compile(rb"\n" + _ARC_HEAD.pattern)
_TYPE = re.compile(rb"\r\nWARC-Type:[ \t]*([a-z]+)[ \t]*\r\n", re.IGNORECASE)
_LINE_END = re.compile(rb"\r*\n")


@dataclass(frozen=True)
class Block:
    """One record: its header and its block, which for most records is an HTTP message."""

    offset: int
    """Where it begins, in bytes of the file; of records that are compressed together, where they all begin."""
    head: bytes
    form: "Format"
    content: memoryview | None
    """None when it is larger than a page may be: then it was passed over."""
    length: int
    """Bytes of the block."""

    @property
    def kind(self) -> str:
        """The record's type, in lower case; told without reading all fields, which most records are not worth."""
        found = _TYPE.search(self.head) if self.form is WARC else None
        return found[1].decode().lower() if found else (self.fields.get("WARC-Type") or "").strip().lower()

    @cached_property
    def fields(self) -> HeaderMap:
        """The header fields."""
        return self.form.fields(self.head)


@dataclass(frozen=True, slots=True)
class Format:
    """How records look in one kind of archive."""

    head: re.Pattern[bytes]
    next: re.Pattern[bytes]
    """What a search for the next record looks for; its first byte ends the line before."""
    parse: Callable[[bytes], HeaderMap]

    def starts(self, data: bytes) -> bool:
        """Whether a record begins here."""
        return data[:5] == b"WARC/" if self.head is _WARC_HEAD else self.head.match(data) is not None

    def fields(self, data: bytes) -> HeaderMap:
        """The header fields of the record whose first bytes these are; none where it has no header."""
        head = self.head.match(data)
        return self.parse(head[0]) if head else HeaderMap()


def parsed(head: bytes) -> HeaderMap:
    """The header fields of a WARC record or an HTTP message, whatever its lines end with."""
    fields = HeaderMap()
    regular = head.count(b"\r\n") == head.count(b"\n") == head.count(b"\r")
    fields.parse(io.BytesIO(head if regular else _LINE_END.sub(b"\r\n", head)))
    return fields


def _arc_fields(head: bytes) -> HeaderMap:
    """The fields that a WARC record of the same capture has."""
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


def length_of(fields: HeaderMap) -> int | None:
    """The length that a record claims; None for one that no block can have."""
    value = fields.get("Content-Length") or ""
    if not (value.isascii() and value.isdecimal() and len(value) < 20):
        return None
    length = int(value)
    return length if length < _MAX_LENGTH else None
