"""Lists of other pages: families whose records have a heading that links elsewhere, or begin with such a link."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from qapipe.page.text import letters
from qapipe.readers.threads.linked_headings import HEADINGS, OWN_ON_PAGE, Headings
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import LINK, Places
from qapipe.readers.threads.profiles import is_profile, link_of
from qapipe.readers.threads.records import Anchor, Family, Prose

_LEAST_POSTS = _LEAST_LISTED = 2
_MOST_FAMILIES = 30
_MOST = 12  # records that are looked at
_MOST_LISTS = 24  # families
_LISTED = 0.7  # of the records
_MOST_WRAPPED = 3  # elements around a list
_LEAST_TITLE, _LEAST_SIGNS, _LEAST_WORDS = 15, 8, 4  # of a title; signs are those of scripts without blanks
_LIKELY = 0.12  # of the score of a list is enough for posts: texts of lists are many, and signs say more than letters


def without_headed_lists(places: Places, families: Sequence[Family], prose: Prose, title: str | None) -> list[Family]:
    """The best families without lists; those that hold a list behind their posts are shortened to these."""
    looked_at = list(families[:_MOST_FAMILIES])
    if not looked_at or not places.named(HEADINGS):
        return looked_at
    headings = _of_families(places, looked_at[:1], title)
    if not headings or not _headed(looked_at[0], headings):
        return looked_at
    headings = _of_families(places, looked_at, title)
    listed: dict[tuple[Anchor, ...], set[int]] = defaultdict(set)
    for family in looked_at:
        listed[_anchors(family)] |= _headed(family, headings)
    posts = [family for family in looked_at if not _is_headed_list(family, listed[_anchors(family)], prose)]
    posts.sort(key=lambda family: -family.score)
    return posts


def _of_families(places: Places, families: Sequence[Family], title: str | None) -> Headings:
    records = [record for family in families for record in family.records]
    return Headings(places, records, letters(title or ""), named=False)


def _headed(family: Family, headings: Headings) -> set[int]:
    """The records with a heading that links elsewhere, if there are several."""
    found = {number for number, one in enumerate(family.records) if headings.link_elsewhere(one.roots[0], "")}
    return found if len(found) >= _LEAST_LISTED else set()


def _anchors(family: Family) -> tuple[Anchor, ...]:
    """What is the same for all boxes around the same posts, of which some hold their headings."""
    return tuple(record.anchor for record in family.records)


def _is_headed_list(family: Family, listed: set[int], prose: Prose) -> bool:
    """Whether most records are listed. Those behind the last two posts or more are taken out of the family."""
    if not listed:
        return False
    first = len(family.records)
    while first - 1 in listed:
        first -= 1
    if first < _LEAST_POSTS or len(family.records) - first < _LEAST_LISTED:
        return 2 * len(listed) > len(family.records)
    texts = [max(0, prose.own(record)) ** 0.5 for record in family.records]
    family.score *= sum(texts[:first]) / max(1.0, sum(texts))
    family.listed = family.records[first:]
    del family.records[first:]
    return False


def before_linked_lists(
    places: Places, families: list[Family], prose: Prose, marks: Iterable[Mark], title: str | None
) -> list[Family]:
    """The families with the first that lists no other pages before those that do; none if it holds far less text."""
    if not families:
        return families
    dated = {mark.run for mark in marks}
    known = letters(title or "")
    if not _is_linked_list(places, families[0], prose, dated, known):
        return families
    for number, family in enumerate(islice(families, 1, _MOST_LISTS), 1):
        if family.score < _LIKELY * families[0].score:
            break
        if not _is_linked_list(places, family, prose, dated, known):
            return [family, *families[number + 1 :], *families[:number]]
    return []


def _is_linked_list(places: Places, family: Family, prose: Prose, dated: set[int], title: str) -> bool:
    records = family.records[:_MOST]
    named = [list(dict.fromkeys(_titles_of(places, one.roots, prose, dated))) for one in records]
    often = Counter(key for keys in named for key in keys)
    first = [next((key for key in keys if often[key] == 1), "") for keys in named]  # the others are of a menu
    return sum(bool(key) and not _repeats(key, title) for key in first) >= _LISTED * len(records)


def _titles_of(places: Places, roots: list[int], prose: Prose, dated: set[int]) -> Iterator[str]:
    """The letters of the titles of other pages, in links to these, that neighbouring elements begin with."""
    for run in range(places.first_runs[roots[0]], places.end_runs[roots[-1]]):
        if prose.between(run, run + 1) > 0:
            return
        is_title = places.flags[run] & LINK and run not in dated and _may_be_title(places.texts[run])
        if is_title and _leads_away(places, run):
            yield letters(places.texts[run])


def _repeats(key: str, title: str) -> bool:
    """Whether the letters of a link are those of the thread's title, with a word before it, or a part of it."""
    return key in title or (bool(title) and key.endswith(title))


def _may_be_title(text: str) -> bool:
    if text.isascii() or " " in text:
        return len(text) >= _LEAST_TITLE and text.count(" ") >= _LEAST_WORDS - 1
    return len(text) >= _LEAST_SIGNS


def _leads_away(places: Places, run: int) -> bool:
    """Whether a run stands in a link to another page, and not to a place of this one or to a user."""
    link = link_of(places, places.owners[run])
    href = places.attributes[link].get("href") if link is not None else None
    return href is not None and not OWN_ON_PAGE.search(href) and not is_profile(href)


def lists_pages(places: Places, element: int, prose: Prose) -> bool:
    """Whether most prose of an element stands in boxes in it that begin with the title of another page."""
    for _ in range(_MOST_WRAPPED):
        children = places.children(element)
        entries = [one for one in children if next(_titles_of(places, [one], prose, set()), None)]
        if len(entries) >= _LEAST_LISTED:
            return sum(map(prose.of, entries)) >= _LISTED * prose.of(element)
        fullest = max(children, key=prose.of, default=None)
        if fullest is None or prose.of(fullest) < _LISTED * prose.of(element):
            break
        element = fullest
    return False
