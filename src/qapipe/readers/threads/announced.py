"""One answer that a heading or the text at its start announces: ``Answer``, ``Doctor's answer``, ``Reply by Ann``."""

import re
from collections.abc import Iterable
from math import sqrt

from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import CHROME, CONTROL, LINK, Places, tags_of
from qapipe.readers.threads.question import fullest
from qapipe.readers.threads.records import Anchor, Family, Prose, Record

_ANSWER = r"(?:answer|reply|response|antwort|réponse|respuesta|resposta|risposta|ответ|回答)"
_HEADS = re.compile(
    rf"^\W*(?:(?:the|our|my|expert|editor|doctor|vet|lawyer|dr\.? [\w. -]{{2,30}})(?:['’]?s)? )?{_ANSWER}\W*$",
    re.IGNORECASE,
)
_BY = re.compile(rf"(?:{_ANSWER}|answered|replied|beantwortet) (?:by|from|von|de|par)(?!\w)", re.IGNORECASE)
_ANSWERED = re.compile(
    r"\W*(?:answered|replied|beantwortet|geantwortet|répondu|respondi[dó]\w*|risposto|ответил\w*|回答)(?!\w)",
    re.IGNORECASE,
)
_STARTS = frozenset("aAbBrRtToOmMeEdDvVlLоО回")
_LONGEST = 60
_LEAST, _MOST = 20, 12_000  # letters of prose
_MOST_ELEMENTS = 9  # around a text, one in another
_HEADINGS = tags_of("h2 h3 h4 h5 h6")


def announced(places: Places, marks: list[Mark], prose: Prose, title_run: int) -> Family | None:
    """The answer as a family of one record, if one is announced, and a question stands between it and the title."""
    runs = [run for run in range(title_run + 1, len(places.texts)) if _announces(places, run)]
    if len(runs) != 1:
        return None
    run = runs[0]
    heading = _heading(places, run)
    roots = _around(places, prose, run, title_run) if heading is None else _below(places, heading)
    written = sum(map(prose.of, roots))
    if not _LEAST <= written <= _MOST:
        return None
    question = fullest(places, prose, roots[0], title_run + 1, min(run, places.first_runs[roots[0]]))
    if question is None:
        return None
    asked = sum(map(prose.of, question.roots))
    first, end = places.first_runs[roots[0]], places.end_runs[roots[-1]]
    mark = next((mark for mark in marks if first <= mark.run < end and not mark.foreign), None)
    anchor = Anchor(mark.element, mark.run, mark.sign) if mark else Anchor(roots[0], first, ("pair",))
    return Family("pair", [Record(roots, anchor)], ("pair", False), sqrt(written) + sqrt(min(asked, _MOST)))


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
    if len(text) > _LONGEST or text[0] not in _STARTS or places.flags[run] & (CONTROL | CHROME | LINK):
        return False
    return _BY.match(text) is not None or (_HEADS.match(text) is not None and _heading(places, run) is not None)


def _heading(places: Places, run: int) -> int | None:
    """The heading that a text stands in."""
    return next((one for one in places.path(places.owners[run], 2) if places.tags[one] in _HEADINGS), None)


def _below(places: Places, heading: int) -> list[int]:
    """The elements behind a heading up to the next one, or to one that holds headings."""
    found: list[int] = []
    for one in places.children(places.parents[heading]):
        if one > heading:
            if not _HEADINGS.isdisjoint(places.tags[one : places.ends[one]]):
                break
            found.append(one)
    return found


def _around(places: Places, prose: Prose, run: int, title_run: int) -> list[int]:
    """The innermost element around a text that holds an answer, and not the title."""
    for element in places.path(places.owners[run], _MOST_ELEMENTS):
        if places.first_runs[element] <= title_run:
            break
        if prose.of(element) >= _LEAST:
            return [element]
    return []
