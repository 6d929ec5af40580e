"""Plain text in which labels say who speaks: ``Q:`` / ``A:``, ``Patient:`` / ``Doctor:``, ``Dr. Reed's Answer``.

    How do I stop my loom?          title: what stands right above, if it asks
    Q: It rattles since we moved.   question; a line that starts with a dash below it is who asked and where
    A: Tap each peg.                answer; below it may stand ``Dr. Ann Reed`` and ``Norwich, Vermont``

Several questions, each with its answer, are an FAQ. A dialogue stays one question: what the asker says later replies to
the answer before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from qapipe.page.document import Document, TextDocument
from qapipe.page.outline import Line, block
from qapipe.readers.faq import reading_of_pairs
from qapipe.readers.lines.boilerplate import is_below
from qapipe.readers.lines.bylines import read_byline
from qapipe.readers.lines.cards import cards_of
from qapipe.readers.lines.labels import Label, may_be_label, read_label, read_speaker
from qapipe.readers.lines.signatures import Person, cut_heading, cut_signature, is_place, person_of
from qapipe.readers.site import Layout, Reading, Site
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Answer, Question, Removal

_CHOICES = ("B. ", "C. ")  # lines of a quiz
_TITLE = (8, 170)  # letters
_LEAST = 60  # letters of all answers; a Chinese character counts as two
_WIDE = 0x2E80
_ABOVE = 3  # lines from the title to the first label, besides those of the question
_FAR = 40  # lines above a label in which its title may stand
_COUNT = re.compile(r"(?:[A-Za-z]+s?['’]?s? )?(?:answers?|replies|responses?):?\s*\(?(\d{1,3})\)?$", re.IGNORECASE)
_ANSWERED = re.compile(r"(?:answer|replied)", re.IGNORECASE)  # unlike "written by", which stands above articles
_HEADING = re.compile(r"^#{1,6}\s+")
_PROSE = 30  # letters of a line that is no menu


@dataclass(slots=True)
class _Turn:
    """What one person says, from a label to the next."""

    label: Label
    lines: list[Line] = field(default_factory=list)
    person: Person | None = None
    """Who says it, where the lines around it were read for that."""

    @property
    def asks(self) -> bool:
        return self.label.asks


@lru_cache(maxsize=1)
def _turns(document: Document) -> tuple[list[Line], list[_Turn], list[Line]]:
    """The lines above the first label, the turns, and the lines below the last."""
    above: list[Line] = []
    turns: list[_Turn] = []
    below: list[Line] = []
    if not isinstance(document, TextDocument) or not _may_speak(document.columns.texts):
        return above, turns, below
    for line in document.lines:
        label = read_label(line.text)
        if below or (turns and not turns[-1].asks and is_below(line.text)):
            below.append(line)
        elif label is not None and (label.asks or turns or _follows_title(above, label)):
            turns.append(_Turn(label, [line._replace(text=label.rest)] if label.rest else []))
        else:
            (turns[-1].lines if turns else above).append(line)
    turns = [turn for turn in turns if turn.lines]
    if turns:
        return above, turns, below
    return next((found for way in (_by_authors, _by_cards, _by_speakers) if (found := way(above))[1]), (above, [], []))


def _may_speak(texts: Sequence[str]) -> bool:
    """Whether a line says who answers, or at least two are names below one that asks; nearly no page has either."""
    labels = (read_label(text) for text in texts if may_be_label(text))
    if any(label is not None and not label.asks for label in labels):
        return True
    if not any(map(_asks, texts)):
        return False
    if len([text for text in texts if "," in text and read_byline(text)]) > 1 or any(map(_says_who_answers, texts)):
        return True
    return any(map(_COUNT.match, texts))


def _says_who_answers(text: str) -> bool:
    said = read_speaker(text) if _ANSWERED.match(text) else None
    return said is not None and not said[0]


def _by_authors(lines: list[Line]) -> tuple[list[Line], list[_Turn], list[Line]]:
    """The turns of a text without labels, below a title that asks: each begins with the name of its author."""
    starts = [place for place, line in enumerate(lines) if place and read_byline(line.text)]
    if (
        len(starts) < 2
        or not _asks(lines[starts[0] - 1].text)
        or any(end - start < 2 for start, end in pairwise(starts))
    ):
        return lines, [], []
    label = Label(asks=False)
    ends = [*starts[1:], len(lines)]
    return lines[: starts[0]], [_Turn(label, lines[one:end]) for one, end in zip(starts, ends, strict=True)], []


def _by_cards(lines: list[Line]) -> tuple[list[Line], list[_Turn], list[Line]]:
    """The turns of a text without labels that counts its answers and names as many persons below or above them."""
    texts = [line.text for line in lines]
    place, count = next(((at, int(m[1])) for at, text in enumerate(texts) if (m := _COUNT.match(text))), (0, 0))
    cards = cards_of(texts[place + 1 :]) if count else []
    if not cards or len(cards) != count or _title_above(lines[: place + 1 + cards[0].start]) is None:
        return lines, [], []
    rest = lines[place + 1 :]
    label = Label(asks=False)
    if cards[-1].end < len(rest):  # the names stand above the texts
        ends = [*(card.start for card in cards[1:]), len(rest)]
        turns = [_Turn(label, rest[card.end : end], card.person) for card, end in zip(cards, ends, strict=True)]
        above = [*lines[:place], *rest[: cards[0].start]]
    else:
        starts = [0, *(card.end for card in cards[:-1])]
        turns = [_Turn(label, rest[start : card.start], card.person) for start, card in zip(starts, cards, strict=True)]
        above = lines[:place]
    return (above, turns, []) if all(turn.lines for turn in turns) else (lines, [], [])


def _by_speakers(lines: list[Line]) -> tuple[list[Line], list[_Turn], list[Line]]:
    """The turns of a text without labels, below a title that asks, with ``Answered by: Ann Lee`` above each answer."""
    said = [
        (place, one)
        for place, line in enumerate(lines)
        if (one := read_speaker(line.text)) and (one[0] or _ANSWERED.match(line.text))
    ]
    ends = [*(place for place, _ in said[1:]), len(lines)]
    if not said or said[-1][1][0] or _title_above(lines[: said[0][0]]) is None:
        return lines, [], []
    turns = []
    for (place, (asks, who)), end in zip(said, ends, strict=True):
        label = Label(asks=asks, who=who)
        turns.append(_Turn(label, lines[place + 1 : end]))
    if not all(turn.lines for turn in turns):
        return lines, [], []
    return lines[: said[0][0]], turns, []


def _follows_title(above: Sequence[Line], label: Label) -> bool:
    """Whether an answer whose author is named begins below a title that asks: ``Dr. Reed's Answer``."""
    near = list(above[-_FAR:])
    named = label.who is not None or cut_signature(near, dashes=False)[0] is not None
    return named and _title_above(near) is not None


