"""Threads by CSS selectors: which element gives a field, and what nested posts cost."""

from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborNode

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Post, Thread
from qapipe.readers.selected import (
    Selectors,
    answers_of,
    date_in,
    fill,
    first_number,
    link_in,
    name_in,
    posts_by,
    said,
    texts,
    unfolded,
)

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


def one(html: str) -> tuple[HtmlDocument, LexborNode]:
    """A page and its first element of the class x."""
    document = HtmlDocument(f"<body>{html}</body>".encode(), "https://wood.example/q/1")
    node = document.tree.css_first(".x")
    assert node is not None
    return document, node


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-3", -3),
        ("+3", 3),
        ("−3", -3),
        ("–3", -3),
        ("7", 7),
        ("1.204 Aufrufe", 1204),
        ("1 204 vues", 1204),
        ("1'204", 1204),
        ("1’204", 1204),
        ("1，204", 1204),
        ("1.2k", 1200),
        ("1.2 K", 1200),
        ("3m", 3_000_000),
        ("3M", 3_000_000),
        ("3 km", 3),
        ("3 mb", 3),
        ("2万", 20_000),
        ("2萬", 20_000),
        ("2천", 2000),
        ("2 тыс", 2000),
        ("2 тис", 2000),
        ("2 млн", 2_000_000),
        ("2 Tsd", 2000),
        ("2 Mio", 2_000_000),
        ("2 mil", 2000),
        ("2 miles", 2),
        ("3 or 4", 3),
        ("no number", None),
    ],
)
def test_forms_of_numbers(text: str, number: int | None) -> None:
    assert first_number([text]) == number


@pytest.mark.parametrize(
    "attribute",
    ["data-value", "data-count", "data-answercount", "data-num", "data-evaluate", "content", "title", "aria-label"],
)
def test_attributes_that_hold_a_count(attribute: str) -> None:
    page = PAGE.replace('<b class="up">', f'<b class="up" {attribute}="41 times">')
    page = page.replace('class="seen"', f'class="seen" {attribute}="42 times"')
    page = page.replace('class="count"', f'class="count" {attribute}="43 times"')
    thread, posts = posts_by(HtmlDocument(page.encode()), PARTS)
    assert (answers_of(thread, posts)[0].votes, thread.views, thread.declared) == (41, 42, 43)


@pytest.mark.parametrize("attribute", ["datetime", "data-time", "title", "content"])
def test_attributes_that_hold_a_time(attribute: str) -> None:
    document, node = one(f"<i class=x {attribute}='2019-05-05 10:00:00Z'>yesterday</i>")
    assert date_in(node, document.captured_at) == datetime(2019, 5, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize("word", ["edited", "Updated", "last modified", "编辑于", "修改于", "更新于", "推荐于"])
def test_the_time_of_an_edit_is_not_that_of_the_post(word: str) -> None:
    assert date_in(one("<i class=x>2019-05-05</i>")[1], None) == datetime(2019, 5, 5, tzinfo=UTC)
    assert date_in(one(f"<meta charset=utf-8><i class=x>{word} 2019-05-05</i>")[1], None) is None


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<i class=x> Ada  Reed </i>", "Ada Reed"),
        ("<meta class=x content=Ada>", "Ada"),
        ("<i class=x data-user-card=ada>Ada Reed</i>", "ada"),
        ("<i class=x content='' data-user-card=ada>Ada Reed</i>", "ada"),
        ("<i class=x>Guest</i>", ""),
        ("<i class=x> </i>", None),
    ],
)
def test_names(html: str, name: str | None) -> None:
    assert name_in(one(html)[1]) == name


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<a class=x href=/u/1>1</a>", "https://wood.example/u/1"),
        ("<a class=x href=/u/1 content=http://wood.example/u/2>1</a>", "https://wood.example/u/1"),
        ("<meta class=x content=http://wood.example/u/2>", "http://wood.example/u/2"),
        ("<meta class=x content='see http'>", None),
        ("<meta class=x content=Ada>", None),
        ("<i class=x>1</i>", None),
    ],
)
def test_links(html: str, url: str | None) -> None:
    document, node = one(html)
    assert link_in(node, document) == url


def test_a_field_is_a_thousand_characters_at_most() -> None:
    _, node = one(f"<i class=x>{'x' * 1_001}</i>")
    assert len(said(node)) == 1_000
    assert said(one("<i class=x title=b data-value=a>c</i>")[1], "data-value", "title") == "a"
    assert said(one("<i class=x title=b data-value=a>c</i>")[1]) == "c"


def test_texts_once_each_and_none_that_is_empty() -> None:
    document, _ = one("<i class=x>a</i><i class=x> </i><i class=x>b</i><i class=x>a</i>")
    assert texts(document.tree, ".x") == ["a", "b"]
    assert texts(document.tree, "") == []


def test_what_is_known_already_stays() -> None:
    document, node = one("<div class=x><i class=y>1</i><i class=y>2</i></div><i class=y>3</i>")
    post = Post()
    fill(document.tree, ".y", {node.mem_id: post}, "votes", lambda found: int(found.text()))
    assert post.votes == 1


def test_the_first_question_asks_and_the_first_body_is_read() -> None:
    page = """<div class=ask id=a><p class=text>Pear?</p><p class=text>More.</p></div>
    <div class=ask id=b><p class=text>Beech?<b class=text>!</b></p></div>"""
    thread, posts = posts_by(HtmlDocument(page.encode()), PARTS)
    assert [(post.id, post.body) for post in posts.values()] == [("a", "Pear?"), ("b", "Beech?!")]
    assert thread.question is not None
    assert thread.question.id == "a"
    assert [post.id for post in answers_of(thread, posts)] == ["b"]
    assert thread.title is None


def test_a_page_without_an_element_of_its_question_has_an_empty_one() -> None:
    thread, posts = posts_by(HtmlDocument(b"<div class=reply><p class=text>Pear.</p></div>"), PARTS)
    assert thread.question is not None
    assert (thread.question.body, [post.body for post in answers_of(thread, posts)]) == ("", ["Pear."])
    assert answers_of(Thread("thread"), posts) == list(posts.values())


@pytest.mark.parametrize("mark", ["<i class=best></i>", ""])
def test_an_element_in_an_answer_accepts_it(mark: str) -> None:
    page = f"<div class=reply><p class=text>Pear.</p>{mark}</div><div class=reply><p class=text>Plum.</p></div>"
    thread, posts = posts_by(HtmlDocument(page.encode()), PARTS)
    expected = [True, False] if mark else [None, None]
    assert [post.accepted for post in answers_of(thread, posts)] == expected


def test_a_link_of_the_author_of_its_own() -> None:
    parts = Selectors(question=".ask", answers=".reply", body=".text", author=".who", author_url=".profile")
    page = """<div class=reply><p class=text>Pear.</p><b class=who>Ada</b><a class=profile href=/u/1></a></div>
    <div class=reply><p class=text>Plum.</p><b class=who>Guest</b><a class=profile href=/u/2></a></div>"""
    thread, posts = posts_by(HtmlDocument(page.encode(), "https://wood.example/"), parts)
    found = [(post.author, post.author_url) for post in answers_of(thread, posts)]
    assert found == [("Ada", "https://wood.example/u/1"), (None, None)]
