"""URLs of pages and links: their parts, absolute forms, and hosts."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

from qapipe.page import text

# Absolute URLs that need no cleaning. urljoin returns a PLAIN_URL unchanged: nothing in it is empty, and no ";".
_CLEAN_URL = re.compile(r"https?://[a-zA-Z0-9.-]+(?:[/?#][!-~]*)?")
PLAIN_URL = re.compile(r"https?://[a-zA-Z0-9.-]+(?:/[!\"$-:<->@-~]*)?(?:\?[!\"$-~]+)?(?:#[!-~]+)?")
# Most URLs: host and path, and nothing in them that urllib.parse.urlsplit changes or rejects.
_PLAIN = re.compile(r"https?://([a-z0-9.-]{1,253})(/[A-Za-z0-9._~/-]{0,4000})?")
MAX_URL = 65_536
"""Maximum length of a URL, in characters; a longer one is invalid."""
_MAX_HOST = 1_000  # characters, with user and port; a domain name has at most 253


@lru_cache(maxsize=1_024)  # pages of a dump share hosts, and the links of a page a base
def url_parts(url: str | None) -> SplitResult:
    """The parts of a URL; all empty if it is invalid and :func:`urllib.parse.urlsplit` raises."""
    try:
        parts = urlsplit(url if url and _is_bounded(url) else "")
        _ = parts.hostname, parts.port
    except ValueError:
        return urlsplit("")
    return parts


@lru_cache(maxsize=1_024)
def host_of(url: str | None) -> str:
    """The host of a URL in lower case; empty for what has none."""
    if url and (plain := _PLAIN.fullmatch(url)):
        return plain[1]
    return url_parts(url).hostname or ""


@lru_cache(maxsize=1_024)
def path_of(url: str | None) -> str:
    """The path of a URL; empty if it is invalid."""
    if url and (plain := _PLAIN.fullmatch(url)):
        return plain[2] or ""
    return url_parts(url).path


def http_url(href: str, base: str | None = None) -> str | None:
    """``href`` as an absolute URL; None unless that is an http(s) URL with a host."""
    href = href.strip()
    if not _is_bounded(href):
        return None
    try:
        if base and href[:1] == "/" != href[1:2]:  # the common case; "//host/path" is another
            home = url_parts(base)
            url = f"{home.scheme}://{home.netloc}{href}"
        else:
            url = urljoin(base, href) if base and not PLAIN_URL.fullmatch(href) else href
    except ValueError:
        return None
    if _CLEAN_URL.fullmatch(url):
        return url
    parts = url_parts(url)
    clean = text.one_line(url).replace(" ", "%20")
    return clean if parts.scheme in ("http", "https") and parts.netloc else None


def _is_bounded(url: str) -> bool:
    """Whether a URL is short enough to be parsed.

    :func:`urllib.parse.urlsplit` normalises a non-ASCII host, in time quadratic in its combining marks.
    """
    return len(url) <= MAX_URL and (url.isascii() or max(map(len, url.split("/", 3)[:3])) <= _MAX_HOST)


def same_host(one: str | None, other: str | None) -> bool:
    """Whether two URLs have the same host, ignoring ``www.``."""
    return host_of(one).removeprefix("www.") == host_of(other).removeprefix("www.")
