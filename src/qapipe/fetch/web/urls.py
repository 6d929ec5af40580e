"""URLs as they are asked for: one spelling each, http(s) alone, without fragment, user or password.

Only spellings that mean the same to every server are made one (RFC 3986, 6.2.2 and 6.2.3): the order of a query is the
server's business, so it is kept. What robots.txt is asked about must be what is sent: the client removes ``..`` from
paths and escapes a lone ``%``, so that is done here, before anybody looks.
"""

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import idna
from w3lib.url import safe_url_string

from qapipe.fetch.web.exchange import Fault, FetchError

LONGEST_URL = 8_000
"""Characters; servers refuse longer ones, and nobody writes them."""

_PORTS = {"http": 80, "https": 443}
_BLANKS = re.compile(r"[\t\n\r]")
_LONGEST_HOST = 253
_LABEL = r"[a-z0-9_-]{1,63}"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\]")
_IN_BRACKETS = re.compile(r"\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\](?::\d*)?")
_LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_UNESCAPED = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def normalised(url: str) -> str:
    """The one spelling of a URL that is asked for. Raises FetchError for what is no address of a web page."""
    bare = _BLANKS.sub("", url.strip(" \t\n\r\f\0"))
    if len(bare) > LONGEST_URL:
        raise _forbidden(f"{bare[:100]}...", f"longer than {LONGEST_URL:,} characters")
    try:
        parts = _parts(bare)
        host, port = _host(parts), parts.port
        clean = urlsplit(safe_url_string(urlunsplit(parts._replace(netloc="host", fragment=""))))
    except (ValueError, UnicodeError) as error:
        raise _forbidden(bare, error) from error
    where = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit((parts.scheme, where, _without_dots(_escapes(clean.path)), _escapes(clean.query), ""))


def _forbidden(url: str, why: object) -> FetchError:
    """The error, of which any terminal can print the text: half characters come from command lines, too."""
    return FetchError(Fault.FORBIDDEN_URL, f"{url[:200]}: {why}".encode("utf-8", "replace").decode())


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise ValueError("no address that starts with http:// or https://")
    if "@" in parts.netloc:
        raise ValueError("user and password are not sent")
    if "[" in parts.netloc and not _IN_BRACKETS.fullmatch(parts.netloc):
        raise ValueError("no address of IPv6 in the brackets")
    return parts


def _host(parts: SplitResult) -> str:
    """The host in lower case and ASCII (IDNA)."""
    host = (parts.hostname or "")[: _LONGEST_HOST + 2]
    host = (host if host.isascii() else _ascii(host)).removesuffix(".")
    host = f"[{host}]" if ":" in host else host.lower()
    if not _HOST.fullmatch(host) or len(host) > _LONGEST_HOST:
        raise ValueError("no host")
    return host


def _ascii(host: str) -> str:
    """A name as the name servers know it: by IDNA 2008, as browsers do, where that knows the name, else by IDNA 2003.

    The former asks for another host than the latter where there is an ``ß``, and does not know symbols.
    """
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host.encode("idna").decode("ascii")


def _without_dots(path: str) -> str:
    """A path without ``.`` and ``..`` (RFC 3986, 5.2.4); it begins with a slash."""
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
    """Escapes in upper case; those of characters that need none undone, and ``%`` escaped where it begins none."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    return _UNESCAPED.sub(one, _LONE_PERCENT.sub("%25", text))


def joined(base: str, reference: str) -> str:
    """Where a link or a ``Location`` on a page leads. Raises FetchError where that is no web page."""
    try:
        return normalised(urljoin(base, _BLANKS.sub("", reference.strip(" \t\n\r\f\0"))))
    except ValueError as error:
        raise _forbidden(reference, error) from error


def origin(url: str) -> str:
    """``scheme://host:port`` of a normalised URL: what has a robots.txt of its own."""
    return url[: url.index("/", url.index("//") + 2)]


def host_key(url: str) -> str:
    """What is asked at one pace: the host of a normalised URL, by whatever scheme."""
    return urlsplit(url).hostname or ""
