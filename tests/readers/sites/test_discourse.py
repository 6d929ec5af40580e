"""Discourse: posts in all its pages, links of posts, and which of them the page marks as the solution."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.site import Reading
from qapipe.readers.sites.discourse import SITE
from qapipe.records.reasons import Reason

(LAYOUT,) = SITE.layouts
URL = "https://talk.example/t/creaking-beam/31"
HEAD = '<meta name=generator content="Discourse 3.1"><div id=main-outlet><h1>Creaking beam</h1>'
CRAWLED = "<div id=post_{0} class=crawler-post><div class=post><p>{1}</p></div>{2}</div>"
RENDERED = "<article id=post_{0} data-post-id={0}><div class=cooked><p>{1}</p></div>{2}</article>"


def page(*posts: str, url: str | None = URL, head: str = HEAD) -> HtmlDocument:
    return HtmlDocument((head + "".join(posts)).encode(), url)


def reading(*posts: str, url: str | None = URL, head: str = HEAD) -> Reading:
    return LAYOUT.read(page(*posts, url=url, head=head))


ASKED = CRAWLED.format(1, "Why does the beam creak?", "")


@pytest.mark.parametrize("form", [CRAWLED, RENDERED])
def test_the_first_post_asks(form: str) -> None:
    read = reading(*(form.format(n, text, "") for n, text in enumerate(["Why does it creak?", "Wax.", "Oil."], 1)))
    assert (read.question.title, read.question.body) == ("Creaking beam", "Why does it creak?")
    assert [answer.body for answer in read.answers] == ["Wax.", "Oil."]
    assert [answer.url for answer in read.answers] == [f"{URL}/2", f"{URL}/3"]
    assert (read.reason, read.declares_all, read.answers_declared) == (None, False, None)


@pytest.mark.parametrize("form", [CRAWLED, RENDERED])
def test_pages_of_a_topic(form: str) -> None:
    assert LAYOUT.recognises(page(form.format(1, "Why?", "")))
    assert not LAYOUT.recognises(page(form.format(1, "Why?", ""), head="<h1>Creaking beam</h1>"))
    assert not LAYOUT.recognises(page("<div id=post_1 class=post>Why?</div>"))


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://talk.example/t/creaking-beam/31/7?page=2", "https://talk.example/t/creaking-beam/31/2"),
        ("https://talk.example/forum/t/31", "https://talk.example/forum/t/31/2"),
        ("https://talk.example/t/4-beams/31", "https://talk.example/t/4-beams/31/2"),
        ("https://talk.example/c/31", None),
        ("https://talk.example/x?back=/t/creaking-beam/31", None),
        (None, None),
    ],
)
def test_links_of_posts(url: str | None, link: str | None) -> None:
    (answer,) = reading(ASKED, CRAWLED.format(2, "Wax.", ""), url=url).answers
    assert answer.url == link


@pytest.mark.parametrize(
    "fields",
    [
        "<i class=creator><a href=/u/ada>ada</a></i><time class=post-time datetime=2020-05-03T08:00:00Z>May</time>",
        "<i class=names><a data-user-card=ada href=/u/ada>Ada</a><p class=post-date><i data-time=1588492800000>",
    ],
)
def test_who_wrote_a_post_and_when(fields: str) -> None:
    (answer,) = reading(ASKED, CRAWLED.format(2, "Wax.", fields)).answers
    assert (answer.author_name, answer.author_url) == ("ada", "https://talk.example/u/ada")
    assert answer.answered_at == datetime(2020, 5, 3, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "votes"),
    [
        ("<meta itemprop=userInteractionCount content=4>", 4),
        ("<i class=like-count>5</i>", 5),
        ("<i class=reactions-counter>6</i>", 6),
        ("<i class=other>7</i>", None),
    ],
)
def test_likes(fields: str, votes: int | None) -> None:
    (answer,) = reading(ASKED, CRAWLED.format(2, "Wax.", fields)).answers
    assert answer.votes == votes


@pytest.mark.parametrize("name", ["system", "system1"])
def test_what_the_system_says_is_noise(name: str) -> None:
    said = f"<span class=creator><a href=/u/{name}>{name}</a></span>"
    read = reading(ASKED, CRAWLED.format(2, "Closed after a year.", said), CRAWLED.format(3, "Wax.", ""))
    assert [answer.body for answer in read.answers] == ["Wax."]
    assert [(removal.rule, removal.text) for removal in read.noise] == [("site_notice", "Closed after a year.")]


def test_a_post_without_a_number_has_no_link() -> None:
    unnumbered = "<article data-post-id=7><div class=cooked><p>Wax.</p></div></article>"
    assert [answer.url for answer in reading(RENDERED.format(1, "Why?", ""), unnumbered).answers] == [None]


def test_the_solution_that_is_shown() -> None:
    solved = CRAWLED.format(3, "Oil.", "<i class=accepted-text>Solution</i>")
    read = reading(ASKED, CRAWLED.format(2, "Wax.", ""), solved)
    assert [answer.is_accepted for answer in read.answers] == [False, True]
    assert [answer.is_accepted for answer in reading(ASKED, CRAWLED.format(2, "Wax.", "")).answers] == [None]


MARKED = """<script type=application/ld+json>{"@context": "https://schema.org", "@type": "QAPage", "mainEntity": {
"@type": "Question", "name": "Creaking beam", "text": "Why does the beam creak?", "answerCount": 1, "upvoteCount": 8,
"dateCreated": "2020-05-01T08:00:00Z", "acceptedAnswer": {"@type": "Answer", "text": "Oil.",
"url": "https://talk.example/t/creaking-beam/31/3"}}}</script>"""


@pytest.mark.parametrize(("asked", "votes"), [("", 8), ("<i class=like-count>0</i>", 0)])
def test_what_the_markup_says_of_a_solved_topic(asked: str, votes: int) -> None:
    wrong = "<i class=accepted-text>Solution</i>"
    posts = [
        CRAWLED.format(1, "The beam creaks.", asked),
        CRAWLED.format(2, "Wax.", wrong),
        CRAWLED.format(3, "Oil.", ""),
    ]
    read = reading(MARKED, *posts)
    assert [answer.is_accepted for answer in read.answers] == [False, True]
    assert (read.answers_declared, read.question.votes, read.reason) == (1, votes, None)
    assert read.question.asked_at == datetime(2020, 5, 1, 8, tzinfo=UTC)


def test_a_solution_that_the_markup_does_not_link_is_the_one_that_is_shown() -> None:
    posts = [CRAWLED.format(1, "Why?", ""), CRAWLED.format(3, "Oil.", "<i class=accepted-text>Solution</i>")]
    unnumbered = "<article data-post-id=7><div class=cooked><p>Wax.</p></div></article>"
    link = '"url": "https://talk.example/t/creaking-beam/31/3"'
    read = reading(MARKED.replace(link, '"upvoteCount": 1'), *posts, unnumbered)
    assert [answer.is_accepted for answer in read.answers] == [True, False]


def test_of_several_questions_in_the_markup_the_first_is_that_of_the_topic() -> None:
    """That is the one with the most text."""
    other = (
        '<script type=application/ld+json>{"@type": "Question", "name": "Felt?", "dateCreated": "2021-05-01"}</script>'
    )
    read = reading(MARKED, other, *(CRAWLED.format(n, text, "") for n, text in enumerate(("It creaks.", "Oil."), 1)))
    assert read.question.asked_at == datetime(2020, 5, 1, 8, tzinfo=UTC)
    assert read.answers_declared == 1


def test_a_topic_in_which_nobody_asks_is_a_discussion() -> None:
    read = reading(CRAWLED.format(1, "Here is my loom.", ""), CRAWLED.format(2, "Nice.", ""))
    assert read.reason is Reason.DISCUSSION


TYPED = """<script type=application/ld+json>{{"@context": "https://schema.org", "@type": "{0}", "{1}": "My loom",
"text": "Here is my loom.", "author": {{"@type": "Person", "name": "Ada"}}, "{2}": [{{"@type": "{3}",
"text": "Nice loom, I have one like it."}}]}}</script>"""
POSTS = [CRAWLED.format(1, "Here is my loom.", ""), CRAWLED.format(2, "Nice loom, I have one like it.", "")]


def test_the_type_of_the_markup_says_whether_a_topic_asks() -> None:
    discussed = TYPED.format("DiscussionForumPosting", "headline", "comment", "Comment")
    assert reading(discussed, *POSTS).reason is Reason.DISCUSSION
    asked = TYPED.format("Question", "name", "suggestedAnswer", "Answer")
    assert reading(asked, *POSTS).reason is None


def test_the_page_dates_the_question_where_the_markup_does_not() -> None:
    dated = CRAWLED.format(1, "Here is my loom.", "<time class=post-time datetime=2020-05-03T08:00:00Z>May</time>")
    read = reading(TYPED.format("Question", "name", "suggestedAnswer", "Answer"), dated, POSTS[1])
    assert read.question.asked_at == datetime(2020, 5, 3, 8, tzinfo=UTC)


def test_a_site_of_many_hosts() -> None:
    assert (SITE.software, SITE.hosts) == (True, ())


def test_topics_and_views() -> None:
    shown = (
        "<div id=topic-title><h1>Creaking</h1><a class=discourse-tag>wax</a>"
        "<a class='discourse-tag vote-count'>3 votes</a></div><div class=topic-category>"
        "<a class=discourse-tag>loom</a><a class='discourse-tag vote-count'>2 votes</a></div>"
        "<div class=topic-map><p class=views><b class=number>1.2k</b></p></div>"
    )
    read = reading(ASKED, head=f'<meta content="discourse">{shown}')
    assert (read.question.title, read.question.topics, read.question.views) == ("Creaking", ("wax", "loom"), 1200)
