"""What the first post of a further page of a thread is."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import thread_and_features

TITLE = "Why does my kettle hum?"
WORDS = (
    "It is the loose bottom of the kettle. Put a coin under it and listen to it.",
    "Ours did the same until we took the lime out of it, with vinegar, twice.",
    "Mine hums, too, and I have come to like it over the years that I had it.",
)
PAGE_2 = "https://kettles.example/topic/7?page=2"


def question_and_answers(url: str | None, *, css: str = "post", number: int | None = None) -> tuple[str, int]:
    """The text of the question, and how many answers there are; the posts are numbered from ``number``."""
    posts = "".join(
        f'<div class="{css if at == 0 else "post"}"><a href="/u/{at}">Kim{at}</a> <span>{at + 4} May 2014</span> '
        f"<b>{f'#{number + at}' if number else ''}</b><p>{words}</p></div>"
        for at, words in enumerate(WORDS)
    )
    found = thread_and_features(HtmlDocument(f"<title>{TITLE}</title><body><h1>{TITLE}</h1><main>{posts}", url))
    assert found is not None
    thread = found[0]
    assert thread.question is not None
    return thread.question.body, len(thread.answers)


@pytest.mark.parametrize(
    ("url", "number"),
    [(PAGE_2, None), (PAGE_2, 21), (PAGE_2, 11), ("https://kettles.example/topic/7/page-3", None)],
)
def test_the_first_post_of_a_further_page_is_an_answer(url: str, number: int | None) -> None:
    assert question_and_answers(url, number=number) == ("", 3)


@pytest.mark.parametrize("url", [None, "https://kettles.example/topic/7", PAGE_2.replace("2", "1")])
def test_that_of_the_first_page_is_the_question(url: str | None) -> None:
    assert question_and_answers(url) == (WORDS[0], 2)


def test_a_further_page_may_show_the_first_post_of_the_thread_again() -> None:
    assert question_and_answers(PAGE_2, number=1) == (WORDS[0], 2)
    assert question_and_answers(PAGE_2, css="first-post") == (WORDS[0], 2)
