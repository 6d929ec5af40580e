"""JSON-LD 1.1 as items. A malformed block is repaired where its meaning is clear; otherwise that block is skipped."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TypeGuard

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.page.structured.items import (
    Item,
    Literal,
    check_items,
    outermost,
    property_name,
    type_name,
    with_nested,
)
from qapipe.page.text import well_formed

_JSON_LD_TYPE = re.compile(r"\s*application/ld\+json\s*(?:;.*)?", re.IGNORECASE | re.DOTALL)
# Tokens of malformed JSON: strings (raw line breaks included), JavaScript and HTML comments, CDATA marks. One that is
# never closed is read to the end of the block: no later one would be closed either, and each would cost as much again.
_STRING = r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)'
_JSON_PIECE = re.compile(
    _STRING + r"|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|<!--(?:[^{\[-]|-(?!->))*+(?:-->)?|-->|<!\[CDATA\[|\]\]>|//[^\n]*",
    re.DOTALL | re.IGNORECASE,
)
_COMMAS = re.compile(rf"({_STRING})|,[\s,]*+([}}\]]?)", re.DOTALL)
_BAD_ESCAPE = re.compile(r"\\(?:([\"\\/bfnrt])|(u[0-9a-fA-F]{4})|(.))", re.DOTALL)
# A string with unescaped quotes in it: the one that ends it stands before a colon, a bracket or another member.
_ENDS_STRING = r"\s*+(?:[:}\]]|,\s*+(?:[\"{\[\]}]|-?\d|true|false|null)|$)"
_LOOSE_STRING = re.compile(rf'"((?:[^"\\]|\\.|"(?!{_ENDS_STRING}))*+)("|\\?\Z)', re.DOTALL)
_INNER_QUOTE = re.compile(r'(?<!\\)"')
_BETWEEN_VALUES = re.compile(r"[\s,;\ufeff]*")
_LONGEST_INTEGER = 4_000  # digits; Python refuses to convert more than 4,300


def json_ld(tree: LexborHTMLParser) -> list[Item]:
    """The top-level items of all JSON-LD blocks, with ``@graph`` flattened and ``@id`` references resolved."""
    found: list[Item] = []
    for script in json_ld_scripts(tree):
        for value in json_values(script.text()):
            found += items_of_value(value)
    return _resolved(found)


def json_ld_scripts(tree: LexborHTMLParser) -> list[LexborNode]:
    """The ``script`` elements whose declared media type is JSON-LD."""
    scripts = tree.css('script[type*="ld+j" i]')
    return [script for script in scripts if _JSON_LD_TYPE.fullmatch(script.attributes.get("type") or "")]


def json_values(block: str) -> list[object]:
    """The JSON values of one block: those that can be recovered, or an empty list for a block beyond repair."""
    try:
        return [orjson.loads(block)]
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        pass
    values = _lenient(_repaired(block))
    if not values:
        values = _lenient(_repaired(html.unescape(block)))
    return values or _lenient(_repaired(_with_inner_quotes(block)))


def _with_inner_quotes(block: str) -> str:
    """The block with quotes escaped that stand inside a string and cannot end it, judged by what follows them."""

    def escaped(match: re.Match[str]) -> str:
        return '"' + _INNER_QUOTE.sub('\\\\"', match[1]) + '"' if match[2] == '"' else match[0]

    return _LOOSE_STRING.sub(escaped, block)


def _repaired(block: str) -> str:
    """The block without comments, CDATA marks and trailing commas, and with legal escapes in its strings."""
    bare = _JSON_PIECE.sub(lambda match: _string(match[0]) if match[0][0] == '"' else " ", block)
    return _COMMAS.sub(lambda match: match[1] or match[2] or match[0], bare).replace("\ufeff", "")


def _string(literal: str) -> str:
    return _BAD_ESCAPE.sub(lambda match: match[0] if match[3] is None else match[3], literal)


def _lenient(block: str) -> list[object]:
    """The concatenated values of a block, up to the first that cannot be decoded."""
    decoder = json.JSONDecoder(
        strict=False,
        parse_int=lambda digits: int(digits) if len(digits) < _LONGEST_INTEGER else digits,
        parse_constant=lambda _: None,
    )
    values: list[object] = []
    position = _BETWEEN_VALUES.match(block).end()  # type: ignore[union-attr]  # it also matches the empty string
    while position < len(block):
        try:
            value, position = decoder.raw_decode(block, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        position = _BETWEEN_VALUES.match(block, position).end()  # type: ignore[union-attr]
    return values


def items_of_value(block: object) -> list[Item]:
    """The top-level items of a JSON value, with their nested items."""
    roots: list[Item] = []
    found: list[tuple[dict[str, object], Item]] = []

    def item_of(entry: dict[str, object], parent: Item | None, role: str | None) -> Item:
        identity = entry.get("@id", entry.get("id"))
        named = entry.get("@type", entry.get("type", entry.get("@Type")))
        item = Item(
            types=tuple([type_name(name) for name in _members(named) if isinstance(name, str)]),
            identity=identity if isinstance(identity, str) else None,
            parent=parent,
            roles=(role,) if role else (),
        )
        found.append((entry, item))
        return item

    roots += [item_of(entry, None, None) for entry in _members(block) if isinstance(entry, dict)]
    for mapping, item in found:  # grows while it is read
        check_items(len(found))
        properties = item.properties
        for key, member in mapping.items():
            if key == "@graph":
                roots += [item_of(entry, None, None) for entry in _members(member) if isinstance(entry, dict)]
            elif member.__class__ is str and key[:1] != "@":  # most members
                properties.append((property_name(key), Literal(well_formed(member))))
            elif key[:1] != "@":
                name = property_name(key)
                for entry in _members(member):
                    value = item_of(entry, item, name) if _is_item(entry) else _literal(entry)
                    if value is not None:
                        properties.append((name, value))
    return roots


def _members(value: object) -> Sequence[object]:
    """The members of a list, ``@list`` or ``@set``, nested lists flattened; a single value counts as one member."""
    if value.__class__ is str or (isinstance(value, dict) and "@list" not in value and "@set" not in value):
        return (value,)
    found: list[object] = []
    stack = [value]
    while stack:
        entry = stack.pop()
        if isinstance(entry, list):
            stack += entry[::-1]
        elif isinstance(entry, dict) and ("@list" in entry or "@set" in entry):
            stack.append(entry.get("@list", entry.get("@set")))
        else:
            found.append(entry)
    return found


def _is_item(entry: object) -> TypeGuard[dict[str, object]]:
    return isinstance(entry, dict) and "@value" not in entry


def _literal(entry: object) -> Literal | None:
    if isinstance(entry, dict):
        entry = entry["@value"]
    if isinstance(entry, bool) or not isinstance(entry, str | int | float):  # true is nobody's name or text
        return None
    return Literal(well_formed(str(entry)))


def _resolved(roots: list[Item]) -> list[Item]:
    """The roots with ``@id`` references replaced by the items they name; bare references are dropped."""
    items = with_nested(roots)
    check_items(len(items))
    known: dict[str, _Named] = {}
    for item in items:
        if item.identity is not None and item.properties:
            known.setdefault(item.identity, _Named()).add(item)
    referred: set[int] = set()
    shortcuts: dict[int, Item] = {}
    for item in items if known else ():
        for index, (name, value) in enumerate(item.properties):
            if isinstance(value, Item) and not value.properties and value.identity in known:
                target = known[value.identity].target(value)
                item.properties[index] = (name, target)
                if target.parent is None and outermost(item, shortcuts) is not target:
                    target.parent, target.roles = item, (name,)
                    referred.add(id(target))
    return [item for item in roots if item.properties and id(item) not in referred]


@dataclass(slots=True)
class _Named:
    """The items with the same ``@id``: the first of each type, with its number."""

    items: int = 0
    first: dict[str | None, tuple[int, Item]] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        for name in (None, *item.types):
            self.first.setdefault(name, (self.items, item))
        self.items += 1

    def target(self, reference: Item) -> Item:
        """The item that a reference names: the first whose type matches, else the first."""
        matching = [self.first[name] for name in reference.types if name in self.first]
        return min(matching, default=self.first[None], key=itemgetter(0))[1]
