"""Reads HTML question pages of all designs.

In: an HTML page. Out: a :class:`~qapipe.readers.site.Reading`. The visible lines are read with the same rules as text
extractions. The tree and the structured data add what text does not have: the name of the first author, profile links,
and the asker's name, place and date:

    <h1>Does a breast lift leave scars?</h1>
    <div class="subHeader_x7">Asked by anna in Tampa, FL</div>    asker = anna, asker_location = Tampa, FL

Class names are matched by prefix, because builds append a hash, and no field depends on them alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import compress, count, islice

from selectolax.lexbor import LexborNode

from qapipe.page import dates
from qapipe.page.document import Document, HtmlDocument
from qapipe.page.outline import Line, Lines, Link, block
from qapipe.page.searching import has_any
from qapipe.page.visible_lines import lines_of_node
from qapipe.readers import markup
from qapipe.readers.lines.specialties import (
    recognise_place_and_specialty,
    recognise_profession,
)
from qapipe.readers.posts import reading_of
from qapipe.readers.reconcile import merged
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.answer_section import answer_section_of
from qapipe.readers.sites.realself.answers import AnswerParts, add_answers, answer_parts
from qapipe.readers.sites.realself.authors import PROFILE_PATH, Gaps
from qapipe.readers.sites.realself.boilerplate import (
    MainContent,
    SiteLines,
    site_lines,
    site_lines_of,
    without_boilerplate,
)
from qapipe.readers.sites.realself.json_ld import complete
from qapipe.readers.sites.realself.reconcile import reconciled
from qapipe.readers.sites.realself.slugs import refine_place
from qapipe.readers.sites.realself.split_html import by_elements
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Question, Removal

# Elements between title and question with asker, place and date, by the class names of two designs.
_BYLINES = (
    '[class*="content-subheader"], [class*="subHeader"], '
    '[class*="Content-byline"], [class^="Byline"], [class*=" Byline"]'
)
_BYLINE_CLASS = re.compile(r"content-subheader|subHeader|Content-byline|^Byline| Byline")
_IN_BYLINE_CLASSES = (b"ubheader", b"ubHeader", b"yline")
"""One of these is in each of the class names."""
_MOST_BYLINES = 4
_ASKED = re.compile(r"^(?:Asked|Posted|Submitted)?(?: (?:by|from|in|on))?:?", re.IGNORECASE)
_BYLINE = re.compile(r"(?:Asked|Posted|Submitted) (?:by|from|on|in) .{2,60}$")
_RELATIVE = re.compile(r"(?:about |over |almost )?(?:an?|\d+) (?:minute|hour|day|week|month|year)s? ago", re.IGNORECASE)
_PLACE = re.compile(r"[^\W\d_][\w.'’ -]+, ?[^\W\d_][\w.'’ -]+")


def read_html(document: Document) -> Reading:
    """The reading of an HTML page."""
    if not isinstance(document, HtmlDocument):
        raise TypeError("read_html needs an HtmlDocument")
    content = without_boilerplate(*_from_title(document))
    at = content.count_at if content.count_at is not None else _first_answer(content)
    asked, answered = content.lines.part(0, at).rows(), _before_next_section(content, at)
    asker, asked = _extract_bylines(asked, classed=has_any(document.source, _IN_BYLINE_CLASSES))
    title = asked[0].text if asked and (asked[0].heading or not content.teasers) else None
    question = Question(
        title=title,
        body=block(asked[1:] if title else asked) or None,
        asker=asker.name,
        asker_location=asker.place,
        asked_at=asker.date,
    )
    reading = Reading(question, answers_declared=content.declared, noise=content.noise)
    found, below = answer_parts(answer_section_of(content, answered, at, title, Gaps.HTML))
    reading.noise += below
    answers = _without_trailing(found, answered.texts, reading)
    for parts in answers:
        refine_place(parts.author)
    add_answers(reading, answered, answers, document)
    if complete(reading, document) or not markup.verdict_of(document).threads:
        return reading
    marked_up = _marked_up(document, located=False)
    if len(marked_up.answers) > len(reading.answers):
        marked_up = _marked_up(document, located=True)
    return reconciled(reading, marked_up)


def _marked_up(document: HtmlDocument, *, located: bool) -> Reading:
    """The question in the page's structured data."""
    thread = merged(markup.threads_of(document, located=located, asking=True))
    return reading_of(thread) if thread else Reading(Question())


@dataclass(slots=True)
class _Asker:
    """Name and place of the asker, and when the question was asked."""

    name: str | None = None
    place: str | None = None
    date: datetime | None = None


def _extract_bylines(asked: list[Line], *, classed: bool) -> tuple[_Asker, list[Line]]:
    """The asker, and the lines of the question without the asker's byline.

    Bylines are elements of a known class above the answers (elsewhere they belong to doctors), and lines that are a
    date or start with ``Asked by``. ``classed``: whether any element of the page may have such a class.
    """
    asker = _Asker()
    texts = {line.text for line in asked[1:]}
    bylines: set[str] = set()
    for node in islice(_byline_elements(asked[1:]), _MOST_BYLINES) if classed else ():
        own = [line.text for line in lines_of_node(node)]
        if own and texts.issuperset(own):
            bylines.update(own)
            for part in [child.text(strip=True) for child in node.css("span, li")] or own:
                _add_asker_detail(asker, part)
    rest = []
    for line in asked:
        if _BYLINE.match(line.text) or _RELATIVE.fullmatch(line.text) or dates.instant(line.text):
            _add_asker_detail(asker, line.text)
        elif line.text not in bylines or line is asked[0]:
            rest.append(line)
    return asker, rest


