"""Parquet files whose bytes depend only on their rows."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qapipe.dataset import writer
from qapipe.dataset.writer import TableWriter
from qapipe.records.ids import digest
from qapipe.records.schema import EXPERTS, TABLES


def expert_rows(count: int) -> pa.RecordBatch:
    rows = [
        {
            "expert_id": digest(str(number)),
            "site": "realself",
            "name": "x" * (number % 50),
            "credentials": ["MD"] * (number % 3),
            "answers": number,
            "location": None if number % 4 else "Tampa",
        }
        for number in range(count)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=EXPERTS)


def write_in_batches(folder: Path, rows: pa.RecordBatch, sizes: list[int]) -> list[bytes]:
    """The bytes of the files when the rows are written in batches of these sizes."""
    table = TableWriter(folder, "experts")
    start = 0
    for size in [*sizes, rows.num_rows]:
        table.write(rows.slice(start, size))
        start += min(size, rows.num_rows - start)
    return [part.path.read_bytes() for part in table.close()]


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 40)
    monkeypatch.setattr(writer, "GROUP_BYTES", 5_600)
    monkeypatch.setattr(writer, "PART_BYTES", 20_000)


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize("count", [0, 1, 39, 40, 41, 700])
def test_a_table_may_be_finished_before_it_is_closed(tmp_path: Path, count: int) -> None:
    """Its last rows are then written by the pool while others are made; the bytes are the same."""
    rows = expert_rows(count)
    with ThreadPoolExecutor(1) as pool:
        table = TableWriter(tmp_path / "finished", "experts", pool)
        table.write(rows)
        table.finish()
        parts = table.close()
    assert sum(part.rows for part in parts) == count
    assert [part.path.read_bytes() for part in parts] == write_in_batches(tmp_path / "closed", rows, [])


@pytest.mark.usefixtures("small_files")
def test_files_depend_on_the_rows_and_not_on_their_batches(tmp_path: Path) -> None:
    rows = expert_rows(700)
    whole = write_in_batches(tmp_path / "whole", rows, [])
    assert len(whole) > 3
    count = 0

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.integers(0, 90), max_size=30))
    def check(sizes: list[int]) -> None:
        nonlocal count
        count += 1
        assert write_in_batches(tmp_path / str(count), rows, sizes) == whole

    check()


@pytest.mark.usefixtures("small_files")
def test_no_row_is_lost_between_the_parts_and_row_groups_are_bounded(tmp_path: Path) -> None:
    rows = expert_rows(700)
    table = TableWriter(tmp_path / "experts", "experts")
    table.write(rows)
    parts = table.close()
    assert [part.path.name for part in parts] == [f"part-{number:05d}.parquet" for number in range(len(parts))]
    assert pa.concat_tables([pq.read_table(part.path) for part in parts]).to_pylist() == rows.to_pylist()
    assert [part.rows for part in parts] == [pq.read_metadata(part.path).num_rows for part in parts]
    groups = [
        pq.read_metadata(part.path).row_group(number).num_rows
        for part in parts
        for number in range(pq.read_metadata(part.path).num_row_groups)
    ]
    assert max(groups) == 40
    assert min(groups[:-1]) < 40, "some row group must have been cut by its bytes"


@pytest.mark.usefixtures("small_files")
def test_row_groups_and_files_end_by_the_bytes_of_rows(tmp_path: Path) -> None:
    """A row has 64 bytes, those of its texts, and 16 for each item of a list."""
    rows = expert_rows(700)
    sizes = [
        64 + sum(len(value.encode()) if isinstance(value, str) else 0 for value in row.values())
        + 16 * len(row["credentials"])
        for row in rows.to_pylist()
    ]  # fmt: skip
    files: list[list[int]] = [[]]
    group = size = of_file = 0
    for row, its in enumerate(sizes, 1):
        group, size = group + 1, size + its
        if group == 40 or size >= 5_600 or row == len(sizes):
            files[-1].append(group)
            of_file += size
            group = size = 0
            if of_file >= 20_000 and row < len(sizes):
                files.append([])
                of_file = 0
    table = TableWriter(tmp_path / "experts", "experts")
    table.write(rows)
    found = [pq.read_metadata(part.path) for part in table.close()]
    assert [[one.row_group(n).num_rows for n in range(one.num_row_groups)] for one in found] == files
    assert table.rows == 700


@pytest.mark.parametrize(("more", "groups"), [(0, [5, 5, 2]), (1, [6, 6]), (-1, [5, 5, 2])])
def test_a_row_group_ends_with_the_row_that_brings_it_to_the_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, groups: list[int]
) -> None:
    row = {"expert_id": "i" * 32, "site": "s", "name": "n" * 3, "credentials": [], "answers": 1}
    rows = pa.RecordBatch.from_pylist([row] * 12, schema=EXPERTS)
    monkeypatch.setattr(writer, "GROUP_BYTES", 5 * (64 + 32 + 1 + 3) + more)
    for number, sizes in enumerate(([12], [1] * 12, [4, 3, 5])):
        table = TableWriter(tmp_path / str(number), "experts")
        start = 0
        for size in sizes:
            table.write(rows.slice(start, size))
            start += size
        [part] = table.close()
        footer = pq.read_metadata(part.path)
        assert [footer.row_group(n).num_rows for n in range(footer.num_row_groups)] == groups


def test_an_end_of_a_file_at_the_last_row_makes_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 10)
    monkeypatch.setattr(writer, "PART_BYTES", 1)
    table = TableWriter(tmp_path / "experts", "experts")
    table.write(expert_rows(20))
    assert [part.rows for part in table.close()] == [10, 10]
    assert table.rows == 20


@pytest.mark.parametrize("workers", [None, 1])
def test_errors_of_the_disk_name_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int | None) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", fail)
    pool = ThreadPoolExecutor(workers) if workers else None
    table = TableWriter(tmp_path / "experts", "experts", pool)
    table.write(expert_rows(3))
    with pytest.raises(OSError, match="No space") as error:
        table.close()
    assert error.value.filename == str(tmp_path / "experts" / "part-00000.parquet")


def test_with_a_pool_the_files_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 40)
    monkeypatch.setattr(writer, "PART_BYTES", 9_000)
    contents = []
    with ThreadPoolExecutor(2) as threads:
        for name, pool in (("alone", None), ("pool", threads)):
            table = TableWriter(tmp_path / name, "experts", pool)
            for start in range(0, 700, 90):
                table.write(expert_rows(700).slice(start, 90))
            contents.append([(part.path.name, part.rows, part.path.read_bytes()) for part in table.close()])
    assert contents[0] == contents[1]
    assert len(contents[0]) > 3


def test_the_sizes_of_row_groups_and_files_are_promised() -> None:
    """Other ones would give other bytes for the same rows."""
    assert (writer.GROUP_ROWS, writer.GROUP_BYTES, writer.PART_BYTES) == (65_536, 33_554_432, 268_435_456)


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_one_file_with_the_whole_schema(tmp_path: Path, table: str) -> None:
    [part] = TableWriter(tmp_path / table, table).close()
    schema = pq.read_schema(part.path)
    assert part.rows == pq.read_metadata(part.path).num_rows == 0
    assert [(f.name, f.type, f.nullable, f.metadata) for f in schema] == [
        (f.name, f.type, f.nullable, f.metadata) for f in TABLES[table]
    ]
    assert all(f.metadata[b"description"] for f in schema)
    assert schema.metadata[b"qapipe.version"]
    assert schema.metadata[b"qapipe.schema_version"] == b"2"


@pytest.mark.parametrize("table", TABLES)
def test_descriptions_are_key_value_metadata_of_the_file(tmp_path: Path, table: str) -> None:
    """That is what other databases than Arrow can read, such as DuckDB's parquet_kv_metadata."""
    [part] = TableWriter(tmp_path / table, table).close()
    metadata = pq.read_metadata(part.path).metadata
    assert metadata[b"qapipe.table"].decode().startswith("One row per")
    described = {key.decode(): value for key, value in metadata.items() if key.startswith(b"qapipe.column.")}
    assert described == {f"qapipe.column.{field.name}": field.metadata[b"description"] for field in TABLES[table]}


def test_files_are_zstd_with_a_page_index(tmp_path: Path) -> None:
    table = TableWriter(tmp_path / "experts", "experts")
    table.write(expert_rows(10))
    [part] = table.close()
    column = pq.read_metadata(part.path).row_group(0).column(0)
    assert column.compression == "ZSTD"
    assert column.has_column_index
    assert column.has_offset_index
    path = part.path
    content = bytearray(path.read_bytes())
    content[column.dictionary_page_offset + 40] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(OSError, match="CRC"):
        pq.read_table(path, page_checksum_verification=True)
