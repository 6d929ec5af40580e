"""Things: the items of structured data, with types and properties, whatever syntax they came in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

SCHEMA = re.compile(r"\s*(?:(?:https?:)?//(?:www\.)?schema\.org/+|schema:)", re.IGNORECASE)
# Attributes that hold an element's value: WHATWG HTML, "the value of the property", and RDFa's in front.
URL_ATTRIBUTES = {
    **dict.fromkeys("a area link".split(), "href"),
    **dict.fromkeys("audio embed iframe img source track video".split(), "src"),
    "object": "data",
}


class Literal(NamedTuple):
    """A value that is text: given by the markup, or the text of an element."""

    given: str | None
    """Text of JSON, or of the attribute that holds the value; None: the element's text is the value."""
    node: LexborNode | None = None
    """The element; None in JSON-LD."""

    @property
    def text(self) -> str:
        """The value as the standards define it: for a link its target."""
        if self.given is not None:
            return self.given
        return _visible_text(self.node) if self.node is not None else ""

    @property
    def words(self) -> str:
        """The value as a reader sees it: for a link its text."""
        if self.node is not None and self.node.tag in URL_ATTRIBUTES and (shown := self.node.text()).strip():
            return shown
        return self.text


@dataclass(slots=True, eq=False)
class Thing:
    """An item: its types and properties. Links between things may form cycles; ``parent`` never does."""

    types: tuple[str, ...] = ()
    """Types, of schema.org without its address."""
    properties: list[tuple[str, "Thing | Literal"]] = field(default_factory=list)
    """Names, of schema.org without its address, and values, in document order."""
    node: LexborNode | None = None
    """The element of the item; None in JSON-LD."""
    identity: str | None = None
    """What the page calls the thing: ``@id``, ``itemid``, ``resource``."""
    parent: "Thing | None" = None
    """The thing that it is a value of, or that stands around it."""
    roles: tuple[str, ...] = ()
    """The properties that it is a value of, even where no thing stands around it."""

    _by_name: "dict[str, list[Thing | Literal]] | None" = field(default=None, init=False, repr=False)

    def _values_of(self, name: str) -> "list[Thing | Literal]":
        """The values of a property; a thing is asked only when all of it was read."""
        if self._by_name is None:
            self._by_name = {}
            for own, value in self.properties:
                self._by_name.setdefault(own, []).append(value)
        return self._by_name.get(name, [])

    def is_a(self, *types: str) -> bool:
        """Whether the thing is of one of the types."""
        return not set(types).isdisjoint(self.types)

    def has(self, *names: str) -> bool:
        """Whether any of the properties has a value."""
        return any(self._values_of(name) for name in names)

    def values(self, *names: str) -> list["Thing | Literal"]:
        """The values of the first of the properties that has any."""
        for name in names:
            if found := self._values_of(name):
                return found
        return []

    def things(self, *names: str) -> list["Thing"]:
        """All values of the properties that are things."""
        return [value for own, value in self.properties if own in names and isinstance(value, Thing)]

    def literals(self, *names: str) -> list[Literal]:
        """All values of the properties that are text, those of the first name first."""
        return [value for name in names for value in self._values_of(name) if isinstance(value, Literal)]

    def ancestors(self) -> Iterator["Thing"]:
        """The things around it, the nearest first."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent


Value = Thing | Literal


@lru_cache(maxsize=4_096)
def local_name(name: str) -> str:
    """A type or property of schema.org without the vocabulary's address; other names as they are."""
    return SCHEMA.sub("", name, count=1).strip().rstrip("/")


def everything(roots: Iterable[Thing]) -> list[Thing]:
    """The things and all things that are their values, each once, in document order."""
    found: dict[int, Thing] = {}
    stack = list(roots)[::-1]
    while stack:
        thing = stack.pop()
        if id(thing) not in found:
            found[id(thing)] = thing
            stack += [value for _, value in reversed(thing.properties) if isinstance(value, Thing)]
    return list(found.values())


def _visible_text(node: LexborNode) -> str:
    """The text of an element, scripts and styles apart."""
    if node.css_first("script, style") is None:
        return node.text()
    parts = (part.text_content or "" for part in node.traverse(include_text=True) if part.is_text_node and _shown(part))
    return "".join(parts)


def _shown(part: LexborNode) -> bool:
    return part.parent is None or part.parent.tag not in ("script", "style")
