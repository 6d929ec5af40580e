"""Comments that show their dates as the posts do are no answers of their own."""

import pytest

from qapipe.readers.threads.mixed import date_by_posts
from qapipe.readers.threads.records import Anchor, Family, Record

from .arrays import arrays, ids
from .pages import ASKED, FIRST, SECOND, thread

SHORT = "Which plate is it?"


def one(name: str, author: str, day: int, text: str, inside: str = "") -> str:
    return (
        f'<div class="{name}"><form><div class="text">{text}</div><span class="meta">'
        f'<a href="/user/{author}">{author}</a> <time datetime="2014-05-0{day}T10:00">May {day}, 2014</time>'
        f"</span></form>{inside}</div>"
    )


def page(note: str, question: str, answer: str, text: str = SHORT) -> list[str | None]:
    asked = one(question, "bodil", 1, ASKED, one(note, "gerd", 2, text) + one(note, "bodil", 3, f"{text} No."))
    first = one(answer, "kasper", 4, FIRST, one(note, "ottilie", 6, f"{text} Yes."))
    found = thread(f"<h1>Why does my kettle hum?</h1><main>{asked}{first}{one(answer, 'ivo', 5, SECOND)}</main>")
    return [found.question.author if found.question else None, *(post.author for post in found.answers)]


@pytest.mark.parametrize(("question", "answer"), [("q-view", "a-item"), ("question", "answer"), ("post", "post")])
def test_short_comments_are_no_answers(question: str, answer: str) -> None:
    assert page("c-item comment", question, answer) == ["bodil", "kasper", "ivo"]


def test_long_comments_are_none_beside_answers() -> None:
    assert page("comment", "question", "answer", ASKED) == ["bodil", "kasper", "ivo"]


def test_comments_below_a_question_alone_are_its_answers() -> None:
    asked = one("entry", "bodil", 1, ASKED)
    rest = one("comment", "kasper", 4, FIRST) + one("comment", "ivo", 5, SHORT)
    found = thread(f"<h1>Why does my kettle hum?</h1><main>{asked}{rest}</main>")
    assert [post.author for post in found.answers] == ["kasper", "ivo"]


def test_answers_are_called_so_by_a_box_around_the_one_of_their_date() -> None:
    note = one("note comment", "gerd", 6, ASKED)
    first, second = (
        f'<div class="answer"><form>{one("own", author, day, text)}</form>{more}</div>'
        for author, day, text, more in (
            ("kasper", 4, "Put a coin under it and then listen.", note),
            ("ivo", 5, "Take the lime out and try it again.", ""),
        )
    )
    asked = one("question", "bodil", 1, ASKED, note.replace("gerd", "ottilie"))
    found = thread(f"<h1>Why does my kettle hum?</h1><main>{asked}{first}{second}</main>")
    assert [post.author for post in found.answers] == ["kasper", "ivo"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<u id=a>x</u><div class=comment><u id=b>x</u></div>", "a"), ("<div class=comment><u id=b>x</u></div>", "b"),
        ("<u id=a>x</u><div class=note><u id=b>x</u></div>", "b"),
        ("<div class=comment><u id=a>x</u></div><div class=comment><u id=b>x</u></div>", "b"),
        ("<div class=comment><u id=b>x</u></div><u id=a>x</u>", "b"),
    ],
)  # fmt: skip
def test_a_post_has_the_date_before_those_of_its_comments(html: str, expected: str) -> None:
    places, _, _ = arrays(f"<u id=a>x</u><div class=answer id=r>{html}</div>")
    dates = [Anchor(one, places.first_runs[one], "day") for one in ids(places, "a", "b")]
    last = next(one for one in dates if one.element in ids(places, "b"))
    for css, own in (("answer", expected), ("comment", "b")):
        places.names[ids(places, "r")[0]] = css
        family = Family("place", [Record(ids(places, "r"), last)], "day")
        date_by_posts(places, family, dates)
        assert places.attributes[family.records[0].anchor.element]["id"] == own
