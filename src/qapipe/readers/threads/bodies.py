"""Where the body of each record stands: all records descend together, to the box that holds most of their prose."""

import re
from collections import Counter
from dataclasses import dataclass, field

from qapipe.readers.threads.families import Family, Prose, Record
from qapipe.readers.threads.places import Places, Relative

_STOP = frozenset("p ul ol dl pre h1 h2 h3 h4 h5 h6 code b i em strong a img figure".split())
_CHROME = frozenset("nav form aside".split())
_NOTICE = re.compile(
    r"(?:^|[\s_-])(?:notices?|question-status|post-?signature|signature|sig|edit(?:ed)?-?(?:by|note|info|date)|last-?edit(?:ed)?|"
    r"postedit|post-?menu|advert\w*|adslot|ad-container|adsbygoogle|ipscommentrecognition)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DOMINANT = 0.6
_SHARED = 0.6
_DEEPEST = 40


@dataclass(slots=True)
class Body:
    """The elements that hold what was written in one record, and what in them is not part of it."""

    roots: list[int]
    skip: set[int] = field(default_factory=set)


def bodies_of(places: Places, family: Family, prose: Prose, boxes: set[int]) -> list[Body]:
    """The body of each record; ``boxes`` are elements (of comments, say) that belong to none."""
    bodies = [Body(list(record.roots), _outside(places, record, boxes)) for record in family.records]
    chains = [_chain(places, prose, body) for body in bodies]
    relative = Relative(places, {root for record in family.records for root in record.roots})
    rest = list(range(len(bodies)))
    while rest:
        moved = _descend(places, prose, relative, bodies, chains, rest)
        rest = [number for number in rest if number not in moved]
        if not moved:
            break
    return bodies


def _outside(places: Places, record: Record, boxes: set[int]) -> set[int]:
    skip = set(record.nested)
    first, end = record.roots[0], places.ends[record.roots[-1]]
    skip.update(box for box in boxes if first <= box < end)
    return skip


def weight(places: Places, prose: Prose, element: int, skip: set[int]) -> int:
    """Prose of an element without what is skipped in it."""
    if element in skip:
        return 0
    total, end = prose.of(element), places.ends[element]
    return total - sum(prose.of(inner) for inner in skip if element < inner < end)


def _chain(places: Places, prose: Prose, body: Body) -> list[int]:
    """The elements from a record down, each with most of the prose of the one above."""
    found: list[int] = []
    children = body.roots
    total = sum(weight(places, prose, root, body.skip) for root in children)
    while children and total > 0 and len(found) < _DEEPEST:
        heavy, own = 0, -1
        for child in children:
            if places.tag(child) in _STOP or places.tag(child) in _CHROME:
                continue
            here = weight(places, prose, child, body.skip)
            if here > own:
                heavy, own = child, here
        if own < _DOMINANT * total:
            break
        found.append(heavy)
        children, total = places.children(heavy), own
    return found


def _descend(
    places: Places, prose: Prose, relative: Relative, bodies: list[Body], chains: list[list[int]], rest: list[int]
) -> set[int]:
    """Move records to the deepest place that most of their chains share; those that were moved."""
    tally: Counter[int] = Counter()
    depth: Counter[int] = Counter()
    voters = 0
    for number in rest:
        chain = chains[number]
        voters += bool(chain)
        for level, sign in enumerate({relative.of(element): level for level, element in enumerate(chain)}):
            tally[sign] += 1
            depth[sign] += level
    shared = [sign for sign, count in tally.items() if count >= _SHARED * voters]
    if not shared:
        return set()
    sign = max(shared, key=lambda one: (depth[one] / tally[one], tally[one]))
    moved: set[int] = set()
    if sign == 0:
        return moved
    for number in rest:
        body = bodies[number]
        there = [element for element in chains[number] if relative.of(element) == sign]
        there = there[-1:] or _all_of(places, relative, body, sign)
        if len(there) > 1:
            heavy = [element for element in there if weight(places, prose, element, body.skip) > 0]
            there = heavy[-1:] if chains[number] and heavy and heavy[-1] in chains[number] else heavy
        if len(there) == 1:
            body.roots = there
            moved.add(number)
    return moved


def _all_of(places: Places, relative: Relative, body: Body, sign: int) -> list[int]:
    """The elements of a place in a record, without those inside of another or in what is skipped."""
    found: list[int] = []
    for root in body.roots:
        element, end = root, places.ends[root]
        while element < end:
            if element in body.skip:
                element = places.ends[element]
            elif relative.of(element) == sign:
                found.append(element)
                element = places.ends[element]
            else:
                element += 1
    return found


def notices_in(places: Places, body: Body) -> set[int]:
    """What stands in a body that its author did not write: a site's notices, signatures, edit notes, adverts."""
    found: set[int] = set()
    for root in body.roots:
        element, end = root + 1, places.ends[root]
        while element < end:
            css_class = places.attributes[element].get("class") or ""
            role = places.attributes[element].get("role")
            if role in ("status", "alert") or (css_class and _NOTICE.search(css_class)):
                found.add(element)
                element = places.ends[element]
            else:
                element += 1
    return found
