"""A page's lines without the site's boilerplate, and what the boilerplate says about the page.

In: the visible lines of a question page. Out: :class:`MainContent`, such as

    Does a breast lift leave scars?          lines 0
    I am 34 and ...                          lines 1
    Doctor Answers (4)                       removed: declared = 4, count_at = 2
    Scars fade with time                     lines 2
    ...
    You might also like...                   removed: noise, after_promo
    These answers are for educational ...    removed: noise, complete = True
    What's trending? ...                     removed: noise
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress, count, product, repeat
from operator import contains

from qapipe.page.document import Document
from qapipe.page.outline import Line, Lines, starts_of
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.line_types import (
    PLACEHOLDER,
    SUBTITLE,
    declared_count,
    is_count,
    is_placeholder,
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


_ALIKE = {"s": "sSſ", "i": "iIıİ", "k": "kK\u212a"}  # what a pattern that ignores case takes for a letter


def _spellings(start: str) -> Iterator[str]:
    """All spellings of the start of a line that a pattern takes for it."""
    letters = [_ALIKE.get(letter, {letter, letter.upper()}) for letter in start]
    return ("".join(spelling) for spelling in product(*letters))


_START = 6
"""Letters at the start of a line that rule out nearly all lines without a call."""
_RULES_BY_START = {
    spelling: rule
    for start, rule in {
        "you mi": NoiseRule.PROMO,
        "you ma": NoiseRule.PROMO,
        "these ": NoiseRule.DISCLAIMER,
        "ask a ": NoiseRule.CALL_TO_ACTION,
        "get th": NoiseRule.SLOGAN,
        "what's": NoiseRule.NEWSLETTER,
        "what’s": NoiseRule.NEWSLETTER,
        "this i": NoiseRule.FOLLOWUP_NOTICE,
        "from b": NoiseRule.ANSWERS_SUBTITLE,
    }.items()
    for spelling in _spellings(start)
}
_COUNT_STARTS = {spelling for start in "doctor expert provid medica answer".split() for spelling in _spellings(start)}
_STARTS = _COUNT_STARTS.union(_RULES_BY_START)
_FIRST_LETTERS = frozenset([start[0] for start in _STARTS])
_ENDS_OF_NUMBERED_COUNTS = frozenset("sSrR")  # of "12 Doctor Answers"


@dataclass(slots=True)
class SiteLines:
    """Indices of a page's lines that only the site itself writes, from top to bottom."""

    counts: list[int] = field(default_factory=list)
    """Answer counts."""
    noise: list[tuple[int, NoiseRule]] = field(default_factory=list)
    """Lines that a rule of :data:`BOILERPLATE` removes."""
    placeholders: list[int] = field(default_factory=list)
    """Unrendered vote placeholders."""
    with_braces: list[int] = field(default_factory=list)
    """Lines with ``{{`` that are not such a placeholder as a whole."""

    @property
    def disclaimers(self) -> list[int]:
        """Lines that are the site's disclaimer."""
        return self.of(NoiseRule.DISCLAIMER)

    def below(self, start: int) -> "SiteLines":
        """Those from a line on, as indices of the lines from there on."""
        return SiteLines(
            [index - start for index in self.counts if index >= start],
            [(index - start, rule) for index, rule in self.noise if index >= start],
            [index - start for index in self.placeholders if index >= start],
            [index - start for index in self.with_braces if index >= start],
        )

    def of(self, wanted: NoiseRule) -> list[int]:
        """Lines that a rule removes."""
        return [index for index, rule in self.noise if rule is wanted]


def site_lines(texts: Sequence[str], starts: str | None = None) -> SiteLines:
    """The lines of the site itself; ``starts`` are the first characters of all lines, if they are known."""
    found = SiteLines()
    for index in _candidates(texts, starts_of(texts) if starts is None else starts):
        text = texts[index]
        if is_placeholder(text):
            found.placeholders.append(index)
            continue
        if "{{" in text:
            found.with_braces.append(index)
        if rule := _rule_of(text):
            found.noise += ((index, rule),)
        elif is_count(text):
            found.counts.append(index)
    return found


