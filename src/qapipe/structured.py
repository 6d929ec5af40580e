"""Markup of a page in one shape: JSON-LD, microdata and RDFa as things with properties in document order.

Sources: JSON-LD 1.1 (what schema.org pages use of it), WHATWG HTML "Microdata", RDFa Lite 1.1. Pages break all three
in known ways, and may be hostile: each JSON-LD block stands for itself, nothing here recurses, all work is linear.
"""

import html
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.text import well_formed

_SCHEMA = re.compile(r"\s*(?:(?:https?:)?//(?:www\.)?schema\.org/+|schema:)", re.IGNORECASE)
_JSON_LD_TYPE = re.compile(r"\s*application/ld\+json\s*(?:;.*)?", re.IGNORECASE | re.DOTALL)
# Attributes that hold an element's value: WHATWG HTML, "the value of the property", and RDFa's in front.
_URL_ATTRIBUTES = {
    **dict.fromkeys("a area link".split(), "href"),
    **dict.fromkeys("audio embed iframe img source track video".split(), "src"),
    "object": "data",
}
_VALUE_ATTRIBUTES = {"meta": "content", "data": "value", "meter": "value", "time": "datetime"}
_MAX_REFERRED = 100_000  # properties that all itemrefs of a page may add; without a cap they multiply

# What stands in broken JSON: strings (with raw line breaks), comments of JavaScript and HTML, CDATA marks.
_JSON_PIECE = re.compile(
    r'"(?:[^"\\]|\\.)*+"|/\*.{0,2000}?\*/|<!--[^{\[]{0,2000}?-->|<!--|-->|<!\[CDATA\[|\]\]>|//[^\n]*',
    re.DOTALL | re.IGNORECASE,
)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=[\s,]*[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r"\\(?:([\"\\/bfnrt])|(u[0-9a-fA-F]{4})|(.))", re.DOTALL)
_BETWEEN_VALUES = re.compile(r"[\s,;\ufeff]*")
_LONGEST_INTEGER = 4_000  # digits; Python refuses to convert more than 4,300


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
        if self.node is not None and self.node.tag in _URL_ATTRIBUTES and (shown := self.node.text()).strip():
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

    def is_a(self, *types: str) -> bool:
        """Whether the thing is of one of the types."""
        return not set(types).isdisjoint(self.types)

    def values(self, *names: str) -> list["Thing | Literal"]:
        """The values of the first of the properties that has any."""
        for name in names:
            if found := [value for own, value in self.properties if own == name]:
                return found
        return []

    def things(self, *names: str) -> list["Thing"]:
        """All values of the properties that are things."""
        return [value for own, value in self.properties if own in names and isinstance(value, Thing)]

    def literals(self, *names: str) -> list[Literal]:
        """All values of the properties that are text, those of the first name first."""
        return [value for name in names for own, value in self.properties if own == name and isinstance(value, Literal)]

    def ancestors(self) -> Iterator["Thing"]:
        """The things around it, the nearest first."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent


Value = Thing | Literal


def local_name(name: str) -> str:
    """A type or property of schema.org without the vocabulary's address; other names as they are."""
    return _SCHEMA.sub("", name, count=1).strip().rstrip("/")


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


# JSON-LD


def json_ld(tree: LexborHTMLParser) -> list[Thing]:
    """The top-level things of all JSON-LD blocks; ``@graph`` is opened, ``@id`` references are followed."""
    found: list[Thing] = []
    for script in tree.css("script[type]"):
        if _JSON_LD_TYPE.fullmatch(script.attributes.get("type") or ""):
            for value in json_values(script.text()):
                found += _things_of(value)
    return _resolved(found)


def json_values(block: str) -> list[object]:
    """The JSON values of one block: what can be read of it, broken as it may be; nothing of a hopeless one."""
    try:
        return [orjson.loads(block)]
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        pass
    values = _lenient(_repaired(block))
    return values or (_lenient(_repaired(html.unescape(block))) if "&quot;" in block else [])


def _repaired(block: str) -> str:
    """The block without comments, CDATA marks and trailing commas, its strings with legal escapes."""
    bare = _JSON_PIECE.sub(lambda match: _string(match[0]) if match[0][0] == '"' else " ", block)
    return _TRAILING_COMMA.sub(lambda match: match[1] or "", bare).replace("\ufeff", "")


def _string(literal: str) -> str:
    return _BAD_ESCAPE.sub(lambda match: match[0] if match[3] is None else match[3], literal)


