"""JSON-LD 1.1 of a page as things; a broken block is repaired as far as its intent is plain, or left out alone."""

import html
import json
import re
from collections import deque
from collections.abc import Iterator

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.page.structured.things import Literal, Thing, everything, local_name
from qapipe.page.text import well_formed

_JSON_LD_TYPE = re.compile(r"\s*application/ld\+json\s*(?:;.*)?", re.IGNORECASE | re.DOTALL)
# What stands in broken JSON: strings (with raw line breaks), comments of JavaScript and HTML, CDATA marks.
_JSON_PIECE = re.compile(
    r'"(?:[^"\\]|\\.)*+"|/\*.{0,2000}?\*/|<!--[^{\[]{0,2000}?-->|<!--|-->|<!\[CDATA\[|\]\]>|//[^\n]*',
    re.DOTALL | re.IGNORECASE,
)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=[\s,]*[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r"\\(?:([\"\\/bfnrt])|(u[0-9a-fA-F]{4})|(.))", re.DOTALL)
_BETWEEN_VALUES = re.compile(r"[\s,;\ufeff]*")
_LONGEST_INTEGER = 4_000  # digits; Python refuses to convert more than 4,300


def json_ld(tree: LexborHTMLParser) -> list[Thing]:
    """The top-level things of all JSON-LD blocks; ``@graph`` is opened, ``@id`` references are followed."""
    found: list[Thing] = []
    for script in json_ld_scripts(tree):
        for value in json_values(script.text()):
            found += _things_of(value)
    return _resolved(found)


def json_ld_scripts(tree: LexborHTMLParser) -> list[LexborNode]:
    """The scripts that hold JSON-LD, by their declared type."""
    typed = [(script, script.attributes.get("type")) for script in tree.tags("script")]
    return [script for script, media_type in typed if media_type and _JSON_LD_TYPE.fullmatch(media_type)]


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
                for item in (member,) if isinstance(member, str) else _items(member):
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
