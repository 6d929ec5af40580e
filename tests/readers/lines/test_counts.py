"""One line, one count or None. Nothing is guessed."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qapipe.readers.lines import counts

INT64 = 2**63 - 1


@pytest.mark.parametrize(
    ("printed", "count"),
    [("0", 0), ("86", 86), (" 7 ", 7), ("1,498", 1498), ("1,498,000", 1_498_000), ("1.498", 1498), ("1 204", 1204),
     ("1\u00a0204", 1204), ("+2", 2), ("-1", -1), ("-0", 0), ("+1,000", 1000), ("1k", 1000), ("2.5k", 2500),
     ("0.5K", 500), ("12.5M", 12_500_000), ("3M", 3_000_000), ("999999999999999", 999_999_999_999_999),
     ("9,223,372,036,854,775,807", INT64)],
)  # fmt: skip
def test_count(printed: str, count: int) -> None:
    assert counts.count(printed) == count


@pytest.mark.parametrize(
    "printed",
    ["", " ", "x", "k", "1 review", "1,49", "1,4981", "12-13", "4.9", "1.5", ".5k", "1e5", "--1", "+-1", "1,000.5",
     "1²", "½", "9,223,372,036,854,775,808", "9" * 16, "9" * 4_000, "9" * 4_400 + "k", "NaN", "inf", "0x10", "1_000"],
)  # fmt: skip
def test_no_count(printed: str) -> None:
    assert counts.count(printed) is None


@example("999999999999999M")
@example("9999999999999M")  # more than 2**63, less than 2**64
@settings(deadline=None)
@given(st.text("0123456789,.kKmM+- \u00a0", max_size=30) | st.text(max_size=20))
def test_every_count_fits_its_column(printed: str) -> None:
    count = counts.count(printed)
    assert count is None or -INT64 <= count <= INT64


@settings(deadline=None)
@given(st.integers(-999_999_999_999_999, 999_999_999_999_999))
def test_printed_numbers_come_back(number: int) -> None:
    assert counts.count(str(number)) == counts.count(f"{number:,}") == counts.count(f"{number:+}") == number


@pytest.mark.parametrize(
    ("value", "number"),
    [("9" * 15, 10**15 - 1), ("9" * 16, None), ("9,223,372,036,854,775,807", 2**63 - 1),
     ("9,223,372,036,854,775,808", None), ("1.5M", 1_500_000), ("2k", 2_000), ("2.5m", 2_500_000), ("2.55k", None),
     ("-2.5K", -2_500), ("+1 234", 1_234), ("1\u00a0234", 1_234), ("12,34", None)],
)  # fmt: skip
def test_edges_of_counts(value: str, number: int | None) -> None:
    assert counts.count(value) == number
