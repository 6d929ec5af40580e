"""RealSelf's texts: how far empty lines are trusted, where answers start without a count, and prose without either."""

import pytest

import qapipe
from qapipe.page.outline import Line, Lines
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.authors import Gaps
from qapipe.readers.sites.realself.text import gaps_of

URL = "https://www.realself.com/question/x"
END = "\n\nThese answers are for educational purposes only.\n"
B1 = "Yes they can come back, and new ones form where the old ones were once, over the years."
B2 = "New ones form over the years, I see it daily in my practice of veins, here in town."
ANA = "Miami Vein Specialist\n4.9 out of 5 stars 86 reviews"
BO = "Bo Lee, DO\nAustin Dermatologist\n4.1 out of 5 stars 6 reviews"


def parse(text: str) -> qapipe.Record:
    return qapipe.parse_page(qapipe.RawPage(body=text.encode(), url=URL))


def said(record: qapipe.Record) -> list[tuple[str | None, str]]:
    return [(answer.headline, answer.body) for answer in record.answers]


RATING = "4.9 out of 5 stars"


@pytest.mark.parametrize(
    ("gaps", "rated", "trusted"),
    [
        ([0, 1, 0, 1], None, True), ([0, 0, 0, 0], None, False), ([0], None, False), ([], None, False),
        ([3], None, False), ([0, 1], None, True),
        ([0] + [1] * 9, None, True), ([0] + [1] * 10, None, False), ([0] + [2] * 10, None, False),
        ([0] + [1] * 9 + [2], None, True),
        ([0, 1, 0, 1], 1, False), ([0, 1, 0, 1], 2, True), ([0, 1, 0, 1], 3, False), ([0] + [1] * 9, 3, False),
    ],
)  # fmt: skip
def test_whether_empty_lines_say_anything(gaps: list[int], rated: int | None, trusted: bool) -> None:
    lines = Lines.of([Line(RATING if number == rated else f"line {number}", gap) for number, gap in enumerate(gaps)])
    assert gaps_of(lines, line_types.ratings(lines.texts)) is (Gaps.RELIABLE if trusted else Gaps.LOST)


@pytest.mark.parametrize(
    ("text", "title", "body", "answers"),
    [
        (f"Can veins return?\n\nI had mine treated.\n\nThey can\n\n{B1}\n\n{ANA}", "Can veins return?",
        "I had mine treated.", [("They can", B1)]),
        (f"Can veins return?\n\nThey can\n\n{B1}\n\n{ANA}", "Can veins return?", None, [("They can", B1)]),
        (f"Can veins return?\n\nVeins of mine:\n\nVeins return\n\n{B1}\n\n{ANA}", "Can veins return?",
        "Veins of mine:", [("Veins return", B1)]),
        (f"Can veins return?\n\nMy veins do return\n\nVeins return\n\n{B1}\n\n{ANA}", "Can veins return?",
        "My veins do return", [("Veins return", B1)]),
        (f"Can veins return?\n\nMine do.\nVeins return\n\n{B1}\n\n{ANA}", "Can veins return?", None,
        [(None, f"Mine do.\nVeins return\n\n{B1}")]),
        (f"Can veins return?\n\n{B1}\n\n{ANA}", "Can veins return?", None, [(None, B1)]),
        (f"Can veins return?\n\nI had mine treated,\n\n{B1}\n\n{ANA}",
        "Can veins return?", None, [("I had mine treated,", B1)]),
        (f"Can veins return?\n\n{B1}\n\nwhich I do not like,\n\n{ANA}",
        "Can veins return?", B1, [(None, "which I do not like,")]),
        (f"Can veins return?\n\nI had mine treated.\n\nVeins return. After a treatment they do.\n\n{B1}\n\n{ANA}",
        "Can veins return?", "I had mine treated.", [("Veins return. After a treatment they do.", B1)]),
        (f"Can veins return?\n\nVeins return\n\nVeins do. They return after the treatment, all\n\n{B1}\n\n{ANA}",
        "Can veins return?", "Veins return", [("Veins do. They return after the treatment, all", B1)]),
        (f"Can veins return?\n\nwhich I do not like,\n\nthat, I do not like,\n\n{ANA}",
        "Can veins return?", "which I do not like,", [(None, "that, I do not like,")]),
        (f"Can veins return?\n\n{'which ' * 27}because,\n\n{'which ' * 30}so,\n\n{ANA}",  # 170 letters
        "Can veins return?", None, [(f"{'which ' * 27}because,", f"{'which ' * 30}so,")]),
        (f"Can veins return?\n\n{'which ' * 29}so,\n\n{'which ' * 30}so,\n\n{ANA}",
        "Can veins return?", f"{'which ' * 29}so,", [(None, f"{'which ' * 30}so,")]),
        (f"Can veins return?\n\nThey can\n\n{B1}\n\n{ANA}\n\nNew ones\n\n{B2}\n\n{BO}",
        "Can veins return?", None, [("They can", B1), ("New ones", B2)]),
    ],
)  # fmt: skip
def test_where_answers_start_without_a_count(
    text: str, title: str, body: str | None, answers: list[tuple[str | None, str]]
) -> None:
    record = parse(text + END)
    assert record.question is not None, record.detail
    assert (record.question.title, record.question.body) == (title, body)
    assert said(record) == answers


