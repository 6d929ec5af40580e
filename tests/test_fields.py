"""One line, one value: counts and dates."""

from datetime import UTC, datetime

import pytest

from qapipe import fields


@pytest.mark.parametrize(
    ("printed", "count"),
    [("0", 0), ("86", 86), ("1,498", 1498), ("+2", 2), ("-1", -1), ("2.5k", 2500), ("3M", 3_000_000), ("1 204", 1204),
     ("", None), ("x", None), ("1,49", None), ("12-13", None), ("9" * 40, None), ("4.9", None)],
)  # fmt: skip
def test_count(printed: str, count: int | None) -> None:
    assert fields.count(printed) == count


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        ("2024-02-23T13:54:12+08:00", datetime(2024, 2, 23, 5, 54, 12, tzinfo=UTC)),
        ("2011-02-11 23:49:17Z", datetime(2011, 2, 11, 23, 49, 17, tzinfo=UTC)),
        ("2019-11-20", datetime(2019, 11, 20, tzinfo=UTC)),
        ("Oct 9, 2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("9 October 2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("10/9/2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("Tue, 05 Mar 2019 10:00:00 GMT", datetime(2019, 3, 5, 10, tzinfo=UTC)),
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("2 years ago", None),
        ("2021-02-30", None),
        ("Feb 30, 2020", None),
        ("0000-00-00T00:00:00", None),
        ("9999-12-31T23:59:59-23:00", None),
        ("in 2019", None),
    ],
)
def test_instant(printed: str, instant: datetime | None) -> None:
    assert fields.instant(printed) == instant
