"""The reading of a text whose turns are known: question and asker, answers and their authors."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qapipe.page.document import Document
from qapipe.page.outline import Line, block
from qapipe.readers.faq import asked_pairs, reading_of_pairs, title_of_text
from qapipe.readers.lines.labels import read_speaker
from qapipe.readers.lines.signatures import Person, cut_heading, cut_signature, person_of, with_line
from qapipe.readers.site import Reading
from qapipe.readers.sites.qa_text.labelled import spoken
from qapipe.readers.sites.qa_text.spoken import Spoken, Turn
from qapipe.readers.sites.qa_text.titles import LETTERS, NEAR, asks, first_title, is_prose, title_above, without_marks
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Answer, Question, Removal
from qapipe.records.warnings import PageWarning

_HEADLINE = 110  # letters


def read_one(document: Document) -> Reading:
    """The reading of one question with its answers."""
    found = spoken(document)
    above, turns = list(found.above), [replace(turn, lines=list(turn.lines)) for turn in found.turns]
    before = _authors_before(above, turns)
    asked = turns.pop(0) if turns[0].asks else None
    question, headed = _question(above, asked, found)
    reading = Reading(question, answers_declared=found.declared)
    reading.noise = [Removal(NoiseRule.BELOW_ANSWERS, line.text) for line in found.below]
    if found.guessed:
        reading.warnings.add(PageWarning.SEGMENTATION_GUESSED)
    for turn in turns:
        position = len(reading.answers) + 1
        person, lines = (None, turn.lines) if turn.asks else _author(turn)
        headline = lines.pop(0).text if headed and not turn.asks and _has_headline(lines) else None
        answer = Answer(position=position, body=block(lines), headline=headline, is_accepted=turn.label.accepted)
        if person := person or before.get(id(turn)):
            answer.author_name, answer.author_credentials = person.name, person.credentials
            answer.specialty, answer.location = person.specialty, person.location
        answer.parent_position = position - 1 if turn.asks and position > 1 else None
        reading.answers.append(answer)
    return reading


def _authors_before(above: list[Line], turns: list[Turn]) -> dict[int, Person]:
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


def _author(turn: Turn) -> tuple[Person | None, list[Line]]:
    """Who answers, by the lines below or above the text or by its label, and the text."""
    if turn.person is not None:
        return turn.person, turn.lines
    person, lines = cut_signature(turn.lines)
    named = person_of(turn.label.who) if turn.label.who else None
    if person is None and named and len(lines) > 1 and (placed := with_line(named, lines[0].text)):
        return placed, lines[1:]
    if person is None:
        person, lines = cut_heading(turn.lines)
    return person or named, lines


def _has_headline(lines: Sequence[Line]) -> bool:
    """Whether a text begins with a headline: a short line that is no sentence, apart from the lines below it."""
    first = lines[0].text
    return len(lines) > 1 and lines[1].gap > 0 and len(first) <= _HEADLINE and first[-1] not in ".,;:"


def _question(above: list[Line], turn: Turn | None, found: Spoken) -> tuple[Question, bool]:
    """The question, and whether its title stands behind its label, as headlines then stand behind those of answers."""
    person, body = cut_signature(turn.lines, asker=True) if turn else (None, [])
    if person is None and turn and turn.label.who:
        person = person_of(turn.label.who, asker=True)
    person = person or found.asker or _asker_above(above)
    near = above[-NEAR:] if turn else above
    place = title_above(near)
    title = near[place].text if place is not None else first_title(above)
    if not turn and place is not None:
        between = above[place + 1 :]
        body = list(between) if any(is_prose(line.text) for line in between) else []
    headed = title is None and bool(body) and _is_title(body)
    if headed:
        title, body = body[0].text, body[1:]
    asker, where = (person.name, person.location) if person else (None, None)
    title = without_marks(title) if title is not None else None
    return Question(title=title, body=block(body) or None, asker=asker, asker_location=where), headed and bool(body)


def _is_title(body: Sequence[Line]) -> bool:
    return len(body[0].text) <= LETTERS[1] and (len(body) == 1 or asks(body[0].text))


def _asker_above(above: list[Line]) -> Person | None:
    """The person of a line such as ``Asked by: Ann Lee, Leeds`` below the title, which is taken out."""
    for place in range(len(above) - 1, 0, -1):
        said = read_speaker(above[place].text)
        if said is not None and said[0]:
            del above[place]
            return person_of(said[1], asker=True)
    return None


def read_faq(document: Document) -> Reading:
    """The reading of several questions, each with its answer, as one page of pairs."""
    found = spoken(document)
    if not found.turns:
        reading = reading_of_pairs(document, asked_pairs(document))
        reading.question.title = title_of_text(document)
        return reading
    pairs = [
        (block(asked.lines), block(said.lines)) for asked, said in pairwise(found.turns) if asked.asks and not said.asks
    ]
    reading = reading_of_pairs(document, pairs)
    reading.question.title = first_title(found.above)
    return reading
