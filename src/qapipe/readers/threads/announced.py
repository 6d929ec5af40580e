"""One answer that a heading or the text at its start announces: ``Answer``, ``Doctor's answer``, ``Reply by Ann``."""

import re
from collections.abc import Iterable
from math import sqrt

from qapipe.readers.threads.accepted import LABEL
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.part_labels import LABELLED, block_of, labelled_answer
from qapipe.readers.threads.places import CHROME, CONTROL, LINK, Places, tags_of
from qapipe.readers.threads.question import fullest
from qapipe.readers.threads.records import Anchor, Family, Prose, Record

_ANSWER = r"(?:answer|reply|response|antwort|réponse|respuesta|resposta|risposta|ответ|回答)"
_HEADS = re.compile(
    r"^\W*(?:(?:the|our|my|staff|official|expert|editor|doctor|vet|lawyer|dr\.? [\w. -]{2,30})(?:['’]?s)? )?"
    rf"{_ANSWER}\W*$",
    re.IGNORECASE,
)
_BY = re.compile(rf"(?:{_ANSWER}|answered|replied|beantwortet) (?:by|from|von|de|par)(?!\w)", re.IGNORECASE)
_ANSWERED = re.compile(
    r"\W*(?:answered|replied|beantwortet|geantwortet|répondu|respondi[dó]\w*|risposto|ответил\w*|回答)(?!\w)",
    re.IGNORECASE,
)
_STARTS = frozenset("aAbBcCrRtToOmMeEdDvVlLsSоОлЛ回最")
_BEHIND_NAME = re.compile(r"[,·•|–—(]")  # who somebody is, and when it was written
_LONGEST, _LONGEST_BYLINE = 60, 110
_LEAST, _MOST = 20, 12_000  # letters of prose
_MOST_ELEMENTS = 9  # around a text, one in another
_HEADINGS = tags_of("h2 h3 h4 h5 h6")
_ENDS = tags_of("h1 h2 h3 h4 h5 h6 form")  # of an answer, and what holds one
_LINES = tags_of("hr")
_MOST_WRAPPED = 3  # elements around a heading with no text but it


def announced(places: Places, marks: list[Mark], prose: Prose, title_run: int) -> Family | None:
    """The answer as a family of one record, if one is announced, and a question stands between it and the title.

    The title alone asks where a date stands between it and the answer.
    """
    runs = [run for run in range(title_run + 1, len(places.texts)) if _announces(places, run)]
    run = runs[0] if runs else labelled_answer(places, title_run)
    if run is None:
        return None
    roots = _roots(places, prose, run, title_run, labelled=not runs)
    written = sum(map(prose.of, roots))
    if not _LEAST <= written <= _MOST:
        return None
    first, end = places.first_runs[roots[0]], places.end_runs[roots[-1]]
    if any(other >= end for other in runs):
        return None  # several answers
    question = fullest(places, prose, roots[0], title_run + 1, min(run, first))
    if question is None and not any(title_run < mark.run < first and not mark.foreign for mark in marks):
        return None
    asked = sum(map(prose.of, question.roots)) if question else 0
    mark = next((mark for mark in marks if first <= mark.run < end and not mark.foreign), None)
    anchor = Anchor(mark.element, mark.run, mark.sign) if mark else Anchor(roots[0], first, ("pair",))
    sign = ("pair", False) if runs else LABELLED
    return Family("pair", [Record(roots, anchor)], sign, sqrt(written) + sqrt(min(asked, _MOST)))


def says_answered(places: Places, runs: Iterable[int]) -> bool:
    """Whether a short text, or a heading, says that something is an answer: ``Answered 3 May``, ``Answer``."""
    return any(
        len(places.texts[run]) <= _LONGEST
        and not places.flags[run] & (CONTROL | CHROME | LINK)
        and (_ANSWERED.match(places.texts[run]) or _announces(places, run))
        for run in runs
    )


def _announces(places: Places, run: int) -> bool:
    text = places.texts[run]
    if len(text) > _LONGEST_BYLINE or text[0] not in _STARTS or places.flags[run] & (CONTROL | CHROME | LINK):
        return False
    if _BY.match(text):
        return len(_BEHIND_NAME.split(text, maxsplit=1)[0]) <= _LONGEST
    if len(text) > _LONGEST:
        return False
    heads = _HEADS.match(text) is not None or LABEL.match(text) is not None
    return heads and _heading(places, run) is not None


def _roots(places: Places, prose: Prose, run: int, title_run: int, *, labelled: bool) -> list[int]:
    """The elements of the answer that a text announces: below its heading, around it, or behind it."""
    heading = _heading(places, run)
    if heading is not None:
        below = _below(places, _alone(places, heading))
        return [heading, *below] if below and _BY.match(places.texts[run]) else below
    if labelled:
        block = block_of(places, run)
        if places.end_runs[block] - places.first_runs[block] == 1 and prose.of(block) < _LEAST:
            block = _alone(places, block)
        return [block, *_below(places, block, _ENDS | _LINES)]
    return _around(places, prose, run, title_run)


def _heading(places: Places, run: int) -> int | None:
    """The heading that a text stands in."""
    return next((one for one in places.path(places.owners[run], 2) if places.tags[one] in _HEADINGS), None)


def _alone(places: Places, element: int) -> int:
    """The outermost element around one that holds no other text and is not the last of those around it."""
    for above in places.path(places.parents[element], _MOST_WRAPPED):
        spans = [(places.first_runs[one], places.end_runs[one]) for one in (element, above)]
        if spans[0] != spans[1]:
            break
        element = above
    return element


def _below(places: Places, heading: int, ends: frozenset[int] = _ENDS) -> list[int]:
    """The elements behind one, up to the next heading or form, or what holds one."""
    found: list[int] = []
    for one in places.children(places.parents[heading]):
        if one > heading:
            if not ends.isdisjoint(places.tags[one : places.ends[one]]):
                break
            found.append(one)
    return found


def _around(places: Places, prose: Prose, run: int, title_run: int) -> list[int]:
    """The innermost element around a text that holds an answer, or what stands behind the text, below the title."""
    top = places.owners[run]
    for element in places.path(top, _MOST_ELEMENTS):
        first = places.first_runs[element]
        if first <= title_run or prose.between(first, run) >= _LEAST:  # of the question
            return [top, *_below(places, top)]
        if prose.of(element) >= _LEAST:
            return [element]
        top = element
    return []
