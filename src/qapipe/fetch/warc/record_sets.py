"""The WARC records of one exchange: a set, in which the record of the page comes last."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fastwarc.warc import WarcRecordType
from isal import isal_zlib

from qapipe.fetch.frontier.rows import Original
from qapipe.fetch.web.exchange import Exchange
from qapipe.page.dates import instant
from qapipe.page.text import one_line
from qapipe.sources.warc.format import WARC, length_of
from qapipe.sources.warc.writer import compressed_record, gzip_member, sha1

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"  # WARC 1.1, 6.7.2 and 6.7.3
_INTERIM = re.compile(rb"HTTP/1\.\d 1(?!01)\d\d[ \r\n]")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_KEY_BYTES = 20


@dataclass(frozen=True, slots=True)
class Notes:
    """How a page was come by; kept in a metadata record."""

    via: str | None = None
    """The URL that it was found on."""
    redirects: tuple[str, ...] = ()
    """The URLs that led to this one by redirects, the first one first."""
    depth: int = 0
    """Links from where the crawl began, redirects not counted."""
    ignores_robots: bool = False
    """It was fetched although robots.txt does not allow it, or was not asked."""


@dataclass(frozen=True, slots=True)
class RecordSet:
    """Records to be written one behind the other."""

    before: bytes = field(repr=False)
    """Those that belong to the page's, compressed."""
    record: bytes = field(repr=False)
    """The page's, compressed."""
    record_id: str
    date: datetime
    digest: str | None
    payload: bytes | None = field(default=None, repr=False)
    revisit: bool = False


def payload_key(exchange: Exchange) -> bytes | None:
    """By what the same page is known again; None where that is not worth it: no page, or an empty one.

    Of the body without its transfer coding: two answers with the same page differ in where its chunks end. The
    WARC-Payload-Digest cannot serve, for validators count it over the bytes behind the HTTP header, chunks and all.
    """
    if exchange.status != 200 or not exchange.body:
        return None
    coding = (exchange.header("Content-Encoding") or "").encode("latin-1", "replace")
    found = hashlib.sha256(coding + b"\n")
    found.update(exchange.body)
    return found.digest()[:_KEY_BYTES]


def of_exchange(
    exchange: Exchange, notes: Notes | None, original: Original | None, payload: bytes | None = None
) -> RecordSet:
    """The set of an exchange; with ``original``, a revisit of that in place of the response.

    ``payload`` is its :func:`payload_key`.
    """
    own = uuid.uuid4().urn
    date = exchange.requested_at.astimezone(UTC)
    common = {"WARC-Target-URI": one_line(exchange.url), "WARC-Concurrent-To": f"<{own}>"}
    if exchange.address:
        common["WARC-IP-Address"] = exchange.address
    before = b""
    if notes is not None:
        fields = {**common, "Content-Type": "application/warc-fields"}
        before = compressed_record(WarcRecordType.metadata, uuid.uuid4().urn, date, fields, _noted(exchange, notes))
    fields = {**common, "Content-Type": "application/http; msgtype=request"}
    before += compressed_record(WarcRecordType.request, uuid.uuid4().urn, date, fields, exchange.request)
    del common["WARC-Concurrent-To"]  # the others tell of this one
    # The standard has no field for the protocol; this is the one that was agreed on for the next version.
    protocol = {"WARC-Protocol": "h2" if exchange.protocol.startswith("HTTP/2") else exchange.protocol.lower()}
    fields = {**common, **protocol, "Content-Type": "application/http; msgtype=response"}
    response = _final(exchange.response)
    head = _head_length(response)
    if original is None:
        kind, block, digest = WarcRecordType.response, response, sha1(response[head:])
    else:
        kind, block, digest = WarcRecordType.revisit, response[:head], original.digest
        fields |= _referring(exchange, original)
    fields["WARC-Payload-Digest"] = digest
    record = compressed_record(kind, own, date, fields, block)
    return RecordSet(before, record, own, date, digest, payload, revisit=original is not None)


def of_record(record: bytes, origin: str, member: bytes | None) -> RecordSet:
    """The set of a record out of a web archive: as it is, behind a metadata record that says where it came from.

    Raises ValueError for what is no whole record with an id, a date and a URL, and for a gzip member of another one.
    """
    head = WARC.head.match(record)
    fields = WARC.fields(record)
    own = (fields.get("WARC-Record-ID") or "").strip().removeprefix("<").removesuffix(">")
    date = instant((fields.get("WARC-Date") or "").strip())
    url = one_line(fields.get("WARC-Target-URI") or "")
    if head is None or not own or date is None or not url:
        raise ValueError("no WARC record with an id, a date and a URL")
    length = length_of(fields)
    if length is None or record[head.end() + length :] != b"\r\n\r\n":
        raise ValueError("the WARC record is not whole")
    if member is not None:
        decoder = isal_zlib.decompressobj(31)
        if decoder.decompress(member) != record or not decoder.eof or decoder.unused_data:
            raise ValueError("the gzip member holds something else than the record")
    # WARC-Refers-To of a metadata record names the record that it describes (WARC 1.1, 5.14).
    about = {
        "WARC-Target-URI": url,
        "WARC-Refers-To": f"<{own}>",
        "Content-Type": "application/warc-fields",
    }
    now = datetime.now(UTC)
    before = compressed_record(
        WarcRecordType.metadata, uuid.uuid4().urn, now, about, lines({"origin": origin}).encode()
    )
    digest = fields.get("WARC-Payload-Digest")
    return RecordSet(before, member or gzip_member(record), own, date, digest)


def lines(fields: Mapping[str, str]) -> str:
    """Fields as ``application/warc-fields`` has them; those that are empty are left out."""
    return "".join(f"{name}: {one_line(value)}\r\n" for name, value in fields.items() if value)


def _noted(exchange: Exchange, notes: Notes) -> bytes:
    fields = {
        "via": notes.via or "",
        "hopsFromSeed": "L" * notes.depth + "R" * len(notes.redirects),
        "redirects": " ".join(notes.redirects),
        "fetchTimeMs": str(round(exchange.seconds * 1000)),
        "robots": "ignore" if notes.ignores_robots else "",
    }
    return lines(fields).encode()


def _referring(exchange: Exchange, original: Original) -> dict[str, str]:
    profile = "server-not-modified" if exchange.status == 304 else "identical-payload-digest"
    date = original.date.astimezone(UTC).isoformat(timespec="auto").replace("+00:00", "Z")
    return {
        "WARC-Profile": _PROFILES + profile,
        "WARC-Refers-To": f"<{original.record_id}>",
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": date,
    }


def _head_length(response: bytes) -> int:
    """Bytes of the HTTP header with the empty line below it; lines may lack the carriage return (RFC 9112, 2.2)."""
    found = _BLANK_LINE.search(response)
    return found.end() if found else len(response)


def _final(response: bytes) -> bytes:
    """The answer without interim ones (100, 103) before it: to readers of WARC the first header is the page's."""
    while _INTERIM.match(response) and (end := _head_length(response)) < len(response):
        response = response[end:]
    return response
