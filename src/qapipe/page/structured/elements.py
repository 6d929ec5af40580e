"""Microdata (WHATWG HTML) and RDFa Lite 1.1 as items."""

from collections.abc import Mapping
from itertools import islice, pairwise
from typing import Generic, NamedTuple, TypeVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.page.structured.items import (
    SCHEMA,
    URL_ATTRIBUTES,
    Item,
    Literal,
    Value,
    check_elements,
    check_items,
    local_name,
    outermost,
    property_name,
    type_name,
)

_VALUE_ATTRIBUTES = {"data": "value", "meter": "value", "time": "datetime"}
_MOST_INSIDE = 200  # elements of an item that are examined for its first property
_ITEM_VALUED = frozenset("acceptedAnswer suggestedAnswer comment mainEntity author creator".split())
_MAX_REFERRED = 100_000  # properties that all itemrefs of a page may add; without a limit they multiply


_Scope = TypeVar("_Scope")


class _Scopes(Generic[_Scope]):
    """The scope around each element. Every ancestor is visited once, so deep pages cost linear time."""

    def __init__(self, outside: _Scope) -> None:
        self._outside = outside
        self._known: dict[int, _Scope] = {}

    def open(self, mem_id: int, scope: _Scope) -> None:
        """Make ``scope`` the scope of everything below the element with this ``mem_id``."""
        self._known[mem_id] = scope

    def around(self, node: LexborNode) -> _Scope:
        """The scope of the nearest ancestor of ``node`` that opened one."""
        known, scope = self._known, self._outside
        passed: list[int] = []
        above = node.parent
        while above is not None:
            mem_id = above.mem_id
            if mem_id in known:
                scope = known[mem_id]
                break
            passed += (mem_id,)
            above = above.parent
        for mem_id in passed:
            known[mem_id] = scope
        return scope


def microdata(tree: LexborHTMLParser) -> list[Item]:
    """The top-level items of the page's microdata.

    Items without ``itemscope`` are recognised by their ``itemtype``, or as the value of a property whose values are
    items and that has properties inside. Properties outside any item are those of a last item without an element.
    """
    page = Item()
    scopes: _Scopes[Item | None] = _Scopes(None)
    items: list[Item] = []
    referring: list[tuple[list[str], Item]] = []
    values: dict[int, tuple[tuple[str, ...], Value]] = {}
    known_names: dict[str, tuple[str, ...]] = {}
    nodes = _unique(tree.css("[itemscope], [itemprop], [itemtype]"))
    check_elements(len(nodes))
    for mem_id, node in nodes.items():
        around = scopes.around(node)
        attributes = node.attributes
        named = attributes.get("itemprop") or ""
        names = known_names.get(named)
        if names is None:
            names = known_names[named] = tuple(map(property_name, named.split()))
        value: Value
        if "itemscope" in attributes or (
            ("itemtype" in attributes or not _ITEM_VALUED.isdisjoint(names)) and _has_parts(node)
        ):
            types = tuple(map(type_name, (attributes.get("itemtype") or "").split()))
            value = Item(types, node=node, identity=attributes.get("itemid"), parent=around, roles=names)
            scopes.open(mem_id, value)
            items.append(value)
            check_items(len(items))
            if references := attributes.get("itemref"):
                referring.append((references.split(), value))
        else:
            value = Literal(_attribute_value(node, attributes), node)
        for name in names:
            (around if around is not None else page).properties.append((name, value))
        if names:
            values[mem_id] = (names, value)
    if referring:
        _follow_references(tree, referring, values, scopes)
    roots = [item for item in items if not item.roles or item.parent is None]
    return roots + [page] * any(name in _ITEM_VALUED for name, _ in page.properties)


def _has_parts(node: LexborNode) -> bool:
    """Whether an element has properties inside, as items have; some lack ``itemscope``. They stand near its start."""
    inside = islice(node.traverse(), 1, _MOST_INSIDE)
    return any("itemprop" in inner.attributes for inner in inside)


def _follow_references(
    tree: LexborHTMLParser,
    referring: list[tuple[list[str], Item]],
    values: dict[int, tuple[tuple[str, ...], Value]],
    scopes: _Scopes[Item | None],
) -> None:
    """Add the properties that ``itemref`` points to, in document order.

    ``referring`` are the items that have it, with the ids that it names.
    """
    named: dict[str | None, LexborNode] = {}
    for node in tree.css("[id]"):
        named.setdefault(node.attributes["id"], node)
    order = {id(value): index for index, (_, value) in enumerate(values.values())}
    added = 0
    shortcuts: dict[int, Item] = {}
    for targets, item in referring:
        for target in [named[name] for name in dict.fromkeys(targets) if name in named]:
            level = scopes.around(target)
            for inner in target.css("[itemprop]"):
                names, value = values.get(inner.mem_id, ((), item))
                if value is item or scopes.around(inner) is not level or added >= _MAX_REFERRED:
                    continue
                added += len(names)
                item.properties += [(name, value) for name in names]
                if isinstance(value, Item) and value.parent is None and outermost(item, shortcuts) is not value:
                    value.parent = item
        item.properties.sort(key=lambda own: order[id(own[1])])


