"""Which pages are duplicates or superseded; needs the keys of all pages of the input.

A page with the URL and payload of an earlier page is a ``duplicate``. Of several captures of one question the latest
is kept (an unknown time is the earliest; ties: more answers, then the earlier page) and the others are
``superseded``. The capture time of a page is that of its latest duplicate: the page was unchanged until then.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from qapipe.dataset.choices import Captures
from qapipe.records.reasons import Reason, Status

KEYS = ("page_id", "status", "answers_found", "question_id", "captured_at")
"""The columns of the record that the decision needs."""


class Verdict(NamedTuple):
    """The final status, reason and detail of a page, where it is not that of its record."""

    status: Status
    reason: Reason
    detail: str


class _Capture(NamedTuple):
    """A page with a question; the greatest of a question's captures is kept."""

    captured_us: int  # microseconds since 1970
    answers: int
    minus_page: int  # the page's number in the input, negated: earlier is greater


_UNKNOWN_TIME = -(1 << 63)


@dataclass(slots=True)
class Resolution:
    """Duplicate and superseded pages, by their number in the input (from 0): add all keys, decide, then ask."""

    captures: Captures = Captures.LATEST
    first_of: dict[int, int] = field(default_factory=dict)
    """Duplicate pages, each with the number of the first page that is the same."""
    winner_of: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Superseded pages, each with the number and id of the page that is kept."""
    pages: int = 0
    _first_by_id: dict[bytes, int] = field(default_factory=dict)
    _captures: dict[int, tuple[bytes, _Capture]] = field(default_factory=dict)

    def add(self, batch: pa.RecordBatch) -> None:
        """Add the keys of the next pages (the columns of :data:`KEYS`)."""
        columns = [batch.column(name) for name in KEYS[:-1]]
        times = batch.column("captured_at").cast(pa.int64())
        for row in zip(*(column.to_pylist() for column in (*columns, times)), strict=True):
            self._add_page(*row)

    def _add_page(
        self, page_id: str, status: str, answers: int, question_id: str | None, captured_us: int | None
    ) -> None:
        page = self.pages
        self.pages += 1
        first = self._first_by_id.setdefault(bytes.fromhex(page_id), page)
        time = _UNKNOWN_TIME if captured_us is None else captured_us
        if first != page:
            self.first_of[page] = first
            if (seen := self._captures.get(first)) and time > seen[1].captured_us:
                self._captures[first] = (seen[0], seen[1]._replace(captured_us=time))
        elif question_id and status in (Status.OK, Status.PARTIAL) and self.captures is Captures.LATEST:
            self._captures[page] = (bytes.fromhex(question_id), _Capture(time, answers, -page))

    def decide(self) -> None:
        """Decide, after all keys were added, and free the memory that only the decision needs."""
        best: dict[bytes, _Capture] = {}
        for question, capture in self._captures.values():
            best[question] = max(capture, best.get(question, capture))
        losers = {
            page: -best[question].minus_page
            for page, (question, capture) in self._captures.items()
            if best[question] is not capture
        }
        winners = set(losers.values())
        ids = {page: page_id.hex() for page_id, page in self._first_by_id.items() if page in winners}
        self.winner_of = {page: (winner, ids[winner]) for page, winner in losers.items()}
        self._first_by_id, self._captures = {}, {}

    def firsts(self) -> set[int]:
        """Pages that have duplicates."""
        return set(self.first_of.values())

    def verdict(self, page: int, places: dict[int, str]) -> Verdict | None:
        """The verdict on a page; None if its own status holds. ``places`` has the places of :meth:`firsts`."""
        if (first := self.first_of.get(page)) is not None:
            return Verdict(Status.DUPLICATE, Reason.SAME_PAYLOAD, f"first seen in {places[first]}")
        if (won := self.winner_of.get(page)) is not None:
            return Verdict(Status.SUPERSEDED, Reason.LATER_CAPTURE, won[1])
        return None


def resolve(batches: Iterable[pa.RecordBatch], captures: Captures) -> Resolution:
    """The resolution of an input; ``batches`` hold the keys of all its pages in order."""
    resolution = Resolution(captures)
    for batch in batches:
        resolution.add(batch)
    resolution.decide()
    return resolution
