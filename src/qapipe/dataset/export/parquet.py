"""One Parquet file of any size, from batches of rows."""

from collections.abc import Iterable, Mapping
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from qapipe.dataset.writer import GROUP_BYTES, GROUP_ROWS


def write_parquet(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, stream: BinaryIO, metadata: Mapping[str, str]
) -> int:
    """Write the rows of all batches, with row groups of the size of a dataset's; returns their number."""
    rows = 0
    with pq.ParquetWriter(
        stream, schema.with_metadata(dict(metadata)), version="2.6", compression="zstd", compression_level=3
    ) as writer:
        waiting: list[pa.RecordBatch] = []
        for batch in batches:
            waiting.append(batch)
            rows += batch.num_rows
            if _is_full(waiting):
                _flush(writer, waiting, schema)
        if waiting:
            _flush(writer, waiting, schema)
    return rows


def _is_full(waiting: list[pa.RecordBatch]) -> bool:
    rows, size = sum(batch.num_rows for batch in waiting), sum(int(batch.nbytes) for batch in waiting)
    return rows >= GROUP_ROWS or size >= GROUP_BYTES


def _flush(writer: pq.ParquetWriter, waiting: list[pa.RecordBatch], schema: pa.Schema) -> None:
    table = pa.Table.from_batches(waiting, schema)
    writer.write_table(table.cast(writer.schema), row_group_size=max(table.num_rows, 1))
    waiting.clear()
