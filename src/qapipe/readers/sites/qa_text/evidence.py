"""Whether what a text says by turns is a question and its answers: no script, no quiz, no form, no record of a case."""

import re

from qapipe.readers.asking import seeks_help, title_asks
from qapipe.readers.lines.bylines import read_bare_name
from qapipe.readers.sites.qa_text.spoken import Spoken, Turn
from qapipe.readers.sites.qa_text.titles import asks, first_title, is_menu

_CHOICES = (("B. ", "C. "), ("B) ", "C) "))  # lines of a quiz
_LEAST = 60  # letters of all answers; a Chinese character counts as two
_WIDE = 0x2E80
_MARKS = re.compile(r"[?？؟]")
_SELF = re.compile(
    r"\b(?:i|i['’]\w+|my|me|we|our|us|ich|mein\w*|mir|mich|wir|uns\w*|je|j['’]\w+|mon|ma|mes|nous|nos|yo|mis?|mío|eu|meus?"
    r"|minhas?|io|mio|mia|ik|mijn|ja|mój|moj\w*|benim|я|мой|моя|моё|мои|мне|меня|у нас|мы)\b|我|私|僕|저|제",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:ACT|SCENE) [IVX\d]+\b|(?:Enter|Exeunt|Exit) [A-Z]|(?:Dramatis personae|Characters|Curtain)\b"
    r"|(?:INT|EXT)\. [A-Z]"
)
_NOTES = (
    "NOTES?|EDIT(?:ED)?|UPDATED?|WARNING|CAUTION|EXAMPLES?|IMPORTANT|TIPS?|STEPS?|SOURCES?|SUBJECT|DATE|FROM|TITLE|TOPIC|"
    "CATEGORY|POSTED|AUTHOR|TAGS|SUMMARY|RESULTS?|PROS|CONS"
)
_OTHERS = re.compile(
    rf"(?!(?:{_NOTES}):)(?P<role>System|Moderator|Operator|Host|Narrator|Interviewer|Reporter|Judge"
    r"|(?:THE )?(?:COURT|CLERK|WITNESS)"
    r"|[A-Z]{2,}\.? [A-Z]{2,}|[A-Z]{4,}): "
)
_QUOTED = "\"“„«»'‘"
_SHORT = 60  # letters of a text behind a label that no person may have asked


def is_question(found: Spoken) -> bool:
    """Whether the turns are those of people who ask and answer."""
    if not is_long_enough(found) or any(is_menu(turn.lines) for turn in found.turns):
        return False
    return not _is_quiz(found) and not _is_script(found) and _is_asked(found)


def is_long_enough(found: Spoken) -> bool:
    """Whether the answers have together as many letters as one short answer has."""
    said = _said(found)
    size = sum(len(text) + sum(ord(letter) >= _WIDE for letter in text) for text in said if not text.isascii())
    return size + sum(len(text) for text in said if text.isascii()) >= _LEAST


def _said(found: Spoken) -> list[str]:
    return [line.text for turn in found.turns if not turn.asks for line in turn.lines]


def _is_quiz(found: Spoken) -> bool:
    """Whether choices stand below the questions."""
    texts = [line.text for turn in found.turns for line in turn.lines]
    return any(all(any(text.startswith(one) for text in texts) for one in choices) for choices in _CHOICES)


def _is_script(found: Spoken) -> bool:
    """Whether others speak, too, as in plays, in court and in chats with a machine."""
    lines = [*found.above, *(line for turn in found.turns for line in turn.lines)]
    roles = [match["role"] for line in lines if (match := _OTHERS.match(line.text))]
    return len(roles) > 1 or any(_SCRIPT.match(line.text) for line in lines)


def _is_asked(found: Spoken) -> bool:
    """Whether somebody asks: a question mark, words that ask; where a role is named, at least a person who speaks."""
    turns = [turn for turn in found.turns if turn.asks]
    if any(_is_named(turn) for turn in found.turns if turn.label.personal and not turn.label.who):
        return False  # the fields of a form: "Patient: Ann Lee"
    if not turns:
        return not _is_quoted(found.turns[0])
    asked = "\n".join(line.text for turn in turns for line in turn.lines)
    title = next((line.text for line in reversed(found.above) if asks(line.text)), None) or first_title(found.above)
    if _MARKS.search(f"{title}\n{asked}") or title_asks(title or "") or seeks_help(asked):
        return True
    if turns[0].label.personal:
        return _SELF.search(asked) is not None
    return not asked[:1].islower() or len(asked) > _SHORT


def _is_named(turn: Turn) -> bool:
    """Whether a name is all that stands behind the label."""
    return bool(turn.label.rest) and read_bare_name(turn.label.rest) is not None


def _is_quoted(turn: Turn) -> bool:
    """Whether an article quotes what is said: ``Dr. Reed says:`` above ``"Wait."``."""
    said = turn.lines[0].text
    return said[0] in _QUOTED and said[-1] in _QUOTED