def _lenient(block: str) -> list[object]:
    """The values that follow one another, up to the first that cannot be read."""
    decoder = json.JSONDecoder(
        strict=False,
        parse_int=lambda digits: int(digits) if len(digits) < _LONGEST_INTEGER else digits,
        parse_constant=lambda _: None,
    )
    values: list[object] = []
    position = _BETWEEN_VALUES.match(block).end()  # type: ignore[union-attr]  # it matches the empty text, too
    while position < len(block):
        try:
            value, position = decoder.raw_decode(block, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        position = _BETWEEN_VALUES.match(block, position).end()  # type: ignore[union-attr]
    return values


def _things_of(value: object) -> list[Thing]:
    """The top-level things of a JSON value, with the things in them."""
    roots: list[Thing] = []
    todo: deque[tuple[dict[str, object], Thing]] = deque()

    def thing_of(item: dict[str, object], parent: Thing | None, role: str | None) -> Thing:
        identity = item.get("@id", item.get("id"))
        thing = Thing(
            types=tuple(
                local_name(name) for name in _items(item.get("@type", item.get("type"))) if isinstance(name, str)
            ),
            identity=identity if isinstance(identity, str) else None,
            parent=parent,
            roles=(role,) if role else (),
        )
        todo.append((item, thing))
        return thing

    roots += [thing_of(item, None, None) for item in _items(value) if isinstance(item, dict)]
    while todo:
        mapping, thing = todo.popleft()
        for key, member in mapping.items():
            if key == "@graph":
                roots += [thing_of(item, None, None) for item in _items(member) if isinstance(item, dict)]
            elif not key.startswith("@"):
                name = local_name(key)
                for item in _items(member):
                    nested = isinstance(item, dict) and "@value" not in item
                    found = thing_of(item, thing, name) if nested and isinstance(item, dict) else _literal(item)
                    if found is not None:
                        thing.properties.append((name, found))
    return roots


def _items(value: object) -> Iterator[object]:
    """The members of lists, sets and lists in lists, one by one; a single value is a list of one."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += item[::-1]
        elif isinstance(item, dict) and ("@list" in item or "@set" in item):
            stack.append(item.get("@list", item.get("@set")))
        else:
            yield item


def _literal(item: object) -> Literal | None:
    if isinstance(item, dict):
        item = item["@value"]
    if isinstance(item, bool):
        return Literal(str(item).lower())
    return Literal(well_formed(str(item))) if isinstance(item, str | int | float) else None


def _resolved(roots: list[Thing]) -> list[Thing]:
    """The roots with references to things of the page put through; what is nothing but a reference is no root."""
    things = everything(roots)
    known: dict[str, list[Thing]] = {}
    for thing in things:
        if thing.identity is not None and thing.properties:
            known.setdefault(thing.identity, []).append(thing)
    referred: set[int] = set()
    for thing in things:
        for index, (name, value) in enumerate(thing.properties):
            if isinstance(value, Thing) and not value.properties and value.identity in known:
                target = _target(value, known[value.identity])
                thing.properties[index] = (name, target)
                if target.parent is None and target is not thing and target not in thing.ancestors():
                    target.parent, target.roles = thing, (name,)
                    referred.add(id(target))
    return [thing for thing in roots if thing.properties and id(thing) not in referred]


def _target(reference: Thing, candidates: list[Thing]) -> Thing:
    """The thing that is meant: of several with one name the first of the same type."""
    return next((thing for thing in candidates if thing.is_a(*reference.types)), candidates[0])


# Microdata and RDFa


def _visible_text(node: LexborNode) -> str:
    """The text of an element, scripts and styles apart."""
    if node.css_first("script, style") is None:
        return node.text()
    parts = (part.text_content or "" for part in node.traverse(include_text=True) if part.is_text_node and _shown(part))
    return "".join(parts)


def _shown(part: LexborNode) -> bool:
    return part.parent is None or part.parent.tag not in ("script", "style")


_Scope = TypeVar("_Scope")


class _Scopes(Generic[_Scope]):
    """What each element stands in; every ancestor is looked at once, however deep the page."""

    def __init__(self, outside: _Scope) -> None:
        self._outside = outside
        self._known: dict[int, _Scope] = {}

    def open(self, node: LexborNode, scope: _Scope) -> None:
        """All below ``node`` stands in ``scope``."""
        self._known[node.mem_id] = scope

    def around(self, node: LexborNode) -> _Scope:
        """What ``node`` stands in."""
        passed: list[int] = []
        above = node.parent
        while above is not None and above.mem_id not in self._known:
            passed.append(above.mem_id)
            above = above.parent
        scope = self._known[above.mem_id] if above is not None else self._outside
        self._known |= dict.fromkeys(passed, scope)
        return scope


def microdata(tree: LexborHTMLParser) -> list[Thing]:
    """The top-level items of the page's microdata."""
    scopes: _Scopes[Thing | None] = _Scopes(None)
    items: list[tuple[LexborNode, Thing]] = []
    values: dict[int, tuple[tuple[str, ...], Value]] = {}
    for node in _unique(tree.css("[itemscope], [itemprop]")):
        around = scopes.around(node)
        attributes = node.attributes
        names = tuple(local_name(name) for name in (attributes.get("itemprop") or "").split())
        value: Value = Literal(_attribute_value(node), node)
        if "itemscope" in attributes:
            types = tuple(local_name(name) for name in (attributes.get("itemtype") or "").split())
            value = Thing(types, node=node, identity=attributes.get("itemid"), parent=around, roles=names)
            scopes.open(node, value)
            items.append((node, value))
        if around is not None:
            around.properties += [(name, value) for name in names]
        if names:
            values[node.mem_id] = (names, value)
    claimed = _follow_references(tree, items, values, scopes)
    return [
        item
        for _, item in items
        if not item.roles or (item.parent is None and id(item) not in claimed) or item.parent is item
    ]


def _follow_references(
    tree: LexborHTMLParser,
    items: list[tuple[LexborNode, Thing]],
    values: dict[int, tuple[tuple[str, ...], Value]],
    scopes: _Scopes[Thing | None],
) -> set[int]:
    """Add what ``itemref`` refers to, in document order; returns the items that found an owner by it."""
    referring = [(node, item) for node, item in items if node.attributes.get("itemref")]
    claimed: set[int] = set()
    if not referring:
        return claimed
    named: dict[str, LexborNode] = {}
    for node in tree.css("[id]"):
        named.setdefault(node.attributes.get("id") or "", node)
    order = {mem_id: index for index, mem_id in enumerate(values)}
    added = 0
    for node, item in referring:
        targets = dict.fromkeys((node.attributes.get("itemref") or "").split())
        for target in [named[name] for name in targets if name in named]:
            level = scopes.around(target)
            for inner in target.css("[itemprop]"):
                names, value = values.get(inner.mem_id, ((), item))
                if value is item or scopes.around(inner) is not level or added >= _MAX_REFERRED:
                    continue
                added += len(names)
                item.properties += [(name, value) for name in names]
                if isinstance(value, Thing) and value.parent is None and value not in item.ancestors():
                    value.parent = item
                    claimed.add(id(value))
        item.properties.sort(key=lambda own: order.get(own[1].node.mem_id, 0) if own[1].node is not None else 0)
    return claimed


def _unique(nodes: list[LexborNode]) -> list[LexborNode]:
    """The nodes without repetitions: a node that matches two selectors of a group is found twice."""
    return list({node.mem_id: node for node in nodes}.values())


def _attribute_value(node: LexborNode) -> str | None:
    """The value that an attribute of the element gives; None: its text is the value."""
    tag = node.tag or ""
    attributes = node.attributes
    if "content" in attributes:
        return attributes["content"] or ""
    if tag in _URL_ATTRIBUTES:
        return attributes.get(_URL_ATTRIBUTES[tag]) or ""
    if tag in _VALUE_ATTRIBUTES and _VALUE_ATTRIBUTES[tag] in attributes:
        return attributes.get(_VALUE_ATTRIBUTES[tag]) or ""
    return "" if tag == "meta" else None


class _Context(NamedTuple):
    """Where an RDFa attribute stands: in which thing, and whether plain names are of schema.org."""

    thing: Thing | None
    plain: bool


def rdfa(tree: LexborHTMLParser) -> list[Thing]:
    """The top-level things of the page's RDFa whose types are of schema.org."""
    scopes: _Scopes[_Context] = _Scopes(_Context(None, plain=False))
    prefixes = _schema_prefixes(tree)
    known: dict[str, Thing] = {}
    roots: list[Thing] = []
    for node in _unique(tree.css("[typeof], [property], [vocab], [resource], [about]")):
        around, plain = scopes.around(node)
        attributes = node.attributes
        if "vocab" in attributes:
            plain = _SCHEMA.match(attributes["vocab"] or "") is not None
        names = _terms(attributes.get("property"), prefixes, plain=plain)
        subject = attributes.get("resource") or attributes.get("about")
        thing: Thing | None = None
        if "typeof" in attributes:
            types = _terms(attributes.get("typeof"), prefixes, plain=plain)
            thing = Thing(types, node=node, identity=subject, parent=around, roles=names)
        elif subject and not names:
            thing = known.get(subject) or Thing(node=node, identity=subject, parent=around)
        if around is not None:
            value: Value = thing or Literal(subject or _attribute_value(node), node)
            around.properties += [(name, value) for name in names]
        if thing is not None:
            known.setdefault(subject or "", thing)
            if thing.types and (around is None or not names):
                roots.append(thing)
        scopes.open(node, _Context(thing or around, plain))
    return roots


def _schema_prefixes(tree: LexborHTMLParser) -> frozenset[str]:
    """The prefixes that stand for schema.org on a page."""
    found = {"schema"}
    for node in tree.css("[prefix]"):
        words = (node.attributes.get("prefix") or "").split()
        found |= {name.rstrip(":") for name, url in pairwise(words) if _SCHEMA.match(url)}
    return frozenset(found)


def _terms(value: str | None, prefixes: frozenset[str], *, plain: bool) -> tuple[str, ...]:
    """The names of schema.org in an attribute, without prefix and address."""
    found: list[str] = []
    for term in (value or "").split():
        prefix, colon, rest = term.partition(":")
        if _SCHEMA.match(term) or (not colon and plain):
            found.append(local_name(term))
        elif colon and prefix in prefixes:
            found.append(rest)
    return tuple(found)
