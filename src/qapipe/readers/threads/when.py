"""When the posts of a page were written: the dates that their records show, day first or month first."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from qapipe.page import dates
from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Family, Record, runs_of

_FAR_APART = 5  # times as long from the first date to the last
_MOST_INSIDE = 200  # dates of a record that are looked at


def shown_dates(places: Places, family: Family, marks: list[Mark]) -> list[int]:
    """The run where each record shows its date: the anchor's, or, if that has no text, of a mark that says the same."""
    starts = [mark.run for mark in marks]
    by_anchor = {(mark.element, mark.run): mark for mark in marks}
    found = []
    for record in family.records:
        own = by_anchor.get((record.anchor.element, record.anchor.run))
        same: int | None = None
        if own and own.when and own.end == own.run:
            first = bisect_left(starts, places.first_runs[record.roots[0]])
            end = bisect_left(starts, places.end_runs[record.roots[-1]], first)
            inside = marks[first : min(end, first + _MOST_INSIDE)]
            same = next((mark.run for mark in inside if mark.end > mark.run and mark.when == own.when), None)
        found.append(record.anchor.run if same is None else same)
    return found


def dates_of(found: Found, document: HtmlDocument) -> list[datetime | None]:
    """The dates of the records; ages and dates without a year need the time at which the page was captured."""
    day_first = is_day_first(found, document)
    return [instant(found.places, mark, document, day_first=day_first) if mark else None for mark in _marks_of(found)]


def _marks_of(found: Found) -> list[Mark | None]:
    """The mark of each record: its anchor, or, where that is none, one that stands where those of the others do."""
    by_anchor = {(mark.element, mark.run): mark for mark in found.marks}
    records = found.family.records
    own = [by_anchor.get((record.anchor.element, record.anchor.run)) for record in records]
    if None in own and any(own):
        boxes = {_box(found.places, mark) for mark in own if mark is not None} - {None}
        own = [mark or _in_box(found, record, boxes) for mark, record in zip(own, records, strict=True)]
    return own


def _box(places: Places, mark: Mark) -> int | None:
    """The kind of the element around a mark, if it has a name."""
    kind = places.kinds[max(places.parents[mark.element], 0)]
    return kind if kind > 0 else None


def _in_box(found: Found, record: Record, boxes: set[int | None]) -> Mark | None:
    """The first date of a record in an element like those around the dates of other records."""
    places = found.places
    first, end = runs_of(places, record)
    inside = (mark for mark in found.marks if first <= mark.run < end and not mark.foreign)
    return next((mark for mark in inside if _box(places, mark) in boxes), None)


def is_day_first(found: Found, document: HtmlDocument) -> bool:
    """Whether 03/04/2015 is a day in April on a page.

    Where both can be meant, the reading in which dates rise more often holds; on a draw that in which they are much
    closer to each other; else the page's language decides.
    """
    printed = [mark for mark in found.marks if mark.slashed]
    return bool(printed) and _day_first(_marks_of(found), printed, document)


def instant(places: Places, mark: Mark, document: HtmlDocument, *, day_first: bool) -> datetime | None:
    """What a mark says."""
    if mark.when is not None:
        return (mark.other or mark.when) if day_first else mark.when
    if document.captured_at is None or mark.run >= len(places.texts):
        return None
    return dates.on_page(places.texts[mark.run], document.captured_at)


def _day_first(marks: list[Mark | None], printed: list[Mark], document: HtmlDocument) -> bool:
    if any(mark.when is not None and mark.other is None and mark.month_first for mark in printed):
        return False
    if any(mark.other is None for mark in printed):
        return True
    rises = [_rises([mark.other for mark in marks if mark]), _rises([mark.when for mark in marks if mark])]
    if rises[0] != rises[1]:
        return rises[0] > rises[1]
    spans = [_span([mark.other for mark in marks if mark]), _span([mark.when for mark in marks if mark])]
    if max(spans) > _FAR_APART * min(spans):
        return spans[0] < spans[1]
    return dates.day_first([], document.language)


def _span(instants: Sequence[datetime | None]) -> timedelta:
    """The time from the first to the last."""
    known = [instant for instant in instants if instant]
    return max(known) - min(known) if known else timedelta()


def _rises(instants: Sequence[datetime | None]) -> int:
    known = [instant for instant in instants if instant]
    return sum(first <= second for first, second in pairwise(known))
