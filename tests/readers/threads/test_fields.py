"""Votes, marks of acceptance and links of posts, wherever software puts them."""

import pytest

from qapipe.readers.threads.fields import number
from support.posts import URL, WORDS, bodies, thread


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("3", 3), ("-2", -2), ("−2", -2), ("–2", -2), ("+7", 7), ("1,234", 1234), ("1.234", 1234), ("1 234", 1234),
        ("1,234,567", 1234567), ("2k", 2000), ("1.2k", 1200), ("1,5K", 1500), ("3m", 3_000_000), (" 4 ", 4), ("0", 0),
        ("", None), ("k", None), ("many", None), ("1.5", None), ("--1", None),
    ],
)  # fmt: skip
def test_numbers(printed: str, value: int | None) -> None:
    assert number(printed) == value


VALUES = (9, 4, -1, 12, 0)


def votes(form: str) -> list[int | None]:
    record = thread(beside=[form.format(value) for value in VALUES])
    assert bodies(record) == list(WORDS[1:])
    assert record.question is not None
    return [record.question.votes, *(answer.votes for answer in record.answers)]


@pytest.mark.parametrize(
    "form",
    [
        "<div class=votes>{}</div>",
        "<div class=vote-count-post>{}</div>",
        "<div class=score><b>{}</b> <i>up</i></div>",
        "<div class='like-count'><span><em>{}</em></span></div>",
        "<div aria-label='helpful'>{}</div>",
        "<div id=points>{}</div>",
        "<div data-score=x>{}</div>",
        "<div>{} votes</div>",
        "<div>{} points</div>",
        "<div>{} people found this helpful</div>",
        "<div class=karma>{}</div>",
    ],
)
def test_votes(form: str) -> None:
    assert votes(form) == list(VALUES)


@pytest.mark.parametrize(
    "form",
    [
        "<div class=x>{}</div>",
        "<div class='votes views'>{}</div>",
        "<div class='user-score reputation'>{}</div>",
        "<div>{} replies</div>",
        "<div class=votes>rank {}</div>",
        "<div class=votes><b><i><u><s>{}</s></u></i></b></div>",
        "<div class=votes>{}/5</div>",
    ],
)
def test_numbers_that_are_no_votes(form: str) -> None:
    assert votes(form) == [None] * 5


def test_numbers_in_a_text_are_no_votes() -> None:
    record = thread(below=["<p class=votes>7</p>"] + [""] * 4)
    assert record.question is not None
    assert record.question.votes is None


@pytest.mark.parametrize(
    "mark",
    [
        "<div class=accepted>x</div>", "<span class='icon is-solution'>✓</span>", "<span class=best-answer>Best</span>",
        "<div>Accepted answer</div>", "<div>✓ Best answer</div>", "<div>Solution</div>", "<div>Beste Antwort</div>",
        "<div>最佳答案</div>", "<div>Лучший ответ</div>", "<div class=post_solved>x</div>",
    ],
)  # fmt: skip
def test_the_accepted_answer(mark: str) -> None:
    record = thread(beside=["", "", mark, "", ""])
    assert [answer.is_accepted for answer in record.answers] == [False, True, False, False]


@pytest.mark.parametrize(
    "mark",
    ["<div class=unaccepted>x</div>", "<div class='accepted hidden'>x</div>", "<div>Accepted by most of us</div>",
     "<div class=accept>x</div>", "<div>Answer</div>"],
)  # fmt: skip
def test_marks_that_accept_nothing(mark: str) -> None:
    record = thread(beside=["", "", mark, "", ""])
    assert [answer.is_accepted for answer in record.answers] == [None] * 4


def test_where_most_posts_have_the_mark_it_says_nothing() -> None:
    record = thread(beside=["", *["<div class=accepted>x</div>"] * 3, ""])
    assert [answer.is_accepted for answer in record.answers] == [None] * 4


def test_a_mark_in_the_words_says_nothing() -> None:
    record = thread(below=["", "", "<p class=accepted>It was accepted.</p>", "", ""])
    assert [answer.is_accepted for answer in record.answers] == [None] * 4


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("<a href='#p{}'>#{}</a>", "#p{}"),
        ("<a href='/t/9?post={}'>Link</a>", "/t/9?post={}"),
        ("<a href='/t/9/same'>Link</a>", None),
        ("<a>#{}</a>", None),
    ],
)
def test_links_of_posts(form: str, found: str | None) -> None:
    record = thread(beside=[form.format(n, n) for n in range(11, 16)])
    base = URL if found and found.startswith("#") else "https://trades.example"
    assert [answer.url for answer in record.answers] == [found and base + found.format(n) for n in range(12, 16)]