def _title_above(above: Sequence[Line]) -> int | None:
    """The place of the nearest line above that asks, with few lines but those of the question below it."""
    others = 0
    for place in range(len(above) - 1, -1, -1):
        if _asks(above[place].text):
            several = ". " in above[place].text  # sentences: the question below its title
            return place - 1 if several and place and _asks(above[place - 1].text) else place
        others += not _is_prose(above[place].text)
        if others >= _ABOVE:
            return None
    return None


def _is_prose(text: str) -> bool:
    return len(text) >= _PROSE and text.endswith((".", "!", "?", "。", "！", "？"))


def _asks(text: str) -> bool:
    return text[-1] in "?？" and _TITLE[0] <= len(text) <= _TITLE[1]


def _recognises(document: Document) -> bool:
    said = [line.text for turn in _turns(document)[1] if not turn.asks for line in turn.lines]
    size = sum(len(text) + sum(ord(letter) >= _WIDE for letter in text) for text in said if not text.isascii())
    return size + sum(len(text) for text in said if text.isascii()) >= _LEAST and not _is_quiz(said)


def _is_quiz(said: Sequence[str]) -> bool:
    return all(any(text.startswith(choice) for text in said) for choice in _CHOICES)


def _is_dialogue(turns: Sequence[_Turn]) -> bool:
    """Whether no more than one question is asked, or persons talk."""
    asked = [turn.label for turn in turns if turn.asks and not turn.label.follows]
    return len(asked) < 2 or all(label.personal for label in asked)


