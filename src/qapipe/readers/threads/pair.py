"""A question with one answer: nothing repeats, so the answer is found by its name or by the count above it."""

import re
from bisect import bisect_left, bisect_right
from math import sqrt
from operator import attrgetter

from qapipe.readers.threads.announced import announced, says_answered
from qapipe.readers.threads.comments import COMMENT
from qapipe.readers.threads.lists import lists_pages
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import CHROME, CONTROL, WITHOUT, Places, among, tags_of
from qapipe.readers.threads.question import count_in, fullest, may_count
from qapipe.readers.threads.records import Anchor, Family, Prose, Record
from qapipe.readers.threads.two_dates import second_dated

_ANSWER = (
    r"(?:answer|repl(?:y|ies)|response|antwort(?:en)?|r[eé]ponse|respuesta|resposta|risposta|otvet|huida|svar|antwoord(?:en)?"
    r"|odpowiedz|cevap|vastaus|valasz|raspuns|odpoved|odgovor|jawaban)"
)
_ANSWERS = re.compile(rf"(?<![a-z]){_ANSWER}s?(?![a-z])|(?<![a-z])comments?(?![a-z])")
_ANSWER_WORDS = tuple(
    "answer repl ponse antwo spuesta sposta otvet huida svar odpow cevap vastaus comment "
    "valasz raspuns odpov odgovor jawaban".split()
)
_OTHERS = re.compile(
    r"count|number|form|button|btn|link|action|editor|box-?title|new|add|write|related|recent|sidebar|widget|head|tool"
)
_ANSWER_ALONE = re.compile(rf"(?<![a-z]){_ANSWER}s?(?![a-z])")
_ASIDE = tags_of("aside nav form footer")
_SEVERAL = re.compile(
    r"(?<![a-z])(?:answers|replies|responses|antworten|r[eé]ponses|respuestas|respostas|comments)(?![a-z])"
)
_LEAST, _MOST = 20, 12_000  # letters of prose
_MOST_BOXES = 4
_BOTH = 2
_BESIDE = 20  # letters of prose
_MOST_LEVELS = 6
_ABOVE = 3  # runs
_MOST_HEADERS = 3  # elements around a text that may hold its date
_FAR_BETTER = 1.3
_id_of = attrgetter("id")
_SURE = 1.5  # how much rather one answer is believed in where a text says that there is one


def pair_of(places: Places, marks: list[Mark], prose: Prose, title_run: int | None) -> Family | None:
    """The one answer of a page as a family; None where no element is called one, and no count or text announces it."""
    if title_run is None:
        return None
    counted = _counted(places, prose, title_run)
    called = _called_answers(places)
    box = _called(places, prose, title_run, called)
    if box is None:
        dated = second_dated(places, marks, prose, title_run)
        if counted is None:
            return announced(places, marks, prose, title_run) or dated
        if dated is not None and places.ends[dated.records[0].roots[0]] <= counted:
            dated.sign = ("pair", True)
            return dated
        box = counted
    if not _LEAST <= prose.of(box) <= _MOST or _repeats(places, prose, box, called):
        return None
    box = _with_header(places, marks, prose, box, title_run)
    comments = _comments(places, box)
    signs = [mark.sign for mark in _inside(places, marks, box) if not _stands_in(places, mark, comments)]
    if len(set(signs)) < len(signs):
        return None
    question = fullest(places, prose, box, title_run + 1, places.first_runs[box])
    asked = prose.of(question.roots[0]) if question else 0
    if question is None and counted is None and not _may_answer_title(places, marks, box, title_run):
        return None  # a post below its title
    record = Record([box], _anchor(places, marks, box))
    score = sqrt(prose.own(record)) + sqrt(min(asked, _MOST))
    return Family("pair", [record], ("pair", counted is not None), score)


def _with_header(places: Places, marks: list[Mark], prose: Prose, box: int, title_run: int) -> int:
    """The box around a text without a date that holds one beside it, and no more text."""
    for around in places.path(box, _MOST_HEADERS + 1):
        if around == 0 or places.first_runs[around] <= title_run or prose.of(around) > prose.of(box):
            break
        if _inside(places, marks, around):
            return around
    return box


