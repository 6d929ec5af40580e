"""Resumable listings of a web archive's captures: types shared by all archives.

A listing advances in steps. A step is one request, can be repeated, and raises only FetchError; the position after it
is a value that can be stored.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlencode

from qapipe.errors import UsageError
from qapipe.fetch.archives.cdx import Capture, Rows, rows
from qapipe.fetch.archives.selection import CaptureFilter, Selector
from qapipe.fetch.web.client import decoded
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Limits
from qapipe.fetch.web.retries import retry_after
from qapipe.page.text import one_line

OVERLOADED_SECONDS = 60.0
"""Wait after an overload status without Retry-After, in seconds."""
INDEX_LIMITS = Limits(read=120.0, total=300.0, wire_bytes=16 << 20, decoded_bytes=64 << 20)
"""Limits of an index request: thousands of lines, which may take minutes to produce."""

_OVERLOADED = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class ArchivedRecord:
    """A record from a web archive, to be stored unchanged."""

    capture: Capture
    """The capture, with URL and date of the record where the index differs."""
    record: bytes = field(repr=False)
    """The uncompressed WARC record: header, block and trailing line ends."""
    packed: bytes | None = field(repr=False)
    """The gzip member as received; None for a reconstructed record."""
    origin: str
    """Source URL and byte range."""
    digest_agrees: bool | None = None
    """Whether the payload matches the digest of the index; None if unknown."""


@dataclass(frozen=True, slots=True)
class Position:
    """The position of a listing, from which it can resume."""

    part: str
    """The current part: a crawl and a glob, or a file of the columnar index."""
    cursor: str = ""
    """Continuation token of the index; empty at the start of a part."""
    pages: int | None = None
    """Number of responses in the part, if known."""
    held: tuple[Capture, ...] = ()
    """Captures of the last page seen; a later response may have better ones."""
    steps: int = 0
    """Responses of the part so far."""
    mark: str = ""
    """An earlier cursor, to detect an index that loops."""
    empty: int = 0
    """Consecutive responses without rows."""

    def to_json(self) -> str:
        """The position as one line of JSON."""
        return json.dumps({**asdict(self), "held": [one.as_json() for one in self.held]})

    @classmethod
    def from_json(cls, stored: str) -> "Position":
        """The inverse of :meth:`to_json`."""
        known = json.loads(stored)
        return cls(**{**known, "held": tuple(Capture.from_json(one) for one in known["held"])})


@dataclass(frozen=True, slots=True)
class ListingStep:
    """The result of one step."""

    captures: tuple[Capture, ...]
    """Captures to fetch."""
    skipped: Counter[str]
    """Number of other captures, by reason; see :class:`.Selector`."""
    position: Position | None
    """The next position; None when the listing is complete."""


class Listing(Protocol):
    """A listing of the captures that pass a filter."""

    def start(self) -> Position:
        """The first position."""

    async def after(self, position: Position) -> ListingStep:
        """The next step: one request, which can be repeated after a failure."""


def part_of(parts: Sequence[str], position: Position) -> int:
    """The index of a position's part. Raises UsageError for a position of another listing."""
    if position.part not in parts:
        raise UsageError(
            f"the archive listing in this directory was started with other options (it is at {position.part!r}); "
            "repeat them (--match, --crawl) or choose another --out"
        )
    return parts.index(position.part)


def step(
    wanted: CaptureFilter, parts: Sequence[str], position: Position, seen: Rows, following: Position | None
) -> ListingStep:
    """The result of a step that received ``seen``; ``following`` is the next position in the part, None at its end.

    ``wanted`` is the filter of the part.
    """
    selector = Selector(wanted, position.held)
    chosen = selector.add(seen.captures)
    selector.skipped["unreadable"] += len(seen.unreadable)
    if following is not None:
        following = replace(following, held=selector.held)
    else:
        chosen += selector.finish()
        number = part_of(parts, position) + 1
        following = Position(parts[number]) if number < len(parts) else None
    return ListingStep(tuple(chosen), +selector.skipped, following)


def with_query(address: str, parameters: Sequence[tuple[str, str]]) -> str:
    """The URL with a query string."""
    return f"{address}?{urlencode(parameters)}"


def index_text(response: Exchange, name: str) -> bytes:
    """The decoded text of an index response. Raises FetchError for other statuses than 200, and for HTML.

    Servers report overload and blocking as HTML pages.
    """
    if response.status != 200:
        raise refused(response, name, one_line(response.body[:500].decode("utf-8", "replace")))
    text = decoded(response, INDEX_LIMITS.decoded_bytes)
    if text[:500].lstrip().startswith(b"<"):
        raise FetchError(Fault.PROTOCOL, f"{name} returned HTML instead of an index")
    return text


def index_rows(response: Exchange, name: str, archive: str, *, may_be_empty: bool = False) -> Rows:
    """The captures in an index response. Raises FetchError for one that breaks off, or is no index.

    A listing must not be remembered as complete before its end was seen.
    """
    seen = rows(index_text(response, name), archive)
    if seen.malformed and not seen.captures:
        line = one_line(next(one.line for one in seen.unreadable if one.malformed))
        raise FetchError(Fault.PROTOCOL, f"{name} returned no index: {line}")
    if not seen.complete and (response.body.strip() or not may_be_empty):
        raise FetchError(Fault.PROTOCOL, f"{name} returned an incomplete response ({len(response.body):,} bytes)")
    return seen


def refused(response: Exchange, name: str, detail: str = "") -> FetchError:
    """The error for an unexpected status, with a wait when the server is overloaded."""
    wait = retry_after(response.header("Retry-After"), datetime.now(UTC))
    if wait is None and response.status in _OVERLOADED:
        wait = OVERLOADED_SECONDS
    suffix = f": {detail[:200]}" if detail else ""
    return FetchError(Fault.HTTP_STATUS, f"{name} returned status {response.status}{suffix}", retry_after=wait)
