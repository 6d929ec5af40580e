"""Hidden copies of texts: the source that a text was rendered from, for those who edit or quote it."""

import re
from bisect import bisect_left
from itertools import pairwise

from qapipe.page.text import letters
from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.places import Places

_HIDDEN = re.compile(r"(?:^|[\s_-])(?:hide|hidden|d-none|invisible)(?:$|\s)")
_HIDDEN_WORDS = ("hid", "none", "invisible")


def copies_in(places: Places, body: Body) -> set[int]:
    """The elements of a body that are hidden by a class and say what the element before them says."""
    hidden = places.matching(_HIDDEN, _HIDDEN_WORDS)
    found: set[int] = set()
    for root in body.roots if hidden else ():
        for element in hidden[bisect_left(hidden, root + 1) : bisect_left(hidden, places.ends[root])]:
            around = places.children(places.parents[element])
            before = next((one for one, other in pairwise(around) if other == element), None)
            if before is not None and letters(places.text(before)) == letters(places.text(element)):
                found.add(element)
    return found
