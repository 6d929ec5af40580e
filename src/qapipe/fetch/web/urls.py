"""URL normalisation: http(s) only, without fragment, user or password.

Only equivalences that hold for every server are applied (RFC 3986, 6.2.2 and 6.2.3); the order of query parameters is
kept. robots.txt must be checked against exactly what is sent: the client removes ``..`` from paths and escapes a lone
``%``, so both are done here first.
"""

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import idna
from w3lib.url import safe_url_string

from qapipe.fetch.web.exchange import Fault, FetchError

MAX_URL = 8_000
"""Maximum length in characters; servers refuse longer URLs."""

_PORTS = {"http": 80, "https": 443}
_NO_AUTHORITY = re.compile(r"\s*https?:(?!//[^/?#\s])", re.IGNORECASE)
_BLANKS = re.compile(r"[\t\n\r]")
_MAX_HOST = 253
_LABEL = r"[a-z0-9_-]{1,63}"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\]")
_IN_BRACKETS = re.compile(r"\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\](?::\d*)?")
_LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_UNESCAPED = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def normalised(url: str) -> str:
    """The normalised URL. Raises FetchError for anything but an http(s) URL with a host."""
    bare = _BLANKS.sub("", url.strip(" \t\n\r\f\0"))
    if len(bare) > MAX_URL:
        raise _forbidden(f"{bare[:100]}...", f"longer than {MAX_URL:,} characters")
    try:
        parts = _parts(bare)
        host, port = _host(parts), parts.port
        clean = urlsplit(safe_url_string(urlunsplit(parts._replace(netloc="host", fragment=""))))
    except (ValueError, UnicodeError) as error:
        raise _forbidden(bare, error) from error
    where = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit((parts.scheme, where, _without_dots(_escapes(clean.path)), _escapes(clean.query), ""))


def _forbidden(url: str, why: object) -> FetchError:
    """The error, with a message any terminal can print: command lines may contain lone surrogates."""
    return FetchError(Fault.FORBIDDEN_URL, f"{url[:200]}: {why}".encode("utf-8", "replace").decode())


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise ValueError("does not start with http:// or https://")
    if "@" in parts.netloc:
        raise ValueError("user name and password are not supported")
    if "[" in parts.netloc and not _IN_BRACKETS.fullmatch(parts.netloc):
        raise ValueError("invalid IPv6 address in brackets")
    return parts


def _host(parts: SplitResult) -> str:
    """The host, in lower case and ASCII (IDNA)."""
    host = (parts.hostname or "")[: _MAX_HOST + 2]
    host = (host if host.isascii() else _ascii(host)).removesuffix(".")
    host = f"[{host}]" if ":" in host else host.lower()
    if not _HOST.fullmatch(host) or len(host) > _MAX_HOST:
        raise ValueError("invalid or missing host")
    return host


def _ascii(host: str) -> str:
    """The ASCII form of a host name: IDNA 2008 as in browsers, else IDNA 2003.

    They differ for ``ß``, and IDNA 2008 rejects symbols.
    """
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host.encode("idna").decode("ascii")


def _without_dots(path: str) -> str:
    """The path without ``.`` and ``..`` segments (RFC 3986, 5.2.4), starting with a slash."""
    kept: list[str] = []
    steps = path.split("/")[1:] or [""]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    if steps[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _escapes(text: str) -> str:
    """Percent-escapes in upper case, unreserved characters unescaped, a lone ``%`` escaped."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    return _UNESCAPED.sub(one, _LONE_PERCENT.sub("%25", text))


def joined(base: str, reference: str) -> str:
    """A link or Location resolved against its base URL and normalised. Raises FetchError like :func:`normalised`."""
    if _NO_AUTHORITY.match(reference):  # urljoin would take the rest for a path
        raise _forbidden(reference, "no host after the scheme")
    try:
        return normalised(urljoin(base, _BLANKS.sub("", reference.strip(" \t\n\r\f\0"))))
    except ValueError as error:
        raise _forbidden(reference, error) from error


def origin(url: str) -> str:
    """``scheme://host:port`` of a normalised URL, the scope of a robots.txt."""
    return url[: url.index("/", url.index("//") + 2)]


def host_of(url: str) -> str:
    """The host of a normalised URL: the unit of rate limiting."""
    return urlsplit(url).hostname or ""
