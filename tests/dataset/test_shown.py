"""Values as reports show them."""

import pytest

from qapipe.dataset.shown import differing, percent, percent_of, shortened


def test_a_value_has_a_bounded_length() -> None:
    assert shortened("x" * 120) == "x" * 120
    assert shortened("x" * 1_000_000) == "x" * 120 + "... (1,000,000 characters)"
    assert (shortened(None), shortened(4), shortened(["MD", "FACS"]), shortened(())) == (None, "4", "MD, FACS", "")


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("a pear", "a plum", ("a pear", "a plum")),
        ("a" * 40 + "x", "a" * 40 + "y", ("..." + "a" * 30 + "x", "..." + "a" * 30 + "y")),
        ("a" * 40, "a" * 50, ("..." + "a" * 30, "..." + "a" * 40)),
        ("a" * 40, None, ("a" * 40, None)),
        (["MD"], ["MD", "PhD"], ("MD", "MD, PhD")),
        (4.5, None, ("4.5", None)),
    ],
)
def test_texts_are_shown_from_where_they_begin_to_differ(one: object, other: object, shown: tuple[str, str]) -> None:
    assert differing(one, other) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (None, "–"), (0, "0 %"), (0.0, "0 %"), (1, "100 %"), (1e-6, "0.1 %"), (0.00149, "0.1 %"), (0.0016, "0.2 %"),
        (0.5, "50.0 %"), (1 / 3, "33.3 %"), (0.9984, "99.8 %"), (0.99951, "99.9 %"), (1 - 1e-6, "99.9 %"),
    ],
)  # fmt: skip
def test_only_an_exact_share_is_none_or_all(share: float | None, shown: str) -> None:
    assert percent(share) == shown


def test_a_share_of_nothing_is_unknown() -> None:
    assert (percent_of(0, 0), percent_of(0, 9), percent_of(9, 9), percent_of(1, 8)) == ("–", "0 %", "100 %", "12.5 %")
