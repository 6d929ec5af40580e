"""The line types of a question page: what a single line says by its form alone.

The wording is the site's own furniture, the same over all its years; nothing here knows a person, place or topic.
"""

import re
from dataclasses import dataclass, field

from qapipe.page.outline import Line
from qapipe.readers.lines import fields
from qapipe.records.models import Removal

COUNT = re.compile(
    r"(?:(?:Doctor|Expert|Provider|Medical Professional)s?['’]? )?Answers?:? ?(?:\((\d[\d,]*)\)|(\d[\d,]*))"
    r"|(\d[\d,]*) (?:Doctor|Expert|Provider) Answers?",
    re.IGNORECASE,
)
SUBTITLE = re.compile(r"From board[- ]certified doctors and trusted medical professionals\.?", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{\{(?=[^{}]*\bvote[\w.]{0,3}count\b)[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}\}", re.IGNORECASE)
VOTES = re.compile(r"[+-]\d{1,4}")
RATING = re.compile(
    r"(\d(?:\.\d{1,2})?) out of (\d{1,2})(?: stars?)?(?:[\s,·|•-]*\(?([\d,]+) (?:reviews?|ratings?)\)?)?",
    re.IGNORECASE,
)
REVIEWS = re.compile(r"\(?([\d,]+) (?:reviews?|ratings?)\)?", re.IGNORECASE)
ADDRESS_START = re.compile(r"(?:\d+[\w-]*|P\.? ?O\.? Box|Suite|One|Two|Three|Ste\.?|[A-Z]\d+)\s.{3,80}")
ADDRESS_END = re.compile(
    r".{2,60},? (?:[A-Z]{2}\.?|[A-Z][a-z]+(?: [A-Z][a-z]+)?),? (?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4,6})"
)

FURNITURE: dict[str, re.Pattern[str]] = {
    "promo": re.compile(r"You (?:might|may) also (?:like|be interested in)(?:\.{3}|…|:)?", re.IGNORECASE),
    "disclaimer": re.compile(r"These answers are for educational purposes\b.*", re.IGNORECASE),
    "call_to_action": re.compile(r"Ask a (?:doctor|question)", re.IGNORECASE),
    "slogan": re.compile(r"Get the real deal on beauty treatments\b.*", re.IGNORECASE),
    "newsletter": re.compile(r"What[’']s trending\? Who[’']s turning heads\?.*", re.IGNORECASE),
    "followup_notice": re.compile(
        r"This is a follow-?up to an earlier question, which can be viewed by clicking here\.?", re.IGNORECASE
    ),
    "answers_subtitle": SUBTITLE,
}
"""Rules for lines that are no one's words wherever they stand alone on a line."""


@dataclass(slots=True)
class Body:
    """The lines of a page without its furniture, and what the furniture told."""

    lines: list[Line]
    count_at: int | None = None
    """Index of the line below the answer count; the lines above are the question's."""
    declared: int | None = None
    count_level: int = 0
    """Level of the heading that the answer count stands in; 0: in none."""
    teasers: bool = False
    """Whether the answers are teasers: one line each, cut by the site itself."""
    promo_before: set[int] = field(default_factory=set)
    """Indices of lines right below the promotion that stands between two answers."""
    whole: bool = False
    """Whether the page's last line, the disclaimer, is there: no dump cut the page short."""
    noise: list[Removal] = field(default_factory=list)


_LONGEST_COUNT = 60  # characters
_COUNT_ENDS = frozenset("0123456789)sS")


def declared_count(line: str) -> int | None:
    """The number of answers that a count line declares; None for any other line."""
    match = COUNT.fullmatch(line)
    count = fields.count(match[1] or match[2] or match[3]) if match else None
    return count if count is not None and count <= fields.MOST_ANSWERS else None


def is_count(line: str) -> bool:
    """Whether the line is an answer count."""
    return len(line) < _LONGEST_COUNT and line[-1] in _COUNT_ENDS and COUNT.fullmatch(line) is not None


def is_vote(line: str) -> bool:
    """Whether the line is the vote slot of an answer: an unrendered placeholder or a signed number."""
    return line[0] in "+-{" and (VOTES.fullmatch(line) is not None or is_placeholder(line))


def ends_address(line: str) -> bool:
    """Whether the line may be the last of a postal address: a town with its postal code."""
    return line[-1].isdigit() and ADDRESS_END.fullmatch(line) is not None


def is_rating(line: str) -> bool:
    """Whether the line is a rating, with or without its number of reviews."""
    return line[0].isdigit() and " out of " in line and RATING.fullmatch(line) is not None


def is_placeholder(line: str) -> bool:
    """Whether the line is the unrendered vote placeholder and nothing else."""
    return line.startswith("{{") and PLACEHOLDER.fullmatch(line) is not None


def without_furniture(lines: list[Line]) -> Body:
    """The page cut down to question and answers; each furniture line removed is listed as noise.

    The last answer ends at the disclaimer: what follows it is the page's own.
    """
    body = Body([])
    texts = [line.text for line in lines]
    if "{{" in "\n".join(texts):
        lines = [part for line in lines for part in (_slots_apart(line) if "{{" in line.text else (line,))]
        texts = [line.text for line in lines]
    counted = _count_line(texts)
    end = _disclaimer(texts)
    body.whole = end is not None
    taken = -1
    for index in _furniture_candidates(texts, counted, len(lines) if end is None else end):
        line = lines[index]
        rule = None if index == counted else _furniture_rule(line.text)
        if rule is None and index != counted:
            if end is None or index <= end:
                continue
            rule = "below_disclaimer"
        body.lines += lines[taken + 1 : index]
        taken = index
        if rule is None:
            body.count_at, body.declared, body.count_level = len(body.lines), declared_count(line.text), line.heading
            continue
        body.noise.append(Removal(rule=rule, text=line.text))
        body.teasers |= rule == "answers_subtitle"
        if rule == "promo":
            body.promo_before.add(len(body.lines))
    body.lines += lines[taken + 1 :]
    return body


# No furniture line starts otherwise: a look at four letters spares almost every line the patterns.
_FURNITURE_STARTS = frozenset({"you ", "thes", "ask ", "get ", "what", "this", "from"})
_FIRST_LETTERS = frozenset("YyTtAaGgWwFf")


def _furniture_candidates(texts: list[str], counted: int | None, end: int) -> list[int]:
    """The lines that may be furniture: by how they start, the count, and what stands below the page's end."""
    starts = [n for n, text in enumerate(texts) if text[0] in _FIRST_LETTERS and text[:4].lower() in _FURNITURE_STARTS]
    counts = [] if counted is None else [counted]
    return sorted({*starts, *counts, *range(end + 1, len(texts))})


def _furniture_rule(text: str) -> str | None:
    """Name of the rule by which a line is furniture; None: somebody wrote it."""
    return next((name for name, form in FURNITURE.items() if form.fullmatch(text)), None)


def _disclaimer(texts: list[str]) -> int | None:
    """The disclaimer that ends the page: one with no author and no vote slot below it."""
    for index in range(len(texts) - 1, -1, -1):
        text = texts[index]
        if text[:5].lower() == "these" and FURNITURE["disclaimer"].fullmatch(text):
            return index
        if is_rating(text) or is_placeholder(text) or is_count(text):
            return None
    return None


def _slots_apart(line: Line) -> list[Line]:
    """The line, cut where an extractor fused a vote placeholder with the headline above it or the text below."""
    match = PLACEHOLDER.search(line.text)
    if not match or match[0] == line.text or (match.start() and match.end() < len(line.text)):
        return [line]
    above, below = line.text[: match.start()].strip(), line.text[match.end() :].strip()
    parts = [line._replace(text=text) for text in (above, match[0], below) if text]
    return [parts[0], *(part._replace(gap=0) for part in parts[1:])]


def _count_line(texts: list[str]) -> int | None:
    """The count line: the first that names doctors, else the first of any form."""
    found = [index for index, text in enumerate(texts) if text[-1] in _COUNT_ENDS and is_count(text)]
    named = [index for index in found if not texts[index].lower().startswith("answer")]
    return next(iter(named or found), None)


def join_ratings(lines: list[Line]) -> list[Line]:
    """The lines with ratings whose review count stands in an element of its own made one line again."""
    out: list[Line] = []
    for line in lines:
        reviews = REVIEWS.fullmatch(line.text) if out and not line.text[0].isalpha() else None
        match = RATING.fullmatch(out[-1].text) if reviews else None
        if match and match[3] is None:
            out[-1] = out[-1]._replace(text=f"{out[-1].text} {line.text}", links=out[-1].links + line.links)
        else:
            out.append(line)
    return out
