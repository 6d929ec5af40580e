"""How likely a line is the headline of an answer, judged by its form and by the lines around it.

``Scars fade with time`` above a long paragraph scores high, ``Good luck!`` and ``Tampa, FL`` score -10.
"""

import re
from functools import lru_cache
from itertools import islice

from qapipe.page.outline import Line
from qapipe.readers.lines.bylines import read_byline

MAX_HEADLINE = 170
"""Maximum length of a headline in characters: one or two sentences, never a paragraph."""

_MIN_BODY = 40  # characters
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
_SENTENCE_END = re.compile(r"[^.][.?!] [A-Z]")  # a sentence ends inside the line; initials do not count
_BY_ENDING = {".": -0.5, ":": -4.0, ",": -5.0, ";": -5.0}
_NUMBERED = re.compile(r"\(?\d{1,2}[.):-]")


def stems(text: str) -> frozenset[str]:
    """The words of four or more letters, truncated to five so that ``implant`` and ``implants`` match."""
    return frozenset([word[:5] for word in _WORD.findall(text.lower())])


def is_closing(line: str) -> bool:
    """Whether a line is a closing or signature: ``Good luck``, ``Dr. H``, ``Jane Doe, MD``."""
    return not line[80:] and _is_closing(line)


@lru_cache(maxsize=1_024)  # each line of a page is looked at as the one above, at and below a headline
def _is_closing(line: str) -> bool:
    return _CLOSING.match(line) is not None or read_byline(line) is not None


def headline_score(lines: list[Line], index: int, title_stems: frozenset[str], *, ignore_gaps: bool = False) -> float:
    """How likely the line at ``index`` is the headline of a new answer; below 0 it is not one.

    ``title_stems`` are the stems of the question's title, whose words most headlines repeat. ``ignore_gaps``: empty
    lines are no evidence on this page.
    """
    line, before, after = lines[index], lines[index - 1], lines[index + 1]
    text = line.text
    if 12 < len(text) <= MAX_HEADLINE and after.text.startswith(text.rstrip(".… ")):
        return 6.0  # the site generated it from the first words of the text
    if not after.text[_MIN_BODY - 1 :] and _is_closing(after.text):
        return -10.0  # a two-line closing: no answer consists of a signature
    if (
        text[MAX_HEADLINE:]
        or line.item
        or (not text[80:] and _is_closing(text))
        or (_GREETING.match(text) and not (ignore_gaps and _THANKS.match(text)))
        or _PLACE.fullmatch(text)
    ):
        return -10.0
    length, length_below = len(text), len(after.text)
    score = 0.0 if length <= 110 else -2.0
    score += _BY_ENDING.get(text[-1], 1.0)
    score += 2.0 if length_below > 80 and length_below > length else -1.0 if length_below < 40 else 0.5
    score += 3.0 if not before.text[80:] and _is_closing(before.text) else 0.0
    score += 3.0 if _GREETING.match(after.text) else 0.0
    score += len(list(islice(stems(text) & title_stems, 3))) if title_stems else 0
    score -= 2.0 if text[0].islower() else 0.0
    score -= 1.5 if _SENTENCE_END.search(text) else 0.0
    score -= 3.0 if _NUMBERED.match(text) else 0.0
    score -= 1.0 if " " not in text else 0.0
    if not ignore_gaps:
        score -= 4.0 if after.gap == 0 and not line.heading else 0.0
        score += 2.0 if after.gap > 1 else 0.0  # where the oldest pages had the votes
    return score + (4.0 if line.heading else 0.0)
