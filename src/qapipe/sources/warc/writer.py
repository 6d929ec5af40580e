"""Pages as WARC 1.1 records (ISO 28500:2017), each compressed as a gzip member of its own."""

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from fastwarc.warc import WarcRecord, WarcRecordType
from isal import isal_zlib

from qapipe.errors import PageError
from qapipe.page.document import open_document
from qapipe.page.media_type import is_html
from qapipe.records.plain import RawPage
from qapipe.sources import Captured
from qapipe.sources.warc.reader import NAMELESS
from qapipe.version import __version__

ABOUT = (
    f"software: qapipe/{__version__}\r\nformat: WARC File Format 1.1\r\n"
    "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
)
"""Common content of the warcinfo record of every shard."""

_LEVEL = 2  # of isal's 0-3: compresses about as well as zlib's level 3, ten times as fast
_TYPES = {
    "response": WarcRecordType.response,
    "resource": WarcRecordType.resource,
    "conversion": WarcRecordType.conversion,
}
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def to_captured(page: RawPage) -> Captured:
    """A page of a source without records, as a ``resource`` (HTML) or ``conversion`` (plain text) record."""
    html = is_html(page)
    media_type = "text/html" if html else page.media_type or "text/plain"
    charset = f"; charset={page.charset}" if page.charset else ""
    named = replace(page, url=page.url or _own_url(page))
    kind = "resource" if html else "conversion"
    return Captured.of(named, kind=kind, content_type=media_type + charset, block=page.body)


def _own_url(page: RawPage) -> str | None:
    """The URL that the page itself states, if any."""
    try:
        return open_document(page)[0].url
    except PageError:
        return None


def page_record(page: Captured) -> bytes:
    """The compressed record of a page."""
    kept = page.member.rpartition("!/")[2] if page.member else ""
    place = f"{page.source}\n{page.member}\n{page.offset}\n{page.url}"
    record_id = kept if kept.startswith("urn:") else uuid.uuid5(uuid.NAMESPACE_URL, place).urn
    head, _, payload = page.block.partition(b"\r\n\r\n")
    if page.kind != "response" or not head.startswith(b"HTTP/"):
        payload = page.block
    fields = {
        "WARC-Target-URI": page.url or NAMELESS + hashlib.sha256(page.body).hexdigest(),
        "Content-Type": page.content_type,
        "WARC-Payload-Digest": sha1(payload),
        "X-Source": page.source,
    }
    if page.member:
        fields["X-Source-Member"] = page.member
    if page.offset is not None:
        fields["X-Source-Offset"] = str(page.offset)
    if page.truncated:
        fields["WARC-Truncated"] = "unspecified"
    return compressed_record(_TYPES[page.kind], record_id, page.captured_at or _NO_TIME, fields, page.block)


def warcinfo(name: str) -> bytes:
    """The compressed first record of a shard."""
    fields = {"Content-Type": "application/warc-fields", "WARC-Filename": name}
    record_id = uuid.uuid5(uuid.NAMESPACE_URL, name).urn
    return compressed_record(WarcRecordType.warcinfo, record_id, _NO_TIME, fields, ABOUT.encode())


def compressed_record(
    kind: WarcRecordType, record_id: str, date: datetime, fields: Mapping[str, str], block: bytes
) -> bytes:
    """A compressed record. ``record_id`` is a URN; WARC-Block-Digest is added, other digests belong in ``fields``."""
    record = WarcRecord()
    record.init_headers(kind, content_length=len(block))
    record.headers["WARC-Record-ID"] = f"<{record_id}>"
    record.headers["WARC-Date"] = date.astimezone(UTC).isoformat(timespec="auto").replace("+00:00", "Z")
    for name, value in fields.items():
        record.headers.append(name, value)
    record.set_bytes_content(block)
    out = BytesIO()
    record.write(out, checksum_data=True)
    return gzip_member(out.getvalue())


def gzip_member(record: bytes) -> bytes:
    """A record compressed as a gzip member."""
    packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, 31)
    return bytes(packer.compress(record) + packer.flush())


def sha1(payload: bytes) -> str:
    """SHA-1 digest in the notation of WARC fields."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
