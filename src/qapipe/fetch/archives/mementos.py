"""Reconstructs WARC records from the playback of a web archive (mementos, RFC 7089)."""

import base64
import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from http.client import responses as reason_phrases

from qapipe.fetch.archives.cdx import Capture
from qapipe.fetch.archives.listing import INDEX_LIMITS, ArchivedRecord
from qapipe.fetch.web.client import decoded
from qapipe.fetch.web.exchange import Exchange
from qapipe.sources.warc import http_body

_ORIGINAL = "x-archive-orig-"
_NOT_OF_BODY = frozenset({"transfer-encoding", "connection"})
_LINE_END = re.compile(r"[\r\n]+")

_Header = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Memento:
    """A playback response of the Wayback Machine."""

    response: Exchange
    requested: Capture
    """The requested capture."""
    url: str
    """The URL that was captured."""
    timestamp: str
    """Capture time, fourteen digits."""
    location: str | None = None
    """Redirect target of the archived response."""


def rebuild_record(memento: Memento) -> ArchivedRecord:
    """A WARC 1.1 response record of the archived response.

    Exact: the body (without chunks; content codings as the archive kept them), the header fields and their order, the
    date, and the URL except for ``:80`` and ``:443``. Unknown, hence not exact: version and reason phrase of the status
    line and the case of field names. ``Content-Type`` is the Wayback Machine's if the archived one is missing. Fields
    that contradict the stored body (``Transfer-Encoding``, a different ``Content-Length``, a removed coding) keep their
    ``X-Archive-Orig-`` prefix. ``WARC-Source-URI`` is the playback URL, ``X-Archive-Src`` the archive's file. The
    record id is derived from the content, so fetching it again gives the same id.
    """
    response, requested = memento.response, memento.requested
    status, header = _header(memento)
    body, header = _body(response, header)
    digest = _sha1(body)
    found = replace(requested, url=memento.url, timestamp=memento.timestamp, status=status)
    agrees = None if requested.digest is None else digest == requested.digest
    return ArchivedRecord(
        found, _warc(found, _message(status, header, body), digest, response), None, response.url, agrees
    )


def _header(memento: Memento) -> tuple[int, _Header]:
    """Status and header of the archived response. Playback turns any redirect into 302; the index has the original."""
    response, known = memento.response, memento.requested.status
    header = [(name[len(_ORIGINAL) :], value) for name, value in response.headers if name.lower().startswith(_ORIGINAL)]
    names = {name.lower() for name, _ in header}
    if "content-type" not in names and (declared := response.header("Content-Type")):
        header.append(("Content-Type", declared))
    if not 300 <= response.status < 400:
        return response.status, header
    if "location" not in names and memento.location:
        header.append(("Location", memento.location))
    return known if known and 300 <= known < 400 else response.status, header


def _body(response: Exchange, header: _Header) -> tuple[bytes, _Header]:
    """The archived body, and the header with fields that contradict it renamed."""
    archived = _codings(value for name, value in header if name.lower() == "content-encoding")
    sent = _codings(value for name, value in response.headers if name.lower() == "content-encoding")
    body = response.body
    if sent and sent != archived:  # a coding added by the archive, on top of the page's
        body = _without(response, sent[len(archived) :] if sent[: len(archived)] == archived else sent)
    return body, [
        (name if _is_valid(name.lower(), value, body) else f"X-Archive-Orig-{name}", value) for name, value in header
    ]


def _codings(values: Iterable[str]) -> list[str]:
    names = (name.strip().lower() for value in values for name in value.split(","))  # some values start with a comma
    return [name for name in names if name and name != "identity"]


def _without(response: Exchange, codings: Sequence[str]) -> bytes:
    """The body without these outermost codings."""
    return decoded(replace(response, headers=(("Content-Encoding", ", ".join(codings)),)), INDEX_LIMITS.decoded_bytes)


def _is_valid(name: str, value: str, body: bytes) -> bool:
    """Whether a field of the archived header is valid for the stored body."""
    if name == "content-length":
        return value.strip() == str(len(body))
    if name == "content-encoding":
        return _is_coded(body, value)
    return name not in _NOT_OF_BODY


def _is_coded(body: bytes, coding: str) -> bool:
    """Whether the body is still in its declared coding; True when that cannot be determined."""
    try:
        return not body or http_body.decoded(body, None, coding, INDEX_LIMITS.decoded_bytes).content != body
    except (ValueError, http_body.TooLargeError):
        return True


def _message(status: int, header: _Header, body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status} {reason_phrases.get(status, '')}".rstrip()]
    lines += [f"{name}: {_LINE_END.sub(' ', value)}" for name, value in header]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body


def _warc(capture: Capture, block: bytes, digest: str, response: Exchange) -> bytes:
    own = uuid.uuid5(uuid.NAMESPACE_URL, f"{capture.timestamp} {capture.url} {digest}").urn
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<{own}>",
        "WARC-Date": f"{capture.captured_at:%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Target-URI": capture.url,
        "Content-Type": "application/http; msgtype=response",
        "WARC-Payload-Digest": f"sha1:{digest}",
        "WARC-Block-Digest": f"sha1:{_sha1(block)}",
        "WARC-Source-URI": response.url,
        "X-Archive-Src": _LINE_END.sub(" ", response.header("X-Archive-Src") or ""),
        "Content-Length": str(len(block)),
    }
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in fields.items() if value), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def _sha1(data: bytes) -> str:
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
