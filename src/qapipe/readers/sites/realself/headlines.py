"""How likely a line is the headline of an answer, judged by its form and by the lines around it.

``Scars fade with time`` above a long paragraph scores high, ``Good luck!`` and ``Tampa, FL`` score -10.
"""

import re
from functools import lru_cache

from qapipe.page.outline import Lines
from qapipe.readers.lines.bylines import read_byline

MAX_HEADLINE = 170
"""Maximum length of a headline in characters: one or two sentences, never a paragraph."""

NO_HEADLINE = -10.0
"""Score of a line that cannot be a headline."""
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
_GREETS = frozenset("hHdDgGtT")  # first letters of greetings
_THANKS = re.compile(r"thank", re.IGNORECASE)
_PLACE = re.compile(r"[A-Z][\w.' -]+, (?:[A-Z]{2}|[A-Z][a-z]+)\.?")
_WORD = re.compile(r"[^\W\d_]{4,}")
SENTENCE_END = re.compile(r"[^.][.?!] [A-Z]")
"""A sentence ends inside a line; initials do not count."""
_BY_ENDING = {".": -0.5, ":": -4.0, ",": -5.0, ";": -5.0}
_QUOTED = frozenset({"Q:", "Q.", "A:", "A."})
"""What lines start with that quote questions and answers inside an answer."""
_NUMBERED = re.compile(r"\(?\d{1,2}[.):-]")


@lru_cache(maxsize=256)  # each headline is compared with the title of its page
def stems(text: str) -> frozenset[str]:
    """The words of four or more letters, truncated to five so that ``implant`` and ``implants`` match."""
    return frozenset([word[:5] for word in _WORD.findall(text.lower())])


def is_closing(line: str) -> bool:
    """Whether a line is a closing or signature: ``Good luck``, ``Dr. H``, ``Jane Doe, MD``."""
    return not line[80:] and _is_closing(line)


@lru_cache(maxsize=1_024)  # each line of a page is looked at as the one above, at and below a headline
def _is_closing(line: str) -> bool:
    return _CLOSING.match(line) is not None or read_byline(line) is not None


def headline_score(lines: Lines, index: int, title: str, *, ignore_gaps: bool = False) -> float:
    """How likely the line at ``index`` is the headline of a new answer; below 0 it is not one.

    ``title`` is that of the question, whose words most headlines repeat. ``ignore_gaps``: empty lines are no evidence
    on this page.
    """
    text, above, below = lines.texts[index], lines.texts[index - 1], lines.texts[index + 1]
    gap = None if ignore_gaps else lines.gaps[index + 1]
    return score_between(above, text, below, title, gap, heading=lines.headings[index] > 0, item=lines.items[index])


def score_between(
    before: str, text: str, after: str, title: str, gap: int | None, *, heading: bool = False, item: bool = False
) -> float:
    """The score of a line between two others; ``gap`` is the number of empty lines below it, None if unknown."""
    if text[MAX_HEADLINE:]:
        return NO_HEADLINE
    first = text[0]
    if text[12:] and after.startswith(text.rstrip(".… ")):
        return 6.0  # the site generated it from the first words of the text
    if not after[_MIN_BODY - 1 :] and _is_closing(after):
        return NO_HEADLINE  # a two-line closing: no answer consists of a signature
    if item or text[:2] in _QUOTED or (not text[80:] and _is_closing(text)):
        return NO_HEADLINE
    greets = first in _GREETS and _GREETING.match(text) is not None
    if (greets and not (gap is None and _THANKS.match(text))) or (", " in text and _PLACE.fullmatch(text)):
        return NO_HEADLINE
    length, length_below = len(text), len(after)
    score = 0.0 if length <= 110 else -2.0
    score += _BY_ENDING.get(text[-1], 1.0)
    score += 2.0 if length_below > 80 and length_below > length else -1.0 if length_below < 40 else 0.5
    score += 3.0 if not before[80:] and _is_closing(before) else 0.0
    score += 3.0 if after[0] in _GREETS and _GREETING.match(after) else 0.0
    score += min(3, len(stems(text) & stems(title))) if title else 0
    score -= 2.0 if first.islower() else 0.0
    if sentences := SENTENCE_END.findall(text):
        score -= 1.5 * len(sentences)
    score -= 3.0 if _NUMBERED.match(text) else 0.0
    score -= 1.0 if " " not in text else 0.0
    if gap is not None:
        score -= 4.0 if gap == 0 and not heading else 0.0
        score += 2.0 if gap > 1 else 0.0  # where the oldest pages had the votes
    return score + (4.0 if heading else 0.0)
