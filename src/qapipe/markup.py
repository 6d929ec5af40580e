"""JSON-LD, microdata and RDFa Lite of a page as one shape: things with types and properties.

Sources: schema.org; WHATWG HTML "Microdata"; W3C "RDFa Lite 1.1"; W3C "JSON-LD 1.1". Pages break all of them: what can
be read is read, a malformed block loses itself alone, and no nesting is too deep (nothing here recurses).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import orjson
from selectolax.lexbor import LexborNode

from qapipe import text
from qapipe.document import HtmlDocument
from qapipe.render import walk

_MOST_NODES = 20_000  # JSON-LD nodes looked at a page; real pages have dozens
_MOST_REFERENCES = 50  # ids in one itemref


class Text(NamedTuple):
    """A property's value that is no thing: as a string, and the element that holds it, if one does."""

    value: str
    node: LexborNode | None = None


@dataclass(slots=True, eq=False)
class Thing:
    """An item of structured data. Names of types and properties are bare: ``Question``, ``name``."""

    types: frozenset[str]
    properties: Mapping[str, Iterable["Value"]]
    node: LexborNode | None = None
    """The element that the item stands for; None in JSON-LD."""

    def values(self, *names: str) -> list["Value"]:
        """The values of the first of the properties that has any, in document order."""
        return next((found for name in names if (found := list(self.properties.get(name, ())))), [])

    def things(self, *names: str) -> list["Thing"]:
        """The items among the values of all the properties, in document order within each."""
        return [value for name in names for value in self.properties.get(name, ()) if isinstance(value, Thing)]

    def first(self, *names: str) -> "Value | None":
        """The first value of the first of the properties that has any."""
        return next(iter(self.values(*names)), None)

    def string(self, *names: str) -> str | None:
        """The first plain value of the properties as one clean line; None when there is none or it is empty."""
        for name in names:
            for value in self.properties.get(name, ()):
                if isinstance(value, Text) and (line := text.one_line(value.value)):
                    return line
        return None


Value = Thing | Text


@dataclass(frozen=True, slots=True)
class _Syntax:
    """The attributes of a syntax that marks elements up."""

    scope: str
    types: str
    property: str
    content: tuple[str, ...]
    """Attributes that hold a value in place of the element's text, the best first."""


_MICRODATA = _Syntax("itemscope", "itemtype", "itemprop", ("content",))
_RDFA = _Syntax("typeof", "typeof", "property", ("content", "resource"))
_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "embed": "src", "iframe": "src",
          "source": "src", "track": "src", "video": "src", "object": "data", "data": "value", "meter": "value",
          "time": "datetime"}  # fmt: skip


def microdata(document: HtmlDocument) -> list[Thing]:
    """The items of a page that are no property of another, in document order."""
    return _marked_up(document, _MICRODATA) if "itemscope" in document.html else []


def rdfa(document: HtmlDocument) -> list[Thing]:
    """The typed resources of a page (RDFa Lite) that are no property of another, in document order."""
    return _marked_up(document, _RDFA) if "typeof" in document.html else []


def _marked_up(document: HtmlDocument, syntax: _Syntax) -> list[Thing]:
    root = document.tree.root
    if root is None:
        return []
    top: list[Thing] = []
    referring: list[tuple[Thing, str]] = []
    _collect(root, syntax, None, top, referring)
    for thing, ids in referring:
        for wanted in islice(dict.fromkeys(ids.split()), _MOST_REFERENCES):
            quoted = wanted.replace("\\", "\\\\").replace('"', '\\"')
            node = document.tree.css_first(f'[id="{quoted}"]')
            if node is not None and not _holds(node, thing.node):
                _collect(node, syntax, thing, [], [])
    return top


def _holds(node: LexborNode, inner: LexborNode | None) -> bool:
    """Whether an element is another or lies around it: an item that refers to its own surroundings."""
    while inner is not None:
        if inner.mem_id == node.mem_id:
            return True
        inner = inner.parent
    return False


def _collect(
    root: LexborNode,
    syntax: _Syntax,
    owner: Thing | None,
    top: list[Thing],
    referring: list[tuple[Thing, str]],
) -> None:
    """Walk below ``root`` and hang every property on the innermost item around it."""
    marked = {node.mem_id for node in root.css(f"[{syntax.scope}],[{syntax.property}]")}
    stack: list[tuple[int, Thing]] = [(0, owner)] if owner else []
    for node, entering in walk(root):
        if node.mem_id not in marked:
            continue
        if not entering:
            if stack and stack[-1][0] == node.mem_id:
                stack.pop()
            continue
        attributes = node.attributes
        names = [_bare(name) for name in (attributes.get(syntax.property) or "").split()]
        value: Value
        if syntax.scope in attributes:
            types = frozenset(_bare(name) for name in (attributes.get(syntax.types) or "").split())
            value = Thing(types, {}, node)
            if ids := attributes.get("itemref"):
                referring.append((value, ids))
        else:
            value = Text(_plain_value(node, attributes, syntax), node)
        if stack and names:
            for name in names:
                _properties_of(stack[-1][1]).setdefault(name, []).append(value)
        elif isinstance(value, Thing):
            top.append(value)
        if isinstance(value, Thing):
            stack.append((node.mem_id, value))


