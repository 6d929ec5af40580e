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
from functools import lru_cache
from itertools import zip_longest
from operator import attrgetter

from qapipe.page.outline import Lines
from qapipe.readers.lines.bylines import Byline, read_bare_name, read_byline
from qapipe.readers.lines.specialties import (
    ENDS,
    MAX_LENGTH,
    NO_END,
    PlaceAndSpecialty,
    recognise_place_and_specialty,
    recognise_profession,
    split_place_and_specialty,
)
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.line_types import EXPERTS

_MAX_BYLINE = 120  # characters; the last line of an answer may be there instead, and is not to be remembered
_read_byline = lru_cache(maxsize=EXPERTS)(read_byline)
_start_of, _end_of = attrgetter("start"), attrgetter("end")
PROFILE_PATH = re.compile(r"/(?:dr|doctors?|providers?|profile)/([^/?#]+)", re.IGNORECASE)
"""Matches links to profiles; the group is the slug."""

Ratings = list[tuple[int, line_types.Rating]]
"""Rating lines, see :func:`~.line_types.ratings`."""


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


def find_authors(lines: Lines, *, gaps: Gaps, ratings: Ratings | None = None) -> list[Author]:
    """The author blocks among the lines, from top to bottom, without sign-offs.

    If empty lines cannot be trusted, they may separate the lines of a block. In HTML, where no names were lost, a name
    without credentials must be a link, and a place alone is not an author. ``ratings`` are those of the lines.
    """
    finder = _Finder(lines, gaps)
    finder.add_rated(line_types.ratings(lines.texts, lines.starts) if ratings is None else ratings)
    finder.add_unrated()
    finder.add_unlisted_professions()
    if gaps is Gaps.HTML:
        finder.add_linked_names()
    blocks = sorted(finder.blocks, key=_start_of)
    if blocks:
        _add_addresses(lines, blocks)
    return _without_signoffs(blocks)


