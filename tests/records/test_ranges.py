"""Values beyond their range become null, with a warning; those on the edge stay."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from qapipe.records.plain import Answer, Question
from qapipe.records.ranges import is_on_scale, keep_ranges
from qapipe.records.warnings import PageWarning

CAPTURED = datetime(2024, 5, 1, 12, tzinfo=UTC)
NEXT_DAY = CAPTURED + timedelta(days=1)
LATER = NEXT_DAY + timedelta(microseconds=1)


def test_what_is_within_its_range_stays() -> None:
    question = Question(asked_at=NEXT_DAY, votes=-3, views=0)
    answer = Answer(1, "b", answered_at=NEXT_DAY, votes=-1, rating=5.0, rating_best=5.0, review_count=0)
    assert keep_ranges(question, [answer], CAPTURED) == set()
    assert (question.asked_at, question.votes, question.views) == (NEXT_DAY, -3, 0)
    assert (answer.answered_at, answer.votes, answer.review_count) == (NEXT_DAY, -1, 0)
    assert (answer.rating, answer.rating_best) == (5.0, 5.0)


def test_dates_behind_the_capture_are_null() -> None:
    question, answers = (
        Question(asked_at=LATER),
        [Answer(1, "b", answered_at=NEXT_DAY), Answer(2, "c", answered_at=LATER)],
    )
    assert keep_ranges(question, answers, CAPTURED) == {PageWarning.DATE_IN_FUTURE}
    assert (question.asked_at, [answer.answered_at for answer in answers]) == (None, [NEXT_DAY, None])


def test_without_a_capture_time_no_date_is_judged() -> None:
    """The result may not depend on the day of the run."""
    far = datetime(9999, 1, 1, tzinfo=UTC)
    question, answer = Question(asked_at=far), Answer(1, "b", answered_at=far)
    assert keep_ranges(question, [answer], None) == set()
    assert (question.asked_at, answer.answered_at) == (far, far)


def test_negative_counts_are_null() -> None:
    question, answer = Question(views=-1), Answer(1, "b", review_count=-1)
    assert keep_ranges(question, [], CAPTURED) == {PageWarning.COUNT_NEGATIVE}
    assert keep_ranges(Question(), [answer], CAPTURED) == {PageWarning.COUNT_NEGATIVE}
    assert (question.views, answer.review_count) == (None, None)


def test_a_rating_beyond_its_scale_is_null_with_the_scale() -> None:
    """Which of the two is wrong, nobody can tell."""
    answer = Answer(1, "b", rating=5.1, rating_best=5.0, review_count=7)
    assert keep_ranges(Question(), [answer], None) == {PageWarning.RATING_OUT_OF_SCALE}
    assert (answer.rating, answer.rating_best, answer.review_count) == (None, None, 7)


@pytest.mark.parametrize(
    ("rating", "best", "valid"),
    [(None, None, True), (0.0, 5.0, True), (5.0, 5.0, True), (98.0, None, True), (None, 5.0, True),
     (0.3, 0.5, True), (5.01, 5.0, False),
     (-0.1, 5.0, False), (-1.0, None, False), (math.nan, 5.0, False), (math.inf, None, False), (4.0, math.inf, False),
     (None, 0.0, False), (0.0, 0.0, False), (4.0, math.nan, False), (None, -5.0, False)],
)  # fmt: skip
def test_scales(rating: float | None, best: float | None, valid: bool) -> None:
    assert is_on_scale(rating, best) is valid
