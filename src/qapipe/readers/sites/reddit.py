"""Reddit: old.reddit.com of all years, and the pages since 2023, whose elements hold the fields as attributes."""

import re
from dataclasses import replace

from qapipe.page import dates
from qapipe.page.document import Document, HtmlDocument
from qapipe.page.searching import has_any
from qapipe.readers import verdict
from qapipe.readers.posts import Post, Thread, owner_of, reading_of
from qapipe.readers.site import Layout, Reading, Site
from qapipe.readers.threads.printed_numbers import number
from qapipe.readers.threads.texts import text_of

MARKS = (b"<shreddit-post", b"thing_t3_", b"thing id-t3_")  # one of them is in the bytes of every page
FIRST, POSTS = "div.thing.link, shreddit-post", "div.thing.link, div.thing.comment, shreddit-post, shreddit-comment"
TITLE, BODY = 'a.title, [slot="title"]', '.usertext-body .md, [id$="-rtjson-content"]'
TIME, NAME, SCORE = "time[datetime], faceplate-timeago[ts]", ".tagline a.author", ".tagline .score.unvoted"


def _recognises(document: Document) -> bool:
    if not isinstance(document, HtmlDocument) or not has_any(document.source, MARKS):
        return False
    return len(document.tree.css(FIRST)) == 1 and b"/comments/" in document.source


def _read(document: Document) -> Reading:
    if not isinstance(document, HtmlDocument):
        raise TypeError("Reddit's pages are HTML")
    thread, posts = Thread("thread"), dict[int, Post]()
    for node in document.tree.css(POSTS):
        own = node.attributes.get
        post = Post(author=own("author"), votes=number(own("score") or own("data-score") or ""))
        post.url, post.headline = document.absolute(own("permalink") or own("data-permalink")), own("post-title")
        post.date = dates.instant(own("created-timestamp") or "")
        post.parent, posts[node.mem_id] = owner_of(node, posts), post
        thread.declared = thread.declared or number(own("comment-count") or own("data-comments-count") or "")
    for field in (TITLE, BODY, TIME, NAME, SCORE):
        for node in document.tree.css(field):
            own, post = node.attributes.get, owner_of(node, posts) or Post()
            post.headline = post.headline or (node.text().strip() if field == TITLE else None)
            post.body = post.body or (text_of(node) if field == BODY else "")
            post.date = post.date or (dates.instant(own("datetime") or own("ts") or "") if field == TIME else None)
            post.author = post.author or (node.text().strip() if field == NAME else None)
            post.votes = number(node.text().partition(" ")[0]) if field == SCORE and post.votes is None else post.votes
    for post in posts.values():
        post.author = None if post.author in ("[deleted]", "[removed]") else post.author
        post.author_url = document.absolute(f"/user/{post.author}") if post.author else None
    thread.question, *answers = posts.values()
    thread.title, thread.answers = thread.question.headline, [post for post in answers if post.body]
    return replace(reading_of(thread), reason=verdict.reason_of(document, thread))


SITE = Site(
    name="reddit",
    description="Reddit, posts with comments",
    hosts=("reddit.com",),
    question_key=lambda url: found[1] if (found := re.search(r"/comments/([0-9a-z]+)", url)) else None,
    layouts=(Layout("comments", "a post with its comments, old and new", _recognises, _read),),
)
