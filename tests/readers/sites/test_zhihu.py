"""Zhihu: where each field of a post stands in the pages of both designs."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.sites.zhihu import SITE
from qapipe.records.reasons import Reason

(LAYOUT,) = SITE.layouts
URL = "https://www.zhihu.com/question/31"
NEW = """<div class=QuestionPage><meta itemprop=dateCreated content=2019-05-01T08:00:00Z>
<meta itemprop=answerCount content=9>
<div class=QuestionHeader-topics><a class=TopicLink>织布</a></div><h1 class=QuestionHeader-title>后梁响怎么办？</h1>
<div class=QuestionRichText><p class=RichText>每次都响。</p></div>
<div class=NumberBoard-item><b class=NumberBoard-itemValue title=12>12</b></div>
<div class=NumberBoard-item><b class=NumberBoard-itemValue title=3456>3,456</b></div>
<div class=AnswerItem><div class=AnswerItem-authorInfo><meta itemprop=name content=老木匠>
<meta itemprop=url content=https://www.zhihu.com/people/u6></div><meta itemprop=upvoteCount content=7>
<meta itemprop=url content=https://www.zhihu.com/question/31/answer/6>
<meta itemprop=dateCreated content=2019-05-03T08:00:00Z>
<div class=RichContent><p class=RichText>涂蜡。</p></div></div></div>"""
OLD = """<div class=zu-main><a class=zm-item-tag>木工</a><div id=zh-question-title><h2>后梁响怎么办？</h2></div>
<div id=zh-question-detail><p class=zm-editable-content>每次都响。</p></div>
<h3 id=zh-question-answer-num data-num=9>9 个</h3>
<div class=zm-item-answer><div class=zm-votebar><b class=count>7</b></div>
<a class=author-link href=/people/u6>老木匠</a>
<p class=zm-editable-content>涂蜡。</p>
<a class=answer-date-link href=/question/31/answer/6>发布于 2019-05-03</a></div></div>"""


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (URL, "31"),
        (f"{URL}/", "31"),
        (f"{URL}?sort=created", "31"),
        (f"{URL}#x", "31"),
        (f"{URL}/answer/600", "31"),
        (f"{URL}/answers/updated", "31"),
        (f"{URL}/log", None),
        ("https://www.zhihu.com/people/31", None),
    ],
)
def test_the_key_of_a_question(url: str, key: str | None) -> None:
    assert SITE.question_key is not None
    assert SITE.question_key(url) == key


@pytest.mark.parametrize(
    ("page", "topic", "asked", "hour", "views"),
    [(NEW, "织布", datetime(2019, 5, 1, 8, tzinfo=UTC), 8, 3456), (OLD, "木工", None, 0, None)],
)
def test_fields(page: str, topic: str, asked: datetime | None, hour: int, views: int | None) -> None:
    document = HtmlDocument(f"<!doctype html><meta charset=utf-8>{page}".encode(), URL)
    assert LAYOUT.recognises(document)
    read = LAYOUT.read(document)
    question, (answer,) = read.question, read.answers
    assert (question.title, question.body, question.topics) == ("后梁响怎么办？", "每次都响。", (topic,))
    assert (question.asked_at, question.views, read.answers_declared) == (asked, views, 9)
    assert (answer.body, answer.author_name, answer.votes) == ("涂蜡。", "老木匠", 7)
    assert (answer.author_url, answer.url) == ("https://www.zhihu.com/people/u6", f"{URL}/answer/6")
    assert answer.answered_at == datetime(2019, 5, 3, hour, tzinfo=UTC)


def test_a_page_without_a_title_of_a_question_is_none() -> None:
    assert not LAYOUT.recognises(HtmlDocument(b"<div class=QuestionPage><h1>31</h1><h2>31</h2></div>", URL))


def test_a_page_that_no_script_has_put_together_is_refused() -> None:
    assert SITE.refuses is not None
    shell = "<html><body><div id=root></div><script>run()</script>{}</body></html>"
    assert SITE.refuses(HtmlDocument(shell.format("").encode(), URL)) is Reason.NEEDS_RENDERING
    assert SITE.refuses(HtmlDocument(shell.format("<p>Wax the beam.</p>" * 90).encode(), URL)) is None
    assert (SITE.owns("www.zhihu.com"), SITE.owns("zhihu.com.example")) == (True, False)
