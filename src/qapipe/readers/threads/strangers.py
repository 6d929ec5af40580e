"""Posts of a family that are built otherwise than its records: of the staff, chosen, in another state."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from qapipe.readers.threads.anchors import naming
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Anchor, Family, Prose, Record
from qapipe.readers.threads.undated import overlaps, spans_of, tops_of

_ADVERT = re.compile(r"(?<![a-z])(?:ads?|advert\w*|sponsor\w*|promo\w*)(?![a-z])")
_LEAST = 25  # letters of prose
_DEEPEST = 40  # elements above a date that are looked at
_MOST_LINKS, _MOST_LINKS_OUTSIDE = 0.6, 0.4  # of the text of a box between records, and of one before or behind them
_MOST_DATES = 2  # its own, and one of an edit
_FEW_LINKS = 0.25  # of the text of a box with more dates: those of comments


def add_strangers(places: Places, family: Family, marks: Sequence[Mark], prose: Prose, title_run: int | None) -> bool:
    """Add boxes beside the records that show an author, a text in an element called as theirs, and a date as exact.

    Between records the date may be given in another way, or be missing. Returns whether such dated texts without an
    author are left there.
    """
    if family.kind not in ("place", "alone") or len(family.records) < 2:
        return False
    first, last = family.records[0].roots[0], family.records[-1].roots[0]
    boxes = _boxes(places, family, marks, prose, first if title_run is None else places.owners[title_run])
    before, behind = sum(box < first for box in boxes), sum(box > last for box in boxes)
    # Several before or behind the records are a list of other pages.
    boxes = {box: mark for box, mark in boxes.items() if (before < 2 or box > first) and (behind < 2 or box < last)}
    if not boxes:
        return False
    names = sorted(naming(places))
    kinds = _texts(places, family, prose, names)
    written = {box: mark for box, mark in boxes.items() if _has_text(places, box, mark, prose, names, kinds)}
    found = {box: mark for box, mark in written.items() if _is_named(places, box, names)}
    for box, mark in found.items():
        anchor = (box, places.first_runs[box]) if mark is None else (mark.element, mark.run)
        family.records.append(Record([box], Anchor(*anchor, family.sign)))
    family.records.sort(key=lambda record: record.roots[0])
    return any(box not in found and mark is not None and first < box < last for box, mark in written.items())


def _boxes(places: Places, family: Family, marks: Sequence[Mark], prose: Prose, begin: int) -> dict[int, Mark | None]:
    """The boxes behind an element that stand beside records and hold a text, each with the first date in it."""
    spans = spans_of(places, family)
    first, last = spans[0][0], spans[-1][0]
    tops = tops_of(places, family)
    holders = {places.parents[top] for top in tops}
    dates: dict[int, list[Mark]] = {}
    precision = family.sign[0] if isinstance(family.sign, tuple) else None
    for mark in marks:
        among = first < mark.element < last
        if mark.element > begin and (among or mark.sign[0] == precision) and not mark.foreign:
            box = next((one for one in places.path(mark.element, _DEEPEST) if places.parents[one] in holders), begin)
            if box > begin:
                dates.setdefault(box, []).append(mark)
    (tag, _), *_ = Counter(places.tags[top] for top in tops).most_common(1)
    for holder in holders:
        for child in places.children(holder):
            if first < child < last and places.tags[child] == tag:
                dates.setdefault(child, [])
    return {
        box: own[0] if own else None
        for box, own in sorted(dates.items())
        if not overlaps(places, box, spans)
        and not places.matches(_ADVERT, box)
        and prose.of(box) >= _LEAST
        and places.link_length(box) <= places.length(box) * _most_links(len(own), among=first < box < last)
    }


def _most_links(dates: int, *, among: bool) -> float:
    if dates > _MOST_DATES:
        return _FEW_LINKS
    return _MOST_LINKS if among and dates else _MOST_LINKS_OUTSIDE


def _has_text(places: Places, box: int, mark: Mark | None, prose: Prose, names: list[int], kinds: set[int]) -> bool:
    """Whether a box shows a text in an element of its own, of one of some names and classes.

    A line that says what somebody did is none, nor the card of another page.
    """
    return not kinds.isdisjoint(_of_texts(places, box, places.ends[box], mark and mark.run, prose, names))


def _texts(places: Places, family: Family, prose: Prose, names: list[int]) -> set[int]:
    """The names and classes of the elements, some with each record, that hold texts and no author or date."""
    counts: Counter[int] = Counter()
    for record in family.records:
        end = places.ends[record.roots[-1]]
        counts.update(set(_of_texts(places, record.roots[0], end, record.anchor.run, prose, names)))
    return {kind for kind, count in counts.items() if 2 * count >= len(family.records)}


def _of_texts(places: Places, box: int, end: int, dated: int | None, prose: Prose, names: list[int]) -> Iterator[int]:
    """The name and classes of each element in a box that has classes, and a text without its author and date."""
    return (
        places.kinds[one]
        for one in range(box + 1, end)
        if places.kinds[one] > 0
        and prose.of(one) >= _LEAST
        and not _is_named(places, one, names)
        and (dated is None or not places.first_runs[one] <= dated < places.end_runs[one])
    )


def _is_named(places: Places, element: int, names: list[int]) -> bool:
    at = bisect_left(names, element)
    return at < len(names) and names[at] < places.ends[element]
