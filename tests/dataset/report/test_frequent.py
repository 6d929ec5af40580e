"""The most frequent values, in memory that does not grow with their number."""

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.dataset.report import frequent
from qapipe.dataset.report.frequent import Frequent


def test_counts_are_exact_while_all_values_are_kept() -> None:
    found = Frequent()
    for batch in (["b", "a", None, "b"], [], ["c", "b", "a"]):
        found.add(pa.array(batch, pa.string()))
    assert found.top(2) == [("b", 3), ("a", 2)]
    assert (found.rows, found.distinct, found.exact, found.error) == (6, 3, True, 0)


def test_ties_come_in_the_order_of_the_values() -> None:
    found = Frequent()
    found.add(pa.array(["z", "a", "m"]))
    assert [value for value, _ in found.top(9)] == ["a", "m", "z"]


@given(st.lists(st.lists(st.sampled_from([f"v{n}" for n in range(40)]), max_size=30), max_size=12))
def test_frequent_values_are_found_and_counts_are_too_low_by_no_more_than_the_error(batches: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frequent, "KEPT", 4)
        found = Frequent()
        for batch in batches:
            found.add(pa.array(batch, pa.string()))
            assert len(found._counts) <= 2 * 4  # noqa: SLF001  the bound on memory
    true = Counter(value for batch in batches for value in batch)
    counted = dict(found.top(100))
    assert found.rows == true.total()
    assert found.error <= true.total() / 5
    for value, count in true.items():
        assert count - found.error <= counted.get(value, 0) <= count
        assert value in counted or count <= found.error
    assert (found.distinct is None) == (not found.exact)


def test_twenty_thousand_values_are_counted_exactly_and_no_more() -> None:
    found = Frequent()
    found.add(pa.array([f"v{n:05}" for n in range(20_000)]))
    assert (found.distinct, found.error, found.rows) == (20_000, 0, 20_000)
    found.add(pa.array(["new", *(f"v{n:05}" for n in range(3))]))
    assert (found.distinct, found.error, found.rows) == (None, 1, 20_004)
    assert found.top(9) == [("v00000", 1), ("v00001", 1), ("v00002", 1)]
    assert not found.exact


def test_a_long_value_is_kept_by_its_beginning() -> None:
    found = Frequent()
    found.add(pa.array(["ä" * 1_000_000, "ä" * 300 + "x"]))
    found.add(pa.array(["ä" * 199 + "x"]))
    assert found.top(2) == [("ä" * 200, 2), ("ä" * 199 + "x", 1)]
