"""The thread of a page, read by structure: which of the families of boxes that repeat on it are its posts."""

from functools import lru_cache

from qapipe.page.document import Document, HtmlDocument
from qapipe.readers.threads import anchors, titles
from qapipe.readers.threads.comments import outermost
from qapipe.readers.threads.copies import is_copy
from qapipe.readers.threads.families import families_of
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.lists import before_linked_lists, without_headed_lists
from qapipe.readers.threads.marks import Mark, marks_of
from qapipe.readers.threads.mixed import date_by_posts, drop_comments
from qapipe.readers.threads.pair import is_better, is_followed, is_narrower, may_be_better, pair_of
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reading import read
from qapipe.readers.threads.records import Family, Prose
from qapipe.readers.threads.strangers import add_strangers
from qapipe.readers.threads.unanswered import are_on_question, are_on_unanswered, says_unanswered
from qapipe.readers.threads.undated import add_undated
from qapipe.readers.threads.walk import places_of
from qapipe.records.warnings import PageWarning

_CANDIDATES = 8


@lru_cache(maxsize=1)
def arrays_of(document: HtmlDocument) -> tuple[Places, list[Mark], Prose]:
    """The elements and texts of a page, its dates, and where its prose is."""
    if document.body is None:
        raise TypeError("a page without a body")
    places = places_of(document.body)
    marks = marks_of(places)
    return places, marks, Prose(places, (run for mark in marks for run in range(mark.run, mark.end)))


@lru_cache(maxsize=1)
def find(document: Document) -> Found | None:
    """The best set of posts on a page, whether it is a thread or not; None where nothing repeats."""
    if not isinstance(document, HtmlDocument) or document.body is None:
        return None
    places, marks, prose = arrays_of(document)
    title, title_run = titles.title_of(document, places)
    points = anchors.dated(marks)
    families = families_of(places, points, prose)
    are_called = False
    if not families:
        points = anchors.named(places)
        families = families_of(places, points, prose)
        if not families and (points := anchors.called(places, prose)):
            families, are_called = families_of(places, points, prose), True
        for family in families:
            anchors.redated(places, family, marks)
    posts = without_headed_lists(places, families, prose, title)
    posts = before_linked_lists(places, posts, prose, marks, title)
    is_sure = posts and (are_called or not may_be_better(prose, posts[0]))
    pair = None if is_sure else pair_of(places, marks, prose, title_run)
    if pair is not None and posts and _is_no_pair(places, prose, pair, posts[0]):
        pair = None
    if pair is None and not families:
        return None
    unanswered = says_unanswered(places, title_run) if title_run is not None else None
    if pair is not None and are_on_question(places, pair):
        pair = None
    if pair is not None and unanswered is None:
        return read(document, places, marks, points, prose, pair, [])
    if not families:
        return None
    families = (posts or families)[:_CANDIDATES]
    family = outermost(places, families, prose)
    if are_on_question(places, family) or (unanswered is not None and are_on_unanswered(places, family, unanswered)):
        return None
    drop_comments(places, family, prose)
    date_by_posts(places, family, points)
    left = bool(add_undated(places, family, prose))
    left |= add_strangers(places, family, marks, prose, title_run)
    found = read(document, places, marks, points, prose, family, families)
    found.thread.warnings |= {PageWarning.UNREAD_POSTS} if left else set()
    return found


def _is_no_pair(places: Places, prose: Prose, pair: Family, family: Family) -> bool:
    """Whether records that repeat are rather the posts than one answer: it is less, the first of them, or a copy."""
    better = is_better(pair, family) or is_narrower(places, prose, pair, family)
    return (
        not better
        or is_followed(places, pair, family)
        or _is_one_of(places, pair, family)
        or is_copy(places, prose, pair, family)
    )


def _is_one_of(places: Places, pair: Family, family: Family) -> bool:
    """Whether one answer is a record of a family of which another stands right below it, built as it is."""
    box = pair.records[0].roots[0]
    roots = [record.roots[0] for record in family.records]
    own = next((root for root in roots if places.inside(box, root)), None)
    if own is None or pair.sign == ("pair", True):
        return False
    return any(
        root > own and places.signs[root] == places.signs[own] and places.parents[root] == places.parents[own]
        for root in roots
    )