def _may_answer_title(places: Places, marks: list[Mark], box: int, title_run: int) -> bool:
    """Whether a title is asked by itself: a date stands between it and the answer, or it asks and somebody answers."""
    if _is_dated(marks, title_run, places.first_runs[box]):
        return True
    asks = places.texts[title_run].rstrip(' "”»').endswith(("?", "？"))
    first, end = places.first_runs[box], places.end_runs[box]
    return asks and not places.matches(COMMENT, box) and says_answered(places, range(max(0, first - _ABOVE), end))


def _is_dated(marks: list[Mark], first: int, end: int) -> bool:
    return any(first < mark.run < end and not mark.foreign for mark in marks)


def is_narrower(places: Places, prose: Prose, pair: Family, family: Family) -> bool:
    """Whether the one answer stands in the second of two records, or one of these lists other pages."""
    if len(family.records) != _BOTH:
        return False
    box, around = pair.records[0].roots[0], family.records[1].roots[-1]
    is_dated = places.inside(family.records[1].anchor.element, box)
    if pair.sign == ("pair", True) and is_dated and box > around and places.inside(box, around):
        return True
    return any(lists_pages(places, root, prose) for record in family.records for root in record.roots)


def is_better(pair: Family, family: Family) -> bool:
    """Whether one answer is more likely than records that repeat: they hold less text, or a count denies them.

    It is not where it is the first of them, unless a text says that there is one: then the others are answers, too.
    """
    if pair.records and pair.sign != ("pair", True) and pair.records[0].anchor == family.records[0].anchor:
        return False
    if len(family.records) == _BOTH:  # perhaps the question and the answer
        undated = isinstance(family.sign, tuple) and family.sign[0] == "author"
        return pair.score > (1 if undated else _FAR_BETTER) * family.score
    return pair.score * (_SURE if pair.sign == ("pair", True) else 1) > family.score


def is_followed(places: Places, pair: Family, family: Family) -> bool:
    """Whether the one answer that a text announces is a record of a family with others behind it, in the same element.

    The text stands in the record before it, and counts the replies to that post.
    """
    if pair.sign != ("pair", True):
        return False
    box, roots = pair.records[0].roots[0], [record.roots[0] for record in family.records]
    own = next((number for number, root in enumerate(roots) if places.inside(box, root)), 0)
    above = places.parents[roots[own]]
    if own == 0 or not any(places.parents[root] == above for root in roots[own + 1 :]):
        return False
    before = roots[own - 1]
    return any(count_in(places, run) == 1 for run in range(places.first_runs[before], places.end_runs[before]))


def may_be_better(prose: Prose, family: Family) -> bool:
    """Whether any pair of the page could be better than a family: its two texts share the prose that there is."""
    most = sqrt(2 * min(prose.total, 2 * _MOST))
    return is_better(Family("pair", [], ("pair", True), most), family)


def comments_in(places: Places, family: Family, prose: Prose) -> set[int]:
    """The elements called comments in the answer of such a family, if it, or its text, is called otherwise."""
    box = family.records[0].roots[0]
    found = _comments(places, box)
    return set() if any(prose.of(one) == prose.of(box) for one in found) else found


def _comments(places: Places, box: int) -> set[int]:
    found: set[int] = set()
    own = f"{places.css_class(box)} {places.attributes[box].get('id') or ''}".lower()
    behind = places.ends[box] if COMMENT.search(own) else box + 1
    for element in among(places.matching(COMMENT, ("comment",)), behind, places.ends[box]):
        if element >= behind:
            found.add(element)
            behind = places.ends[element]
    return found


def _stands_in(places: Places, mark: Mark, boxes: set[int]) -> bool:
    return any(box <= mark.element < places.ends[box] for box in boxes)


def _called(places: Places, prose: Prose, title_run: int, called: list[int]) -> int | None:
    """The first element below the title that is called an answer and holds a text, unless there are many.

    One that is called a comment is taken only where none is called an answer.
    """
    below = among(called, bisect_right(places.first_runs, title_run), len(places.nodes))
    answers = [element for element in below if not _is_comment(places, element)]
    for kind in (answers, below):
        found = _outermost(places, prose, kind)
        if 0 < len(found) <= _MOST_BOXES and len({places.signs[one] for one in found}) == len(found):
            return _only_one(places, prose, found[0], kind)
        if found:
            return None
    return None


