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
from itertools import pairwise, zip_longest
from operator import attrgetter, methodcaller

from qapipe.page.outline import Line
from qapipe.readers.lines import fields
from qapipe.readers.lines.bylines import Byline, read_bare_name, read_byline
from qapipe.readers.lines.specialties import (
    MAX_LENGTH,
    NO_END,
    PlaceAndSpecialty,
    is_profession,
    recognise_place_and_specialty,
    recognise_profession,
    split_place_and_specialty,
)
from qapipe.readers.sites.realself import line_types

_start_of, _end_of = attrgetter("start"), attrgetter("end")
_split_off_last_word = methodcaller("rpartition", " ")
PROFILE_PATH = re.compile(r"/(?:dr|doctors?|providers?|profile)/([^/?#]+)", re.IGNORECASE)
"""Matches links to profiles; the group is the slug."""


class Gaps(Enum):
    """How far empty lines can be trusted."""

    RELIABLE = "text with its empty lines: they separate paragraphs, and never the lines of an author block"
    LOST = "text in which no lines, or all lines, are separated by empty lines"
    HTML = "HTML, where they only mark the start of a paragraph"

    def __init__(self, _: str) -> None:
        self.most_inside = 0 if self.name == "RELIABLE" else 1
        """How many empty lines at most may separate the lines of one author block."""


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
    _add_unlisted_professions(lines, blocks)
    if gaps is Gaps.HTML:
        blocks += _linked_names(lines, blocks)
    blocks.sort(key=_start_of)
    _add_addresses(lines, blocks)
    return _without_signoffs(blocks, gaps=gaps)


def _rated(lines: list[Line], *, gaps: Gaps) -> list[Author]:
    """The blocks with a rating line, whose form never changed."""
    blocks: list[Author] = []
    floor = 0
    for index, match in line_types.ratings([line.text for line in lines]):
        rating, best, reviews = match.groups()
        block = Author(index, index + 1, rating=float(rating), rating_best=float(best))
        if reviews:
            block.review_count = int(reviews) if reviews.isdecimal() and not reviews[9:] else fields.count(reviews)
        _extend_upwards(lines, block, floor, gaps=gaps)
        blocks.append(block)
        floor = block.end
    return blocks


def _extend_upwards(lines: list[Line], block: Author, floor: int, *, gaps: Gaps) -> None:
    """Add the place line and the name line right above the block."""
    above = block.start - 1
    if above < floor or lines[block.start].gap > gaps.most_inside:
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
    if above < floor or lines[block.start].gap > gaps.most_inside:
        return
    line = lines[above]
    name = read_byline(line.text)
    if name is None:
        apart = line.gap > 0 or above == floor or gaps is not Gaps.RELIABLE
        if apart and (gaps is not Gaps.HTML or line.links):
            name = read_bare_name(line.text)
    if name:
        _add_name_line(lines, block, name)


def _add_name_line(lines: list[Line], block: Author, name: Byline) -> None:
    """Add the line above the block as its name line."""
    block.start -= 1
    block.name = name
    if links := lines[block.start].links:
        block.hrefs = (*[link.href for link in links], *block.hrefs)


def _place_above_rating(line: Line) -> PlaceAndSpecialty | None:
    text = line.text
    if text[-1] in ".!?:;" or text[110:] or text[0].islower() or line_types.is_vote(text):
        return None
    return None if line.item and not line.links and text[80:] else split_place_and_specialty(text)


def _unrated(lines: list[Line], rated: list[Author], *, gaps: Gaps) -> list[Author]:
    """The blocks without a rating: a known profession below a name or, for the first answer, on its own."""
    covered = _lines_of(rated)
    blocks: list[Author] = []
    for index in _maybe_professions(lines, covered, gaps=gaps):
        line = lines[index]
        place = recognise_place_and_specialty(line.text)
        alone_ok = place is not None
        if gaps is Gaps.HTML and place is None:
            place = recognise_profession(line.text)
        if place is None or (line.item and gaps is not Gaps.HTML):
            continue
        block = Author(index, index + 1, place=place, hrefs=line.hrefs)
        above = bisect_right(rated, index, key=_end_of)
        _add_name_above(lines, block, rated[above - 1].end if above else 0, gaps=gaps)
        first = not blocks and not (rated and rated[0].start < index)
        apart = line.gap > 0 and (not rated or index + 1 == len(lines) or lines[index + 1].gap > 0)
        alone = gaps is Gaps.LOST or (gaps is Gaps.RELIABLE and apart)
        if block.name or (alone_ok and first and alone):
            blocks.append(block)
    return blocks


def _maybe_professions(lines: list[Line], covered: set[int], *, gaps: Gaps) -> list[int]:
    """Indices of the lines that may be a profession, outside of blocks and of lines inside of blocks."""
    short = [
        (n, line.text)
        for n, line in enumerate(lines)
        if line.text[-1] not in NO_END
        and not line.text[MAX_LENGTH:]
        and n not in covered
        and not (n - 1 in covered and n + 1 in covered)
    ]
    if gaps is Gaps.HTML:
        return [n for n, _ in short]
    words = map(_split_off_last_word, [text for _, text in short])
    return [n for (n, text), (_, _, last) in zip(short, words, strict=True) if "," in text or is_profession(last)]


def _lines_of(blocks: list[Author]) -> set[int]:
    """Indices of the lines that author blocks take."""
    return {index for block in blocks for index in range(block.start, block.end)}


def _linked_names(lines: list[Line], blocks: list[Author]) -> list[Author]:
    """Authors on HTML pages that are recognised only by the profile link of their name.

    The line below the name is a place if its element has the same label as those of the other authors' places.
    """
    covered = _lines_of(blocks)
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
    if not [block for block in blocks if block.place]:
        return
    covered = _lines_of(blocks)
    for index, (above, line) in enumerate(pairwise(lines)):
        text = line.text
        if line.gap or not above.gap or index in covered or index + 1 in covered or text[-1] in NO_END or text[60:]:
            continue
        name = read_byline(above.text)
        if name and _is_capitalised(text):
            place = split_place_and_specialty(text)
            blocks.append(Author(index, index + 2, name, place, hrefs=above.hrefs))


def _is_capitalised(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 7 and all(word[0].isupper() or len(word) <= 3 for word in words)


def _add_addresses(lines: list[Line], blocks: list[Author]) -> None:
    """Add the postal addresses below the blocks: a street line, and a line that ends in a postal code."""
    ends = set(line_types.address_ends([line.text for line in lines]))
    for block in blocks if ends else ():
        for size in (2, 3, 1):
            if block.end + size - 1 not in ends:
                continue
            rows = [line.text for line in lines[block.end : block.end + size]]
            if size == 1 and not any(char.isdigit() for char in rows[0].split(",")[0]):
                continue
            if size == 1 or line_types.ADDRESS_START.fullmatch(rows[0]):
                block.address = "\n".join(rows)
                block.end += size
                break


def _without_signoffs(blocks: list[Author], *, gaps: Gaps) -> list[Author]:
    """The blocks without sign-offs: of adjacent blocks only the last is an author.

    In text, only the first block may lack a name, because extraction loses no other.
    """
    kept: list[Author] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.rating is None:
            if following and following.start == block.end:
                continue
            if block.name is None and kept and gaps is not Gaps.HTML:
                continue
        kept.append(block)
    return kept
