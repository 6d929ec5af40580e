"""Threads by CSS selectors: which element gives a field, and what nested posts cost."""

from datetime import UTC, datetime

from qapipe.page.document import HtmlDocument
from qapipe.readers.selected import Selectors, answers_of, first_number, posts_by, unfolded

PARTS = Selectors(
    question=".ask",
    answers=".reply",
    body=".text",
    author=".who",
    date=".when",
    votes=".up",
    url=".link",
    accepted=".best",
    topics=".tag",
    views=".seen",
    declared=".count",
)
PAGE = """<html><body><h1>Which wood for a shuttle?</h1><p class="seen">Seen 1,204 times</p>
<p class="count">3 replies</p><div class="ask"><p class="text">I have beech and pear.</p>
<a class="who" href="/u/1"> Hedda </a>
<i class="tag">wood</i><i class="tag">shuttle</i><i class="tag">wood</i>
<div class="reply best"><b class="up">−2</b><p class="text">Pear.</p><a class="who" href="/u/2"></a>
<a class="who" href="/u/2">Otto</a><a class="who" href="/u/9">Una, who likes it</a>
<i class="when">edited May 4, 2019</i><i class="when">May 3, 2019</i><a class="link" href="#p2">#</a></div>
<div class="reply"><b class="up" data-value="1204">1.2k</b><p class="text">Beech.</p><b class="who">Anonymous</b>
<a class="who" href="/u/9">Una, who likes it</a><i class="when" title="2019-05-05 10:00:00Z">yesterday</i></div>
<div class="reply"><p class="text">Plum.</p><b class="who">user12</b>
<a class="who" href="/u/9">Una, who likes it</a></div>
<div class="reply"><p class="text"> </p></div></div></body></html>"""


def test_the_first_element_in_a_post_that_says_something_gives_a_field() -> None:
    thread, posts = posts_by(HtmlDocument(PAGE.encode(), "https://wood.example/q/1"), PARTS)
    pear, beech, _ = answers_of(thread, posts)
    assert thread.question is not None
    assert (thread.title, thread.topics) == ("Which wood for a shuttle?", ["wood", "shuttle"])
    assert (thread.views, thread.declared) == (1204, 3)
    assert (thread.question.body, thread.question.author) == ("I have beech and pear.", "Hedda")
    assert (pear.body, pear.author, pear.author_url) == ("Pear.", "Otto", "https://wood.example/u/2")
    assert (pear.votes, pear.accepted, pear.url) == (-2, True, "https://wood.example/q/1#p2")
    assert pear.date == datetime(2019, 5, 3, tzinfo=UTC)
    assert (beech.votes, beech.accepted, beech.url) == (1204, False, None)
    assert beech.date == datetime(2019, 5, 5, 10, tzinfo=UTC)


def test_nobody_takes_the_place_of_an_anonymous_author() -> None:
    thread, posts = posts_by(HtmlDocument(PAGE.encode()), PARTS)
    _, beech, plum = answers_of(thread, posts)
    assert (beech.author, beech.author_url) == (None, None)
    assert (plum.author, plum.author_url) == ("user12", None)


def test_without_a_selector_for_it_a_field_is_unknown() -> None:
    thread, posts = posts_by(HtmlDocument(PAGE.encode()), Selectors(question=".ask", answers=".reply", body=".text"))
    assert [(post.votes, post.date, post.accepted) for post in answers_of(thread, posts)] == [(None, None, None)] * 3
    assert (thread.topics, thread.views, thread.declared) == ([], None, None)


def test_the_text_of_posts_inside_posts_is_read_once() -> None:
    nested = '<div class="reply"><div class="text"><p>Wax the pegs.</p>' * 50
    thread, posts = posts_by(HtmlDocument(f"<body>{nested}</body>".encode()), PARTS)
    assert len(posts) == 50
    assert 600 < sum(len(post.body) for post in answers_of(thread, posts)) < 2 * len(nested)


def test_a_preview_in_front_of_the_text_goes() -> None:
    assert unfolded("Dry pegs.\n\nDry pegs.\n\nWax them.") == "Dry pegs.\n\nWax them."
    assert unfolded("Wax, and\nWax, and more wax.") == "Wax, and more wax."
    assert unfolded("Wax.\n\nThen Wax.\n\nAnd oil.") == "Wax.\n\nThen Wax.\n\nAnd oil."
    assert unfolded("") == ""


def test_numbers_in_texts() -> None:
    assert first_number(["none", "3 Answers", "4"]) == 3
    assert first_number(["Viewed 24,118 times"]) == 24_118
    assert first_number(["12k views"]) == 12_000
    assert first_number([]) is None
