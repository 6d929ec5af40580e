"""Builds the WARC records of one exchange: a record set, whose last record is the page's."""

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
_BLANK_LINE = re.compile(rb"\n\r?\n")
_KEY_BYTES = 20


@dataclass(frozen=True, slots=True)
class CrawlContext:
    """How a page was found; stored in a metadata record."""

    via: str | None = None
    """The URL of the page that links to it."""
    redirects: tuple[str, ...] = ()
    """The redirect chain that led to it, oldest first."""
    depth: int = 0
    """Link depth from the seeds, not counting redirects."""
    ignores_robots: bool = False
    """Fetched with --ignore-robots."""


@dataclass(frozen=True, slots=True)
class RecordSet:
    """Compressed records to write consecutively."""

    before: bytes = field(repr=False)
    """The metadata and request records."""
    record: bytes = field(repr=False)
    """The page's record: response, revisit, or an archive's record."""
    record_id: str
    date: datetime
    digest: str | None
    payload: bytes | None = field(default=None, repr=False)
    revisit: bool = False


def payload_key(exchange: Exchange) -> bytes | None:
    """The key that identifies an identical payload; None for other statuses than 200 and empty bodies.

    A hash of the Content-Encoding and the body without its transfer coding, since chunk boundaries vary. The
    WARC-Payload-Digest cannot serve: validators compute it over the stored bytes, chunk framing included.
    """
    if exchange.status != 200 or not exchange.body:
        return None
    coding = exchange.list_header("Content-Encoding").encode("latin-1", "replace")
    found = hashlib.sha256(coding + b"\n")
    found.update(exchange.body)
    return found.digest()[:_KEY_BYTES]


def of_exchange(
    exchange: Exchange, context: CrawlContext | None, original: Original | None, payload: bytes | None = None
) -> RecordSet:
    """The record set of an exchange; with ``original``, a revisit of that instead of a response.

    ``payload`` is its :func:`payload_key`.
    """
    own = uuid.uuid4().urn
    date = exchange.requested_at.astimezone(UTC)
    common = {"WARC-Target-URI": one_line(exchange.url), "WARC-Concurrent-To": f"<{own}>"}
    if exchange.address:
        common["WARC-IP-Address"] = exchange.address
    before = b""
    if context is not None:
        fields = {**common, "Content-Type": "application/warc-fields"}
        before = compressed_record(
            WarcRecordType.metadata, uuid.uuid4().urn, date, fields, _context_fields(exchange, context)
        )
    fields = {**common, "Content-Type": "application/http; msgtype=request"}
    before += compressed_record(WarcRecordType.request, uuid.uuid4().urn, date, fields, exchange.request)
    del common["WARC-Concurrent-To"]  # this is the record that the others refer to
    # WARC 1.1 has no field for the protocol; this one was agreed on for its successor.
    protocol = {"WARC-Protocol": "h2" if exchange.protocol.startswith("HTTP/2") else exchange.protocol.lower()}
    fields = {**common, **protocol, "Content-Type": "application/http; msgtype=response"}
    response = exchange.response
    head = _head_length(response)
    if original is None:
        kind, block, digest = WarcRecordType.response, response, sha1(response[head:])
    else:
        kind, block, digest = WarcRecordType.revisit, response[:head], original.digest
        fields |= _revisit_fields(exchange, original)
    fields["WARC-Payload-Digest"] = digest
    if exchange.truncated:
        fields["WARC-Truncated"] = exchange.truncated
    record = compressed_record(kind, own, date, fields, block)
    return RecordSet(before, record, own, date, digest, payload, revisit=original is not None)


def of_record(record: bytes, origin: str, member: bytes | None) -> RecordSet:
    """The record set of a web archive's record: unchanged, preceded by a metadata record with its source.

    Raises ValueError for a record that is incomplete or lacks an id, a date or a URL, and for a gzip member that does
    not hold exactly this record.
    """
    head = WARC.head.match(record)
    fields = WARC.fields(record)
    own = (fields.get("WARC-Record-ID") or "").strip().removeprefix("<").removesuffix(">")
    date = instant((fields.get("WARC-Date") or "").strip())
    url = one_line(fields.get("WARC-Target-URI") or "")
    if head is None or not own or date is None or not url:
        raise ValueError("not a WARC record with an id, a date and a URL")
    length = length_of(fields)
    if length is None or record[head.end() + length :] != b"\r\n\r\n":
        raise ValueError("incomplete WARC record")
    if member is not None:
        decoder = isal_zlib.decompressobj(31)
        if decoder.decompress(member) != record or not decoder.eof or decoder.unused_data:
            raise ValueError("the gzip member does not match the record")
    # WARC-Refers-To of a metadata record names the record it describes (WARC 1.1, 5.14).
    fields_of_origin = {
        "WARC-Target-URI": url,
        "WARC-Refers-To": f"<{own}>",
        "Content-Type": "application/warc-fields",
    }
    now = datetime.now(UTC)
    before = compressed_record(
        WarcRecordType.metadata, uuid.uuid4().urn, now, fields_of_origin, lines({"origin": origin}).encode()
    )
    digest = fields.get("WARC-Payload-Digest")
    return RecordSet(before, member or gzip_member(record), own, date, digest)


def lines(fields: Mapping[str, str]) -> str:
    """``application/warc-fields`` lines; empty fields are left out."""
    return "".join(f"{name}: {one_line(value)}\r\n" for name, value in fields.items() if value)


def _context_fields(exchange: Exchange, context: CrawlContext) -> bytes:
    fields = {
        "via": context.via or "",
        "hopsFromSeed": "L" * context.depth + "R" * len(context.redirects),
        "redirects": " ".join(context.redirects),
        "fetchTimeMs": str(round(exchange.seconds * 1000)),
        "robots": "ignore" if context.ignores_robots else "",
    }
    return lines(fields).encode()


def _revisit_fields(exchange: Exchange, original: Original) -> dict[str, str]:
    profile = "server-not-modified" if exchange.status == 304 else "identical-payload-digest"
    date = original.date.astimezone(UTC).isoformat(timespec="auto").replace("+00:00", "Z")
    return {
        "WARC-Profile": _PROFILES + profile,
        "WARC-Refers-To": f"<{original.record_id}>",
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": date,
    }


def _head_length(response: bytes) -> int:
    """Bytes of the HTTP header with its blank line; lines may end in a bare LF (RFC 9112, 2.2)."""
    found = _BLANK_LINE.search(response)
    return found.end() if found else len(response)
