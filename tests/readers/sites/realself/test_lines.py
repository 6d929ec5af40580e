"""The lines that a RealSelf text is made of: each form is read, and what only looks like one stays text."""

from typing import Any

import pytest

import qapipe

URL = "https://www.realself.com/question/x"
DISCLAIMER = "These answers are for educational purposes and should not be relied upon as medical advice."


def page(
    *,
    count: str = "Doctor Answers 2",
    vote: str = "",
    first_vote: str = "",
    rating: str = "4.9 out of 5 stars 86 reviews",
    place: str = "Austin Dermatologist",
    name: str = "Bo Lee, DO",
    below: str = "",
    inside: str = "",
    end: str = DISCLAIMER,
    top: str = "",
) -> str:
    """A thread of two answers; what is said stands in place of the usual line."""
    lines = [top, "" if top else None, "Can veins come back?", "", "I had mine treated twice last year.", "", count, ""]
    lines += [
        "They can",
        "",
        first_vote or None,
        "Yes they can come back, and new ones form.",
        "",
        "Miami Vein Specialist",
        "",
    ]
    lines += ["New ones", "", vote or None, "" if vote else None, "New ones form over the years, I see it daily."]
    lines += ["", inside, ""] if inside else [""]
    lines += [name, place, rating or None, below or None, "", end]
    return "\n".join(line for line in lines if line is not None)


def parse(**lines: str) -> qapipe.Record:
    record = qapipe.parse_page(qapipe.RawPage(body=page(**lines).encode(), url=URL))
    assert record.question is not None, record.detail
    return record


def test_the_usual_page() -> None:
    record = parse()
    assert (record.status, record.answers_declared) == ("ok", 2)
    first, second = record.answers
    assert (first.headline, first.body, first.location, first.specialty, first.author_name, first.rating) == (
        "They can", "Yes they can come back, and new ones form.", "Miami", "Vein Specialist", None, None,
    )  # fmt: skip
    assert (second.headline, second.body, second.location, second.specialty, second.author_name) == (
        "New ones", "New ones form over the years, I see it daily.", "Austin", "Dermatologist", "Bo Lee",
    )  # fmt: skip
    assert (second.rating, second.rating_best, second.review_count, second.votes) == (4.9, 5.0, 86, None)


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ("Doctor Answers 2", 2), ("Doctor Answers (2)", 2), ("doctor answers 2", 2), ("Doctors’ Answers 2", 2),
        ("Doctors' Answers: 2", 2), ("Expert Answers 2", 2), ("Provider Answer 2", 2),
        ("Medical Professional Answers (2)", 2),
        ("2 Doctor Answers", 2), ("1 Expert Answer", 1), ("Answers (2)", 2), ("Answers 2", 2), ("Answer: 2", 2),
        ("Doctor Answers 1,234", 1234), ("Doctor Answers 1,000,000", 1_000_000), ("Doctor Answers (12)", 12),
        ("Answers (٢)", 2), ("２ Doctor Answers", 2),
    ],
)  # fmt: skip
def test_answer_counts(line: str, declared: int) -> None:
    record = parse(count=line)
    assert record.answers_declared == declared
    assert [answer.headline for answer in record.answers] == ["They can", "New ones"]
    assert record.question is not None
    assert record.question.body == "I had mine treated twice last year."


@pytest.mark.parametrize(
    "line",
    ["Doctor Answers", "Doctor Answers two", "Doctors Answer Questions 2 3", "The Doctor Answers 2", "2 Answers",
     "Doctor Answers 2.", "Doctor Answers (2", "Doctor Answers 1,000,001", "Answers" + " " * 3 + "(2) " + "x" * 60],
)  # fmt: skip
def test_lines_that_are_no_answer_count(line: str) -> None:
    assert parse(count=line).answers_declared is None


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("4.9 out of 5 stars 86 reviews", (4.9, 5.0, 86)), ("5.0 out of 5 stars 1 review", (5.0, 5.0, 1)),
        ("4.25 out of 5 stars 1,203 reviews", (4.25, 5.0, 1203)), ("4 out of 5", (4.0, 5.0, None)),
        ("4.9 out of 5 stars", (4.9, 5.0, None)), ("4.9 out of 5 stars (86 ratings)", (4.9, 5.0, 86)),
        ("9.1 out of 10 stars, 12 reviews", (9.1, 10.0, 12)), ("4.9 out of 5 Stars · 86 Reviews", (4.9, 5.0, 86)),
        ("4.9 out of 5 86 reviews", (4.9, 5.0, 86)),
    ],
)  # fmt: skip
def test_ratings(line: str, values: tuple[Any, ...]) -> None:
    answer = parse(rating=line).answers[1]
    assert (answer.rating, answer.rating_best, answer.review_count) == values
    assert (answer.author_name, answer.location) == ("Bo Lee", "Austin")


@pytest.mark.parametrize(
    "line", ["4.9 out of five stars", "86 reviews", "4.9/5 stars", "14.9 out of 5 stars 8 reviews"]
)
def test_lines_that_are_no_rating(line: str) -> None:
    assert parse(rating=line).answers[1].rating is None


@pytest.mark.parametrize(
    ("line", "votes"), [("+2", 2), ("-1", -1), ("+0", 0), ("-0", 0), ("+1498", 1498), ("+10000", None), ("2", None)]
)
def test_votes(line: str, votes: int | None) -> None:
    answer = parse(vote=line).answers[1]
    said = "New ones form over the years, I see it daily."
    assert (answer.votes, answer.body) == (votes, said if votes is not None else f"{line}\n\n{said}")


