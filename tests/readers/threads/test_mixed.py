"""Comments that show their dates as the posts do are no answers of their own."""

import pytest

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
