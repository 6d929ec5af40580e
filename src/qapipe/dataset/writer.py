"""The Parquet files of a table; their bytes depend only on the rows, not on how these are batched."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qapipe.disk import naming
from qapipe.records.descriptions import TABLE_MEANINGS, columns
from qapipe.records.schema import SCHEMA_VERSION, TABLES
from qapipe.version import __version__

GROUP_ROWS = 65_536
"""Largest number of rows in a row group."""
GROUP_BYTES = 32 << 20
"""A row group ends with the row that brings its text to this size."""
PART_BYTES = 256 << 20
"""A file ends with the row group that brings its text to this size."""

_ROW_BYTES = 64  # estimate for the fixed-width columns and the offsets of a row
_ITEM_BYTES = 16


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table."""

    path: Path
    rows: int


@dataclass(slots=True)
class _Buffer:
    """The rows of the next row group."""

    batches: list[pa.RecordBatch] = field(default_factory=list)
    rows: int = 0
    bytes: int = 0

    def add(self, batch: pa.RecordBatch, size: int) -> None:
        self.batches.append(batch)
        self.rows += batch.num_rows
        self.bytes += size


class TableWriter:
    """Writes the rows of a table, in order, to ``part-00000.parquet`` and so on; an empty table has one file.

    The ends of row groups and files depend on the number of rows and their bytes, and a row group is written by one
    call: the same rows give the same files however they are batched.
    """

    def __init__(self, folder: Path, table: str, pool: Executor | None = None) -> None:
        """``pool`` encodes one row group while the next one is filled; None: no concurrency."""
        folder.mkdir()
        self._folder = folder
        self._schema = file_schema(table)
        self._buffer = _Buffer()
        self._pool = pool
        self._encoding: Future[None] | None = None
        self._writer: pq.ParquetWriter | None = None
        self._part_rows = 0
        self._part_bytes = 0
        self.parts: list[Part] = []

    @property
    def rows(self) -> int:
        """Rows in the finished parts."""
        return sum(part.rows for part in self.parts)

    def write(self, batch: pa.RecordBatch) -> None:
        """Add the rows of a batch."""
        size = _size(batch)
        if self._buffer.bytes + size < GROUP_BYTES and self._buffer.rows + batch.num_rows < GROUP_ROWS:
            self._buffer.add(batch, size)
        else:
            self._write_rows(batch, pc.cumulative_sum(_row_sizes(batch)).to_pylist())

    def _write_rows(self, batch: pa.RecordBatch, ends: Sequence[int]) -> None:
        """Add the rows of a batch that fills a row group; ``ends`` are the sizes of its first rows together."""
        start = 0
        while start < batch.num_rows:
            before = ends[start - 1] if start else 0
            full = bisect_left(ends, GROUP_BYTES - self._buffer.bytes + before, start) + 1
            end = min(full, start + GROUP_ROWS - self._buffer.rows, batch.num_rows)
            self._buffer.add(batch.slice(start, end - start), ends[end - 1] - before)
            if self._buffer.bytes >= GROUP_BYTES or self._buffer.rows >= GROUP_ROWS:
                self._flush()
            start = end

    def finish(self) -> None:
        """Begin to write the remaining rows, so that several tables can be written at once; :meth:`close` waits."""
        if self._buffer.rows:
            self._flush(ends_part=True)

    def close(self) -> list[Part]:
        """Write the remaining rows; returns all files."""
        self._wait()
        if self._writer is not None and not self._buffer.rows:
            with naming(self._path()):
                self._writer.close()
            self.parts.append(Part(self._path(), self._part_rows))
        elif self._buffer.rows or not self.parts:
            self._flush(ends_part=True)
            self._wait()
        return self.parts

    def _path(self) -> Path:
        return self._folder / f"part-{len(self.parts):05d}.parquet"

    def _flush(self, *, ends_part: bool = False) -> None:
        """Write the buffer as a row group."""
        self._part_rows += self._buffer.rows
        self._part_bytes += self._buffer.bytes
        ends_part = ends_part or self._part_bytes >= PART_BYTES
        path = self._path()
        self._wait()
        if self._pool is None:
            self._encode(path, self._buffer, ends_part)
        else:
            self._encoding = self._pool.submit(self._encode, path, self._buffer, ends_part)
        self._buffer = _Buffer()
        if ends_part:
            self.parts.append(Part(path, self._part_rows))
            self._part_rows = self._part_bytes = 0

    def _wait(self) -> None:
        """Wait for the row group that is being written; its error is raised here."""
        if self._encoding is not None:
            self._encoding.result()
            self._encoding = None

    def _encode(self, path: Path, buffer: _Buffer, ends_part: bool) -> None:
        batches = buffer.batches
        group = pa.Table.from_batches(batches, batches[0].schema if batches else self._schema).combine_chunks()
        with naming(path):
            if self._writer is None:
                self._writer = _open(path, self._schema)
            self._writer.write_table(group.cast(self._schema), row_group_size=max(group.num_rows, 1))
            if ends_part:
                self._writer.close()
                self._writer = None


def file_schema(table: str) -> pa.Schema:
    """The schema of a table's files: columns with descriptions, and the versions of qapipe and of the schema.

    Arrow stores a column's metadata in a form that only Arrow reads, so the descriptions are also metadata of the file.
    """
    metadata = {"qapipe.version": __version__, "qapipe.schema_version": str(SCHEMA_VERSION)}
    metadata["qapipe.table"] = TABLE_MEANINGS[table]
    metadata |= {f"qapipe.column.{column.name}": column.description for column in columns(table)}
    return TABLES[table].with_metadata(metadata)


def _open(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        path,
        schema,
        version="2.6",
        compression="zstd",
        compression_level=3,
        write_page_index=True,
        write_page_checksum=True,
    )


def _size(batch: pa.RecordBatch) -> int:
    """The approximate size of all rows in bytes: the sum of :func:`_row_sizes`, in less time."""
    size: int = _ROW_BYTES * batch.num_rows
    for lengths, bytes_each in _lengths(batch):
        size += pc.sum(lengths, min_count=0).as_py() * bytes_each
    return size


def _row_sizes(batch: pa.RecordBatch) -> pa.Array:
    """The approximate size of each row in bytes, which depends only on the row."""
    sizes = pa.repeat(pa.scalar(_ROW_BYTES, pa.int64()), batch.num_rows)
    for lengths, bytes_each in _lengths(batch):
        size = pc.multiply(pc.cast(lengths, pa.int64()), bytes_each)
        sizes = pc.add(sizes, pc.fill_null(size, 0))
    return sizes


def _lengths(batch: pa.RecordBatch) -> Iterator[tuple[pa.Array, int]]:
    """The lengths of the texts and lists of each row by column, null where there is none, and what counts for each."""
    for column in batch.columns:
        if pa.types.is_string(column.type):
            yield pc.binary_length(column), 1
        elif pa.types.is_list(column.type):
            yield pc.list_value_length(column), _ITEM_BYTES
