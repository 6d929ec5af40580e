"""Counts as pages print them."""

import pytest

from qapipe.readers.threads.printed_numbers import number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("3", 3), ("-2", -2), ("−2", -2), ("–2", -2), ("+7", 7), ("1,234", 1234), ("1.234", 1234), ("1 234", 1234),
        ("1,234,567", 1234567), ("2k", 2000), ("1.2k", 1200), ("1,5K", 1500), ("3m", 3_000_000), (" 4 ", 4), ("0", 0),
        ("1,2 Tsd.", 1200), ("1,5 тыс.", 1500), ("1.2万", 12_000), ("3 萬", 30_000), ("2 mil", 2000),
        ("1,1 Mio.", 1_100_000), ("１２", 12), ("１，２３４", 1234), ("1\u00a0234", 1234), ("1\u202f234", 1234),
        ("1'234", 1234), ("1’234", 1234),
        ("", None), ("k", None), ("many", None), ("1.5", None), ("--1", None), ("3 Tage", None), ("5 km", None),
    ],
)  # fmt: skip
def test_numbers(printed: str, value: int | None) -> None:
    assert number(printed) == value
