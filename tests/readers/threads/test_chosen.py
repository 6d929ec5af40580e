"""The answer that was chosen as the best, in a box of its own before the others: no question."""

import pytest

from qapipe.readers.posts import Thread
from qapipe.readers.threads.chosen import box_of, comes_first
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.question import Outside
from qapipe.readers.threads.records import Anchor, Family, Record
from qapipe.readers.threads.texts import lines_of
from qapipe.records.noise import NoiseRule

from .arrays import arrays, ids
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


LONG = FIRST.replace(
    "</p>", " It may take a second coin, or a third, until it stands as still as it did in the shop.</p>"
)


@pytest.mark.parametrize(
    ("copied", "accepted"),
    [(LONG, [True, False]), ("<p>It is the loose bottom of the kettle…</p>", [None, None])],
)
def test_it_may_be_shown_in_the_box_of_the_question_and_again_below(copied: str, accepted: list[bool | None]) -> None:
    copy = f'<section class="best-answer"><b>Kasper</b> <i>4 May 2014</i><div class="words">{copied}</div></section>'
    by = '<header><a href="/members/bodil">Bodil</a> on <i>3 May 2014</i></header>'
    asked = f'<div class="topic">{by}<section>{ASKED}</section>{copy}</div>'
    short = post(3, "Ottilie", "5 May 2014", "<p>Same here.</p>", css="reply")
    found = thread(f"{HEAD}{asked}<div>{post(2, 'Kasper', '4 May 2014', LONG, css='reply')}{short}</div>")
    assert found.question is not None
    assert (found.question.body, found.question.author) == (ASKED[3:-4], "Bodil")
    assert [(one.body, one.author) for one in found.answers] == [(LONG[3:-4], "Kasper"), ("Same here.", "Ottilie")]
    assert [one.accepted for one in found.answers] == accepted


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
    assert len(thread(f'{HEAD}<div><div class="best"><div>{inner}</div></div></div>{OTHERS}').answers) == 3
    assert len(thread(f'<main class="best">{HEAD}<div>{inner}</div>{OTHERS}</main>').answers) == 2


def test_boxes_around_it_end_before_the_first_of_the_others() -> None:
    inner = f'<section><div class="words">{FIRST}</div>{BY_KASPER}</section>'
    first, _, more = OTHERS.partition('<div class="post" id="p3">')
    html = f'{HEAD}<div class="best">{inner}{{}}</div>{{}}<div class="post" id="p3">{more}'
    assert len(thread(html.format("", first)).answers) == 3
    assert len(thread(html.format(first, "")).answers) == 1


def test_without_a_text_before_the_others_there_is_none() -> None:
    places, marks, prose = arrays("<h1>Best answer</h1><div id=a>x</div>")
    roots = ids(places, "a")
    family = Family("place", [Record(roots, Anchor(roots[0], 0, "x"))], "z")
    found = Found(Thread("thread", None), places, family, marks, 0)
    assert box_of(found, None, prose) is None
    assert box_of(found, Outside(None, None, 0, 1), prose) is None


def test_its_label_stands_above_the_text_of_the_first_post() -> None:
    said = post(1, "Kasper", "4 May 2014", f"{FIRST}<p>Best answer</p><p>And so on, as they all do it.</p>")
    assert [one.author for one in thread(f"{HEAD}<div>{said}{OTHERS}</div>").answers] == ["Ottilie", "Gerd"]


def test_a_title_is_no_label() -> None:
    box = f'<section><div class="words">{FIRST}</div>{BY_KASPER}</section><h3>More</h3><div>{OTHERS}</div>'
    assert len(thread(f"<h1>Best answer</h1>{box}", "Best answer").answers) == 2
    assert len(thread(f"<h1>Best answer</h1><h3>Best answer.</h3>{box}", "Best answer").answers) == 3


LABEL = "<p>Best answer</p>"


