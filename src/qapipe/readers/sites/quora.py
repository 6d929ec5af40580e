"""Quora: the pages of 2015 to 2018, and those that scripts have put together since."""

import re

from qapipe.page.document import HtmlDocument
from qapipe.page.urls import host_of, path_of
from qapipe.readers.forum_page import unless_shown
from qapipe.readers.posts import reading_of
from qapipe.readers.selected import Selectors, answers_of, owned, posts_by, unfolded
from qapipe.readers.site import Reading, Site, html_layout
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal
from qapipe.records.warnings import PageWarning

KEY = re.compile(r"quora\.com(?::\d+)?/(?:unanswered/)?([^/?#]*-[^/?#]*)(?:/answer/[^/?#]*)?/?(?:[?#]|$)")
PARTS = Selectors(
    question=".QuestionArea",
    answers="[class*=dom_annotate_question_answer_item_], .AnswerBase, .AnswerWiki",
    body=":is(.question_details, .AnswerBase, .AnswerWiki) .ui_qtext_rendered_qtext, .spacing_log_answer_content",
    author=".spacing_log_answer_header a[href*='/profile/'], .AnswerHeader a.user",
    date="a.answer_timestamp, a.answer_permalink",
    votes="[aria-label*=upvote], .dom_annotate_answer_action_bar_upvote, .Upvote",
    url="a.answer_timestamp, a.answer_permalink",
    title=".puppeteer_test_question_main .puppeteer_test_question_title, .question_text_edit h1",
    topics=".puppeteer_test_question_main a[href*='/topic/'], .TopicNameSpan",
)
OTHERS = ".spacing_log_originally_answered_banner, .puppeteer_test_question_title"  # answers to other questions
MORE = re.compile(r"\s*(?:…|\.\.\.)?\s*\(more\)$")


def _recognises(document: HtmlDocument) -> bool:
    return document.tree.css_matches(PARTS.title)


def _read(document: HtmlDocument) -> Reading:
    thread, posts = posts_by(document, PARTS)
    others = {id(post) for post, _ in owned(document.tree, OTHERS, posts)}
    for post in answers_of(thread, posts):
        if id(post) in others or (post.url and "/answer/" not in post.url):
            thread.noise.append(Removal(NoiseRule.OUTSIDE_ANSWERS, post.body))
            continue
        if path_of(post.author_url).rpartition("/")[2] != path_of(post.url).rpartition("/")[2]:  # of one who likes it
            post.author = post.author_url = None
        post.body, cut = MORE.subn("", unfolded(post.body))
        thread.warnings |= {PageWarning.TEASERS} if cut else set()
        thread.answers.append(post)
    return reading_of(thread)


SITE = Site(
    name="quora",
    description="Quora, in all languages",
    hosts=("quora.com",),
    refuses=unless_shown,
    question_key=lambda url: f"{host_of(url).removeprefix('www.')}/{found[1]}" if (found := KEY.search(url)) else None,
    layouts=(html_layout("question", "a question with its answers, not those of other questions", _recognises, _read),),
)