class _Finder:
    """Finds author blocks, the surest signs first; ``covered`` are the lines that the blocks take."""

    def __init__(self, lines: Lines, gaps: Gaps) -> None:
        self.lines, self.texts, self.gaps = lines, lines.texts, lines.gaps
        self.html, self.reliable = gaps is Gaps.HTML, gaps is Gaps.RELIABLE
        self.most_inside = 0 if self.reliable else 1
        """How many empty lines at most may separate the lines of one author block."""
        self.unfinished = [row for row, end in enumerate(lines.ends) if end not in NO_END]
        """Indices of the lines that do not end like a sentence or a part of one."""
        self.blocks: list[Author] = []
        self.covered: set[int] = set()

    def _add(self, found: list[Author]) -> None:
        if found:
            self.blocks += found
            self.covered.update([row for block in found for row in range(block.start, block.end)])

    def add_rated(self, ratings: Ratings) -> None:
        """Add the blocks with a rating line, whose form never changed."""
        texts = self.texts
        found: list[Author] = []
        floor = 0
        for row, (rating, best, reviews) in ratings:
            block = Author(row, row + 1, None, None, rating, best, reviews)
            above = row - 1
            if above >= floor and self.gaps[row] <= self.most_inside:
                text = texts[above]
                if name := None if text[_MAX_BYLINE:] else _read_byline(text):
                    block.start, block.name, block.hrefs = above, name, self.lines.hrefs(above)
                elif place := self._place_above_rating(above):
                    block.place, block.start = place, above
                    self._add_name_above(block, floor)
            found += (block,)
            floor = block.end
        self._add(found)

    def _place_above_rating(self, row: int) -> PlaceAndSpecialty | None:
        text = self.texts[row]
        first = text[0]
        if text[-1] in ".!?:;" or text[110:] or (first in "+-{" and line_types.is_vote(text)):
            return None
        if first.islower():
            return None
        if self.lines.items[row] and not self.lines.links[row] and text[80:]:
            return None
        return split_place_and_specialty(text)

    def _add_name_above(self, block: Author, floor: int) -> None:
        """Add the name line right above the block, if there is one."""
        start = block.start
        above = start - 1
        if above < floor or self.gaps[start] > self.most_inside:
            return
        text = self.texts[above]
        name = None if text[_MAX_BYLINE:] else _read_byline(text)
        if name is None:
            apart = self.gaps[above] > 0 or above == floor or not self.reliable
            if apart and (not self.html or self.lines.links[above]):
                name = read_bare_name(text)
        if name:
            block.start, block.name = above, name
            if self.lines.links[above]:
                block.hrefs = self.lines.hrefs(above) + block.hrefs

    def add_unrated(self) -> None:
        """Add the blocks without a rating: a known profession below a name or, for the first answer, on its own."""
        texts, gaps, rated = self.texts, self.gaps, self.blocks
        blocks: list[Author] = []
        for index in self._maybe_professions():
            place = recognise_place_and_specialty(texts[index])
            alone_ok = place is not None
            if self.html and place is None:
                place = recognise_profession(texts[index])
            if place is None or (self.lines.items[index] and not self.html):
                continue
            block = Author(index, index + 1, place=place, hrefs=self.lines.hrefs(index))
            above = bisect_right(rated, index, key=_end_of)
            self._add_name_above(block, rated[above - 1].end if above else 0)
            first = not blocks and not above
            apart = gaps[index] > 0 and (not rated or index + 1 == len(texts) or gaps[index + 1] > 0)
            alone = not self.html and (apart or not self.reliable)
            if block.name or (alone_ok and first and alone):
                blocks.append(block)
        self._add(blocks)

    def _maybe_professions(self) -> list[int]:
        """Indices of the lines outside of blocks that may be a profession: a quick look that rules out nearly all."""
        texts, covered = self.texts, self.covered
        return [
            row
            for row in self.unfinished
            if row not in covered
            and not (text := texts[row])[MAX_LENGTH:]
            and (self._may_name(row - 1) if self.html else "," in text or text[-3:] in ENDS or text[-1] in "()")
        ]

    def _may_name(self, row: int) -> bool:
        """Whether a line of HTML may be a name, without which a profession is no author there."""
        if row < 0 or row in self.covered:
            return False
        return bool(self.lines.links[row]) or (
            not (text := self.texts[row])[_MAX_BYLINE:] and _read_byline(text) is not None
        )

    def add_unlisted_professions(self) -> None:
        """Add blocks without a rating whose profession is not in the vocabulary: a short line right below a name line.

        Only on pages where another author has a place; elsewhere such a line is the next headline.
        """
        if not [block for block in self.blocks if block.place]:
            return
        texts, gaps, covered = self.texts, self.gaps, self.covered
        found = []
        free = [row for row in self.unfinished if row not in covered]
        for below in [row for row in free if not gaps[row] and row and gaps[row - 1]]:
            text = texts[below]
            if text[60:]:
                continue
            name = read_byline(texts[below - 1])
            if name and _is_capitalised(text):
                place = split_place_and_specialty(text)
                found.append(Author(below - 1, below + 1, name, place, hrefs=self.lines.hrefs(below - 1)))
        self._add(found)

    def add_linked_names(self) -> None:
        """Add authors on HTML pages that are recognised only by the profile link of their name.

        The line below the name is a place if its element has the same label as those of the other authors' places.
        """
        lines, covered = self.lines, self.covered
        places = {lines.label(row) for block in self.blocks if block.place for row in range(block.start, block.end)}
        last = len(lines.texts) - 1
        found = []
        for row in [row for row, links in enumerate(lines.links) if links and row not in covered]:
            hrefs = lines.hrefs(row)
            if not any(PROFILE_PATH.search(href) for href in hrefs):
                continue
            name = read_byline(lines.texts[row]) or read_bare_name(lines.texts[row])
            below = lines.texts[row + 1] if row < last else ""
            if name and below and lines.label(row + 1) in places and _is_capitalised(below):
                found.append(Author(row, row + 2, name, split_place_and_specialty(below), hrefs=hrefs))
            elif name:
                found.append(Author(row, row + 1, name, hrefs=hrefs))
        self._add(found)


def _is_capitalised(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 7 and all(word[0].isupper() or len(word) <= 3 for word in words)


def _add_addresses(lines: Lines, blocks: list[Author]) -> None:
    """Add the postal addresses below the blocks: a street line, and a line that ends in a postal code."""
    texts = lines.texts
    ends = line_types.address_ends(texts, lines.ends)
    for block in blocks if ends else ():
        for size in (2, 3, 1):
            if block.end + size - 1 not in ends:
                continue
            rows = texts[block.end : block.end + size]
            street = line_types.ADDRESS_START.fullmatch(rows[0])
            if any(map(str.isdigit, rows[0].partition(",")[0])) if size == 1 else street:
                block.address = "\n".join(rows)
                block.end += size
                break


def _without_signoffs(blocks: list[Author]) -> list[Author]:
    """The blocks without sign-offs: of adjacent blocks only the last is an author.

    Only the first block may lack a name, because the extraction of text loses no other. In HTML none does.
    """
    if not [block for block in blocks if block.rating is None]:
        return blocks
    kept: list[Author] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.rating is None:
            if following and following.start == block.end:
                continue
            if block.name is None and kept:
                continue
        kept += (block,)
    return kept