@pytest.mark.parametrize(
    ("asked", "title", "body"),
    [
        ("Can veins return?", "Can veins return?", None), ("x" * 170, "x" * 170, None),
        ("Can veins return?\n\none\n\ntwo", "Can veins return?", "one\n\ntwo"),
        ("Can veins return?\n\none\n\ntwo\n\none\n\ntwo", "Can veins return?", "one\n\ntwo"),
        ("Can veins return?\n\none\n\none", "Can veins return?", "one"),
        ("Can veins return?\n\none\n\ntwo\n\none", "Can veins return?", "one\n\ntwo\n\none"),
        ("Can veins return?\n\none\n\none\n\none", "Can veins return?", "one\n\none\n\none"),
        ("Can veins return?\n- one\n- two", "Can veins return?", "- one\n- two"),
    ],
)  # fmt: skip
def test_title_and_text_of_a_question(asked: str, title: str | None, body: str | None) -> None:
    record = parse(f"{asked}\n\nDoctor Answers 1\n\nThey can\n\n{B1}\n\n{ANA}{END}")
    assert record.question is not None
    assert (record.question.title, record.question.body) == (title, body)
    assert said(record) == [("They can", B1)]


def test_a_text_without_answers_has_none_that_were_guessed() -> None:
    record = parse("Can veins return, and what is it that helps?\n\nI had mine treated a year ago, all of them.")
    assert (record.layout, record.answers) == ("text", ())
    assert "segmentation_guessed" not in record.warnings


SUBTITLE = "From board-certified doctors and trusted medical professionals"


@pytest.mark.parametrize(
    ("asked", "has_title"),
    [
        ("Can veins return?\n\nI had mine treated last year.", True),
        ("Can veins return?\n\n\nI had mine treated last year.", True),
        ("Can veins return?\nI had mine treated last year.", False),
        ("Can veins return and return?\n\nI had mine.", False),
        ("Can veins return?\n\nMine do not, no..", False),  # as long as the first line
        ("Can veins return?", False),
        ("x" * 170 + "\n\n" + "y" * 180, True),
        ("x" * 171 + "\n\n" + "y" * 180, False),
    ],
)
def test_pages_of_teasers_have_a_title_where_an_empty_line_parts_it(asked: str, *, has_title: bool) -> None:
    for ends, cut in ((("...", ""), True), (("", "…"), True), (("", ""), False)):
        bodies = [f"{B1}{ends[0]}", f"{B2}{ends[1]}"]
        record = parse(f"{asked}\n\nAnswers (2)\n{SUBTITLE}\n{bodies[0]}\n{bodies[1]}")
        title, _, body = asked.partition("\n\n")
        assert record.question is not None
        assert (record.question.title, record.question.body) == ((title, body.strip()) if has_title else (None, asked))
        assert [(answer.position, answer.body) for answer in record.answers] == [(1, bodies[0]), (2, bodies[1])]
        assert ("teasers_cut_by_site" in record.warnings) is cut


def test_teasers_without_a_question() -> None:
    record = parse(f"Answers (1)\n{SUBTITLE}\n{B1}")
    assert record.question is not None
    assert (record.question.title, record.question.body) == (None, None)
    assert said(record) == [(None, B1)]


ONE, TWO, THREE = f"{B1} {B2}", f"{B2} {B1}", f"{B2} {B2}"


@pytest.mark.parametrize(
    ("lines", "body", "answers"),
    [
        ([ONE, "", TWO, THREE], ONE, [TWO, THREE]),
        ([ONE, TWO, THREE], None, [ONE, TWO, THREE]),
        ([ONE, "", TWO], ONE, [TWO]),
        ([ONE], None, [ONE]),
    ],
)
def test_prose(lines: list[str], body: str | None, answers: list[str]) -> None:
    record = parse("\n".join(lines))
    assert record.layout == "text_prose"
    assert record.question is not None
    assert (record.question.title, record.question.body) == (None, body)
    assert said(record) == [(None, text) for text in answers]
    assert "segmentation_guessed" in record.warnings


@pytest.mark.parametrize(
    ("votes", "expected"),
    [("+3\n\n", 3), ("\n", None)],
)
def test_votes_below_a_headline(votes: str, expected: int | None) -> None:
    first, second = f"They can\n\n{votes}{B1}\n\n{ANA}", f"New ones\n\n{B2}\n\n{BO}"
    record = parse(f"Can veins return?\n\nDoctor Answers 2\n\n{first}\n\n{second}{END}")
    assert record.answers[0].votes == expected
    assert record.answers[0].headline == "They can"


HEADS = ("Veins return", "Stockings help", "Foam works")
TEXTS = (B1, B2, "Foam works in most of them, and it takes an hour of your time, or two if there are many.")


@pytest.mark.parametrize(
    ("declared", "end", "answers"),
    [(3, END, 3), (2, END, 2), (1, END, 1), (3, "", 3), (9, END, 3)],
)
def test_headlines_split_up_to_the_declared_count(declared: int, end: str, answers: int) -> None:
    text = "\n\n".join(f"{head}\n\n{body}" for head, body in zip(HEADS, TEXTS, strict=True))
    record = parse(f"Do veins return, do stockings help?\n\nI wonder.\n\nDoctor Answers {declared}\n\n{text}{end}")
    assert len(record.answers) == answers
    assert record.answers[0].headline == HEADS[0]
    assert "".join(f"{answer.headline}{answer.body}" for answer in record.answers).replace("\n", "") == "".join(
        f"{head}{body}" for head, body in zip(HEADS, TEXTS, strict=True)
    )