def _unique(nodes: list[LexborNode]) -> dict[int, LexborNode]:
    """The nodes by their ``mem_id``: Lexbor returns a node once for each selector of a group that it matches."""
    return {node.mem_id: node for node in nodes}


def _attribute_value(node: LexborNode, attributes: Mapping[str, str | None]) -> str | None:
    """The property value held in an attribute; None if the element's text is the value."""
    if "content" in attributes:
        return attributes["content"] or ""
    tag = node.tag or ""
    if tag in URL_ATTRIBUTES:
        return attributes.get(URL_ATTRIBUTES[tag]) or ""
    if tag in _VALUE_ATTRIBUTES and _VALUE_ATTRIBUTES[tag] in attributes:
        return attributes.get(_VALUE_ATTRIBUTES[tag]) or ""
    return "" if tag == "meta" else None


# Terms of SIOC, Dublin Core and FOAF that mean what schema.org's mean: forums of Drupal 7 use them.
_EQUIVALENT = {
    "sioct:BoardPost": "DiscussionForumPosting", "sioct:Question": "Question", "sioct:Answer": "Answer",
    "sioct:Comment": "Comment", "sioc:UserAccount": "Person", "sioc:has_creator": "author", "foaf:name": "name",
    "sioc:content": "text", "content:encoded": "text", "sioc:num_replies": "commentCount", "dc:title": "name",
    "dc:created": "dateCreated",
}  # fmt: skip


class _Context(NamedTuple):
    """The enclosing item of an RDFa attribute, and whether names without a prefix belong to schema.org."""

    item: Item | None
    plain: bool


def rdfa(tree: LexborHTMLParser) -> list[Item]:
    """The top-level items of the page's RDFa with a type of schema.org, or one of SIOC that means the same."""
    scopes: _Scopes[_Context] = _Scopes(_Context(None, plain=False))
    prefixes = _schema_prefixes(tree)
    known: dict[str | None, Item] = {}
    roots: list[Item] = []
    nodes = _unique(tree.css("[typeof], [property], [vocab], [resource], [about], [rel*=':']"))
    check_elements(len(nodes))
    check_items(sum("typeof" in node.attributes for node in nodes.values()))
    for mem_id, node in nodes.items():
        around, plain = scopes.around(node)
        attributes = node.attributes
        if "vocab" in attributes:
            plain = SCHEMA.match(attributes["vocab"] or "") is not None
        names = _terms(attributes.get("property"), prefixes, plain=plain)
        names += _terms(attributes.get("rel"), prefixes, plain=False)
        subject = attributes.get("resource") or attributes.get("about")
        item: Item | None = None
        if "typeof" in attributes:
            types = _terms(attributes.get("typeof"), prefixes, plain=plain)
            item = Item(types, node=node, identity=subject, parent=around, roles=names)
        elif subject and not names:
            item = known.get(subject) or Item(node=node, identity=subject, parent=around)
        if around is not None:
            value: Value = item or Literal(subject or _attribute_value(node, attributes), node)
            around.properties += [(name, value) for name in names]
        if item is not None:
            known.setdefault(subject, item)
            if item.types and (around is None or not names):
                roots.append(item)
        scopes.open(mem_id, _Context(item or around, plain))
    return roots


def _schema_prefixes(tree: LexborHTMLParser) -> frozenset[str]:
    """The prefixes that a page binds to schema.org."""
    found: set[str] = set()
    for node in tree.css("[prefix]"):
        words = (node.attributes.get("prefix") or "").split()
        found |= {name.rstrip(":") for name, url in pairwise(words) if SCHEMA.match(url)}
    return frozenset(found)


def _terms(value: str | None, prefixes: frozenset[str], *, plain: bool) -> tuple[str, ...]:
    """The schema.org names in an attribute, without prefix or vocabulary URL."""
    found: list[str] = []
    for term in (value or "").split():
        prefix, colon, rest = term.partition(":")
        if SCHEMA.match(term) or (not colon and plain):
            found.append(local_name(term))
        elif colon and prefix in prefixes:
            found.append(rest)
        elif term in _EQUIVALENT:
            found.append(_EQUIVALENT[term])
    return tuple(found)
