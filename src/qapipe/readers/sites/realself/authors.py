"""Author blocks: who wrote an answer, usually shown below it.

In: the lines of the answer section. Out: one :class:`Author` per block such as

    Jane Q. Doe, MD, FACS                     name (optional)
    Tampa Plastic Surgeon                     place and specialty
    5.0 out of 5 stars 12 reviews             rating (optional)
    123 Main St                               address (optional)
    Tampa, FL 33606

A rating proves that the line above it is a place or name, a name that the line below it is a place. A place followed by
a known profession needs no other proof. Sign-offs (``Dr. H``, or a name and place right above the real block) are part
of the answer and are not returned.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter

from qapipe.page.outline import Line
from qapipe.readers.lines import fields
from qapipe.readers.lines.bylines import Byline, read_bare_name, read_byline
from qapipe.readers.lines.specialties import (
    MAX_LENGTH,
    NO_END,
    PlaceAndSpecialty,
    recognise_place_and_specialty,
    recognise_profession,
    split_place_and_specialty,
)
from qapipe.readers.sites.realself import line_types

PROFILE_PATH = re.compile(r"/(?:dr|doctors?|providers?|profile)/([^/?#]+)", re.IGNORECASE)
"""Matches links to profiles; the group is the slug."""


class Gaps(Enum):
    """How far empty lines can be trusted."""

    RELIABLE = "text with its empty lines: they separate paragraphs, and never the lines of an author block"
    LOST = "text in which no lines, or all lines, are separated by empty lines"
    HTML = "HTML, where they only mark the start of a paragraph"


@dataclass(slots=True)
class Author:
    """Who wrote an answer, and the half-open range of lines of the author block."""

    start: int
    end: int
    name: Byline | None = None
    place: PlaceAndSpecialty | None = None
    rating: float | None = None
    rating_best: float | None = None
    review_count: int | None = None
    address: str | None = None
    hrefs: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the block has a rating, which no sign-off has."""
        return self.rating is not None


def find_authors(lines: list[Line], *, gaps: Gaps) -> list[Author]:
    """The author blocks among the lines, from top to bottom, without sign-offs.

    If empty lines cannot be trusted, they may separate the lines of a block. In HTML, where no names were lost, a name
    without credentials must be a link, and a place alone is not an author.
    """
    blocks = _rated(lines, gaps=gaps)
    blocks += _unrated(lines, blocks, gaps=gaps)
    blocks.sort(key=lambda block: block.start)
    _add_unlisted_professions(lines, blocks)
    if gaps is Gaps.HTML:
        blocks += _linked_names(lines, blocks)
        blocks.sort(key=lambda block: block.start)
    for block in blocks:
        _add_address(lines, block)
    return _without_signoffs(blocks, gaps=gaps)


def _rated(lines: list[Line], *, gaps: Gaps) -> list[Author]:
    """The blocks with a rating line, whose form never changed."""
    blocks: list[Author] = []
    floor = 0
    for index, line in enumerate(lines):
        match = line_types.RATING.fullmatch(line.text) if " out of " in line.text and line.text[0].isdigit() else None
        if not match:
            continue
        block = Author(index, index + 1)
        block.rating, block.rating_best = float(match[1]), float(match[2])
        block.review_count = fields.count(match[3]) if match[3] else None
        _extend_upwards(lines, block, floor, gaps=gaps)
        blocks.append(block)
        floor = block.end
    return blocks


def _extend_upwards(lines: list[Line], block: Author, floor: int, *, gaps: Gaps) -> None:
    """Add the place line and the name line right above the block."""
    above = block.start - 1
    if above < floor or not _is_adjacent(lines, block.start, gaps=gaps):
        return
    if name := read_byline(lines[above].text):
        _add_name_line(lines, block, name)
        return
    place = _place_above_rating(lines[above])
    if place:
        block.place, block.start = place, above
        _add_name_above(lines, block, floor, gaps=gaps)


def _add_name_above(lines: list[Line], block: Author, floor: int, *, gaps: Gaps) -> None:
    above = block.start - 1
    if above < floor or not _is_adjacent(lines, block.start, gaps=gaps):
        return
    text = lines[above].text
    name = read_byline(text)
    apart = lines[above].gap > 0 or above == floor or gaps is not Gaps.RELIABLE
    if name is None and apart and (gaps is not Gaps.HTML or lines[above].hrefs):
        name = read_bare_name(text)
    if name:
        _add_name_line(lines, block, name)


def _add_name_line(lines: list[Line], block: Author, name: Byline) -> None:
    """Add the line above the block as its name line."""
    block.start -= 1
    block.name = name
    block.hrefs = lines[block.start].hrefs + block.hrefs


def _is_adjacent(lines: list[Line], index: int, *, gaps: Gaps) -> bool:
    """Whether a line directly follows the one before it, as the lines of a block do."""
    return lines[index].gap == 0 or (gaps is not Gaps.RELIABLE and lines[index].gap == 1)


