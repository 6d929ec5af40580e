"""How the lines of a RealSelf text become answers: with authors, votes and headlines there, or some of them lost."""

import pytest

import qapipe

QUESTION = "Can veins come back?\n\nI had mine treated.\n\n"
COUNT = "Doctor Answers {}\n\n"
END = "\n\nThese answers are for educational purposes only.\n"
B1 = "Yes they can come back, and new ones form where the old ones were once."
B2 = "New ones form over the years, I see it daily in my practice of veins."
B3 = "Ask your doctor about foam, and wear the stockings for a month or more."
ANA = "Miami Vein Specialist\n4.9 out of 5 stars 86 reviews\n\n"
BO = "Bo Lee, DO\nAustin Dermatologist\n4.1 out of 5 stars 6 reviews\n\n"
CY = "Cy Wu, MD\nReno Plastic Surgeon\n4.2 out of 5 stars 7 reviews\n\n"
FIRST, SECOND, THIRD = f"They can\n\n{B1}\n\n", f"New ones\n\n{B2}\n\n", f"Ask around\n\n{B3}\n\n"
ONE, TWO, THREE = ("They can", B1), ("New ones", B2), ("Ask around", B3)
MIAMI, AUSTIN, RENO = (None, "Miami"), ("Bo Lee", "Austin"), ("Cy Wu", "Reno")
NOBODY = (None, None)
WHOLE = f"{FIRST}{ANA}{SECOND}{BO}{THIRD}{CY}"


def parse(text: str) -> qapipe.Record:
    return qapipe.parse_page(qapipe.RawPage(body=text.encode(), url="https://www.realself.com/question/x"))


def said(record: qapipe.Record) -> list[tuple[str | None, str]]:
    return [(answer.headline, answer.body) for answer in record.answers]


def authors(record: qapipe.Record) -> list[tuple[str | None, str | None]]:
    return [(answer.author_name, answer.location) for answer in record.answers]


@pytest.mark.parametrize(
    ("answers", "who"),
    [
        (WHOLE, [MIAMI, AUSTIN, RENO]),
        (f"{FIRST}{ANA}{SECOND}{THIRD}{CY}", [MIAMI, NOBODY, RENO]),
        (f"{FIRST}{ANA}{SECOND}You might also like...\n\n{THIRD}{CY}", [MIAMI, NOBODY, RENO]),
        (f"{FIRST}{SECOND}{BO}{THIRD}{CY}", [NOBODY, AUSTIN, RENO]),
        (f"{FIRST}{ANA}{SECOND}{BO}{THIRD}", [MIAMI, AUSTIN, NOBODY]),
        (f"{FIRST}{ANA}{SECOND}Bo Lee, DO\n\n{THIRD}{CY}", [MIAMI, ("Bo Lee", None), RENO]),
    ],
    ids=["all", "second lost", "promotion", "first lost", "third lost", "name alone"],
)
def test_answers_whose_authors_are_lost(answers: str, who: list[tuple[str | None, str | None]]) -> None:
    record = parse(QUESTION + COUNT.format(3) + answers + END)
    if who[1][0] == "Bo Lee" and who[1][1] is None:  # a name alone is a sign-off
        assert said(record) == [ONE, ("New ones", f"{B2}\n\nBo Lee, DO"), THREE]
        assert authors(record) == [MIAMI, NOBODY, RENO]
    else:
        assert (said(record), authors(record)) == ([ONE, TWO, THREE], who)
    assert (record.status, record.answers_declared) == ("ok", 3)


@pytest.mark.parametrize("breaks", ["\n", "\n\n"])
def test_empty_lines_that_say_nothing(breaks: str) -> None:
    text = (QUESTION + COUNT.format(3) + WHOLE + END).replace("\n\n", "\n").replace("\n", breaks)
    record = parse(text)
    assert (said(record), authors(record)) == ([ONE, TWO, THREE], [MIAMI, AUSTIN, RENO])


def test_a_cut_page_is_not_split_on_a_guess() -> None:
    """What is missing of a page that lost its end is missing."""
    record = parse(QUESTION + COUNT.format(3) + f"{FIRST}{ANA}{SECOND}{THIRD}{CY}")
    assert said(record) == [ONE, ("New ones", f"{B2}\n\nAsk around\n\n{B3}")]
    assert (record.status, record.warnings) == ("partial", ("fewer_answers_than_declared",))


def test_no_more_answers_than_declared_are_guessed() -> None:
    record = parse(QUESTION + COUNT.format(2) + f"{FIRST}{ANA}{SECOND}{THIRD}{CY}" + END)
    assert said(record) == [ONE, ("New ones", f"{B2}\n\nAsk around\n\n{B3}")]
    assert (record.status, authors(record)) == ("ok", [MIAMI, RENO])


def test_without_a_count_authors_end_answers() -> None:
    record = parse(QUESTION + WHOLE + END)
    assert (said(record), authors(record)) == ([ONE, TWO, THREE], [MIAMI, AUSTIN, RENO])
    assert record.question is not None
    assert record.question.body == "I had mine treated."
    assert record.warnings == ()


