"""The files that tasks leave: their records and, if there are several parts, the ids of their pages.

A page with a question is in the part of its question. Whether the same page occurs in another part is found out from
the ids, which are parted by page (:mod:`qapipe.dataset.repeats`).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import pyarrow as pa

from qapipe.disk import atomic_write
from qapipe.records.schema import RECORD
from qapipe.run.checkpoints import IDS_SUFFIX
from qapipe.run.parted import COLUMNS, KEY, ROW, PartedFile, PartedWriter, fewer, with_keys
from qapipe.run.parts import compute, key_of, keys_of

ORDER = "order"
"""The column that puts records in the order of the input: the task's number and the record's number in it."""
OF_RECORD = "record_key"
"""In a file of page ids: the key of the record."""

_ROW_BITS = 36
_RECORDS = pa.schema([*RECORD, *COLUMNS])
_IDS = pa.schema(
    [
        pa.field("page_id", pa.binary(16), nullable=False),
        RECORD.field("captured_at"),
        pa.field(OF_RECORD, pa.uint16(), nullable=False),
        *COLUMNS,
    ]
)


class RecordWriter:
    """Writes the records of a task; its files appear when they are complete."""

    def __init__(self, path: str, bits: int, *, shared: bool = False) -> None:
        """``shared``: a machine that was taken for dead may still write the same file."""
        self._stack = ExitStack()
        self._path = path
        self._bits = bits
        self._rows = 0
        self._attempt = f".{uuid4().hex[:12]}" if shared else ""
        self._records: PartedWriter
        self._ids: PartedWriter | None = None

    def __enter__(self) -> Self:
        with self._stack:  # closed again if the second file cannot be opened
            self._records = self._open(self._path, _RECORDS)
            if self._bits:
                self._ids = self._open(f"{self._path}{IDS_SUFFIX}", _IDS)
            self._stack = self._stack.pop_all()
        return self

    def _open(self, path: str, schema: pa.Schema) -> PartedWriter:
        # Whatever the machine's death damages is found by its checksum, and made again.
        partial = self._stack.enter_context(atomic_write(Path(path), self._attempt, synced=bool(self._attempt)))
        return self._stack.enter_context(PartedWriter(str(partial), schema, self._bits))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, at)

    @property
    def parts(self) -> bytes:
        """The part of each batch of records."""
        return self._records.index

    @property
    def id_parts(self) -> bytes:
        """The part of each batch of page ids; empty if there are none."""
        return self._ids.index if self._ids else b""

    def write(self, batch: pa.RecordBatch) -> None:
        """Add records."""
        names = batch.column("page_id").to_pylist()
        threads = batch.column("thread_id").to_pylist()
        rows = pa.array(range(self._rows, self._rows + batch.num_rows), pa.int64())
        keys = pa.array(map(key_of, [thread or name for thread, name in zip(threads, names, strict=True)]), pa.uint16())
        self._rows += batch.num_rows
        self._records.write(pa.RecordBatch.from_arrays([*batch.columns, keys, rows], schema=_RECORDS))
        if self._ids is not None:
            columns = [
                _binary(names),
                batch.column("captured_at"),
                keys,
                pa.array(map(key_of, names), pa.uint16()),
                rows,
            ]
            self._ids.write(pa.RecordBatch.from_arrays(columns, schema=_IDS))


def _binary(ids: Sequence[str]) -> pa.Array:
    return pa.array(map(bytes.fromhex, ids), pa.binary(16))


@dataclass(frozen=True, slots=True)
class RecordFile:
    """The records of a task, and where they are in the input."""

    records: PartedFile
    ids: PartedFile | None
    task: int
    """Number of the task in the order of the input."""
    first_line: int
    """The number of its first line in its file, if it is one of several ranges of lines."""
    rows: int
    """Number of records that count, from the first."""

    def batches(self, part: int, bits: int, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The records of one of ``2**bits`` parts, with the column :data:`ORDER`; all other columns, or those named."""
        for batch in self.records.batches(part, bits, columns):
            yield _counted_from(self.first_line, self._ordered(batch))

    def page_ids(self, part: int, bits: int) -> Iterator[pa.RecordBatch]:
        """Ids of the pages of one part of them, with :data:`OF_RECORD`, ``captured_at`` and :data:`ORDER`."""
        if self.ids is not None:
            for batch in self.ids.batches(part, bits):
                yield self._ordered(batch)
            return
        for batch in self.records.batches(0, 0, ("page_id", "captured_at")):  # written when there was one part
            names = batch.column("page_id").to_pylist()
            keys = pa.array(map(key_of, names), pa.uint16())
            arrays = [_binary(names), batch.column("captured_at"), batch.column(KEY), keys, batch.column(ROW)]
            found = pa.RecordBatch.from_arrays(arrays, schema=_IDS)
            yield self._ordered(with_keys(found, keys_of(part, bits)))

    def _ordered(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows that count, with their place in the input in one column instead of those of the file."""
        pc = compute()
        rows = batch.column(ROW)
        if batch.num_rows and rows[-1].as_py() >= self.rows:
            batch = batch.filter(pc.less(rows, self.rows))
            rows = batch.column(ROW)
        order = pc.add(rows, pa.scalar(self.task << _ROW_BITS, pa.int64()))
        return batch.drop_columns([KEY, ROW]).append_column(ORDER, order)


def _counted_from(line: int, batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with line numbers of the file instead of those of a range of its lines."""
    place = batch.schema.get_field_index("offset")
    if not line or place < 0:
        return batch
    numbers = compute().add(batch.column(place), pa.scalar(line, pa.int64()))
    return batch.set_column(place, batch.schema.field(place), numbers)


def in_order(
    files: Iterable[RecordFile], part: int, bits: int, columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """The records of one part of all files, in the order of the input."""
    return fewer(batch for file in files for batch in file.batches(part, bits, columns))


def split_order(order: int) -> tuple[int, int]:
    """The number of a record's task and its number in that, from its value of :data:`ORDER`."""
    return order >> _ROW_BITS, order & ((1 << _ROW_BITS) - 1)
