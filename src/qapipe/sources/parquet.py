"""Parquet: one page per row, streamed in small batches of only the columns that are needed."""

from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import fields
from qapipe.sources.base import NOT_MATCHED, Failure, Item, ReadOptions, Split
from qapipe.sources.detection import SourceFile
from qapipe.sources.field_names import TIMES

_BATCH_BYTES = 8 << 20
_MAX_BATCH_ROWS = 1024


def read_rows(split: Split, file: SourceFile, options: ReadOptions) -> Iterator[Item]:
    """The page of each row; the offset is the row number, from 0.

    Damage loses the rest of its row group; one :class:`Failure` names the rows.
    """
    try:
        table = _open(file)
        schema = table.schema_arrow
    except (pa.ArrowException, OSError) as error:
        yield _failure(split, Reason.CORRUPT, f"not a readable Parquet file: {_first(error)}")
        return
    wanted = _Columns(schema, options)
    if not wanted.bodies:
        names, found = ", ".join(fields.body_fields(options)), fields.shortened(", ".join(schema.names))
        detail = f"none of the columns {names} has text (columns: {found}); choose one with --body-field"
        yield _failure(split, Reason.NO_BODY, detail)
        return
    groups = [table.metadata.row_group(group).num_rows for group in range(table.num_row_groups)]
    for group in range(split.start, len(groups) if split.end is None else split.end):
        yield from _read_group(table, group, sum(groups[:group]), wanted, split)


def row_group_sizes(file: SourceFile) -> list[int]:
    """Compressed size of each row group, in bytes; empty if the file cannot be read."""
    try:
        metadata = _open(file).metadata
    except (pa.ArrowException, OSError):
        return []
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    return [sum(group.column(n).total_compressed_size for n in range(group.num_columns)) for group in groups]


def _open(file: SourceFile) -> pq.ParquetFile:
    return pq.ParquetFile(
        file.content, pre_buffer=False, page_checksum_verification=True, arrow_extensions_enabled=False
    )


def _failure(split: Split, reason: Reason, detail: str, offset: int | None = None) -> Failure:
    return Failure(reason, detail, split.source, split.member, offset)


def _read_group(file: pq.ParquetFile, group: int, start: int, wanted: "_Columns", split: Split) -> Iterator[Item]:
    stored = file.metadata.row_group(group)
    row_bytes = stored.total_byte_size // max(stored.num_rows, 1)
    batch_rows = max(1, min(_MAX_BATCH_ROWS, _BATCH_BYTES // max(row_bytes, 1)))
    row = start
    try:
        batches = file.iter_batches(batch_rows, row_groups=[group], columns=list(wanted.names), use_threads=False)
        for batch in batches:
            for item in wanted.items(batch, row, split):
                yield item
                row += 1
    except (pa.ArrowException, OSError) as error:
        last = start + stored.num_rows - 1
        detail = f"rows {row + 1:,} to {last + 1:,} cannot be read: {_first(error)}"
        yield _failure(split, Reason.CORRUPT, detail, row)


def _first(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]


class _Columns:
    """The columns of a file that hold body, URL and capture time."""

    def __init__(self, schema: pa.Schema, options: ReadOptions) -> None:
        self.bodies = _present(schema, fields.body_fields(options), _is_text)
        self.urls = _present(schema, fields.url_fields(options), _is_text)
        self.times = _present(schema, TIMES, _is_time)
        self.names = dict.fromkeys((*self.bodies, *self.urls, *self.times))
        self._options = options

    def items(self, batch: pa.RecordBatch, row: int, split: Split) -> Iterator[Item]:
        """The pages of a batch whose first row is row number ``row``."""
        bodies = [(name, _text_column(batch, name)) for name in self.bodies]
        urls = [(name, _text_column(batch, name).to_pylist()) for name in self.urls]
        times = [(name, _time_column(batch, name)) for name in self.times]
        strings = {name for name in self.bodies if not _is_bytes(_column(batch, name).type)}
        for index in range(batch.num_rows):
            found = [(name, column[index]) for name, column in bodies if column[index].is_valid]
            if not found:
                detail = f"none of the columns {', '.join(self.bodies)} has text in this row"
                yield _failure(split, Reason.NO_BODY, detail, row + index)
                continue
            url = fields.url_of((name, _decoded(values[index])) for name, values in urls)
            if not self._options.wants(url, unknown=True):
                yield NOT_MATCHED
                continue
            name, body = next(((name, body) for name, body in found if len(body.as_buffer())), found[0])
            yield RawPage(
                body=body.as_py(),
                url=url,
                media_type=fields.media_type_of(name),
                charset="utf-8" if name in strings else None,
                captured_at=fields.time_of((name, _scalar(column[index])) for name, column in times),
                source=split.source,
                member=split.member,
                offset=row + index,
            )


def _present(schema: pa.Schema, names: Sequence[str], fits: Callable[[pa.DataType], bool]) -> tuple[str, ...]:
    """The names of columns, or fields of struct columns, whose type is suitable."""
    found = []
    for name in names:
        kind = _type_at(schema, name)
        if kind is not None and fits(_values_of(kind)):
            found.append(name)
    return tuple(found)


def _type_at(schema: pa.Schema, name: str) -> pa.DataType | None:
    if schema.get_field_index(name) >= 0:
        return schema.field(name).type
    first, *path = name.split(".")
    if schema.get_field_index(first) < 0:
        return None
    kind = schema.field(first).type
    for key in path:
        if not pa.types.is_struct(kind) or kind.get_field_index(key) < 0:
            return None
        kind = kind.field(key).type
    return kind


def _values_of(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_bytes(kind: pa.DataType) -> bool:
    kind = _values_of(kind)
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def _is_text(kind: pa.DataType) -> bool:
    is_string = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    return bool(is_string) or _is_bytes(kind)


def _is_time(kind: pa.DataType) -> bool:
    types = pa.types
    number = types.is_integer(kind) or types.is_floating(kind)
    return bool(number or types.is_timestamp(kind) or types.is_date(kind)) or _is_text(kind)


def _column(batch: pa.RecordBatch, name: str) -> pa.Array:
    if batch.schema.get_field_index(name) >= 0:
        return batch.column(name)
    first, *path = name.split(".")
    column = batch.column(first)
    for key in path:
        column = pc.struct_field(column, key)
    return column


def _text_column(batch: pa.RecordBatch, name: str) -> pa.Array:
    """The column as bytes: a string column may hold invalid UTF-8, which Python would refuse to decode."""
    column = _column(batch, name)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.large_binary())


def _time_column(batch: pa.RecordBatch, name: str) -> pa.Array:
    column = _column(batch, name)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type):
        # Python has microseconds, and no time zone but UTC is certain to be installed.
        return column.cast(pa.timestamp("us", tz="UTC" if column.type.tz else None), safe=False)
    if pa.types.is_date(column.type):
        return column.cast(pa.timestamp("us"), safe=False)
    return column.cast(pa.large_binary()) if _is_text(column.type) else column


def _decoded(value: bytes | None) -> str | None:
    return value.decode("utf-8", "replace") if value is not None else None


def _scalar(scalar: pa.Scalar) -> object:
    """A value of a time column; None for an instant outside the range of :class:`datetime`."""
    try:
        value = scalar.as_py()
    except (ValueError, OverflowError):
        return None
    return _decoded(value) if isinstance(value, bytes) else value
