"""URLs of pages that a web archive replays: the address and the time of the capture are inside.

``https://web.archive.org/web/20150102030405id_/https://example.org/q/1``: Wayback Machines write the 14 digits of the
capture time, a flag such as ``id_`` for how the page is rewritten, and the URL of the page. Shorter times stand for
their beginning ("2015" for the first of January), and are accepted from hosts that are archives by their name.
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple

_REPLAY = re.compile(
    r"(?:https?:)?//(?P<host>[^/?#]+)/(?:[\w.~-]+/){0,3}?(?P<time>\d{4,14})(?:[a-z]{2}_|\*)?/(?P<url>(?:https?:/|[\w-]+\.).*)",
    re.IGNORECASE | re.DOTALL,
)
# archive.today writes the time with points; a cache of a search engine and the latest capture have none in the URL.
_OTHERS = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:archive\.(?:today|ph|is|li|vn|fo|md)/(?P<time>\d{4}\.\d\d\.\d\d-\d{6})/"
    r"|(?:web\.)?archive\.org/web/(?:[a-z]{2}_/)?"
    r"|webcache\.googleusercontent\.com/search\?(?:[^#]{0,200}&)?q=cache:(?:[\w-]{1,20}:)?)(?P<url>https?:/[^+]*).*",
    re.IGNORECASE | re.DOTALL,
)
_TIME = re.compile(r"/\d{4,14}(?:[a-z]{2}_|\*)?/", re.IGNORECASE)
_PATH = re.compile(r"(?:[^?#]*/)?\d{14}(?:[a-z]{2}_)?/(https?:/.*)", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"(https?):/+", re.IGNORECASE)
_ARCHIVES = re.compile(r"archi[vf]|wayback|arquivo|webarch|vefsafn|memento", re.IGNORECASE)
_WHOLE = 14  # digits of a time to the second
_FIRST = "00010101000000"  # what shorter times are completed with
_DEEPEST = 3  # archives that captured archives


class Replay(NamedTuple):
    """The page that an archive's URL replays."""

    url: str
    captured_at: datetime | None
    """When it was captured; None for a time that does not exist."""


def replay_of(url: str | None) -> Replay | None:
    """The page that a web archive replays at a URL; None for any other URL."""
    if not url:
        return None
    if not _TIME.search(url):  # nearly every URL
        return _other(url)
    found: Replay | None = None
    for _ in range(_DEEPEST):
        match = _REPLAY.fullmatch(found.url if found else url)
        if match is None:
            return found
        whole = len(match["time"]) == _WHOLE and _SCHEME.match(match["url"])
        if not whole and not _ARCHIVES.search(match["host"]):
            return found
        found = Replay(_absolute(match["url"]), _instant(match["time"]))
    return found


def _other(url: str) -> Replay | None:
    match = _OTHERS.fullmatch(url)
    if match is None:
        return None
    time = match["time"]
    return Replay(_absolute(match["url"]), _instant(re.sub(r"\D", "", time)) if time else None)


def original(url: str) -> str:
    """A link target without the archive's address in front, which archives write into the pages they replay."""
    match = _PATH.fullmatch(url)
    return _absolute(match[1]) if match else url


def _absolute(url: str) -> str:
    """The URL with its scheme, of whose slashes archives and proxies often drop one."""
    if match := _SCHEME.match(url):
        return f"{match[1].lower()}://{url[match.end() :]}"
    return f"http://{url}"


def _instant(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits + _FIRST[len(digits) :], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
