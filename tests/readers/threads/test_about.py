"""Topics and views of a question: what is read between two runs of text."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.about import topics_of, views_of
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of
from support.posts import WORDS, thread


@pytest.mark.parametrize(
    ("first", "end", "views"),
    [
        pytest.param(0, 4, 1204, id="all"),
        pytest.param(1, 3, 1204, id="number and word, the last of them"),
        pytest.param(1, 2, None, id="the word stands behind the end"),
        pytest.param(-20, 1, None, id="from above the page"),
        pytest.param(3, 3, None, id="no text at all: a title below the posts"),
        pytest.param(3, 1, None, id="the end above the start"),
    ],
)
def test_views_are_those_that_a_text_between_two_runs_says(first: int, end: int, views: int | None) -> None:
    places = arrays("<p>Damp looms</p><b>1,204</b><i>views</i><p>Mine squeaks.</p>")
    assert views_of(places, first, end) == views


def arrays(body: str) -> Places:
    return arrays_of(HtmlDocument(body))[0]


@pytest.mark.parametrize(
    ("texts", "views"),
    [
        ("Views: 12", 12), ("viewed 1,204 times", 1204), ("12 views", 12), ("(12 views)", 12), ("1.2k views", 1200),
        ("Aufrufe: 3", 3), ("Zugriffe 3", 3), ("3 vues", 3), ("visitas: 3", 3), ("3 просмотра", 3),
        ("просмотров: 3", 3),
        ("查看: 3", 3), ("3人浏览", 3), ("3 次浏览", 3), ("閲覧数 3", 3), ("hits 3", 3), ("read 3.", 3),
        ("3m views", 3_000_000),
        ("1,2 тыс. просмотров", 1200), ("1.2万 次浏览", 12000), ("· 3 年前 · 1.2万 次浏览", 12000),
        ("(Прочитано 1532 разів)", 1532),
        ("1.234 visualizzazioni", 1234), ("1,5 mil visualizações", 1500), ("· 13.3.2019 · zobrazeno 1 532×", 1532),
        ("조회수 1,234", 1234), ("閲覧数:1,234", 1234), ("2.541 görüntülenme", 2541), ("lượt xem: 7", 7),
        ("7 vistas", 7),
        ("12|views", 12), ("Views|12", 12), ("Views:|12 today", 12), ("x|12|views|y", 12), ("12|in all|views", None),
        ("I viewed 12 looms", None), ("views", None), ("12", None), ("reviews: 12", None), ("12 interviews", None),
        ("12 views " + "x" * 50, 12), ("12 views " + "x" * 51, None), ("Views|12 " + "x" * 51, 12),
        ("Views|12 " + "x" * 52, None),
        ("Views: 7 " + "x" * 51, 7), ("Views: 7 " + "x" * 52, None), ("x" * 61 + "|7 views", 7),
        ("Views: 12, replies: 3", 12), ("Views|7k", 7000), ("Views|7 x", 7),
        ("Views " + "x" * 55 + "|12", None), ("Viewed by|us", None),
    ],
)  # fmt: skip
def test_forms_of_views(texts: str, views: int | None) -> None:
    places = arrays("".join(f"<p>{text}</p>" for text in texts.split("|")))
    assert views_of(places, 0, len(places.texts)) == views


@pytest.mark.parametrize(
    ("link", "topics"),
    [
        ("<a href=/tag/felt>felt</a>", ["felt"]), ("<a href=/tags/felt>#felt</a>", ["felt"]),
        ("<a href='/x/tag=felt'>felt</a>", ["felt"]),
        ("<a href=/questions/tagged/felt>felt</a>", ["felt"]), ("<a href=/topic/felt>felt</a>", ["felt"]),
        ("<a href=/topic/7>7</a>", []), ("<a href=/etiqueta/fieltro>fieltro</a>", ["fieltro"]),
        ("<a href=/argomenti/feltro class=x>feltro</a>", ["feltro"]), ("<a class=chip href=/x/felt>felt</a>", ["felt"]),
        ("<p>Topics: <a href=/x/felt>felt</a>, <a href=/x/wool>wool</a></p>", ["felt", "wool"]),
        ("<p><b>Метки:</b> <a href=/x/felt>felt</a></p>", ["felt"]), ("<p>See: <a href=/x/felt>felt</a></p>", []),
        ("<p>Tags:</p><div><div><a href=/x/felt>felt</a></div></div>", []),
        ("<a href=/topic/felt/>felt</a>", ["felt"]), ("<a href=/topic/felt/7>felt</a>", []),
        ("<a href=/stag/felt>felt</a>", []),
        ("<a class=tag>felt</a>", ["felt"]), ("<a class='x tags'>felt</a>", ["felt"]),
        ("<a class=post-tag>felt</a>", ["felt"]),
        ("<a class=tag-link>felt</a>", ["felt"]), ("<a class=taglink>felt</a>", ["felt"]),
        ("<a class=stage>felt</a>", []),
        ("<a rel='nofollow tag'>felt</a>", ["felt"]), ("<a rel=stag>felt</a>", []), ("<a>felt</a>", []),
        ("<b class=tag>felt</b>", []),
        (f"<a rel=tag>{'x' * 40}</a>", ["x" * 40]), (f"<a rel=tag>{'x' * 41}</a>", []), ("<a rel=tag>#</a>", []),
        *((f"<a rel=tag>{word}</a>", []) for word in ("Share", "follow", "followers", "Tags", "edit", "Reply")),
        ("<nav><a rel=tag>felt</a></nav>", []),
        ("<a rel=tag>felt</a><a rel=tag>oil</a><a rel=tag>felt</a>", ["felt", "oil"]),
        ("".join(f"<a rel=tag>t{number}</a>" for number in range(12)), [f"t{number}" for number in range(12)]),
        ("".join(f"<a rel=tag>t{number}</a>" for number in range(13)), []),
    ],
)  # fmt: skip
def test_links_that_are_topics(link: str, topics: list[str]) -> None:
    places = arrays(f"<p>Damp looms</p>{link}<p>Mine squeaks.</p>")
    assert topics_of(places, 1, len(places.texts) - 1) == topics


@pytest.mark.parametrize(
    ("first", "end", "topics"), [(0, 3, ["a", "b"]), (1, 3, ["b"]), (0, 1, ["a"]), (0, 2, ["a"]), (-9, 3, ["a", "b"])]
)
def test_topics_stand_between_two_runs(first: int, end: int, topics: list[str]) -> None:
    assert topics_of(arrays("<a rel=tag>a</a><p>x</p><a rel=tag>b</a>"), first, end) == topics


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        ("<div><a class=tag href=/tags/felt>felt</a> <a class=tag href=/tags/feet>feet</a></div>", False),
        ("<div><a class=tag href=/tags/felt>felt</a> • 1.2k views</div>", False),
        ("<div><a class=tag href=/tags/felt>felt</a> in 12 colours</div>", True),
        ("<div>1.2k views</div>", True),
    ],
)
def test_tags_and_views_below_a_question_are_no_part_of_it(below: str, *, stays: bool) -> None:
    record = thread(below=[below, "", "", "", ""])
    assert record.question is not None
    assert (record.question.body != WORDS[0]) is stays