@pytest.mark.parametrize("body", ["", "I had mine treated.\n\n", "I had mine treated.\n\nTwice, and it hurt.\n\n"])
def test_without_a_count_the_first_headline_ends_the_question(body: str) -> None:
    record = parse(f"Can veins come back?\n\n{body}{FIRST}{ANA}{SECOND}{BO}" + END)
    assert (said(record), authors(record)) == ([ONE, TWO], [MIAMI, AUSTIN])
    assert record.question is not None
    assert (record.question.title, record.question.body) == ("Can veins come back?", body.strip() or None)


def test_without_count_and_headlines_the_shorter_line_is_the_headline() -> None:
    record = parse(f"Can veins come back?\n\nNo:\n\n{B1}\n\n{ANA}{SECOND}{BO}" + END)
    assert record.question is not None
    assert record.question.title == "Can veins come back?"
    assert said(record)[-1] == TWO
    assert "".join(answer.body for answer in record.answers).count(B1) == 1


def test_without_count_and_authors_headlines_are_guessed() -> None:
    record = parse(QUESTION + FIRST + SECOND + THIRD)
    assert (said(record), record.warnings) == ([ONE, TWO, THREE], ("segmentation_guessed",))


def test_names_above_the_next_headline() -> None:
    """Where all places are lost, the name of an author touches the headline that follows."""
    text = f"{FIRST}{SECOND}Bo Lee, DO\n{THIRD}Cy Wu, MD\nA last word\n\n{B1}\n\nIda Wo, MD\n"
    record = parse(QUESTION + COUNT.format(4) + text)
    assert said(record) == [ONE, TWO, THREE, ("A last word", B1)]
    assert authors(record) == [NOBODY, ("Bo Lee", None), ("Cy Wu", None), ("Ida Wo", None)]


def test_names_that_touch_nothing_are_signatures() -> None:
    text = f"{FIRST}{SECOND}Bo Lee, DO\n\n{THIRD}Cy Wu, MD\n\nA last word\n\n{B1}\n"
    record = parse(QUESTION + COUNT.format(4) + text + END)
    assert said(record) == [
        ONE,
        ("New ones", f"{B2}\n\nBo Lee, DO"),
        ("Ask around", f"{B3}\n\nCy Wu, MD"),
        ("A last word", B1),
    ]
    assert authors(record) == [NOBODY] * 4


@pytest.mark.parametrize("name", ["Ana Silva, MD\nReno", "Ana Silva, MD", "Dr. S", "Good luck!\n\nAna Silva, MD"])
def test_a_signature_above_the_author_is_text(name: str) -> None:
    record = parse(QUESTION + COUNT.format(2) + f"{FIRST}{ANA}{SECOND}{name}\n\n{BO}" + END)
    assert (said(record), authors(record)) == ([ONE, ("New ones", f"{B2}\n\n{name}")], [MIAMI, AUSTIN])


def test_a_rating_alone_is_the_first_authors() -> None:
    """Where the place was lost as well."""
    record = parse(
        QUESTION + COUNT.format(2) + f"{FIRST}Ana Silva, MD\n4.9 out of 5 stars 86 reviews\n\n{SECOND}{BO}" + END
    )
    assert said(record) == [("They can", f"{B1}\n\nAna Silva, MD"), TWO]
    assert [answer.rating for answer in record.answers] == [4.9, 4.1]
    assert authors(record) == [NOBODY, AUSTIN]


@pytest.mark.parametrize(
    ("first", "rest", "who"),
    [
        (f"{B1}\n\nMiami Vein Specialist", f"{SECOND}{BO}", [MIAMI, AUSTIN]),
        (f"{B1}\nMiami Vein Specialist", f"{SECOND}{BO}", [NOBODY, AUSTIN]),  # it touches the text above
        (f"{B1}\n\nMiami Vein Specialist\nin Florida.", f"{SECOND}{BO}", [NOBODY, AUSTIN]),
        (f"{B1}\n\nMiami Vein Specialist", f"{SECOND}Reno Dentist", [MIAMI, NOBODY]),  # only the first loses its name
        (f"{B1}\n\nMiami Vein Specialist", f"New ones\n\n{B2}\n\n• Reno Dentist\n\n{BO}", [MIAMI, AUSTIN]),
    ],
)
def test_a_place_without_a_name(first: str, rest: str, who: list[tuple[str | None, str | None]]) -> None:
    """It stands for the author of the first answer, alone between empty lines; elsewhere it is text."""
    record = parse(QUESTION + COUNT.format(2) + f"They can\n\n{first}\n\n{rest}" + END)
    assert authors(record) == who
    text = "\n\n".join(answer.body for answer in record.answers)
    assert ("Miami" in text) is (who[0] == NOBODY)
    assert ("Reno" in text) is ("Reno" in rest)


def test_a_place_inside_an_answer_is_text() -> None:
    record = parse(QUESTION + COUNT.format(2) + f"{FIRST}{ANA}New ones\n\nReno Plastic Surgeon\n\n{B2}\n\n{BO}" + END)
    assert authors(record) == [MIAMI, AUSTIN]
    assert said(record)[1] == ("New ones", f"Reno Plastic Surgeon\n\n{B2}")


