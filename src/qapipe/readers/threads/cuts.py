"""What belongs to no one's words at the edges of bodies: template lines, dates, edit notes, repeated signatures."""

import re
from collections import Counter
from dataclasses import replace
from math import inf
from typing import NamedTuple

from qapipe.page.text import letters
from qapipe.readers.threads.accepted import LABEL
from qapipe.readers.threads.edits import explained_edit, is_edit_note, is_marked
from qapipe.readers.threads.feedback import helpful, votes
from qapipe.readers.threads.moments import SHORT, find
from qapipe.readers.threads.signatures import without_signature
from qapipe.readers.threads.texts import TextLine

_INTERFACE = re.compile(
    r"^[^\w\[]*(?:click to (?:expand|reveal|show)|show (?:more|less)|(?:read |see )?more|continue reading|expand|"
    r"view (?:more|full)|quote|reply|report|share|like|permalink|edit|delete|link to (?:comment|post)|"
    r"share on other sites|select all|table of contents|add a? ?comment)\W*$",
    re.IGNORECASE,
)
_CONTROLS = re.compile(
    r"^\W*(?:(?:(?:reply with |multi-?)?quote|reply|save|share|report|like|edit|delete|flag|follow"
    r"|(?:perma(?:nent )?)?link|upvote|downvote|vote|copy|print|bookmark|up|down)s?(?:\W+(?:\d+\W*)?|$))+$",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"^\W*(?:advertisements?|werbung|anzeige|publicité|publicidad|pubblicità|реклама|广告|広告)\W*(?:\([^()]{1,40}\))?\W*$",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"^\W*(?:attach(?:ed (?:images?|thumbnails?|files?)|ments?)|(?:datei)?anhänge?|pièces? jointes?|adjuntos?"
    r"|anexos?|allegati|bijlagen?|załączniki?|вложени[ея]|附件|添付ファイル)\W*$",
    re.IGNORECASE,
)
_CODE_TOOLS = re.compile(
    r"(?:code:?\s+)?(?:select(?: all)?|copy code|copy to clipboard|复制代码)(?:\s+expand)?|click to expand.*",
    re.IGNORECASE,
)
_HELPFUL_ANSWER = re.compile(r"^\W*helpful (?:answer|solution|reply|response)\W*$", re.IGNORECASE)
_WRITTEN_BY = re.compile(
    r"^\W*(?:(?:post(?:ed)?|asked|submitted|written|started|answer(?:ed)?|repl(?:y|ied)|response|beantwortet|geschrieben)"
    r" (?:by|von)|(?:answer|reply|response|antwort) (?:from|von)|répondu par|respondido por):?\s",
    re.IGNORECASE,
)
_PART = re.compile(
    r"^\W*(?:(?:the )?question|query|original (?:question|post)"
    r"|(?:patient|user|member|customer)['’]?s? (?:query|question)|frage|pregunta|pergunta|вопрос|質問|问题|問題)\W*$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|dear|greetings|good (?:morning|day|afternoon|evening)|hallo|servus|moin"
    r"|guten (?:tag|morgen|abend)|bonjour|bonsoir|salut|hola|buen[ao]s (?:días|tardes|noches)|olá|oi|bom dia"
    r"|boa (?:tarde|noite)|ciao|salve|buongiorno|hoi|cześć|witam|привет|здравствуйте|добрый (?:день|вечер)|merhaba"
    r"|你好|您好|大家好|こんにちは|はじめまして|안녕하세요)(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_PLACEHOLDER = re.compile(r"^\{\{.*\}\}$")
_SURE_TITLE = 15  # letters of a title that a longer line may repeat
_LONGEST_SUBJECT = 40
_MOST_BESIDE = 30  # letters beside the date in a line that is a date's
_MOST_IN_SENTENCE = 10  # letters beside the date in a line that ends as a sentence does, and is none
_SENTENCE_ENDS = (".", "!", "?", "…")
_LONGEST_LABEL = 80
_MOST_BYLINE = 4  # lines from the start of a body to the date of its post
_LONGEST_FOOT = 120
_LONGEST_NAME = 48
_BODY = "\n"  # before the key of a line that stands as the text of a body does


class Edges(NamedTuple):
    """What several bodies begin and end with."""

    heads: set[str]
    tails: set[str]
    bylines: list[int]
    """How many lines each begins with that say who wrote it."""
    feet: list[int]
    """How many lines each ends with that do."""


def trimmed(
    bodies: list[list[TextLine]], names: list[str | None], marked: set[int], title: str, edges: Edges | None = None
) -> list[list[TextLine]]:
    """The bodies without the lines at their ends that are a template's, a date's, the author's name or the title.

    ``edges`` are those of the bodies, where they were asked for before.
    """
    heads, tails, bylines, feet = edges or edges_of(bodies, marked)
    title_key = letters(title)
    found = []
    for whole, name, byline, foot in zip(bodies, names, bylines, feet, strict=True):
        lines = without_signature(whole[: len(whole) - foot])
        known = {letters(name)} if name else set()
        start = byline
        while start < len(lines) and (cut := _head(lines, start, heads, known, marked, title_key)):
            start += cut
        lines = lines[start:]
        while lines and (cut := _tail(lines, tails, marked)):
            del lines[-cut:]
        kept = [line for line in lines if line.code or not _expands(line.text)]
        if not kept and not any(is_marked(line, marked) for line in whole):
            kept = [line for line in whole if line.code or not _is_chosen(line.text)]
        if kept and kept[-1].image:
            kept = _without_image(kept)
        found.append(kept)
    return found


def edges_of(bodies: list[list[TextLine]], marked: set[int]) -> Edges:
    """The edges of bodies."""
    bylines = _in_most([_byline(lines, marked) for lines in bodies])
    feet = _in_most([_foot(lines[byline:], marked) for lines, byline in zip(bodies, bylines, strict=True)])
    return Edges(_repeated(bodies), _repeated([lines[::-1] for lines in bodies]), bylines, feet)


def _in_most(lines: list[int]) -> list[int]:
    """The numbers of lines as they are if most bodies have such lines, else none."""
    return lines if sum(map(bool, lines)) >= max(2, 0.6 * len(lines)) else [0] * len(lines)


def _foot(lines: list[TextLine], marked: set[int]) -> int:
    """1 if a text ends with a short line that has a date in it."""
    if len(lines) < 2:
        return 0
    last = lines[-1]
    return int(not (last.code or last.quoted) and len(last.text) <= _LONGEST_FOOT and is_marked(last, marked))


def _byline(lines: list[TextLine], marked: set[int]) -> int:
    """How many lines a text begins with up to the date of its post: short ones, of which no one is a sentence."""
    for number, line in enumerate(lines[:_MOST_BYLINE], 1):
        if line.code or line.quoted:
            break
        if _is_date(line, marked):
            return number
        if len(line.text) > _LONGEST_NAME or line.text.endswith((".", "?", "!")):
            break
    return 0


def _head(lines: list[TextLine], start: int, heads: set[str], known: set[str], marked: set[int], title: str) -> int:
    """How many lines from one on are no part of a body: one that says something else, or a count of votes."""
    return _is_head(lines[start], heads, known, marked, title) or votes(lines[at] for at in range(start, len(lines)))


def _tail(lines: list[TextLine], tails: set[str], marked: set[int]) -> int:
    """The same at the end, where an edit may be explained, or a reader asked whether this helped."""
    if _is_tail(lines[-1], tails, marked):
        return 1
    return helpful(lines) or explained_edit(lines, marked) or votes(reversed(lines))


def _without_image(lines: list[TextLine]) -> list[TextLine]:
    """The lines without the images that the last one ends with: where nothing follows, they are no part of a text."""
    last = lines[-1]
    text = last.text[: -last.image].rstrip()
    return [*lines[:-1], replace(last, text=text, image=0)] if text else lines[:-1]


def _expands(text: str) -> bool:
    """Whether a line is no text but what opens, marks or copies a quotation or code in it."""
    return _CODE_TOOLS.fullmatch(text) is not None


def _repeated(bodies: list[list[TextLine]]) -> set[str]:
    """Lines (letters without digits) at the start of at least half of the bodies, as far as lines there repeat.

    Greetings repeat, too: a line that stands as the others of its body do must be in four of five.
    """
    found: set[str] = set()
    for level in range(6):
        tally: Counter[str] = Counter()
        for lines in bodies:
            if level < len(lines):
                tally[_key(lines[level], _template(lines[level].text))] += 1
        new = {key for key, count in tally.items() if count >= _needed(key, len(bodies))}
        if not new:
            break
        found |= new
    return found


def _needed(key: str, bodies: int) -> float:
    if key.startswith(_BODY):
        return max(4, 0.8 * bodies)
    return max(2, 0.5 * bodies) if bodies > 2 or len(key) <= _LONGEST_LABEL else inf


def _key(line: TextLine, template: str) -> str:
    return f"{_BODY if line.plain else ''}{template}"


def _template(text: str) -> str:
    return letters(_DIGITS.sub("", text))


def _is_head(line: TextLine, heads: set[str], known: set[str], marked: set[int], title: str) -> bool:
    if line.code or line.quoted:
        return False
    text = line.text
    if _is_date(line, marked) or (len(text) <= _LONGEST_LABEL and (letters(text) in known or _ADVERT.match(text))):
        return True
    if not line.plain and ((title and _is_title(letters(text), title)) or _is_chosen(text) or _PART.match(text)):
        return True
    if _is_byline(text):
        return True
    if heads and _key(line, _template(text)) in heads and not _GREETING.match(text):
        return True
    return text.startswith("#") and text[1:].isdigit()


def _is_tail(line: TextLine, tails: set[str], marked: set[int]) -> bool:
    if line.code or line.quoted:
        return False
    text = line.text
    if is_edit_note(line, marked) or _is_date(line, marked):
        return True
    if tails and _key(line, key := _template(text)) in tails and (key or len(text) < 8):
        return True
    if not line.plain and (_is_chosen(text) or _is_control(text)):
        return True
    if _is_byline(text):
        return True
    return bool(_INTERFACE.match(text) or _PLACEHOLDER.match(text) or _ADVERT.match(text) or _ATTACHED.match(text))


def _is_chosen(text: str) -> bool:
    """Whether a line says that the post was chosen as the best."""
    return LABEL.match(text) is not None or _HELPFUL_ANSWER.match(text) is not None


def _is_control(text: str) -> bool:
    """Whether a line is the names of buttons, and not the last words of a sentence ("down?")."""
    ends = text.endswith(("?", ".")) and not text.endswith("...")
    return not ends and len(text) <= _LONGEST_LABEL and _CONTROLS.match(text) is not None


def _is_byline(text: str) -> bool:
    """Whether a line says who wrote what stands above or below it, and is no sentence."""
    return not text.endswith(".") and len(text) <= _LONGEST_FOOT and _WRITTEN_BY.match(text) is not None


def _is_title(key: str, title: str) -> bool:
    """Whether a line repeats the title: as a subject does, or with who wrote it."""
    if key in (title, f"re{title}"):
        return True
    return len(title) >= _SURE_TITLE and title in key and len(key) <= len(title) + _LONGEST_SUBJECT


def _is_date(line: TextLine, marked: set[int]) -> bool:
    """Whether a line is a date and little else."""
    if not is_marked(line, marked) or len(line.text) > _LONGEST_LABEL:
        return False
    moment = find(line.text)
    if moment is None:
        return True
    beside = len(line.text) - (moment.end - moment.start)
    if line.plain and beside > _MOST_IN_SENTENCE and line.text.endswith(_SENTENCE_ENDS):
        return False  # "Edit: fixed on 9 May 2015, thanks!"
    return moment.precision != SHORT and beside <= _MOST_BESIDE
