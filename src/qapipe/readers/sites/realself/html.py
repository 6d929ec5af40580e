"""HTML question pages of all eras: the visible lines read as text is, sharpened by what markup adds.

Markup adds what text lost: the first answer's name, profile links, who asked from where and when. Class names are
matched by their prefix (builds append a hash) and are never needed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from qapipe.page import dates
from qapipe.page.document import Document, HtmlDocument
from qapipe.page.outline import Line, block, lines_of_node
from qapipe.readers import markup
from qapipe.readers.lines.specialties import (
    PlaceAndSpecialty,
    recognise_place_and_specialty,
    recognise_profession,
    split_at_place,
)
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself import atoms
from qapipe.readers.sites.realself.authors import PROFILE_PATH, Author, Gaps
from qapipe.readers.sites.realself.pieces import Piece, pieces
from qapipe.readers.sites.realself.reading import add_answers
from qapipe.readers.sites.realself.reconcile import reconciled
from qapipe.readers.sites.realself.region import region_of
from qapipe.readers.sites.realself.segments import by_elements
from qapipe.records.models import Question, Removal

# What stands between title and question: who asked, from where, when. Two eras' class names, by prefix.
_BYLINES = (
    '[class*="content-subheader"], [class*="subHeader"], '
    '[class*="Content-byline"], [class^="Byline"], [class*=" Byline"]'
)
_BYLINE_CLASS = re.compile(r"content-subheader|subHeader|Content-byline|^Byline| Byline")
_MOST_BYLINES = 4
_ASKED = re.compile(r"(?:Asked|Posted|Submitted)?(?: (?:by|from|in|on))?:? ?(.*)", re.IGNORECASE | re.DOTALL)
_BYLINE = re.compile(r"(?:Asked|Posted|Submitted) (?:by|from|on|in) .{2,60}$")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_RELATIVE = re.compile(r"(?:about |over |almost )?(?:an?|\d+) (?:minute|hour|day|week|month|year)s? ago", re.IGNORECASE)
_PLACE = re.compile(r"[^\W\d_][\w.'’ -]+, ?[^\W\d_][\w.'’ -]+")


def read_html(document: Document) -> Reading:
    """The reading of an HTML page."""
    if not isinstance(document, HtmlDocument):
        raise TypeError("this layout reads HTML")
    lines = [part for line in _from_title(document) for part in (_card_apart(line) if line.links else (line,))]
    body = atoms.without_furniture(atoms.join_ratings(lines))
    at = body.count_at if body.count_at is not None else _first_answer(body)
    asked, answered = body.lines[:at], _above_next_section(body, at)
    asker, asked = _take_bylines(asked)
    title = asked[0].text if asked and (asked[0].heading or not body.teasers) else None
    question = Question(
        title=title,
        body=block(asked[1:] if title else asked) or None,
        asker=asker.name,
        asker_location=asker.place,
        asked_at=asker.date,
    )
    reading = Reading(question, answers_declared=body.declared, noise=body.noise)
    found, below = pieces(region_of(body, answered, at, title, Gaps.HTML))
    reading.noise += below
    answers = _without_trailers(found, reading)
    for piece in answers:
        _sharpen(piece.author)
    add_answers(reading, answers, document)
    if not markup.verdict_of(document).threads:
        return reading
    marked_up = markup.read(document, located=False)
    if len(marked_up.answers) > len(reading.answers):
        marked_up = markup.read(document)
    return reconciled(reading, marked_up)


@dataclass(slots=True)
class _Asker:
    """Who asked, from where and when."""

    name: str | None = None
    place: str | None = None
    date: datetime | None = None


def _take_bylines(asked: list[Line]) -> tuple[_Asker, list[Line]]:
    """Who asked, and the lines of the question without those that say so.

    Bylines are elements of a known class among the question's lines (those of answers are the doctors'), and lines
    that are a date or say ``Asked by``.
    """
    asker = _Asker()
    texts = {line.text for line in asked[1:]}
    bylines: set[str] = set()
    for node in islice(_byline_elements(asked[1:]), _MOST_BYLINES):
        own = [line.text for line in lines_of_node(node)]
        if own and texts.issuperset(own):
            bylines.update(own)
            for part in [child.text(strip=True) for child in node.css("span, li")] or own:
                _take_asked(asker, part)
    rest = []
    for line in asked:
        if _BYLINE.match(line.text) or _RELATIVE.fullmatch(line.text) or dates.instant(line.text):
            _take_asked(asker, line.text)
        elif line.text not in bylines or line is asked[0]:
            rest.append(line)
    return asker, rest


def _byline_elements(lines: list[Line]) -> Iterator[LexborNode]:
    """The elements of bylines around and in some lines, in page order."""
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


def _take_asked(asker: _Asker, part: str) -> None:
    match = _ASKED.fullmatch(part.strip())
    value = match[1].strip() if match else ""
    if not value or _RELATIVE.fullmatch(value):
        return
    if date := dates.instant(value):
        asker.date = asker.date or date
    elif _PLACE.fullmatch(value) or (match and re.match(r"\w+ (?:from|in)\b", part)):
        asker.place = asker.place or value
    elif asker.name is None:
        asker.name = value


def _from_title(document: HtmlDocument) -> list[Line]:
    """The lines from the page's title on; what stands above it is furniture.

    The title is the last top-level heading above the answers, else the line that the page's head names.
    """
    lines = document.lines
    counted = next((n for n, line in enumerate(lines) if atoms.is_count(line.text)), len(lines))
    above = lines[:counted]
    for is_title in (
        lambda line: line.heading == 1,
        lambda line: line.text in document.titles,
        lambda line: line.heading > 0,
    ):
        found = [n for n, line in enumerate(above) if is_title(line)]
        if found:
            return lines[found[-1] if above[found[0]].heading == 1 else found[0] :]
    return lines


def _card_apart(line: Line) -> list[Line]:
    """The line, cut behind a linked name where the place or the rating stands in the same line."""
    for link in line.links[:2]:
        rest = line.text.removeprefix(link.text).strip(" ,·|–-")
        if not link.text or rest == line.text or not rest or not PROFILE_PATH.search(link.href):
            continue
        if recognise_place_and_specialty(rest) or recognise_profession(rest) or atoms.RATING.fullmatch(rest):
            return [line._replace(text=link.text), line._replace(text=rest, gap=0, links=(), item=False)]
    return [line]


def _first_answer(body: atoms.Body) -> int:
    """Where the answers start on a page without a count: at the first heading below the title.

    Where no headline is a heading, at the first answer's element.
    """
    lines = body.lines
    heading = next((n for n, line in enumerate(lines) if n and line.heading), None)
    if heading is not None:
        return heading
    elements = by_elements(region_of(body, lines[1:], 1, None, Gaps.HTML))
    return elements[0].start + 1 if elements else len(lines)


def _above_next_section(body: atoms.Body, start: int) -> list[Line]:
    """The lines of the answers; a heading as high as the count's own, where answers have lower ones, ends them."""
    lines = body.lines[start:]
    levels = [line.heading for line in lines if line.heading]
    if not body.count_level or not levels or levels[0] <= body.count_level:
        return lines
    end = next((n for n, line in enumerate(lines) if 0 < line.heading <= body.count_level), len(lines))
    body.noise += [Removal(rule="below_answers", text=line.text) for line in lines[end:]]
    return lines[:end]


