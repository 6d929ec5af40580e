"""Zhihu (知乎): the pages of 2011 to 2016 and those since, a question with its answers or with one of them."""

import re

from qapipe.page.document import HtmlDocument
from qapipe.readers.forum_page import unless_shown
from qapipe.readers.posts import reading_of
from qapipe.readers.selected import Selectors, answers_of, posts_by
from qapipe.readers.site import Reading, Site, html_layout

KEY = re.compile(r"/question/(\d+)(?:/answers?/\w+)?/?(?:[?#]|$)")
PARTS = Selectors(
    question=".QuestionPage, .zu-main",
    answers=".AnswerItem, .zm-item-answer",
    body=".QuestionRichText .RichText, .RichContent .RichText, #zh-question-detail .zm-editable-content, "
    ".zm-item-answer .zm-editable-content",
    author=".AnswerItem-authorInfo meta[itemprop=name], .author-link",
    author_url=".AnswerItem-authorInfo meta[itemprop=url], .author-link",
    date=".QuestionPage > meta[itemprop=dateCreated], .AnswerItem > meta[itemprop=dateCreated], .answer-date-link",
    votes=".AnswerItem > meta[itemprop=upvoteCount], .zm-votebar .count",
    url=".AnswerItem > meta[itemprop=url], .answer-date-link",
    title=".QuestionHeader-title, #zh-question-title h2",
    topics=".QuestionHeader-topics .TopicLink, .zm-item-tag",
    views=".NumberBoard-item ~ .NumberBoard-item .NumberBoard-itemValue",
    declared=".QuestionPage > meta[itemprop=answerCount], #zh-question-answer-num",
)


def _recognises(document: HtmlDocument) -> bool:
    return document.tree.css_matches(PARTS.title)


def _read(document: HtmlDocument) -> Reading:
    thread, posts = posts_by(document, PARTS)
    thread.answers = answers_of(thread, posts)
    return reading_of(thread)


SITE = Site(
    name="zhihu",
    description="Zhihu (知乎)",
    hosts=("zhihu.com",),
    refuses=unless_shown,
    question_key=lambda url: found[1] if (found := KEY.search(url)) else None,
    layouts=(html_layout("question", "a question with its answers, or with one of them", _recognises, _read),),
)
