"""What posts are found by: date marks; without these, the names of authors, or what boxes of answers are called."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from qapipe.readers.threads.answer_words import CALLED, CALLED_WORDS
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import A_LINK, CHROME, CODE, CONTROL, LINKS, Places
from qapipe.readers.threads.profiles import is_profile
from qapipe.readers.threads.records import Anchor, Family, Prose

_LONGEST = 40
_MOST = 800
_NAMED = re.compile(
    r"author|user-?name|nick|poster|(?:post|comment)-?user|member-?name|\bfn\b|user(?:$|\s)", re.IGNORECASE
)
_NAMED_WORDS = tuple("author user nick poster member fn".split())
_NO_ANSWER = re.compile(
    r"count|number|form|button|btn|link|action|editor|new|add|write|related|recent|sidebar|widget|head|tool|faq|accordion|quiz"
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
    naming_elements = naming(places)
    if not naming_elements:
        return []
    found: list[Anchor] = []
    last = ""
    dead, flags, owners = CONTROL | CODE | CHROME, places.flags, places.owners
    for run, text in enumerate(places.texts):
        if len(text) > _LONGEST or flags[run] & dead or not _WORDY.search(text) or "{{" in text:
            continue
        element = owners[run]
        if text != last and element in naming_elements:
            parent = max(places.parents[element], 0)
            found.append(Anchor(element, run, ("author", places.kinds[element], places.kinds[parent])))
            last = text
            continue
        last = "" if len(text) > 2 else last
    counts = Counter(anchor.sign for anchor in found)
    return [anchor for anchor in found if counts[anchor.sign] > 1][:_MOST]


def called(places: Places, prose: Prose) -> list[Anchor]:
    """Boxes that are called answers as anchors, where several of one kind have texts and nothing else tells them."""
    boxes = [one for one in places.matching(CALLED, CALLED_WORDS) if not places.matches(_NO_ANSWER, one)]
    boxes = [one for one in boxes if places.length(one) and not places.flags_of(one) & CHROME]
    counts = Counter(places.kinds[one] for one in boxes)
    told = {places.kinds[one] for one in boxes if prose.of(one) > 0}
    found: list[Anchor] = []
    behind = 0
    for element in boxes:
        if element >= behind and counts[kind := places.kinds[element]] > 1 and kind in told:
            behind = places.ends[element]
            sign = ("author", kind, places.kinds[max(places.parents[element], 0)])
            found.append(Anchor(element, places.first_runs[element], sign))
    return found[:_MOST]


def naming(places: Places) -> set[int]:
    """The elements of which a text may be a name: those called an author, links to profiles, what is right in these."""
    found = set(places.matching(_NAMED, _NAMED_WORDS))
    found.update(one for one, own in places.telling.items() if (name := own.get("itemprop")) and _names(name))
    found.update([inner for one in found for inner in places.children(one)])
    for link in places.named(LINKS):
        if is_profile(places.attributes[link].get("href")):
            inside = _without_links(places, link)
            found.update([link, *inside, *(inner for one in inside for inner in _without_links(places, one))])
    return found


def _names(word: str) -> bool:
    return _NAMED.search(word.lower()) is not None


def _without_links(places: Places, element: int) -> list[int]:
    """The elements right below one, but links."""
    return [child for child in places.children(element) if places.tags[child] != A_LINK]
