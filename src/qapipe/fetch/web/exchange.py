"""What one request gave, or why it gave nothing: the words that the rooms of fetch share."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote_from_bytes

_ASCII_MARKS = "".join(map(chr, range(0x21, 0x7F)))

Headers = tuple[tuple[str, str], ...]
"""Name and value as received, in order; bytes read as Latin-1."""


class Fault(StrEnum):
    """Why a request gave nothing. A closed list: the frontier keeps these words."""

    DNS = "dns"
    """The name has no address."""
    CONNECT = "connect"
    """Nobody accepts connections there."""
    TLS = "tls"
    DISCONNECTED = "disconnected"
    """The connection ended before the answer did."""
    TIMEOUT = "timeout"
    """Connecting, a read, or the whole page took longer than allowed."""
    PROTOCOL = "protocol_error"
    """What came is no HTTP, or its length is not what was announced."""
    TOO_LARGE = "too_large"
    """More bytes than allowed, on the wire."""
    BOMB = "bomb"
    """More bytes than allowed, after decoding."""
    CODING = "bad_coding"
    """The Content-Encoding is unknown, or the body is not in it."""
    FORBIDDEN_ADDRESS = "forbidden_address"
    """A private, loopback, link-local or otherwise not public address."""
    FORBIDDEN_URL = "forbidden_url"
    """No http(s), or no host."""
    REDIRECT_LOOP = "redirect_loop"
    """A redirect to where it came from, or too many of them."""
    BAD_REDIRECT = "bad_redirect"
    """A redirect without a usable Location."""
    ROBOTS = "robots"
    """robots.txt does not allow it."""
    ROBOTS_UNREACHABLE = "robots_unreachable"
    """robots.txt could not be read (5xx, 429, no answer): RFC 9309 says to stay away for now."""
    HTTP_STATUS = "http_status"
    """An answer that is no page: a status of 4xx or 5xx."""
    DEFECT = "defect"
    """Of qapipe; it costs this URL alone."""


class FetchError(Exception):
    """A request that gave nothing.

    ``fault`` is why, the message says it to a person. ``retry_after`` are seconds to wait that the server asked for.
    """

    def __init__(self, fault: Fault, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.fault = fault
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost. Times in seconds, sizes in bytes."""

    connect: float = 10.0
    read: float = 20.0
    """Without a byte."""
    total: float = 60.0
    """From the first lookup to the last byte of one hop."""
    wire_bytes: int = 10 << 20
    decoded_bytes: int = 32 << 20
    header_bytes: int = 256 << 10


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. Redirects are not followed: a 301 is an exchange like any other."""

    url: str
    requested_at: datetime
    """UTC."""
    seconds: float
    status: int
    headers: Headers
    body: bytes = field(repr=False)
    """The body without its transfer coding (chunks put together), its content coding (gzip ...) kept."""
    request: bytes = field(repr=False)
    """The request as it went over the wire (HTTP/2: as HTTP/1.1 would have written it)."""
    response: bytes = field(repr=False)
    """The answer as it came over the wire, head and body, chunks and all (HTTP/2: the head as HTTP/1.1 writes it)."""
    protocol: str = "HTTP/1.1"
    address: str | None = None
    """The IP address that answered."""

    def header(self, name: str) -> str | None:
        """The value of the first header of that name, None without one."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as written: servers send UTF-8 there; bytes that are none are escaped as they are."""
        value = self.header("Location")
        if value is None or value.isascii():
            return value
        raw = value.encode("latin-1")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return quote_from_bytes(raw, safe=_ASCII_MARKS)
