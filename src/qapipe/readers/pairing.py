"""The same post in two threads of one page: by id, by author and time, by text, or by element."""

import re
from datetime import timedelta

from selectolax.lexbor import LexborNode

from qapipe.page.text import letters
from qapipe.readers.posts import Post

_NUMBER = re.compile(r"\d{3,}")
_MOST_ABOVE = 12  # elements from a post's body to the element of the post
_LEAST_KEY = 12  # letters; shorter texts are the same only if they are equal


def pairs(posts: list[Post], others: list[Post]) -> dict[Post, Post]:
    """The posts that two threads have in common, the surest signs first."""
    found: dict[Post, Post] = {}
    free = list(others)
    for same in _SIGNS:
        for post in posts:
            if post in found:
                continue
            partner = next((one for one in free if same(post, one)), None)
            if partner is not None:
                found[post] = partner
                free.remove(partner)
    return found


def are_one(one: Post, other: Post) -> bool:
    """Whether two posts of a page are the same one."""
    return any(same(one, other) for same in _SIGNS)


def _same_id(one: Post, other: Post) -> bool:
    own = _number(one)
    return (own is not None and own == _number(other)) or (one.url is not None and one.url == other.url)


def _number(post: Post) -> str | None:
    """The number in a post's id or link, which the page's elements and its markup spell differently."""
    for name in (post.id, (post.url or "").partition("#")[2]):
        numbers = _NUMBER.findall(name or "")
        if numbers:
            return str(numbers[-1])
    return None


def _same_time(one: Post, other: Post) -> bool:
    """Whether two posts are by one author and of one minute."""
    if one.date is None or other.date is None or one.author is None or other.author is None:
        return False
    return letters(one.author) == letters(other.author) and abs(one.date - other.date) < timedelta(minutes=1)


def _same_node(one: Post, other: Post) -> bool:
    """Whether one post's element is the other's, or stands in it."""
    if one.node is None or other.node is None:
        return False
    return _stands_in(one.node, other.node) or _stands_in(other.node, one.node)


def _stands_in(node: LexborNode, around: LexborNode) -> bool:
    above: LexborNode | None = node
    for _ in range(_MOST_ABOVE):
        if above is None or above.mem_id == around.mem_id:
            break
        above = above.parent
    return above is not None and above.mem_id == around.mem_id


def _same_text(one: Post, other: Post) -> bool:
    """Whether one body begins with the other one's beginning."""
    keys = sorted((one.key, other.key), key=len)
    return (len(keys[0]) >= _LEAST_KEY and keys[1].startswith(keys[0])) or keys[0] == keys[1] != ""


_SIGNS = (_same_id, _same_time, _same_text, _same_node)
