"""Repairs HTTP/1 response heads that browsers, curl and wget accept but h11, the parser below httpx, refuses.

``http/1.1  200  OK`` becomes ``HTTP/1.1 200 OK``; ``PHP Warning: x`` and lines without a colon are dropped, since no
header field has such a name; ``Content-Type : text/html`` loses its blank; ``Transfer-Encoding: identity`` and an empty
``Content-Length`` are dropped, since they say nothing. What makes the end of the body uncertain stays as it is and is
refused: Content-Lengths that differ or are no number, and NUL bytes. Only the parser sees repaired heads; the WARC
files keep the bytes as received.
"""

import re

_BLANK_LINE = re.compile(rb"\n\r?\n")
_EMPTY_LINES = re.compile(rb"[\r\n]+")
# Chrome skips four bytes, too: a byte order mark, the rest of a chunk.
_STATUS_LINE = re.compile(
    rb"\s*(?s:.{0,4}?)(?:HTTP(?:/(\d+(?:\.\d+)?))?|ICY)[ \t]+(\d{3})(?!\d)[ \t]*(.*)", re.IGNORECASE
)
_NAME = re.compile(rb"[-!#$%&'*+.^_`|~0-9a-zA-Z]+")  # RFC 9110, 5.6.2: token
_BLANKS_IN_VALUE = re.compile(rb"[\r\v\f]+")
_BLANKS_IN_URL = re.compile(rb"[\t\r\n\v\f]+")
_INTERIM = frozenset(range(100, 200)) - {101}


def head_end(data: bytes | bytearray, start: int = 0) -> int | None:
    """The end of the first head in ``data``, its blank line included; None when it is incomplete.

    Lines may end in a bare LF (RFC 9112, 2.2). ``start``: how much of ``data`` was searched before.
    """
    found = _BLANK_LINE.search(data, max(0, start - 2))
    return found.end() if found else None


def empty_lines(data: bytes | bytearray) -> int:
    """Number of bytes of empty lines before a status line, which clients skip."""
    found = _EMPTY_LINES.match(data)
    return found.end() if found else 0


def is_interim(head: bytes) -> bool:
    """Whether a head is that of an interim response (1xx), which a final response follows."""
    found = _STATUS_LINE.match(head)
    return found is not None and int(found[2]) in _INTERIM


def repaired(head: bytes) -> bytes:
    """The head as h11 accepts it; unchanged when there is no status line or a NUL byte."""
    first, _, rest = head.partition(b"\n")
    status = _STATUS_LINE.match(first)
    if status is None or b"\0" in head:
        return head
    version = b"HTTP/1.0" if (status[1] or b"").startswith((b"0", b"1.0")) else b"HTTP/1.1"
    reason = _BLANKS_IN_VALUE.sub(b" ", status[3]).strip()
    fields, codings = [], []
    for name, value in _fields(rest):
        lower = name.lower()
        if lower == b"transfer-encoding":
            codings += [coding.strip().lower() for coding in value.split(b",")]
        elif value or lower != b"content-length":
            fields.append((name, value))
    codings = [coding for coding in codings if coding not in (b"", b"identity")]
    if codings:  # a body in a transfer coding has no other length (RFC 9112, 6.3)
        fields = [(name, value) for name, value in fields if name.lower() != b"content-length"]
        if codings[-1] == b"chunked":
            fields.append((b"Transfer-Encoding", b"chunked"))
    lines = [b"%s %s %s" % (version, status[2], reason), *(b"%s: %s" % field for field in fields)]
    return b"\r\n".join([*lines, b"", b""])


def _fields(lines: bytes) -> list[tuple[bytes, bytes]]:
    """Names and values, without lines that have no valid name; continuation lines are joined to the line before."""
    found: list[tuple[bytes, list[bytes]]] = []
    values: list[bytes] | None = None  # of the field that a continuation line would belong to
    for line in lines.split(b"\n"):
        bare = line.removesuffix(b"\r")
        if bare[:1] in (b" ", b"\t"):
            if values is not None:
                values.append(bare.strip())
            continue
        name, colon, value = bare.partition(b":")
        name = name.rstrip()
        values = [value] if colon and _NAME.fullmatch(name) else None
        if values:
            found.append((name, values))
    return [(name, _value(name, b"\n".join(values))) for name, values in found]


def _value(name: bytes, value: bytes) -> bytes:
    """A value on one line: browsers drop tabs and line ends from a Location, as from any URL (WHATWG URL, 4.4)."""
    if name.lower() == b"location":
        return _BLANKS_IN_URL.sub(b"", value).strip()
    return _BLANKS_IN_VALUE.sub(b" ", value.replace(b"\n", b" ")).strip()
