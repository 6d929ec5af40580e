"""A page as arrays: its elements in document order with their places, and its visible text run by run.

Everything that looks for threads works on these arrays, where the text below an element is a difference of two sums;
the tree is walked once. The *place* of an element is its name and classes (without digits and words of state or
alternation); without a class it is the place of its parent and its name.
"""

import re
from dataclasses import dataclass, field
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEEN = frozenset(
    "script style template head title link meta svg iframe object embed video audio canvas map select option textarea "
    "input datalist dialog progress".split()
)
_STATE = frozenset(
    "odd even first last alt alternate active inactive current selected new unread read own owner author mine op "
    "online offline accepted best solved solution answered highlighted hot sticky pinned featured collapsed expanded "
    "show open closed visible has with is no not js row col clearfix cf left right top middle bottom depth "
    "level".split()
)
_TOKEN = re.compile(r"[a-z]+")
_HIDING = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")
_LEAST_NOSCRIPT = 600  # letters; less is a hint to switch scripts on, or the picture of a counter
_NAMED = frozenset(
    "div span a li td th tr table tbody article section header footer time abbr h1 h2 h3 h4 h5 h6 ul ol dl dd dt form "
    "aside nav main button small strong em b i p label cite blockquote fieldset figure img font center meter "
    "data".split()
)

_OF_QUOTE = re.compile(
    r"(?:^|[\s_-]|bb(?:code)?[\s_-]*)(?:(?:block)?quote|zitat|citation|citat?)(?:$|[\s_-](?!btn|button|count))",
    re.IGNORECASE,
)
_OF_POST = re.compile(r"content|body|message|text|restore", re.IGNORECASE)

LINK, CONTROL, HEADING, QUOTE, CODE, CHROME, NOSCRIPT = 1, 2, 4, 8, 16, 32, 64
"""What a run of text stands in: flags."""
_FLAGS = {
    "a": LINK,
    "button": CONTROL,
    "label": CONTROL,
    "legend": CONTROL,
    **dict.fromkeys(("h1", "h2", "h3"), HEADING),
    **dict.fromkeys(("pre", "code"), CODE),
    "nav": CHROME,
    "noscript": NOSCRIPT,
}


def numbers_of(names: frozenset[str]) -> dict[int, str]:
    """The numbers that Lexbor has for the names of elements."""
    page = LexborHTMLParser("<!doctype html>")
    return {page.create_node(name).tag_id: name for name in sorted(names)}


NAMES = numbers_of(_NAMED | _UNSEEN | frozenset("noscript pre code legend h4 h5 h6".split()))
_HIDDEN_NAMES = frozenset(number for number, name in NAMES.items() if name in _UNSEEN)
_FLAG_OF = {number: _FLAGS[name] for number, name in NAMES.items() if name in _FLAGS}
_PLAIN = {number for number, name in NAMES.items() if name in ("b", "i", "em", "strong", "code")}
_NOSCRIPT = next(number for number, name in NAMES.items() if name == "noscript")
TEXT = LexborHTMLParser("x").body.first_child.tag_id  # type: ignore[union-attr]  # a body, and in it the text
_COMMENT = LexborHTMLParser("<!---->").root.parent.first_child.tag_id  # type: ignore[union-attr]
_SKIPPED = _HIDDEN_NAMES | {_COMMENT}
A_LINK = next(number for number, name in NAMES.items() if name == "a")
"""The number of ``a``."""
_QUOTING = frozenset(number for number, name in NAMES.items() if name in ("blockquote", "div", "aside"))
_FLAGGED = _QUOTING | frozenset(_FLAG_OF)
_NOTHING: dict[str, str | None] = {}
_DOUBTFUL = frozenset({"hidden", "style", "aria-hidden"})
DATED = tuple(
    "datetime title data-time data-timestamp data-date data-utime data-datetime content data-original-title "
    "data-created data-epoch data-unix data-short aria-label value ts".split()
)
"""The attributes that may hold a date, the likeliest first."""
_DATES = frozenset(DATED)
_WATCHED = _DOUBTFUL | _DATES


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
    attributes: list[dict[str, str | None]] = field(default_factory=list)
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
    dated: list[int] = field(default_factory=list)
    """The elements with an attribute of :data:`DATED`."""
    _matches: dict[tuple[re.Pattern[str], str], bool] = field(default_factory=dict)
    by_class: dict[tuple[int, str], tuple[int, list[int]]] = field(default_factory=dict)
    """The kind of elements with one tag and one ``class``, and these elements."""
    _matching: dict[re.Pattern[str], list[int]] = field(default_factory=dict)

    def tag(self, element: int) -> str:
        """The name of an element."""
        return NAMES.get(self.tags[element]) or self.nodes[element].tag or ""

    def matches(self, pattern: re.Pattern[str], element: int) -> bool:
        """Whether the classes of an element match a pattern; remembered, because classes repeat."""
        classes = self.attributes[element].get("class")
        if not classes:
            return False
        key = (pattern, classes)
        found = self._matches.get(key)
        if found is None:
            found = self._matches[key] = pattern.search(classes.lower()) is not None
        return found

    def matching(self, pattern: re.Pattern[str], words: tuple[str, ...]) -> list[int]:
        """The elements whose classes match a pattern, in page order. Every match contains one of the ``words``."""
        found = self._matching.get(pattern)
        if found is None:
            page = " ".join([classes for _, classes in self.by_class]).lower()
            words = tuple(word for word in words if word in page)
            own: list[int] = []
            for (_, classes), (_, alike) in self.by_class.items() if words else ():
                low = classes.lower()
                if alike and any(word in low for word in words) and self.matches(pattern, alike[0]):
                    own += alike
            found = self._matching[pattern] = sorted(own)
        return found

    def css_class(self, element: int) -> str:
        """The classes of an element, lower case."""
        return (self.attributes[element].get("class") or "").lower()

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

    def inside(self, element: int, around: int) -> bool:
        """Whether an element is another or stands in it."""
        return around <= element < self.ends[around]


