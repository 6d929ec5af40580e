"""Whether a page shows posts that are in none of the records."""

from bisect import bisect_right
from itertools import accumulate

from qapipe.readers.threads.found import Found
from qapipe.readers.threads.records import Prose, runs_of

_LEAST_POST = 60  # letters of prose in a box that is a post
_DEEPEST = 41  # elements around a date that are looked at, its own too


def leaves_out(found: Found, prose: Prose) -> bool:
    """Whether dates as those of the posts stand among the records, and in none of them."""
    places, records = found.places, found.family.records
    spans = sorted(runs_of(places, one) for one in records)
    starts = [start for start, _ in spans]
    ends = list(accumulate((end for _, end in spans), max))  # records may stand in others
    between = any(
        ends[bisect_right(starts, mark.run) - 1] <= mark.run < ends[-1]
        for mark in found.marks
        if _is_alike(mark.sign, found.family.sign) and not mark.foreign
    )
    return between or _goes_on(found, prose, ends[-1])


def _goes_on(found: Found, prose: Prose, last: int) -> bool:
    """Whether a box behind the last record, beside the others, holds a date and an author as they do, and a text."""
    places, records = found.places, found.family.records
    holders = {places.parents[(one.around or one.roots)[-1]] for one in records}
    named = {places.kinds[places.owners[author.run]] for author in found.named if author.run is not None}
    named -= {kind for kind in named if kind < 0}
    boxes: set[int] = set()
    for mark in found.marks:
        if mark.run >= last and not mark.foreign and _is_alike(mark.sign, found.family.sign):
            around = places.path(mark.element, _DEEPEST)
            boxes.update([one for one in around if places.parents[one] in holders][:1])
    return any(
        prose.of(box) >= _LEAST_POST and not named.isdisjoint(places.kinds[box : places.ends[box]]) for box in boxes
    )


def _is_alike(sign: object, own: object) -> bool:
    """Whether a mark is as exact as those of the posts, in an element of the same name and classes."""
    return isinstance(sign, tuple) and isinstance(own, tuple) and sign[:2] == own[:2]
