"""What the lines of a page and its structured data say of the same answers, put together."""

from datetime import UTC, datetime

import pytest

from qapipe.readers.site import Reading
from qapipe.readers.sites.realself.reconcile import reconciled
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Answer, Question, Removal
from qapipe.records.warnings import PageWarning

MAY = datetime(2015, 5, 4, tzinfo=UTC)
LONG = "Veins come back over the years in most people, and new ones form where the old ones were. "


def reading(*answers: Answer, question: Question | None = None, declared: int | None = None) -> Reading:
    return Reading(question or Question(), answers=list(answers), answers_declared=declared)


def test_each_answer_is_completed_from_the_same_one() -> None:
    lines = reading(Answer(1, "Yes.", "They can", None), Answer(2, "No.", None, 3))
    markup = reading(
        Answer(1, "No!", "Never", 9, answered_at=MAY, parent_position=1),
        Answer(2, "yes", "Sure", 0, author_name="Ana", location="Reno"),
    )
    first, second = reconciled(lines, markup).answers
    assert (first.position, first.body, first.headline, first.votes) == (1, "Yes.", "They can", 0)
    assert (first.author_name, first.location, first.answered_at) == ("Ana", "Reno", None)
    assert (second.position, second.body, second.headline, second.votes) == (2, "No.", None, 3)
    assert (second.answered_at, second.parent_position) == (MAY, None)


def test_what_is_known_stays_and_what_is_unknown_to_both_stays_unknown() -> None:
    own = Answer(1, "Yes.", author_name="Ana", author_credentials=("MD",), location="Reno")
    other = Answer(1, "Yes.", author_credentials=("DO",), specialty="Dentist")
    (found,) = reconciled(reading(own), reading(other)).answers
    assert (found.author_name, found.author_credentials, found.location) == ("Ana", ("MD",), "Reno")
    assert (found.specialty, found.rating) == ("Dentist", None)
    (found,) = reconciled(reading(Answer(1, "Yes.")), reading(own)).answers
    assert (found.author_name, found.author_credentials) == ("Ana", ("MD",))


@pytest.mark.parametrize(
    ("own", "other", "votes"),
    [("Ana", "Ana", 3), ("Ana", "Bo", None), (None, "Bo", 3), ("Ana", None, 3), (None, None, 3)],
)
def test_the_same_words_of_somebody_else_are_another_answer(
    own: str | None, other: str | None, votes: int | None
) -> None:
    lines, markup = Answer(1, "Yes.", author_name=own), Answer(1, "Yes.", None, 3, author_name=other)
    (found,) = reconciled(reading(lines), reading(markup)).answers
    assert (found.votes, found.author_name) == (votes, own or other)


def test_an_answer_completes_one_other() -> None:
    lines = reading(Answer(1, "Yes."), Answer(2, "Yes."), Answer(3, "No."))
    markup = reading(Answer(1, "Yes.", None, 3), Answer(2, "No.", None, 4))
    assert [answer.votes for answer in reconciled(lines, markup).answers] == [3, None, 4]


@pytest.mark.parametrize(("more", "first"), [(1, "They can"), (2, "They can"), (3, None)])
def test_the_reading_with_more_answers_is_the_basis(more: int, first: str | None) -> None:
    """That of the lines if both have as many."""
    lines = reading(Answer(1, "Yes.", "They can"), Answer(2, "No.", "Never"))
    markup = reading(*(Answer(number, text) for number, text in enumerate(("Yes.", "No.", "So?")[:more], start=1)))
    found = reconciled(lines, markup)
    assert found.answers[0].headline == first
    assert len(found.answers) == max(2, more)


@pytest.mark.parametrize(
    ("own", "marked", "expected"), [(None, None, None), (3, None, 3), (None, 4, 4), (3, 4, 3), (0, 4, 0)]
)
def test_the_declared_count(own: int | None, marked: int | None, expected: int | None) -> None:
    assert reconciled(reading(declared=own), reading(declared=marked)).answers_declared == expected


def test_question_noise_and_warnings() -> None:
    lines = reading(Answer(1, "Yes."), question=Question(title="Do they?", asker="ida"))
    lines.noise = [Removal(NoiseRule.PROMO, "See")]
    lines.warnings = {PageWarning.TEASERS}
    markup = reading(question=Question(title="Do they", body="I wonder.", asked_at=MAY))
    markup.noise = [Removal(NoiseRule.PROMO, "Buy")]
    markup.warnings = {PageWarning.BODY_CUT, PageWarning.TITLE_MISSING}
    found = reconciled(lines, markup)
    assert (found.question.title, found.question.body) == ("Do they?", "I wonder.")
    assert (found.question.asker, found.question.asked_at) == ("ida", MAY)
    assert found.noise == [Removal(NoiseRule.PROMO, "See")]
    assert found.warnings == {PageWarning.TEASERS, PageWarning.TITLE_MISSING}  # the page shows the texts whole
    markup.answers = [Answer(1, "Yes."), Answer(2, "No.")]
    found = reconciled(lines, markup)
    assert found.warnings == {PageWarning.TEASERS, PageWarning.TITLE_MISSING, PageWarning.BODY_CUT}
    assert (found.question.title, found.noise) == ("Do they?", [Removal(NoiseRule.PROMO, "See")])


@pytest.mark.parametrize(
    ("own", "other", "same"),
    [
        ("Yes, they can.", "yes they CAN", True),
        ("Yes.", "Yes. No.", False),
        (f"{LONG}{LONG}One.", f"{LONG}{LONG}Two.", True),  # the first 120 letters
        ("x" * 120 + "a", "x" * 120 + "b", True),
        ("x" * 119 + "a", "x" * 119 + "b", False),
        (". " * 119 + "ab", ". " * 119 + "ac", False),  # however far they stand apart
        (". " * 60 + "x" * 120 + "a", "x" * 120 + "b", True),
        (". " * 200 + "x" * 119 + "a", "x" * 119 + "b", False),
        (". " * 200 + "x" * 119 + "a", "x" * 119 + "a", True),
    ],
)
def test_texts_are_the_same_by_their_first_letters(own: str, other: str, *, same: bool) -> None:
    (found,) = reconciled(reading(Answer(1, own)), reading(Answer(1, other, None, 3))).answers
    assert found.votes == (3 if same else None)
