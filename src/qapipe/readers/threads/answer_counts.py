"""Texts that say how many answers there are and nothing else: ``3 answers``, ``Answers (3)``, ``No replies yet``."""

import re

from qapipe.readers.threads.answer_words import ABROAD

_WORD = (
    r"(?:answers?|repl(?:y|ies)|responses?|antwort(?:en)?|réponses?|respuestas?|respostas?|rispost[ae]|ответ\w*"
    rf"|(?:件の|[个個条條則则])?(?:回答|回复|回覆|回帖)|{ABROAD})"
)
_COUNT = re.compile(
    rf"\W*(?:(no(?=\s)|\d{{1,4}})\)?\s*{_WORD}(?: yet)?|{_WORD}\s*[(:]?\s*(\d{{1,4}})\s*\)?)\W*", re.IGNORECASE
)
_LONGEST = 40


def answer_count(text: str) -> int | None:
    """The number of answers that a text says, if it says nothing else."""
    count = _COUNT.fullmatch(text) if len(text) <= _LONGEST else None
    if count is None:
        return None
    number = count[1] or count[2]
    return int(number) if number.isdecimal() else 0
