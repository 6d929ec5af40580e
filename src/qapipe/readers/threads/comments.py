"""Comments below posts: boxes inside records that have date marks of their own, and posts that contain better ones."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from qapipe.readers.threads.places import QUOTE, Places, among
from qapipe.readers.threads.records import Anchor, Family, Prose, Record

COMMENT = re.compile(r"(?<![a-z])comments?(?![a-z])")
"""Classes and ids that call an element a comment."""
_MOST_FOREIGN = 0.6  # of the boxes of a place must hold a mark to be boxes of comments
_INSIDE = 0.6
_OUTSIDE_PROSE = 0.5
_SAME = 0.5  # of the boxes may be those of posts with one comment
_LIKELY = 0.25
_MOST_OUTER = 1.5
_DEEPEST = 30  # elements above a mark that are looked at


def outermost(places: Places, families: list[Family], prose: Prose) -> Family:
    """The best family, or the one whose records hold most of its records and text of their own: answers, not comments.

    The families are sorted, the best first.
    """
    best = families[0]
    for _ in range(3):
        wider = next(
            (family for family in families if family is not best and _holds(places, family, best, prose)), None
        )
        if wider is None:
            return best
        best = wider
    return best


def _holds(places: Places, outer: Family, inner: Family, prose: Prose) -> bool:
    ratio = len(outer.records) / len(inner.records)
    if ratio >= _MOST_OUTER or outer.score < _LIKELY * inner.score * ratio:
        return False
    starts = [record.roots[0] for record in inner.records]
    held = same = fuller = apart = 0
    lengths = sorted(prose.own(record) for record in inner.records)
    usual = lengths[len(lengths) // 2]
    for record in outer.records:
        first, end = record.roots[0], places.ends[record.roots[-1]]
        low, high = bisect_left(starts, first), bisect_left(starts, end)
        boxes = [own for own in inner.records[low:high] if places.ends[own.roots[-1]] <= end]
        held += len(boxes)
        if any(own.roots[0] <= first and places.ends[own.roots[-1]] >= end for own in boxes):
            if any(own.anchor == record.anchor for own in boxes) or len(boxes) > 1:
                return False  # the same box
            same += 1  # the box of a post with one comment, found by the comment's date
            continue
        outside = prose.own(record) - sum(prose.own(own) for own in boxes)
        fuller += outside >= _OUTSIDE_PROSE * usual
        apart += not any(own.roots[0] <= record.anchor.element < places.ends[own.roots[-1]] for own in boxes)
    if same > _SAME * len(outer.records):
        return False
    needed = _INSIDE * (len(outer.records) - same)
    behind = len(starts) - bisect_left(starts, outer.records[0].roots[0])  # those before are comments on the question
    if held < _INSIDE * behind or held < _LIKELY * len(starts):
        return False
    return fuller >= needed and apart >= max(needed, 0.8 * (len(outer.records) - same))


def comment_boxes(places: Places, family: Family, anchors: Sequence[Anchor], prose: Prose) -> set[int]:
    """The elements inside records that hold marks of others, where most elements of their place do."""
    own = {record.anchor for record in family.records}
    foreign = [anchor for anchor in anchors if anchor not in own and not places.flags_of(anchor.element) & QUOTE]
    if not foreign:
        return set()
    elements = [anchor.element for anchor in foreign]
    instances, marked = _instances(places, family, set(elements))
    boxes = [_boxes(places, record, elements, instances, marked) for record in family.records]
    roots = {root for record in family.records for root in record.roots}
    return _without_bodies(places, family, boxes, prose) - roots


def _without_bodies(places: Places, family: Family, boxes: list[set[int]], prose: Prose) -> set[int]:
    """The boxes but those of places that hold all prose of most of their records: these are the posts' own."""
    empty: Counter[int] = Counter()
    used: Counter[int] = Counter()
    for record, own in zip(family.records, boxes, strict=True):
        for sign in dict.fromkeys(places.signs[box] for box in own):
            held = sum(prose.of(box) for box in own if places.signs[box] == sign)
            used[sign] += 1
            empty[sign] += held > 0.9 * prose.own(record)
    return {box for own in boxes for box in own if empty[places.signs[box]] <= 0.4 * used[places.signs[box]]}


def _instances(places: Places, family: Family, foreign: set[int]) -> tuple[Counter[int], Counter[int]]:
    """How many elements of each place stand in records, and how many of these hold foreign marks."""
    instances: Counter[int] = Counter()
    marked: Counter[int] = Counter()
    for record in family.records:
        for root in record.roots:
            instances.update(places.signs[root + 1 : places.ends[root]])
    seen: set[int] = set()
    for element in foreign:
        above = element
        while above > 0 and above not in seen:
            seen.add(above)
            marked[places.signs[above]] += 1
            above = places.parents[above]
    return instances, marked


def _boxes(
    places: Places, record: Record, elements: list[int], instances: Counter[int], marked: Counter[int]
) -> set[int]:
    first, end = record.roots[0], places.ends[record.roots[-1]]
    own = set(record.roots)  # and the elements around its date
    above = record.anchor.element
    while above >= first:
        own.add(above)
        above = places.parents[above]
    found: set[int] = set()
    for element in among(elements, first, end):
        best = None
        for box in places.path(element, _DEEPEST):
            if box in own:
                break
            sign = places.signs[box]
            if marked[sign] >= 2 and marked[sign] >= _MOST_FOREIGN * instances[sign]:
                best = box
        if best is not None:
            found.add(best)
    return found