def _byline_elements(lines: list[Line]) -> Iterator[LexborNode]:
    """The byline elements that contain the lines or are contained in their elements, in page order."""
    seen: set[int] = set()
    for box in [line.box for line in lines if line.box is not None]:
        if box.mem_id in seen:
            continue
        around: list[LexborNode] = []
        above: LexborNode | None = box
        while above is not None and above.mem_id not in seen:
            seen.add(above.mem_id)
            if _BYLINE_CLASS.search(above.attributes.get("class") or ""):
                around.append(above)
            above = above.parent
        yield from reversed(around)
        yield from (node for node in box.css(_BYLINES) if node.mem_id not in seen)


def _add_asker_detail(asker: _Asker, part: str) -> None:
    value = _ASKED.sub("", part.strip()).strip()
    if not value or _RELATIVE.fullmatch(value):
        return
    if date := dates.instant(value):
        asker.date = asker.date or date
    elif _PLACE.fullmatch(value) or re.match(r"\w+ (?:from|in)\b", part):
        asker.place = asker.place or value
    elif asker.name is None:
        asker.name = value


def _from_title(document: HtmlDocument) -> tuple[Lines, SiteLines]:
    """The lines from the title on, names and ratings as on any page, and those of them that are the site's own."""
    start = _title_row(document)
    lines = document.columns.part(start)
    changed = line_types.with_ratings_joined(_with_cards_split(lines))
    if changed is not lines:
        return changed, site_lines(changed.texts, changed.starts)
    return lines, site_lines_of(document).below(start)


def _title_row(document: HtmlDocument) -> int:
    """Index of the title; everything above it is boilerplate.

    The title is the last top-level heading above the answers, else the line that equals a title in the page's head,
    else the first heading.
    """
    lines = document.columns
    counted = next(iter(site_lines_of(document).counts), len(lines.texts))
    levels = lines.headings[:counted]
    if 1 in levels:
        return counted - 1 - levels[::-1].index(1)
    titled = (row for row, text in enumerate(lines.texts[:counted]) if text in document.titles)
    return next(titled, next(compress(count(), levels), 0))


def _with_cards_split(lines: Lines) -> Lines:
    """The lines, each with a linked name split after it if the place or the rating is on the same line."""
    found = ((row, _split_card(lines.texts[row], links)) for row, links in enumerate(lines.links) if links)
    split = {row: parts for row, parts in found if parts}
    if not split:
        return lines
    rows = lines.rows()
    for row, (name, rest) in reversed(split.items()):
        below = rows[row]._replace(text=rest, gap=0, links=(), item=False)
        rows[row : row + 1] = [rows[row]._replace(text=name), below]
    return Lines.of(rows)


def _split_card(text: str, links: tuple[Link, ...]) -> tuple[str, str] | None:
    """A linked name and the place or rating behind it; None for a line of any other form."""
    for link in links[:2]:
        if link.text == text:
            continue  # almost every one
        rest = text.removeprefix(link.text).strip(" ,·|–-")
        if rest == text or not PROFILE_PATH.search(link.href):
            continue
        if recognise_place_and_specialty(rest) or recognise_profession(rest) or line_types.RATING.fullmatch(rest):
            return link.text, rest
    return None


def _first_answer(content: MainContent) -> int:
    """Index where the answers start on a page without an answer count: the first heading below the title.

    Without headings, the element of the first answer.
    """
    lines = content.lines
    heading = next((n for n, level in enumerate(lines.headings) if n and level), None)
    if heading is not None:
        return heading
    elements = by_elements(answer_section_of(content, lines.part(1), 1, None, Gaps.HTML))
    return elements[0].start + 1 if elements else len(lines.texts)


def _before_next_section(content: MainContent, start: int) -> Lines:
    """The lines of the answers, up to the next heading on the level of the answer count if answers have lower ones."""
    lines = content.lines.part(start)
    levels = [level for level in lines.headings if level]
    if not levels or levels[0] <= content.count_level:
        return lines
    end = next((n for n, level in enumerate(lines.headings) if 0 < level <= content.count_level), len(lines.texts))
    content.noise += [Removal(rule=NoiseRule.BELOW_ANSWERS, text=text) for text in lines.texts[end:]]
    return lines.part(0, end)


def _without_trailing(found: list[AnswerParts], lines: list[str], reading: Reading) -> list[AnswerParts]:
    """The answers, without unsigned ones beyond the declared count on a page where all others are signed."""
    declared = reading.answers_declared
    if declared and all(parts.author for parts in found[:declared]):
        for parts in found[declared:]:
            if parts.author:
                return found
        for parts in found[declared:]:
            texts = [parts.headline] if parts.headline else []
            texts += [lines[row] for row in parts.rows]
            reading.noise += [*(Removal(rule=NoiseRule.BELOW_ANSWERS, text=text) for text in texts), *parts.noise]
        return found[:declared]
    return found
