"""Plain text in which labels say who speaks: ``Q:`` / ``A:``, ``Patient:`` / ``Doctor:``, ``Dr. Reed's Answer``.

    How do I stop my loom?          title: what stands right above, if it asks
    Q: It rattles since we moved.   question; a line that starts with a dash below it is who asked and where
    A: Tap each peg.                answer; below it may stand ``Dr. Ann Reed`` and ``Norwich, Vermont``

Several questions, each with its answer, are an FAQ. A dialogue stays one question: what the asker says later replies to
the answer before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from qapipe.page.document import Document, TextDocument
from qapipe.page.outline import Line, block
from qapipe.readers.faq import reading_of_pairs
from qapipe.readers.lines.boilerplate import is_below
from qapipe.readers.lines.bylines import read_byline
from qapipe.readers.lines.labels import Label, may_be_label, read_label
from qapipe.readers.lines.signatures import Person, cut_heading, cut_signature, person_of
from qapipe.readers.site import Layout, Reading, Site
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Answer, Question, Removal

_CHOICES = ("B. ", "C. ")  # lines of a quiz
_TITLE = (8, 170)  # letters
_LEAST = 60  # letters of all answers; a Chinese character counts as two
_WIDE = 0x2E80
_ABOVE = 3  # lines from the title to the first label, besides those of the question
_FAR = 40  # lines above a label in which its title may stand
_PROSE = 30  # letters of a line that is no menu


@dataclass(slots=True)
class _Turn:
    """What one person says, from a label to the next."""

    label: Label
    lines: list[Line] = field(default_factory=list)

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
    return (above, turns, below) if turns else _by_authors(above)


def _may_speak(texts: Sequence[str]) -> bool:
    """Whether a line says who answers, or at least two are names below one that asks; nearly no page has either."""
    labels = (read_label(text) for text in texts if may_be_label(text))
    if any(label is not None and not label.asks for label in labels):
        return True
    return any(map(_asks, texts)) and len([text for text in texts if "," in text and read_byline(text)]) > 1


def _by_authors(lines: list[Line]) -> tuple[list[Line], list[_Turn], list[Line]]:
    """The turns of a text without labels, below a title that asks: each begins with the name of its author."""
    starts = [place for place, line in enumerate(lines) if place and read_byline(line.text)]
    if (
        len(starts) < 2
        or not _asks(lines[starts[0] - 1].text)
        or any(end - start < 2 for start, end in pairwise(starts))
    ):
        return lines, [], []
    label = Label(asks=False, personal=True, who=None, rest="")
    ends = [*starts[1:], len(lines)]
    return lines[: starts[0]], [_Turn(label, lines[one:end]) for one, end in zip(starts, ends, strict=True)], []


def _follows_title(above: Sequence[Line], label: Label) -> bool:
    """Whether an answer whose author is named begins below a title that asks: ``Dr. Reed's Answer``."""
    near = list(above[-_FAR:])
    named = label.is_owner or cut_signature(near, dashes=False)[0] is not None
    return named and _title_above(near) is not None


def _title_above(above: Sequence[Line]) -> int | None:
    """The place of the nearest line above that asks, with few lines but those of the question below it."""
    others = 0
    for place in range(len(above) - 1, -1, -1):
        if _asks(above[place].text):
            return place
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
    person, lines = cut_signature(turn.lines)
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
    if title is None and len(body) == 1 and len(body[0].text) <= _TITLE[1]:
        title, body = body[0].text, []
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
