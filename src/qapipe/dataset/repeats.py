"""Pages that occur in several parts: the same URL and payload, of which one has a question and the other has not.

That happens if they were declared as different types or charsets, or if one took too long. Within a part
:mod:`.resolve` finds the same page twice; across parts it is told by this module.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.records.schema import TIMESTAMP

PAGE_ID, PART, ORDER, CAPTURED = "page_id", "part", "order", "captured_at"

OCCURRENCES = pa.schema(
    [
        pa.field(PAGE_ID, pa.binary(16), nullable=False),
        pa.field(PART, pa.uint16(), nullable=False),
        pa.field(ORDER, pa.int64(), nullable=False),  # place in the order of the input
        pa.field(CAPTURED, TIMESTAMP),
    ]
)
"""Where pages occur."""

REPEATS = pa.schema(
    [
        pa.field(PAGE_ID, pa.binary(16), nullable=False),
        pa.field(PART, pa.uint16(), nullable=False),  # in which it occurs
        pa.field("is_first", pa.bool_(), nullable=False),  # whether its first occurrence is in this part
        pa.field("last_capture", TIMESTAMP),
        pa.field("place", pa.string(), nullable=False),  # of the first, for people
    ]
)
"""One row for each page that occurs in several parts, and each of these parts."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A page that occurs in other parts as well."""

    page_id: bytes
    is_first: bool
    """Whether its first occurrence is in this part."""
    last_capture_us: int | None
    """Capture time of the latest occurrence, in microseconds since 1970."""
    place: str
    """Place of the first occurrence, for people."""


def find_repeats(batches: Iterable[pa.RecordBatch], place_of: Callable[[int, int], str]) -> pa.Table:
    """The rows of :data:`REPEATS` for the pages of a part of all page ids; ``batches`` have :data:`OCCURRENCES`.

    ``place_of`` describes the place of an occurrence, given its part and its place in the order.
    """
    pages = pa.Table.from_batches(batches, OCCURRENCES)
    of_parts = pages.group_by([PAGE_ID, PART]).aggregate([(ORDER, "min"), (CAPTURED, "max")])
    parts = of_parts.group_by(PAGE_ID).aggregate([(PART, "count")])
    several = parts.filter(pc.greater(parts.column(f"{PART}_count"), 1)).column(PAGE_ID)
    found = of_parts.filter(pc.is_in(of_parts.column(PAGE_ID), several.combine_chunks()))
    rows: dict[bytes, list[dict[str, object]]] = {}
    for row in found.sort_by(f"{ORDER}_min").to_pylist():
        rows.setdefault(row[PAGE_ID], []).append(row)
    return pa.Table.from_pylist([one for same in rows.values() for one in _rows(same, place_of)], REPEATS)


def _rows(same: list[dict[str, object]], place_of: Callable[[int, int], str]) -> Iterator[dict[str, object]]:
    first = same[0]
    known = [row[f"{CAPTURED}_max"] for row in same if row[f"{CAPTURED}_max"] is not None]
    place = place_of(first[PART], first[f"{ORDER}_min"])  # type: ignore[arg-type]  # integers
    for row in same:
        last = max(known, default=None)  # type: ignore[type-var]  # times
        yield {
            PAGE_ID: row[PAGE_ID], PART: row[PART], "is_first": row is first, "last_capture": last, "place": place,
        }  # fmt: skip


def repeats_in(part: int, tables: Iterable[pa.Table]) -> Iterator[Repeat]:
    """The pages of a part that occur in others as well."""
    for table in tables:
        own = table.filter(pc.equal(table.column(PART), pa.scalar(part, pa.uint16())))
        times = own.column("last_capture").cast(pa.int64()).to_pylist()
        columns = (own.column(name).to_pylist() for name in (PAGE_ID, "is_first", "place"))
        for page_id, is_first, place, time in zip(*columns, times, strict=True):
            yield Repeat(page_id, is_first, time, place)
