"""Bodies as clean text: paragraphs, list items as ``- ``, quotations as ``> ``, code inside fences.

The rules for line breaks are those of :mod:`qapipe.page.outline`, read off the arrays of a page.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from qapipe.page import text as plain
from qapipe.readers.threads import images
from qapipe.readers.threads.places import Places, tags_of
from qapipe.readers.threads.walk import is_quote, places_of

_PARAGRAPHS = tags_of("p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 hr figure fieldset")
BLOCKS = _PARAGRAPHS | tags_of(
    "div section article main header footer address center figcaption details summary form li dt dd tr caption legend "
    "aside nav tbody thead tfoot noscript button"
)
"""The numbers of the elements that begin and end a line."""
_CLOSE_IN_LISTS = tags_of("ul ol p")
_CELLS = tags_of("td th")
_QUOTING = tags_of("blockquote div aside")
_BREAKING, _IMAGE, _ITEM, _PRE, _BLOCKQUOTE = (
    next(iter(tags_of(name))) for name in ("br", "img", "li", "pre", "blockquote")
)
_INLINE_NAMES = (
    "a abbr b big cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var"
)
_INLINE = tags_of(_INLINE_NAMES)
"""The numbers of elements that neither end a line nor add to it."""
_HEADINGS = tags_of("h1 h2 h3 h4 h5 h6")
_BREAK = re.compile("\r\n?|\n")
_FENCE = "```"
_APART = 2  # ends of lines that make an empty line


@dataclass(slots=True)
class TextLine:
    """One line of a body."""

    text: str
    gap: bool
    """Whether an empty line stands above it."""
    element: int
    """The block that it stands in."""
    run: int
    """Its first run of text."""
    end: int
    """The run behind its last."""
    quoted: int = 0
    item: bool = False
    code: bool = False
    image: int = 0
    """Letters at its end that are the alternative text of an image."""
    plain: bool = False
    """Whether it stands right in the body, or in a paragraph or list without classes."""


def lines_of(places: Places, roots: list[int], skip: frozenset[int] | set[int] = frozenset()) -> list[TextLine]:
    """The lines of some neighbouring elements, without the elements in ``skip``."""
    writer = _Writer(places, roots[0] if len(roots) == 1 else -1)
    for root in roots:
        writer.write(root, skip)
    return writer.lines


def lines_in(node: LexborNode) -> list[TextLine]:
    """The lines of an element of a page; none for one of which no text is read."""
    places = places_of(node)
    return lines_of(places, [0]) if places.tags else []


def text_of(node: LexborNode) -> str:
    """The text of an element of a page."""
    return block(lines_in(node))


def block(lines: list[TextLine]) -> str:
    """The lines as one text."""
    out: list[str] = []
    above: TextLine | None = None
    for line in lines:
        if above is not None and above.code and (not line.code or line.gap):
            out.append(f"{'> ' * above.quoted}{_FENCE}")
        if above is not None and line.gap:
            out.append(("> " * min(line.quoted, above.quoted)).rstrip())
        if line.code and (above is None or not above.code or line.gap):
            out.append(f"{'> ' * line.quoted}{_FENCE}")
        out.append(f"{'> ' * line.quoted}{'- ' if line.item else ''}{line.text}".rstrip())
        above = line
    if above is not None and above.code:
        out.append(f"{'> ' * above.quoted}{_FENCE}")
    return "\n".join(out)


class _Writer:
    """Lines, gathered element by element."""

    def __init__(self, places: Places, whole: int = -1) -> None:
        """``whole`` is the element of all lines, if there is one: even a quotation is no quotation then."""
        self._whole = whole
        self.lines: list[TextLine] = []
        self._places, self._tags = places, places.tags
        self._parts: list[str] = []
        self._first_run = self._end_run = 0
        self._images: list[tuple[int, str]] = []
        self._first_images: list[str] = []  # that the line begins with, if any text follows in it
        self._breaks = _APART
        self._blocks: list[int] = []
        self._roots: set[int] = set()
        self._item = False
        self._lists = 0
        self._quotes: list[int] = []  # the elements of quotations that are open
        self._code: list[int] = []  # the elements of code that are open

    def write(self, root: int, skip: frozenset[int] | set[int]) -> None:
        """Take in an element."""
        places, tags = self._places, self._tags
        ends, first_runs, end_runs = places.ends, places.first_runs, places.end_runs
        position, element = first_runs[root], root + 1
        self._roots.add(root)
        self._enter(root)
        above = [root]
        while above:
            top = above[-1]
            if element < ends[top]:
                if tags[element] in _INLINE and element not in skip:
                    element += 1
                    continue
                start = first_runs[element]
                if position < start:
                    self._add(position, start)
                    position = start
                if element in skip:
                    position = end_runs[element]
                    self._edge(1)
                    element = ends[element]
                    continue
                self._enter(element)
                if tags[element] in BLOCKS:  # what stands in others is added with what follows
                    above.append(element)
                element += 1
            else:
                end = end_runs[top]
                if position < end:
                    self._add(position, end)
                    position = end
                self._leave(top)
                above.pop()
        self._edge(1)

    def _add(self, first: int, end: int) -> None:
        if self._code:
            for run in range(first, end):
                self._add_code(run)
            return
        if not self._parts:
            self._first_run = first
            if self._first_images:
                self._parts += images.before(self._places.texts[first], self._first_images)
                self._first_images.clear()
        self._end_run = end
        self._parts += self._places.raws[first:end]

    def _add_code(self, run: int) -> None:
        for number, piece in enumerate(_BREAK.split(self._places.raws[run])):
            if number:
                self._flush_code()
            if not self._parts:
                self._first_run = run
            self._end_run = run + 1
            self._parts.append(piece)

    def _enter(self, element: int) -> None:
        tag = self._tags[element]
        if tag in BLOCKS:
            self._edge(_APART if tag in _PARAGRAPHS and not (self._lists and tag in _CLOSE_IN_LISTS) else 1)
            self._blocks.append(element)
            if tag == _ITEM:
                self._item = True
                self._lists += 1
            elif tag == _PRE:
                self._code.append(element)
            if tag in _QUOTING and self._is_quote(element, tag):
                self._quotes.append(element)
                self._breaks = max(self._breaks, _APART)
        elif tag == _BREAKING and self._code:
            self._flush_code()
        elif tag == _BREAKING:
            self._flush()
            self._first_images.clear()
            self._breaks += 1
        elif tag == _IMAGE:
            self._image(element)
        elif tag in _CELLS:
            self._parts += [" "] if self._parts else []

    def _leave(self, element: int) -> None:
        tag = self._tags[element]
        if tag in BLOCKS:
            if tag == _PRE:
                self._end_code()
            self._edge(_APART if tag in _PARAGRAPHS and not (self._lists and tag in _CLOSE_IN_LISTS) else 1)
            self._blocks.pop()
            if tag == _ITEM:
                self._item = False
                self._lists -= 1
            if self._quotes and self._quotes[-1] == element:
                self._quotes.pop()
                self._breaks = max(self._breaks, _APART)

    def _is_quote(self, element: int, tag: int) -> bool:
        """Whether a quotation begins; the boxes that one is made of are no quotations in it."""
        if element == self._whole or not is_quote(tag, self._places.names[element]):
            return False
        if not self._quotes:
            return True
        return tag == _BLOCKQUOTE or self._first_class(element) == self._first_class(self._quotes[0])

    def _first_class(self, element: int) -> list[str]:
        return self._places.names[element].split()[:1]

    def _image(self, element: int) -> None:
        alt = images.alt_of(self._places, element)
        if alt and self._parts:
            self._parts.append(images.spaced(alt))
            self._images.append((len(self._parts), alt))
        elif alt and not self._code:
            self._first_images.append(alt)

    def _edge(self, breaks: int) -> None:
        if self._code:
            if any(self._parts):
                self._flush_code()
        elif self._parts:
            self._flush()
        self._first_images.clear()
        if breaks > self._breaks:
            self._breaks = breaks

    def _flush(self) -> None:
        text = plain.one_line("".join(self._parts))
        last_images = self._last_images() if self._images else 0
        self._parts.clear()
        self._images.clear()
        if not text:
            return
        item = self._item
        if not text[0].isascii() and (bare := plain.list_item(text)) is not text:
            text, item = bare[2:], True
        element = self._blocks[-1] if self._blocks else 0
        gap = self._breaks >= _APART and bool(self.lines)
        is_plain = element in self._roots or (
            self._places.kinds[element] < 0 and self._places.tags[element] not in _HEADINGS
        )
        line = TextLine(text, gap, element, self._first_run, self._end_run, len(self._quotes), item)
        line.image, line.plain = last_images, is_plain
        self.lines.append(line)
        self._item = False
        self._breaks = 0

    def _last_images(self) -> int:
        """The length of the alternative texts that the line ends with."""
        end, length = len(self._parts), 0
        for place, alt in reversed(self._images):
            while self._parts[end - 1].isspace():
                end -= 1
            if place == end:
                end, length = place - 1, length + len(plain.one_line(alt)) + (not images.is_emoji(alt))
        return length

    def _flush_code(self) -> None:
        """A line of code as it is; empty lines inside stay, those before the first go."""
        text = plain.visible("".join(self._parts)).rstrip()
        self._parts.clear()
        element = self._code[0]
        fresh = not self.lines or self.lines[-1].element != element
        if text or not fresh:
            self.lines.append(
                TextLine(
                    text,
                    fresh and bool(self.lines),
                    element,
                    self._first_run,
                    self._end_run,
                    len(self._quotes),
                    code=True,
                )
            )

    def _end_code(self) -> None:
        """End an element of code, without the empty lines at its end."""
        self._flush_code()
        while self.lines and not self.lines[-1].text:
            self.lines.pop()
        self._code.pop()
