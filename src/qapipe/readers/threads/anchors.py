"""What posts are found by: date marks; where a page has none that help, the names of authors."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from qapipe.readers.threads.authors import is_profile
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import A_LINK, CHROME, CODE, CONTROL, Places
from qapipe.readers.threads.records import Anchor, Family

_LONGEST = 40
_MOST = 800
_NAMED = re.compile(
    r"author|user-?name|nick|poster|(?:post|comment)-?user|member-?name|\bfn\b|user(?:$|\s)", re.IGNORECASE
)
_WORDY = re.compile(r"[^\W\d_]")


def dated(marks: Sequence[Mark]) -> list[Anchor]:
    """Date marks as anchors."""
    return [Anchor(mark.element, mark.run, mark.sign) for mark in marks if not mark.foreign]


def redated(places: Places, family: Family, marks: Sequence[Mark]) -> None:
    """Give records that were found by their authors the dates in them, if most have one, or all but the first."""
    own = [mark for mark in marks if not mark.foreign]
    starts = [mark.run for mark in own]
    found: list[Mark | None] = []
    for record in family.records:
        place = bisect_left(starts, places.first_runs[record.roots[0]])
        inside = place < len(own) and own[place].run < places.end_runs[record.roots[-1]]
        found.append(own[place] if inside else None)
    dated = [mark for mark in found if mark is not None]
    most = 2 * len(dated) > len(found) or (len(dated) > 0 and None not in found[1:])
    if not most or len({mark.run for mark in dated}) < len(dated):
        return
    family.sign = dated[0].sign
    for record, mark in zip(family.records, found, strict=True):
        if mark is not None:
            record.anchor = Anchor(mark.element, mark.run, mark.sign)


def named(places: Places) -> list[Anchor]:
    """Names of authors as anchors: short texts in links to profiles, or in elements whose classes name an author.

    A name that one box shows twice in a row is one anchor.
    """
    found: list[Anchor] = []
    last = ""
    known: dict[str, bool] = {}
    for run, text in enumerate(places.texts):
        if (
            len(text) > _LONGEST
            or places.flags[run] & (CONTROL | CODE | CHROME)
            or not _WORDY.search(text)
            or "{{" in text
        ):
            continue
        element = places.owners[run]
        parent = max(places.parents[element], 0)
        if text != last and (
            _is_profile(places, element) or _is_named(places, element, known) or _is_named(places, parent, known)
        ):
            found.append(Anchor(element, run, ("author", places.kinds[element], places.kinds[parent])))
            last = text
            continue
        last = "" if len(text) > 2 else last
    counts = Counter(anchor.sign for anchor in found)
    return [anchor for anchor in found if counts[anchor.sign] > 1][:_MOST]


def _is_profile(places: Places, element: int) -> bool:
    link = next((one for one in places.path(element, 3) if places.tags[one] == A_LINK), None)
    return link is not None and is_profile(places.attributes[link].get("href"))


def _is_named(places: Places, element: int, known: dict[str, bool]) -> bool:
    """Whether an element is called an author; what was found of each name is remembered."""
    told = places.telling.get(element)
    name = f"{places.names[element]} {told.get('itemprop') or '' if told else ''}"
    found = known.get(name)
    if found is None:
        found = known[name] = _NAMED.search(name.lower()) is not None
    return found
