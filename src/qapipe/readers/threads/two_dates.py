"""One answer that nothing names: the second of two dated texts below a title, in a box with its author."""

import re
from math import sqrt

from qapipe.readers.threads.announced import says_answered
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import A_LINK, CHROME, CODE, QUOTE, Places, tags_of
from qapipe.readers.threads.profiles import is_profile
from qapipe.readers.threads.question import fullest
from qapipe.readers.threads.records import Anchor, Family, Prose, Record

_NAMED = re.compile(r"author|user-?name|nick|poster|\bfn\b")
_ABOVE = 8  # runs above the title in which the date of the question may stand
_LEAST, _MOST = 6, 12_000  # letters of prose
_HEADINGS = tags_of("h1 h2 h3 h4 h5 h6")
_SHORT = 40
_BETWEEN = 20  # letters of prose between a question and its answer, which are of neither
_BOTH = 2
_DEEPEST = 40


def second_dated(places: Places, marks: list[Mark], prose: Prose, title_run: int) -> Family | None:
    """The answer as a family of one record; None where not two texts are dated, or the second has no author."""
    found = second_box(places, marks, title_run)
    if found is None:
        return None
    box, second = found
    if _written(places, prose, box) < _SHORT:  # then headings around it would be as long
        around = (one for one in places.path(second.element, _DEEPEST) if one > box)
        box = next((one for one in around if _written(places, prose, one) >= _LEAST), box)
    if not _LEAST <= _written(places, prose, box) <= _MOST:
        return None
    question = fullest(places, prose, box, title_run + 1, places.first_runs[box])
    if question is None or prose.between(places.end_runs[question.roots[-1]], places.first_runs[box]) > _BETWEEN:
        return None
    asked = sum(map(prose.of, question.roots))
    record = Record([box], Anchor(second.element, second.run, second.sign))
    return Family("pair", [record], ("pair", False), sqrt(prose.own(record)) + sqrt(min(asked, _MOST)))


def second_box(places: Places, marks: list[Mark], title_run: int) -> tuple[int, Mark] | None:
    """The box of the second of two dates below a title, and the date, if it names an author."""
    dead = CHROME | QUOTE | CODE
    last = len(places.texts)
    own = [
        mark
        for mark in marks
        if not mark.foreign and title_run - _ABOVE <= mark.run < last and not places.flags[mark.run] & dead
    ]
    alike = [mark for mark in own if mark.sign[0] == own[0].sign[0]]
    if len(alike) != _BOTH:
        return None
    first, second = alike
    box = _box(places, second, first.element, title_run)
    says = says_answered(places, range(places.first_runs[box], places.end_runs[box]))
    return (box, second) if says or _names_author(places, box) else None


def _box(places: Places, mark: Mark, other: int, title_run: int) -> int:
    """The outermost element around a date without the other date and the title."""
    box, *around = places.path(mark.element, _DEEPEST + 1)
    for above in around:
        if above == 0 or places.inside(other, above) or places.first_runs[above] <= title_run:
            break
        box = above
    return box


def _written(places: Places, prose: Prose, box: int) -> int:
    """Letters of prose in a box without its headings."""
    inside = range(box, places.ends[box])
    return prose.of(box) - sum(prose.of(one) for one in inside if places.tags[one] in _HEADINGS)


def _names_author(places: Places, box: int) -> bool:
    inside = range(box + 1, places.ends[box])
    return any(
        is_profile(places.attributes[one].get("href")) if places.tags[one] == A_LINK else places.matches(_NAMED, one)
        for one in inside
    )
