"""The body of a post that is too short to be known by its text ("Yes.", a link): the element that others have, too."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from qapipe.readers.threads.places import Places

_MOST = 20  # elements that are compared
_DIGITS = re.compile(r"\d+")


def alike_of(places: Places, candidates: Sequence[int], bodies: Sequence[int]) -> int | None:
    """The one of the candidates with the classes and id, or else the position, of most bodies; None without one."""
    if len(candidates) > _MOST:
        return None
    for label in (_name, _position):
        wanted = _commonest(places, bodies, label)
        found = [one for one in candidates if label(places, one) == wanted]
        if len(found) == 1:
            return found[0]
    return None


def _commonest(places: Places, elements: Sequence[int], label: Callable[[Places, int], Hashable]) -> Hashable:
    return Counter(label(places, one) for one in sorted(elements)[:_MOST]).most_common(1)[0][0] if elements else None


def _name(places: Places, element: int) -> Hashable:
    """The classes of an element, and its id without digits."""
    return places.names[element], _DIGITS.sub("", places.attributes[element].get("id") or "")


def _position(places: Places, element: int) -> Hashable:
    """Which child an element is, and which the one around it."""
    parent = places.parents[element]
    return _index(places, element), _index(places, parent) if parent > 0 else 0


def _index(places: Places, element: int) -> int:
    return bisect_left(places.children(places.parents[element]), element)