def _candidates(texts: Sequence[str], starts: str) -> list[int]:
    """Indices of the lines that may be the site's, by their first or last letters."""
    rows = [row for row in line_types.rows_with(_FIRST_LETTERS, starts) if texts[row][:_START] in _STARTS]
    rows += compress(count(), map(contains, texts, repeat("{")))
    for index in line_types.rows_with_digit(starts):
        text = texts[index]
        if text[-1] in _ENDS_OF_NUMBERED_COUNTS and " out of " not in text:
            rows.append(index)
    return sorted(set(rows))


@lru_cache(maxsize=1)  # every layout asks about the same page
def site_lines_of(document: Document) -> SiteLines:
    """The lines of the site itself on a page."""
    return site_lines(document.columns.texts, document.columns.starts)


def _rule_of(text: str) -> NoiseRule | None:
    """The noise rule that matches a line; None if a person wrote it."""
    start = text[:_START]
    if start in _RULES_BY_START and BOILERPLATE[_RULES_BY_START[start]].fullmatch(text):
        return _RULES_BY_START[start]
    return None


@dataclass(slots=True)
class MainContent:
    """The lines of a page without boilerplate, and what the boilerplate says about the page."""

    lines: Lines
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


def without_boilerplate(lines: Lines, found: SiteLines | None = None) -> MainContent:
    """The lines of question and answers; each boilerplate line removed is listed as noise.

    The last answer ends at the disclaimer: everything below it is boilerplate. ``found`` are the :func:`site_lines`.
    """
    found = found or site_lines(lines.texts, lines.starts)
    if parted := _parted_at_placeholders(lines, found.with_braces):
        lines, found = parted, site_lines(parted.texts)
    texts = lines.texts
    end = _end(lines, found)
    rules: dict[int, NoiseRule | None] = dict(found.noise)
    if end is not None:
        rules |= {index: _rule_of(texts[index]) or NoiseRule.BELOW_DISCLAIMER for index in range(end, len(texts))}
    counted = _count_line(texts, found.counts)
    if counted is not None:
        rules[counted] = None
    rows = sorted(rules)
    content = MainContent(lines.without(rows), complete=end is not None)
    for above, index in enumerate(rows):  # so many lines above it are removed
        rule = rules[index]
        if rule is None:
            content.count_at = index - above
            content.declared, content.count_level = declared_count(texts[index]), lines.headings[index]
            continue
        content.noise.append(Removal(rule, texts[index]))
        if rule is NoiseRule.ANSWERS_SUBTITLE:
            content.teasers = True
        elif rule is NoiseRule.PROMO:
            content.after_promo.add(index - above)
    return content


def _count_line(texts: list[str], counts: list[int]) -> int | None:
    """Index of the answer count: the first that names doctors, else the first of any form."""
    for index in counts:
        if names_doctors(texts[index]):
            return index
    return counts[0] if counts else None


def names_doctors(count: str) -> bool:
    """Whether an answer count is more than ``Answers (4)``, which other sites show as well."""
    return not count.lower().startswith("answer")


def _end(lines: Lines, found: SiteLines) -> int | None:
    """Index of the disclaimer that ends the page: no author, vote placeholder or answer count follows it."""
    disclaimers = found.disclaimers
    if not disclaimers:
        return None
    last = disclaimers[-1]
    if max(found.placeholders + found.counts, default=0) > last:
        return None
    return None if line_types.ratings(lines.texts[last:], lines.starts[last:]) else last


def _parted_at_placeholders(lines: Lines, rows: list[int]) -> Lines | None:
    """The lines, parted where an extractor joined a vote placeholder to another line; None if there is no such line."""
    if not rows:
        return None  # almost every page
    old = lines.rows()
    parts = {row: split for row in rows if (split := _split_at_placeholder(old[row]))}
    return Lines.of([part for row, line in enumerate(old) for part in parts.get(row, (line,))]) if parts else None


def _split_at_placeholder(line: Line) -> list[Line] | None:
    """The line, split where a placeholder was joined to the headline above it or the text below it; else None."""
    match = PLACEHOLDER.search(line.text)
    if not match or (match.start() and match.end() < len(line.text)):
        return None
    above, below = line.text[: match.start()].strip(), line.text[match.end() :].strip()
    parts = [line._replace(text=text) for text in (above, match[0], below) if text]
    return [parts[0], *(part._replace(gap=0) for part in parts[1:])]
