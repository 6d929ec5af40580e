"""Baidu Zhidao: best, recommended and other answers, and what stands around their texts."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.site import Reading
from qapipe.readers.sites.zhidao import SITE

(LAYOUT,) = SITE.layouts
URL = "https://zhidao.baidu.com/question/77.html"
HEAD = "<!doctype html><meta charset=utf-8><h1 class=ask-title>后梁响怎么办？</h1>"
PAGE = """<div id=wgt-ask><p class=q-content>每次都响。</p><i class=ask-time>2012-05-01</i></div>
<p class=ask-info>浏览 204 次 <a class=question-tag>织布</a></p><b class=answer-num>3条回答</b>
<div class=wgt-best><p class=best-text>涂蜡。</p><b class=wgt-replyer-all-uname>老木匠</b>
<i class=wgt-replyer-all-time>2012-05-02</i><i class=evaluate data-evaluate=5>5</i></div>
<div class=wgt-recommend><p class=recommend-text>上油。</p></div>
<div class=wgt-answers><div class=answer><p class=answer-text>换新的。</p><b class=user-name>小林</b>
<i class=pos-time>2012-05-03</i></div></div><div class=answer><p class=answer-text>不在这里。</p></div>"""


def reading(page: str) -> Reading:
    document = HtmlDocument((HEAD + page).encode(), URL)
    assert LAYOUT.recognises(document)
    return LAYOUT.read(document)


@pytest.mark.parametrize(
    ("url", "key"),
    [(URL, "77"), ("https://zhidao.baidu.com/question/77?x=1", "77"), ("https://zhidao.baidu.com/q/77", None)],
)
def test_the_key_of_a_question(url: str, key: str | None) -> None:
    assert SITE.question_key is not None
    assert SITE.question_key(url) == key


def test_fields() -> None:
    read = reading(PAGE)
    question = read.question
    assert (question.title, question.body, question.topics) == ("后梁响怎么办？", "每次都响。", ("织布",))
    assert (str(question.asked_at)[:10], question.views, read.answers_declared) == ("2012-05-01", 204, 3)
    assert [(answer.body, answer.author_name, answer.votes, answer.is_accepted) for answer in read.answers] == [
        ("涂蜡。", "老木匠", 5, True),
        ("上油。", None, None, False),
        ("换新的。", "小林", None, False),
    ]
    assert [str(answer.answered_at)[:10] for answer in read.answers] == ["2012-05-02", "None", "2012-05-03"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("<div class=best-text>展开全部 涂蜡。</div>", "涂蜡。"),
        ("<pre class=best-text>涂蜡。</pre>", "涂蜡。"),
        ("<div class=best-text>涂蜡，展开全部。</div>", "涂蜡，展开全部。"),
    ],
)
def test_what_nobody_said(text: str, body: str) -> None:
    assert [answer.body for answer in reading(f"<div class=wgt-best>{text}</div>").answers] == [body]


def test_views_are_what_the_line_says() -> None:
    assert reading("<p class=ask-info>浏览7次</p>").question.views == 7
    assert reading("<p class=ask-info>7 次</p>").question.views is None
    assert not LAYOUT.recognises(HtmlDocument("<h1>后梁响怎么办？</h1>".encode(), URL))


def test_hosts() -> None:
    assert (SITE.owns("zhidao.baidu.com"), SITE.owns("www.baidu.com")) == (True, False)