def _properties_of(thing: Thing) -> dict[str, list[Value]]:
    """The properties of an item under construction."""
    assert isinstance(thing.properties, dict)  # noqa: S101  it was made a few lines above
    return thing.properties


def _plain_value(node: LexborNode, attributes: Mapping[str, str | None], syntax: _Syntax) -> str:
    """The value of an element that is a property and no item (WHATWG HTML, "Values")."""
    for name in syntax.content if syntax is _RDFA or node.tag == "meta" else ("content",):
        if (content := attributes.get(name)) is not None:
            return content
    linked = attributes.get(_LINKS.get(node.tag or "", ""))
    return linked if linked is not None else node.text(deep=True)


def _bare(name: str) -> str:
    """The last part of a name: of ``https://schema.org/Question``, ``schema:Question`` and ``Question``."""
    return re.split(r"[/#:]", name.rstrip("/#:"))[-1]


# JSON-LD

_STRING_OR_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/|<!--.*?-->', re.DOTALL)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|(?://\s*)?<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|(?://\s*)?\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BETWEEN = frozenset(" \t\r\n,;")
_DECODER = json.JSONDecoder(strict=False)


def json_ld(document: HtmlDocument) -> list[Thing]:
    """Every node of the page's JSON-LD with a type, outer ones first; nodes of ``@graph`` and lists included."""
    if "ld+json" not in document.html:
        return []
    roots: list[Any] = []
    for node in document.tree.css("script"):
        if "ld+json" in (node.attributes.get("type") or "").lower():
            roots += _json_values(node.text() or "")
    index: dict[str, dict[str, Any]] = {}
    nodes = list(islice(_json_nodes(roots), _MOST_NODES))
    for found in nodes:
        if isinstance(name := found.get("@id"), str) and len(found) > len(index.get(name, {"@id": name})):
            index[name] = found
    return [thing for found in nodes if (thing := _json_thing(found, index)).types]


def _json_nodes(roots: list[Any]) -> Iterator[dict[str, Any]]:
    """Every object below the roots, outer ones first."""
    level: list[Any] = roots
    while level:
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                yield value
                below += value.values()
            elif isinstance(value, list):
                below += value
        level = below


def _json_values(source: str) -> list[Any]:
    """The values in one script; what is no JSON is repaired as far as its author's intent is plain."""
    try:
        return [orjson.loads(source)]
    except orjson.JSONDecodeError:
        pass
    bare = _WRAPPING.sub("", _WRAPPING.sub("", source)).strip().rstrip(";")
    for repaired in (bare, _without_comments(bare), _without_comments(source)):
        values = _concatenated(repaired)
        if values:
            return values
    return []


def _without_comments(source: str) -> str:
    """The source without comments of any language and without commas before a closing bracket."""
    bare = _STRING_OR_COMMENT.sub(lambda found: found[1] or "", source)
    return _TRAILING_COMMA.sub(r"\1", bare)


def _concatenated(source: str) -> list[Any]:
    """The JSON values that stand one behind the other, as far as they can be read."""
    values: list[Any] = []
    position = 0
    source = source.strip()
    while position < len(source):
        try:
            value, position = _DECODER.raw_decode(source, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while source[position : position + 1] in _BETWEEN and position < len(source):
            position += 1
    return values


def _json_thing(node: dict[str, Any], index: dict[str, dict[str, Any]]) -> Thing:
    names = node.get("@type", node.get("type"))
    types = [name for name in (names if isinstance(names, list) else [names]) if isinstance(name, str)]
    return Thing(frozenset(map(_bare, types)), _JsonProperties(node, index))


class _JsonProperties(Mapping[str, "Iterable[Value]"]):
    """The properties of a JSON-LD node, made when they are asked for: what nobody reads costs nothing."""

    def __init__(self, node: dict[str, Any], index: dict[str, dict[str, Any]]) -> None:
        self._node = {_bare(key): value for key, value in node.items() if not key.startswith("@")}
        if isinstance(name := node.get("@id"), str):
            self._node.setdefault("@id", name)
        self._index = index

    def __getitem__(self, name: str) -> list[Value]:
        return list(_json_property(self._node[name], self._index))

    def __iter__(self) -> Iterator[str]:
        return iter(self._node)

    def __len__(self) -> int:
        return len(self._node)


def _json_property(value: object, index: dict[str, dict[str, Any]]) -> Iterator[Value]:
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, list):
            pending += reversed(one)
        elif isinstance(one, dict):
            if "@value" in one or "@list" in one:
                pending.append(one.get("@value", one.get("@list")))
                continue
            reference = one.get("@id")
            known = index.get(reference) if isinstance(reference, str) and len(one) == 1 else None
            yield _json_thing(known or one, index)
        elif isinstance(one, bool):
            yield Text(str(one).lower())
        elif isinstance(one, str | int | float):
            yield Text(text.well_formed(str(one)))
