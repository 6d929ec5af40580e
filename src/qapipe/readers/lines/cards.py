"""Who wrote a text, on two or three short lines above or below it: ``Ann Reed`` / ``Norwich, VT`` / ``Tax Adviser``.

The name has credentials, or the place stands right below it; the profession stands above or below the place.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from qapipe.readers.lines.bylines import read_bare_name, read_byline
from qapipe.readers.lines.signatures import Person, is_place, practice_of

_LONGEST = 50  # letters of a profession
_PROFESSION = re.compile(r"[A-Z][\w&/' -]+$")


class Card(NamedTuple):
    """A person and the lines that name them, from the first to before the end."""

    person: Person
    start: int
    end: int


def cards_of(texts: Sequence[str]) -> list[Card]:
    """The cards in some lines, in order."""
    found: list[Card] = []
    for start in range(len(texts)):
        if (not found or start >= found[-1].end) and (card := _card(texts, start)):
            found.append(card)
    return found


def _has_place(texts: Sequence[str], start: int) -> bool:
    """Whether a place begins here, or stands below a profession."""
    near = texts[start : start + 2]
    return bool(near) and (is_place(near[0]) or (is_place(near[-1]) and _is_profession(near[0])))


def _is_profession(text: str) -> bool:
    return len(text) <= _LONGEST and _PROFESSION.match(text) is not None


def _card(texts: Sequence[str], start: int) -> Card | None:
    byline = read_byline(texts[start])
    named = byline or (read_bare_name(texts[start]) if _has_place(texts, start + 1) else None)
    if named is None:
        return None
    place = profession = None
    end = start + 1
    while end < len(texts):
        text = texts[end]
        if place is None and profession is None and (practice := practice_of(text)):
            profession, place = practice
        elif place is None and is_place(text):
            place = text
        elif profession is None and _is_profession(text):
            profession = text
        else:
            break
        end += 1
    return Card(Person(named.name, byline.credentials if byline else (), profession, place), start, end)
