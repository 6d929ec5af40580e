"""A dataset folder opened for reading: its manifest, and each table as a stream of record batches.

>>> dataset = open_dataset(Path("data/parsed"))
>>> dataset.tables["answers"].rows
9
>>> for batch in dataset.tables["answers"].batches(["answer_id", "rating"]): ...

Only the files that the manifest names are read: other files in the folder are the user's. Memory is bounded by a row
group, which the writer keeps small, whatever the size of the dataset.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from qapipe.dataset.contents import GENERATOR, MANIFEST, check_version, is_dataset
from qapipe.errors import DatasetError, UsageError
from qapipe.records.schema import TABLES

BATCH_ROWS = 16_384
"""Largest number of rows in a batch, unless asked otherwise."""
CHECK_HINT = "run `qapipe check` to see what else is wrong, and make the dataset again with `qapipe parse`"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a dataset, whose files have the columns of the schema."""

    name: str
    files: tuple[Path, ...]
    """In the order of the rows."""
    rows: int
    schema: pa.Schema

    def batches(self, columns: Sequence[str] | None = None, *, max_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """The rows in order, with these columns in this order, or all; no batch is empty or spans row groups.

        Raises DatasetError if a file is damaged.
        """
        names = self.schema.names if columns is None else list(columns)
        for path in self.files:
            with opened(path) as file:
                for group in range(file.num_row_groups):
                    for batch in file.iter_batches(max_rows, [group], names):
                        yield batch.select(names)

    def take(self, rows: Sequence[int], columns: Sequence[str]) -> pa.Table:
        """The rows of these numbers, from 0, in this order; only row groups that have any of them are read."""
        order = sorted(range(len(rows)), key=rows.__getitem__)
        wanted = [rows[place] for place in order]
        found: list[pa.Table] = []
        start = taken = 0
        for path in self.files:
            with opened(path) as file:
                for group in range(file.num_row_groups):
                    end = start + file.metadata.row_group(group).num_rows
                    last = bisect_left(wanted, end, taken)
                    if last > taken:
                        inside = pa.array([row - start for row in wanted[taken:last]], pa.int64())
                        found.append(file.read_row_group(group, list(columns)).select(columns).take(inside))
                    start, taken = end, last
        schema = pa.schema([self.schema.field(name) for name in columns])
        places = pa.array(sorted(range(len(order)), key=order.__getitem__), pa.int64())
        return pa.concat_tables([table.cast(schema) for table in found] or [schema.empty_table()]).take(places)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset whose files are there and have the right columns; the rows were not looked at."""

    folder: Path
    manifest: Mapping[str, Any]
    tables: Mapping[str, Table]


def open_dataset(folder: Path) -> Dataset:
    """The dataset in a folder.

    Raises UsageError if the folder is no dataset, and DatasetError if it is one of another ``schema_version``, or if
    the manifest or a file is missing or damaged.
    """
    manifest = load_manifest(folder)
    check_version(folder)
    return Dataset(folder, manifest, {name: _table(folder, manifest, name) for name in TABLES})


def load_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the dataset in a folder, of any ``schema_version``; errors as of :func:`open_dataset`."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(_not_a_dataset(folder)) from None
    except ValueError as error:
        raise DatasetError(f"{folder / MANIFEST} is damaged ({error}); make the dataset again") from error
    if not isinstance(manifest, dict) or manifest.get("generator") != GENERATOR:
        raise UsageError(f"{folder / MANIFEST} was not written by qapipe; give a directory that `qapipe parse` wrote")
    return manifest


def listed_files(manifest: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The entries of the manifest's files by path: ``bytes``, ``sha256``, and for tables ``rows``, as far as given."""
    files = manifest.get("files")
    entries = [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []
    return {str(entry.get("path")): entry for entry in entries}


def verified(path: Path) -> pq.ParquetFile:
    """A Parquet file, with checksums of its pages verified, and no more of it in memory than is asked for."""
    return pq.ParquetFile(path, page_checksum_verification=True, pre_buffer=False)


@contextmanager
def opened(path: Path) -> Iterator[pq.ParquetFile]:
    """A Parquet file, with checksums of its pages verified; damage found in the block is raised as DatasetError."""
    try:
        with verified(path) as file:
            yield file
    except FileNotFoundError:
        raise DatasetError(f"{path} is missing, though the manifest names it; {CHECK_HINT}") from None
    except (OSError, pa.ArrowException) as error:
        raise DatasetError(f"{path} cannot be read ({' '.join(str(error).split())}); {CHECK_HINT}") from error


def _table(folder: Path, manifest: Mapping[str, Any], name: str) -> Table:
    schema, rows = TABLES[name], 0
    files = tuple(folder / path for path in sorted(listed_files(manifest)) if path.startswith(f"{name}/"))
    if not files:
        raise DatasetError(f"{folder / MANIFEST} names no file of the table {name}; make the dataset again")
    for path in files:
        with opened(path) as file:
            if not file.schema_arrow.equals(schema):
                raise DatasetError(f"{path} has not the columns of the table {name}; {CHECK_HINT}")
            rows += file.metadata.num_rows
    return Table(name, files, rows, schema)


def _not_a_dataset(folder: Path) -> str:
    """What is wrong with a folder without a manifest, and what the user may have meant."""
    if not folder.exists():
        return f"no dataset at {folder}: it does not exist; make one with `qapipe parse SOURCE --out {folder}`"
    if not folder.is_dir():
        return f"{folder} is a file, not a dataset; give the directory that `qapipe parse` wrote"
    absolute = folder.absolute()
    near = [absolute.parent, *sorted(path for path in absolute.iterdir() if path.is_dir())]
    meant = next((path for path in near if is_dataset(path)), None)
    instead = f"did you mean {meant}?" if meant else "give a directory that `qapipe parse` wrote"
    return f"{folder} is not a dataset: it has no {MANIFEST}; {instead}"
