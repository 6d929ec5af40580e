"""What stands in bodies and is of the page's template: who wrote a post and when, buttons, lines of links."""

from collections import Counter, defaultdict

from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.places import A_LINK, CONTROL, QUOTE, Places
from qapipe.readers.threads.records import Prose
from qapipe.readers.threads.relative import Relative

_BOXES = frozenset("div header footer section".split())
_LITTLE = 10  # letters of prose in a box of a template
_NOTE = 40  # ... that says when something happened
_BESIDE = 3  # runs
_LONGEST = 40  # letters of the name of a button
_SHARED = 0.6  # of the bodies have one


def template_boxes(places: Places, relative: Relative, bodies: list[Body], prose: Prose, dated: set[int]) -> set[int]:
    """Boxes right inside most bodies that hold no prose: who wrote it and when, buttons, a line of links."""
    instances: dict[int, list[int]] = defaultdict(list)
    users: Counter[int] = Counter()
    for body in bodies:
        children = [child for root in body.roots for child in places.children(root) if places.kinds[child] > 0]
        for child in children:
            instances[relative.of(child)].append(child)
        users.update(list(dict.fromkeys(map(relative.of, children))))
    return {
        child
        for sign, children in instances.items()
        if users[sign] >= max(2, _SHARED * len(bodies))
        and not _are_links_in_text(places, prose, children)
        and sum(map(prose.of, children)) <= len(children) * (_NOTE if _are_dated(places, children, dated) else _LITTLE)
        for child in children
    }


def _are_links_in_text(places: Places, prose: Prose, elements: list[int]) -> bool:
    """Whether elements are links to different places, most of them in a line with what somebody wrote."""
    if places.tags[elements[0]] != A_LINK:
        return False
    if len({places.attributes[one].get("href") for one in elements}) <= _SHARED * len(elements):
        return False
    return sum(_stands_in_line(places, prose, one) for one in elements) > 0.5 * len(elements)


def _stands_in_line(places: Places, prose: Prose, element: int) -> bool:
    """Whether prose that is in no box of its own stands near an element, before or behind it."""
    box = places.parents[element]
    first, end = places.first_runs[box], places.end_runs[box]
    near = range(max(first, places.first_runs[element] - _BESIDE), min(end, places.end_runs[element] + _BESIDE))
    return any(places.owners[run] == box and prose.between(run, run + 1) > 0 for run in near)


def _are_dated(places: Places, elements: list[int], dated: set[int]) -> bool:
    """Whether most elements hold a date."""
    spans = [range(places.first_runs[element], places.end_runs[element]) for element in elements]
    return sum(not dated.isdisjoint(span) for span in spans) > 0.5 * len(elements)


def controls_in(places: Places, body: Body) -> set[int]:
    """The elements that a body ends with that are no text but buttons, or links that lead nowhere."""
    found: set[int] = set()
    first = places.first_runs[body.roots[0]]
    for run in range(places.end_runs[body.roots[-1]] - 1, first, -1):
        element = places.owners[run]
        if not (places.flags[run] & CONTROL or _leads_nowhere(places, element, run)):
            break
        found.add(element)
    return found


def _leads_nowhere(places: Places, element: int, run: int) -> bool:
    """Whether an element is a short link that scripts use: without a target, and no name of a place."""
    if places.tags[element] != A_LINK or len(places.texts[run]) > _LONGEST:
        return False
    own = places.attributes[element]
    href = (own.get("href") or "").strip()
    return not (own.get("name") or own.get("id")) and (href in ("", "#") or href.startswith("javascript:"))


def byline_in(places: Places, body: Body, prose: Prose, dated: set[int]) -> set[int]:
    """The box at the start of a body that holds a date and a link, and no prose: who wrote it, and when."""
    root = body.roots[0]
    first, end = places.first_runs[root], places.end_runs[root]
    run = next((run for run in range(first, end) if run in dated or prose.between(run, run + 1) > _LITTLE), end)
    if run not in dated:
        return set()
    element: int = places.owners[run]
    box: int | None = None
    while element > root and prose.of(element) <= _LITTLE:
        box = element if places.tag(element) in _BOXES and places.kinds[element] > 0 else box
        element = places.parents[element]
    if box is None or places.link_length(box) == 0:
        return set()
    behind = places.end_runs[box]
    return set() if behind < end and places.flags[behind] & QUOTE else {box}
