"""The first post: the first record, or what stands between the title and the first record, or the title alone."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from qapipe.readers.threads.bodies import Body, weight
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Family, Prose

_COUNT = re.compile(
    r"(?:^|\W)(\d{1,4})\s*(?:answers?|repl(?:y|ies)|responses?|comments?|antwort(?:en)?|kommentare?|réponses?|respuestas?|"
    r"comentarios?|respostas?|risposte|ответ\w*|комментари\w*|个回答|個回答|条回答|件の回答|件)(?:\W|$)"
    r"|(?:answers?|replies|responses?|comments?|antworten|kommentare|réponses|respuestas|respostas|ответ\w*|回答)\s*[(:]?\s*(\d{1,4})\b",
    re.IGNORECASE,
)
_LEAST = 25
_MOST_RUNS = 400  # between the title and the first post, that may tell a count
_FAR = 60  # runs between a question and its date
_MUCH = 160
_SKIPPED = frozenset("nav form aside footer".split())
_HEADS = frozenset("p ul ol dl pre h1 h2 h3 h4 h5 h6 blockquote".split())


@dataclass(slots=True)
class Outside:
    """A question that stands before the records."""

    body: Body | None
    mark: Mark | None
    first: int
    end: int
    """The runs of its region."""
    same: bool = False
    """Whether its body has the place of the answers' bodies."""


def declared(places: Places, first: int, end: int) -> int | None:
    """The number of answers that a short text between two runs tells."""
    for run in range(end - 1, max(first, end - _MOST_RUNS) - 1, -1):
        text = places.texts[run]
        if len(text) > 40:
            continue
        if match := _COUNT.search(text):
            return int(match[1] or match[2])
        if (
            text.isdigit()
            and run + 1 < len(places.texts)
            and (match := _COUNT.search(f"{text} {places.texts[run + 1]}"))
        ):
            return int(match[1] or match[2])
    return None


def outside(
    places: Places, family: Family, bodies: list[Body], prose: Prose, marks: list[Mark], title_run: int | None
) -> Outside | None:
    """The question that stands before the first record, if there is one."""
    first_record = family.records[0].roots[0]
    end = places.first_runs[first_record]
    begin = title_run if title_run is not None and title_run < end else 0
    same = _of_same_place(places, bodies, first_record, prose, begin)
    if same is not None:
        span = places.first_runs[same], places.end_runs[same]
        mark = _near(marks, begin, end, span)
        if mark is not None:
            return Outside(Body([same]), mark, begin, end, same=True)
    if title_run is None or title_run >= end:
        return None
    body = _fullest(places, prose, first_record, begin, end)
    if body is None:
        return None
    span = places.first_runs[body.roots[0]], places.end_runs[body.roots[-1]]
    return Outside(body, _near(marks, begin, end, span), begin, end)


def _of_same_place(places: Places, bodies: list[Body], before: int, prose: Prose, begin: int) -> int | None:
    """The last element before the records that has the place of most bodies."""
    signs = [places.signs[body.roots[0]] for body in bodies if len(body.roots) == 1]
    if not signs:
        return None
    sign = max(dict.fromkeys(signs), key=signs.count)
    for element in range(before - 1, -1, -1):
        if places.first_runs[element] < begin:
            break
        if places.signs[element] == sign and places.ends[element] <= before and prose.of(element) > 0:
            return element
    return None


def _near(marks: list[Mark], first: int, end: int, body: tuple[int, int]) -> Mark | None:
    """The date of a question: the mark nearest to its body, outside of it, that no word gives to something else."""
    starts = [mark.run for mark in marks]
    own = [mark for mark in marks[bisect_left(starts, first) : bisect_right(starts, end)] if not mark.foreign]
    own = [mark for mark in own if not body[0] <= mark.run < body[1] and _distance(mark, body) <= _FAR]
    dated = [mark for mark in own if mark.when] or own
    return min(dated, key=lambda mark: _distance(mark, body), default=None)


def _distance(mark: Mark, body: tuple[int, int]) -> int:
    return min(abs(mark.run - body[0]), abs(mark.run - body[1]))


def _fullest(places: Places, prose: Prose, before: int, begin: int, end: int) -> Body | None:
    """The element between two runs that holds most of the prose there, as deep as it goes."""
    total = prose.between(begin, end)
    if total < _LEAST:
        return None
    tops = [element for element in _tops(places, before, begin) if places.tag(element) not in _SKIPPED]
    best = max(tops, key=prose.of, default=None)
    if best is None or prose.of(best) < _LEAST:
        return None
    while True:
        children = [child for child in places.children(best) if places.tag(child) not in _SKIPPED]
        inner = max(children, key=prose.of, default=None)
        if inner is None or places.tag(inner) in _HEADS or prose.of(inner) < 0.6 * prose.of(best):
            return Body([best]) if weight(places, prose, best, set()) >= _LEAST else None
        best = inner


def _tops(places: Places, before: int, begin: int) -> list[int]:
    """The outermost elements before another that start behind a run."""
    found: list[int] = []
    element = 0
    while element < before:
        if places.first_runs[element] >= begin and places.ends[element] <= before:
            found.append(element)
            element = places.ends[element]
        else:
            element += 1
    return found