def places_of(root: LexborNode) -> Places:  # noqa: C901  one loop: calls would cost more than what they do
    """The arrays of a page, below its ``body``. One walk without recursion: pages nest deeper than Python's stack."""
    found = Places()
    nodes, parents, texts, raws = found.nodes, found.parents, found.texts, found.raws
    tags, first_runs, end_runs, ends = found.tags, found.first_runs, found.end_runs, found.ends
    owners, flags, attributes_of = found.owners, found.flags, found.attributes
    places, kinds = found.signs, found.kinds
    numbers: dict[object, int] = {}  # a number for each place and kind
    by_class = found.by_class
    quoting: dict[tuple[int, str], bool] = {}
    open_flags: list[int] = []
    above: list[int] = []
    index, current, flag = 0, -1, 0
    node: LexborNode | None = root
    while True:
        while node is not None:
            number = node.tag_id
            if number == TEXT:
                raw = node.text_content or ""
                if text := raw.strip():
                    texts.append(text)
                    raws.append(raw)
                    owners.append(current)
                    flags.append(flag)
                elif raws and not raws[-1][-1].isspace():
                    raws[-1] += " "
                node = node.next
                continue
            if number in _SKIPPED:
                node = node.next
                continue
            attributes = _NOTHING if number in _PLAIN else node.attributes
            kind, watched = -number, False
            if number == _NOSCRIPT and not flag & NOSCRIPT and len((node.text() or "").strip()) < _LEAST_NOSCRIPT:
                node = node.next
                continue
            if attributes:
                watched = not _WATCHED.isdisjoint(attributes)
                if watched and current >= 0 and _is_hidden(attributes):
                    node = node.next
                    continue
                if classes := attributes.get("class"):
                    alike = by_class.get((number, classes))
                    if alike is None:
                        alike = by_class[number, classes] = _kind(number, classes, numbers), []
                    alike[1].append(index)
                    kind = alike[0] or kind
            if watched and not _DATES.isdisjoint(attributes):
                found.dated.append(index)
            nodes.append(node)
            tags.append(number)
            parents.append(current)
            attributes_of.append(attributes)
            kinds.append(kind)
            place = kind
            if kind < 0:
                key = (places[current] if current >= 0 else 0, number)
                place = numbers.get(key, 0) or numbers.setdefault(key, len(numbers) + 1)
            places.append(place)
            first_runs.append(len(texts))
            child = node.first_child
            if child is None:
                index += 1
                ends.append(index)
                end_runs.append(len(texts))
                node = node.next
                continue
            ends.append(0)
            end_runs.append(0)
            above.append(index)
            open_flags.append(flag)
            if number in _FLAGGED:
                flag |= _FLAG_OF.get(number, 0)
                if number in _QUOTING and not flag & QUOTE and attributes:
                    classes = attributes.get("class") or ""
                    quotes = quoting.get((number, classes))
                    if quotes is None:
                        quotes = quoting[number, classes] = is_quote(number, attributes)
                    flag |= QUOTE if quotes else 0
            current, node = index, child
            index += 1
        if not above:
            break
        last = above.pop()
        flag = open_flags.pop()
        ends[last] = index
        end_runs[last] = len(texts)
        current = parents[last]
        node = nodes[last].next if above else None
    _sum_up(found)
    return found


def _kind(tag: int, classes: str, numbers: dict[object, int]) -> int:
    """The number of a name with its classes, without digits and words of state; 0 where no class is left."""
    words = tuple(dict.fromkeys(word for word in _TOKEN.findall(classes.lower()) if word not in _STATE))
    return numbers.setdefault((tag, words), len(numbers) + 1) if words else 0


def _sum_up(found: Places) -> None:
    found.letters = [0, *accumulate(map(len, found.texts))]
    beside = LINK | CONTROL
    found.links = [
        0,
        *accumulate(len(text) if flag & beside else 0 for text, flag in zip(found.texts, found.flags, strict=True)),
    ]


def is_quote(tag: int, attributes: dict[str, str | None]) -> bool:
    """Whether an element is a quotation in a post: by its name, unless its class says that it is the post; by class."""
    css_class = attributes.get("class") or ""
    if NAMES[tag] == "blockquote":
        return not _OF_POST.search(css_class)
    return bool(css_class) and _OF_QUOTE.search(css_class) is not None


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style") or ""
    if ("none" in style or "hidden" in style) and any(rule in style.lower() for rule in _HIDING):
        return True
    return "hidden" in attributes
