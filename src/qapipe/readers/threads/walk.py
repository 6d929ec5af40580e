"""The walk over a page that makes its arrays: each node is asked once, without recursion."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.readers.threads.places import (
    CHROME,
    CODE,
    CONTROL,
    DATED,
    HEADING,
    LINK,
    NAMES,
    NOSCRIPT,
    QUOTE,
    TEXT,
    UNSEEN,
    WITHOUT,
    Places,
    tags_of,
)

_STATE = frozenset(
    b"odd even first last alt alternate active inactive current selected new unread read own owner author mine op "
    b"online offline accepted best solved solution answered highlighted hot sticky pinned featured collapsed expanded "
    b"show open closed visible has with is no not js row col clearfix cf left right top middle bottom depth "
    b"level".split()
)
_LETTERS = bytes(code if chr(code).islower() else code + 32 if chr(code).isupper() else 32 for code in range(128))
_LETTERS += b" " * 128
_HIDING = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")
_LONGEST_REMEMBERED = 200  # letters of classes
_LEAST_NOSCRIPT = 600  # letters; less is a hint to switch scripts on, or the picture of a counter
_OF_QUOTE = re.compile(
    r"(?:^|[\s_-]|bb(?:code)?[\s_-]*)(?:(?:block)?quote|zitat|citation|citat?)(?:$|[\s_-](?!btn|button|count|selection))",
    re.IGNORECASE,
)
_OF_POST = re.compile(r"content|body|message|text|restore|(?:^|\s)(?:comment|post|reply|entry)(?:\s|$)", re.IGNORECASE)
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
_FLAG_OF = {number: _FLAGS[name] for number, name in NAMES.items() if name in _FLAGS}
_TELLING = frozenset({"style", "hidden", "role", "itemprop", "property", *DATED})  # attributes wanted of a whole page
_NOSCRIPT = next(number for number, name in NAMES.items() if name == "noscript")
_COMMENT = LexborHTMLParser("<!---->").root.parent.first_child.tag_id  # type: ignore[union-attr]
_SKIPPED = frozenset(number for number, name in NAMES.items() if name in UNSEEN) | {_COMMENT}
_LEFT_OUT = _SKIPPED | {_NOSCRIPT}  # the latter mostly
_QUOTING = tags_of("blockquote div aside")
(_BLOCKQUOTE,) = tags_of("blockquote")


def places_of(root: LexborNode) -> Places:  # noqa: C901  one loop: calls would cost more than what they do
    """The arrays of a page, below its ``body``. One walk without recursion: pages nest deeper than Python's stack.

    They are empty for an element without content, and for one of which no text is read.
    """
    found = Places()
    nodes, parents, texts, raws = found.nodes, found.parents, found.texts, found.raws
    tags, first_runs, end_runs, ends = found.tags, found.first_runs, found.end_runs, found.ends
    owners, flags, names, telling = found.owners, found.flags, found.names, found.telling
    places, kinds, is_plain = found.signs, found.kinds, _TELLING.isdisjoint
    numbers: dict[object, int] = {}  # a number for each place and kind
    known: dict[int, dict[str, tuple[int, str, int]]] = defaultdict(dict)
    open_flags: list[int] = []
    above: list[int] = []
    index, runs, current, flag, place, blank = 0, 0, -1, 0, 0, False
    node = root if root.tag_id not in _SKIPPED and root.first_child is not None else None
    while True:
        while node is not None:
            number = node.tag_id
            if number == TEXT:
                if node.is_empty_text_node or not (text := (raw := node.text_content or "").strip()):
                    if not flag & CODE:
                        blank = True
                    elif raws:  # between two coloured words of code may be the end of a line
                        raws[-1] += f"{' ' if blank and not raws[-1][-1].isspace() else ''}{node.text_content or ''}"
                        blank = False
                else:
                    if blank and raws and not raws[-1][-1].isspace():
                        raws[-1] += " "
                    blank = False
                    runs += 1
                    texts.append(text)
                    raws.append(raw)
                    owners.append(current)
                    flags.append(flag)
                node = node.next
                continue
            if number in _LEFT_OUT and (number != _NOSCRIPT or (above and not flag & NOSCRIPT and _is_hint(node))):
                node = node.next
                continue
            kind, classes, quotes = -number, "", QUOTE if number == _BLOCKQUOTE else 0
            if number not in WITHOUT and (attributes := node.attributes):
                named = attributes.get("class")
                if (len(attributes) > 1 or named is None) and not is_plain(attributes):
                    if current >= 0 and _is_hidden(attributes):
                        node = node.next
                        continue
                    telling[index] = attributes
                if named:
                    alike = known[number]
                    kind, classes, quotes = alike.get(named) or alike.setdefault(named, _named(number, named, numbers))
            nodes.append(node)
            tags.append(number)
            parents.append(current)
            names.append(classes)
            kinds.append(kind)
            if kind > 0:
                own = kind
            else:
                key = (place, number)
                own = numbers.get(key) or numbers.setdefault(key, len(numbers) + 1)
            places.append(own)
            first_runs.append(runs)
            child = node.first_child
            if child is None:
                index += 1
                ends.append(index)
                end_runs.append(runs)
                node = node.next
                continue
            ends.append(0)
            end_runs.append(0)
            above.append(index)
            open_flags.append(flag)
            flag |= _FLAG_OF.get(number, quotes)
            current, place, node = index, own, child
            index += 1
        if not above:
            break
        last = above.pop()
        flag = open_flags.pop()
        ends[last] = index
        end_runs[last] = runs
        current = parents[last]
        place = places[current]
        node = nodes[last].next if above else None
    if blank and raws and not raws[-1][-1].isspace():
        raws[-1] += " "
    found.classes = [classes for alike in known.values() for classes in alike]
    _sum_up(found)
    return found


def _named(tag: int, classes: str, numbers: dict[object, int]) -> tuple[int, str, int]:
    """What the classes of an element say: its kind, the classes themselves (held once), and the flag of quotations.

    Its kind is the number of its name with the classes, without digits and words of state; 0 less the tag where none
    is left.
    """
    said = _said if len(classes) <= _LONGEST_REMEMBERED else _said.__wrapped__
    words, quotes = said(tag if tag in _QUOTING else 0, classes)
    kind = numbers.setdefault((tag, words), len(numbers) + 1) if words else -tag
    return kind, classes, quotes


@lru_cache(maxsize=4_096)  # pages of a site have the same classes, and so have sites of one software
def _said(quoting: int, classes: str) -> tuple[tuple[bytes, ...], int]:
    """The different words of some classes without digits and state, and the flag of quotations.

    ``quoting`` is the number of the element's name where it may be one.
    """
    words: Iterable[bytes] = classes.encode().translate(_LETTERS).split()
    if not _STATE.isdisjoint(words):
        words = [word for word in words if word not in _STATE]
    return tuple(dict.fromkeys(words)), QUOTE if quoting and is_quote(quoting, classes) else 0


def _sum_up(found: Places) -> None:
    lengths = list(map(len, found.texts))
    found.letters = list(accumulate(lengths, initial=0))
    beside = LINK | CONTROL
    linked = [length if flag & beside else 0 for length, flag in zip(lengths, found.flags, strict=True)]
    found.links = list(accumulate(linked, initial=0))


def is_quote(tag: int, css_class: str) -> bool:
    """Whether an element is a quotation in a post: by its name, unless its class says that it is the post; by class."""
    if tag == _BLOCKQUOTE:
        return not _OF_POST.search(css_class)
    low = css_class.lower()
    return ("uot" in low or "zitat" in low or "cita" in low) and _OF_QUOTE.search(css_class) is not None


def _is_hint(noscript: LexborNode) -> bool:
    """Whether what stands in for scripts says no more than that they are needed."""
    return len((noscript.text() or "").strip()) < _LEAST_NOSCRIPT


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style") or ""
    if ("none" in style or "hidden" in style) and any(rule in style.lower() for rule in _HIDING):
        return True
    return "hidden" in attributes
