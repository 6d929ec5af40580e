"""WARC records of what a web archive plays back (mementos, RFC 7089): the archived answer, put together again."""

import base64
import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from http.client import responses

from qapipe.fetch.archives.cdx import Capture
from qapipe.fetch.archives.steps import INDEX_LIMITS, ArchivedRecord
from qapipe.fetch.web.client import decoded
from qapipe.fetch.web.exchange import Exchange
from qapipe.sources.warc import http_body

_ORIGINAL = "x-archive-orig-"
_NO_LONGER_TRUE = frozenset({"transfer-encoding", "connection"})
_LINE_END = re.compile(r"[\r\n]+")

_Header = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Memento:
    """An answer of the Wayback Machine that is a capture."""

    answer: Exchange
    asked: Capture
    """What was asked for."""
    url: str
    """What was captured."""
    timestamp: str
    """When it was captured, fourteen digits."""
    location: str | None = None
    """Where the archived answer redirected to."""


def rebuilt(memento: Memento) -> ArchivedRecord:
    """A WARC 1.1 response record of the archived answer.

    Exact are the body (as archived: without chunks; content codings kept where the archive kept them), the fields of
    the header and their order, the date, and the URL but for ``:80`` and ``:443``. Not exact, for nobody tells them,
    are version and reason in the status line and the case of field names; ``Content-Type`` is the Wayback Machine's
    where it does not give the archived one. Fields that are not true of the stored body (``Transfer-Encoding``, another
    ``Content-Length``, a coding that was undone) keep the name ``X-Archive-Orig-...``. Request, IP address and the id
    of the archive's own record are unknown. ``WARC-Source-URI`` is where the answer came from, ``X-Archive-Src`` the
    archive's file. The record's id depends on what it is of: fetched again it has the same.
    """
    answer, asked = memento.answer, memento.asked
    status, header = _header(memento)
    body, header = _body(answer, header)
    digest = _sha1(body)
    found = replace(asked, url=memento.url, timestamp=memento.timestamp, status=status)
    agrees = None if asked.digest is None else digest == asked.digest
    return ArchivedRecord(found, _warc(found, _message(status, header, body), digest, answer), None, answer.url, agrees)


def _header(memento: Memento) -> tuple[int, _Header]:
    """Status and header of the archived answer. Any redirect is played back as 302; the index knows which it was."""
    answer, known = memento.answer, memento.asked.status
    header = [(name[len(_ORIGINAL) :], value) for name, value in answer.headers if name.lower().startswith(_ORIGINAL)]
    names = {name.lower() for name, _ in header}
    if "content-type" not in names and (declared := answer.header("Content-Type")):
        header.append(("Content-Type", declared))
    if not 300 <= answer.status < 400:
        return answer.status, header
    if "location" not in names and memento.location:
        header.append(("Location", memento.location))
    return known if known and 300 <= known < 400 else answer.status, header


def _body(answer: Exchange, header: _Header) -> tuple[bytes, _Header]:
    """The archived body, and the header with what is true of it."""
    archived = _codings(value for name, value in header if name.lower() == "content-encoding")
    sent = _codings(value for name, value in answer.headers if name.lower() == "content-encoding")
    body = answer.body
    if sent and sent != archived:  # the archive's own coding, over that of the page if it kept it
        body = _without(answer, sent[len(archived) :] if sent[: len(archived)] == archived else sent)
    return body, [
        (name if _is_true(name.lower(), value, body) else f"X-Archive-Orig-{name}", value) for name, value in header
    ]


def _codings(values: Iterable[str]) -> list[str]:
    names = (name.strip().lower() for value in values for name in value.split(","))  # one writes ", gzip"
    return [name for name in names if name and name != "identity"]


def _without(answer: Exchange, codings: Sequence[str]) -> bytes:
    """The body without these codings, which are the outer ones."""
    return decoded(replace(answer, headers=(("Content-Encoding", ", ".join(codings)),)), INDEX_LIMITS.decoded_bytes)


def _is_true(name: str, value: str, body: bytes) -> bool:
    """Whether a field of the archived header holds for the body that is stored."""
    if name == "content-length":
        return value.strip() == str(len(body))
    if name == "content-encoding":
        return _is_coded(body, value)
    return name not in _NO_LONGER_TRUE


def _is_coded(body: bytes, coding: str) -> bool:
    """Whether the body still is in the coding that its header names; also where that cannot be told."""
    try:
        return not body or http_body.decoded(body, None, coding, INDEX_LIMITS.decoded_bytes).content != body
    except (ValueError, http_body.TooLargeError):
        return True


def _message(status: int, header: _Header, body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status} {responses.get(status, '')}".rstrip()]
    lines += [f"{name}: {_LINE_END.sub(' ', value)}" for name, value in header]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body


def _warc(capture: Capture, block: bytes, digest: str, answer: Exchange) -> bytes:
    own = uuid.uuid5(uuid.NAMESPACE_URL, f"{capture.timestamp} {capture.url} {digest}").urn
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<{own}>",
        "WARC-Date": f"{capture.captured_at:%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Target-URI": capture.url,
        "Content-Type": "application/http; msgtype=response",
        "WARC-Payload-Digest": f"sha1:{digest}",
        "WARC-Block-Digest": f"sha1:{_sha1(block)}",
        "WARC-Source-URI": answer.url,
        "X-Archive-Src": _LINE_END.sub(" ", answer.header("X-Archive-Src") or ""),
        "Content-Length": str(len(block)),
    }
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in fields.items() if value), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def _sha1(data: bytes) -> str:
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
