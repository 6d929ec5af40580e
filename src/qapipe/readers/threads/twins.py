"""Posts that a page holds in two forms, of which a style hides one: with all details, and in a row."""

from collections.abc import Sequence
from itertools import islice, pairwise

from qapipe.page.text import letters
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Record

_BOXES = frozenset("div section article".split())
_FIRST = 3  # records; where none of them holds two forms, none is looked for in the others
_DEEPEST = 3
_LEAST = 20  # letters
_BLANKS = 12  # letters by which the lengths of two forms may differ


def twins_of(places: Places, records: Sequence[Record]) -> set[int]:
    """The boxes in records that repeat the box before them to the letter."""
    if not any(_twins_in(places, record) for record in islice(records, _FIRST)):
        return set()
    return set().union(*(_twins_in(places, record) for record in records))


def _twins_in(places: Places, record: Record) -> set[int]:
    elements: Sequence[int] = record.roots
    for _ in range(_DEEPEST):
        found = {second for first, second in pairwise(elements) if _are_twins(places, first, second)}
        if found or len(elements) != 1:
            return found
        elements = places.children(elements[0])
    return set()


def _are_twins(places: Places, first: int, second: int) -> bool:
    one, other = places.length(first), places.length(second)
    if one < _LEAST or abs(one - other) > _BLANKS or places.tag(first) not in _BOXES:
        return False
    if places.kinds[first] == places.kinds[second]:  # a place has one form
        return False
    return letters(places.text(first)) == letters(places.text(second))
