"""The rows of a table in a few numbers each, on disk: what identifies a row, and a hash of what it says.

Two indexes are compared range by range of the keys, so memory does not grow with the tables. A table is read once; its
index has some 40 bytes per row, in a temporary directory.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.check.columns import IDS
from qapipe.dataset.partitions import row_numbers
from qapipe.dataset.reading import CHECK_HINT, Table
from qapipe.errors import DatasetError
from qapipe.records.schema import TABLES

ROWS = 1_000_000
"""About this many rows are in memory at a time."""
KEYS = {"pages": "page_id", "questions": "question_id", "answers": "answer_id", "experts": "expert_id"}
_PLACE = ("source", "member", "offset")
_NO_CONTENT = frozenset({*_PLACE, "detail"})
CONTENT = {
    table: tuple(name for name in schema.names if name not in IDS[table] and name not in _NO_CONTENT)
    for table, schema in TABLES.items()
}
"""Columns whose values make a row the same or a changed one: all but ids, places of pages and their explanations."""
FILLABLE = {
    table: tuple(
        column.name
        for column in schema
        if column.name in CONTENT[table] and (column.nullable or pa.types.is_list(column.type))
    )
    for table, schema in TABLES.items()
    if table != "pages"
}
"""Columns that may be null or empty, and so have a fill rate."""
_EMPTY, _JOINT, _ITEM = "\x00", "\x1f", "\x1e"

NONE = "(none)"
"""Site and layout of pages that no site recognised."""


class Span(NamedTuple):
    """Keys from ``low`` up to, and without, ``high``."""

    low: int
    high: int


def spans(rows: int, *, signed: bool = False) -> list[Span]:
    """Spans that together hold all keys, or signed hashes, each with about :data:`ROWS` of the rows."""
    count = max(1, -(-rows // ROWS))
    bounds = [(1 << 64) * number // count - (1 << 63 if signed else 0) for number in range(count + 1)]
    return [Span(low, high) for low, high in pairwise(bounds)]


@dataclass(slots=True)
class Names:
    """Numbers for names of groups and statuses."""

    names: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def numbers(self, values: pa.Array) -> pa.Array:
        """The number of each name, as int32."""
        encoded = values.dictionary_encode()
        numbers = [self._number(name) for name in encoded.dictionary.to_pylist()]
        return pa.array(numbers, pa.int32()).take(encoded.indices)

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]


class Rows:
    """Rows of numbers in a file: written in batches, then read range by range."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.schema = schema
        self.count = 0
        self._path = path

    @contextmanager
    def writing(self) -> Iterator[Callable[[pa.Table | pa.RecordBatch], None]]:
        """A function that adds rows; the file is complete when the block ends."""
        with pa.OSFile(str(self._path), "wb") as sink, pa.ipc.new_file(sink, self.schema) as writer:

            def write(rows: pa.Table | pa.RecordBatch) -> None:
                self.count += rows.num_rows
                writer.write(rows.select(self.schema.names).cast(self.schema))

            yield write

    def within(self, column: str, span: Span) -> pa.Table:
        """The rows whose value in a column is in a span."""
        kind = self.schema.field(column).type
        found: list[pa.RecordBatch] = []
        with pa.memory_map(str(self._path)) as source:
            file = pa.ipc.open_file(source)
            for number in range(file.num_record_batches):
                batch = file.get_batch(number)
                values = batch.column(column)
                last = pa.scalar(span.high - 1, kind)
                held = pc.and_(pc.greater_equal(values, pa.scalar(span.low, kind)), pc.less_equal(values, last))
                found.append(batch.filter(held))
            return pa.Table.from_batches(found, self.schema).combine_chunks()

    def without(self, column: str) -> pa.Table:
        """The rows with null in a column."""
        found: list[pa.RecordBatch] = []
        with pa.memory_map(str(self._path)) as source:
            file = pa.ipc.open_file(source)
            for number in range(file.num_record_batches):
                batch = file.get_batch(number)
                found.append(batch.filter(pc.is_null(batch.column(column))))
            return pa.Table.from_batches(found, self.schema).combine_chunks()


