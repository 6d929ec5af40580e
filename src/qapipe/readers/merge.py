"""One thread of several: the best set of posts of a page, completed from the other ways of finding them.

In: threads of one page, from JSON-LD, microdata, RDFa or the structure of the page. Out: the one with the highest
score, its empty fields filled in from the same posts of the others. A post of another thread is added only where the
page declares more answers than the best thread has, and displays that post.
"""

from collections.abc import Iterable
from dataclasses import fields as fields_of
from datetime import datetime, timedelta
from math import sqrt

from selectolax.lexbor import LexborNode

from qapipe.page.text import letters
from qapipe.readers.posts import Post, Profile, Thread
from qapipe.readers.site import Reading
from qapipe.records.plain import Answer, Question

STRUCTURE = "thread"
"""Origin of threads found by the structure of the page; the others are markup."""

_OWN = frozenset({"body", "parent", "node", "cut", "profile", "headline"})
_FILLED = tuple(name for name in (one.name for one in fields_of(Post)) if name not in _OWN)
_COMPARED = {"author": "authors_disagree", "date": "dates_disagree", "votes": "votes_disagree"}
_MOST_ABOVE = 12  # elements from a post's body to the element of the post
_BETTER = 1.02  # a candidate must be better by this factor than one before it
_LONG = 3_000  # characters; longer posts count no more
_HALF = 400  # the sum at which a set is worth 0.5
_LEAST_KEY = 12  # letters; shorter texts are the same only if they are equal


def merged(threads: Iterable[Thread]) -> Thread | None:
    """The best of the threads, completed from the others; None without any. The threads are changed."""
    candidates = list(threads)
    if not candidates:
        return None
    first = candidates[0]
    for other in candidates[1:]:
        first = other if other.score > first.score * _BETTER else first
    for other in candidates:
        if other is not first and _same_thread(first, other):
            _complete(first, other)
    first.warnings |= {"body_cut"} if any(post.cut for post in _posts(first)) else set()
    return first


def worth(thread: Thread) -> float:
    """How much of a thread a set of posts holds, from 0 to 1: posts with text, each with author and date."""
    total = sum(sqrt(min(len(post.body), _LONG)) * (2 + bool(post.author) + bool(post.date)) for post in thread.answers)
    return total / (total + _HALF)


def reading_of(thread: Thread) -> Reading:
    """The thread as question and answers, with the warnings and the noise of its readers."""
    asked = thread.question or Post()
    question = Question(
        title=thread.title,
        body=asked.body or None,
        asker=asked.author,
        asker_location=asked.profile.location,
        asked_at=asked.date,
        topics=tuple(thread.topics),
        votes=asked.votes,
        views=thread.views,
    )
    positions = {id(post): number for number, post in enumerate(thread.answers, 1)}
    answers = [_answer(post, number, positions) for number, post in enumerate(thread.answers, 1)]
    return Reading(question, answers, thread.declared, thread.warnings, thread.noise)


def _answer(post: Post, position: int, positions: dict[int, int]) -> Answer:
    profile = post.profile
    return Answer(
        position=position,
        headline=post.headline,
        body=post.body,
        votes=post.votes,
        is_accepted=post.accepted,
        answered_at=post.date,
        url=post.url,
        author_name=post.author,
        author_credentials=profile.credentials,
        author_note=profile.note,
        author_url=post.author_url,
        specialty=profile.specialty,
        location=profile.location,
        address=profile.address,
        rating=profile.rating,
        rating_best=profile.rating_best,
        review_count=profile.review_count,
        parent_position=positions.get(id(post.parent)) if post.parent is not None else None,
    )


def _same_thread(one: Thread, other: Thread) -> bool:
    """Whether two threads of a page are the same one: no titles that differ, or a post in common."""
    titles = [letters(thread.title or "") for thread in (one, other)]
    if titles[0].startswith(titles[1]) or titles[1].startswith(titles[0]):
        return True
    known = {post.key for post in _posts(one)} - {""}
    return any(post.key in known for post in _posts(other))


