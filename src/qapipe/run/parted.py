"""Arrow files whose rows lie together by the part that their key belongs to (see :mod:`.parts`).

A file is written with some number of parts and may be read with any other. Rows of one part keep their order.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import TracebackType
from typing import Self

import pyarrow as pa

from qapipe.run.parts import KEY_BITS, compute, keys_of, part_of_keys

KEY = "part_key"
ROW = "row"
COLUMNS = (pa.field(KEY, pa.uint16(), nullable=False), pa.field(ROW, pa.int64(), nullable=False))
"""Columns that every such file has besides its own: the key, and the number of the row in the order of writing."""

FLUSH_BYTES = 64 << 20
"""Rows of this size together are sorted by part in memory."""
BATCH_ROWS = 1_024
"""Largest number of rows in a batch of a file with several parts."""
JOINED_ROWS = 4_096
"""Batches are joined up to this many rows when they are read: each costs some 200 calls, whatever its size."""
JOINED_BYTES = 16 << 20

_ODD_RUN = 1 << 15  # in the index: batches that were sorted together are marked alike, their neighbours otherwise


class PartedWriter:
    """Writes batches with the columns :data:`COLUMNS`; with one part they are written as they come."""

    def __init__(self, path: str, schema: pa.Schema, bits: int) -> None:
        self._bits = bits
        self._index = array("H")
        self._waiting: list[pa.RecordBatch] = []
        self._bytes = 0
        self._mark = 0
        # LZ4 is fast both ways, and these files are read by machines alone. No threads: every core has its own worker.
        options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
        self._file = pa.OSFile(path, "wb")
        self._writer = pa.ipc.new_file(self._file, schema, options=options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self._flush()
                self._writer.close()
        finally:
            self._file.close()

    @property
    def index(self) -> bytes:
        """The part of each batch, as 16-bit integers; empty for one part. Complete when the file is closed."""
        return self._index.tobytes()

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        if not self._bits:
            self._writer.write_batch(batch)
            return
        self._waiting.append(batch)
        self._bytes += batch.nbytes
        if self._bytes >= FLUSH_BYTES:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        pc = compute()
        rows = joined(self._waiting)
        self._waiting, self._bytes = [], 0
        parts = part_of_keys(rows.column(KEY), self._bits)
        rows = rows.take(pc.sort_indices(parts))  # stable
        start = 0
        for run in sorted(pc.value_counts(parts).to_pylist(), key=lambda run: int(run["values"])):
            for at in range(start, start + run["counts"], BATCH_ROWS):
                self._writer.write_batch(rows.slice(at, min(BATCH_ROWS, start + run["counts"] - at)))
                self._index.append(run["values"] | self._mark)
            start += run["counts"]
        self._mark ^= _ODD_RUN


@dataclass(frozen=True, slots=True)
class PartedFile:
    """A file that a :class:`PartedWriter` wrote."""

    path: str
    bits: int = 0
    index: bytes = b""

    def batches(self, part: int, bits: int, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows of one of ``2**bits`` parts in their order; all columns, or those named and :data:`COLUMNS`."""
        keys = keys_of(part, bits)
        with pa.OSFile(self.path, "rb") as file:
            reader = pa.ipc.open_file(file)
            if columns is not None:
                names = [field.name for field in reader.schema if field.name in (*columns, KEY, ROW)]
                indices = [reader.schema.get_field_index(name) for name in names]
                reader = pa.ipc.open_file(file, options=pa.ipc.IpcReadOptions(included_fields=indices))
            if not self.bits:
                found = map(reader.get_batch, range(reader.num_record_batches))
                yield from found if not bits else (with_keys(batch, keys) for batch in found)
                return
            for run in self._runs(keys):
                yield _in_order([with_keys(reader.get_batch(number), keys) for number in run])

    def _runs(self, keys: range) -> Iterator[list[int]]:
        """Numbers of the batches that may have some of the keys, in groups that were sorted together."""
        shift = KEY_BITS - self.bits
        numbered = enumerate(array("H", self.index))
        for _, run in groupby(numbered, key=lambda one: one[1] & _ODD_RUN):
            found = [n for n, part in run if keys.start >> shift <= part & ~_ODD_RUN <= keys[-1] >> shift]
            if found:
                yield found


def with_keys(batch: pa.RecordBatch, keys: range) -> pa.RecordBatch:
    """The rows of a batch whose key is one of a range."""
    pc = compute()
    column = batch.column(KEY)
    wanted = pc.and_(
        pc.greater_equal(column, pa.scalar(keys.start, pa.uint16())),
        pc.less_equal(column, pa.scalar(keys[-1], pa.uint16())),
    )
    return batch if pc.all(wanted, min_count=0).as_py() else batch.filter(wanted)


def _in_order(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    pc = compute()
    rows = joined(batches)
    return rows.take(pc.sort_indices(rows.column(ROW))) if len(batches) > 1 else rows


def joined(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """The batches as one, which has at least one of them."""
    if len(batches) == 1:
        return batches[0]
    return pa.Table.from_batches(batches).combine_chunks().to_batches(max_chunksize=None)[0]


def fewer(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of a useful size."""
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        if not batch.num_rows:
            continue
        if waiting and (rows + batch.num_rows > JOINED_ROWS or size + batch.nbytes > JOINED_BYTES):
            yield joined(waiting)
            waiting, rows, size = [], 0, 0
        waiting.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
    if waiting:
        yield joined(waiting)
