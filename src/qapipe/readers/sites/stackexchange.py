"""Stack Exchange: Stack Overflow and its sister sites, from the tables of 2009 to the pages of today."""

import re

from qapipe.page import dates
from qapipe.page.document import HtmlDocument
from qapipe.page.searching import has
from qapipe.page.urls import host_of
from qapipe.readers.posts import owner_of, reading_of
from qapipe.readers.selected import Selectors, answers_of, date_in, first_number, link_in, owned, posts_by, texts
from qapipe.readers.site import Reading, Site, html_layout

HOSTS = (
    "stackexchange.com", "stackoverflow.com", "superuser.com", "serverfault.com", "askubuntu.com", "mathoverflow.net",
)  # fmt: skip
KEY, VIEWED = re.compile(r"/q(?:uestions)?/(\d+)"), re.compile(r"(\d[\d.,\s]*) (?:times|v|раз|回)")
PARTS = Selectors(
    question="#question",
    answers="#answers .answer",
    body=".post-text, .js-post-body",
    accepted=".accepted-answer",
    votes=".vote-count-post, .js-vote-count",
    title="#question-header h1, #question-header .question-hyperlink",
    topics="#question .post-tag",
    declared="[data-answercount], [itemprop=answerCount], #answers-header h2",
)
SIGNED, NAME, WIKI, TIME = ".post-signature", ".user-details a", ".community-wiki", ".user-action-time span"
VIEWS, CREATED = "#question-header ~ div [title], #qinfo b, .label-key b, .label-value", "time[itemprop=dateCreated]"


def _recognises(document: HtmlDocument) -> bool:
    return has(document.source, b"question-hyperlink") and document.tree.css_matches(f"#question :is({PARTS.body})")


def _read(document: HtmlDocument) -> Reading:
    thread, posts = posts_by(document, PARTS)
    for post, node in owned(document.tree, SIGNED, posts):  # the editor's stands before the author's; a wiki has none
        link, plain, when = node.css_first(NAME), node.css_first(".user-details"), node.css_first(TIME)
        named = (link.text() if link else plain.text(deep=False) if plain else "").strip()
        post.author = named if named and not node.css_first(WIKI) else None
        post.author_url = link_in(link, document) if link and post.author else None
        post.date = dates.on_page(when.attributes.get("title") or when.text(), document.captured_at) if when else None
    for node in document.tree.css(CREATED):
        if (dated := owner_of(node, posts) or thread.question) and dated.date is None:
            dated.date = date_in(node, document.captured_at)
    thread.answers = answers_of(thread, posts)
    for post in thread.answers:
        post.accepted, post.url = bool(post.accepted), document.absolute(f"/a/{(post.id or '').rpartition('-')[2]}")
    thread.views = first_number(texts(document.tree, VIEWS, "title"), VIEWED)
    return reading_of(thread)


SITE = Site(
    name="stackexchange",
    description="Stack Exchange, with Stack Overflow",
    hosts=HOSTS,
    question_key=lambda url: f"{host_of(url).removeprefix('www.')}/{found[1]}" if (found := KEY.search(url)) else None,
    layouts=(html_layout("question", "a question with its answers, in the pages of all years", _recognises, _read),),
)
