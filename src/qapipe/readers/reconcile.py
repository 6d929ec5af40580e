"""One thread of several: the best set of posts of a page, completed from the other ways of finding them.

In: threads of one page, from JSON-LD, microdata, RDFa or the structure of the page. Out: the one with the highest
score, its empty fields filled in from the same posts of the others. A post of another thread is added only where the
page declares more answers than the best thread has, and displays that post.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from dataclasses import fields as fields_of
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter

from qapipe.page.document import Document, HtmlDocument
from qapipe.page.text import letters
from qapipe.readers import markup, verdict
from qapipe.readers.pairing import are_one, pairs
from qapipe.readers.posts import Post, Profile, Thread, worth
from qapipe.readers.threads import may_hold_thread, shown_places, thread_and_features
from qapipe.records.warnings import PageWarning

STRUCTURE = "thread"
"""Origin of threads found by the structure of the page; the others are markup."""

_OWN = frozenset({"body", "parent", "node", "cut", "profile", "headline"})
_AS_LONG, _LABEL = 1.5, 40  # how much longer one rendering of a text may be, and letters beside
_FILLED = tuple(name for name in (one.name for one in fields_of(Post)) if name not in _OWN)
_filled = attrgetter(*_FILLED)
_PROFILE = tuple(one.name for one in fields_of(Profile))
_profile = attrgetter(*_PROFILE)
_COMPARED = {
    "author": PageWarning.AUTHORS_DISAGREE,
    "date": PageWarning.DATES_DISAGREE,
    "votes": PageWarning.VOTES_DISAGREE,
}
_BETTER = 1.02  # a syntax must be better by this factor than one before it
_INCLUDED = 0.8  # of the posts marked up must be among those shown
_FAR_BETTER = 1.5
_LEAST_POST = 12  # letters of a text that is a post


@dataclass(slots=True)
class Found:
    """The posts of a page and what speaks for their being a thread."""

    thread: Thread
    boxes: dict[str, float] = field(default_factory=dict)
    """What their elements say about it; empty where markup says it, and where only markup holds them."""
    marked: bool = False
    """Whether markup says that it is a question or a discussion."""


@lru_cache(maxsize=1)  # sites ask whether it is theirs, then read it
def posts_of(document: Document) -> Found | None:
    """The best set of posts of a page, from its markup and its structure; None for pages without any."""
    if not isinstance(document, HtmlDocument):
        return None
    by_type = markup.verdict_of(document)
    marked = bool(by_type.threads or any(thread.head for thread in by_type.discussions))
    if not marked and not may_hold_thread(document):
        return None
    threads, structure = _threads_of(document, marked=marked)
    if structure is not None and structure[0].answers:
        structure[0].score = worth(structure[0])
        threads = [*threads, structure[0]]
    thread = merged(threads)
    return Found(thread, structure[1] if structure else {}, marked) if thread else None


def are_thread(document: HtmlDocument, found: Found) -> bool:
    """Whether posts are a thread: by the type that the markup names, else by what speaks for it."""
    return found.marked or verdict.is_thread(verdict.thread_features(document, found.thread, found.boxes))


def shows_answers(document: Document) -> bool:
    """Whether a page shows a question with answers to readers that know nothing of its site."""
    found = posts_of(document)
    return isinstance(document, HtmlDocument) and bool(found and found.thread.answers and are_thread(document, found))


def _threads_of(document: HtmlDocument, *, marked: bool) -> tuple[list[Thread], tuple[Thread, dict[str, float]] | None]:
    """The threads that markup holds, and that of the structure, which is not read where markup is complete."""
    if markup.may_be_whole(document):
        threads = markup.threads_of(document)
        return threads, None if any(map(_is_complete, threads)) else thread_and_features(document, marked=marked)
    structure = thread_and_features(document, marked=marked)  # first, so that markup finds its arrays
    if not marked and structure is None:
        return [], None
    heads = structure is None or not structure[0].answers
    return markup.threads_of(document, heads=heads, shown=shown_places(document)), structure


def _is_complete(thread: Thread) -> bool:
    """Whether the markup of the posts themselves says all that their page shows: as many as declared, none unnamed."""
    if thread.origin == "json_ld" or thread.declared != len(thread.answers) or not thread.answers:
        return False
    asked = thread.question
    return bool(asked and asked.body) and all(post.body and post.author and post.date for post in thread.answers)


def merged(threads: Iterable[Thread]) -> Thread | None:
    """The best of the threads, completed from the others; None without any. The threads are changed."""
    candidates = list(threads)
    marked = _highest([thread for thread in candidates if thread.origin != STRUCTURE])
    shown = _highest([thread for thread in candidates if thread.origin == STRUCTURE])
    first = shown if marked is None or (shown is not None and _holds_more(shown, marked)) else marked
    if first is None:
        return None
    for other in candidates:
        if other is not first and _same_thread(first, other):
            _complete(first, other)
    first.warnings |= {PageWarning.BODY_CUT} if any(post.cut for post in _posts(first)) else set()
    first.warnings |= {PageWarning.UNREAD_POSTS} if shown is not None and _leaves_out(first, shown) else set()
    return first


def _leaves_out(first: Thread, shown: Thread) -> bool:
    """Whether the page shows posts of the thread that are not in it, unless it holds as many as the page declares."""
    if first is shown or first.declared == len(first.answers):
        return False
    known = pairs(_posts(shown), _posts(first))
    left = [post for post in shown.answers if post not in known and len(letters(post.body)) >= _LEAST_POST]
    return bool(left) and len(known) >= len(left)


def _highest(threads: list[Thread]) -> Thread | None:
    if not threads:
        return None
    first, *others = threads
    for other in others:
        first = other if other.score > first.score * _BETTER else first
    return first


def _holds_more(shown: Thread, marked: Thread) -> bool:
    """Whether the posts that a page shows are a better set than those it marks up.

    They must include nearly all of these, and add some: markup that disagrees with the page's structure is more often
    right, and so is markup of the posts themselves (microdata) that holds as many answers as the page declares.
    """
    if not marked.answers:
        return bool(shown.answers)
    if marked.origin != "json_ld" and marked.declared == len(marked.answers):
        return False
    shared = len(pairs(marked.answers, _posts(shown)))
    if shared < _INCLUDED * len(marked.answers):
        return shown.score > marked.score * _FAR_BETTER and marked.declared != len(marked.answers)
    asked = marked.question
    repeated = asked is not None and any(are_one(post, asked) for post in shown.answers[:2])
    return len(shown.answers) - repeated > len(marked.answers)


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
    stated = first.origin == STRUCTURE
    _settle_question(first, other)
    asked = other.question
    if first.question is not None and asked is not None and not pairs([asked], first.answers):
        first.warnings |= _fill(first.question, asked, stated=stated)
    partners = pairs(first.answers, other.answers)
    for post, same in partners.items():
        if first.origin == "json_ld" and other.origin == STRUCTURE and _lacks_quotes(post, same):
            post.body, post.node, post.cut = same.body, same.node, False
        first.warnings |= _fill(post, same, stated=stated)
    _add_noise(first, other)
    _add_missing(first, other, {id(same): post for post, same in partners.items()})


def _add_noise(first: Thread, other: Thread) -> None:
    """Add what only the other thread removed, if the posts are without it, too."""
    if not other.noise:
        return
    listed = {letters(removal.text) for removal in first.noise}
    kept = [letters(post.body) for post in _posts(first)]
    for removal in other.noise:
        key = letters(removal.text)
        if key not in listed and not any(key in body for body in kept):
            first.noise.append(removal)


def _settle_question(first: Thread, other: Thread) -> None:
    """Decide on the question where the two threads differ.

    A first post that markup names is the question, whatever the structure takes for it. Without a name for it, the
    first comment marked up was taken, and is an answer if the structure finds a question before it.
    """
    asked = other.question
    if asked is None:
        return
    if first.question is None:
        first.question = Post()
    own = first.question
    if first.origin != STRUCTURE and first.asks is None and any(are_one(own, post) for post in other.answers[:1]):
        first.answers.insert(0, own)
        first.question = replace(asked)
        return
    repeated = next((post for post in first.answers[:2] if asked.body and are_one(post, asked)), None)
    if repeated is not None and (other.asks is not None or not own.body):
        first.answers.remove(repeated)
        first.question = repeated
    elif other.asks is not None and asked.body and asked.node is not None and not are_one(own, asked):
        own.body, own.node = asked.body, asked.node


def _fill(post: Post, other: Post, *, stated: bool) -> set[PageWarning]:
    """Fill in a post's unknown fields; with ``stated`` the other one decides about them: it is markup.

    Returns the names of the warnings about fields of which the two say different things.
    """
    warnings: set[PageWarning] = set()
    for name, own, known in zip(_FILLED, _filled(post), _filled(other), strict=True):
        if known is None:
            continue
        if own is not None and name in _COMPARED and _are_as_long(post, other) and _disagree(own, known):
            warnings.add(_COMPARED[name])
        if own is None or stated:
            setattr(post, name, known)
    if _shows_more(other, post):
        post.body, post.node, post.cut = other.body, other.node, other.cut
    post.headline = post.headline or other.headline
    for name, own, known in zip(_PROFILE, _profile(post.profile), _profile(other.profile), strict=True):
        if own in (None, ()):
            setattr(post.profile, name, known)
    return warnings


def _lacks_quotes(post: Post, shown: Post) -> bool:
    """Whether the page shows a post with more in it than JSON-LD, such as quotations, but nothing behind its end."""
    whole, place = letters(shown.body), 0
    lines = [key for line in post.body.split("\n") if (key := letters(line))]
    for line in lines:
        place = whole.find(line, place) + len(line)
        if place < len(line):
            return False
    return bool(lines) and whole.endswith(lines[-1]) and len(whole) > sum(map(len, lines))


def _shows_more(other: Post, post: Post) -> bool:
    """Whether another rendering of a post's text is better: the post has none, is truncated, or was not displayed."""
    if not post.body or (post.cut and len(other.body) > len(post.body)):
        return bool(other.body)
    return post.node is None and other.node is not None and letters(post.body) in letters(other.body)


def _are_as_long(post: Post, other: Post) -> bool:
    """Whether two bodies are one text, and not one box around several."""
    lengths = sorted((len(post.body), len(other.body)))
    return lengths[1] <= _AS_LONG * lengths[0] + _LABEL


def _disagree(own: object, known: object) -> bool:
    """Whether two values cannot both be right: of dates, if they are more than a day apart (zones differ)."""
    if own == known:
        return False
    if isinstance(own, datetime) and isinstance(known, datetime):
        return abs(own - known) > timedelta(days=1)
    if isinstance(own, str) and isinstance(known, str):
        return letters(own) != letters(known)
    return True


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