def _posts(thread: Thread) -> list[Post]:
    return [post for post in (thread.question, *thread.answers) if post is not None]


def _complete(first: Thread, other: Thread) -> None:
    """Fill in what only the other thread knows; its posts are matched by id, link, element or text."""
    for name in ("title", "views", "declared", "asks"):
        if getattr(first, name) is None:
            setattr(first, name, getattr(other, name))
    first.topics = first.topics or other.topics
    first.noise += [removal for removal in other.noise if removal not in first.noise]
    stated = other.origin != STRUCTURE and first.origin == STRUCTURE
    _settle_question(first, other)
    if first.question is not None and other.question is not None:
        first.warnings |= _fill(first.question, other.question, stated=stated)
    partners = _pairs(first.answers, other.answers)
    for post, same in partners.items():
        first.warnings |= _fill(post, same, stated=stated)
    _add_missing(first, other, {id(same): post for post, same in partners.items()})


def _settle_question(first: Thread, other: Thread) -> None:
    """Take the other thread's question where this one has none, or lists it as its first answer."""
    asked = other.question
    if asked is None:
        return
    if first.question is None:
        first.question = Post()
    if first.answers and asked.body and not first.question.body and _are_one(first.answers[0], asked):
        first.question = first.answers.pop(0)


def _pairs(posts: list[Post], others: list[Post]) -> dict[Post, Post]:
    """The posts that two threads have in common, the sure signs first."""
    found: dict[Post, Post] = {}
    free = list(others)
    for same in (_same_id, _same_node, _same_text):
        for post in posts:
            if post in found:
                continue
            partner = next((one for one in free if same(post, one)), None)
            if partner is not None:
                found[post] = partner
                free.remove(partner)
    return found


def _are_one(one: Post, other: Post) -> bool:
    return _same_id(one, other) or _same_node(one, other) or _same_text(one, other)


def _same_id(one: Post, other: Post) -> bool:
    return (one.id is not None and one.id == other.id) or (one.url is not None and one.url == other.url)


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


def _fill(post: Post, other: Post, *, stated: bool) -> set[str]:
    """Fill in a post's unknown fields; with ``stated`` the other one is markup and decides about them.

    Returns the names of the warnings about fields of which the two say different things.
    """
    warnings = set()
    for name in _FILLED:
        own, known = getattr(post, name), getattr(other, name)
        if known is None or own == known:
            continue
        if own is not None and name in _COMPARED and _disagree(own, known):
            warnings.add(_COMPARED[name])
        if own is None or stated:
            setattr(post, name, known)
    if other.body and (not post.body or (post.cut and len(other.body) > len(post.body))):
        post.body, post.node, post.cut = other.body, other.node, other.cut
    post.headline = post.headline or other.headline
    for one in fields_of(Profile):
        if getattr(post.profile, one.name) in (None, ()):
            setattr(post.profile, one.name, getattr(other.profile, one.name))
    return warnings


def _disagree(own: object, known: object) -> bool:
    """Whether two values cannot both be right: of dates, if they are more than a day apart (zones differ)."""
    if isinstance(own, datetime) and isinstance(known, datetime):
        return abs(own - known) > timedelta(days=1)
    if isinstance(own, str) and isinstance(known, str):
        return letters(own) != letters(known)
    return own != known


def _add_missing(first: Thread, other: Thread, partners: dict[int, Post]) -> None:
    """Add displayed posts of the other thread while this one has fewer answers than the page declares."""
    place = 0
    for post in other.answers:
        partner = partners.get(id(post))
        if partner is not None:
            place = first.answers.index(partner) + 1
        elif post.node is not None and post.body and len(first.answers) < (first.declared or 0):
            post.parent = partners.get(id(post.parent)) if post.parent else None
            first.answers.insert(place, post)
            place += 1
