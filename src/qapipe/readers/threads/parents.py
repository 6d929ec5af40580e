"""Which post each reply answers: by boxes that stand in each other, or by comments in the box of a post."""

from bisect import bisect_left
from collections.abc import Sequence

from qapipe.readers.posts import Post
from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.comments import COMMENT
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Family, Record
from qapipe.readers.threads.replies import reply_to_others

_NEARLY_ALL = 0.8  # of the posts must stand in boxes whose nesting tells replies
_MOST_ABOVE = 12  # elements above a post that may hold its comments


def link_parents(
    places: Places, family: Family, families: Sequence[Family], bodies: Sequence[Spans], posts: Sequence[Post]
) -> None:
    """Set the parents of replies."""
    _nested(family, families, posts)
    if not any(post.parent for post in posts):
        _commented(places, family, posts)
    if family.kind != "pair" and all(post.parent in (None, posts[0]) for post in posts):
        reply_to_others(places, family, bodies, posts)


def _nested(family: Family, families: Sequence[Family], posts: Sequence[Post]) -> None:
    """Replies stand inside the record that they reply to, or inside the box around it that holds its replies, too."""
    by_anchor = {record.anchor: post for record, post in zip(family.records, posts, strict=True)}
    for boxes in (family, *families):
        if any(record.nested for record in boxes.records):
            break
    else:
        return
    if sum(record.anchor in by_anchor for record in boxes.records) < _NEARLY_ALL * len(posts):
        return
    by_root = {record.roots[0]: by_anchor.get(record.anchor) for record in boxes.records}
    for record in boxes.records:
        above = by_anchor.get(record.anchor)
        for inner in record.nested:
            post = by_root.get(inner)
            if post is not None and above is not None and post is not above:
                post.parent = above


def _commented(places: Places, family: Family, posts: Sequence[Post]) -> None:
    """Records that are called comments, unlike others, reply to the one that stands before them in the same box."""
    called = [_is_comment(places, record) for record in family.records]
    if called[0] or not any(called):
        return
    others = [record.roots[0] for record, comment in zip(family.records, called, strict=True) if not comment]
    above, box = posts[0], range(0)
    for post, record, comment in zip(posts, family.records, called, strict=True):
        if not comment:
            above, box = post, _box(places, record, others)
        elif record.roots[0] in box:
            post.parent = above


def _is_comment(places: Places, record: Record) -> bool:
    return any(places.matches(COMMENT, element) for element in (*record.roots, *record.around))


def _box(places: Places, record: Record, others: Sequence[int]) -> range:
    """The elements of the widest box around a record that holds no other one of those that are no comments."""
    found = range(record.roots[0], places.ends[record.roots[-1]])
    element = places.parents[record.roots[0]]
    for _ in range(_MOST_ABOVE):
        if element <= 0 or _count(others, element, places.ends[element]) > 1:
            return found
        found, element = range(element, places.ends[element]), places.parents[element]
    return found


def _count(sorted_elements: Sequence[int], first: int, end: int) -> int:
    return bisect_left(sorted_elements, end) - bisect_left(sorted_elements, first)
