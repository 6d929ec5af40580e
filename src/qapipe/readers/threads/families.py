"""Families of records: boxes of a page that repeat and hold one date mark each, the posts among them.

Three kinds of boxes are looked at: elements of one place or of one name below one parent; the outermost element that
holds one mark alone, for pages that build the question and its answers differently; and, where posts have no box,
the elements from one mark to the next among the children of one element.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import sqrt

from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Anchor, Family, Prose, Record, boxes_of

_DEEPEST = 40  # elements above an anchor that are looked at
_MOST_PROSE = 3_000
_LEAST_PROSE = 12
_TEXTS = 0.5
_MOST_RECORDS = 1_000
_SURE = 0.7
_NEARLY = 0.9  # what a mark is worth that is as exact and stands elsewhere
_LONE_TEXT = 0.5  # what a family is worth where one record alone has a text: the others may be a list of threads
_MOST_AROUND = 400  # letters that may stand around a record and belong to it
_BESIDE = 1.25  # marks of one sign a record: a date of an edit stands beside some
_TRUST = {"attribute": 0.15, "day": 0.1, "age": 0.05}  # by how marks were found


def families_of(places: Places, anchors: Sequence[Anchor], prose: Prose) -> list[Family]:
    """The families of a page, the best first."""
    held = _held(places, anchors)
    found = _by_place(places, anchors, held)
    for sign, own in _by_sign(anchors).items():
        if len(own) > 1:
            found += _alone(places, sign, own)
            found += _runs(places, sign, own, prose)
    for family in found:
        family.score = _score(family, prose)
    found = [family for family in found if family.score > 0]
    found.sort(key=lambda family: -family.score)
    return found


def _score(family: Family, prose: Prose) -> float:
    texts = [own for record in family.records if (own := prose.own(record)) > _LEAST_PROSE]
    total = sum(sqrt(min(own, _MOST_PROSE)) for own in texts)
    return total * family.score * (1 if len(texts) > 1 else _LONE_TEXT)


def _held(places: Places, anchors: Sequence[Anchor]) -> dict[int, list[int]]:
    """The anchors in each element that has any, by index."""
    held: dict[int, list[int]] = defaultdict(list)
    for number, anchor in enumerate(anchors):
        for element in places.path(anchor.element, _DEEPEST):
            held[element].append(number)
    return held


def _by_sign(anchors: Sequence[Anchor]) -> dict[object, list[Anchor]]:
    signs: dict[object, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        signs[anchor.sign].append(anchor)
    return signs


def _by_place(places: Places, anchors: Sequence[Anchor], held: dict[int, list[int]]) -> list[Family]:
    groups: dict[object, list[int]] = defaultdict(list)
    for element in sorted(held):
        groups[places.signs[element]].append(element)
        groups[places.parents[element], places.tags[element]].append(element)
    numbers: dict[object, int] = {}
    signs = [numbers.setdefault(anchor.sign, number) for number, anchor in enumerate(anchors)]
    found: dict[tuple[int, ...], Family] = {}
    for members in groups.values():
        if 2 <= len(members) <= _MOST_RECORDS and (key := tuple(members)) not in found:
            family = _family(places, members, anchors, signs, held)
            if family is not None:
                found[key] = family
    return list(found.values())


def _family(
    places: Places, members: list[int], anchors: Sequence[Anchor], signs: list[int], held: dict[int, list[int]]
) -> Family | None:
    """The members that hold an anchor of the sign that most of them hold; its score is how pure they are.

    ``signs`` are those of the anchors, each as the number of the first anchor with it.
    """
    inner, depth = _nesting(places, members)
    own = {member: held[member] for member in members}
    for member, nested in inner.items():
        taken = {number for one in nested for number in held[one]}
        own[member] = [number for number in held[member] if number not in taken]
    having: dict[int, int] = {}
    total: dict[int, int] = {}
    for numbers in own.values():
        shown = [signs[number] for number in numbers]
        for sign in dict.fromkeys(shown):  # in page order: among equals the first sign is taken
            having[sign] = having.get(sign, 0) + 1
        for sign in shown:
            total[sign] = total.get(sign, 0) + 1
    if not having:
        return None
    filled = sum(map(bool, own.values()))
    purities = {sign: having[sign] / filled * min(1.0, _BESIDE * having[sign] / total[sign]) for sign in having}
    sign = max(purities, key=lambda sign: purities[sign] + _trust(anchors[sign].sign))
    found = _anchored(places, own, anchors, signs, sign, nearly=purities[sign] >= _SURE)
    if len(found) < 2:
        return None
    others = sum(signs[number] != sign for number in found.values())
    purity = purities[sign]
    purity += (1 - purity) * _NEARLY * others / max(1, filled - having[sign])
    records = [
        Record([member], anchors[number], inner.get(member, []), depth[member]) for member, number in found.items()
    ]
    return Family("place", records, anchors[sign].sign, purity * purity)


def _nesting(places: Places, members: list[int]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """The members right inside each member, and how many each stands in."""
    inner: dict[int, list[int]] = defaultdict(list)
    depth: dict[int, int] = {}
    above: list[int] = []
    for member in members:
        while above and places.ends[above[-1]] <= member:
            above.pop()
        if above:
            inner[above[-1]].append(member)
        depth[member] = len(above)
        above.append(member)
    return inner, depth


def _anchored(
    places: Places, own: dict[int, list[int]], anchors: Sequence[Anchor], signs: list[int], sign: int, *, nearly: bool
) -> dict[int, int]:
    """The number of the anchor of each member that has one of the sign.

    With ``nearly`` one as exact does for members of the same name and classes, or of these and more: posts of another
    state (the asker's own) may show it elsewhere.
    """
    found: dict[int, int] = {}
    for member, numbers in own.items():
        for number in numbers:
            if signs[number] == sign:
                found[member] = number
                break
    if nearly and len(found) < len(own):
        kinds = {places.kinds[member] for member in found}
        named = [names for member in _one_of_each(places, found) if (names := set(places.names[member].split()))]
        for member, numbers in own.items():
            if member not in found and (places.kinds[member] in kinds or _is_kin(places, member, named)):
                first = next((number for number in numbers if _alike(anchors[number].sign, anchors[sign].sign)), None)
                if first is not None:
                    found[member] = first
        found = dict(sorted(found.items()))
    return found


def _one_of_each(places: Places, members: Iterable[int]) -> Iterable[int]:
    """The first element of each kind."""
    return {places.kinds[member]: member for member in reversed(list(members))}.values()


def _is_kin(places: Places, member: int, named: list[set[str]]) -> bool:
    """Whether an element has all the classes of others."""
    own = set(places.names[member].split())
    return any(names <= own for names in named)


def _alike(one: object, other: object) -> bool:
    """Whether two marks are as exact."""
    return isinstance(one, tuple) and isinstance(other, tuple) and one[0] == other[0]


def _trust(sign: object) -> float:
    """How much rather a sign is taken for the date of posts than another that is as regular."""
    return _TRUST.get(sign[0], 0.0) if isinstance(sign, tuple) else 0.0


def _alone(places: Places, sign: object, anchors: list[Anchor]) -> list[Family]:
    """The outermost element around each anchor that holds no other of its sign."""
    boxes = boxes_of(places, [anchor.element for anchor in anchors])
    records = [Record([box], anchor) for box, anchor in zip(boxes, anchors, strict=True) if box > 0]
    if len(records) < 2:
        return []
    return [Family("alone", records, sign, (len(records) / len(anchors)) ** 2 * 0.9)]


def _runs(places: Places, sign: object, anchors: list[Anchor], prose: Prose) -> list[Family]:
    """Among the children of one element, the elements from one anchor to the next."""
    first_of: dict[int, Anchor] = {}  # of each element the first anchor in it
    for anchor in reversed(anchors):
        first_of.update(dict.fromkeys(places.path(anchor.element, _DEEPEST), anchor))
    holders = Counter(map(places.parents.__getitem__, first_of))
    most = max(holders.values())
    if most < 2:
        return []
    parent = max(one for one, held in holders.items() if held == most)
    starts = {element: anchor for element, anchor in sorted(first_of.items()) if places.parents[element] == parent}
    children = places.children(parent)
    at = [bisect_left(children, start) for start in starts]
    back = _lead(places, prose, children, at)
    records = []
    for number, first in enumerate(at):
        begin = first - back
        end = at[number + 1] - back if number + 1 < len(at) else _last_end(children, at, back)
        again = (at for at in range(first + 1, end) if places.signs[children[at]] == places.signs[children[first]])
        if places.kinds[children[first]] > 0:  # a post that shows no date
            end = min(end, next(again, end))
        records.append(Record(children[begin:end], starts[children[first]]))
    if all(len(record.roots) == 1 for record in records):
        return []
    purity = len(records) / len(anchors)
    return [Family("run", records, sign, purity * purity * 0.85)]


def _lead(places: Places, prose: Prose, children: list[int], at: list[int]) -> int:
    """How many elements before the one with the anchor belong to the same record: those that repeat before each."""
    back, gap = 0, min(second - first for first, second in pairwise(at))
    while back + 1 < gap and at[0] - back - 1 >= 0:
        lead = [children[first - back - 1] for first in at]
        signs = {places.signs[one] for one in lead}
        next_one = at[-1] + gap - back - 1
        behind = [one for one in children[next_one : next_one + 1] if places.signs[one] in signs]
        if len(signs) > 1 or _are_texts_before(prose, lead, behind):
            break
        back += 1
    return back


def _are_texts_before(prose: Prose, lead: list[int], behind: list[int]) -> bool:
    """Whether elements before anchors are the texts of the posts before them.

    Most hold prose, and the first none, or less than an element of their kind ``behind`` the last anchor: its text.
    """
    first, *others = map(prose.of, lead)
    if sum(one > _LEAST_PROSE for one in others) <= _TEXTS * len(others):
        return False
    usual = sorted(others)[len(others) // 2]
    return first <= _LEAST_PROSE or any(first < min(prose.of(one), usual) for one in behind)


def _last_end(children: list[int], at: list[int], back: int) -> int:
    """The last record is as long as the longest of the others, at most."""
    longest = max(second - first for first, second in pairwise(at))
    return min(len(children), at[-1] - back + longest)


def widened(places: Places, family: Family) -> Family:
    """The family with its records as wide as they go without taking in others or much other text."""
    counts: Counter[int] = Counter()
    for record in family.records:
        counts.update(places.path(places.parents[record.roots[0]], _DEEPEST))
    others = {0, *(root for record in family.records for root in record.roots)}  # and the body
    for record in family.records:
        most = 3 * sum(places.length(root) for root in record.roots) + _MOST_AROUND
        for element in places.path(places.parents[record.roots[0]], _DEEPEST):
            if element in others or counts[element] > 1 or places.length(element) > most:
                break
            record.around.append(element)
        if record.around and not record.nested and not record.depth:
            record.roots = [record.around[-1]]
    return family
