"""The accepted answer where markup does not name it: the element of one answer, or one around it, is called so."""

import re
from collections import Counter
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from qapipe.readers.markup.replies import Reply

_CALLED = re.compile(r"(?:^|[\s_-])(?:accepted|(?:is-?)?best[-_]?answer)(?:$|[\s_-])", re.IGNORECASE)
_MOST_ABOVE = 2


def find_chosen(replies: Sequence[Reply]) -> None:
    """Set which of the replies is accepted, if markup says it of none and the elements of one alone do."""
    if any(reply.accepted for reply in replies):
        return
    nodes = [reply.item.node for reply in replies]
    if not all(nodes):
        return
    own = [_around(node) for node in nodes if node is not None]
    shared = Counter(node.mem_id for around in own for node in around)
    chosen = [
        any(shared[node.mem_id] == 1 and _CALLED.search(node.attributes.get("class") or "") for node in around)
        for around in own
    ]
    if sum(chosen) == 1:
        for reply, is_chosen in zip(replies, chosen, strict=True):
            reply.accepted = is_chosen


def _around(node: LexborNode) -> list[LexborNode]:
    """An element and those around it."""
    found = [node]
    while len(found) <= _MOST_ABOVE and (above := found[-1].parent) is not None:
        found.append(above)
    return found
