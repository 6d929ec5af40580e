"""One answer that nothing names: the second of two dated texts, in a box with its author."""

import pytest

import qapipe

from .test_pair import ASKED, HEAD, SAID, said

ASKED_ON = "<div class=top><time datetime=2014-05-01>May 1, 2014</time> <a href=/user/bodil>Bodil</a></div>"
AUTHOR = "<a href=/user/kasper>Kasper</a>"
SECOND_DATE = "<time datetime=2014-05-02>May 2, 2014</time>"


def page(by: str = AUTHOR, date: str = SECOND_DATE, more: str = "", text: str = SAID) -> str:
    note = f"<li class=note><p>{by} wrote on {date}</p><div><p>{text}</p></div></li>"
    return f"{ASKED_ON}<div class=q><p>{ASKED}</p></div><ul>{note}</ul>{more}"


@pytest.mark.parametrize(
    ("html", "holds"),
    [
        (page(), True),
        (page(by="<span class=note-author>Kasper</span>"), True),
        (page(by="Kasper"), False),
        (page(by="<a href=/kettles>Kettles</a>"), False),
        (page(date="yesterday"), False),
        (page(more="<p class=x><time datetime=2014-05-03>May 3, 2014</time></p>"), False),
        (page(more="<p class=x>Last edited <time datetime=2014-05-03>May 3, 2014</time></p>"), True),
        (page(more="<nav><time datetime=2014-05-03>May 3, 2014</time></nav>"), True),
        (page(text="Try a coin, it helps."), True),
        (page(text="Try a coin, then."), False),
        (page().replace("<ul>", "<p>And so it goes with every plate of it.</p><ul>"), False),
        (page().replace("<ul>", "<p>Seen by 24 people today.</p><ul>"), True),
        (page().replace(ASKED, "Hm."), False),
        (page().replace(ASKED_ON, ""), False),
    ],
)
def test_a_second_dated_text_is_the_answer(html: str, *, holds: bool) -> None:
    assert said(html) == ([html.partition("<div><p>")[2].partition("<")[0]] if holds else [])


def test_the_date_of_the_question_may_stand_above_the_title() -> None:
    assert said(ASKED_ON + HEAD + page().removeprefix(ASKED_ON)) == [SAID]


def test_a_heading_beside_a_short_answer_is_no_part_of_it() -> None:
    html = page(text="Try a coin, it helps.").replace("<ul>", "<section><h2>Change history of it</h2><ul>")
    assert said(html.replace("</ul>", "</ul></section>")) == ["Try a coin, it helps."]


@pytest.mark.parametrize(("text", "partial"), [("Yes.", True), ("Try a coin, it helps.", False)])
def test_a_second_dated_box_that_is_not_read_makes_a_question_without_answers_partial(
    text: str, *, partial: bool
) -> None:
    html = page(text=text).replace(ASKED_ON, f"<article>{ASKED_ON}").replace("<ul>", "</article><ul>")
    page_ = f"<title>Why does my kettle hum? - Kettle forum</title>{HEAD.partition('</title>')[2]}{html}"
    record = qapipe.parse_page(qapipe.RawPage(body=page_.encode(), url="https://kettles.example/topic/7"))
    assert (record.status, "unread_posts" in record.warnings) == (("partial" if partial else "ok"), partial)
