"""Signatures that only a line sets apart from a text, of underscores or drawn, as old forums print them below it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.places import Places, tags_of
from qapipe.readers.threads.texts import TextLine

RULE = re.compile(r"_{10,}")
"""The line above a signature."""
_MOST = 8  # lines of a signature
_LONGEST = 400  # letters of one
_LINES = tags_of("hr")
_BREAKS = tags_of("br hr")


def without_signature(lines: list[TextLine]) -> list[TextLine]:
    """The lines of a text up to the last line of underscores, if no more than a signature stands below it."""
    for at in range(len(lines) - 1, max(len(lines) - 2 - _MOST, 0), -1):
        line = lines[at]
        if not (line.code or line.quoted) and RULE.fullmatch(line.text):
            return lines[:at]
    return lines


def below_lines(places: Places, bodies: Iterable[Body]) -> set[int]:
    """The last elements of bodies that stand alone below a drawn line, of a kind that several bodies end with so.

    More stands above the lines than below: who draws one below the head of each post writes below it.
    """
    found: dict[int, list[int]] = defaultdict(list)
    above: Counter[int] = Counter()
    for body in bodies if places.named(_LINES) else ():
        root = body.roots[-1]
        children = places.children(root)
        lines = [at for at, child in enumerate(children) if places.tags[child] in _LINES]
        below = [child for child in children[lines[-1] :] if places.tags[child] not in _BREAKS] if lines else []
        if len(below) == 1 and places.kinds[below[0]] > 0 and 0 < places.length(below[0]) <= _LONGEST:
            kind = places.kinds[below[0]]
            found[kind].append(below[0])
            above[kind] += places.length(root) - 2 * places.length(below[0])
    return {one for kind, own in found.items() if len(own) > 1 and above[kind] > 0 for one in own}
