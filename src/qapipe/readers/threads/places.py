"""A page as arrays: its elements in document order with their places, and its visible text run by run.

Everything that looks for threads works on these arrays, where the text below an element is a difference of two sums;
:mod:`.walk` makes them. The *place* of an element is its name and classes (without digits and words of state or
alternation); without a class it is the place of its parent and its name.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress, count

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.page.text import all_letters

UNSEEN = frozenset(
    "script style template head title link meta svg iframe object embed video audio canvas map select option textarea "
    "input datalist dialog progress".split()
)
"""The names of elements of which no text is read."""
_NAMED = frozenset(
    "div span a li td th tr table tbody article section header footer time abbr h1 h2 h3 h4 h5 h6 ul ol dl dd dt form "
    "aside nav main button small strong em b i p label cite blockquote fieldset figure img font center meter data "
    "noscript pre code legend thead tfoot caption br hr u s address details summary figcaption".split()
)
NOTES = frozenset({"status", "alert"})
"""The roles of messages to the reader."""
LINK, CONTROL, HEADING, QUOTE, CODE, CHROME, NOSCRIPT = 1, 2, 4, 8, 16, 32, 64
"""What a run of text stands in: flags."""


def numbers_of(names: frozenset[str]) -> dict[int, str]:
    """The numbers that Lexbor has for the names of elements."""
    page = LexborHTMLParser("<!doctype html>")
    return {page.create_node(name).tag_id: name for name in sorted(names)}


def tags_of(names: str) -> frozenset[int]:
    """The numbers of the elements of some names, given with blanks between them."""
    return frozenset(numbers_of(frozenset(names.split())))


NAMES = numbers_of(_NAMED | UNSEEN)
"""The names of the elements that are asked for their name, by their numbers."""
TEXT = LexborHTMLParser("x").body.first_child.tag_id  # type: ignore[union-attr]  # a body, and in it the text
"""The number of texts."""
WITHOUT = tags_of("b i em strong code")
"""The numbers of elements whose attributes say nothing."""
DATED = tuple(
    "datetime title data-time data-timestamp data-date data-utime data-datetime content data-original-title "
    "data-bs-original-title data-bs-title data-tippy-content data-tooltip data-tooltip-content data-tip data-livestamp "
    "data-created data-epoch data-unix data-short aria-label value ts".split()
)
"""The attributes that may hold a date, the likeliest first."""
A_LINK = next(number for number, name in NAMES.items() if name == "a")
"""The number of ``a``."""
LONGEST_KEY = 300
"""Letters of a text that may be a title."""
LINKS = frozenset({A_LINK})


class Attributes:
    """The attributes of elements by index, read off the page when they are asked for: few are, and all fill caches."""

    def __init__(self, nodes: list[LexborNode], tags: list[int], told: dict[int, dict[str, str | None]]) -> None:
        self._nodes, self._tags, self._told = nodes, tags, told
        self._known: dict[int, dict[str, str | None]] = {}

    def __getitem__(self, element: int) -> dict[str, str | None]:
        found = self._known.get(element)
        if found is None:
            found = self._told.get(element)
            if found is None:
                found = {} if self._tags[element] in WITHOUT else self._nodes[element].attributes
            self._known[element] = found
        return found

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        return (self[element] for element in range(len(self._nodes)))


def among(elements: list[int], first: int, end: int) -> list[int]:
    """Those of some elements in page order that stand between two."""
    return elements[bisect_left(elements, first) : bisect_left(elements, end)]


@dataclass(slots=True, eq=False)
class Places:
    """The elements of a page (by index, in document order) and its runs of text (likewise)."""

    nodes: list[LexborNode] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """Index behind the last element inside."""
    signs: list[int] = field(default_factory=list)
    """The place of each element, as a number."""
    kinds: list[int] = field(default_factory=list)
    """The name and classes of each element alone, as a number; without classes 0 less its tag."""
    names: list[str] = field(default_factory=list)
    """The classes of each element, as written."""
    classes: list[str] = field(default_factory=list)
    """The different ones among them; those of elements with another name may be there again."""
    telling: dict[int, dict[str, str | None]] = field(default_factory=dict)
    """The attributes of the elements with a date, a role or a property, in page order."""
    first_runs: list[int] = field(default_factory=list)
    """Index of the first run of text inside or behind each element; one more at the end."""
    end_runs: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """The runs, bare at both ends, never empty."""
    raws: list[str] = field(default_factory=list)
    """The runs as written, with the blanks around them (those between inline elements too)."""
    owners: list[int] = field(default_factory=list)
    """The element that each run stands in."""
    flags: list[int] = field(default_factory=list)
    """What each run stands in."""
    letters: list[int] = field(default_factory=list)
    """Sum of the lengths of all runs before each; one more at the end."""
    links: list[int] = field(default_factory=list)
    """The same of the runs in links and controls alone."""
    attributes: Attributes = field(init=False)
    _keys: list[str] | None = None
    _named: dict[frozenset[int], list[int]] = field(default_factory=dict)
    _noted: list[int] | None = None
    _marked_up: dict[int, int] = field(default_factory=dict)
    _matches: dict[tuple[int, str], bool] = field(default_factory=dict)
    _matching: dict[re.Pattern[str], list[int]] = field(default_factory=dict)
    _starts: dict[int, str] = field(default_factory=dict)
    _low: str = ""
    _paths: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.attributes = Attributes(self.nodes, self.tags, self.telling)

    def tag(self, element: int) -> str:
        """The name of an element."""
        return NAMES.get(self.tags[element]) or self.nodes[element].tag or ""

    def named(self, tags: frozenset[int]) -> list[int]:
        """The elements of some names, given by their numbers, in page order; remembered."""
        found = self._named.get(tags)
        if found is None:
            found = self._named[tags] = list(compress(count(), map(tags.__contains__, self.tags)))
        return found

    @property
    def keys(self) -> list[str]:
        """The letters of each run of text, empty for long ones; see :func:`qapipe.page.text.letters`."""
        if self._keys is None:
            self._keys = all_letters([text if len(text) <= LONGEST_KEY else "" for text in self.texts])
        return self._keys

    def matches(self, pattern: re.Pattern[str], element: int) -> bool:
        """Whether the classes of an element match a pattern; remembered, because classes repeat."""
        classes = self.names[element]
        return bool(classes) and self._match(pattern, classes)

    def _match(self, pattern: re.Pattern[str], classes: str) -> bool:
        key = (id(pattern), classes)  # a constant: to hash a pattern takes longer than most searches
        found = self._matches.get(key)
        if found is None:
            found = self._matches[key] = pattern.search(classes.lower()) is not None
        return found

    def matching(self, pattern: re.Pattern[str], words: tuple[str, ...]) -> list[int]:
        """The elements whose classes match a pattern, in page order. Every match contains one of the ``words``."""
        found = self._matching.get(pattern)
        if found is None:
            alike = {classes for classes in self._containing(words) if self._match(pattern, classes)}
            found = [element for element, own in enumerate(self.names) if own in alike] if alike else []
            self._matching[pattern] = found
        return found

    def _containing(self, words: tuple[str, ...]) -> set[str]:
        """The different classes of the page with one of some words in them. All are searched as one text."""
        if not self._starts:
            position, lows = 1, []
            for classes in self.classes:
                lows.append(classes.lower())
                self._starts[position] = classes
                position += len(lows[-1]) + 1
            self._low = "\0" + "\0".join(lows) + "\0"
        found = set()
        for word in words:
            at = self._low.find(word)
            while at >= 0:
                found.add(self._starts[self._low.rfind("\0", 0, at) + 1])
                at = self._low.find(word, self._low.find("\0", at))
        return found

    def noted(self, pattern: re.Pattern[str], words: tuple[str, ...]) -> list[int]:
        """The same with the elements whose role is that of a message to the reader."""
        if self._noted is None:
            roles = [element for element, own in self.telling.items() if own.get("role") in NOTES]
            self._noted = sorted({*roles, *self.matching(pattern, words)})
        return self._noted

    def marked_up(self, node: LexborNode) -> int | None:
        """The index of an element with a property of microdata or RDFa; None if it is not shown."""
        found = self._marked_up
        if not found:
            for element, own in self.telling.items():
                if "itemprop" in own or "property" in own:
                    found[self.nodes[element].mem_id] = element
        return found.get(node.mem_id)

    def css_class(self, element: int) -> str:
        """The classes of an element, lower case."""
        return self.names[element].lower()

    def length(self, element: int) -> int:
        """Letters of all text in an element."""
        return self.letters[self.end_runs[element]] - self.letters[self.first_runs[element]]

    def link_length(self, element: int) -> int:
        """Letters of the text in links and controls of an element."""
        return self.links[self.end_runs[element]] - self.links[self.first_runs[element]]

    def text(self, element: int) -> str:
        """All text of an element, runs with a blank between."""
        return " ".join(self.texts[self.first_runs[element] : self.end_runs[element]])

    def flags_of(self, element: int) -> int:
        """What the first run of an element stands in."""
        run = self.first_runs[element]
        return self.flags[run] if run < self.end_runs[element] else 0

    def children(self, element: int) -> list[int]:
        """The elements right below."""
        found, child, end = [], element + 1, self.ends[element]
        while child < end:
            found.append(child)
            child = self.ends[child]
        return found

    def path(self, element: int, most: int) -> list[int]:
        """An element and those around it, at most so many, from the inside out; none for what is around the body.

        Remembered, so it must not be changed: families, posts and what stands beside them ask for the same ones.
        """
        found = self._paths.get((element, most))
        if found is None:
            found, above = [], element
            while above >= 0 and len(found) < most:
                found.append(above)
                above = self.parents[above]
            self._paths[element, most] = found
        return found

    def inside(self, element: int, around: int) -> bool:
        """Whether an element is another or stands in it."""
        return around <= element < self.ends[around]
