"""Labels that name the two parts of a page: ``Question`` and ``Answer``, ``Q:`` and ``A:``."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qapipe.readers.threads.places import CHROME, CONTROL, LINK, Places, tags_of
from qapipe.readers.threads.texts import TextLine

LABELLED = ("pair", "label")
"""The sign of the family of an answer that was found by its label."""
_QUESTION = (
    r"(?:(?:the|your|my|reader|customer|patient|user|member)(?:['’]?s)? )?"
    r"(?:question|query|frage|pregunta|pergunta|domanda|вопрос|質問|问题|問題|提问|提問|[qf问問])"
)
_ANSWER = (
    r"(?:(?:the|our|my|staff|expert|editor|doctor|vet|lawyer)(?:['’]?s)? )?"
    r"(?:answer|reply|response|antwort|réponse|respuesta|resposta|risposta|ответ|回答|[a答])"
)
_ASKS = re.compile(rf"[^\w\s]*{_QUESTION}(?:\W*$|\s*[.:：]\s|\s(?:from|by|von|de|par)\s)", re.IGNORECASE)
_ANSWERS = re.compile(rf"[^\w\s]*{_ANSWER}(?:\W*$|\s*[.:：]\s)", re.IGNORECASE)
_QUESTION_ALONE = re.compile(rf"[^\w\s]*{_QUESTION}\s*[.:：]\W*$", re.IGNORECASE)
_LEAST = 3
_INLINE = tags_of("a abbr b cite em font i small span strong u mark label")
_MOST_AROUND = 6  # inline elements around a label


def labelled_answer(places: Places, title_run: int) -> int | None:
    """The run of the one label of an answer below that of the one question; None where there are others."""
    dead = LINK | CONTROL | CHROME
    texts = places.texts
    shown = [run for run in range(title_run + 1, len(texts)) if not places.flags[run] & dead]
    answers = [run for run in shown if _ANSWERS.match(texts[run])]
    asks = [run for run in shown if _ASKS.match(texts[run])] if len(answers) == 1 else []
    if len(asks) != 1 or asks[0] > answers[0]:
        return None
    tags = [places.tags[places.owners[run]] for run in (*asks, *answers)]
    return answers[0] if tags[0] == tags[1] else None


def names_question(text: str) -> bool:
    """Whether a text is the label of a question and nothing else, and more than a letter."""
    return len(text) > _LEAST and _ASKS.fullmatch(text) is not None


def block_of(places: Places, run: int) -> int:
    """The innermost element around a run that is a block, or holds nothing else."""
    path = places.path(places.owners[run], _MOST_AROUND)
    return next((one for one in path if places.tags[one] not in _INLINE), path[-1])


def without_label(lines: Sequence[TextLine], places: Places, *, of_question: bool) -> list[TextLine]:
    """The lines of one part without the label that the first begins with."""
    if not lines or lines[0].code or lines[0].quoted:
        return list(lines)
    first, *others = lines
    label = (_ASKS if of_question else _ANSWERS).match(places.texts[first.run])
    if label is None or not first.text.startswith(label[0].strip()):
        return list(lines)
    text = first.text[len(label[0].strip()) :].lstrip()
    return [replace(first, text=text), *others] if text else others


def is_labelled(places: Places, lines: Sequence[TextLine]) -> bool:
    """Whether the lines of a question begin with its label in an element of its own: ``<b>Question:</b> Why ...``."""
    return bool(lines) and _QUESTION_ALONE.match(places.texts[lines[0].run]) is not None
