"""What the web archives share: how they are asked, listed and resumed, and what a record out of one is.

The lead's loop calls one step at a time. A step is one request (a few for a page of the Wayback Machine, which
redirects), can be repeated, and raises FetchError alone; where a listing stands is a value that can be stored.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlencode

from qapipe.errors import UsageError
from qapipe.fetch.archives.cdx import Capture, Rows
from qapipe.fetch.archives.selection import Selector, Wanted
from qapipe.fetch.web.client import decoded
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Limits
from qapipe.fetch.web.retries import retry_after
from qapipe.page.text import one_line

OVERLOADED_SECONDS = 60.0
"""How long to stay away after 429 or 503 where the server does not say."""
INDEX_LIMITS = Limits(read=120.0, total=300.0, wire_bytes=16 << 20, decoded_bytes=64 << 20)
"""An answer of an index: thousands of lines, minutes in the making."""

_OVERLOADED = frozenset({429, 500, 502, 503, 504})


class Get(Protocol):
    """One request over the network; raises FetchError alone. Pace, and the guard of addresses, are its business."""

    async def __call__(self, url: str, headers: Mapping[str, str], limits: Limits | None) -> Exchange:
        """Ask for ``url``; redirects are not followed. ``limits`` None: those of a page."""


@dataclass(frozen=True, slots=True)
class ArchivedRecord:
    """A record out of an archive, to be stored as it is."""

    capture: Capture
    """What it is a capture of; URL and date are the record's own, where they differ from those of the index."""
    record: bytes = field(repr=False)
    """The WARC record, not compressed: header, block, and the two line ends."""
    packed: bytes | None = field(repr=False)
    """The gzip member that it came as; None for a record that was made here."""
    origin: str
    """Where it came from: an address, and the range of bytes in it."""
    digest_agrees: bool | None = None
    """Whether the payload has the digest that the index tells; None: not comparable."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a listing got. Store it, and the listing goes on from there after a crash."""

    part: str
    """The part of the listing that is under way: a crawl and a glob, a file of the columnar index."""
    cursor: str = ""
    """What the archive's index wants to be told; empty at the beginning of a part."""
    pages: int | None = None
    """How many answers the part has, where that is known."""
    held: tuple[Capture, ...] = ()
    """Captures of the last page seen, of which later answers may hold better ones."""
    steps: int = 0
    """Answers of the part so far, where nobody knows how many it has."""
    mark: str = ""
    """An earlier cursor; an index that comes back to it goes round in circles."""
    empty: int = 0
    """Answers without a row, one after the other."""

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps({**asdict(self), "held": [one.as_json() for one in self.held]})

    @classmethod
    def from_json(cls, stored: str) -> "Position":
        """What :meth:`to_json` gave."""
        known = json.loads(stored)
        return cls(**{**known, "held": tuple(Capture.from_json(one) for one in known["held"])})


@dataclass(frozen=True, slots=True)
class Listed:
    """What one step of a listing gave."""

    captures: tuple[Capture, ...]
    """To be fetched."""
    passed: Counter[str]
    """What the step saw besides, by why it is not wanted: ``status``, ``duplicate`` ...; see :class:`Selector`."""
    position: Position | None
    """For the next step; None: the listing is complete."""


class Listing(Protocol):
    """The captures that an archive has of what is wanted."""

    def start(self) -> Position:
        """Where a listing begins."""

    async def after(self, position: Position) -> Listed:
        """The next step. One request; where it fails it can be repeated."""


def part_of(parts: Sequence[str], position: Position) -> int:
    """The number of the part that a position is in. Raises UsageError for a position of another listing."""
    if position.part not in parts:
        raise UsageError(
            f"the listing of the archive was begun with other options (it stands at {position.part!r}); "
            "give the same --match and --crawl again, or another folder with --out"
        )
    return parts.index(position.part)


def step(wanted: Wanted, parts: Sequence[str], position: Position, seen: Rows, following: Position | None) -> Listed:
    """The outcome of a step that gave these rows; ``following`` is where its part goes on, None at its end.

    ``wanted`` is what is wanted of the part.
    """
    selector = Selector(wanted, position.held)
    chosen = selector.add(seen.captures)
    selector.passed["unreadable"] += len(seen.unreadable)
    if following is not None:
        following = replace(following, held=selector.held)
    else:
        chosen += selector.finish()
        number = part_of(parts, position) + 1
        following = Position(parts[number]) if number < len(parts) else None
    return Listed(tuple(chosen), +selector.passed, following)


def with_query(address: str, parameters: Sequence[tuple[str, str]]) -> str:
    """The address with a query."""
    return f"{address}?{urlencode(parameters)}"


def index_text(answer: Exchange, whose: str) -> bytes:
    """The text of an index's answer, decoded. Raises FetchError for any other answer than 200, and for a web page.

    By pages servers say that they are overloaded, or that they block somebody.
    """
    if answer.status != 200:
        raise refused(answer, whose, one_line(answer.body[:500].decode("utf-8", "replace")))
    text = decoded(answer, INDEX_LIMITS.decoded_bytes)
    if text[:500].lstrip().startswith(b"<"):
        why = f"{whose} gave a web page in place of an index"
        raise FetchError(Fault.PROTOCOL, why, retry_after=OVERLOADED_SECONDS)
    return text


def refused(answer: Exchange, whose: str, why: str = "") -> FetchError:
    """The error for an answer that is not what was asked for: with a wait where the server is overloaded."""
    wait = retry_after(answer.header("Retry-After"), datetime.now(UTC))
    if wait is None and answer.status in _OVERLOADED:
        wait = OVERLOADED_SECONDS
    detail = f": {why[:200]}" if why else ""
    return FetchError(Fault.HTTP_STATUS, f"{whose} answered {answer.status}{detail}", retry_after=wait)
