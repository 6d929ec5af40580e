"""Date marks: the short texts and attributes of a page that say when a post was written. Posts are found by them."""

import re
from collections import Counter
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from qapipe.readers.threads import moments
from qapipe.readers.threads.moments import Moment
from qapipe.readers.threads.places import CODE, CONTROL, DATED, LINK, QUOTE, Places

_RANKS = {name: rank for rank, name in enumerate(DATED)}
_LETTERS = re.compile(r"[^\W\d_]{2}|©")  # every match of _OF_OTHERS has some: times in attributes have none

_LONGEST = 110  # letters of a text that is a mark
_MOST_BESIDE = 70  # letters in it beside the date
_ORDINALS = frozenset("st nd rd th".split())
_MOST = 1_500  # marks of a page
_PRINTED = frozenset({moments.DAY, moments.AGE})
_DEEPEST = 40  # elements around a mark that are looked at
_MOST_SIGNS = 6  # of which registrations are looked for
_OF_OTHERS = re.compile(
    r"\b(?:join\w*|regist\w+|member since|since|edit(?!or)\w*|modif\w+|updat\w+"
    r"|la(?:te)?st (?:seen|visit|activ|post|reply|answer|comment|login|on)\w*"
    r"|marked as|endorsed|active|bumped|closed|locked|viewed|copyright|birth\w*|born"
    r"|expires?|deadline|released?|version|archived|geändert|bearbeitet|mitglied seit|dabei seit|zuletzt|inscrit\w*"
    r"|membre depuis|dernière|editado|miembro|última?|ultim[ao]|cadastr\w+|modificat\w+|iscritto|bewerkt|lid sinds"
    r"|beigetreten|registriert|inscription|dołączył\w*|rejestracja|zarejestrowan\w*|se unió|ingres[oó]|desde|entrou em"
    r"|membro desde|medlem|liittynyt|üyelik|katılım|с нами с|на форуме с"
    r"|redigeret|redigert|зарегистрирован\w*|изменен\w*|редактировал\w*|регистрация|отредактирован\w*)\b"
    r"|©|编辑|修改|注册|加入|登録|入会|更新|編集|최근|가입",
    re.IGNORECASE,
)

_REGISTERED = re.compile(r"(?:^|[\s_-])(?:registered|join(?:ed|-?date)|reg-?date|member-?since)(?:$|[\s_-])")
_EDITED = re.compile(
    r"\W*(?:edited|modified|updated|bearbeitet|geändert|modifié|editado|编辑于?|更新于?|編集)\W*", re.IGNORECASE
)


class Mark(NamedTuple):
    """A date on the page."""

    element: int
    run: int
    """The first run of text of the mark."""
    end: int
    """The run behind its last."""
    sign: tuple[object, ...]
    """Equal for marks that play one part on a page: how they were found, how exact they are, and their place."""
    when: datetime | None
    other: datetime | None
    """What it says where the day stands first and the month second, if both can be meant."""
    slashed: bool
    """Whether it is two numbers and a year, of which the order is to be found out."""
    month_first: bool
    """Whether such a date can only be meant with the month first."""
    foreign: bool
    """Whether a word beside it says that it is another date: of an edit, of the author's registration."""


def marks_of(places: Places) -> list[Mark]:
    """The date marks of a page, in page order."""
    found = _attributes(places)
    covered: set[int] = set()
    for mark in found:
        covered.update(range(mark.run, mark.end))
    raised = not _ORDINALS.isdisjoint(places.texts)
    for run in moments.likely(places.texts, _LONGEST):
        text, end = _text_at(places, run) if raised else (places.texts[run], run + 1)
        if text.isdecimal() or run in covered or places.flags[run] & (CONTROL | CODE):  # decimals are counts
            continue
        printed = _printed(places, run, end, text, moments.find(text))
        if printed is not None:
            found.append(printed)
            if end > run + 1:
                covered.update(range(run, end))
    found.sort(key=lambda mark: (mark.run, mark.element))
    found = _with_edits(places, found[:_MOST])
    of_users = _registrations(found)
    if of_users:
        found = [mark._replace(foreign=True) if mark.sign in of_users else mark for mark in found]
    return _at_one_place(places, found)


