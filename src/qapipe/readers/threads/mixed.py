"""Comments that stand among the answers of a family, because both show their dates alike."""

import re
from itertools import islice

from qapipe.readers.threads.comments import COMMENT
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Family, Prose, Record

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
