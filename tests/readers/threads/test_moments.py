"""Dates as forums print them."""

from datetime import UTC, datetime

import pytest

from qapipe.readers.threads import moments


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Posted Jan 5, 2012 at 3:04 pm", datetime(2012, 1, 5, 15, 4, tzinfo=UTC)),
        ("answered Mar 4 '11 at 20:13", datetime(2011, 3, 4, 20, 13, tzinfo=UTC)),
        ("10th July 2014 05:56 PM", datetime(2014, 7, 10, 17, 56, tzinfo=UTC)),
        ("2. Januar 2014 um 17:05", datetime(2014, 1, 2, 17, 5, tzinfo=UTC)),
        ("14 février 2014", datetime(2014, 2, 14, tzinfo=UTC)),
        ("2 de enero de 2014", datetime(2014, 1, 2, tzinfo=UTC)),
        ("15 мая 2015", datetime(2015, 5, 15, tzinfo=UTC)),
        ("2014年3月5日 12:11", datetime(2014, 3, 5, 12, 11, tzinfo=UTC)),
        ("23.01.15, 12:30", datetime(2015, 1, 23, 12, 30, tzinfo=UTC)),
        ("2019-01-02T03:04:05+02:00", datetime(2019, 1, 2, 1, 4, 5, tzinfo=UTC)),
        ("2019-01-02T03:04:05-05:30", datetime(2019, 1, 2, 8, 34, 5, tzinfo=UTC)),
        ("2019-01-02T03:04:05Z", datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("· May 16, 2024, 8:16 pm", datetime(2024, 5, 16, 20, 16, tzinfo=UTC)),
    ],
)
def test_dates(text: str, when: datetime) -> None:
    found = moments.find(text)
    assert found is not None
    assert (found.precision, found.when) == (moments.DAY, when)


@pytest.mark.parametrize(
    "text",
    [
        "3 years ago",
        "a year ago",
        "vor 3 Tagen",
        "il y a 3 ans",
        "3年前",
        "5d",
        "Yesterday, 10:11",
        "12 abc 2012, 3 days ago",
    ],
)
def test_ages(text: str) -> None:
    found = moments.find(text)
    assert found is not None
    assert (found.precision, found.when) == (moments.AGE, None)


@pytest.mark.parametrize("text", ["hello 12 monkeys 2012", "28 days later", "page 3 of 7", "nothing at all", "1,204"])
def test_no_dates(text: str) -> None:
    assert moments.find(text) is None


def test_a_date_that_can_be_meant_either_way() -> None:
    found = moments.find("03/04/2015")
    assert found is not None
    assert (found.when, found.other) == (datetime(2015, 3, 4, tzinfo=UTC), datetime(2015, 4, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("value", "when"),
    [
        ("1400000000", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)),
        ("1400000000123", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)),
        (" 2014-05-13T18:53:20+02:00 ", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)),
        ("2014-05-13T16:53:20", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)),
        ("2014-05-13", datetime(2014, 5, 13, tzinfo=UTC)),
        ("2014-05-13 at noon", datetime(2014, 5, 13, tzinfo=UTC)),
        ("Tuesday, 13 May 2014", datetime(2014, 5, 13, tzinfo=UTC)),
        ("in the town of Hum, 13 May 2014", None),
        ("14000000001", None),
        ("400000000", None),
        ("2014-02-30", None),
        ("3 days ago", None),
        ("", None),
    ],
)
def test_dates_in_attributes(value: str, when: datetime | None) -> None:
    assert moments.exact(value) == when