_COMMON = [("key", pa.uint64()), ("row", pa.int64()), ("digest", pa.int64())]
_FILLED = [*_COMMON, ("filled", pa.uint32())]
SCHEMAS = {
    "pages": pa.schema([*_COMMON, ("second", pa.int64()), ("group", pa.int32()), ("status", pa.int32())]),
    "questions": pa.schema([*_FILLED, ("page", pa.uint64())]),
    "answers": pa.schema([*_FILLED, ("page", pa.uint64()), ("position", pa.int32())]),
    "experts": pa.schema([*_FILLED, ("second", pa.int64()), ("group", pa.int32())]),
}


def index(table: Table, path: Path, groups: Names, statuses: Names) -> Rows:
    """The index of a table, in a file."""
    rows = Rows(path, SCHEMAS[table.name])
    start = 0
    with rows.writing() as write:
        for batch in table.batches():
            columns = {
                "key": _number(batch.column(KEYS[table.name]), table),
                "row": row_numbers(start, batch.num_rows),
                "digest": _hashes(_joined(batch, CONTENT[table.name])),
            }
            if table.name in FILLABLE:
                columns["filled"] = _filled(batch, FILLABLE[table.name])
            if table.name == "pages":
                columns |= {"second": _place(batch), "group": groups.numbers(_group(batch))}
                columns["status"] = statuses.numbers(batch.column("status"))
            elif table.name == "experts":
                columns |= {"second": _hashes(_joined(batch, ["site", "name"]))}
                columns["group"] = groups.numbers(batch.column("site"))
            else:
                columns["page"] = _number(batch.column("page_id"), table)
            if table.name == "answers":
                columns["position"] = batch.column("position")
            write(pa.RecordBatch.from_pydict({name: columns[name] for name in rows.schema.names}))
            start += batch.num_rows
    return rows


def _number(ids: pa.Array, table: Table) -> pa.Array:
    """The first 64 bits of each id."""
    try:
        return pc.binary_join_element_wise("0x", pc.utf8_slice_codeunits(ids, 0, 16), "").cast(pa.uint64())
    except pa.ArrowInvalid as error:
        raise DatasetError(f"{table.files[0].parent} has ids that are no hexadecimal numbers; {CHECK_HINT}") from error


def _hashes(values: pa.Array) -> pa.Array:
    """A hash of each text, the same for the same text in this process; null for null."""
    found = [None if value is None else hash(value) for value in values.cast(pa.binary()).to_pylist()]
    return pa.array(found, pa.int64())


def _joined(batch: pa.RecordBatch, names: Sequence[str]) -> pa.Array:
    return pc.binary_join_element_wise(*(pc.fill_null(text, _EMPTY) for text in _texts(batch, names)), _JOINT)


def _texts(batch: pa.RecordBatch, names: Sequence[str]) -> Iterator[pa.Array]:
    for name in names:
        column = batch.column(name)
        yield joined_items(column) if pa.types.is_list(column.type) else column.cast(pa.string())


def joined_items(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """The items of each list as one text."""
    return pc.binary_join(column.cast(pa.list_(pa.string())), _ITEM)


def _filled(batch: pa.RecordBatch, names: Sequence[str]) -> pa.Array:
    """Which columns of each row are filled: a bit for each, from the lowest."""
    bits = pa.repeat(pa.scalar(0, pa.uint32()), batch.num_rows)
    for number, name in enumerate(names):
        column = batch.column(name)
        is_list = pa.types.is_list(column.type)
        has = pc.greater(pc.list_value_length(column), 0) if is_list else pc.is_valid(column)
        bits = pc.bit_wise_or(bits, pc.if_else(has, pa.scalar(1 << number, pa.uint32()), pa.scalar(0, pa.uint32())))
    return bits


def _place(batch: pa.RecordBatch) -> pa.Array:
    """Where a page is: its URL, else its place in the source."""
    url = batch.column("url")
    place = _joined(batch, _PLACE)
    return _hashes(pc.if_else(pc.is_valid(url), url, pc.binary_join_element_wise(_JOINT, place, "")))


def _group(batch: pa.RecordBatch) -> pa.Array:
    """Site and layout of pages, ``site/layout``; of those without a layout, the site or :data:`NONE`."""
    both = pc.binary_join_element_wise(batch.column("site"), batch.column("layout"), "/")
    return pc.fill_null(pc.coalesce(both, batch.column("site")), NONE)
