"""Families that list other pages, each record below a link to one, which may be no heading: the latest threads."""

from collections.abc import Iterable
from itertools import islice

from qapipe.page.text import letters
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import LINK, Places
from qapipe.readers.threads.profiles import is_profile, link_of
from qapipe.readers.threads.records import Family, Prose, Record

_MOST = 12  # records that are looked at
_MOST_LISTS = 24  # families
_LISTED = 0.7  # of the records
_LEAST_TITLE, _LEAST_SIGNS, _LEAST_WORDS = 15, 8, 4  # of a title; signs are those of scripts without blanks
_LIKELY = 0.12  # of the score of a list is enough for posts: texts of lists are many, and signs say more than letters


def before_lists(
    places: Places, families: list[Family], prose: Prose, marks: Iterable[Mark], title: str | None
) -> list[Family]:
    """The families with the first that lists no other pages before those that do; none if it holds far less text."""
    if not families:
        return families
    dated = {mark.run for mark in marks}
    known = letters(title or "")
    if not _is_list(places, families[0], prose, dated, known):
        return families
    for number, family in enumerate(islice(families, 1, _MOST_LISTS), 1):
        if family.score < _LIKELY * families[0].score:
            break
        if not _is_list(places, family, prose, dated, known):
            return [family, *families[number + 1 :], *families[:number]]
    return []


def _is_list(places: Places, family: Family, prose: Prose, dated: set[int], title: str) -> bool:
    records = family.records[:_MOST]
    return sum(_names_another(places, one, prose, dated, title) for one in records) >= _LISTED * len(records)


def _names_another(places: Places, record: Record, prose: Prose, dated: set[int], title: str) -> bool:
    """Whether a record begins with the title of another page, in a link to it."""
    for run in range(places.first_runs[record.roots[0]], places.end_runs[record.roots[-1]]):
        if prose.between(run, run + 1) > 0:
            return False
        is_title = places.flags[run] & LINK and run not in dated and _may_be_title(places.texts[run])
        if is_title and _leads_away(places, run):
            key = letters(places.texts[run])
            return key not in title and not (title and key.endswith(title))
    return False


def _may_be_title(text: str) -> bool:
    if text.isascii() or " " in text:
        return len(text) >= _LEAST_TITLE and text.count(" ") >= _LEAST_WORDS - 1
    return len(text) >= _LEAST_SIGNS


def _leads_away(places: Places, run: int) -> bool:
    """Whether a run stands in a link to another page, and not to a place of this one or to a user."""
    link = link_of(places, places.owners[run])
    href = places.attributes[link].get("href") if link is not None else None
    return href is not None and "#" not in href and not is_profile(href)
