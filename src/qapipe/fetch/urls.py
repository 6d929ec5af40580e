"""URLs as they are asked for: one spelling each, http(s) alone, without fragment, user or password.

Only spellings that mean the same to every server are made one (RFC 3986, 6.2.2 and 6.2.3): the order of a query is the
server's business, so it is kept.
"""

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from qapipe.fetch.exchange import Fault, FetchError

LONGEST_URL = 8_000
"""Characters; servers refuse longer ones, and nobody writes them."""

_PORTS = {"http": 80, "https": 443}
_BLANKS = re.compile(r"[\t\n\r]")
_HOST = re.compile(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]")
_UNESCAPED = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def normalised(url: str) -> str:
    """The one spelling of a URL that is asked for. Raises FetchError for what is no address of a web page."""
    bare = _BLANKS.sub("", url.strip(" \t\n\r\f\0"))
    if len(bare) > LONGEST_URL:
        raise FetchError(Fault.FORBIDDEN_URL, f"{bare[:100]}...: longer than {LONGEST_URL:,} characters")
    try:
        parts = _parts(bare)
        host, port = _host(parts), parts.port
        clean = urlsplit(safe_url_string(urlunsplit(parts._replace(netloc="host", fragment=""))))
    except (ValueError, UnicodeError) as error:
        raise FetchError(Fault.FORBIDDEN_URL, f"{bare[:200]}: {error}") from error
    where = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit((parts.scheme, where, _escapes(clean.path) or "/", _escapes(clean.query), ""))


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise ValueError("no address that starts with http:// or https://")
    if "@" in parts.netloc:
        raise ValueError("user and password are not sent")
    return parts


def _host(parts: SplitResult) -> str:
    """The host in lower case and ASCII (IDNA)."""
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host.lower()
    if not _HOST.fullmatch(host):
        raise ValueError("no host")
    return host


def _escapes(text: str) -> str:
    """Escapes in upper case; those of characters that need none undone."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    return _UNESCAPED.sub(one, text)


def joined(base: str, reference: str) -> str:
    """Where a link or a ``Location`` on a page leads. Raises FetchError where that is no web page."""
    try:
        return normalised(urljoin(base, _BLANKS.sub("", reference.strip(" \t\n\r\f\0"))))
    except ValueError as error:
        raise FetchError(Fault.FORBIDDEN_URL, f"{reference[:200]}: {error}") from error


def origin(url: str) -> str:
    """``scheme://host:port`` of a normalised URL: what has a robots.txt of its own."""
    return url[: url.index("/", url.index("//") + 2)]


def host_key(url: str) -> str:
    """What is asked at one pace: the host of a normalised URL, by whatever scheme."""
    return urlsplit(url).hostname or ""
