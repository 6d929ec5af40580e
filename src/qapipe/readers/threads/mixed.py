"""Comments that stand among the answers of a family, or date these, because both show their dates alike."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from qapipe.readers.threads.comments import COMMENT
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Anchor, Family, Prose, Record

_ANSWER = re.compile(r"(?<![a-z])(?:answer|antwort|respuesta|reponse|resposta|risposta)(?![a-z])")
_LEAST = 2
_LONGER = 2
_MOST_AROUND = 3


def drop_comments(places: Places, family: Family, prose: Prose) -> None:
    """Take the records that are called comments out of a family, if the others are the posts.

    These are called answers, or are longer; the first of them may be the question.
    """
    if not places.matching(COMMENT, ("comment",)):
        return
    called = [_is_called(places, record, COMMENT) for record in family.records]
    posts = [record for record, comment in zip(family.records, called, strict=True) if not comment]
    if len(posts) == len(called) or len(posts) < _LEAST:
        return
    comments = [record for record, comment in zip(family.records, called, strict=True) if comment]
    answers = posts[1:]
    longer = _mean(prose, answers) >= _LONGER * _mean(prose, comments)
    if longer or all(_is_answer(places, one) for one in answers):
        family.records[:] = posts


def date_by_posts(places: Places, family: Family, anchors: Sequence[Anchor]) -> None:
    """Give the records of which the date found is that of a comment the date before it that is their own, if any."""
    if family.kind == "pair" or not places.matching(COMMENT, ("comment",)):
        return
    runs = [anchor.run for anchor in anchors]
    for record in family.records:
        if not _is_in_comment(places, record, record.anchor.element):
            continue
        first, end = bisect_left(runs, places.first_runs[record.roots[0]]), bisect_left(runs, record.anchor.run)
        own = (one for one in anchors[first:end] if not _is_in_comment(places, record, one.element))
        record.anchor = next(own, record.anchor)


def _is_in_comment(places: Places, record: Record, element: int) -> bool:
    """Whether an element stands in a comment below a record, which is called otherwise."""
    while element > record.roots[0]:
        if element not in record.roots and places.matches(COMMENT, element):
            return not any(places.matches(COMMENT, one) for one in (*record.roots, *record.around))
        element = places.parents[element]
    return False


def _mean(prose: Prose, records: list[Record]) -> float:
    return sum(map(prose.own, records)) / len(records)


def _is_answer(places: Places, record: Record) -> bool:
    """Whether a record, or a box right around it, is called an answer."""
    around = islice(places.path(record.roots[0], _MOST_AROUND + 1), 1, None)
    return _is_called(places, record, _ANSWER) or any(places.matches(_ANSWER, one) for one in around)


def _is_called(places: Places, record: Record, name: re.Pattern[str]) -> bool:
    """Whether an element from the anchor of a record to its root has a name."""
    element, first = record.anchor.element, record.roots[0]
    while element > first:
        if places.matches(name, element):
            return True
        element = places.parents[element]
    return any(places.matches(name, one) for one in (*record.roots, *record.around))
