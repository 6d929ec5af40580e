"""How much a line looks like the headline of an answer, judged by its own form and by its neighbours'."""

import re

from qapipe.page.outline import Line
from qapipe.readers.lines.bylines import read_byline

MAX_HEADLINE = 170
"""Longest headline in characters: one or two full sentences were seen, a paragraph never."""

_SHORTEST_BODY = 40
_CLOSING = re.compile(
    r"(?:good luck|best (?:of luck|wishes|regards)|best,?$|(?:kind(?:est)?|warm(?:est)?) regards|regards|"
    r"sincerely|respectfully|cheers|thank(?:s| you)\b(?! for)|take care|all the best|wish(?:ing)? you|"
    r"hope (?:this|that|it) helps|i hope|be well|yours|many thanks|dr\.? |from )",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:hi|hello|dear|hey|greetings|good (?:morning|afternoon|evening|day|question)|"
    r"thank(?:s| you) (?:very much |so much )?for)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"thank", re.IGNORECASE)
_PLACE = re.compile(r"[A-Z][\w.' -]+, (?:[A-Z]{2}|[A-Z][a-z]+)\.?")
_WORD = re.compile(r"[^\W\d_]{4,}")
_SENTENCE_END = re.compile(r"[^.][.?!] [A-Z]")  # a full stop in mid-line, that of an initial excepted
_NUMBERED = re.compile(r"\(?\d{1,2}[.):-]")


def stems(text: str) -> frozenset[str]:
    """The text's longer words, cut to five letters so that ``lift`` and ``lifting`` meet."""
    return frozenset(word[:5] for word in _WORD.findall(text.lower()))


def is_closing(line: str) -> bool:
    """Whether a line says goodbye or signs: ``Good luck``, ``Dr. H``, ``Jane Doe, MD``."""
    return len(line) <= 80 and (_CLOSING.match(line) is not None or read_byline(line) is not None)


def headline_score(lines: list[Line], index: int, topic: frozenset[str], *, loose: bool = False) -> float:
    """How likely the line at ``index`` is the headline of a new answer; below 0 it should not be taken for one.

    ``topic`` holds the stems of the question's title: headlines mostly repeat what was asked. ``loose``: empty lines
    say nothing here.
    """
    line, before, after = lines[index], lines[index - 1], lines[index + 1]
    text = line.text
    if 12 < len(text) <= MAX_HEADLINE and after.text.startswith(text.rstrip(".… ")):
        return 6.0  # made from the first words of the body, or its first sentence
    if is_closing(after.text) and len(after.text) < _SHORTEST_BODY:
        return -10.0  # a closing of two lines: nobody answers with a signature alone
    if (
        len(text) > MAX_HEADLINE
        or line.item
        or is_closing(text)
        or (_GREETING.match(text) and not (loose and _THANKS.match(text)))
        or _PLACE.fullmatch(text)
    ):
        return -10.0
    score = 0.0 if len(text) <= 110 else -2.0
    score += {".": -0.5, ":": -4.0, ",": -5.0, ";": -5.0}.get(text[-1], 1.0)
    score += 2.0 if len(after.text) > max(len(text), 80) else -1.0 if len(after.text) < 40 else 0.5
    score += 3.0 if is_closing(before.text) else 0.0
    score += 3.0 if _GREETING.match(after.text) else 0.0
    score += min(3, len(stems(text) & topic))
    score -= 2.0 if text[0].islower() else 0.0
    score -= 1.5 if _SENTENCE_END.search(text) else 0.0
    score -= 3.0 if _NUMBERED.match(text) else 0.0
    score -= 1.0 if " " not in text else 0.0
    if not loose:
        score -= 4.0 if after.gap == 0 and not line.heading else 0.0
        score += 2.0 if after.gap > 1 else 0.0  # the empty vote slot of the first era
    return score + (4.0 if line.heading else 0.0)
