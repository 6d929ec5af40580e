"""Where the body of each record stands: all records descend together, to the box that holds most of their prose."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from qapipe.readers.threads.called_texts import called_text
from qapipe.readers.threads.places import QUOTE, Places, tags_of
from qapipe.readers.threads.records import Family, Prose, Record
from qapipe.readers.threads.relative import Relative
from qapipe.readers.threads.short import alike_of
from qapipe.readers.threads.walk import is_quote

_STOP = tags_of("p ul ol dl pre h1 h2 h3 h4 h5 h6 code b i em strong a img figure")
_LISTS, (_PRE,) = tags_of("ul ol"), tags_of("pre")
_CHROME = tags_of("nav aside")
_DOMINANT = 0.6
_WITH_ANCHOR = 0.35  # ... if the date stands in it
_SHARED = 0.6
_LIKELY = 0.3  # of the records may do where all others have one such element, too, with as much of the prose
_MOSTLY = 0.5  # of the prose stands in them, if one has none
_DEEPEST = 40
_FEW = 0.34  # of the records may be built in another way
_PAIR, _MOST_ROOTS = 2, 8


@dataclass(slots=True)
class Body:
    """The elements that hold what was written in one record, and what in them is not part of it."""

    roots: list[int]
    skip: set[int] = field(default_factory=set)


Spans = Sequence[tuple[int, int]]
"""Runs from one to before another."""


def spans_of(places: Places, body: Body) -> Spans:
    """The runs of a body, without what is skipped."""
    found: list[tuple[int, int]] = []
    for root in body.roots:
        start, end = places.first_runs[root], places.end_runs[root]
        for inner in sorted(one for one in body.skip if root <= one < places.ends[root]):
            if places.first_runs[inner] > start:
                found.append((start, places.first_runs[inner]))
            start = max(start, places.end_runs[inner])
        if end > start:
            found.append((start, end))
    return found


def bodies_of(places: Places, family: Family, prose: Prose, boxes: set[int], relative: Relative) -> list[Body]:
    """The body of each record; ``boxes`` are elements (of comments, say) that belong to none."""
    bodies = [Body(list(record.roots), _outside(places, record, boxes)) for record in family.records]
    anchors = [record.anchor.element for record in family.records]
    chains = [_chain(places, prose, body, at) for body, at in zip(bodies, anchors, strict=True)]
    if all(chain and _quotes_all(places, prose, chain[-1]) for chain in chains):  # quotations that are the bodies
        chains = [_chain(places, prose, body, at, quoted=True) for body, at in zip(bodies, anchors, strict=True)]
    if len(bodies) == 1:
        (body,) = bodies
        body.roots = chains[0][-1:] or body.roots
        if len(body.roots) == 1:
            body.roots = [called_text(places, prose, body.roots[0])]
        return bodies
    rest = list(range(len(bodies)))
    while rest:
        moved = _descend(places, prose, relative, bodies, chains, rest)
        rest = [number for number in rest if number not in moved]
        if not moved:
            break
    for number in rest:
        if chains[number] and bodies[number].roots == family.records[number].roots and _alone(rest, bodies):
            bodies[number].roots = chains[number][-1:]  # built in another way than the others
    return bodies


def _alone(rest: list[int], bodies: list[Body]) -> bool:
    """Whether records that have not descended with the others are few of many, or as good as all there are."""
    return len(rest) <= _FEW * len(bodies) or len(bodies) == _PAIR


def _outside(places: Places, record: Record, boxes: set[int]) -> set[int]:
    first, end = record.roots[0], places.ends[record.roots[-1]]
    skip: set[int] = set()
    last = first
    for inner in sorted({*record.nested, *(box for box in boxes if first <= box < end)}):
        if inner >= last:  # not inside of one before
            skip.add(inner)
            last = places.ends[inner]
    return skip


def weight(places: Places, prose: Prose, element: int, skip: set[int]) -> int:
    """Prose of an element without what is skipped in it."""
    if element in skip:
        return 0
    if not skip:
        return prose.of(element)
    total, end = prose.of(element), places.ends[element]
    return total - sum(prose.of(inner) for inner in skip if element < inner < end)


def _chain(places: Places, prose: Prose, body: Body, anchor: int, *, quoted: bool = False) -> list[int]:
    """The elements from a record down, each with most of the prose of the one above; quotations only if ``quoted``."""
    found: list[int] = []
    children, tags = body.roots, places.tags
    total = sum(weight(places, prose, root, body.skip) for root in children)
    while children and total > 0 and len(found) < _DEEPEST:
        heavy, own = 0, -1
        for child in children:
            tag = tags[child]
            if tag in _CHROME or (tag in _STOP and not _is_one_text(places, prose, child, body.roots)):
                continue
            here = weight(places, prose, child, body.skip)
            if here > own:
                heavy, own = child, here
        least = _WITH_ANCHOR if heavy <= anchor < places.ends[heavy] else _DOMINANT
        if own < least * total or (not quoted and _is_quotation(places, heavy)):
            break
        found.append(heavy)
        children, total = places.children(heavy), own
    return found


def _is_quotation(places: Places, element: int) -> bool:
    """Whether an element quotes another post: what stands in it is not what the author wrote."""
    return bool(places.flags_of(element) & QUOTE) and is_quote(places.tags[element], places.names[element])


def _quotes_all(places: Places, prose: Prose, element: int) -> bool:
    """Whether the prose of an element stands in one quotation below it."""
    return any(
        prose.of(child) == prose.of(element) > 0 and _is_quotation(places, child) for child in places.children(element)
    )


def _is_one_text(places: Places, prose: Prose, element: int, roots: Sequence[int]) -> bool:
    """Whether an element is a list with a text in one item alone: of posts, not of things; or the text of ``roots``."""
    tag = places.tags[element]
    if tag == _PRE and 1 < len(roots) <= _MOST_ROOTS:
        return element in roots and sum(prose.of(one) > 0 and places.tags[one] in _STOP for one in roots) == 1
    return tag in _LISTS and sum(prose.of(child) > 0 for child in places.children(element)) == 1


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
    shared += _likely(places, prose, relative, [(bodies[number], chains[number]) for number in rest], shared, tally)
    if not shared:
        return set()
    sign = max(shared, key=lambda one: (depth[one] / tally[one], tally[one]))
    moved: set[int] = set()
    if sign == 0:
        return moved
    doubtful: dict[int, list[int]] = {}
    for number in rest:
        body = bodies[number]
        there = [element for element in chains[number] if relative.of(element) == sign]
        there = there[-1:] or _all_of(places, relative, body, sign)
        if len(there) > 1:
            heavy = [element for element in there if weight(places, prose, element, body.skip) > 0]
            if not heavy:
                doubtful[number] = there
            there = heavy
        if len(there) == 1:
            moved.add(number)
            body.roots = there
    examples = [bodies[number].roots[0] for number in moved] if doubtful else []
    for number, there in doubtful.items():
        alike = alike_of(places, there, examples)
        if alike is not None:
            moved.add(number)
            bodies[number].roots = [alike]
    return moved


def _likely(
    places: Places,
    prose: Prose,
    relative: Relative,
    records: Sequence[tuple[Body, list[int]]],
    shared: Sequence[int],
    tally: Counter[int],
) -> list[int]:
    """Places that fewer chains share, of which each record has one: below what most share, and with most prose.

    Beside a text of one line may stand more prose than it has.
    """
    signs = [[relative.of(element) for element in chain] for _, chain in records]
    longest = max(signs, key=lambda own: sum(sign in shared for sign in own), default=[])
    deepest = next((sign for sign in reversed(longest) if sign in shared), None)
    voters = sum(map(bool, signs))
    held: dict[int, int] = {}
    for sign in dict.fromkeys(sign for own in signs if deepest is None or deepest in own for sign in own):
        if _LIKELY * voters <= tally[sign] and sign not in shared:
            prose_held = _held(places, prose, relative, [body for body, _ in records], sign)
            if prose_held is not None:
                held[sign] = prose_held
    best = max(held, key=held.__getitem__, default=None)
    return [sign for sign in held if any(sign in own and best in own for own in signs)]


def _held(places: Places, prose: Prose, relative: Relative, bodies: Sequence[Body], sign: int) -> int | None:
    """The prose in the elements of a place; None if a record has none, or several, or they hold little of all prose."""
    held = total = empty = 0
    for body in bodies:
        there = _all_of(places, relative, body, sign)
        weights = [own for one in there if (own := weight(places, prose, one, body.skip)) > 0]
        if len(weights) != 1 and (weights or len(there) != 1):
            return None
        empty += not weights
        held += sum(weights)
        total += sum(weight(places, prose, root, body.skip) for root in body.roots)
    return held if held > (_MOSTLY if empty else _LIKELY) * total else None


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
