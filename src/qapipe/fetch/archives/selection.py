"""Selects captures by URL glob, date, status and media type, and limits captures per page.

Index servers only support prefix queries. Each glob is therefore translated to the narrowest query that covers it, and
the results are matched against the glob.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from qapipe.errors import UsageError
from qapipe.fetch.archives.cdx import Capture, without_port
from qapipe.fetch.archives.choices import OnePer
from qapipe.sources.globs import matches

HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
"""Media types of pages that can contain questions."""

_SCHEME = re.compile(r"(?:https?|http[?*s\[\]]*|\*)://", re.IGNORECASE)
_MAGIC = re.compile(r"[*?\[]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?(?::\d{1,5})?")
_DATE = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?")


class MatchType(StrEnum):
    """Query types of index servers (``matchType`` of pywb and the Wayback Machine)."""

    EXACT = "exact"
    PREFIX = "prefix"
    DOMAIN = "domain"
    """A host and its subdomains."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The narrowest index query that covers a glob."""

    glob: str
    host: str
    path: str
    """The path, or its literal prefix."""
    match_type: MatchType

    @property
    def url(self) -> str:
        """The ``url`` parameter of the query."""
        return self.host if self.match_type is MatchType.DOMAIN else self.host + self.path


def scope(glob: str) -> Scope:
    """The query for a glob such as ``www.realself.com/question/*``. Raises UsageError for one without a host."""
    found = _SCHEME.match(glob)
    bare = glob[found.end() :] if found else glob
    host, slash, path = bare.partition("/")
    below = host.startswith("*")
    name = host.removeprefix("*").removeprefix(".").lower()
    if _MAGIC.search(name) or not _HOST.fullmatch(name) or (below and "." not in name):
        raise UsageError(
            f"--match {glob!r} has no literal host, which archives require; "
            "use a glob such as www.realself.com/question/* or *.realself.com/*"
        )
    magic = _MAGIC.search(path)
    literal = slash + (path[: magic.start()] if magic else path)
    if below:
        return Scope(glob, name, literal, MatchType.DOMAIN)
    return Scope(glob, name, literal or "/", MatchType.PREFIX if magic else MatchType.EXACT)


@dataclass(frozen=True, slots=True)
class CaptureFilter:
    """Which captures to take from an archive."""

    match: tuple[str, ...]
    """URL globs, with or without scheme; one must match."""
    first: str | None = None
    """Earliest timestamp, fourteen digits; see :func:`date_from`."""
    last: str | None = None
    """Latest timestamp."""
    one_per: OnePer = OnePer.ALL
    statuses: frozenset[int] = frozenset({200})
    media_types: frozenset[str] = frozenset(HTML_TYPES)
    unless: tuple[str, ...] = ()
    """Globs already listed by earlier parts."""
    scopes: tuple[Scope, ...] = field(init=False)

    def __post_init__(self) -> None:
        if not self.match:
            raise UsageError("--archive needs --match with a host, such as --match 'www.realself.com/question/*'")
        if self.first and self.last and self.first > self.last:
            raise UsageError("--from-date is later than --to-date")
        object.__setattr__(self, "scopes", tuple(scope(glob) for glob in dict.fromkeys(self.match)))

    def of_scope(self, number: int) -> "CaptureFilter":
        """The filter for one scope, without what earlier scopes cover."""
        globs = tuple(one.glob for one in self.scopes)
        return replace(self, match=globs[number : number + 1], unless=globs[:number])

    def rejection(self, capture: Capture) -> str | None:
        """Why a capture is skipped, as a keyword; None if it is taken."""
        if not matches(without_port(capture.url), self.match):
            return "not_matched"
        if self.unless and matches(without_port(capture.url), self.unless):
            return "duplicate"
        if (self.first and capture.timestamp < self.first) or (self.last and capture.timestamp > self.last):
            return "date"
        unknown = capture.status is None and capture.media_type is None  # some indexes have neither
        if not unknown and capture.media_type is not None and capture.media_type not in self.media_types:
            return "revisit" if capture.media_type == "warc/revisit" else "media_type"
        return None if unknown or capture.status in self.statuses else "status"


def date_from(text: str, option: str = "--from-date") -> str:
    """The first timestamp of ``2019``, ``2019-03`` or ``2019-03-05``, fourteen digits. Raises UsageError."""
    year, month, day = _date(text, option)
    return f"{year:04}{month or 1:02}{day or 1:02}000000"


def date_to(text: str, option: str = "--to-date") -> str:
    """The last timestamp of such a date; a day past the month's end is harmless."""
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
        pass  # reported below
    raise UsageError(f"{option} {text!r} is not a date; use 2019, 2019-03 or 2019-03-05")


class Selector:
    """Selects among captures sorted by page and date, keeping one page's captures in memory at a time.

    Per year or month the latest capture is taken, because threads grow. Among the selected captures of a page with the
    same digest, only the earliest is kept. The selection does not depend on how the index splits its responses, as
    long as ``held`` is passed on.

    ``skipped`` counts the rest by reason: ``not_matched``, ``date``, ``status``, ``media_type``, ``revisit`` (the body
    is in another record with the same digest), ``same_period``, ``duplicate``.
    """

    def __init__(self, wanted: CaptureFilter, held: Iterable[Capture] = ()) -> None:
        self._wanted = wanted
        self._kept: dict[str, Capture] = {}
        self._group: str | None = None
        self.skipped: Counter[str] = Counter()
        self.add(held)

    @property
    def held(self) -> tuple[Capture, ...]:
        """Captures of the last page seen; a later response may have better ones."""
        return tuple(self._kept.values())

    def add(self, captures: Iterable[Capture]) -> list[Capture]:
        """Add captures; returns the selection of completed pages."""
        chosen: list[Capture] = []
        for capture in captures:
            rejection = self._wanted.rejection(capture)
            if rejection:
                self.skipped[rejection] += 1
                continue
            if capture.group != self._group:
                chosen += self.finish()
                self._group = capture.group
            self._keep(capture)
        return chosen

    def finish(self) -> list[Capture]:
        """The selection of the last page, which is now complete."""
        kept = sorted(self._kept.values(), key=lambda one: (one.timestamp, one.url))
        self._kept = {}
        chosen: dict[str, Capture] = {}
        for capture in kept:
            chosen.setdefault(capture.digest or capture.timestamp, capture)
        self.skipped["duplicate"] += len(kept) - len(chosen)
        return list(chosen.values())

    def _keep(self, capture: Capture) -> None:
        match self._wanted.one_per:
            case OnePer.YEAR:
                period, reason = capture.timestamp[:4], "same_period"
            case OnePer.MONTH:
                period, reason = capture.timestamp[:6], "same_period"
            case OnePer.ALL:
                period, reason = capture.digest or capture.timestamp, "duplicate"
        other = self._kept.get(period)
        if other is None:
            self._kept[period] = capture
            return
        self.skipped[reason] += 1
        latest = self._wanted.one_per is not OnePer.ALL
        # The URL breaks ties, so the order of the response does not matter.
        if ((capture.timestamp, capture.url) > (other.timestamp, other.url)) == latest:
            self._kept[period] = capture
