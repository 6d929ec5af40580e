"""Parses the index of a web archive (CDX): what was captured, when, and where the record is stored.

Supports JSON lines and CDXJ (pywb, Common Crawl), JSON arrays (the Wayback Machine), and plain CDX with or without its
header line (Internet Archive, "CDX file format"). An invalid line gives :class:`UnreadableLine`, never an exception.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, unquote_plus

import orjson

from qapipe.page.urls import url_parts

WAYBACK_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""Default fields of the Wayback Machine's index, in order."""

_MAX_LINE_BYTES = 1 << 16
_SHOWN_BYTES = 200
_MAX_NUMBER = 1 << 50
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CDXJ = re.compile(rb"(\S+) (\d{1,14}) (\{.*)")
_NAMES = {
    "original": "url",
    "mimetype": "mime",
    "statuscode": "status",
    "mime-detected": "mime_detected",
}
# Internet Archive, "CDX file format": field letters of the header line.
_LETTERS = dict(zip("NbamskgVS", "urlkey timestamp url mime status digest filename offset length".split(), strict=True))
_WWW = re.compile(r"^www\d*\.")
_PORT = re.compile(r"(?:(?<=^http)://([^/?#]*?):80|(?<=^https)://([^/?#]*?):443)(?=[/?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture of a page, as listed in an archive's index."""

    url: str
    """The captured URL; http or https."""
    timestamp: str
    """Fourteen digits, UTC: ``yyyyMMddhhmmss``."""
    archive: str
    """``commoncrawl`` or ``wayback``."""
    key: str = ""
    """Sort key of the index: the URL with its host reversed (SURT), the same for http and https."""
    media_type: str | None = None
    status: int | None = None
    digest: str | None = None
    """SHA-1 of the payload, base 32."""
    length: int | None = None
    """Compressed size of the record in bytes."""
    filename: str | None = None
    offset: int | None = None

    @property
    def captured_at(self) -> datetime:
        """Capture time, UTC."""
        return _parse_timestamp(self.timestamp)

    @property
    def group(self) -> str:
        """Key shared by all captures of one page."""
        return self.key or page_key(self.url)

    @property
    def name(self) -> str:
        """Unique id of the capture across archives."""
        return f"{self.archive}:{self.timestamp}/{self.url}"

    def as_json(self) -> dict[str, object]:
        """Plain values, without unknown ones."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Capture":
        """The inverse of :meth:`as_json`."""
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """A line that is not a usable capture."""

    line: str
    """The beginning of the line."""
    reason: str
    malformed: bool = True
    """False for a line of an index that has an unusable value."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The content of one index response."""

    captures: tuple[Capture, ...] = ()
    unreadable: tuple[UnreadableLine, ...] = field(default=())
    resume_key: str | None = None
    """Key for requesting the next part; None at the end."""
    malformed: int = 0
    """Unreadable lines that are not those of an index at all."""
    complete: bool = True
    """Whether the response was read to its end: it did not break off."""


def rows(body: bytes, archive: str, fields: Sequence[str] = WAYBACK_FIELDS) -> Rows:
    """The captures of an index response, in order. ``fields`` apply to plain lines and arrays without a header."""
    found = (_arrays if body[:_SHOWN_BYTES].lstrip().startswith(b"[") else _lines)(body, fields)
    captures, unreadable, key = [], [], None
    for one in found:
        if isinstance(one, str):
            key = one
            continue
        made = one if isinstance(one, UnreadableLine) else _capture(one, archive)
        if isinstance(made, Capture):
            captures.append(made)
        else:
            unreadable.append(made)
    malformed = sum(one.malformed for one in unreadable)
    return Rows(tuple(captures), tuple(unreadable), key, malformed, _is_complete(body, fields))


def _is_complete(body: bytes, fields: Sequence[str]) -> bool:
    """Whether a response has its end: the bracket of an array, or a last line that can be read."""
    bare = body.rstrip()
    last = bare.rpartition(b"\n")[2]
    if not bare.startswith(b"["):
        return bool(bare) and (body.endswith(b"\n") or all(_is_readable(one) for one in _lines(last, fields)))
    try:
        return isinstance(orjson.loads(bare), list)
    except orjson.JSONDecodeError:  # other rows may be damaged
        return bare.endswith(b"]]") and all(row is not None for row, _ in _rows_of(last))


def _is_readable(found: "_Found") -> bool:
    return isinstance(found, str) or (isinstance(found, dict) and _digits(found.get("timestamp")) is not None)


def without_port(url: str) -> str:
    """The URL without its scheme's default port (RFC 3986, 6.2.3), which older captures include."""
    return _PORT.sub(lambda found: f"://{found[1] or found[2] or ''}", url, count=1)


def page_key(url: str) -> str:
    """A key shared by equivalent URLs, as in index servers: no scheme, ``www.``, port or case."""
    parts = url_parts(url)
    host = _WWW.sub("", parts.hostname or "")
    query = "&".join(sorted(unquote_plus(parts.query).lower().split("&")))
    return f"{host}{unquote(parts.path).rstrip('/').lower()}?{query}"


_Fields = dict[str, object]
_Found = _Fields | UnreadableLine | str  # str: the resumption key


def _lines(body: bytes, fields: Sequence[str]) -> Iterator[_Found]:
    names, separator, blank = list(fields), b" ", False
    for line in body.splitlines():
        if not line.strip():
            blank = True
        elif len(line) > _MAX_LINE_BYTES:
            yield UnreadableLine(_shown(line), f"line of {len(line):,} bytes")
        elif line.lstrip().upper().startswith(b"CDX") and line.split()[1:2] == [b"N"]:
            separator = line[:1] if line[:1] in b" \t" else b" "
            names = [_LETTERS.get(letter.decode("latin-1"), letter.decode("latin-1")) for letter in line.split()[1:]]
        elif line.startswith(b"{"):
            yield _of_json(line, {})
        elif found := _CDXJ.match(line):
            yield _of_json(found[3], {"urlkey": found[1].decode("utf-8", "replace"), "timestamp": found[2].decode()})
        elif blank and separator not in line.strip():
            yield line.strip().decode("utf-8", "replace")
        else:
            yield _of_values(line.decode("utf-8", "replace").split(separator.decode()), names, line)


def _of_json(line: bytes, known: _Fields) -> _Fields | UnreadableLine:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return UnreadableLine(_shown(line), str(error))
    return {**known, **value} if isinstance(value, dict) else UnreadableLine(_shown(line), "not a JSON object")


def _of_values(values: Sequence[object], names: Sequence[str], line: bytes) -> _Fields | UnreadableLine:
    if len(values) != len(names):
        return UnreadableLine(_shown(line), f"{len(values)} fields, expected {len(names)}")
    return dict(zip(names, values, strict=True))


def _arrays(body: bytes, fields: Sequence[str]) -> Iterator[_Found]:
    """Rows of ``[[names], [values], ..., [], [resumption key]]``, complete or truncated."""
    names, last = list(fields), False
    for number, (row, line) in enumerate(_rows_of(body)):
        if row is None:
            yield UnreadableLine(_shown(line), "not a row")
        elif not row:
            last = True
        elif last and len(row) == 1:
            yield str(row[0])
        elif number == 0 and "timestamp" in row:
            names = [str(name) for name in row]
        else:
            yield _of_values(row, names, line)


def _rows_of(body: bytes) -> Iterator[tuple[list[object] | None, bytes]]:
    try:
        whole = orjson.loads(body)
    except orjson.JSONDecodeError:
        whole = None
    if isinstance(whole, list):
        for row in whole:
            yield (row, b"") if isinstance(row, list) else (None, repr(row)[:_SHOWN_BYTES].encode())
        return
    for number, line in enumerate(body.splitlines()):  # one row per line, so damage affects single rows
        bare = line.strip().removesuffix(b",")
        bare = bare[1:] if number == 0 and bare.startswith(b"[[") else bare
        bare = bare[:-1] if bare.endswith(b"]]") else bare
        try:
            row = orjson.loads(bare)
        except orjson.JSONDecodeError:
            row = None
        yield row if isinstance(row, list) else None, line


def _capture(given: _Fields, archive: str) -> Capture | UnreadableLine:
    values = {_NAMES.get(name, name): value for name, value in given.items()}
    shown = str(given)[:_SHOWN_BYTES]
    url, timestamp = values.get("url"), _digits(values.get("timestamp"))
    if timestamp is None:
        return UnreadableLine(shown, "invalid timestamp")
    if not isinstance(url, str) or not is_http(url):
        return UnreadableLine(shown, "not an http(s) URL", malformed=False)
    try:
        numbers = {name: _number(values.get(name)) for name in ("status", "length", "offset")}
    except ValueError as error:
        return UnreadableLine(shown, str(error), malformed=False)
    detected, declared = _word(values.get("mime_detected")), _word(values.get("mime"))
    return Capture(
        url=url,
        timestamp=timestamp,
        archive=archive,
        key=_word(values.get("urlkey")) or "",
        media_type=_bare_type(detected if detected and declared != "warc/revisit" else declared),
        digest=(_word(values.get("digest")) or "").removeprefix("sha1:") or None,
        filename=_word(values.get("filename")),
        **numbers,
    )


def is_http(url: str) -> bool:
    """Whether this is a storable http(s) URL with a host."""
    if len(url) > _MAX_LINE_BYTES or _CONTROL.search(url):
        return False
    parts = url_parts(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _digits(value: object) -> str | None:
    """A fourteen-digit timestamp; shorter ones are padded to the start of their period."""
    text = str(value)
    if not (text.isascii() and text.isdecimal() and 4 <= len(text) <= 14 and len(text) % 2 == 0):
        return None
    text += "00000101000000"[len(text) :]
    try:
        _parse_timestamp(text)
    except ValueError:
        return None
    return text


def _parse_timestamp(timestamp: str) -> datetime:
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _word(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return None if text in ("", "-") or _CONTROL.search(text) else text


def _bare_type(value: str | None) -> str | None:
    return (value or "").partition(";")[0].strip().lower() or None


def _number(value: object) -> int | None:
    text = "" if value is None else str(value).strip()
    if text in ("", "-"):
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 17 and int(text) < _MAX_NUMBER):
        raise ValueError(f"not a number: {text[:40]!r}")
    return int(text)


def _shown(line: bytes) -> str:
    return line[:_SHOWN_BYTES].decode("utf-8", "replace")
