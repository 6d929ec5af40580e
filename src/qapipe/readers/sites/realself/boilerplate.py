"""A page's lines without the site's boilerplate, and what the boilerplate says about the page.

In: the visible lines of a question page. Out: :class:`MainContent`, such as

    Does a breast lift leave scars?          lines[0]
    I am 34 and ...                          lines[1]
    Doctor Answers (4)                       removed: declared = 4, count_at = 2
    Scars fade with time                     lines[2]
    ...
    You might also like...                   removed: noise, after_promo
    These answers are for educational ...    removed: noise, complete = True
    What's trending? ...                     removed: noise
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from qapipe.page.outline import Line
from qapipe.readers.sites.realself.line_types import (
    PLACEHOLDER,
    SUBTITLE,
    count_lines,
    declared_count,
    placeholders,
    ratings,
)
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal

BOILERPLATE: dict[NoiseRule, re.Pattern[str]] = {
    NoiseRule.PROMO: re.compile(r"You (?:might|may) also (?:like|be interested in)(?:\.{3}|…|:)?", re.IGNORECASE),
    NoiseRule.DISCLAIMER: re.compile(r"These answers are for educational purposes\b.*", re.IGNORECASE),
    NoiseRule.CALL_TO_ACTION: re.compile(r"Ask a (?:doctor|question)", re.IGNORECASE),
    NoiseRule.SLOGAN: re.compile(r"Get the real deal on beauty treatments\b.*", re.IGNORECASE),
    NoiseRule.NEWSLETTER: re.compile(r"What[’']s trending\? Who[’']s turning heads\?.*", re.IGNORECASE),
    NoiseRule.FOLLOWUP_NOTICE: re.compile(
        r"This is a follow-?up to an earlier question, which can be viewed by clicking here\.?", re.IGNORECASE
    ),
    NoiseRule.ANSWERS_SUBTITLE: SUBTITLE,
}
"""Noise rules: a line that matches as a whole is the site's own text, wherever it appears."""


@dataclass(slots=True)
class MainContent:
    """The lines of a page without boilerplate, and what the boilerplate says about the page."""

    lines: list[Line]
    count_at: int | None = None
    """Index of the first line below the answer count; the lines above belong to the question."""
    declared: int | None = None
    """Declared answer count."""
    count_level: int = 0
    """Level of the heading that contains the answer count; 0 if none does."""
    teasers: bool = False
    """Whether the page shows only teasers of the answers: one line each, truncated by the site."""
    after_promo: set[int] = field(default_factory=set)
    """Indices of the lines right below a promotion, which separates two answers."""
    complete: bool = False
    """Whether the disclaimer, the last line of every page, is present: the dump did not truncate the page."""
    noise: list[Removal] = field(default_factory=list)


def without_boilerplate(lines: list[Line]) -> MainContent:
    """The lines of question and answers; each boilerplate line removed is listed as noise.

    The last answer ends at the disclaimer: everything below it is boilerplate.
    """
    content = MainContent([])
    texts = [line.text for line in lines]
    if [text for text in texts if "{{" in text]:
        lines = [part for line in lines for part in (_split_at_placeholder(line) if "{{" in line.text else (line,))]
        texts = [line.text for line in lines]
    counted = _count_line(texts)
    end = _disclaimer(texts)
    content.complete = end is not None
    taken = -1
    for index in _candidates(texts, counted, len(lines) if end is None else end):
        line = lines[index]
        rule = None if index == counted else _rule_of(line.text)
        if rule is None and index != counted:
            if end is None or index <= end:
                continue
            rule = NoiseRule.BELOW_DISCLAIMER
        content.lines += lines[taken + 1 : index]
        taken = index
        if rule is None:
            content.count_at = len(content.lines)
            content.declared, content.count_level = declared_count(line.text), line.heading
            continue
        content.noise.append(Removal(rule=rule, text=line.text))
        content.teasers |= rule == NoiseRule.ANSWERS_SUBTITLE
        if rule == NoiseRule.PROMO:
            content.after_promo.add(len(content.lines))
    content.lines += lines[taken + 1 :]
    return content


_RULES_BY_START = {
    "you ": NoiseRule.PROMO,
    "thes": NoiseRule.DISCLAIMER,
    "ask ": NoiseRule.CALL_TO_ACTION,
    "get ": NoiseRule.SLOGAN,
    "what": NoiseRule.NEWSLETTER,
    "this": NoiseRule.FOLLOWUP_NOTICE,
    "from": NoiseRule.ANSWERS_SUBTITLE,
}
# The first four letters of all boilerplate lines, in any case: checking them first saves matching almost every line.
_STARTS = frozenset(
    "".join(letters) for start in _RULES_BY_START for letters in product(*zip(start, start.upper(), strict=True))
)
_THESE = frozenset(start for start in _STARTS if start.lower() == "thes")


def _candidates(texts: list[str], counted: int | None, end: int) -> list[int]:
    """Indices of possible boilerplate lines: by their first letters, the answer count, all below the disclaimer."""
    starts = [n for n, text in enumerate(texts) if text[:4] in _STARTS]
    counts = [] if counted is None else [counted]
    return sorted({*starts, *counts, *range(end + 1, len(texts))})


def _rule_of(text: str) -> NoiseRule | None:
    """The noise rule that matches a line; None if a person wrote it."""
    rule = _RULES_BY_START.get(text[:4].lower())
    return rule if rule and BOILERPLATE[rule].fullmatch(text) else None


def _disclaimer(texts: list[str]) -> int | None:
    """Index of the disclaimer that ends the page: no author, vote placeholder or answer count follows it."""
    if not (found := disclaimers(texts)):
        return None
    below = texts[found[-1] + 1 :]
    return None if placeholders(below) or ratings(below) or count_lines(below) else found[-1]


def disclaimers(texts: Sequence[str]) -> list[int]:
    """Indices of the lines that are the site's disclaimer."""
    form = BOILERPLATE[NoiseRule.DISCLAIMER]
    return [index for index, text in enumerate(texts) if text[:4] in _THESE and form.fullmatch(text)]


def _split_at_placeholder(line: Line) -> list[Line]:
    """The line, split where an extractor joined a vote placeholder to the headline above it or the text below it."""
    match = PLACEHOLDER.search(line.text)
    if not match or match[0] == line.text or (match.start() and match.end() < len(line.text)):
        return [line]
    above, below = line.text[: match.start()].strip(), line.text[match.end() :].strip()
    parts = [line._replace(text=text) for text in (above, match[0], below) if text]
    return [parts[0], *(part._replace(gap=0) for part in parts[1:])]


def _count_line(texts: list[str]) -> int | None:
    """Index of the answer count: the first that names doctors, else the first of any form."""
    found = count_lines(texts)
    named = [index for index in found if not texts[index].lower().startswith("answer")]
    return next(iter(named or found), None)
