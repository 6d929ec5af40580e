"""What a worker does: read the pages of a task, parse them, write their records to one Arrow file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from qapipe import identity
from qapipe.errors import Reason, Status
from qapipe.model import Record
from qapipe.parse import parse_page
from qapipe.schema import RECORD, record_batch
from qapipe.sources import Failure, Item, ReadOptions, Split, matches, read

BATCH_ROWS = 256
"""A batch of records ends after so many pages,"""
BATCH_BYTES = 8 << 20
"""or after so many bytes of page bodies, whichever comes first."""


@dataclass(frozen=True, slots=True)
class WorkOptions:
    """The options that a worker needs."""

    read: ReadOptions = field(default_factory=ReadOptions)
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Splits to parse one after the other into one file of records."""

    index: int
    splits: tuple[Split, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Done:
    """A finished task: where the records are, how many, and how many pages fitted no glob."""

    index: int
    path: str
    pages: int
    skipped: int


def parse_task(options: WorkOptions, task: Task, report: Callable[[int], None]) -> Done:
    """Parse the splits of a task; ``report`` hears the number of pages of each batch."""
    pages = skipped = 0
    # Fast to write and read; these files live for minutes.
    compression = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(task.path, "wb") as file, pa.ipc.new_file(file, RECORD, options=compression) as writer:
        items = (item for split in task.splits for item in read(split, options.read))
        for records, left_out in _batches(items, options):
            pages += len(records)
            skipped += left_out
            if records:
                writer.write_batch(record_batch(records))
            report(len(records) + left_out)
    return Done(task.index, task.path, pages, skipped)


def _batches(items: Iterable[Item], options: WorkOptions) -> Iterator[tuple[list[Record], int]]:
    """Records in batches of bounded bodies, and how many pages each batch left out."""
    records: list[Record] = []
    left_out = size = 0
    for item in items:
        record = record_of(item, options)
        if record is None:
            left_out += 1
        else:
            records.append(record)
            size += record.bytes
        if len(records) >= BATCH_ROWS or size >= BATCH_BYTES or left_out >= BATCH_ROWS:
            yield records, left_out
            records, left_out, size = [], 0, 0
    if records or left_out:
        yield records, left_out


def record_of(item: Item, options: WorkOptions) -> Record | None:
    """The record of what a source yielded; None for a page whose URL fits no glob.

    Where the source does not know the URL, the page is parsed first: it may say itself.
    """
    if isinstance(item, Failure):
        return record_of_failure(item)
    globs = options.read.match
    if globs and item.url is not None and not matches(item.url, globs):
        return None
    record = parse_page(item)
    if globs and item.url is None and not matches(record.url, globs):
        return None
    return _unless_other_site(record, options.sites)


def record_of_failure(failure: Failure) -> Record:
    """The ledger row of what could not be read. Its id is that of its place."""
    place = (failure.source, failure.member, None if failure.offset is None else str(failure.offset))
    return Record(
        page_id=identity.digest("failure", *place),
        status=Status.ERROR,
        reason=failure.reason,
        detail=failure.detail.encode("utf-8", "backslashreplace").decode(),
        source=failure.source,
        member=failure.member,
        offset=failure.offset,
    )


def _unless_other_site(record: Record, sites: tuple[str, ...]) -> Record:
    """The record, without its question when that is of a site that nobody asked for."""
    if not sites or record.question is None or record.site in sites:
        return record
    detail = f"a question of {record.site}, which was not asked for"
    return record.without_question(Status.NOT_QA, Reason.NO_QUESTION, detail)
