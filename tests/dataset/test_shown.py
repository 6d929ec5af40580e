"""Values as reports show them."""

import pytest

from qapipe.dataset.shown import differing, shortened


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
