"""Rates of the rows of a table, before and after."""

import pytest

from qapipe.dataset.diff.index import FILLABLE
from qapipe.dataset.diff.rates import Fill, TableRates


def test_the_share_of_rows_in_which_a_column_is_filled() -> None:
    first, second = FILLABLE["answers"][:2]
    fill = Fill("answers")
    fill.rows.update({0b00: 1, 0b01: 2, 0b11: 5})
    assert (fill.total, fill.rate(first), fill.rate(second)) == (8, 7 / 8, 5 / 8)
    assert Fill("answers").rate(first) == 0


@pytest.mark.parametrize(("old", "new", "compared"), [(1, 1, True), (1, 0, False), (0, 1, False), (0, 0, False)])
def test_rates_are_compared_where_both_builds_have_rows(old: int, new: int, compared: bool) -> None:
    rates = TableRates("answers")
    rates.old.rows[0b01], rates.new.rows[0b00] = old, new
    first = FILLABLE["answers"][0]
    found = list(rates.fills())
    assert found[:1] == ([(first, 1.0, 0.0)] if compared else [])
    assert len(found) == (len(FILLABLE["answers"]) if compared else 0)


def test_the_share_of_rows_that_are_lost() -> None:
    assert TableRates("answers").lost == 0
    assert TableRates("answers", rows=4, removed=1).lost == 0.25
