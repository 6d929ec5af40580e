"""Threads by CSS selectors, for the modules of sites: a table of selectors in, the posts that they find out.

Each value is looked for in attributes that hold it exactly, then in the text of the element.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.page import dates
from qapipe.page.document import HtmlDocument
from qapipe.page.text import one_line
from qapipe.readers.lines.anonymous import is_anonymous
from qapipe.readers.markup.bodies import text_of_post
from qapipe.readers.posts import Post, Thread, owner_of
from qapipe.readers.threads.printed_numbers import number

_TIMES = ("datetime", "data-time", "title", "content")
_NAMES = ("content", "data-user-card")
_COUNTS = (
    "data-value",
    "data-count",
    "data-answercount",
    "data-num",
    "data-evaluate",
    "content",
    "title",
    "aria-label",
)
_NUMBER = re.compile(r"([-+−–]?\d(?:[\d.,，\s'’]*\d)?\s?(?:[kKmM]\b|[万萬만千천]|тыс|тис|млн|Tsd|Mio|mil\b)?)")
_LONGEST = 1_000  # characters of a field
_OF_EDITS = re.compile(r"edit|updat|modif|编辑|修改|更新|推荐", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors of the parts of a site's pages; of several elements in a post the first counts."""

    question: str
    """The element of the question, which may be around those of the answers."""
    answers: str
    body: str
    author: str = ""
    author_url: str = ""
    """Where it is not the link of ``author``."""
    date: str = ""
    votes: str = ""
    url: str = ""
    accepted: str = ""
    """An element in, or the element of, an answer that is accepted."""
    title: str = "h1"
    topics: str = ""
    views: str = ""
    declared: str = ""
    """An element whose first number is that of the answers."""


def posts_by(document: HtmlDocument, selectors: Selectors) -> tuple[Thread, dict[int, Post]]:
    """A thread with title, topics and counts, and its posts by the ``mem_id`` of their elements, in page order.

    The thread has its question but no answers yet: which of the posts are answers is left to the site.
    """
    tree, thread, posts = document.tree, Thread("thread", question=Post()), dict[int, Post]()
    for node in tree.css(f"{selectors.question}, {selectors.answers}"):
        posts[node.mem_id] = Post(id=node.attributes.get("id"))
    for node in tree.css(selectors.question)[:1]:
        thread.question = posts[node.mem_id]
    read: dict[int, Post] = {}  # by the element of the body; one inside another is part of it
    for post, node in owned(tree, selectors.body, posts):
        if not post.body and owner_of(node, read) is None:
            post.body, read[node.mem_id] = text_of_post(node, thread.noise), post
    for post, node in owned(tree, selectors.author, posts):
        if post.author is None:
            post.author, post.author_url = name_in(node), link_in(node, document)
    fill(tree, selectors.author_url, posts, "author_url", lambda node: link_in(node, document))
    fill(tree, selectors.date, posts, "date", lambda node: date_in(node, document.captured_at))
    fill(tree, selectors.votes, posts, "votes", lambda node: first_number([said(node, *_COUNTS)]))
    fill(tree, selectors.url, posts, "url", lambda node: link_in(node, document))
    for post in posts.values():
        post.author, post.author_url = (post.author, post.author_url) if post.author else (None, None)
    accepted = {id(posts.get(node.mem_id) or owner_of(node, posts)) for node in _css(tree, selectors.accepted)}
    for post in posts.values() if accepted else ():
        post.accepted = id(post) in accepted
    thread.title, thread.topics = next(iter(texts(tree, selectors.title)), None), texts(tree, selectors.topics)
    thread.views = first_number(texts(tree, selectors.views, *_COUNTS))
    thread.declared = first_number(texts(tree, selectors.declared, *_COUNTS))
    return thread, posts


def answers_of(thread: Thread, posts: Mapping[int, Post]) -> list[Post]:
    """The posts of a thread that have a text, but its question."""
    return [post for post in posts.values() if post.body and post is not thread.question]


def _css(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    return tree.css(selector) if selector else []


def owned(tree: LexborHTMLParser, selector: str, posts: Mapping[int, Post]) -> Iterator[tuple[Post, LexborNode]]:
    """Each element that a selector finds inside a post, with that post, in page order."""
    for node in _css(tree, selector):
        post = owner_of(node, posts)
        if post is not None:
            yield post, node


def fill(
    tree: LexborHTMLParser, selector: str, posts: Mapping[int, Post], field: str, read: Callable[[LexborNode], object]
) -> None:
    """Set a field of the posts from the first element in each of them that a selector finds and that says something.

    A field that is set already stays as it is.
    """
    for post, node in owned(tree, selector, posts):
        if getattr(post, field) is None:
            setattr(post, field, read(node))


def said(node: LexborNode, *attributes: str) -> str:
    """The first of some attributes of an element that is not empty, else its text, as one line."""
    own = node.attributes
    return one_line((next((value for name in attributes if (value := own.get(name))), None) or node.text())[:_LONGEST])


def texts(tree: LexborHTMLParser, selector: str, *attributes: str) -> list[str]:
    """What the elements that a selector finds say (:func:`said`), each once and none that is empty, in page order."""
    return list(dict.fromkeys(text for node in _css(tree, selector) if (text := said(node, *attributes))))


def first_number(found: Iterable[str], pattern: re.Pattern[str] = _NUMBER) -> int | None:
    """The first number in some texts, as the first group of a pattern; None without any."""
    return next((number(match[1]) for text in found if (match := pattern.search(text))), None)


def name_in(node: LexborNode) -> str | None:
    """The name that an element says; empty for an anonymous one, and None for an element without text."""
    name = said(node, *_NAMES)
    return "" if is_anonymous(name) else name or None


def link_in(node: LexborNode, document: HtmlDocument) -> str | None:
    """The target of a link, or the URL in a ``meta`` element, absolute."""
    content = node.attributes.get("content") or ""
    return document.absolute(node.attributes.get("href") or (content if content.startswith("http") else None))


def date_in(node: LexborNode, captured: datetime | None) -> datetime | None:
    """The time that an element says; None for that of an edit."""
    return None if _OF_EDITS.search(node.text()) else dates.on_page(said(node, *_TIMES), captured)


def unfolded(text: str) -> str:
    """The text of a post without the preview of it that stands before it."""
    again = text.find(text.partition("\n")[0], 1)
    return text[again:] if again > 0 and text[again:].startswith(text[:again].rstrip()) else text
