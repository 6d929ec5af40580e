"""Discourse on any host: the page that crawlers get, alone or in ``noscript``, and the page that scripts render."""

import re
from dataclasses import replace

from qapipe.page.document import HtmlDocument
from qapipe.page.searching import has
from qapipe.readers import markup, verdict
from qapipe.readers.posts import reading_of
from qapipe.readers.selected import Selectors, answers_of, posts_by
from qapipe.readers.site import Reading, Site, html_layout
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal

PARTS = Selectors(
    question="#post_1",
    answers=".crawler-post[id^=post_], article[data-post-id]",
    body=".crawler-post > .post, .cooked",
    author=".creator a, .names a[data-user-card]",
    date="time.post-time, .post-date [data-time]",
    votes="[itemprop=userInteractionCount], .like-count, .reactions-counter",
    accepted=".accepted-text",
    title="#topic-title h1, #main-outlet > h1",
    topics="#topic-title .discourse-tag:not([class*=vote]), .topic-category .discourse-tag:not([class*=vote])",
    views=".topic-map .views .number",
)
TOPIC, SYSTEM = re.compile(r"[^?#]*/t/(?:\d*[^/?#\d][^/?#]*/)?\d+"), frozenset({"system", "system1"})


def _recognises(document: HtmlDocument) -> bool:
    return has(document.source, b"iscourse") and all(map(document.tree.css_matches, (PARTS.answers, PARTS.body)))


def _read(document: HtmlDocument) -> Reading:
    thread, posts = posts_by(document, PARTS)
    topic = TOPIC.match(document.url or "")
    marked = markup.threads_of(document, located=False, asking=True)  # where topics can be solved
    accepted = (post.url for one in marked for post in one.answers if post.accepted)
    chosen = {url.rpartition("/")[2] for url in accepted if url}
    for one in marked[:1]:
        thread.asks, thread.declared = True, one.declared  # of solutions alone
        if thread.question and one.question:
            thread.question.date = one.question.date or thread.question.date
            thread.question.votes = thread.question.votes if thread.question.votes is not None else one.question.votes
    for post in answers_of(thread, posts):
        number = (post.id or "").removeprefix("post_")
        post.url = f"{topic[0]}/{number}" if topic and number else None
        post.accepted = number in chosen if chosen else post.accepted
        if post.author in SYSTEM:
            thread.noise.append(Removal(NoiseRule.SITE_NOTICE, post.body))
        else:
            thread.answers.append(post)
    return replace(reading_of(thread), reason=verdict.reason_of(document, thread), declares_all=False)


SITE = Site(
    name="discourse",
    description="Discourse, a forum on many hosts",
    layouts=(html_layout("topic", "a topic with its posts", _recognises, _read),),
    software=True,
)
