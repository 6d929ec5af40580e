"""Post bodies as visible lines: from an element, from a JSON string, or from the element that displays that string."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, repeat, takewhile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.page import text
from qapipe.page.outline import columns_of_text
from qapipe.page.structured import Item, Literal
from qapipe.page.text import letters
from qapipe.readers.markup.located import PageText, Place, above, is_cut
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.texts import BLOCKS, TextLine, block, lines_in, lines_of
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal

_TEXTS = ("text", "commentText")
_LONGER_TEXTS = ("articleBody", "description")
# Parts of a post's element that its author did not write, by noise rule: what may select them, and their classes.
_REMOVED = tuple(
    (rule, re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.IGNORECASE))
    for rule, words in (
        (NoiseRule.SITE_NOTICE, "notice|question-status"),
        (NoiseRule.SIGNATURE, "signature|sig|postsig"),
        (NoiseRule.EDIT_NOTE, "(?:last-?|post-?)?edit(?:ed)?(?:-?by|-note|-info)?"),
        (NoiseRule.ADVERT, r"ads?|advert\w*|adsbygoogle|sponsor\w*|promoted"),
    )
)
_ADVERT = dict(_REMOVED)[NoiseRule.ADVERT]
_ROLES = {"status": NoiseRule.SITE_NOTICE, "alert": NoiseRule.SITE_NOTICE, "button": NoiseRule.CONTROL}
_MAY_BE_REMOVED = "[role], [class]"
_MOST_CLASSES = 2_000  # characters of an element's classes that are looked at
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|ul|ol|li|strong|b|em|i|u|s|del|code|pre|h[1-6]|blockquote|img|table|tr|td|th|hr|sub|sup|"
    r"font|small|details|summary|figure|iframe|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"<(?:p|br|div|ul|ol|li|pre|h[1-6]|blockquote|table)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)
_FENCE = re.compile(r"^[ ]{0,3}```[^\n`]*$", re.MULTILINE)
_NOWHERE = repeat(0)  # elements, runs and quotations of lines that no element shows
_CODE = frozenset("pre code samp kbd".split())
# Bounds on the length of the displayed text relative to the JSON text, where the two differ.
_LEAST, _MOST = 0.8, 1.6
_LEFT_OVER = re.compile(r"&(?:#\d+|#x[0-9a-f]+|quot|apos|amp|lt|gt|nbsp|hellip|[lr][sd]quo|[mn]dash);", re.IGNORECASE)


@dataclass(slots=True)
class Body:
    """The body of one post."""

    lines: list[TextLine] = field(default_factory=list)
    node: LexborNode | None = None
    """The element that displays it, if one was found."""
    located: bool = False
    """Whether the markup holds it as a string, and its element was found by its text."""
    cut: bool = False
    """Whether the markup truncates it and the page does not display the rest."""
    noise: list[Removal] = field(default_factory=list)


def body_of(item: Item, page: PageText | None) -> Body:
    """The body of a post: from its own element, else from the element that displays the JSON text.

    Without a ``page`` to search, the JSON text as given.
    """
    values = item.literals(*_TEXTS) or item.literals(*_LONGER_TEXTS)
    elements = [value for value in values if value.given is None and value.node is not None]
    if elements:
        return _of_elements(elements, page)
    given = max((value.given or "" for value in values), key=len, default="")
    return _of_given(given, page) if given.strip() else Body()


def _letters_of(lines: list[TextLine]) -> str:
    return letters("".join(line.text for line in lines))


def lines_of_markup(given: str) -> list[TextLine]:
    """The lines of a string that may be plain text, inline HTML or block-level HTML."""
    if not _TAG.search(given):
        return _lines_of_text(html.unescape(given) if _ENTITY.search(given) else given)
    if not _BLOCK_TAG.search(given):  # plain text with links: line breaks are significant
        given = re.sub(r"\r\n?|\n", "<br>", given)
    return _lines_of_fragment(given)


def _readings(given: str) -> list[list[TextLine]]:
    """The lines of a string, and those after one more unescaping if that changes them; the likelier first."""
    once = lines_of_markup(given)
    if (again := html.unescape(given)) == given:
        return [once]
    twice = lines_of_markup(again)
    if twice == once:
        return [once]
    escaped_html = not _TAG.search(given) and _BLOCK_TAG.search(again)
    return [twice, once] if escaped_html or _LEFT_OVER.search(block(once)) else [once, twice]


def _lines_of_text(given: str) -> list[TextLine]:
    """The lines of plain text. What stands between fences keeps its lines and their indentation."""
    found: list[TextLine] = []
    for number, part in enumerate(_FENCE.split(given) if "```" in given else (given,)):
        if number % 2:
            code = [text.visible(line).rstrip() for line in part.strip("\n").split("\n")]
            starts = chain((True,), repeat(False))
            found += map(TextLine, code, starts, _NOWHERE, _NOWHERE, _NOWHERE, _NOWHERE, repeat(False), repeat(True))
            continue
        columns = columns_of_text(part)
        starts = chain((True,), (gap > 0 for gap in columns.gaps[1:]))
        found += map(TextLine, columns.texts, starts, _NOWHERE, _NOWHERE, _NOWHERE, _NOWHERE, columns.items)
    return found


def _lines_of_fragment(fragment: str) -> list[TextLine]:
    body = LexborHTMLParser(f"<body>{fragment}</body>").body
    return lines_in(body) if body is not None else []


def _of_elements(values: list[Literal], page: PageText | None) -> Body:
    """The text of all elements of a post, in order; an element inside another is read once."""
    found = Body(node=values[0].node)
    seen: set[int] = set()
    for node in [value.node for value in values if value.node is not None]:
        if node.mem_id not in seen:
            lines = lines_of_post(node, found.noise, page.shown if page else None)
            found.lines += [line if n else replace(line, gap=True) for n, line in enumerate(lines)]
            if len(values) > 1:
                seen |= {inner.mem_id for inner in node.css("[itemprop], [property]")}
    return found


def lines_of_post(node: LexborNode, removed: list[Removal], shown: Places | None = None) -> list[TextLine]:
    """The lines of a post's element without notices, signatures and adverts, which are added to ``removed``.

    ``shown`` are the arrays of the page, if there are any.
    """
    parts = _outermost(node)
    words = ((rule, text.one_line(part.text(separator=" "))) for part, rule in parts)
    removed += [Removal(rule, said) for rule, said in words if said]
    element = shown.marked_up(node) if shown is not None else None
    if shown is None or element is None:
        return lines_in(node) if not parts else _lines_without(node)
    left_out = {part.mem_id for part, _ in parts}
    inside = enumerate(shown.nodes[element : shown.ends[element]] if parts else (), element)
    skip = {at for at, one in inside if one.mem_id in left_out}
    return lines_of(shown, [element], skip) if all(_is_alone(shown, one) for one in skip) else _lines_without(node)


def _is_alone(shown: Places, part: int) -> bool:
    """Whether a block around an element holds no text but its own: lines are the same without the element."""
    runs = shown.first_runs[part], shown.end_runs[part]
    around = shown.parents[part]
    while around >= 0 and (shown.first_runs[around], shown.end_runs[around]) == runs:
        if shown.tags[around] in BLOCKS:
            return True
        around = shown.parents[around]
    return False


def _lines_without(node: LexborNode) -> list[TextLine]:
    """The lines of a post's element without its parts that are removed, of which a copy is made for that."""
    copy = LexborHTMLParser(f"<body>{node.html}</body>").body
    for part, _ in _outermost(copy) if copy is not None else ():
        part.decompose()
    return lines_in(copy) if copy is not None else []


