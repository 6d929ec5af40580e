"""What a worker does with a task: read its pages, parse them, write their records to one Arrow file."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from qapipe.disk import becoming
from qapipe.errors import QapipeError
from qapipe.readers.parse import read_page
from qapipe.records import ids
from qapipe.records.batches import record_batch
from qapipe.records.models import RawPage
from qapipe.records.plain import Record
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import RECORD
from qapipe.run.engines.local.worker import Clock, Death, Phase
from qapipe.sources import NOT_MATCHED, Failure, Item, ReadOptions, Skipped, Split, count_lines, read

BATCH_ROWS = 1_024
"""A batch of records ends after so many pages,"""
BATCH_BYTES = 64 << 20
"""or after so many bytes of page bodies, whichever comes first."""

TALLIED = (Status.OK, Status.PARTIAL, Status.NOT_QA, Status.ERROR)
"""What a page may be before its neighbours are known."""

NO_PAGE = (Reason.REVISIT, Reason.HTTP_STATUS)
"""Why a record of an archive is no question page, though nothing is wrong with it."""

NO_ITEM = -1
"""In place of a page's number: no page is being worked on."""

_KILLED = -9
_DEATHS = 2
"""After so many deaths at one page the page is to blame,"""
_KILLS = 3
"""but a worker that was killed may have been killed by somebody else."""
_MOST_DEATHS = 30


@dataclass(frozen=True, slots=True)
class WorkOptions:
    """The options that a worker needs."""

    read: ReadOptions = field(default_factory=ReadOptions)
    sites: tuple[str, ...] = ()
    include: tuple[Reason, ...] = ()
    """Reasons that are overruled: discussions, FAQ pages."""


@dataclass(frozen=True, slots=True)
class Task:
    """Splits to read one after the other into one file of records."""

    index: int
    splits: tuple[Split, ...]
    path: str
    avoid: Mapping[int, Failure] = field(default_factory=dict)
    """Pages that are not parsed, by their number in the task, with reason and detail of their row."""
    stops: Mapping[int, Failure] = field(default_factory=dict)
    """Likewise pages that cannot even be read: nothing of their split is read from there on."""
    deaths: tuple[Death, ...] = ()
    """What workers died of that is not explained by these."""

    @property
    def size(self) -> int:
        """Bytes of the input."""
        return sum(split.size for split in self.splits)


@dataclass(frozen=True, slots=True)
class Done:
    """A finished task: where its result is, and what went into it."""

    index: int
    path: str
    tally: tuple[int, ...]
    """Pages, in all and by :data:`TALLIED`."""
    skipped: dict[str, int]
    """What has no row in the ledger, by kind."""
    lines: int = 0
    """Lines of the input, if it is one of several ranges of lines."""
    first_line: int = 0
    """The number of the first of them in the file, which is known when the ranges before it are done."""

    @property
    def pages(self) -> int:
        """How many pages have a row."""
        return self.tally[0]

    def told(self) -> dict[str, object]:
        """What is to be written down of it, as plain values."""
        return {"tally": self.tally, "skipped": self.skipped, "lines": self.lines}


@dataclass(frozen=True, slots=True)
class ParseWork:
    """Parses tasks; what to do with one whose worker died."""

    options: WorkOptions

    def __call__(self, task: Task, clock: Clock) -> Done:
        """Parse the splits of a task. The file has its name when it is complete, and not before."""
        tally = [0] * (1 + len(TALLIED))
        skipped: Counter[str] = Counter()
        # Fast to write and read; these files live for minutes. The other cores have workers of their own.
        compression = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
        rows = 1 if any(death.phase is Phase.WRITING for death in task.deaths) else BATCH_ROWS
        with (
            becoming(Path(task.path)) as partial,
            pa.OSFile(str(partial), "wb") as file,
            pa.ipc.new_file(file, RECORD, options=compression) as writer,
        ):
            for records in _batches(_records(task, self.options, clock, skipped), rows):
                writer.write_batch(record_batch(records))
                counted = tallied(record.status for record in records)
                tally = [before + more for before, more in zip(tally, counted, strict=True)]
        return Done(task.index, task.path, tuple(tally), dict(skipped), _lines_in(task))

    def restore(self, task: Task, told: Mapping[str, Any]) -> Done:
        """A task that was finished before, by what was told of it then."""
        return Done(task.index, task.path, tuple(told["tally"]), dict(told["skipped"]), told["lines"])

    def after(self, task: Task, death: Death) -> Task:
        """The task as it is to be tried again; see :func:`after`."""
        return after(task, death)


def _lines_in(task: Task) -> int:
    """How many lines a range of lines has; 0 for anything else."""
    try:
        return count_lines(task.splits[0]) if task.splits[0].is_line_range else 0
    except OSError:  # it has gone meanwhile; its row says so
        return 0


def _records(task: Task, options: WorkOptions, clock: Clock, skipped: Counter[str]) -> Iterator[Record]:
    """The records of a task; what has none is counted in ``skipped``."""
    for number, item in items_of(task, options.read, clock):
        if isinstance(item, Skipped):
            skipped[item.kind] += 1
            continue
        if isinstance(item, RawPage):
            clock.enter(Phase.PAGE, number)
        record = record_of(item, options)
        if isinstance(item, RawPage) and record is not None and record.reason is Reason.OUT_OF_MEMORY:
            clock.out_of_memory()
        clock.enter(Phase.WRITING, number)
        if record is None:
            skipped[NOT_MATCHED.kind] += 1
        else:
            clock.tell(_ONE[record.status])
            yield record