def _read_one(document: Document) -> Reading:
    above, found, below = _turns(document)
    above, turns = list(above), [replace(turn, lines=list(turn.lines)) for turn in found]
    before = _authors_before(above, turns)
    asked = turns.pop(0) if turns[0].asks else None
    question = _question(above, asked)
    reading = Reading(question, noise=[Removal(NoiseRule.BELOW_ANSWERS, line.text) for line in below])
    for turn in turns:
        position = len(reading.answers) + 1
        person, lines = (None, turn.lines) if turn.asks else _author(turn)
        answer = Answer(position=position, body=block(lines))
        if person := person or before.get(id(turn)):
            answer.author_name, answer.author_credentials = person.name, person.credentials
            answer.specialty, answer.location = person.specialty, person.location
        answer.parent_position = position - 1 if turn.asks and position > 1 else None
        reading.answers.append(answer)
    return reading


def _authors_before(above: list[Line], turns: list[_Turn]) -> dict[int, Person]:
    """The authors of the turns whose names stand right above their labels, where the first answer's does."""
    found: dict[int, Person] = {}
    for place, turn in enumerate(turns):
        lines = turns[place - 1].lines if place else above
        if turn.asks:
            continue
        person, rest = cut_signature(lines, dashes=False)
        if person is None or not rest:
            break
        found[id(turn)], lines[:] = person, rest
    return found


def _author(turn: _Turn) -> tuple[Person | None, list[Line]]:
    """Who answers, by the lines below or above the text or by its label, and the text."""
    if turn.person is not None:
        return turn.person, turn.lines
    person, lines = cut_signature(turn.lines)
    if person is None and turn.label.who and len(lines) > 1 and is_place(lines[0].text):
        named = person_of(turn.label.who)
        return (replace(named, location=lines[0].text), lines[1:]) if named else (None, lines)
    if person is None:
        person, lines = cut_heading(turn.lines)
    return person or (person_of(turn.label.who) if turn.label.who else None), lines


def _question(above: Sequence[Line], turn: _Turn | None) -> Question:
    person, body = cut_signature(turn.lines, asker=True) if turn else (None, [])
    if person is None and turn and turn.label.who:
        person = person_of(turn.label.who, asker=True)
    place = _title_above(above[-_ABOVE:] if turn else above)
    title = (above[-_ABOVE:] if turn else above)[place].text if place is not None else _first_title(above)
    if not turn and place is not None:
        between = above[place + 1 :]
        body = list(between) if any(_is_prose(line.text) for line in between) else []
    if title is None and body and len(body[0].text) <= _TITLE[1] and (len(body) == 1 or _asks(body[0].text)):
        title, body = body[0].text, body[1:]
    if title is not None:
        title = _HEADING.sub("", title)
    asker, where = (person.name, person.location) if person else (None, None)
    return Question(title=title, body=block(body) or None, asker=asker, asker_location=where)


def _first_title(above: Sequence[Line]) -> str | None:
    return next((line.text for line in above if _TITLE[0] <= len(line.text) <= _TITLE[1]), None)


def _read_faq(document: Document) -> Reading:
    above, turns, _ = _turns(document)
    pairs = [(block(asked.lines), block(said.lines)) for asked, said in pairwise(turns) if asked.asks and not said.asks]
    reading = reading_of_pairs(document, pairs)
    reading.question.title = _first_title(above)
    return reading


def _is_one(document: Document) -> bool:
    return _recognises(document) and _is_dialogue(_turns(document)[1])


def _is_faq(document: Document) -> bool:
    return _recognises(document) and not _is_dialogue(_turns(document)[1])


SITE = Site(
    name="qa_text",
    description="plain text with labels: Q and A, Patient and Doctor",
    layouts=(
        Layout("labels", "one question and its answers", _is_one, _read_one),
        Layout("faq", "several pairs of question and answer, included on request", _is_faq, _read_faq),
    ),
    fallback=True,
)
