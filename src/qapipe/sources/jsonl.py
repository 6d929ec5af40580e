"""JSON lines: one page a line, read line by line with a bound, so that one endless line costs no memory."""

import json
from collections.abc import Iterator
from typing import BinaryIO, cast

import orjson

from qapipe import text
from qapipe.errors import Reason
from qapipe.model import RawPage
from qapipe.parse import MAX_PAGE_BYTES
from qapipe.sources import rows
from qapipe.sources.base import Failure, Item, ReadOptions, Split
from qapipe.sources.streams import DAMAGE, message_of, reason_of

MAX_LINE_BYTES = MAX_PAGE_BYTES
"""Longer lines are not read: what they hold is larger than a page may be."""

_CHUNK_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"


def read_lines(split: Split, stream: BinaryIO, options: ReadOptions) -> Iterator[Item]:
    """The page of each line; the offset is the line's number from 0. Blank lines hold no page.

    A line that cannot be read is a :class:`Failure`, and reading goes on behind it; where a compressed stream
    is damaged it ends, with a Failure for all that would have followed.
    """
    number = 0
    while True:
        try:
            line = stream.readline(MAX_LINE_BYTES + 1)
            if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
                size = len(line) + _skip_line(stream)
                yield _failure(split, number, Reason.TOO_LARGE, f"a line of {size:,} bytes")
                number += 1
                continue
        except (*DAMAGE, OSError) as error:
            detail = f"the file breaks off in line {number + 1:,}: {message_of(error)}"
            yield _failure(split, number, reason_of(error), detail)
            return
        if not line:
            return
        if number == 0:
            line = line.removeprefix(_BOM)
        if not line.isspace() and line:
            yield _item(split, number, line, options)
        number += 1


def _skip_line(stream: BinaryIO) -> int:
    """Reads on to the end of the line, and how much that was."""
    skipped = 0
    while chunk := stream.readline(_CHUNK_BYTES):
        skipped += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return skipped


def _failure(split: Split, number: int, reason: Reason, detail: str) -> Failure:
    return Failure(reason, detail, split.source, offset=number)


def _item(split: Split, number: int, line: bytes, options: ReadOptions) -> Item:
    try:
        row = loads(line)
    except (ValueError, RecursionError) as error:
        return _failure(split, number, Reason.CORRUPT, f"line {number + 1:,} is no JSON: {_first(error)}")
    if not isinstance(row, dict):
        return _failure(split, number, Reason.CORRUPT, f"line {number + 1:,} is no JSON object")
    names = rows.body_fields(options)
    bodies = [(name, value) for name, value in rows.values_at(row, names) if isinstance(value, str)]
    if not bodies:
        return _failure(split, number, Reason.NO_BODY, f"no text in any of the fields {', '.join(names)}")
    name, body = next(((name, value) for name, value in bodies if value), bodies[0])
    return RawPage(
        body=text.well_formed(body).encode(),
        url=rows.url_of(rows.values_at(row, rows.url_fields(options))),
        media_type=rows.media_type_of(name),
        charset="utf-8",
        captured_at=rows.time_of(rows.values_at(row, rows.TIMES)),
        source=split.source,
        offset=number,
    )


def loads(line: bytes) -> object:
    """The value of a JSON text; what orjson refuses (lone surrogates, NaN) the standard library may read.

    Raises ValueError or RecursionError.
    """
    try:
        return cast("object", orjson.loads(line))
    except orjson.JSONDecodeError:
        return cast("object", json.loads(line))


def _first(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
