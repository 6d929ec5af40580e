"""The same post in two threads of one page: by id, by author and minute, by text, or by element.

In: the posts of both. Out: pairs, each post in one at most. The work is linear in the number of posts.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator

from qapipe.page.text import letters
from qapipe.readers.posts import Post

_NUMBER = re.compile(r"\d{3,}")
_MOST_ABOVE = 12  # elements from a post's body to the element of the post
_LEAST_KEY = 12  # letters; shorter texts are the same only if they are equal
_MOST_ALIKE = 20  # posts that begin alike are compared with so many

Keys = Callable[[Post], Iterable[Hashable]]


def pairs(posts: list[Post], others: list[Post]) -> dict[Post, Post]:
    """The posts that two threads have in common, the surest signs first."""
    found: dict[Post, Post] = {}
    taken: set[Post] = set()
    for keys_of, keys_of_other, same in _SIGNS:
        known: dict[Hashable, list[Post]] = defaultdict(list)
        for other in others if len(found) < len(posts) else ():
            for key in keys_of_other(other) if other not in taken else ():
                known[key].append(other)
        for post in posts if known else ():
            if post in found:
                continue
            candidates = (one for key in keys_of(post) for one in _free(known.get(key), taken))
            partner = next((one for one in candidates if one not in taken and same(post, one)), None)
            if partner is not None:
                found[post] = partner
                taken.add(partner)
    return found


def _free(posts: list[Post] | None, taken: set[Post]) -> list[Post]:
    """The first posts of a list that have no partner yet."""
    while posts and posts[0] in taken:
        posts.pop(0)
    return posts[:_MOST_ALIKE] if posts else []


def are_one(one: Post, other: Post) -> bool:
    """Whether two posts of a page are the same one."""
    return bool(pairs([one], [other]))


def _names(post: Post) -> Iterator[str]:
    """The post's link, and the number in its id or link, which elements and markup spell differently."""
    if post.url:
        yield post.url
    for name in (post.id, (post.url or "").partition("#")[2]):
        numbers = _NUMBER.findall(name or "")
        if numbers:
            yield str(numbers[-1])
            return


def _minute(post: Post) -> Iterator[tuple[str, int]]:
    """Author and minute of the post."""
    if post.author and post.date:
        yield letters(post.author), int(post.date.timestamp()) // 60


def _beginning(post: Post) -> Iterator[str]:
    """The beginning of its text; a short one as a whole."""
    if key := post.key:
        yield key[:_LEAST_KEY]


def _element(post: Post) -> Iterator[int]:
    """Its own element."""
    if post.node is not None:
        yield post.node.mem_id


def _elements_around(post: Post) -> Iterator[int]:
    """Its element and those around it."""
    node = post.node
    for _ in range(_MOST_ABOVE):
        if node is None:
            return
        yield node.mem_id
        node = node.parent


def _begin_alike(one: Post, other: Post) -> bool:
    short, long = sorted((one.key, other.key), key=len)
    return long.startswith(short)


def _always(_: Post, __: Post) -> bool:
    return True


_SIGNS: tuple[tuple[Keys, Keys, Callable[[Post, Post], bool]], ...] = (
    (_names, _names, _always),
    (_minute, _minute, _always),
    (_beginning, _beginning, _begin_alike),
    (_elements_around, _element, _always),
    (_element, _elements_around, _always),
)
