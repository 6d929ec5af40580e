"""Which records are posts of this thread: not adverts, not answers to related questions, not a post shown twice."""

import re
from collections import Counter
from datetime import time
from typing import TYPE_CHECKING

from qapipe.page.text import letters
from qapipe.readers.threads.places import HEADING, LINK, Places
from qapipe.readers.threads.removed import removed_lines
from qapipe.records.noise import NoiseRule
from qapipe.records.warnings import PageWarning

if TYPE_CHECKING:
    from qapipe.readers.threads.found import Found

_ADVERT = re.compile(r"^\W*(?:advert|sponsor|werbung|anzeige|publicit|promoted|реклама|pubblicit|广告)", re.IGNORECASE)
_RELATED = re.compile(r"related(?: (?:questions?|answers?|posts?))?", re.IGNORECASE)
_LONG = 20
_FEW = 0.4
_FEWEST = 3  # records, of which the last may be none of the others' kind
_MIDNIGHT = time()  # of dates that say no time
_LONGEST_LABEL = 60
_LONGEST_HEADING = 40


def written_here(found: "Found") -> list[bool]:
    """For each record whether it is a post of this thread."""
    firsts = Counter(lines[0].text for lines in found.lines if lines)
    keep = [not _is_advert(found, number, firsts) for number in range(len(found.lines))]
    found.copies = _shown_again(found)
    beside = [*_said_again(found), *_headings_alone(found), *([len(keep) - 1] if _is_beside(found) else [])]
    for rule, numbers in ((NoiseRule.REPEATED_TEXT, found.copies), (NoiseRule.OUTSIDE_ANSWERS, beside)):
        for number in numbers:
            keep[number] = False
            found.thread.noise += removed_lines(found.lines[number], rule)
    related = [number > 0 and _is_related(found, number) for number in range(len(found.lines))]
    if 0 < sum(related) <= 0.7 * len(related):
        keep = [own and not other for own, other in zip(keep, related, strict=True)]
        found.thread.warnings.add(PageWarning.UNREAD_POSTS)  # they may be this thread's after all
    return keep


def _shown_again(found: "Found") -> dict[int, int]:
    """The records that others repeat, text, author and date: a chosen answer that is shown above all, too.

    Each with the one that stands for it.
    """
    dates = {(mark.element, mark.run): mark.when for mark in found.marks}
    last: dict[tuple[object, ...], int] = {}
    again: dict[int, int] = {}
    for number, (lines, author, record) in enumerate(zip(found.lines, found.named, found.family.records, strict=True)):
        date = dates.get((record.anchor.element, record.anchor.run))
        if not author.name or date is None:
            continue
        text = letters(" ".join([line.text for line in lines]))
        if len(text) < _LONG:
            continue
        key = (text, author.name, date)
        if (before := last.get(key)) is not None:
            copy, kept = (before, number) if before else (number, before)  # the first of all is the question
            again[copy] = kept
        last[key] = number
    return again


def _headings_alone(found: "Found") -> list[int]:
    """The records behind the first of which nothing but a short heading was read: lists of other pages."""
    flags = found.places.flags
    return [
        number
        for number, lines in enumerate(found.lines)
        if number
        and lines
        and sum(len(line.text) for line in lines) <= _LONGEST_HEADING
        and all(flags[run] & HEADING for line in lines for run in range(line.run, line.end))
    ]


def _said_again(found: "Found") -> list[int]:
    """The records without an author, among posts that have one, that repeat the date of the first: its details."""
    unnamed = [number for number, author in enumerate(found.named) if author.name is None]
    if not unnamed or 0 in unnamed or len(unnamed) > _FEW * len(found.named):
        return []
    first, *others = found.family.records
    dates = {(mark.element, mark.run): mark.when for mark in found.marks}
    asked = dates.get((first.anchor.element, first.anchor.run))
    if asked is None or asked.time() == _MIDNIGHT:
        return []
    anchors = [(one.anchor.element, one.anchor.run) for one in others]
    return [
        number
        for number in unnamed
        if dates.get(anchors[number - 1]) == asked
        and sum(len(line.text) for line in found.lines[number]) < _LONGEST_LABEL
    ]


def _is_beside(found: "Found") -> bool:
    """Whether the last record is a box about the question: it names no author, and is built as none of the posts is.

    All answers before it name theirs and are built alike, and the date that it shows is that of the question.
    """
    records, places, named = found.family.records, found.places, found.named
    if len(records) <= _FEWEST or named[-1].name is not None or not all(author.name for author in named[1:-1]):
        return False
    dates = {(mark.element, mark.run): mark.when for mark in found.marks}
    asked, said = (dates.get((one.anchor.element, one.anchor.run)) for one in (records[0], records[-1]))
    if asked is None or asked != said:
        return False
    *others, last = (places.signs[one.roots[0]] for one in records[1:])
    return len(set(others)) == 1 and last not in others


def _is_advert(found: "Found", number: int, firsts: Counter[str]) -> bool:
    name = found.named[number].name
    if name and _ADVERT.match(name):
        found.thread.noise += removed_lines(found.lines[number], NoiseRule.ADVERT)
        return True
    lines = found.lines[number]
    if lines and _ADVERT.match(lines[0].text) and len(lines[0].text) <= _LONGEST_LABEL and firsts[lines[0].text] > 1:
        found.thread.noise += removed_lines(lines[:1], NoiseRule.ADVERT)
        found.lines[number] = lines[1:]
    return bool(lines) and not found.lines[number]


def _is_related(found: "Found", number: int) -> bool:
    """Whether a record names another question before its text: a long link that asks, and is not this page's title."""
    places, record = found.places, found.family.records[number]
    lines = found.lines[number]
    end = lines[0].run if lines else places.end_runs[record.roots[-1]]
    end = min([end, *(places.first_runs[inner] for inner in record.nested[:1])])
    title = letters(found.thread.title or "")
    first = places.first_runs[record.roots[0]]
    if first < end and _RELATED.fullmatch(places.texts[first]):
        return True
    return any(
        _asks(places, run) and not _repeats(letters(places.texts[run]), title)
        for run in range(first, end)
        if places.flags[run] & LINK
    )


def _repeats(key: str, title: str) -> bool:
    """Whether a text is a part of the title, or the title with a word before it (``Re:``)."""
    return key in title or (len(title) >= _LONG and key.endswith(title))


def _asks(places: Places, run: int) -> bool:
    text = places.texts[run]
    return len(text) >= _LONG and text.rstrip().endswith(("?", "？"))