def test_votes_stand_below_headlines() -> None:
    votes = ["+2", "-1", "+3"]
    text = "".join(
        f"{head}\n\n{vote}\n\n{body}\n\n" for (head, body), vote in zip((ONE, TWO, THREE), votes, strict=True)
    )
    record = parse(QUESTION + COUNT.format(3) + text + END)
    assert said(record) == [ONE, TWO, THREE]
    assert [answer.votes for answer in record.answers] == [2, -1, 3]


def test_the_first_name_is_a_signature() -> None:
    """Extractions lose the name of the first author: what stands there is text."""
    record = parse(QUESTION + COUNT.format(2) + f"{FIRST}Ana Silva, MD\n{ANA}{SECOND}{BO}" + END)
    assert (said(record), authors(record)) == ([("They can", f"{B1}\n\nAna Silva, MD"), TWO], [MIAMI, AUSTIN])


SLOT = "{{ voteCount }}\n\n"


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (f"They can\n\n{SLOT}{B1}\n\n{ANA}New ones\n\n{SLOT}{B2}\n\n{BO}", [ONE, TWO]),
        (f"They can\n\n{SLOT}{B1}\n\n{ANA}{SLOT}{B2}\n\n{BO}", [ONE, (None, B2)]),
        (f"{SLOT}{B1}\n\n{ANA}{SLOT}{B2}\n\n{BO}", [(None, B1), (None, B2)]),
        (f"They can\n\n{SLOT}{B1}\n\n{SLOT}{B2}\n\n{BO}", [ONE, (None, B2)]),
        (f"They can\n\n{SLOT}{B1}\n\nNew ones\n\n{SLOT}{B2}\n\n{BO}", [ONE, TWO]),
        (f"They can\n\n{SLOT}{B1}\n\n• item\n\n{SLOT}{B2}\n\n{BO}", [("They can", f"{B1}\n\n- item"), (None, B2)]),
        (f"They can\n\n{SLOT}{B1}\n\nYou might also like...\n\nNew ones\n\n{SLOT}{B2}\n\n{BO}", [ONE, TWO]),
        (f"They can {SLOT}{B1}\n\n{ANA}New ones\n\n{{{{ voteCount }}}} {B2}\n\n{BO}", [ONE, TWO]),
        (f"{'x' * 171}\n\n{SLOT}{B1}\n\n{ANA}{'y' * 170}\n\n{SLOT}{B2}\n\n{BO}", [("x" * 171, B1), ("y" * 170, B2)]),
    ],
)  # fmt: skip
def test_unrendered_votes_mark_every_answer(text: str, answers: list[tuple[str | None, str]]) -> None:
    record = parse(QUESTION + COUNT.format(2) + text + END)
    assert said(record) == answers
    assert [str(removal.rule) for removal in record.noise].count("vote_placeholder") == 2
    assert record.answers[1].author_name == "Bo Lee"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (f"New ones\n{B2}", (None, f"New ones\n{B2}")),
        (f"• one\n• two\n\n{B2}", (None, f"- one\n- two\n\n{B2}")),
        ("New ones", (None, "New ones")),
        (f"{'x' * 170}\n\n{B2}", ("x" * 170, B2)),
        (f"{'x' * 171}\n\n{B2}", (None, f"{'x' * 171}\n\n{B2}")),
    ],
)
def test_headlines_and_first_paragraphs(text: str, answer: tuple[str | None, str]) -> None:
    record = parse(QUESTION + COUNT.format(2) + f"{FIRST}{ANA}{text}\n\n{BO}" + END)
    assert said(record)[1] == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (f"New ones\n\n{B2}", TWO),
        (f"New ones\n{B2}", (None, f"New ones\n{B2}")),
        (f"{'x' * 120}\n\n{B2}", ("x" * 120, B2)),
        (f"{'x' * 121}\n\n{B2}", (None, f"{'x' * 121}\n\n{B2}")),
    ],
)
def test_what_touches_the_author_above_may_be_a_paragraph(text: str, answer: tuple[str | None, str]) -> None:
    record = parse(QUESTION + COUNT.format(2) + f"{FIRST}{ANA.rstrip()}\n{text}\n\n{BO}" + END)
    assert said(record)[1] == answer


def test_a_question_that_stands_twice_is_given_once() -> None:
    asked = "I had mine treated in spring, and now there are more.\n\nIs that usual?\n\n"
    record = parse(f"Can veins come back?\n\n{asked}{asked}")
    assert record.question is not None
    assert (record.question.title, record.question.body, record.answers) == ("Can veins come back?", asked.strip(), ())


def test_with_a_count_and_without_authors_nothing_is_said_to_be_guessed() -> None:
    record = parse(QUESTION + COUNT.format(3) + FIRST + SECOND + THIRD + END)
    assert (said(record), record.warnings) == ([ONE, TWO, THREE], ())
