"""A count of doctors' answers alone proves nothing: a doctor stands below it."""

import pytest

from qapipe.page.outline import Line, Lines
from qapipe.readers.lines.doctor_answers import has_doctor_answers

DOCTOR = "Norwich Plastic Surgeon"


def said(*texts: str) -> bool:
    return has_doctor_answers(Lines.of([Line(text) for text in texts]))


@pytest.mark.parametrize(
    "count",
    ["Doctor Answers 4", "doctors' answers (12)", "Doctors’ Answers: 100", "Doctor’s Answers: 4", "Dr. Answers 2",
     "Dr Answer 1", "Surgeon Answers (3)", "Dentist answers 5", "PHYSICIANS' Answers: (7)"],
)  # fmt: skip
def test_a_count_with_a_doctor_below_it(count: str) -> None:
    assert said("Do scars fade?", count, "They do.", DOCTOR) is True
    assert said(count, DOCTOR) is True
    assert said("Do scars fade?", count, "They do.") is False
    assert said(DOCTOR, count, "They do.") is False


@pytest.mark.parametrize(
    "count",
    ["Answers 4", "Doctor Answers", "Doctor Answers 1234", "Doctor Answers 4 of them", "See Doctor Answers 4",
     "Reader Answers 4", "DOCTOR ANSWERS 4"],
)  # fmt: skip
def test_no_count_of_doctors(count: str) -> None:
    assert said("Do scars fade?", count, "They do.", DOCTOR) is False


def test_the_first_count_is_the_one_that_counts() -> None:
    assert said("Doctor Answers 1", DOCTOR, "Doctor Answers 2") is True
    assert said("Do scars fade?", DOCTOR) is False