def text_of_post(node: LexborNode, removed: list[Removal]) -> str:
    """The text of a post's element without notices, signatures and adverts, which are added to ``removed``."""
    return block(lines_of_post(node, removed))


def _lines_of_parts(parts: list[LexborNode], removed: list[Removal]) -> list[TextLine]:
    """The lines of consecutive children of one element."""
    shown = LexborHTMLParser(f"<body>{''.join([part.html or '' for part in parts])}</body>").body
    return lines_of_post(shown, removed) if shown is not None else []


def _outermost(post: LexborNode) -> list[tuple[LexborNode, NoiseRule]]:
    """The elements inside a post that are removed, without those inside another one, which goes with it."""
    found: dict[int, tuple[LexborNode, NoiseRule]] = {}
    for node in post.css(_MAY_BE_REMOVED):
        rule = _rule_of(node, post)
        if rule is not None and not any(one.mem_id in found for one in _between(node, post)):
            found[node.mem_id] = (node, rule)
    return list(found.values())


def is_advert(node: LexborNode | None) -> bool:
    """Whether the classes of a reply's own element say that it is an advertisement."""
    return node is not None and _ADVERT.search(node.attributes.get("class") or "") is not None


def _rule_of(node: LexborNode, post: LexborNode) -> NoiseRule | None:
    """The noise rule by which an element inside a post is removed; None if it stays."""
    if node.mem_id == post.mem_id:
        return None
    attributes = node.attributes
    if (role := attributes.get("role")) in _ROLES:
        return _ROLES[role]
    rule = _rule_of_class((attributes.get("class") or "")[:_MOST_CLASSES])
    if rule is not None and any(one.tag in _CODE for one in _between(node, post)):
        return None  # in code, highlighters use short class names
    return rule


@lru_cache(maxsize=4_096)  # classes repeat in the posts of a site
def _rule_of_class(classes: str) -> NoiseRule | None:
    return next((rule for rule, form in _REMOVED if form.search(classes)), None)


def _between(node: LexborNode, post: LexborNode) -> Iterator[LexborNode]:
    """The elements around a node inside a post."""
    return takewhile(lambda one: one.mem_id != post.mem_id, above(node))


def _of_given(given: str, page: PageText | None) -> Body:
    """The JSON text, or the element that displays all of it where the JSON lost paragraphs or its end."""
    readings = _readings(given)
    if page is not None:
        for lines in readings:
            if place := page.find([line.text for line in lines]):
                return _of_place(lines, place, given)
    return Body(readings[0], cut=is_cut(given))


def _of_place(lines: list[TextLine], place: Place, given: str) -> Body:
    removed: list[Removal] = []
    shown = _lines_of_parts(place.parts, removed)
    size, size_shown = len(_letters_of(lines)), len(_letters_of(shown))
    whole = size == size_shown if place.exact and not place.cut else size * _LEAST <= size_shown
    if whole and (place.cut or size_shown - _quoted(place) <= size * _MOST):
        if place.quoted:
            removed.clear()
            shown = _lines_of_parts(place.quoted, removed)
        return Body(shown, place.node, located=True, noise=removed)
    return Body(lines, place.node, located=True, cut=is_cut(given))


def _quoted(place: Place) -> int:
    """The number of letters in quotations and link previews, which JSON-LD may leave out."""
    return sum(len(letters(quote.text())) for part in place.parts for quote in part.css("blockquote, aside"))
