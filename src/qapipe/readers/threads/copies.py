"""Copies of texts: the hidden source that a text was rendered from; the answer that was chosen, shown above all."""

import re
from itertools import pairwise

from qapipe.page.text import letters
from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.places import Places, among
from qapipe.readers.threads.records import Family, Prose, runs_of

_HIDDEN = re.compile(r"(?:^|[\s_-])(?:hide|hidden|d-none|invisible)(?:$|\s)")
_HIDDEN_WORDS = ("hid", "none", "invisible")
_LEAST = 25  # letters that two texts share


def copies_in(places: Places, body: Body) -> set[int]:
    """The elements of a body that are hidden by a class and say what the element before them says."""
    hidden = places.matching(_HIDDEN, _HIDDEN_WORDS)
    found: set[int] = set()
    for root in body.roots if hidden else ():
        for element in among(hidden, root + 1, places.ends[root]):
            around = places.children(places.parents[element])
            before = next((one for one, other in pairwise(around) if other == element), None)
            if before is not None and letters(places.text(before)) == letters(places.text(element)):
                found.add(element)
    return found


def is_copy(places: Places, prose: Prose, pair: Family, family: Family) -> bool:
    """Whether one answer shows what a record behind it says, or its beginning: it was chosen, and stands there, too."""
    roots = pair.records[0].roots
    runs = range(places.first_runs[roots[0]], places.end_runs[roots[-1]])
    longest = max(runs, key=lambda run: prose.between(run, run + 1), default=-1)
    said = letters(places.texts[longest].rstrip(".… ")) if longest >= 0 else ""
    if len(said) < _LEAST or any(record.roots[0] < places.ends[roots[-1]] for record in family.records):
        return False
    spans = [runs_of(places, one) for one in family.records]
    return any(letters(text).startswith(said) for first, end in spans for text in places.texts[first:end])
