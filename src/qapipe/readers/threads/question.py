"""The first post: the first record, or what stands between the title and the first record, or the title alone."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from qapipe.page.text import letters
from qapipe.readers.threads.answer_counts import answer_count
from qapipe.readers.threads.answer_words import ABROAD
from qapipe.readers.threads.bodies import Body, spans_of, weight
from qapipe.readers.threads.lists import lists_pages
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.notices import is_notice
from qapipe.readers.threads.places import CHROME, CONTROL, LINK, LINKS, Places
from qapipe.readers.threads.records import Family, Prose

_COUNT = re.compile(
    r"(?:^|\W)(\d{1,4})\s*(?:(?:doctor|lawyer|attorney|expert|physician|community|user|verified)\s+)?"
    r"(?:answers?|repl(?:y|ies)|responses?|comments?|antwort(?:en)?|kommentare?|réponses?|respuestas?|"
    r"comentarios?|respostas?|risposte|ответ\w*|комментари\w*|[个個条條則则]?(?:回答|回复|回覆|回帖|评论|評論)|件の回答|件"
    rf"|{ABROAD})(?:\W|$)"
    r"|(?:(?:answers|replies|responses|comments|antworten|kommentare|réponses|respuestas|respostas|ответ\w*|回答"
    rf"|{ABROAD})\s*[(:]?"
    r"|(?:answer|response|comment)(?:\s*\(|:\s|\s))\s*(\d{1,4})(?:\b|(?=[件개]))",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"(?:\d[\d.,]*\s?[km]?\s+[^\W\d]+\W*)+", re.IGNORECASE)  # "6 posts 5 users 1.2k views"
_DESCRIBES = re.compile(
    r"(?:bug |issue |problem )?(?:description|details)|question|beschreibung|frage|descripción|pregunta|описание|вопрос"
    r"|descrição|pergunta|描述|说明|質問(?:内容)?|问题描述",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LEAST = 25
_MOST_LISTS = 4  # texts that may be lists of other pages
_MOST_RUNS = 400  # between the title and the first post, that may tell a count
_LONGEST_WORD = 14
_LONGEST_COUNT = 40
_LINKED = 60  # letters of a text in a link that may be a question
_HEADED = 12  # runs from a heading that says how many answers there are to the first one
_JOIN = re.compile(r"(?<![a-z])(?:log-?in|sign-?(?:in|up)|regist(?:er|ration))(?![a-z])", re.IGNORECASE)
_LONGEST_NOTICE = 400
_MOST_AROUND = 6  # elements around one that may be a notice
_FAR = 60  # runs between a question and its date
_ABOVE = 12  # runs above the title in which its date may stand
SAME_DAY = timedelta(days=1)
"""By which dates may differ that are one: those without a time, and of other zones."""
_EDGE = 4  # runs from the edge of a body to a date in it
_MUCH = 160
_TITLED = frozenset("h1 h2 h3 h4 h5 h6".split())
_SKIPPED = frozenset("nav form aside footer".split())
_LISTS = frozenset("ul ol dl".split())
_FLAT = frozenset("p ul ol dl pre blockquote br".split())
_BOXES = frozenset("div p ul ol table section article form h1 h2 h3 h4 h5 h6".split())
_HEADS = frozenset("p ul ol dl pre h1 h2 h3 h4 h5 h6 blockquote".split())


@dataclass(slots=True)
class Outside:
    """A question that stands before the records."""

    body: Body | None
    mark: Mark | None
    first: int
    end: int
    """The runs of its region."""


def declared(places: Places, first: int, end: int) -> int | None:
    """The number of answers that a short text between two runs tells."""
    for run in range(end - 1, max(first, end - _MOST_RUNS) - 1, -1):
        count = count_in(places, run)
        if count is not None:
            return count
    return None


def declared_above(places: Places, first: int, record: int) -> int | None:
    """The number of answers that a heading right above the first record says, and nothing else in it."""
    end = places.first_runs[record]
    for run in range(end - 1, max(first, end - _HEADED) - 1, -1):
        if _is_heading(places, run) and (count := answer_count(places.texts[run])) is not None:
            return count
    return None


def _is_heading(places: Places, run: int) -> bool:
    return any(places.tag(one) in _TITLED for one in places.path(places.owners[run], 2))


def may_count(texts: list[str], first: int) -> Iterator[int]:
    """The runs from one on that may tell a count: short texts with a digit."""
    has_digit = _DIGIT.search
    return (run for run in range(first, len(texts)) if len(texts[run]) <= _LONGEST_COUNT and has_digit(texts[run]))


def count_in(places: Places, run: int) -> int | None:
    """The number of answers that a short text tells, with the text behind it where it is a number alone."""
    text = places.texts[run]
    if len(text) > _LONGEST_COUNT or not _DIGIT.search(text):
        return None
    if match := _COUNT.search(text):
        return int(match[1] or match[2])
    behind = places.texts[run + 1] if text.isdigit() and run + 1 < len(places.texts) else ""
    if behind and len(behind) <= _LONGEST_WORD and not places.flags[run + 1] & CONTROL:
        match = _COUNT.search(f"{text} {behind}")
    return int(match[1] or match[2]) if match else None


def outside(
    places: Places, family: Family, bodies: list[Body], prose: Prose, marks: list[Mark], title_run: int | None
) -> Outside | None:
    """The question that stands before the first record, if there is one."""
    first_record = family.records[0].roots[0]
    end = places.first_runs[first_record]
    begin = title_run if title_run is not None and title_run < end else 0
    said = {(mark.element, mark.run): mark.when for mark in marks}
    dates = [when for one in family.records if (when := said.get((one.anchor.element, one.anchor.run)))]
    latest = min(dates) + SAME_DAY if dates else None
    same = _of_same_place(places, bodies, first_record, prose, begin)
    if same is not None:
        mark = _near(marks, begin, end, (places.first_runs[same], places.end_runs[same]), latest)
        if mark is not None:
            return Outside(Body(_lines_around(places, same, begin)), mark, begin, end)
    return before(places, first_record, prose, marks, title_run, latest)


def before(
    places: Places,
    record: int,
    prose: Prose,
    marks: list[Mark],
    title_run: int | None,
    latest: datetime | None = None,
) -> Outside | None:
    """The fullest text between the title and an element; ``latest`` is when it was asked at last, if that is known."""
    if title_run is None:
        return None
    end = places.first_runs[record]
    body = fullest(places, prose, record, title_run + 1, end) or _linked(places, title_run, end)
    if body is None or _only_counts(places, body):
        return None
    span = places.first_runs[body.roots[0]], places.end_runs[body.roots[-1]]
    return Outside(body, _near(marks, title_run, end, span, latest), title_run, end)


def _only_counts(places: Places, body: Body) -> bool:
    """Whether a text says nothing but how many posts, readers or votes there are."""
    said = " ".join(text for first, end in spans_of(places, body) for text in places.texts[first:end])
    return _COUNTS.fullmatch(said) is not None


def _linked(places: Places, title_run: int, end: int) -> Body | None:
    """The one long text between the title and a run that is a link: some sites link a question to its own page."""
    title = letters(places.texts[title_run])
    long = [
        places.owners[run]
        for run in range(title_run, end)
        if len(places.texts[run]) >= _LINKED
        and places.flags[run] & LINK
        and not places.flags[run] & (CONTROL | CHROME)
        and letters(places.texts[run]) not in title
    ]
    return Body([long[0]]) if len(set(long)) == 1 else None


def is_headed(places: Places, out: Outside) -> bool:
    """Whether the text right above a question that stands before the records says that it describes something."""
    run = places.first_runs[out.body.roots[0]] - 1 if out.body is not None else -1
    return run > out.first and _DESCRIBES.fullmatch(places.texts[run]) is not None


def _of_same_place(places: Places, bodies: list[Body], before: int, prose: Prose, begin: int) -> int | None:
    """The last element before the records that has the place of most bodies."""
    signs = [places.signs[body.roots[0]] for body in bodies if len(body.roots) == 1]
    if not signs:
        return None
    sign = max(dict.fromkeys(signs), key=signs.count)
    for element in reversed(range(bisect_left(places.first_runs, begin), before)):
        is_text = places.signs[element] == sign and places.ends[element] <= before and prose.of(element) > 0
        if is_text and not _stands_in_notice(places, element):
            return element
    return None


def _lines_around(places: Places, element: int, begin: int) -> list[int]:
    """An element with those beside it, behind a run, where all of its parent are paragraphs written as boxes."""
    beside = places.children(places.parents[element])
    are_text = all(places.tag(one) in _FLAT or _is_line(places, one) for one in beside)
    return beside if are_text and places.first_runs[beside[0]] >= begin else [element]


def _is_line(places: Places, element: int) -> bool:
    """Whether an element is a ``div`` without a class and with no box in it."""
    is_bare = places.tag(element) == "div" and not places.css_class(element)
    return is_bare and not any(places.tag(one) in _BOXES for one in range(element + 1, places.ends[element]))


def _stands_in_notice(places: Places, element: int) -> bool:
    """Whether an element is a signature or a notice of the site, or stands in one."""
    return any(is_notice(places, one) for one in places.path(element, _MOST_AROUND))


def _near(
    marks: list[Mark], first: int, end: int, body: tuple[int, int], latest: datetime | None = None
) -> Mark | None:
    """The date of a question: the nearest to its body, or at an edge of it, that no word gives to something else.

    Of several those after the first answers are of other posts: of the last one, say.
    """
    starts = [mark.run for mark in marks]
    own = [mark for mark in marks[bisect_left(starts, first - _ABOVE) : bisect_right(starts, end)] if not mark.foreign]
    if latest is not None:
        own = [mark for mark in own if mark.slashed or mark.when is None or mark.when <= latest] or own
    beside = [mark for mark in own if not body[0] <= mark.run < body[1] and _distance(mark, body) <= _FAR]
    near = beside or [mark for mark in own if _distance(mark, body) <= _EDGE]
    dated = [mark for mark in near if mark.when] or near
    return min(dated, key=lambda mark: _distance(mark, body), default=None)


def _distance(mark: Mark, body: tuple[int, int]) -> int:
    return min(abs(mark.run - body[0]), abs(mark.run - body[1]))


def fullest(places: Places, prose: Prose, before: int, begin: int, end: int) -> Body | None:
    """The element between two runs that holds most of the prose there, as deep as it goes."""
    total = prose.between(begin, end)
    if total < _LEAST:
        return None
    tops = [element for element in _tops(places, before, begin) if _may_ask(places, prose, element)]
    tops.sort(key=prose.of, reverse=True)
    best = next((one for one in tops[:_MOST_LISTS] if not lists_pages(places, one, prose)), None)
    if best is None:
        return None
    while True:
        within = places.children(best)
        own = prose.of(best) - sum(map(prose.of, within))  # of the text right in it
        asking = [child for child in within if _may_ask(places, prose, child)]
        inner = max(asking, key=prose.of, default=None)
        if own >= _LEAST or inner is None or places.tag(inner) in _HEADS or prose.of(inner) < 0.6 * prose.of(best):
            skip = set(within).difference(asking)
            if weight(places, prose, best, skip) < _LEAST:
                return None
            return Body(_with_neighbours(places, prose, best, begin, before), skip)
        best = inner


def _with_neighbours(places: Places, prose: Prose, element: int, begin: int, before: int) -> list[int]:
    """A paragraph or list with those right before and behind it, between a run and an element; others alone."""
    if not _is_flat(places, prose, element):
        return [element]
    siblings = [
        one
        for one in places.children(places.parents[element])
        if places.first_runs[one] >= begin and places.ends[one] <= before
    ]
    first = end = siblings.index(element)
    while first > 0 and _is_flat(places, prose, siblings[first - 1]):
        first -= 1
    while end + 1 < len(siblings) and _is_flat(places, prose, siblings[end + 1]):
        end += 1
    return siblings[first : end + 1]


def _is_flat(places: Places, prose: Prose, element: int) -> bool:
    """Whether an element is a paragraph or list that may be a part of a question, and no row of links."""
    tag = places.tag(element)
    if tag in _LISTS and places.css_class(element) and prose.of(element) == 0:
        return False  # who asked when
    is_text = tag in _FLAT and 2 * places.link_length(element) <= places.length(element)
    return is_text and _may_ask(places, prose, element)


def _may_ask(places: Places, prose: Prose, element: int) -> bool:
    """Whether an element may hold a question; forms do if a text stands in them, and no notice to the reader does."""
    tag = places.tag(element)
    if tag in _SKIPPED and not (tag == "form" and prose.of(element) >= _MUCH):
        return False
    return not (is_notice(places, element) or _invites(places, prose, element))


def _invites(places: Places, prose: Prose, element: int) -> bool:
    """Whether a short text has a link to sign in or to register in it: a notice to guests."""
    if prose.of(element) > _LONGEST_NOTICE:
        return False
    links = places.named(LINKS)
    inside = links[bisect_right(links, element) : bisect_left(links, places.ends[element])]
    return any(_JOIN.search(places.attributes[one].get("href") or "") for one in inside)


def _tops(places: Places, before: int, begin: int) -> list[int]:
    """The outermost elements before another that start behind a run."""
    found: list[int] = []
    for element in range(bisect_left(places.first_runs, begin), before):
        if places.ends[element] <= before and not (found and element < places.ends[found[-1]]):
            found.append(element)
    return found
