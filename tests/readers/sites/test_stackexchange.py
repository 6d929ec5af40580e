"""Stack Exchange: which signature of a post counts, and where counts and dates may stand."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.site import Reading
from qapipe.readers.sites.stackexchange import SITE

(LAYOUT,) = SITE.layouts
URL = "https://superuser.com/questions/17/loom"
HEADER = "<div id=question-header><h1><a class=question-hyperlink>Why does it creak?</a></h1></div>"
ASKED = "<div id=question><div class=post-text>The beam creaks.</div>{}</div>"
ANSWER = '<div class="answer {}" id="{}"><div class=js-post-body>Wax it.</div>{}</div>'
SIGNED = "<div class=post-signature>{}</div>"


def page(asked: str = "", answers: str = "", below: str = "", header: str = HEADER) -> HtmlDocument:
    return HtmlDocument(f"{header}{below}{ASKED.format(asked)}<div id=answers>{answers}</div>".encode(), URL)


def reading(asked: str = "", answers: str = "", below: str = "") -> Reading:
    return LAYOUT.read(page(asked, answers, below))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://superuser.com/questions/17/loom", "superuser.com/17"),
        ("https://www.superuser.com/questions/17", "superuser.com/17"),
        ("https://diy.stackexchange.com/q/17/3", "diy.stackexchange.com/17"),
        ("https://diy.stackexchange.com/a/17", None),
        ("https://diy.stackexchange.com/questions/tagged/wax", None),
    ],
)
def test_the_key_of_a_question(url: str, key: str | None) -> None:
    assert SITE.question_key is not None
    assert SITE.question_key(url) == key


@pytest.mark.parametrize(
    "host",
    ["diy.stackexchange.com", "stackoverflow.com", "ru.stackoverflow.com", "superuser.com", "serverfault.com",
     "askubuntu.com", "mathoverflow.net"],
)  # fmt: skip
def test_hosts(host: str) -> None:
    assert SITE.owns(host)
    assert not SITE.owns(f"{host}.example")


def test_pages_of_a_question() -> None:
    assert LAYOUT.recognises(page())
    assert LAYOUT.recognises(HtmlDocument(page().source.replace(b"post-text", b"js-post-body"), URL))
    assert not LAYOUT.recognises(HtmlDocument(page().source.replace(b"post-text", b"text"), URL))
    assert not LAYOUT.recognises(page(header="<h1>Why does it creak?</h1>"))


@pytest.mark.parametrize(
    ("signature", "author", "url"),
    [
        ("<div class=user-details><a href=/users/3/ada> Ada </a></div>", "Ada", "https://superuser.com/users/3/ada"),
        ("<div class=user-details> user17 <b>12</b></div>", "user17", None),
        ("<div class=user-details><a href=/users/3/ada> </a></div>", None, None),
        ("<div class=user-details><a href=/users/3/ada>Ada</a></div><i class=community-wiki>wiki</i>", None, None),
        ("<div>Ada</div>", None, None),
    ],
)
def test_the_name_in_a_signature(signature: str, author: str | None, url: str | None) -> None:
    (answer,) = reading(answers=ANSWER.format("", "answer-9", SIGNED.format(signature))).answers
    assert (answer.author_name, answer.author_url) == (author, url)


def test_the_last_signature_is_the_authors() -> None:
    editor = SIGNED.format(
        "<div class=user-action-time>edited <span title='2019-05-05 10:00:00Z'>May 5</span></div>"
        "<div class=user-details><a href=/users/4>Bo</a></div>"
    )
    author = SIGNED.format(
        "<div class=user-action-time>answered <span title='2018-03-04 10:00:00Z'>Mar 4</span></div>"
        "<div class=user-details><a href=/users/3>Ada</a></div>"
    )
    (answer,) = reading(answers=ANSWER.format("", "answer-9", editor + author)).answers
    assert (answer.author_name, answer.answered_at) == ("Ada", datetime(2018, 3, 4, 10, tzinfo=UTC))
    (plain,) = reading(
        answers=ANSWER.format("", "x", SIGNED.format("<div class=user-action-time><span>May 3, 2010</span></div>"))
    ).answers
    assert (plain.author_name, plain.answered_at) == (None, datetime(2010, 5, 3, tzinfo=UTC))


def test_links_and_accepted_answers() -> None:
    answers = ANSWER.format("accepted-answer", "answer-9", "") + ANSWER.format("", "7", "")
    first, second = reading(answers=answers).answers
    assert (first.url, first.is_accepted) == ("https://superuser.com/a/9", True)
    assert (second.url, second.is_accepted) == ("https://superuser.com/a/7", False)
    (alone,) = reading(answers=ANSWER.format("", "answer-9", "")).answers
    assert alone.is_accepted is False


MARCH, MAY = (
    "<time itemprop=dateCreated datetime=2018-03-12T10:00:00>",
    "<time itemprop=dateCreated datetime=2019-05-05>",
)


def test_dates_of_creation_fill_what_no_signature_says() -> None:
    read = reading(below=MARCH + MAY, answers=ANSWER.format("", "answer-9", MAY))
    assert read.question.asked_at == datetime(2018, 3, 12, 10, tzinfo=UTC)
    assert read.answers[0].answered_at == datetime(2019, 5, 5, tzinfo=UTC)
    signed = SIGNED.format("<div class=user-action-time><span>May 3, 2010</span></div>")
    assert reading(asked=signed, below=MARCH).question.asked_at == datetime(2010, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("below", "views"),
    [
        ("<div><i title='Viewed 24,118 times'>24k times</i></div>", 24_118),
        ("<div id=qinfo>viewed <b>204 times</b></div>", 204),
        ("<p class=label-key><b>1,204 times</b></p>", 1204),
        ("<p class=label-value>35 раз</p>", 35),
        ("<p class=label-value>36 回</p>", 36),
        ("<p class=label-value>2 years ago</p><p class=label-value>12 v</p>", 12),
        ("<p class=other>204 times</p>", None),
    ],
)
def test_views(below: str, views: int | None) -> None:
    assert reading(below=below).question.views == views


@pytest.mark.parametrize(
    ("inside", "declared"),
    [
        ("<div data-answercount=3>x</div>", 3),
        ("<span itemprop=answerCount>4</span>", 4),
        ("<div id=answers-header><h2>5 Answers</h2></div>", 5),
        ("<h2>6 Answers</h2>", None),
    ],
)
def test_declared_counts(inside: str, declared: int | None) -> None:
    assert reading(answers=inside).answers_declared == declared


@pytest.mark.parametrize(("name", "votes"), [("vote-count-post", -2), ("js-vote-count", -2), ("count", None)])
def test_votes_topics_and_title(name: str, votes: int | None) -> None:
    read = reading(asked=f"<b class={name}>-2</b><a class=post-tag>wax</a><a class=post-tag>loom</a>")
    assert (read.question.votes, read.question.topics) == (votes, ("wax", "loom"))
    assert (read.question.title, read.question.body) == ("Why does it creak?", "The beam creaks.")
    old = "<div id=question-header><h2><a class=question-hyperlink>Old</a></h2></div>"
    assert LAYOUT.read(page(header=old)).question.title == "Old"
    new = "<i class=question-hyperlink></i><div id=question-header><h1>New</h1></div>"
    assert LAYOUT.read(page(header=new)).question.title == "New"
