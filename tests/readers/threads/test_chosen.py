"""The answer that was chosen as the best, in a box of its own before the others: no question."""

import pytest

from .pages import ASKED, FIRST, SECOND, post, thread

HEAD = "<h1>Why does my kettle hum?</h1>"
BY_KASPER = '<p class="info"><a href="/members/kasper">Kasper</a> <span>4 May 2014</span></p>'
OTHERS = post(2, "Ottilie", "5 May 2014", SECOND) + post(
    3, "Gerd", "6 May 2014", "<p>Ask the maker for a new plate: they sent us one, and it has been silent since.</p>"
)


@pytest.mark.parametrize(
    "best",
    [
        f'<section class="best"><div class="words">{FIRST}</div>{BY_KASPER}</section>',
        f'<section class="top-answer"><div class="words">{FIRST}</div>{BY_KASPER}</section>',
        f'<section><h3>Best answer</h3><div class="words">{FIRST}</div>{BY_KASPER}</section>',
        f'<h3>最佳答案</h3><section><div class="words">{FIRST}</div>{BY_KASPER}</section>',
    ],
)
def test_it_is_the_first_answer_to_a_title(best: str) -> None:
    found = thread(f"{HEAD}{best}<h3>More</h3><div>{OTHERS}</div>")
    assert found.question is not None
    assert (found.question.body, found.question.author) == ("", None)
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie", "Gerd"]
    assert [post.accepted for post in found.answers] == [True, False, False]
    assert (
        found.answers[0].body == "It is the loose bottom of the kettle. Put a coin under it and listen whether "
        "the tone changes."
    )


def test_the_question_stands_before_it() -> None:
    asked = (
        f'<div class="asked">{ASKED}<p>Asked by <a href="/members/bodil">Bodil</a> on <span>3 May 2014</span></p></div>'
    )
    best = f'<section class="best"><h3>Best answer</h3><div class="words">{FIRST}</div>{BY_KASPER}</section>'
    found = thread(f"{HEAD}{asked}{best}<div>{OTHERS}</div>")
    assert found.question is not None
    assert found.question.body.startswith("My kettle hums")
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie", "Gerd"]


def test_a_first_post_of_a_solved_topic_is_the_question() -> None:
    solved = post(1, "Bodil", "3 May 2014", ASKED, css="post solved")
    found = thread(HEAD + solved + post(2, "Kasper", "4 May 2014", FIRST) + OTHERS)
    assert found.question is not None
    assert found.question.author == "Bodil"
