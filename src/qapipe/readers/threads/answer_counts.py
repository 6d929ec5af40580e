"""Texts that say how many answers there are and nothing else: ``3 answers``, ``Answers (3)``, ``No replies yet``."""

import re

from qapipe.readers.threads.answer_words import ABROAD

_WORD = (
    r"(?:answers?|repl(?:y|ies)|responses?|antwort(?:en)?|réponses?|respuestas?|respostas?|rispost[ae]|ответ\w*"
    rf"|(?:件の|[个個条條則则])?(?:回答|回复|回覆|回帖)|{ABROAD})"
)
_COUNT = re.compile(
    rf"\W*(?:(no(?=\s)|\d{{1,4}})\)?\s*{_WORD}(?: yet)?|{_WORD}\s*[(:]?\s*(\d{{1,4}})\s*\)?[件개]?)\W*", re.IGNORECASE
)
_NONE = re.compile(
    r"\W*(?:(?:sorry, )?(?:there (?:are|is) )?(?:currently |as yet )?no(?:body has| one has)? "
    r"(?:(?:answers?|replies|responses?)(?: (?:yet|here|available|so far))?(?:[.!:].*|\W*$)"
    r"|(?:yet )?(?:answered|replied).*)"
    r"|be the first (?:one |person )?to (?:answer|reply|respond).*"
    r"|this (?:question|topic|post) (?:has no|has not been|hasn['’]t been|is not yet) (?:answer|repl|response).*"
    r"|(?:bisher |leider )?(?:noch )?keine antwort(?:en)?(?: vorhanden)?\W*|aucune réponse.*|pas encore de réponse.*"
    r"|(?:aún |todavía )?(?:no hay|sin) respuestas.*|(?:ainda )?(?:não há|sem) respostas.*|nessuna risposta.*"
    r"|(?:пока )?(?:нет ответов|ответов (?:пока )?нет).*|(?:暂无|还没有(?:人)?)(?:回答|回复).*|回答はまだありません.*)",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_NONE = 40, 90


def answer_count(text: str) -> int | None:
    """The number of answers that a text says, if it says nothing else: none, if it asks for the first."""
    count = _COUNT.fullmatch(text) if len(text) <= _LONGEST else None
    if count is None:
        return 0 if len(text) <= _LONGEST_NONE and _NONE.fullmatch(text) else None
    number = count[1] or count[2]
    return int(number) if number.isdecimal() else 0