def _place_above_rating(line: Line) -> PlaceAndSpecialty | None:
    text = line.text
    if (
        len(text) > 110
        or text[-1] in ".!?:;"
        or text[0].islower()
        or line_types.is_vote(text)
        or (line.item and not line.hrefs and len(text) > 80)
    ):
        return None
    return split_place_and_specialty(text)


def _unrated(lines: list[Line], rated: list[Author], *, gaps: Gaps) -> list[Author]:
    """The blocks without a rating: a known profession below a name or, for the first answer, on its own."""
    covered = {index for block in rated for index in range(block.start, block.end)}
    blocks: list[Author] = []
    for index, line in enumerate(lines):
        text = line.text
        if len(text) > MAX_LENGTH or text[-1] in NO_END:  # almost every line
            continue
        if index in covered or (index > 0 and index - 1 in covered and index + 1 in covered):
            continue
        place = recognise_place_and_specialty(line.text)
        alone_ok = place is not None
        if gaps is Gaps.HTML and place is None:
            place = recognise_profession(line.text)
        if place is None or (line.item and gaps is not Gaps.HTML):
            continue
        block = Author(index, index + 1, place=place, hrefs=line.hrefs)
        above = bisect_right(rated, index, key=attrgetter("end"))
        _add_name_above(lines, block, rated[above - 1].end if above else 0, gaps=gaps)
        first = not blocks and not (rated and rated[0].start < index)
        apart = line.gap > 0 and (not rated or index + 1 == len(lines) or lines[index + 1].gap > 0)
        alone = gaps is Gaps.LOST or (gaps is Gaps.RELIABLE and apart)
        if block.name or (alone_ok and first and alone):
            blocks.append(block)
    return blocks


def _linked_names(lines: list[Line], blocks: list[Author]) -> list[Author]:
    """Authors on HTML pages that are recognised only by the profile link of their name.

    The line below the name is a place if its element has the same label as those of the other authors' places.
    """
    covered = {index for block in blocks for index in range(block.start, block.end)}
    places = {lines[index].label for block in blocks if block.place for index in range(block.start, block.end)}
    found = []
    for index, line in enumerate(lines):
        if line.links and index not in covered and any(PROFILE_PATH.search(href) for href in line.hrefs):
            name = read_byline(line.text) or read_bare_name(line.text)
            below = lines[index + 1] if index + 1 < len(lines) else None
            if name and below and below.label in places and _is_capitalised(below.text):
                place = split_place_and_specialty(below.text)
                found.append(Author(index, index + 2, name, place, hrefs=line.hrefs))
            elif name:
                found.append(Author(index, index + 1, name, hrefs=line.hrefs))
    return found


def _add_unlisted_professions(lines: list[Line], blocks: list[Author]) -> None:
    """Add blocks without a rating whose profession is not in the vocabulary: a short line right below a name line.

    Only on pages where another author has a place; elsewhere such a line is the next headline.
    """
    if not any(block.place for block in blocks):
        return
    covered = {index for block in blocks for index in range(block.start, block.end)}
    for index in range(1, len(lines)):
        if lines[index].gap or not lines[index - 1].gap or index in covered or index - 1 in covered:
            continue
        name = read_byline(lines[index - 1].text)
        text = lines[index].text
        if name and len(text) <= 60 and text[-1] not in ".!?:;," and _is_capitalised(text):
            place = split_place_and_specialty(text)
            blocks.append(Author(index - 1, index + 1, name, place, hrefs=lines[index - 1].hrefs))
    blocks.sort(key=lambda block: block.start)


def _is_capitalised(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 7 and all(word[0].isupper() or len(word) <= 3 for word in words)


def _add_address(lines: list[Line], block: Author) -> None:
    """Add the postal address below the block: a street line, and a line that ends in a postal code."""
    for size in (2, 3, 1):
        last = block.end + size - 1
        if last >= len(lines) or not line_types.ends_address(lines[last].text):
            continue
        rows = [line.text for line in lines[block.end : block.end + size]]
        if size == 1 or line_types.ADDRESS_START.fullmatch(rows[0]):
            if size == 1 and not any(char.isdigit() for char in rows[0].split(",")[0]):
                continue
            block.address = "\n".join(rows)
            block.end += size
            return


def _without_signoffs(blocks: list[Author], *, gaps: Gaps) -> list[Author]:
    """The blocks without sign-offs: of adjacent blocks only the last is an author.

    In text, only the first block may lack a name, because extraction loses no other.
    """
    kept: list[Author] = []
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if following and following.start == block.end and not block.certain:
            continue
        if block.name is None and not block.certain and kept and gaps is not Gaps.HTML:
            continue
        kept.append(block)
    return kept
