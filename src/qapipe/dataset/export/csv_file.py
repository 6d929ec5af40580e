"""CSV: pairs, for spreadsheets and tools that read nothing else. Lists are joined by ``; ``, nulls are empty cells.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, which can call programs and send
data away, whoever wrote it. Such a text gets an apostrophe in front, as a text that begins with one does: without its
first apostrophe, a text is as it was.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

import pyarrow as pa

_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠']")


def write_csv(batches: Iterable[pa.RecordBatch], schema: pa.Schema, stream: BinaryIO) -> int:
    """Write the rows of all batches below a line with the names of the columns; returns their number."""
    rows = 0
    stream.write(_lines([schema.names]))
    for batch in batches:
        stream.write(_lines(zip(*(_cells(column) for column in batch.columns), strict=True)))
        rows += batch.num_rows
    return rows


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _cells(column: pa.Array) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if pa.types.is_string(column.type):
        return [value if value is None else defused(value) for value in values]
    if pa.types.is_list(column.type):
        return [defused("; ".join(value)) if value else None for value in values]
    if pa.types.is_timestamp(column.type):
        return [None if value is None else iso(value) for value in values]
    if pa.types.is_boolean(column.type):
        return [None if value is None else str(value).lower() for value in values]
    return values


def defused(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def iso(time: datetime) -> str:
    """A time in UTC, such as ``2020-02-29T12:00:00Z``."""
    return time.isoformat().replace("+00:00", "Z")
