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


@pytest.mark.parametrize(
    ("css", "label", "is_best"),
    [
        *((css, "", True) for css in (
            "best", "is-best x", "best_one", "accepted-answer", "chosen_reply", "bestsolution", "answer",
            "x-answer", "antwort",
            "respuesta", "reponse", "resposta", "risposta",
        )),
        *((css, "", False) for css in ("bester", "answers", "answered", "unanswer", "lead")),
        *(("lead", label, True) for label in (
            "Best Answer", "Accepted solution:", "✓ Verified reply", "Top response", "Beste Antwort", "Mejor respuesta",
            "лучший ответ", "Best answer" + "!" * 19,
        )),
        *(("lead", label, False) for label in (
            "Answer", "The best answer", "Best answers", "Best answer of all", "Best answer" + "!" * 20,
        )),
    ],
)  # fmt: skip
def test_what_a_chosen_answer_is_called(css: str, label: str, is_best: bool) -> None:
    box = f'<section class="{css}"><h3>{label}</h3><div class="words">{FIRST}</div>{BY_KASPER}</section>'
    found = thread(f"{HEAD}{box}<h3>More</h3><div>{OTHERS}</div>")
    assert (found.question is not None and found.question.body == "") is is_best
    assert [post.author for post in found.answers] == (["Kasper"] if is_best else []) + ["Ottilie", "Gerd"]


@pytest.mark.parametrize(("between", "is_best"), [(9, True), (10, False)])
def test_how_far_its_label_stands_above_it(between: int, is_best: bool) -> None:
    box = f'<h3>Best answer</h3>{"<u>-</u>" * between}<section><div class="words">{FIRST}</div>{BY_KASPER}</section>'
    found = thread(f"{HEAD}{box}<h3>More</h3><div>{OTHERS}</div>")
    assert len(found.answers) == 2 + is_best


@pytest.mark.parametrize(
    ("label", "is_first"),
    [("<h3>Best answer</h3>", True), ("<h3>Best answer</h3><u>x</u>", False), ("<h3>Answer</h3>", False), ("", False)],
)  # fmt: skip
def test_the_first_of_the_posts_may_be_it(label: str, is_first: bool) -> None:
    posts = post(1, "Kasper", "4 May 2014", FIRST) + OTHERS
    found = thread(f"{HEAD}{label}<div>{posts}</div>")
    assert [post.author for post in found.answers] == (["Kasper"] if is_first else []) + ["Ottilie", "Gerd"]
    inside = posts.replace('<div class="body">', f'{label}<div class="body">', 1)
    assert len(thread(f"{HEAD}<div>{inside}</div>").answers) == 2 + ("Best" in label)


def test_boxes_around_it_are_called_so_up_to_the_first_of_the_others() -> None:
    inner = f'<section><div class="words">{FIRST}</div>{BY_KASPER}</section>'
    assert len(thread(f'{HEAD}<div class="best">{inner}</div>{OTHERS}').answers) == 3
    assert len(thread(f'{HEAD}<div class="best"><div>{inner}</div></div>{OTHERS}').answers) == 3
    assert len(thread(f'<main class="best">{HEAD}<div>{inner}</div>{OTHERS}</main>').answers) == 2


def test_its_label_stands_above_the_text_of_the_first_post() -> None:
    said = post(1, "Kasper", "4 May 2014", f"{FIRST}<p>Best answer</p><p>And so on, as they all do it.</p>")
    assert [one.author for one in thread(f"{HEAD}<div>{said}{OTHERS}</div>").answers] == ["Ottilie", "Gerd"]
