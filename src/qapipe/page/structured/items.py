"""Items of structured data: types and properties, the same for JSON-LD, microdata and RDFa."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from qapipe.errors import TooComplexError
from qapipe.records.reasons import Reason

SCHEMA = re.compile(r"\s*(?:(?:https?:)?//(?:www\.)?schema\.org/+|schema:)", re.IGNORECASE)
# Attributes that hold an element's value: WHATWG HTML, "property value"; RDFa reads the same ones.
URL_ATTRIBUTES = {
    **dict.fromkeys("a area link".split(), "href"),
    **dict.fromkeys("audio embed iframe img source track video".split(), "src"),
    "object": "data",
}


MAX_ITEMS = 20_000
"""Maximum number of items on a page. Each takes up to 0.3 ms to read; the longest threads have a few thousand."""
MAX_ELEMENTS = 100_000
"""Maximum number of elements with microdata or RDFa attributes."""


class Literal(NamedTuple):
    """A text value: a string of the markup, or the text of an element."""

    given: str | None
    """The JSON string or the attribute that holds the value; None if the value is the element's text."""
    node: LexborNode | None = None
    """The element; None in JSON-LD."""

    @property
    def text(self) -> str:
        """The property value as the standards define it; of a link, its target."""
        if self.given is not None:
            return self.given
        return _visible_text(self.node) if self.node is not None else ""

    @property
    def words(self) -> str:
        """The value as displayed; of a link, its text."""
        if self.node is not None and self.node.tag in URL_ATTRIBUTES and (shown := self.node.text()).strip():
            return shown
        return self.text


@dataclass(slots=True, eq=False)
class Item:
    """A typed item. Property values may form cycles; the chain of parents never does."""

    types: tuple[str, ...] = ()
    """Type names, without the schema.org prefix."""
    properties: list[tuple[str, "Item | Literal"]] = field(default_factory=list)
    """Property names (without the schema.org prefix) and values, in document order."""
    node: LexborNode | None = None
    """The element of the item; None in JSON-LD."""
    identity: str | None = None
    """The item's own identifier: ``@id``, ``itemid`` or ``resource``."""
    parent: "Item | None" = None
    """The item that holds it as a value, or whose element encloses it."""
    roles: tuple[str, ...] = ()
    """Names of the properties whose value it is, even without an enclosing item."""

    _by_name: "dict[str, list[Item | Literal]] | None" = field(default=None, init=False, repr=False)

    def _indexed(self) -> "dict[str, list[Item | Literal]]":
        """The values by property, built on first use: call it only after all properties were read."""
        self._by_name = {}
        for own, value in self.properties:
            if own in self._by_name:
                self._by_name[own].append(value)
            else:
                self._by_name[own] = [value]
        return self._by_name

    def is_a(self, *types: str) -> bool:
        """Whether the item has one of the types."""
        for name in types:  # noqa: SIM110  a generator costs more than the few names
            if name in self.types:
                return True
        return False

    def has(self, *names: str) -> bool:
        """Whether any of the properties has a value."""
        by_name = self._by_name if self._by_name is not None else self._indexed()
        for name in names:  # noqa: SIM110  a generator costs more than the few names
            if name in by_name:
                return True
        return False

    def values(self, *names: str) -> list["Item | Literal"]:
        """The values of the first of these properties that has any."""
        by_name = self._by_name if self._by_name is not None else self._indexed()
        for name in names:
            if name in by_name:
                return by_name[name]
        return []

    def items(self, *names: str) -> list["Item"]:
        """The values of these properties that are items, in document order."""
        if not self.has(*names):
            return []
        return [value for own, value in self.properties if own in names and isinstance(value, Item)]

    def literals(self, *names: str) -> list[Literal]:
        """The text values of these properties, grouped in the order of ``names``."""
        by_name = self._by_name if self._by_name is not None else self._indexed()
        return [value for name in names if name in by_name for value in by_name[name] if value.__class__ is Literal]

    def ancestors(self) -> Iterator["Item"]:
        """The enclosing items, innermost first."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent


Value = Item | Literal


# Names that sites also write in another case ("MainEntity", "suggestedanswer", "Qapage").
_PROPERTIES = (
    "acceptedAnswer suggestedAnswer answerCount upvoteCount downvoteCount commentCount mainEntity mainEntityOfPage "
    "text articleBody name headline description author creator dateCreated datePublished dateModified comment "
    "commentText commentTime url keywords about parentItem interactionStatistic interactionType userInteractionCount"
)
_TYPES = "QAPage Question Answer Comment UserComments DiscussionForumPosting SocialMediaPosting FAQPage Person Article"
_PROPERTY = {name.lower(): name for name in _PROPERTIES.split()}
_TYPE = {name.lower(): name for name in _TYPES.split()}


@lru_cache(maxsize=4_096)
def local_name(name: str) -> str:
    """The name without the schema.org prefix; names of other vocabularies are unchanged."""
    return SCHEMA.sub("", name).strip().rstrip("/")


@lru_cache(maxsize=4_096)
def property_name(name: str) -> str:
    """The name of a property without the schema.org prefix, in schema.org's own case."""
    bare = local_name(name)
    return _PROPERTY.get(bare.lower(), bare)


@lru_cache(maxsize=4_096)
def type_name(name: str) -> str:
    """The name of a type without the schema.org prefix, in schema.org's own case."""
    bare = local_name(name)
    return _TYPE.get(bare.lower(), bare)


def check_items(number: int) -> None:
    """Raise :class:`TooComplexError` if a page has more items than can be read in time."""
    if number > MAX_ITEMS:
        raise TooComplexError(Reason.TOO_COMPLEX, f"more than {MAX_ITEMS:,} items of structured data")


def check_elements(number: int) -> None:
    """Raise :class:`TooComplexError` if a page has more annotated elements than can be read in time."""
    if number > MAX_ELEMENTS:
        raise TooComplexError(Reason.TOO_COMPLEX, f"more than {MAX_ELEMENTS:,} elements of structured data")


def outermost(item: Item, shortcuts: dict[int, Item]) -> Item:
    """The outermost enclosing item, or the item itself.

    ``shortcuts`` remembers ancestors between calls, so that chains of many parents take linear time. Between calls,
    parents may be set only on items without one.
    """
    passed: list[Item] = []
    while (around := shortcuts.get(id(item), item.parent)) is not None:
        passed.append(item)
        item = around
    shortcuts.update((id(inner), item) for inner in passed)
    return item


def with_nested(roots: Iterable[Item]) -> list[Item]:
    """The items and all items nested in them, each once, in document order."""
    found: dict[int, Item] = {}
    stack = list(roots)[::-1]
    while stack:
        item = stack.pop()
        if id(item) not in found:
            found[id(item)] = item
            stack += [value for _, value in item.properties[::-1] if value.__class__ is Item]
    return list(found.values())


def _visible_text(node: LexborNode) -> str:
    """The text of an element, without scripts and styles."""
    child = node.first_child
    plain = child is not None and child.next is None and child.is_text_node
    if plain or node.css_first("script, style") is None:
        return node.text()
    texts = (part for part in node.traverse(include_text=True) if part.is_text_node)
    return "".join(
        part.text_content or ""
        for part in texts
        if part.parent.tag not in ("script", "style")  # type: ignore[union-attr, operator]  # each has a parent
    )