@pytest.mark.parametrize(
    ("html", "is_first"),
    [
        (f"<div id=a>{LABEL}<p id=body>x</p></div>", True),
        (f"{LABEL}<div id=a><p id=body>x</p></div>", True),
        (f"<i>x</i>{LABEL}<div id=a><p id=body>x</p></div>", True),
        (f"{LABEL}<i>x</i><div id=a><p id=body>x</p></div>", False),
        (f"<div id=a><i>x</i>{LABEL}<i>x</i><p id=body>x</p></div>", True),
        (f"<div id=a><p id=body>x</p>{LABEL}</div>", False),
        ("<div id=a><p id=body>Best answer</p></div>", False),
        # without a text all of the record is looked at
        (f"<div id=a><i>x</i>{LABEL}</div>", True),
        (f"<div id=a>x</div><div id=b><i>x</i>{LABEL}</div>", True),
        (f"<div id=a>x</div><div id=b>x</div>{LABEL}", False),
        # how long a label is
        (f"<div id=a><i>Best answer{'!' * 19}</i><p id=body>x</p></div>", True),
        (f"<div id=a><i>Best answer{'!' * 20}</i><p id=body>x</p></div>", False),
    ],
)
def test_where_the_label_of_the_first_record_stands(html: str, is_first: bool) -> None:
    places, marks, _ = arrays(html)
    roots, body = ids(places, "a", "b"), ids(places, "body")
    family = Family("place", [Record(roots, Anchor(roots[0], 0, "x"))], "z")
    lines = lines_of(places, body) if body else []
    assert comes_first(Found(Thread("thread", None), places, family, marks, None, [], [lines])) is is_first


def labelled(rest: str, *, others: int) -> Thread:
    """A question, the best answer in a box without classes that say so, and a list of answers."""
    asked = f'<div class="q"><div class="w">{ASKED}</div><a href="/members/bodil">Bodil</a> <b>3 May 2014</b></div>'
    best = f'<div class="b"><h3>Best answer</h3><div class="w">{FIRST}</div>{BY_KASPER}</div>'
    return thread(f"{HEAD}{asked}{best}<h3>{others} answers</h3><div>{rest}</div>")


def test_one_that_is_shown_again_among_the_others_is_read_there() -> None:
    found = labelled(OTHERS + post(4, "Kasper", "4 May 2014", FIRST), others=3)
    assert found.question is not None
    assert (found.question.author, found.question.date and found.question.date.day) == ("Bodil", 3)
    assert [(one.author, one.accepted) for one in found.answers] == [
        ("Ottilie", False), ("Gerd", False), ("Kasper", True),
    ]  # fmt: skip
    assert [one.rule for one in found.noise] == [NoiseRule.REPEATED_TEXT]


def test_it_has_its_own_date_and_counts_beside_the_others() -> None:
    found = labelled(OTHERS, others=2)
    assert found.question is not None
    assert found.question.date is not None
    assert found.question.date.day == 3
    assert [(one.author, one.date and one.date.day) for one in found.answers] == [
        ("Kasper", 4), ("Ottilie", 5), ("Gerd", 6),
    ]  # fmt: skip
    assert found.declared == 3


def test_a_date_in_its_text_is_not_when_it_was_written() -> None:
    told = f"{FIRST}<p>Ours has been so since</p><p>1 May 2013</p><p>and hums no more with the coin below it.</p>"
    asked = f'<div class="q"><div class="w">{ASKED}</div><a href="/members/bodil">Bodil</a> <b>3 May 2014</b></div>'
    best = f'<div class="b"><h3>Best answer</h3><div class="w">{told}</div>{BY_KASPER}</div>'
    found = thread(f"{HEAD}{asked}{best}<h3>2 answers</h3><div>{OTHERS}</div>")
    assert [one.date and (one.date.year, one.date.day) for one in found.answers] == [(2014, 4), (2014, 5), (2014, 6)]


def test_a_chosen_answer_of_the_same_day_does_not_hide_the_question() -> None:
    asked = f'<div class="asked"><span>3 May 2014</span><div class="words">{ASKED}</div></div>'
    best = post(1, "Kasper", "3 May 2014", FIRST).replace(
        '<div class="body">', '<em>Best answer</em><div class="body">'
    )
    found = thread(f"{HEAD}{asked}<div>{best}{OTHERS}</div>")
    assert found.question is not None
    assert found.question.body.startswith("My kettle hums")
    assert [one.author for one in found.answers] == ["Kasper", "Ottilie", "Gerd"]
