"""The accepted answer where markup does not name it: the element of one answer, or one around it, is called so."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from qapipe.readers.markup.located import above
from qapipe.readers.markup.replies import Reply
from qapipe.readers.threads.accepted import ACCEPTED

_MOST_ABOVE = 2


def find_chosen(replies: Sequence[Reply]) -> None:
    """Set which of the replies is accepted, if markup says it of none and the elements of one alone do."""
    if any(reply.accepted for reply in replies):
        return
    nodes = [reply.item.node for reply in replies]
    if not all(nodes):
        return
    own = [[node, *islice(above(node), _MOST_ABOVE)] for node in nodes if node is not None]
    shared = Counter(node.mem_id for around in own for node in around)
    chosen = [
        any(shared[node.mem_id] == 1 and ACCEPTED.search(node.attributes.get("class") or "") for node in around)
        for around in own
    ]
    if sum(chosen) == 1:
        for reply, is_chosen in zip(replies, chosen, strict=True):
            reply.accepted = is_chosen
