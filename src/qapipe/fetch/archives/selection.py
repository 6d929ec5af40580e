"""Which of the captures that an archive has are wanted: by glob, date, status and type, and one of many.

Globs are the user's, of which an index server knows prefixes alone. So it is asked for the narrowest scope that holds
all of a glob, and what it gives is held against the glob itself.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from qapipe.errors import UsageError
from qapipe.fetch.archives.cdx import Capture, without_port
from qapipe.sources.base import matches

HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
"""Media types of pages that can hold questions."""

_SCHEME = re.compile(r"(?:https?|http[?*s\[\]]*|\*)://", re.IGNORECASE)
_MAGIC = re.compile(r"[*?\[]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?(?::\d{1,5})?")
_DATE = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?")


class OnePer(StrEnum):
    """How many captures of one page are wanted."""

    YEAR = "year"
    """The latest of each year."""
    MONTH = "month"
    """The latest of each month."""
    ALL = "all"
    """All that differ."""


class MatchType(StrEnum):
    """What an index server can be asked for (pywb and the Wayback Machine, "matchType")."""

    EXACT = "exact"
    PREFIX = "prefix"
    DOMAIN = "domain"
    """A host and all below it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The narrowest question to an index that holds all of a glob."""

    glob: str
    host: str
    path: str
    """What the path begins with, or all of it."""
    match_type: MatchType

    @property
    def url(self) -> str:
        """What to ask the index for."""
        return self.host if self.match_type is MatchType.DOMAIN else self.host + self.path


def scope(glob: str) -> Scope:
    """The question for a glob such as ``www.realself.com/question/*``. Raises UsageError for one without a host."""
    found = _SCHEME.match(glob)
    bare = glob[found.end() :] if found else glob
    host, slash, path = bare.partition("/")
    below = host.startswith("*")
    name = host.removeprefix("*").removeprefix(".").lower()
    if _MAGIC.search(name) or not _HOST.fullmatch(name) or (below and "." not in name):
        raise UsageError(
            f"--match {glob!r} names no host that an archive can be asked for; "
            "write one like www.realself.com/question/* or *.realself.com/*"
        )
    magic = _MAGIC.search(path)
    literal = slash + (path[: magic.start()] if magic else path)
    if below:
        return Scope(glob, name, literal, MatchType.DOMAIN)
    return Scope(glob, name, literal or "/", MatchType.PREFIX if magic else MatchType.EXACT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of an archive."""

    match: tuple[str, ...]
    """Globs on the URL, with or without its scheme; one must fit."""
    first: str | None = None
    """Fourteen digits: nothing earlier; see :func:`date_from`."""
    last: str | None = None
    """Nothing later."""
    one_per: OnePer = OnePer.ALL
    statuses: frozenset[int] = frozenset({200})
    media_types: frozenset[str] = frozenset(HTML_TYPES)
    unless: tuple[str, ...] = ()
    """Globs of what was listed before."""
    scopes: tuple[Scope, ...] = field(init=False)

    def __post_init__(self) -> None:
        if not self.match:
            raise UsageError(
                "an archive holds the whole web: say what you want of it, as in --match 'www.realself.com/question/*'"
            )
        if self.first and self.last and self.first > self.last:
            raise UsageError("--from-date is later than --to-date; exchange them")
        object.__setattr__(self, "scopes", tuple(scope(glob) for glob in dict.fromkeys(self.match)))

    def of_scope(self, number: int) -> "Wanted":
        """What one of the scopes adds to those before it."""
        globs = tuple(one.glob for one in self.scopes)
        return replace(self, match=globs[number : number + 1], unless=globs[:number])

    def objection(self, capture: Capture) -> str | None:
        """Why a capture is not wanted, in a word; None if it is."""
        if not matches(without_port(capture.url), self.match):
            return "not_matched"
        if self.unless and matches(without_port(capture.url), self.unless):
            return "duplicate"
        if (self.first and capture.timestamp < self.first) or (self.last and capture.timestamp > self.last):
            return "date"
        unknown = capture.status is None and capture.media_type is None  # some indexes tell neither
        if not unknown and capture.media_type is not None and capture.media_type not in self.media_types:
            return "revisit" if capture.media_type == "warc/revisit" else "media_type"
        return None if unknown or capture.status in self.statuses else "status"


def date_from(text: str, option: str = "--from-date") -> str:
    """Fourteen digits for the first moment of ``2019``, ``2019-03`` or ``2019-03-05``. Raises UsageError."""
    year, month, day = _date(text, option)
    return f"{year:04}{month or 1:02}{day or 1:02}000000"


def date_to(text: str, option: str = "--to-date") -> str:
    """Fourteen digits for the last moment of such a date; days beyond a month's end do not matter."""
    year, month, day = _date(text, option)
    return f"{year:04}{month or 12:02}{day or 31:02}235959"


def _date(text: str, option: str) -> tuple[int, int, int]:
    found = _DATE.fullmatch(text.strip())
    try:
        if found:
            year, month, day = (int(part or 0) for part in found.groups())
            datetime(year, month or 1, day or 1, tzinfo=UTC)
            return year, month, day
    except ValueError:
        pass  # told below
    raise UsageError(f"{option} {text!r} is no date; write 2019, 2019-03 or 2019-03-05")


class Selector:
    """Chooses among captures that come sorted by page and date, as indexes have them, and holds one page's at a time.

    Of a year or a month the latest capture is chosen: a thread grows, so it has the most answers. Of several chosen
    captures of a page with the same digest the earliest stands, whatever lies between: the later ones are its bytes
    again. What is chosen depends on the captures alone, not on how answers cut them, as long as ``held`` is handed on.

    ``passed`` counts what was not chosen, by reason: ``not_matched``, ``date``, ``status``, ``media_type``,
    ``revisit`` (the archive has the body elsewhere, under the same digest), ``same_period``, ``duplicate``.
    """

    def __init__(self, wanted: Wanted, held: Iterable[Capture] = ()) -> None:
        self._wanted = wanted
        self._kept: dict[str, Capture] = {}
        self._group: str | None = None
        self.passed: Counter[str] = Counter()
        self.add(held)

    @property
    def held(self) -> tuple[Capture, ...]:
        """Captures of the page that came last: later answers may have better ones."""
        return tuple(self._kept.values())

    def add(self, captures: Iterable[Capture]) -> list[Capture]:
        """Look at captures; those chosen of the pages that are complete."""
        chosen: list[Capture] = []
        for capture in captures:
            objection = self._wanted.objection(capture)
            if objection:
                self.passed[objection] += 1
                continue
            if capture.group != self._group:
                chosen += self.finish()
                self._group = capture.group
            self._keep(capture)
        return chosen

    def finish(self) -> list[Capture]:
        """Those chosen of the page that came last: there is no more of it."""
        kept = sorted(self._kept.values(), key=lambda one: (one.timestamp, one.url))
        self._kept = {}
        chosen: dict[str, Capture] = {}
        for capture in kept:
            chosen.setdefault(capture.digest or capture.timestamp, capture)
        self.passed["duplicate"] += len(kept) - len(chosen)
        return list(chosen.values())

    def _keep(self, capture: Capture) -> None:
        match self._wanted.one_per:
            case OnePer.YEAR:
                period, why = capture.timestamp[:4], "same_period"
            case OnePer.MONTH:
                period, why = capture.timestamp[:6], "same_period"
            case OnePer.ALL:
                period, why = capture.digest or capture.timestamp, "duplicate"
        other = self._kept.get(period)
        if other is None:
            self._kept[period] = capture
            return
        self.passed[why] += 1
        latest = self._wanted.one_per is not OnePer.ALL
        # Between equal dates the URL decides, so that the order of the answer does not.
        if ((capture.timestamp, capture.url) > (other.timestamp, other.url)) == latest:
            self._kept[period] = capture
