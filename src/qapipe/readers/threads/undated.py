"""Posts of a family that show no date of their own, but an edit's or none: boxes that are built as the records are."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from qapipe.readers.threads.places import A_LINK, Places
from qapipe.readers.threads.profiles import is_profile
from qapipe.readers.threads.records import Anchor, Family, Prose, Record, boxes_of

_MOST_OF = 0.6  # of the records must be built so
_LEAST = 25  # letters of prose in a box that may be a post
_MOST_ELEMENTS = 60  # of a box, from its start, in which its author or date stands


def add_undated(places: Places, family: Family, prose: Prose) -> list[int]:
    """Add the boxes that show an author, or a date of another kind, where most records do.

    Returns the other boxes behind the first record.
    """
    boxes = list(_boxes(places, family, prose))
    if not boxes:
        return []
    signs = _of_most(places, family)
    found = [box for box in boxes if not signs.isdisjoint(places.signs[box : places.ends[box]])]
    family.records += [Record([box], Anchor(box, places.first_runs[box], family.sign)) for box in found]
    family.records.sort(key=lambda record: record.roots[0])
    first = family.records[0].roots[0]
    return [box for box in boxes if box > first and box not in set(found)]


def _boxes(places: Places, family: Family, prose: Prose) -> Iterator[int]:
    """The elements with a text that have the place of most records, and stand beside some of them and in none."""
    if family.kind == "pair" or len(family.records) < 2:
        return
    tops = tops_of(places, family)
    (sign, count), *_ = Counter(places.signs[top] for top in tops).most_common(1)
    if count < _MOST_OF * len(tops) or any(places.kinds[top] < 0 for top in tops if places.signs[top] == sign):
        return
    spans = spans_of(places, family)
    for parent in dict.fromkeys(places.parents[top] for top in tops if places.signs[top] == sign):
        for child in places.children(parent):
            if places.signs[child] == sign and prose.of(child) >= _LEAST and not overlaps(places, child, spans):
                yield child


def tops_of(places: Places, family: Family) -> list[int]:
    """The outermost element around each record that holds no other one."""
    roots = [record.roots[0] for record in family.records]
    return [box if box > 0 else root for box, root in zip(boxes_of(places, roots), roots, strict=True)]


def spans_of(places: Places, family: Family) -> list[tuple[int, int]]:
    """The first element of each record and the one behind its last, in page order."""
    return sorted((record.roots[0], places.ends[record.roots[-1]]) for record in family.records)


def overlaps(places: Places, element: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an element stands in one of some spans of elements, or around one."""
    at = bisect_right(spans, (element, len(places.nodes)))
    return (at > 0 and spans[at - 1][1] > element) or (at < len(spans) and spans[at][0] < places.ends[element])


def _of_most(places: Places, family: Family) -> set[int]:
    """The places where most records show a date or an author."""
    tally: Counter[int] = Counter()
    for record in family.records:
        tally.update({places.signs[record.anchor.element], *_shown(places, record.roots[0])})
    return {sign for sign, count in tally.items() if count >= _MOST_OF * len(family.records)}


def _shown(places: Places, box: int) -> set[int]:
    """The places of links to profiles at the start of a box."""
    end = min(places.ends[box], box + _MOST_ELEMENTS)
    links = (one for one in range(box, end) if places.tags[one] == A_LINK)
    return {places.signs[one] for one in links if is_profile(places.attributes[one].get("href"))}
