"""One Parquet file: its row groups are full when they have as many rows, or as many bytes, as may be."""

from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qapipe.dataset.export import parquet

SCHEMA = pa.schema([pa.field("n", pa.int64(), nullable=False)])


def groups(sizes: list[int]) -> list[int]:
    """The rows of each row group of a file of batches of these numbers of rows."""
    numbers = iter(range(sum(sizes)))
    batches = [pa.RecordBatch.from_pydict({"n": [next(numbers) for _ in range(size)]}, SCHEMA) for size in sizes]
    stream = BytesIO()
    assert parquet.write_parquet(batches, SCHEMA, stream, {"k": "v"}) == sum(sizes)
    file = pq.ParquetFile(stream)
    assert file.read().column("n").to_pylist() == list(range(sum(sizes)))
    assert file.schema_arrow.metadata == {b"k": b"v"}
    return [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]


@pytest.mark.parametrize(
    ("sizes", "expected"), [([], []), ([3, 3, 3], [6, 3]), ([2, 4, 1], [6, 1]), ([5, 1, 5], [6, 5]), ([9, 1], [9, 1])]
)
def test_row_groups_end_with_the_batch_that_fills_them(
    sizes: list[int], expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "GROUP_ROWS", 6)
    assert groups(sizes) == expected
    monkeypatch.setattr(parquet, "GROUP_ROWS", 1_000)
    assert groups(sizes) == ([sum(sizes)] if sizes else [])
    monkeypatch.setattr(parquet, "GROUP_BYTES", 6 * 8)
    assert groups(sizes) == expected
