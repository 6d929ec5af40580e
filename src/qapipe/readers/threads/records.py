"""Records, the boxes that may be posts, families of them, and the prose in a page's elements."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import NamedTuple

from qapipe.readers.threads.places import CHROME, CONTROL, LINK, QUOTE, Places

_DEEPEST = 40  # elements above one that are looked at
_OVERHEAD = 12  # letters of a run that are no prose: names and labels are as long
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WIDE_MORE = 1
_LONGEST_LABEL = 100  # letters of a text that is a label where it stands on a page twice
_OFTEN = 3  # times that a longer one stands there
_FIRST = frozenset("#0123456789")
_NUMBER = re.compile(r"^(?:#\d+|\d+[.:)])\s+")  # "3. Re: Kettles" is the label that "2. Re: Kettles" is


def _width(text: str) -> int:
    """The letters of a text, of which one of Chinese, Japanese or Korean says as much as a few others do."""
    return len(text) if text.isascii() else len(text) + _WIDE_MORE * len(_WIDE.findall(text))


class Anchor(NamedTuple):
    """Something that each post has once: its date, its author, its id."""

    element: int
    run: int
    sign: object


@dataclass(slots=True)
class Record:
    """One box of a family: neighbouring elements, mostly one."""

    roots: list[int]
    anchor: Anchor
    """The first of the family's anchors in it."""
    nested: list[int] = field(default_factory=list)
    """The roots of other records inside."""
    depth: int = 0
    """How many records of the family it stands in."""
    around: list[int] = field(default_factory=list)
    """Elements around it that hold no other record and little other text, from the inside out."""


@dataclass(slots=True)
class Family:
    """Records of one kind, in page order."""

    kind: str
    records: list[Record]
    sign: object
    score: float = 0.0
    listed: list[Record] = field(default_factory=list)
    """Boxes behind the records that are built as they are, and list other pages."""

    @property
    def is_undated(self) -> bool:
        """Whether the records were found by their authors or by what they are called, and show no dates."""
        return isinstance(self.sign, tuple) and self.sign[0] == "author"


class Prose:
    """Letters of running text, by runs: links, controls, marks and short labels count nothing."""

    def __init__(self, places: Places, marked: Iterable[int]) -> None:
        dead = LINK | CONTROL | CHROME
        weights = [
            width - _OVERHEAD if not flag & dead and (width := _width(text)) > _OVERHEAD else 0
            for text, flag in zip(places.texts, places.flags, strict=True)
        ]
        for run in marked:
            weights[run] = 0
        labels = [
            _NUMBER.sub("", text) if text[0] in _FIRST and len(text) > _OVERHEAD else text for text in places.texts
        ]
        own = Counter([text for text, flag in zip(labels, places.flags, strict=True) if not flag & QUOTE])
        repeated = {
            text for text, count in own.items() if count > 1 and (len(text) <= _LONGEST_LABEL or count >= _OFTEN)
        }
        if repeated:
            weights = [0 if text in repeated else weight for text, weight in zip(labels, weights, strict=True)]
        self._sums = [0, *accumulate(weights)]
        self._places = places
        self.total = self._sums[-1]

    def of(self, element: int) -> int:
        """Of an element."""
        return self._sums[self._places.end_runs[element]] - self._sums[self._places.first_runs[element]]

    def between(self, first: int, end: int) -> int:
        """From one run to another."""
        return self._sums[end] - self._sums[first] if end > first else 0

    def own(self, record: Record) -> int:
        """Of a record, without the records in it."""
        places, sums = self._places, self._sums
        total = sums[places.end_runs[record.roots[-1]]] - sums[places.first_runs[record.roots[0]]]
        return total - sum(map(self.of, record.nested)) if record.nested else total


def boxes_of(places: Places, elements: Sequence[int]) -> list[int]:
    """The outermost element around each of some elements that holds no other of them, nor is the body; -1 for none."""
    paths = [places.path(element, _DEEPEST) for element in elements]
    counts = Counter(chain.from_iterable(paths))
    found = []
    for path in paths:
        box = -1
        for around in path:
            if around <= 0 or counts[around] > 1:
                break
            box = around
        found.append(box)
    return found


def runs_of(places: Places, record: Record) -> tuple[int, int]:
    """The first run of text of a record, and the one behind its last."""
    return places.first_runs[record.roots[0]], places.end_runs[record.roots[-1]]


def runs_outside(
    places: Places, record: Record, body: Sequence[tuple[int, int]], boxes: Iterable[int] = ()
) -> list[int]:
    """The runs of a record that stand in no body, comment or other record."""
    first, end = places.first_runs[record.roots[0]], places.end_runs[record.roots[-1]]
    inside = [(places.first_runs[one], places.end_runs[one]) for one in (*record.nested, *boxes)]
    found: list[int] = []
    run = first
    for start, stop in sorted(span for span in (*inside, *body) if span[0] < end and span[1] > first):
        found += range(run, start)
        run = max(run, stop)
    return [*found, *range(run, end)]
