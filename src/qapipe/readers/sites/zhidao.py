"""Baidu Zhidao (百度知道): the best answer in a box of its own, the others below."""

import re

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import reading_of
from qapipe.readers.selected import Selectors, answers_of, first_number, posts_by, texts
from qapipe.readers.site import Reading, Site, html_layout

KEY = re.compile(r"/question/(\d+)")
PARTS = Selectors(
    question="#wgt-ask",
    answers=".wgt-best, .wgt-recommend, .wgt-answers .answer",
    body=".q-content, .best-text, .recommend-text, .answer-text",
    author=".wgt-replyer-all-uname, .user-name",
    date=".ask-time, .wgt-replyer-all-time, .pos-time",
    votes=".evaluate",
    accepted=".wgt-best",
    title=".ask-title",
    topics=".ask-info .question-tag",
    declared=".answer-num",
)
NOT_SAID = re.compile(r"^(?:```\n|展开全部\s*)|\n```$")  # prose stood in pre
VIEWED = re.compile(r"浏览\s?(\d+)")


def _recognises(document: HtmlDocument) -> bool:
    return document.tree.css_matches(PARTS.title)


def _read(document: HtmlDocument) -> Reading:
    thread, posts = posts_by(document, PARTS)
    for post in posts.values():
        post.body = NOT_SAID.sub("", post.body)
    thread.answers = answers_of(thread, posts)
    thread.views = first_number(texts(document.tree, ".ask-info"), VIEWED)
    return reading_of(thread)


SITE = Site(
    name="zhidao",
    description="Baidu Zhidao (百度知道)",
    hosts=("zhidao.baidu.com",),
    question_key=lambda url: found[1] if (found := KEY.search(url)) else None,
    layouts=(html_layout("question", "a question with its best answer and the others", _recognises, _read),),
)
