"""Whether posts are a thread, and whether somebody asks in it: pages that differ in one sign."""

from datetime import UTC, datetime

import pytest

import qapipe
from generators.threads import thread_page
from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Post, Thread
from qapipe.readers.verdict import question_features, thread_features, weigh

DISCUSSIONS = (1, 2, 3, 5, 7, 9, 11)
"""Seeds of pages on which nothing but title and first post says that somebody asks."""


def verdict(seed: int, title: str) -> tuple[str, str | None]:
    """What becomes of a thread with another title, and without any question in its first post."""
    page = thread_page(seed)
    body = page.body.decode().replace(page.expected["question"]["title"], title)
    body = body.replace("Has anybody here seen", "I have seen").replace("what did you do about it?", "that was it.")
    record = qapipe.parse_page(qapipe.RawPage(body=body.encode(), url="https://trades.example/t/9"))
    return record.status, record.reason


@pytest.mark.parametrize("seed", DISCUSSIONS)
@pytest.mark.parametrize("title", ["Looms in winter?", "冬天的织机？", "How to keep looms dry", "Which oil for looms"])
def test_a_title_that_asks_makes_a_question(seed: int, title: str) -> None:
    assert verdict(seed, title) == ("ok", None)


@pytest.mark.parametrize("seed", DISCUSSIONS)
@pytest.mark.parametrize("title", ["My new workshop", "Looms in winter", "Photographs of the fair"])
def test_threads_in_which_nobody_asks_are_discussions(seed: int, title: str) -> None:
    assert verdict(seed, title) == ("not_qa", "discussion")


@pytest.mark.parametrize(
    ("title", "body", "signs"),
    [
        ("Looms?", "They drift.", {"title_mark"}),
        ("织机？", "They drift.", {"title_mark"}),
        ("Looms", "Do they drift?", {"first_mark"}),
        ("Looms", "他们？", {"first_mark"}),
        ("Looms", "They drift.", set()),
        ("Looms", "x" * 2_000 + "?", set()),
        ("Looms", "x" * 1_999 + "?", {"first_mark"}),
    ],
)
def test_marks_of_a_question(title: str, body: str, signs: set[str]) -> None:
    thread = Thread("thread", title=title, question=Post(body))
    found = question_features(HtmlDocument("<p>x", "https://a.example/t/1"), thread)
    assert {name for name, value in found.items() if value and name.endswith("_mark")} == signs
    assert found["always"] == 1.0


def test_an_accepted_answer_is_a_sign_of_a_question() -> None:
    page = HtmlDocument("<p>x", "https://a.example/t/1")
    for accepted, value in ((True, 1.0), (None, 0.0), (False, 0.0)):
        thread = Thread("thread", title="Looms", question=Post("x"), answers=[Post("a"), Post("b", accepted=accepted)])
        assert question_features(page, thread)["markup"] == value
    assert question_features(page, Thread("microdata", title="Looms", asks=True))["markup"] == 1.0


@pytest.mark.parametrize(
    ("days", "rising"),
    [([], 0.0), ([3], 0.0), ([3, 3], 1.0), ([3, 4], 1.0), ([4, 3], -1.0), ([1, 2, 3, 4, 5, 1], 1.0),
     ([1, 2, 3, 4, 1], 0.0), ([1, 2, 1], -1.0), ([1, None, 2], 1.0)],
)  # fmt: skip
def test_dates_that_rise_are_a_sign_of_a_thread(days: list[int | None], rising: float) -> None:
    """In four of five steps; if in about half of them, they say nothing."""
    answers = [Post("a", date=datetime(2024, 5, day, tzinfo=UTC) if day else None) for day in days]
    found = thread_features(HtmlDocument("<p>x"), Thread("thread", question=Post("x"), answers=answers), {})
    assert found["rising"] == rising


def test_weights_are_summed_over_what_is_known() -> None:
    assert weigh({"a": 2.0, "b": 1.0, "other": 9.0}, {"a": 0.5, "b": -3.0, "c": 7.0}) == -2.0


@pytest.mark.parametrize(
    ("head", "signs"),
    [
        ("<TITLE>Weavers' Forum</TITLE>", {"title"}),
        ("<svg><title>x</title></svg><title>Weavers' Community</title>", {"title"}),
        ("<title>Looms</title>", set()),
        ('<a itemtype="https://Schema.org/Question">', {"head"}),
        ('<meta name="Generator" content="phpBB">', {"head"}),
        ('<meta name="generator" content="Press">', set()),
        ('<meta property="og:type" content="Article">', {"other"}),
        ('<meta property="og:type" content="website">', set()),
        ('{"@type": "NewsArticle"}', {"other"}),
        ('<p itemtype="http://schema.org/BlogPosting">', {"other"}),
    ],
)
def test_what_the_head_names_in_any_case(head: str, signs: set[str]) -> None:
    found = thread_features(HtmlDocument(head, "https://a.example/1"), Thread("thread", title="x"), {})
    assert {name for name in ("head", "title", "other") if found[name]} == signs