def _without_trailers(found: list[Piece], reading: Reading) -> list[Piece]:
    """The answers without what trails them: more pieces than declared, unsigned where every answer is signed."""
    declared = reading.answers_declared
    if declared and len(found) > declared and all(piece.author for piece in found[:declared]):
        for piece in found[declared:]:
            if piece.author:
                return found
        trailing = [line for piece in found[declared:] for line in piece.lines]
        reading.noise += [Removal(rule="below_answers", text=line.text) for line in trailing]
        return found[:declared]
    return found


def _sharpen(author: Author | None) -> None:
    """Split an author's place from the specialty where the profile link says the place ends."""
    if author is None or author.place is None or author.place.location is None:
        return
    slug = next((match[1] for href in author.hrefs if (match := PROFILE_PATH.search(href))), None)
    if slug is not None:
        line = f"{author.place.location} {author.place.specialty}"
        author.place = _split_by_slug(line, unquote(slug).lower()) or author.place


@lru_cache(maxsize=8_192)  # who answers does so again and again
def _split_by_slug(line: str, slug: str) -> PlaceAndSpecialty | None:
    """The line taken apart behind the longest place that a profile's slug ends with; None if it ends with none."""
    words = line.split()
    spellings = _slugs(words)
    if not any(f"-{spelt[0]}" in slug for spelt in spellings):
        return None
    ends = (slug, slug.rpartition("-")[0])  # with and without the state's letters
    for size in range(len(words) - 1, 0, -1):
        tails = tuple(["-" + "-".join(filter(None, spelt[:size])) for spelt in spellings])
        if ends[0].endswith(tails) or ends[1].endswith(tails):
            return split_at_place(line, " ".join(words[:size]))
    return None


def _slugs(words: list[str]) -> list[list[str]]:
    """The words as profile links may spell them: ASCII, lower case; a mark inside a word is a hyphen or nothing."""
    line = " ".join(words).lower()
    if line.isascii() and line.replace(" ", "").isalnum():
        return [line.split(" ")]
    plain = [unicodedata.normalize("NFKD", word.replace("’", "'")) for word in line.split(" ")]
    bare = [word.encode("ascii", "ignore").decode() for word in plain]
    return [
        [_NO_SLUG.sub("-", word).strip("-") for word in bare],
        [_NO_SLUG.sub("-", word.replace("'", "")).strip("-") for word in bare],
    ]
