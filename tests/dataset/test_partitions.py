"""Ranges of ids that hold every id once, and the rows in each."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qapipe.dataset import partitions
from qapipe.dataset.partitions import key_ranges, row_numbers, rows_in
from qapipe.dataset.reading import Table

KEYS = ["00ff", "7fffffff", "80000000", "80000000a", "ffff", "ZZ", "", "zz", None, "3"]


@pytest.mark.parametrize(("rows", "ranges"), [(0, 1), (1, 1), (10, 1), (11, 2), (1_000, 100)])
def test_every_key_is_in_one_range(monkeypatch: pytest.MonkeyPatch, rows: int, ranges: int) -> None:
    monkeypatch.setattr(partitions, "ROWS", 10)
    found = key_ranges(rows)
    assert len(found) == ranges
    keys = pa.array(KEYS)
    held = [one.holds(keys).to_pylist() for one in found]
    for number, key in enumerate(KEYS):
        assert sum(one[number] or 0 for one in held) == (key is not None), key


def test_a_range_has_about_a_million_rows() -> None:
    assert key_ranges(1_000_000) == [("", None)]
    assert key_ranges(1_000_001) == [("", "80000000"), ("80000000", None)]
    assert [one.low for one in key_ranges(4_000_000)] == ["", "40000000", "80000000", "c0000000"]


def test_ranges_have_equal_shares_of_hexadecimal_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "ROWS", 1)
    ids = pa.array([f"{n:04x}" for n in range(1 << 16)])
    counts = [pa.compute.sum(one.holds(ids)).as_py() for one in key_ranges(7)]
    assert sum(counts) == 1 << 16
    assert max(counts) - min(counts) <= 1


def test_rows_have_their_number_in_the_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(partitions, "ROWS", 5)
    schema = pa.schema([("id", pa.string()), ("n", pa.int64())])
    table = pa.table({"id": KEYS, "n": range(100, 110)}, schema=schema)
    for number in (0, 1):
        pq.write_table(table.slice(5 * number, 5), tmp_path / f"{number}", row_group_size=2)
    opened = Table("x", (tmp_path / "0", tmp_path / "1"), 10, schema)
    first, second = (rows_in(opened, "id", one, ["n"]).to_pydict() for one in key_ranges(10))
    assert first == {"id": ["00ff", "7fffffff", "", "3"], "n": [100, 101, 106, 109], "row": [0, 1, 6, 9]}
    assert second == {
        "id": ["80000000", "80000000a", "ffff", "ZZ", "zz"],
        "n": [102, 103, 104, 105, 107],
        "row": [2, 3, 4, 5, 7],
    }


@pytest.mark.parametrize(("start", "count"), [(0, 0), (0, 1), (0, 5), (7, 3), (7, 0)])
def test_row_numbers(start: int, count: int) -> None:
    found = row_numbers(start, count)
    assert (found.type, found.to_pylist()) == (pa.int64(), list(range(start, start + count)))
