"""JSON lines: one page per line, with a bounded line length so that an endless line costs no memory."""

import json
from collections.abc import Iterator
from typing import NamedTuple, cast

import orjson

from qapipe.page import text
from qapipe.records.plain import MAX_PAGE_BYTES, RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import fields
from qapipe.sources.base import NOT_MATCHED, Failure, Item, ReadOptions, Split
from qapipe.sources.compression.codecs import READ_ERRORS
from qapipe.sources.detection import SourceFile, error_message, failure_reason, opened
from qapipe.sources.field_names import TIMES

MAX_LINE_BYTES = 2 * MAX_PAGE_BYTES
"""Longer lines are skipped: their page would exceed the size limit."""

_CHUNK_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"


def read_lines(split: Split, file: SourceFile, options: ReadOptions) -> Iterator[Item]:
    """The page of each line; the offset is its number, which begins with ``split.first_line``.

    Blank lines are skipped. A line that cannot be read yields a :class:`Failure`, and reading resumes at the next one.
    Damage to a compressed stream ends it, with one Failure for everything that would have followed.
    """
    position = 0
    if split.start:  # a line that begins earlier belongs to the previous split
        file.content.seek(split.start - 1)
        position = split.start - 1 + _skip_line(file)
    number = split.first_line
    while split.end is None or position < split.end:
        line = _Line(split, number, position)
        try:
            text_of_line = file.content.readline(MAX_LINE_BYTES + 1)
            size = len(text_of_line)
            too_long = size > MAX_LINE_BYTES and not text_of_line.endswith(b"\n")
            size += _skip_line(file) if too_long else 0
        except READ_ERRORS as error:
            yield line.failure(
                failure_reason(error), f"the file is truncated or damaged in this line: {error_message(error)}"
            )
            return
        if not text_of_line:
            return
        if too_long:
            yield line.failure(Reason.TOO_LARGE, f"the line has {size:,} bytes")
        elif content := text_of_line.removeprefix(_BOM).strip():  # concatenated files have several BOMs
            yield _item(line, content, options)
        position += size
        number += 1


def count_lines(split: Split) -> int:
    """Number of lines that begin in a range of an uncompressed file. Raises OSError."""
    with opened(split.path) as file:
        first = max(split.start - 1, 0)
        file.seek(first)
        left = split.start + split.size - 1 - first
        count = 0 if split.start else 1
        while left > 0 and (chunk := file.read(min(_CHUNK_BYTES, left))):
            count += chunk.count(b"\n")
            left -= len(chunk)
    return count


def _skip_line(file: SourceFile) -> int:
    """Skip to the end of the line; returns the number of bytes skipped."""
    skipped = 0
    while chunk := file.content.readline(_CHUNK_BYTES):
        skipped += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return skipped


class _Line(NamedTuple):
    """Position of a line."""

    split: Split
    number: int
    position: int

    def failure(self, reason: Reason, detail: str) -> Failure:
        """A failure at this line."""
        return Failure(reason, detail, self.split.source, self.split.member, self.number, byte=self.position)


def _item(line: _Line, content: bytes, options: ReadOptions) -> Item:
    try:
        row = loads(content)
    except (ValueError, RecursionError) as error:
        return line.failure(Reason.CORRUPT, _invalid(error))
    if not isinstance(row, dict):
        return line.failure(Reason.CORRUPT, "not a JSON object")
    url = fields.url_of(fields.values_at(row, fields.url_fields(options)))
    if not options.wants(url, unknown=True):
        return NOT_MATCHED
    names = fields.body_fields(options)
    bodies = [(name, value) for name, value in fields.values_at(row, names) if isinstance(value, str)]
    if not bodies:
        found = fields.shortened(", ".join(row)) or "none"
        detail = f"none of the fields {', '.join(names)} has text (found: {found}); choose one with --body-field"
        return line.failure(Reason.NO_BODY, detail)
    name, body = next(((name, value) for name, value in bodies if value), bodies[0])
    return RawPage(
        body=_encoded(body),
        url=url,
        media_type=fields.media_type_of(name),
        charset="utf-8",
        captured_at=fields.time_of(fields.values_at(row, TIMES)),
        source=line.split.source,
        member=line.split.member,
        offset=line.number,
    )


def _encoded(body: str) -> bytes:
    try:
        return body.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return text.well_formed(body).encode()


def loads(line: bytes) -> object:
    """The value of a JSON text; the standard library reads what orjson refuses (lone surrogates, NaN).

    Raises ValueError or RecursionError.
    """
    try:
        return cast("object", orjson.loads(line))
    except orjson.JSONDecodeError:
        return cast("object", json.loads(line))


def _invalid(error: Exception) -> str:
    """What is wrong with a line that is not JSON."""
    match error:
        case RecursionError():
            return "invalid JSON: nested too deeply"
        case json.JSONDecodeError():
            return f"invalid JSON at column {error.colno}: {error.msg.replace('Expecting', 'expected')}"
        case UnicodeDecodeError():
            return f"invalid JSON: not UTF-8 at byte {error.start + 1:,} of the line"
    return f"invalid JSON: {fields.shortened(str(error))}"
