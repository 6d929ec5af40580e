"""Labels of years and values."""

from collections import Counter

from qapipe.dataset.report.labels import fitted, shown_years


def test_years_have_no_gap_and_early_ones_are_one_entry() -> None:
    labels, counts = shown_years({"asked": Counter({1995: 2, 2003: 1, 2020: 5}), "answered": Counter({2018: 1})})
    assert (labels[0], labels[1], labels[-1], len(labels)) == ("to 2004", "2005", "2020", 17)
    assert counts["asked"][0] == 3
    assert sum(counts["asked"]) == 8
    assert counts["answered"] == [0] * 14 + [1, 0, 0]


def test_few_years_are_padded() -> None:
    assert shown_years({"asked": Counter({2023: 1})})[0] == ["2018", "2019", "2020", "2021", "2022", "2023"]


def test_a_value_becomes_one_short_harmless_line() -> None:
    assert fitted("a\n\n b\x1b[2J\u202e", 40) == "a b\\x1b[2J\\u202e"
    assert fitted("x" * 1_000_000, 10) == "xxxxxxxxx…"
    assert fitted("x" * 10, 10) == "xxxxxxxxxx"
