"""Plain text in which labels say who speaks: ``Q:`` / ``A:``, ``Patient:`` / ``Doctor:``, ``Dr. Reed's Answer``.

    How do I stop my loom?          title: what stands right above, if it asks
    Q: It rattles since we moved.   question; a line that starts with a dash below it is who asked and where
    A: Tap each peg.                answer; below it may stand ``Dr. Ann Reed`` and ``Norwich, Vermont``

Several questions, each with its answer, are an FAQ. A dialogue stays one question: what the asker says later replies to
the answer before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from qapipe.page.document import Document, TextDocument
from qapipe.page.outline import Line, block
from qapipe.readers.faq import reading_of_pairs
from qapipe.readers.lines.bylines import read_bare_name, read_byline
from qapipe.readers.site import Layout, Reading, Site
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Answer, Question, Removal

_ASKS = re.compile(
    r"(?:(?P<short>Q)\s?\d*\s?[:.]|(?:Question|Frage|Pregunta|Pergunta|Domanda|Вопрос|问|問|质问)\s?\d*\s?[:：]"
    r"|(?P<person>Patient|Customer|Client|Reader|Paciente|Kunde)\s?:)\s*(?P<rest>.*)$"
)
_ANSWERS = re.compile(
    r"(?:(?P<owner>Dr\. ?[A-Z][\w. -]{0,40}|Doctors?|Experts?)(?:’s|'s|’|')? Answers?:?$"
    r"|(?:A\s?\d*\s?[:.]|(?:Answer|Reply|Response|Antwort|Respuesta|Resposta|Risposta|Ответ|答|回答)\s?\d*\s?[:：]"
    r"|(?:Doctor|Expert|Dr\. [A-Z][\w. ’'-]{0,40}|Médico|Arzt)\s?:)\s*(?P<rest>.*)$)"
)
_BELOW = re.compile(
    r"^(?:related (?:posts?|questions?|articles?)|leave a (?:reply|comment)|share (?:this|on)\b|(?:previous|next) post|"
    r"tags?:|filed under|posted in|categories\b|copyright\b|©|ask (?:any|a) (?:health )?question|ask icon|join human|"
    r"disclaimer\b|about the author|you may also like|comments? ?\(?\d*\)?$)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^[—–-]+\s*(?P<name>[^,]{1,40}?)(?:,\s*(?P<place>.{2,60}))?$")
_PLACE = re.compile(r"^[A-Z][\w.'’ -]{1,40}, [A-Z][\w.'’ -]{1,40}$")
_TITLE = (8, 170)  # letters
_LEAST = 60  # letters of all answers
_ABOVE = 3  # lines from the title to the first label


@dataclass(slots=True)
class _Turn:
    """What one person says, from a label to the next."""

    asks: bool
    short: bool
    owner: str | None
    lines: list[Line] = field(default_factory=list)


@lru_cache(maxsize=1)
def _turns(document: Document) -> tuple[list[Line], list[_Turn], list[Line]]:
    """The lines above the first label, the turns, and the lines below the last."""
    above: list[Line] = []
    turns: list[_Turn] = []
    below: list[Line] = []
    for line in document.lines if isinstance(document, TextDocument) else ():
        asks = _ASKS.match(line.text)
        answers = None if asks else _ANSWERS.match(line.text)
        match = asks or answers
        if below or (turns and not turns[-1].asks and _BELOW.match(line.text)):
            below.append(line)
        elif match is not None and (asks or turns or _follows_title(above, answers)):
            owner = answers["owner"] if answers else None
            turns.append(_Turn(asks is not None, bool(asks and not asks["person"]), owner))
            if rest := (match["rest"] or "").strip():
                turns[-1].lines.append(line._replace(text=rest, gap=0))
        else:
            (turns[-1].lines if turns else above).append(line)
    return above, [turn for turn in turns if turn.lines], below


def _follows_title(above: Sequence[Line], answers: re.Match[str] | None) -> bool:
    """Whether an answer without a question begins below a title that asks: ``Dr. Reed's Answer``."""
    return answers is not None and bool(answers["owner"]) and any(_asks(line.text) for line in above[-_ABOVE:])


def _asks(text: str) -> bool:
    return _TITLE[0] <= len(text) <= _TITLE[1] and text.endswith(("?", "？"))


def _recognises(document: Document) -> bool:
    said = [turn for turn in _turns(document)[1] if not turn.asks]
    return sum(len(line.text) for turn in said for line in turn.lines) >= _LEAST


def _is_dialogue(turns: Sequence[_Turn]) -> bool:
    """Whether no more than one question is asked, or persons talk."""
    return sum(turn.asks for turn in turns) < 2 or not any(turn.short for turn in turns)


def _read_one(document: Document) -> Reading:
    above, (*turns,), below = _turns(document)
    asked = turns.pop(0) if turns[0].asks else None
    question = _question(above, asked)
    reading = Reading(question, noise=[Removal(NoiseRule.BELOW_ANSWERS, line.text) for line in below])
    for turn in turns:
        position = len(reading.answers) + 1
        answer = Answer(position=position, body="")
        lines = turn.lines if turn.asks else _signed(answer, turn)
        answer.body = block(lines)
        answer.parent_position = position - 1 if turn.asks and position > 1 else None
        reading.answers.append(answer)
    return reading


def _question(above: Sequence[Line], turn: _Turn | None) -> Question:
    lines = turn.lines if turn else []
    signed = _SIGNED.match(lines[-1].text) if len(lines) > 1 else None
    body = lines[:-1] if signed else lines
    title = next((line.text for line in reversed(above[-_ABOVE:]) if _asks(line.text)), None) or _first_title(above)
    if title is None and len(body) == 1 and len(body[0].text) <= _TITLE[1]:
        return Question(title=body[0].text)
    name, place = (signed["name"], signed["place"]) if signed else (None, None)
    return Question(title=title, body=block(body) or None, asker=name, asker_location=place)


def _first_title(above: Sequence[Line]) -> str | None:
    return next((line.text for line in above if _TITLE[0] <= len(line.text) <= _TITLE[1]), None)


def _signed(answer: Answer, turn: _Turn) -> list[Line]:
    """The lines of an answer without the name and the place that it is signed with, which are set."""
    lines = list(turn.lines)
    if len(lines) > 1 and _PLACE.match(lines[-1].text) and _name(lines[-2].text):
        answer.location = lines.pop().text
    if len(lines) > 1 and (named := _name(lines[-1].text)):
        answer.author_name, answer.author_credentials = named
        lines.pop()
    elif turn.owner and " " in turn.owner:
        answer.author_name = turn.owner.removeprefix("Dr.").strip()
    return lines


def _name(text: str) -> tuple[str, tuple[str, ...]] | None:
    bare = text.lstrip("—–- ")
    if found := read_byline(bare):
        return found.name, found.credentials
    if bare != text or bare.startswith(("Dr. ", "Dr ")):
        found = read_bare_name(bare.removeprefix("Dr. ").removeprefix("Dr "))
        return (found.name, ()) if found else None
    return None


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
