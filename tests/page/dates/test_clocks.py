"""Times of day beside a date: their value, their zone, and which characters they take."""

from datetime import timedelta

import pytest

from qapipe.page.dates import clocks


def time(hours: int = 0, minutes: int = 0, seconds: int = 0) -> timedelta:
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        (" 10:32", time(10, 32), ""), (", 10:32:05 x", time(10, 32, 5), " x"), (" at 5:07 pm.", time(17, 7), ""),
        (" at 12:00 am", time(0), ""), (" 12:00 pm", time(12), ""), (" 12:30 AM", time(0, 30), ""),
        (" 0:30 pm", time(0, 30), ""), (" 13:05 PM", time(13, 5), ""), (" 11:59 am", time(11, 59), ""),
        (" 1 p.m.", time(13), ""), (" 11pm", time(23), ""), (" 23:59:59", time(23, 59, 59), ""), (" 0:00", time(0), ""),
        (" 上午9:05", time(9, 5), ""), (" 下午3:20", time(15, 20), ""), (" 午後12:10", time(12, 10), ""),
        (" 오후 1:30", time(13, 30), ""), (" 10時30分", time(10, 30), ""), (" PM 3:20", time(15, 20), ""),
        (" um 21.30 Uhr", time(21, 30), " Uhr"), (" à 10h15", time(10, 15), ""), (" kl. 8:05", time(8, 5), ""),
        (". 10:05", time(10, 5), ""), (", la 10:05", time(10, 5), ""), (" lúc 10:05", time(10, 5), ""),
        (" (Mon) 10:00", time(10), ""), (" @ 10:00", time(10), ""), (" - 10:00:00.123", time(10), ""),
        # zones
        (" 10:00:00 GMT", time(10), ""), (" 10:00 UTC", time(10), ""), (" 10:00Z", time(10), ""),
        (" 10:00 EST", time(15), ""), (" 10:00 EDT", time(14), ""), (" 10:00 CST", time(16), ""),
        (" 10:00 CDT", time(15), ""), (" 10:00 MST", time(17), ""), (" 10:00 MDT", time(16), ""),
        (" 10:00 PST", time(18), ""), (" 10:00 PDT", time(17), ""), (" 10:00 CET", time(9), ""),
        (" 10:00 CEST", time(8), ""), (" 10:00 MSK", time(7), ""), (" 10:00 JST", time(1), ""),
        (" 10:00 (PST)", time(18), ")"), (" 10:00 GMT+0530", time(4, 30), ""), (" 10:00 +01:00", time(9), ""),
        (" 10:00 -0330", time(13, 30), ""), (" 10:00 −5", time(15), ""), (" 10:00 GMT-8 x", time(18), " x"),
        (" 1:00 JST", time(-8), ""), (" 10:00 ESTX", time(10), " ESTX"), (" 10:00 (edited)", time(10), " (edited)"),
        # none
        ("", time(), ""), (" no time", time(), " no time"), (" 24:00", time(), " 24:00"), (" 10:60", time(), " 10:60"),
        (" 10:00:60", time(), " 10:00:60"), (" 10", time(), " 10"), (" 13", time(), " 13"),
        (" x10:00", time(), " x10:00"),
    ],
)  # fmt: skip
def test_time_behind_a_date(text: str, found: timedelta, rest: str) -> None:
    day = "6 Jan 2020"
    value, end = clocks.after(day + text, len(day))
    assert (value, (day + text)[end:].strip()) == (found, rest.strip())


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        ("21:03, ", time(21, 3), ""), ("x 10:15 - ", time(10, 15), "x "), ("at 5:07 pm on ", time(17, 7), "at "),
        ("10:30 PM, ", time(22, 30), ""), ("10:00 Uhr, ", time(10), ""), ("10:00:09 Mon ", time(10, 0, 9), ""),
        ("10:00 then, ", time(10), ""), ("10h15, ", time(), "10h15, "), ("5 pm, ", time(), "5 pm, "),
        ("", time(), ""), ("posted ", time(), "posted "), ("25:00 ", time(), "25:00 "),
        ("10:00" + " " * 35, time(10), ""), ("10:00" + " " * 36, time(), "10:00"),
        ("10:00" + " " * 37, time(), "10:00"),
        ("0:00" + " " * 37, time(), "0:00"), ("No 510:00, ", time(), "No 510:00,"),
        ("10:00 " + "x" * 40, time(), "10:00 " + "x" * 40),
        ("10:00 on one of those days ", time(), "10:00 on one of those days "),
    ],
)  # fmt: skip
def test_time_before_a_date(text: str, found: timedelta, rest: str) -> None:
    value, start = clocks.before(text + "6 Jan 2020", len(text))
    assert (value, text[:start].strip()) == (found, rest.strip())
