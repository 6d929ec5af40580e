"""How deep the elements of a page are nested: as it is counted by its bytes, and in the tree that Lexbor builds."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from qapipe.errors import TooComplexError
from qapipe.page import guard, open_elements
from qapipe.page.guard import check_complexity
from qapipe.records.reasons import Reason

VOID = frozenset("img br hr input col".split())
"""Elements that hold no others."""


def is_refused(body: bytes) -> bool:
    try:
        check_complexity(body)
    except TooComplexError as error:
        return error.reason is Reason.TOO_COMPLEX
    return False


def counted(html: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The depth that a page is taken for: the least limit that lets it pass."""
    for limit in range(100):
        for module in (guard, open_elements):
            monkeypatch.setattr(module, "MAX_DEPTH", limit)
        if not is_refused(html.encode()):
            return limit
    raise AssertionError(html)


def depth(html: str, *, without: frozenset[str] = frozenset()) -> int:
    """The depth of a page's tree below its body, ``without`` the elements of some names."""
    body = LexborHTMLParser(html).body
    assert body is not None
    deepest, todo = 0, [(body, 0)]
    while todo:
        node, level = todo.pop()
        deepest = max(deepest, level)
        child = node.first_child
        while child is not None:
            if child.is_element_node:
                todo.append((child, level + (child.tag not in without)))
            child = child.next
    return deepest