def _at_one_place(places: Places, marks: list[Mark]) -> list[Mark]:
    """The marks, where ages and full dates in elements of the same classes have one sign, that of most of them.

    Pages print the age of what is new and the date of what is old. Two in one box, or in pairs, are of one post.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, mark in enumerate(marks):
        if not mark.foreign and mark.sign[0] in _PRINTED and _has_name(places, mark.element):
            groups.setdefault(mark.sign[1:], []).append(number)
    for place, numbers in groups.items():
        signs: dict[tuple[object, ...], list[Mark]] = {}
        for number in numbers:
            signs.setdefault(marks[number].sign, []).append(marks[number])
        if len(signs) == 1 or len({places.parents[marks[number].element] for number in numbers}) < len(numbers):
            continue
        first, *others = sorted(signs.values(), key=len, reverse=True)
        if any(len(one) == len(first) and _alternate(first, one) and _are_pairs(places, first, one) for one in others):
            continue
        for number in numbers:
            marks[number] = marks[number]._replace(sign=(first[0].sign[0], *place))
    return marks


def _has_name(places: Places, element: int) -> bool:
    """Whether an element or the one around it has classes."""
    return places.kinds[element] > 0 or places.kinds[max(places.parents[element], 0)] > 0


def _are_pairs(places: Places, one: list[Mark], other: list[Mark]) -> bool:
    """Whether the first marks of two signs stand in a box without the second ones."""
    box = next((box for box in places.path(one[0].element, _DEEPEST) if places.inside(other[0].element, box)), 0)
    return len(one) == 1 or not places.inside(one[1].element, box)


def _with_edits(places: Places, marks: list[Mark]) -> list[Mark]:
    """The marks, where the date of an edit is a post's own if it stands where others show theirs, and this one none."""
    edits = {number for number, mark in enumerate(marks) if mark.foreign and _is_edited(places, mark)}
    if not edits:
        return marks
    own = Counter(mark.sign for mark in marks if not mark.foreign)
    boxes = Counter((places.parents[mark.element], mark.sign) for mark in marks)
    return [
        mark._replace(foreign=False)
        if number in edits and own[mark.sign] > 1 and boxes[places.parents[mark.element], mark.sign] == 1
        else mark
        for number, mark in enumerate(marks)
    ]


def _is_edited(places: Places, mark: Mark) -> bool:
    """Whether the text of a mark, or the one before it, says no more than that something was edited."""
    return any(_EDITED.fullmatch(text) for text in places.texts[max(mark.run - 1, 0) : mark.run])


def may_be_dated(places: Places) -> list[int]:
    """The elements with an attribute of :data:`DATED`, in page order."""
    is_undated = frozenset(DATED).isdisjoint
    return [element for element, own in places.telling.items() if not is_undated(own)]


def _attributes(places: Places) -> list[Mark]:
    found: list[Mark] = []
    last_end = 0
    for element in may_be_dated(places):
        if element < last_end:
            continue
        attributes = places.telling[element]
        names = [name for name in attributes if name in _RANKS]
        for name in names if len(names) == 1 else sorted(names, key=_RANKS.__getitem__):
            value = attributes[name]
            if value and len(value) > _LONGEST:  # when it was written, and on further lines when it was edited
                value = value.partition("\n")[0]
            if not value or len(value) > _LONGEST or not moments.may_be(value):
                continue
            when = moments.exact(value)
            if when is None:
                continue
            run, end = places.first_runs[element], places.end_runs[element]
            if places.letters[end] - places.letters[run] > _LONGEST:
                break
            run, end = _shown(places, run, end)
            foreign = _is_foreign(places, run, value) or places.matches(_REGISTERED, element)
            sign = ("attribute", places.kinds[element], places.kinds[max(places.parents[element], 0)])
            found.append(Mark(element, run, end, sign, when, None, slashed=False, month_first=False, foreign=foreign))
            last_end = places.ends[element]
            break
    return found