def items_of(task: Task, options: ReadOptions, clock: Clock) -> Iterator[tuple[int, Item]]:
    """What the splits of a task hold, numbered from 0; in place of what kills workers, why it is not there."""
    number = 0
    for split in task.splits:
        items = read(split, options, clock.watch)
        while True:
            clock.enter(Phase.READING, number)
            if stop := task.stops.get(number):
                yield number, replace(stop, source=split.source, member=split.member)
                break
            item = next(items, None)
            if item is None:
                break
            blamed = task.avoid.get(number)
            yield number, _failure_of(item, blamed) if blamed and isinstance(item, RawPage) else item
            number += 1
        number += 1  # the end of a split has a number, too: reading may die of it
        clock.split_done(split.size)
    clock.enter(Phase.WRITING, NO_ITEM)


def after(task: Task, death: Death) -> Task:
    """The task as it is to be tried again after a worker died of it.

    A page that took all of its time is left out; for any other death the task gets one more try, and then the page
    is to blame. Raises QapipeError when there is no end to it.
    """
    here = [one for one in (*task.deaths, death) if (one.phase, one.item) == (death.phase, death.item)]
    enough = death.certain or len(here) >= (_KILLS if death.exitcode == _KILLED else _DEATHS)
    blamed = task.stops if death.phase is Phase.READING else task.avoid
    if enough and death.item != NO_ITEM and death.item not in blamed:
        return _without(task, death)
    if len(task.deaths) >= _MOST_DEATHS:
        raise QapipeError(
            f"worker processes died {len(task.deaths):,} times at different pages ({death.cause}) of "
            f"{task.splits[0].source}; see whether something on this machine kills them, or try fewer --workers"
        )
    return replace(task, deaths=(*task.deaths, death))


def _without(task: Task, death: Death) -> Task:
    """The task without the page that a worker died of."""
    if death.timed_out:
        reason = Reason.TIMED_OUT
    elif death.out_of_memory:
        reason = Reason.OUT_OF_MEMORY
    else:
        reason = Reason.WORKER_DIED
    if death.phase is not Phase.READING:
        deaths = tuple(one for one in task.deaths if (one.phase, one.item) != (death.phase, death.item))
        return replace(task, deaths=deaths, avoid={**task.avoid, death.item: Failure(reason, death.cause, "")})
    first = task.splits[0]
    part = "" if first.whole else f" of the part from {first.start:,}"
    told = Failure(reason, f"reading broke off at item {death.item:,}{part}, and gives no more: {death.cause}", "")
    return replace(  # what comes behind is numbered anew
        task,
        deaths=tuple(one for one in task.deaths if one.item < death.item),
        avoid={number: why for number, why in task.avoid.items() if number < death.item},
        stops={**{number: why for number, why in task.stops.items() if number < death.item}, death.item: told},
    )


def _failure_of(page: RawPage, why: Failure) -> Failure:
    return replace(
        why,
        source=page.source,
        member=page.member,
        offset=page.offset,
        url=page.url,
        captured_at=page.captured_at,
        size=len(page.body),
        payload_sha256=hashlib.sha256(page.body).hexdigest(),
    )


def _batches(records: Iterable[Record], rows: int) -> Iterator[list[Record]]:
    """Records in batches of bounded bodies."""
    batch: list[Record] = []
    size = 0
    for record in records:
        batch.append(record)
        size += record.bytes
        if len(batch) >= rows or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def tallied(statuses: Iterable[Status]) -> list[int]:
    """How many there are, in all and of each of :data:`TALLIED`."""
    counts = Counter(statuses)
    return [counts.total(), *(counts[status] for status in TALLIED)]


_ONE = {status: tallied([status]) for status in Status}
"""The tally of one page."""


def record_of(item: RawPage | Failure, options: WorkOptions) -> Record | None:
    """The record of what a source yielded; None for a page whose URL, which it says itself, fits no glob."""
    if isinstance(item, Failure):
        return record_of_failure(item)
    record = read_page(item, options.include)
    if item.url is None and not options.read.wants(record.url):
        return None
    return _unless_other_site(record, options.sites)


def record_of_failure(failure: Failure) -> Record:
    """The ledger row of what could not be read, or has no body: then its id is that of its place."""
    at = failure.offset if failure.byte is None else failure.byte
    place = (failure.source, failure.member, None if at is None else str(at))
    if failure.payload_sha256:
        page_id = ids.page_id(failure.url, failure.payload_sha256)
    else:
        page_id = ids.digest("failure", *place, failure.detail)
    return Record(
        page_id=page_id,
        url=failure.url,
        status=Status.NOT_QA if failure.reason in NO_PAGE else Status.ERROR,
        reason=failure.reason,
        detail=failure.detail.encode("utf-8", "backslashreplace").decode(),
        source=failure.source,
        member=failure.member,
        offset=failure.offset,
        captured_at=failure.captured_at,
        bytes=failure.size,
        payload_sha256=failure.payload_sha256,
    )


def _unless_other_site(record: Record, sites: tuple[str, ...]) -> Record:
    """The record, without its question when that is of a site that nobody asked for."""
    if not sites or record.question is None or record.site in sites:
        return record
    detail = f"a question of {record.site}, which was not asked for"
    return record.without_question(Status.NOT_QA, Reason.NO_QUESTION, detail)
