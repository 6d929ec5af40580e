"""A dataset folder opened: its tables in batches, and an error that helps where it is none, or not whole."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qapipe.dataset import reading
from qapipe.dataset.counts import Counts
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.reading import Table, open_dataset
from qapipe.dataset.writer import TableWriter
from qapipe.errors import DatasetError, QapipeError, UsageError
from qapipe.records.schema import EXPERTS, TABLES


def experts(count: int, name: str = "Ada Fern") -> pa.RecordBatch:
    one = {"site": "s", "name": name, "credentials": []}
    rows = [{**one, "expert_id": f"{n:032x}", "answers": n} for n in range(count)]
    return pa.RecordBatch.from_pylist(rows, schema=EXPERTS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset with experts alone, and a file of the user's."""
    made = tmp_path / "parsed"
    made.mkdir()
    parts = {}
    for name in TABLES:
        writer = TableWriter(made / name, name)
        if name == "experts":
            writer.write(experts(10))
        parts[name] = writer.close()
    write_manifest(made, request={}, counts=Counts(), parts=parts, others=[])
    (made / "experts/mine.parquet").write_bytes(b"not a table")
    return made


def test_rows_come_in_order_with_the_columns_asked_for(folder: Path) -> None:
    dataset = open_dataset(folder)
    table = dataset.tables["experts"]
    assert {name: one.rows for name, one in dataset.tables.items()} == {**dict.fromkeys(TABLES, 0), "experts": 10}
    assert table.files == (folder / "experts/part-00000.parquet",)
    assert table.schema == EXPERTS
    batches = list(table.batches(["answers", "expert_id"], max_rows=4))
    assert [batch.schema.names for batch in batches] == [["answers", "expert_id"]] * 3
    assert [batch.column("answers").to_pylist() for batch in batches] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert [batch.schema.names for batch in table.batches()] == [EXPERTS.names]
    assert list(dataset.tables["pages"].batches()) == []
    assert dataset.manifest["generator"] == "qapipe"


def test_a_batch_has_at_most_16_384_rows(tmp_path: Path) -> None:
    table = Table("experts", (tmp_path / "x",), 16_385, EXPERTS)
    pq.write_table(pa.Table.from_batches([experts(16_385)]), tmp_path / "x")
    assert [batch.num_rows for batch in table.batches(["answers"])] == [16_384, 1]
    assert reading.BATCH_ROWS == 16_384


def test_a_batch_holds_no_more_than_a_row_group(folder: Path) -> None:
    """Row groups end by their bytes: rows of a megabyte must not be gathered to thousands."""
    path = folder / "experts/part-00000.parquet"
    pq.write_table(pa.Table.from_batches([experts(10)]), path, row_group_size=3)
    assert [batch.num_rows for batch in open_dataset(folder).tables["experts"].batches()] == [3, 3, 3, 1]


def test_parts_follow_each_other_in_the_order_of_their_names(folder: Path) -> None:
    writer = pq.ParquetWriter(folder / "experts/part-00001.parquet", EXPERTS)
    writer.write_batch(experts(2))
    writer.close()
    edit(folder, lambda manifest: manifest["files"].insert(0, {"path": "experts/part-00001.parquet"}))
    table = open_dataset(folder).tables["experts"]
    assert table.rows == 12
    found = [value for batch in table.batches(["answers"]) for value in batch.column(0).to_pylist()]
    assert found == [*range(10), 0, 1]


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def damaged(path: Path) -> None:
    """Flip a byte of the first data page."""
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(content)


def test_a_damaged_page_is_an_error_that_names_the_file(folder: Path) -> None:
    path = folder / "experts/part-00000.parquet"
    damaged(path)
    table = open_dataset(folder).tables["experts"]
    with pytest.raises(DatasetError, match=r"part-00000.parquet cannot be read .*; run `qapipe check`"):
        list(table.batches())


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda folder: (folder / "answers/part-00000.parquet").unlink(), r"answers/part.* is missing"),
    "no parquet": (lambda folder: (folder / "answers/part-00000.parquet").write_bytes(b"PAR1"), "cannot be read"),
    "other columns": (
        lambda folder: pq.write_table(pa.table({"x": [1]}), folder / "pages/part-00000.parquet"),
        "has not the columns of the table pages",
    ),
    "no file": (lambda folder: edit(folder, lambda manifest: manifest["files"].clear()), "names no file of .* pages"),
    "newer": (
        lambda folder: edit(folder, lambda manifest: manifest.update(schema_version=99)),
        "has schema_version 99, .*; use a newer qapipe",
    ),
    "no json": (lambda folder: (folder / "manifest.json").write_text("{"), "manifest.json is damaged"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_whole_is_an_error_of_the_dataset(folder: Path, fault: str) -> None:
    break_it, message = FAULTS[fault]
    break_it(folder)
    with pytest.raises(DatasetError, match=message) as raised:
        open_dataset(folder)
    assert (raised.value.exit_code, str(folder) in str(raised.value)) == (1, True)


def test_what_is_no_dataset_is_an_error_of_the_user_that_says_what_to_try(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other/manifest.json").write_text('{"generator": "other"}')
    (tmp_path / "listed").mkdir()
    (tmp_path / "listed/manifest.json").write_text("[]")
    for place, message in {
        "nowhere": "does not exist; make one with `qapipe parse SOURCE --out .*nowhere`",
        "file": "is a file, not a dataset",
        "empty": "has no manifest.json; give a directory that `qapipe parse` wrote",
        "other": "was not written by qapipe",
        "listed": "was not written by qapipe",
        "parsed/answers": "is not a dataset: .* did you mean .*/parsed?",
        ".": "is not a dataset: .* did you mean .*/parsed?",
    }.items():
        with pytest.raises(QapipeError, match=message) as raised:
            open_dataset(tmp_path / place)
        assert type(raised.value) is UsageError


def test_rows_by_their_numbers_come_in_the_order_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "experts/part-00000.parquet"
    pq.write_table(pa.Table.from_batches([experts(10)]), path, row_group_size=3)
    read: list[int] = []
    whole = pq.ParquetFile.read_row_group

    def counted(file: pq.ParquetFile, group: int, *more: Any) -> pa.Table:
        read.append(group)
        return whole(file, group, *more)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", counted)
    table = open_dataset(folder).tables["experts"]
    assert table.take([9, 0, 2, 9], ["answers", "name"]).to_pydict() == {
        "answers": [9, 0, 2, 9],
        "name": ["Ada Fern"] * 4,
    }
    assert read == [0, 3], "the others were not needed"
    assert table.take([], ["answers"]).to_pydict() == {"answers": []}
