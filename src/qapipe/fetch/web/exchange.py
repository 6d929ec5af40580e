"""The result of one HTTP request, successful or not: types shared by all of fetch."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from urllib.parse import quote_from_bytes

_ASCII_MARKS = "".join(map(chr, range(0x21, 0x7F)))

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses whose Location is followed."""

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order received, decoded as Latin-1."""


class Fault(StrEnum):
    """Why a request failed. A closed list: these words are stored in the frontier."""

    DNS = "dns"
    """The host name does not resolve."""
    CONNECT = "connect"
    """The connection was refused or could not be established."""
    TLS = "tls"
    """The TLS handshake failed, or the certificate is invalid."""
    DISCONNECTED = "disconnected"
    """The connection closed before the response was complete."""
    TIMEOUT = "timeout"
    """Connecting, a read, or the whole request took too long."""
    PROTOCOL = "protocol_error"
    """The response is not valid HTTP."""
    TOO_LARGE = "too_large"
    """The response exceeds the size limit as transferred."""
    BOMB = "bomb"
    """The body exceeds the size limit when decoded."""
    CODING = "bad_coding"
    """The Content-Encoding is unknown, or the body is not in that coding."""
    FORBIDDEN_ADDRESS = "forbidden_address"
    """The address is private, loopback, link-local or otherwise not public."""
    FORBIDDEN_URL = "forbidden_url"
    """Not an http(s) URL with a host."""
    REDIRECT_LOOP = "redirect_loop"
    """The redirect leads back to an earlier URL, or the chain is too long."""
    BAD_REDIRECT = "bad_redirect"
    """The redirect has no usable Location."""
    ROBOTS = "robots"
    """Disallowed by robots.txt."""
    ROBOTS_UNREACHABLE = "robots_unreachable"
    """robots.txt could not be read (5xx, 429, no response), which forbids everything for now (RFC 9309)."""
    HTTP_STATUS = "http_status"
    """The status is not one of a page: 4xx, 5xx, 202, 204, 206."""
    EMPTY = "empty"
    """A page without a body."""
    BAD_SITEMAP = "bad_sitemap"
    """Not a sitemap, or only a part of one."""
    INTERNAL = "internal_error"
    """An unexpected exception inside qapipe; only this URL is affected."""


class FetchError(Exception):
    """A failed request: ``fault`` classifies it, the message explains it.

    ``retry_after`` is the wait that the server requested, in seconds.
    """

    def __init__(self, fault: Fault, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.fault = fault
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one request: times in seconds, sizes in bytes."""

    connect: float = 10.0
    read: float = 20.0
    """Between two reads."""
    total: float = 60.0
    """From the DNS lookup to the last byte."""
    wire_bytes: int = 10 << 20
    decoded_bytes: int = 32 << 20
    header_bytes: int = 256 << 10
    truncate: bool = False
    """Whether a body that exceeds ``wire_bytes`` is cut there; otherwise the request fails."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response. Redirects are not followed: a 301 is an exchange like any other."""

    url: str
    requested_at: datetime
    """UTC."""
    seconds: float
    status: int
    headers: Headers
    body: bytes = field(repr=False)
    """The body without its transfer coding (chunks joined); its content coding (gzip ...) is kept."""
    request: bytes = field(repr=False)
    """The request as sent (HTTP/2: written as HTTP/1.1)."""
    response: bytes = field(repr=False)
    """The response as received: head and body, chunks included (HTTP/2: the head written as HTTP/1.1)."""
    protocol: str = "HTTP/1.1"
    address: str | None = None
    """The server's IP address."""
    truncated: str | None = None
    """Why the body is incomplete, as in WARC-Truncated: ``length``, ``time`` or ``disconnect``."""

    def header(self, name: str) -> str | None:
        """The value of the first header line with that name, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def list_header(self, name: str) -> str:
        """The value of a list header: its lines are one list (RFC 9110, 5.3); empty without any."""
        wanted = name.lower()
        return ", ".join(value for key, value in self.headers if key.lower() == wanted)

    @property
    def location(self) -> str | None:
        """The Location header, decoded as UTF-8; bytes that are not UTF-8 are percent-escaped."""
        value = self.header("Location")
        if value is None or value.isascii():
            return value
        raw = value.encode("latin-1")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return quote_from_bytes(raw, safe=_ASCII_MARKS)


class Get(Protocol):
    """Sends a GET. Rate limits and address checks are up to the implementation."""

    def __call__(self, url: str, headers: Mapping[str, str], limits: Limits | None) -> Awaitable[Exchange]:
        """The response, redirects not followed; ``limits`` None: those of a page. Raises only FetchError."""
