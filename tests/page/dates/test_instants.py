"""Points in time as ISO 8601, HTTP, seconds since 1970 and American pages print them. Nothing is guessed."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qapipe.page import dates


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        # ISO 8601
        ("2019-11-20", datetime(2019, 11, 20, tzinfo=UTC)),
        ("2020-02-29", datetime(2020, 2, 29, tzinfo=UTC)),
        ("2019-11-20T10:15", datetime(2019, 11, 20, 10, 15, tzinfo=UTC)),
        ("2011-02-11 23:49:17Z", datetime(2011, 2, 11, 23, 49, 17, tzinfo=UTC)),
        ("2011-02-11 23:49:17 UTC", datetime(2011, 2, 11, 23, 49, 17, tzinfo=UTC)),
        ("2019-11-20T08:30:05Z", datetime(2019, 11, 20, 8, 30, 5, tzinfo=UTC)),
        ("2011-02-11T23:49:17z", datetime(2011, 2, 11, 23, 49, 17, tzinfo=UTC)),
        ("2011-02-11 23:49:17 gmt", datetime(2011, 2, 11, 23, 49, 17, tzinfo=UTC)),
        ("2024-02-23T13:54:12+08:00", datetime(2024, 2, 23, 5, 54, 12, tzinfo=UTC)),
        ("2019-11-20T10:00:00-0800", datetime(2019, 11, 20, 18, tzinfo=UTC)),
        ("2019-11-20T10:00:00.123Z", datetime(2019, 11, 20, 10, 0, 0, 123_000, tzinfo=UTC)),
        ("2019-11-20T10:00:00.1234567", datetime(2019, 11, 20, 10, 0, 0, 123_456, tzinfo=UTC)),
        ("2019-11-20T10:00:00,5Z", datetime(2019, 11, 20, 10, 0, 0, 500_000, tzinfo=UTC)),
        # printed
        ("Oct 9, 2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("October 9th, 2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("9 October 2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("Sept. 3, 2019", datetime(2019, 9, 3, tzinfo=UTC)),
        ("may 5 2019", datetime(2019, 5, 5, tzinfo=UTC)),
        ("Wednesday, March 3, 2021", datetime(2021, 3, 3, tzinfo=UTC)),
        ("March 3, 2019 at 10:15", datetime(2019, 3, 3, 10, 15, tzinfo=UTC)),
        ("10/9/2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("Wednesday, September 30th, 2020 at 10:00:00 +00:00", datetime(2020, 9, 30, 10, tzinfo=UTC)),  # 50 characters
        ("1/13/2019", datetime(2019, 1, 13, tzinfo=UTC)),
        # HTTP, seconds and milliseconds since 1970
        ("Tue, 05 Mar 2019 10:00:00 GMT", datetime(2019, 3, 5, 10, tzinfo=UTC)),
        ("Tue, 5 Mar 2019 10:00:00 -0800", datetime(2019, 3, 5, 18, tzinfo=UTC)),
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("1700000003", datetime(2023, 11, 14, 22, 13, 23, tzinfo=UTC)),
        ("1700000000123", datetime(2023, 11, 14, 22, 13, 20, 123_000, tzinfo=UTC)),
        ("20191120T083005Z", datetime(2019, 11, 20, 8, 30, 5, tzinfo=UTC)),
        ("20191120T083005+0130", datetime(2019, 11, 20, 7, 0, 5, tzinfo=UTC)),
        (" 2019-11-20 ", datetime(2019, 11, 20, tzinfo=UTC)),
    ],
)
def test_instant(printed: str, instant: datetime) -> None:
    found = dates.instant(printed)
    assert found == instant
    assert found is not None
    assert found.utcoffset() == instant.utcoffset()


@pytest.mark.parametrize(
    "printed",
    ["", " ", "never", "2 years ago", "in 2019", "2019", "March 2019", "2021-02-30", "2019-02-29", "Feb 30, 2020",
     "13/01/2019", "2/30/2019", "1/2/19", "2019-1-2", "2019-13-01", "0000-00-00T00:00:00", "2019-11-20T25:00",
     "9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+05:00", "2019-11-20T10:00:00+99:00", "12345678901",
     # a month, a zone or a time that is none
     "Maybe 3, 2019", "Marbles 5, 2019", "Decade 3, 2019", "2019-11-20T10:00:00 PST", "2019-11-20 10:00 PM",
     "2019-11-20x", "20191120", "1" * 60, "Wednesday, September 30th, 2020, at 10:00:00 +00:00"],
)  # fmt: skip
def test_no_instant(printed: str) -> None:
    assert dates.instant(printed) is None


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_the_time_zone_of_the_machine_does_not_matter(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        found = [dates.instant(printed) for printed in ("2019-11-20", "2019-11-20T00:00Z", "Nov 20, 2019")]
    time.tzset()
    assert found == [datetime(2019, 11, 20, tzinfo=UTC)] * 3


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=30) | st.text("0123456789-:T/Z+., JanFebMrchAprilyugSptOcNovDes", max_size=40))
def test_any_text_is_read(printed: str) -> None:
    instant = dates.instant(printed)
    assert instant is None or instant.utcoffset() == datetime.now(UTC).utcoffset()


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(9999, 12, 30), timezones=OFFSETS)  # noqa: DTZ001


@settings(deadline=None)
@given(MOMENTS)
def test_iso_comes_back(moment: datetime) -> None:
    assert dates.instant(moment.isoformat()) == moment
    assert dates.instant(moment.isoformat(" ")) == moment


@settings(deadline=None)
@given(st.dates())
def test_printed_dates_come_back(day: date) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    year = f"{day.year:04}"
    for printed in (f"{day:%B} {day.day}, {year}", f"{day:%d %b} {year}", f"{day.month}/{day.day}/{year}", f"{day}"):
        assert dates.instant(printed) == midnight
