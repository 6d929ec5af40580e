"""JSON lines: any rows, one object a line. Times are ISO 8601 in UTC, unknown values null."""

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import orjson


def write_lines(rows: Iterable[Mapping[str, Any]], stream: BinaryIO) -> int:
    """Write each row on a line; returns their number."""
    count = 0
    for row in rows:
        stream.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z))
        count += 1
    return count