def _outermost(places: Places, prose: Prose, elements: list[int], least: int = _LEAST) -> list[int]:
    """The elements that hold a text and stand in no other of them."""
    found: list[int] = []
    behind = 0
    for element in elements:
        if element >= behind and prose.of(element) >= least and places.tags[element] not in _ASIDE:
            found.append(element)
            behind = places.ends[element]
    return found


def _only_one(places: Places, prose: Prose, box: int, called: list[int]) -> int:
    """The only answer in a box that is called answers, with what stands around it; the box itself where it is one."""
    if not _names(_SEVERAL, places, box):
        return box
    inner = _outermost(places, prose, among(called, box + 1, places.ends[box]), 1)
    if len(inner) != 1 or prose.of(inner[0]) < _LEAST:
        return box
    (found,) = inner
    most = prose.of(found) + _BESIDE
    for above in places.path(places.parents[found], _MOST_LEVELS):
        if above == box or prose.of(above) > most:
            break
        found = above
    return found


def _names(pattern: re.Pattern[str], places: Places, element: int) -> bool:
    """Whether an element is called so by its classes or its id."""
    return places.matches(pattern, element) or pattern.search((places.nodes[element].id or "").lower()) is not None


def _is_comment(places: Places, element: int) -> bool:
    """Whether an element is called a comment, and no answer."""
    return places.matches(COMMENT, element) and not places.matches(_ANSWER_ALONE, element)


def _called_answers(places: Places) -> list[int]:
    """The elements that are called answers by their classes or, failing that, by their id, in page order."""
    by_class = set(places.matching(_ANSWERS, _ANSWER_WORDS))
    found = {element for element in by_class if not places.matches(_OTHERS, element)}
    named = [(element, name.lower()) for element, name in enumerate(map(_id_of, places.nodes)) if name]
    joined = " ".join([name for _, name in named])
    for element, name in named if any(word in joined for word in _ANSWER_WORDS) else ():
        is_new = element not in by_class and places.tags[element] not in WITHOUT
        if is_new and _ANSWERS.search(name) and not _OTHERS.search(name):
            found.add(element)
    return sorted(found)


def _repeats(places: Places, prose: Prose, box: int, called: list[int]) -> bool:
    """Whether elements of one place that are called answers stand in a box, each with a text."""
    seen: set[int] = set()
    for element in among(called, box + 1, places.ends[box]):
        if not places.matches(COMMENT, element) and prose.of(element) >= _LEAST:
            if places.signs[element] in seen:
                return True
            seen.add(places.signs[element])
    return False


def _counted(places: Places, prose: Prose, title_run: int) -> int | None:
    """The fullest element behind a text that says that there is one answer."""
    for run in may_count(places.texts, title_run + 1):
        count = None if places.flags[run] & (CONTROL | CHROME) else count_in(places, run)
        if count is None:
            continue
        if count != 1:
            return None
        for element in places.path(places.owners[run], _MOST_LEVELS):
            behind = [
                child
                for child in places.children(element)
                if places.first_runs[child] > run and places.tags[child] not in _ASIDE
            ]
            best = max(behind, key=prose.of, default=None)
            if best is not None and prose.of(best) >= _LEAST:
                return best
    return None


def _inside(places: Places, marks: list[Mark], box: int) -> list[Mark]:
    starts = [mark.run for mark in marks]
    first, end = places.first_runs[box], places.end_runs[box]
    return [mark for mark in marks[bisect_left(starts, first) : bisect_left(starts, end)] if not mark.foreign]


def _anchor(places: Places, marks: list[Mark], box: int) -> Anchor:
    """The date of the answer, or its own element where it has none."""
    mark = next(iter(_inside(places, marks, box)), None)
    return Anchor(mark.element, mark.run, mark.sign) if mark else Anchor(box, places.first_runs[box], ("pair",))