def _text_at(places: Places, run: int) -> tuple[str, int]:
    """The text of a run, and the run behind it; with the two behind it where a day is printed as in 19<sup>th</sup>."""
    texts = places.texts
    if run + 2 < len(texts) and texts[run + 1] in _ORDINALS:
        return f"{texts[run]}{texts[run + 1]}{texts[run + 2]}", run + 3
    return texts[run], run + 1


def _shown(places: Places, run: int, end: int) -> tuple[int, int]:
    """The one text of a dated element that prints a date beside a link: ``Submitted by <a>Ann</a> on 3 May 2014``."""
    if end - run > 1 and any(flag & LINK for flag in places.flags[run:end]):
        for at in range(run, end):
            if not places.flags[at] & LINK and moments.find(places.texts[at]) is not None:
                return at, at + 1
    return run, end


def _printed(places: Places, run: int, end: int, text: str, moment: Moment | None) -> Mark | None:
    if moment is None or len(text) - (moment.end - moment.start) > _MOST_BESIDE:
        return None
    if places.flags[run] & QUOTE and len(text) - (moment.end - moment.start) > 40:
        return None
    element = places.owners[run]
    parent = max(places.parents[element], 0)
    foreign = _is_foreign(places, run, text[: moment.end]) or places.matches(_REGISTERED, element)
    sign = (moment.precision, places.kinds[element], places.kinds[parent])
    return Mark(element, run, end, sign, moment.when, moment.other, moment.slashed, moment.month_first, foreign)


@lru_cache(maxsize=1_024)  # the same word stands before the date of each post
def _dates_other(text: str) -> bool:
    """Whether a short text says that something else than a post is dated."""
    return _LETTERS.search(text) is not None and _OF_OTHERS.search(text) is not None


def _is_foreign(places: Places, run: int, text: str) -> bool:
    """Whether a word before the date, in its own text or right before it in its box, says what else it dates."""
    if _dates_other(text):
        return True
    if run == 0 or run >= len(places.texts) or len(text) > 45:
        return False
    before, element = places.texts[run - 1], places.owners[run]
    box = places.parents[element]
    near = places.owners[run - 1]
    return len(before) < 40 and box >= 0 and places.inside(near, box) and _dates_other(before)


def _registrations(marks: list[Mark]) -> set[tuple[object, ...]]:
    """The signs of the dates on which the authors of posts registered, whatever is printed beside them.

    They stand once beside the date of each post and are all before it, in no order, where the dates of posts rise; or
    say no more than a month.
    """
    signs: dict[tuple[object, ...], list[Mark]] = {}
    for mark in marks:
        if not mark.foreign:
            signs.setdefault(mark.sign, []).append(mark)
    often = sorted((own for own in signs.values() if len(own) > 1), key=len, reverse=True)[:_MOST_SIGNS]
    return {
        one[0].sign
        for one in often
        for other in often
        if len(one) == len(other) and one is not other and _alternate(one, other) and _are_before(one, other)
    }


def _alternate(one: list[Mark], other: list[Mark]) -> bool:
    """Whether the marks of two signs take turns."""
    first, second = (one, other) if one[0].run < other[0].run else (other, one)
    ends = [mark.run for mark in first[1:]]
    return all(a.run < b.run for a, b in zip(first, second, strict=True)) and all(
        mark.run < end for mark, end in zip(second, ends, strict=False)
    )


def _are_before(one: list[Mark], other: list[Mark]) -> bool:
    """Whether the dates of one sign come before those of the other one, and do not rise as they do."""
    later = [mark.when for mark in other if mark.when]
    if len(later) < len(other) or later != sorted(later):
        return False
    if all(mark.sign[0] == moments.SHORT for mark in one):
        return True
    earlier = [mark.when for mark in one if mark.when]
    return (
        len(earlier) == len(one)
        and earlier != sorted(earlier)
        and all(a < b for a, b in zip(earlier, later, strict=True))
    )
