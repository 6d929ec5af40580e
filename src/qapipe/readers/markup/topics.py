"""What a question is about, as its markup or the tags beside it say."""

from selectolax.lexbor import LexborNode

from qapipe.page import text
from qapipe.page.document import HtmlDocument
from qapipe.page.structured import Item
from qapipe.readers.markup import values
from qapipe.readers.markup.bodies import Body

_TAGS = 'a[rel~="tag"]'
_BOILERPLATE = frozenset("nav aside footer".split())


def topics_of(head: Item, bodies: list[Body], document: HtmlDocument) -> list[str]:
    """The keywords of the markup, else the links with ``rel=tag``."""
    found = values.words(head, "keywords")
    if len(found) == 1:
        found = found[0].split(",")
    found = found or values.words(head, "about")
    if not found:
        inside = {body.node.mem_id for body in bodies if body.node is not None}
        anchors = (head.node or document.tree).css(_TAGS)
        known: dict[int, bool] = {}
        found = [anchor.text() for anchor in anchors if not _stands_apart(anchor, inside, known)]
    return list(dict.fromkeys(clean for word in found if (clean := text.one_line(word))))


def _stands_apart(node: LexborNode, inside: set[int], known: dict[int, bool]) -> bool:
    """Whether a tag link belongs to boilerplate or to the body of a post; ``known`` are answers for elements above."""
    passed: list[int] = []
    above = node.parent
    while above is not None and above.mem_id not in known:
        if above.tag in _BOILERPLATE or above.mem_id in inside:
            known[above.mem_id] = True
            break
        passed.append(above.mem_id)
        above = above.parent
    found = above is not None and known[above.mem_id]
    known.update(dict.fromkeys(passed, found))
    return found
