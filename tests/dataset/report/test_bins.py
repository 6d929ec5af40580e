"""Numbers by range."""

import pyarrow as pa
import pytest

from qapipe.dataset.report.bins import ANSWERS, RATINGS, Histogram


def test_numbers_are_counted_in_their_range() -> None:
    found = Histogram(ANSWERS)
    found.add(pa.array([0, 1, 1, 7, None, 101, 5_000], pa.int32()))
    found.add(pa.array([6], pa.int32()))
    assert [one for one in found.ranges() if one[2]] == [(0, 1, 1), (1, 2, 2), (6, 11, 2), (101, None, 2)]
    assert (found.number, found.mean, found.smallest, found.largest) == (7, 5_116 / 7 + 0, 0, 5_000)
    assert found.labelled()[0] == ("0", 1)
    assert found.labelled()[-1] == ("101+", 2)
    assert ("6–10", 2) in found.labelled()


def test_the_last_range_of_ratings_includes_the_best() -> None:
    found = Histogram(RATINGS, end=5.0)
    found.add(pa.array([4.4, 4.5, 5.0, float("nan"), float("inf"), None]))
    assert found.labelled() == [("4–4.5", 1), ("4.5–5", 2)]
    assert found.mean == pytest.approx(13.9 / 3)
    found.add(pa.array([-3.0]))  # cannot be, but must not be lost
    assert found.ranges()[0] == (0.0, 0.5, 1)


def test_without_numbers_there_is_no_mean() -> None:
    found = Histogram(ANSWERS)
    found.add(pa.array([None], pa.int32()))
    assert (found.mean, found.labelled(), found.as_json()["max"]) == (None, [], None)
