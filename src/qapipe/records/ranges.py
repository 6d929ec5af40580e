"""The ranges of values: what a page says beyond them becomes null, so that no row of a dataset is beyond them."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from qapipe.records.plain import Answer, Question
from qapipe.records.warnings import PageWarning

DAY_AHEAD = timedelta(days=1)
"""How far a post may be dated after the capture of its page: a page says the day where it is read, up to UTC+14."""


def keep_ranges(question: Question, answers: Iterable[Answer], captured_at: datetime | None) -> set[PageWarning]:
    """Make values null that are beyond their range; returns a warning for each kind of them."""
    found: set[PageWarning] = set()
    latest = captured_at + DAY_AHEAD if captured_at is not None else None
    if latest and question.asked_at and question.asked_at > latest:
        question.asked_at = None
        found.add(PageWarning.DATE_IN_FUTURE)
    if question.views is not None and question.views < 0:
        question.views = None
        found.add(PageWarning.COUNT_NEGATIVE)
    for answer in answers:
        if latest and answer.answered_at and answer.answered_at > latest:
            answer.answered_at = None
            found.add(PageWarning.DATE_IN_FUTURE)
        if answer.review_count is not None and answer.review_count < 0:
            answer.review_count = None
            found.add(PageWarning.COUNT_NEGATIVE)
        rating, best = answer.rating, answer.rating_best
        if rating is not None and best is not None and 0 <= rating <= best < math.inf and best:
            continue  # nearly all
        if not is_on_scale(rating, best):
            answer.rating = answer.rating_best = None
            found.add(PageWarning.RATING_OUT_OF_SCALE)
    return found


def is_on_scale(rating: float | None, best: float | None) -> bool:
    """Whether a rating is on its scale, which begins at 0 or above; null is on every scale."""
    if best is not None and not 0 < best < math.inf:
        return False
    return rating is None or (0 <= rating < math.inf and (best is None or rating <= best))