@pytest.mark.parametrize(
    "line",
    ["{{ voteCount }}", "{{voteCount}}", "{{ answer.vote_count + 1 }}", "{{ voteCount >= 0 ? '+' + {a: 1} : 2 }}",
     "{{ VOTECOUNT }}", "{{ vote.count }}"],
)  # fmt: skip
def test_unrendered_votes_are_noise(line: str) -> None:
    """A template leaves them in every answer."""
    record = parse(first_vote=line, vote=line)
    assert [removal.text for removal in record.noise if removal.rule == "vote_placeholder"] == [line, line]
    assert [answer.body for answer in record.answers] == [
        "Yes they can come back, and new ones form.",
        "New ones form over the years, I see it daily.",
    ]


@pytest.mark.parametrize("line", ["{{ name }}", "{{ devoteCounter }}", "{ voteCount }", "{{ voteCount", "voteCount"])
def test_other_expressions_are_text(line: str) -> None:
    record = parse(vote=line)
    assert record.answers[1].body == f"{line}\n\nNew ones form over the years, I see it daily."
    assert [removal.rule for removal in record.noise] == ["disclaimer"]


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        ("\n120 Main St\nAustin, TX 78701", "120 Main St\nAustin, TX 78701"),
        ("\n120 Main St\nSuite 4\nAustin, TX 78701-1234", "120 Main St\nSuite 4\nAustin, TX 78701-1234"),
        ("\nP.O. Box 120\nAustin, Texas 78701", "P.O. Box 120\nAustin, Texas 78701"),
        ("\n120 Main St, Austin, TX 78701", "120 Main St, Austin, TX 78701"),
        ("\nSuite 9 King St\nToronto, ON M5V 2T6", "Suite 9 King St\nToronto, ON M5V 2T6"),
        ("\nOne Park Avenue\nSydney NSW 2000", None),
        ("\n120 Main St\nAustin, TX", None),
        ("\nMain St\nAustin, TX 78701", None),
        ("\nAustin, TX 78701", None),
    ],
)
def test_postal_addresses(lines: str, address: str | None) -> None:
    answer = parse(below=lines).answers[1]
    assert (answer.address, answer.rating, answer.location) == (address, 4.9, "Austin")


NOISE = {
    "promo": [
        "You might also like...",
        "You may also be interested in:",
        "you might also like",
        "You might also like…",
    ],
    "call_to_action": ["Ask a doctor", "ASK A QUESTION"],
    "slogan": ["Get the real deal on beauty treatments—real doctors, real reviews."],
    "newsletter": [
        "What’s trending? Who’s turning heads? Which myths need busting?",
        "What's trending? Who's turning heads?",
    ],
    "followup_notice": ["This is a follow-up to an earlier question, which can be viewed by clicking here."],
    "answers_subtitle": [],
}


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in NOISE.items() for line in lines])
def test_boilerplate_goes_wherever_it_stands(rule: str, line: str) -> None:
    for record in (parse(top=line), parse(inside=line), parse(below=f"\n{line}")):
        assert [(removal.rule, removal.text) for removal in record.noise] == [(rule, line), ("disclaimer", DISCLAIMER)]
        assert record.question is not None
        assert record.question.title == "Can veins come back?"
        assert [answer.body for answer in record.answers] == [
            "Yes they can come back, and new ones form.",
            "New ones form over the years, I see it daily.",
        ]


@pytest.mark.parametrize(
    "line",
    ["You might also like to ask about lasers.", "Ask a doctor near you.", "Get the real deal from a surgeon.",
     "What’s trending now is not what you need.", "This is a follow-up to what you asked.", "These answers are mine.",
     "Youth is what you pay for.", "Thesis and antithesis."],
)  # fmt: skip
def test_what_begins_as_boilerplate_does_is_text(line: str) -> None:
    record = parse(inside=line)
    assert record.answers[1].body == f"New ones form over the years, I see it daily.\n\n{line}"
    assert [removal.rule for removal in record.noise] == ["disclaimer"]


def test_all_below_the_disclaimer_is_noise() -> None:
    record = parse(end=f"{DISCLAIMER}\n\nRelated: ten more questions\n\nAbout us")
    assert [(removal.rule, removal.text) for removal in record.noise] == [
        ("disclaimer", DISCLAIMER),
        ("below_disclaimer", "Related: ten more questions"),
        ("below_disclaimer", "About us"),
    ]
    assert len(record.answers) == 2


@pytest.mark.parametrize(
    "quoted",
    [
        f"{DISCLAIMER}\n\nThat is what they write.\n\nCy Wu, MD\nReno Plastic Surgeon\n4.1 out of 5 stars 6 reviews",
        f"{DISCLAIMER}\n\nSee above\n\n{{{{ voteCount }}}}\n\nThat is what they write.",
    ],
)
def test_a_disclaimer_above_an_answer_does_not_end_the_page(quoted: str) -> None:
    record = parse(end=quoted, count="Doctor Answers 3")
    assert "below_disclaimer" not in [removal.rule for removal in record.noise]
    assert "That is what they write." in record.answers[-1].body


def test_of_two_counts_the_one_that_names_doctors_counts() -> None:
    record = parse(top="Answers 5")
    assert (record.answers_declared, record.question and record.question.title) == (2, "Answers 5")
