"""Labels of shares, years and values."""

from collections import Counter

import pytest

from qapipe.dataset.report.labels import percent, shortened, shown_years


@pytest.mark.parametrize(
    ("part", "whole", "label"),
    [
        (0, 0, "–"),
        (0, 9, "0 %"),
        (9, 9, "100 %"),
        (1, 1_000_000, "0.1 %"),
        (999_999, 1_000_000, "99.9 %"),
        (1, 3, "33.3 %"),
    ],
)
def test_only_an_exact_share_is_none_or_all(part: int, whole: int, label: str) -> None:
    assert percent(part, whole) == label


def test_years_have_no_gap_and_early_ones_are_one_entry() -> None:
    labels, counts = shown_years({"asked": Counter({1995: 2, 2003: 1, 2020: 5}), "answered": Counter({2018: 1})})
    assert (labels[0], labels[1], labels[-1], len(labels)) == ("to 2004", "2005", "2020", 17)
    assert counts["asked"][0] == 3
    assert sum(counts["asked"]) == 8
    assert counts["answered"] == [0] * 14 + [1, 0, 0]


def test_few_years_are_padded() -> None:
    assert shown_years({"asked": Counter({2023: 1})})[0] == ["2018", "2019", "2020", "2021", "2022", "2023"]


def test_a_value_becomes_one_short_harmless_line() -> None:
    assert shortened("a\n\n b\x1b[2J\u202e", 40) == "a b\\x1b[2J\\u202e"
    assert shortened("x" * 1_000_000, 10) == "xxxxxxxxx…"
    assert shortened("x" * 10, 10) == "xxxxxxxxxx"
