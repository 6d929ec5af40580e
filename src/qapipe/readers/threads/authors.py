"""Who wrote each post: the short text outside the bodies that stands at one place in most records and varies."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qapipe.readers.threads.author_words import LONGEST, before_date, may_be_name
from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.moments import find
from qapipe.readers.threads.names import is_aside, name_in, says_from, says_role, without_address
from qapipe.readers.threads.places import CODE, CONTROL, LINK, QUOTE, Places
from qapipe.readers.threads.profiles import is_profile, link_of, link_text
from qapipe.readers.threads.records import Family, Record, runs_outside
from qapipe.readers.threads.relative import Relative

_HINT = re.compile(r"user|author|name|nick|poster|member|creator|profile|by\b|writer|owner|vcard|\bfn\b", re.IGNORECASE)
_NOT_HINT = re.compile(
    r"title|rank|badge|group|role|count|stat|date|time|tool|control|action|button|reply|quote|location|meta-?info|"
    r"signature|share|like|vote|permalink|flair|icon|avatar-?link|num(?:ber)?s?\b|(?:^|[\s_-])ip\b",
    re.IGNORECASE,
)
_SURE = re.compile(r"user-?name|nick|author-?name|\bfn\b", re.IGNORECASE)
_LEAST_ALONE = 0.7  # what must speak for a name where no others stand at the same place


@dataclass(slots=True)
class Author:
    """Name and profile of who wrote a post, as printed."""

    name: str | None = None
    href: str | None = None
    run: int | None = None


@dataclass(slots=True)
class _Candidate:
    text: str
    run: int
    href: str | None
    distance: int


_Key = tuple[int | str, int, bool]
"""The place of a text in its record and of the element around it, and whether it is a link."""
_Table = dict[_Key, list[_Candidate]]
_FROM: _Key = ("from", 0, False)  # what a label says that it is a name
_DATE: _Key = ("date", 0, False)  # what stands before a date


def authors_of(
    places: Places,
    family: Family,
    bodies: Sequence[Spans],
    dead: set[int],
    dated: Sequence[int],
    relative: Relative,
) -> list[Author]:
    """The author of each record.

    ``bodies`` are the runs of the bodies, ``dead`` those that are dates; ``dated`` is where each record shows its own.
    """
    tables = [
        _candidates(places, relative, record, body, dead, at)
        for record, body, at in zip(family.records, bodies, dated, strict=True)
    ]
    ranked = _ranked(places, tables)
    found = []
    for table in tables:
        nearest = next((_nearest(table[key]) for key in ranked if key in table), None)
        found.append(Author(name_in(nearest.text), nearest.href, nearest.run) if nearest else Author())
    kinds = naming_kinds(places, found)
    for number, table in enumerate(tables):
        if found[number].run is None:  # built in another way than the others
            own = [one.run for candidates in table.values() for one in candidates]
            found[number] = author_near(places, own, dated[number], kinds)
    return found


def naming_kinds(places: Places, found: Iterable[Author]) -> set[int]:
    """The kinds of the elements that name authors, and of those around them."""
    owners = [places.owners[author.run] for author in found if author.run is not None]
    return {places.kinds[one] for owner in owners for one in (owner, places.parents[owner])}


def _candidates(places: Places, relative: Relative, record: Record, body: Spans, dead: set[int], dated: int) -> _Table:
    found: _Table = defaultdict(list)
    for run in runs_outside(places, record, body):
        if run not in dead:
            named = _named_at(places, run)
            if named is not None:
                text, owner, href = named
                if (run > 0 and says_from(places.texts[run - 1])) or says_role(text):
                    found[_FROM].append(_Candidate(text, run, href, 0))
                parent = max(places.parents[owner], record.roots[0])
                key = (relative.of(owner), relative.of(parent), bool(href))
                found[key].append(_Candidate(text, run, href, abs(run - dated)))
        elif run == dated and (name := before_date(places.texts[run])):
            found[_FROM if says_role(name) else _DATE].append(_Candidate(name, run, None, 0))
    return found


def _named_at(places: Places, run: int) -> tuple[str, int, str | None] | None:
    """The text at a run if it may be a name, the element that shows it, and its link."""
    text, flags = places.texts[run], places.flags[run]
    if flags & (CODE | QUOTE):
        return None
    link = link_of(places, places.owners[run]) if flags & LINK else None
    href = None
    if link is not None:
        whole, href = link_text(places, link), places.attributes[link].get("href")
        text = whole if whole == text or find(whole) is None else text  # a link around a name and a date
        if (href or "").startswith("javascript:"):
            if _hints(places, places.owners[run]) <= 0:
                return None
            href = None
    if len(text) > LONGEST and "@" in text:
        text = without_address(text)
    if len(text) > LONGEST or not may_be_name(text) or is_aside(places.texts, run):
        return None
    return None if flags & CONTROL and not href else (text, places.owners[run] if link is None else link, href)


def author_near(places: Places, runs: Iterable[int], dated: int, kinds: set[int]) -> Author:
    """The author of a post that stands alone: a name that a link, a class or the date beside it gives away.

    ``runs`` are looked at; ``kinds`` are elements like those that name other authors of the page.
    """
    best, rank = Author(), _LEAST_ALONE
    for run in runs:
        if run == dated:
            if (name := before_date(places.texts[run])) is None:
                continue
            found, score = Author(name_in(name), None, run), _LEAST_ALONE + 0.1
        elif (named := _named_at(places, run)) is not None:
            text, owner, href = named
            around = places.parents[owner] if href else owner
            alike = any(places.kinds[one] > 0 and places.kinds[one] in kinds for one in (owner, around))
            score = 1.2 * is_profile(href) + _hints(places, places.owners[run]) + 1.5 * alike
            score -= 0.6 * (text.count(" ") > 3) + 0.02 * min(abs(run - dated), 20)
            found = Author(name_in(text), href, run)
        else:
            continue
        if score > rank:
            best, rank = found, score
    return best


def _nearest(candidates: list[_Candidate]) -> _Candidate:
    """The one that stands nearest to the date, of those at one place; links to profiles before others.

    Of two as near the last: who edited a post is named before who wrote it. Right before somebody else stands who
    answers them.
    """
    if len(candidates) == 1:
        return candidates[0]
    best = min(candidates, key=lambda one: (not is_profile(one.href), one.distance, -one.run))
    before = next((one for one in candidates if one.run == best.run - 1 and one.distance > best.distance), best)
    return before if is_profile(before.href) and before.href != best.href else best


def _ranked(places: Places, tables: list[_Table]) -> list[_Key]:
    """The places of authors, the likeliest first."""
    pooled: _Table = defaultdict(list)
    for table in tables:
        for key, candidates in table.items():
            pooled[key].append(_nearest(candidates))
    scores: dict[_Key, float] = {}
    bare = _unlinked(tables)
    for key, candidates in pooled.items():
        coverage = (len(candidates) + len(bare.get(key, ()))) / len(tables)
        names = {one.text for one in candidates}
        if len(names) == 1 and _are_labels(candidates):
            continue
        scores[key] = _score(places, candidates, coverage, len(names)) + (coverage if key == _FROM else 0)
    best = max(scores, key=lambda key: scores[key], default=None)
    if best is None:
        return []
    linked = _are_profiles(pooled[best])
    kept = (key for key in scores if scores[key] > 0.5 * scores[best] and (not linked or _are_profiles(pooled[key])))
    ranked = sorted(kept, key=lambda key: -scores[key])
    return [one for key in ranked for one in (key, *bare.get(key, ()))]


def _unlinked(tables: list[_Table]) -> dict[_Key, list[_Key]]:
    """By the place of links, the places of texts without one in elements like those around them: names of guests.

    They are those of records that show no such link; a place is there as often as it is in them.
    """
    around: dict[int | str, list[_Key]] = defaultdict(list)
    for key in dict.fromkeys(key for table in tables for key in table if key[2]):
        around[key[1]].append(key)
    found: dict[_Key, list[_Key]] = defaultdict(list)
    for table in tables if around else ():
        for key in table:
            if not key[2] and key[0] in around:
                for link in around[key[0]]:
                    if link not in table:
                        found[link].append(key)
    return found


def _are_labels(candidates: list[_Candidate]) -> bool:
    """Whether texts that are all the same are no name: of links to several users, or of many that link to none."""
    if _are_profiles(candidates):
        return len({one.href for one in candidates if is_profile(one.href)}) > 1
    return len(candidates) > 2


def _are_profiles(candidates: list[_Candidate]) -> bool:
    return sum(is_profile(one.href) for one in candidates) > 0.5 * len(candidates)


def _score(places: Places, candidates: list[_Candidate], coverage: float, distinct: int) -> float:
    first = candidates[0]
    profile = sum(is_profile(one.href) for one in candidates) / len(candidates)
    hints = _hints(places, places.owners[first.run])
    spaces = sum(one.text.count(" ") > 3 for one in candidates) / len(candidates)
    near = sum(min(one.distance, 20) for one in candidates) / len(candidates)
    variety = min(1.0, distinct / max(2, 0.5 * len(candidates)))
    linked = 0.3 * bool(first.href) + 1.2 * profile - 0.4 * sum("," in one.text for one in candidates) / len(candidates)
    return coverage * (0.5 + linked + hints + 0.5 * variety - 0.6 * spaces - 0.02 * near)


def _hints(places: Places, element: int) -> float:
    """What the classes and properties of an element and of those around it say."""
    total = 0.0
    for level, one in enumerate(places.path(element, 3), 1):
        attributes = places.attributes[one]
        if attributes:
            words = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''} {attributes.get('rel') or ''}"
            more, less = _hints_of(words)
            total += (more - less) / level
    return min(max(total, -1.0), 1.5)


@lru_cache(maxsize=1_024)  # the elements of a site recur
def _hints_of(words: str) -> tuple[float, float]:
    """What the class, property and relation of an element say for its naming an author, and against."""
    more = (1.0 if _SURE.search(words) else 0.8) if _HINT.search(words) else 0.0
    return more, 0.6 if _NOT_HINT.search(words) else 0.0
