"""The work of ``parse``: read the pages of a task, parse them, write their records to one Arrow file."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import pyarrow as pa

from qapipe.dataset.redaction.key import Redaction
from qapipe.errors import QapipeError
from qapipe.records.batches import record_batch
from qapipe.records.plain import RawPage, Record
from qapipe.records.reasons import Reason, Status
from qapipe.run.ahead import read_ahead
from qapipe.run.checkpoints import site_version
from qapipe.run.engines.local.worker import Death, Monitor, Phase
from qapipe.run.record_files import RecordWriter
from qapipe.run.work_options import WorkOptions
from qapipe.sources import NOT_MATCHED, Failure, Item, ReadOptions, Skipped, Split

BATCH_ROWS = 1_024
"""Largest number of records in a batch."""
BATCH_BYTES = 64 << 20
"""A batch ends with the page that brings its bodies to this size."""

TALLIED = (Status.OK, Status.PARTIAL, Status.NOT_QA, Status.ERROR)
"""The statuses that a page can have before it is compared with other pages."""

NO_ITEM = -1
"""Stands for the page number while no page is being worked on."""

_KILLED = -9
_DEATHS = 2
"""Number of deaths at one page after which the page is to blame."""
_KILLS = 3
"""The same for SIGKILL, which may have come from outside."""
_MAX_DEATHS = 30
"""Largest number of deaths in a task that no page is to blame for."""


@dataclass(frozen=True, slots=True)
class Task:
    """Splits that are read one after the other into one file of records."""

    index: int
    splits: tuple[Split, ...]
    path: str
    avoid: Mapping[int, Failure] = field(default_factory=dict)
    """Pages that are not parsed, by their number in the task, with the reason and detail of their row."""
    stops: Mapping[int, Failure] = field(default_factory=dict)
    """Pages that cannot even be read, by their number: the rest of their split is not read."""
    deaths: tuple[Death, ...] = ()
    """Deaths of workers at other pages than these."""

    @property
    def size(self) -> int:
        """Bytes of the input."""
        return sum(split.size for split in self.splits)


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The result of a task: its file of records, and counts."""

    index: int
    path: str
    tally: tuple[int, ...]
    """Number of pages, in all and of each status of :data:`TALLIED`."""
    skipped: dict[str, int]
    """Number of records without a row in the ledger, by kind."""
    lines: int = 0
    """Number of lines, if the task is one of several ranges of lines of a file."""
    first_line: int = 0
    """The number of the first line in its file, from 0; known once the ranges before it are read."""
    kept: int | None = None
    """Number of pages that have a row, if that is not all."""
    bits: int = 0
    """Logarithm of the number of parts of the file."""
    parts: bytes = b""
    """The part of each of its batches; see :class:`~qapipe.run.parted.PartedFile`."""
    id_parts: bytes = b""
    """The same for its file of page ids, which it has if there are several parts."""
    sites: frozenset[str] = frozenset()
    """Names of the sites whose code may have had a part in it."""

    @property
    def pages(self) -> int:
        """Number of pages that have a row."""
        return self.tally[0] if self.kept is None else self.kept

    def first(self, pages: int) -> "ParseResult":
        """The result with only its first pages."""
        return replace(self, kept=pages)

    @property
    def errors(self) -> int:
        """Number of pages with the status ``error``."""
        return self.tally[1 + TALLIED.index(Status.ERROR)]

    def metadata(self) -> dict[str, object]:
        """What :meth:`ParseWork.restore` needs, as JSON values."""
        parts = {"bits": self.bits, "parts": self.parts.hex(), "id_parts": self.id_parts.hex()}
        sites = {name: site_version(name) for name in sorted(self.sites)}
        return {"tally": self.tally, "skipped": self.skipped, "lines": self.lines, "sites": sites, **parts}


@dataclass(frozen=True, slots=True)
class ParseWork:
    """Parses tasks, and decides how to retry one whose worker died."""

    options: WorkOptions
    bits: int = 0
    """Logarithm of the number of parts of each file; a file with another number gives the same dataset."""
    shared: bool = False
    """Whether two machines may do the same task at once."""

    def __call__(self, task: Task, monitor: Monitor) -> ParseResult:
        """Parse the splits of a task into its file, which appears when it is complete."""
        from qapipe.readers.registry import names_met  # noqa: PLC0415  only workers need the readers

        tally = [0] * (1 + len(TALLIED))
        skipped: Counter[str] = Counter()
        sites: set[str] = set()
        rows = 1 if any(death.phase is Phase.WRITING for death in task.deaths) else BATCH_ROWS
        with RecordWriter(task.path, self.bits, shared=self.shared) as writer:
            wanted = islice(_records(task, self.options, monitor, skipped), self.options.read.limit)
            for records in _batches(wanted, rows):
                writer.write(_redacted(record_batch(records), self.options.redaction))
                sites.update(*(names_met(record.url, record.layout) for record in records))
                counted = tally_of(record.status for record in records)
                tally = [before + more for before, more in zip(tally, counted, strict=True)]
        result = ParseResult(task.index, task.path, tuple(tally), dict(skipped), lines_in(task))
        parts, id_parts = writer.parts, writer.id_parts
        return replace(result, bits=self.bits, parts=parts, id_parts=id_parts, sites=frozenset(sites))

    def restore(self, task: Task, metadata: Mapping[str, Any]) -> ParseResult | None:
        """The result of a task that an earlier run finished; None if the code of a site has changed since."""
        if any(site_version(name) != known for name, known in metadata["sites"].items()):
            return None
        tally, skipped = tuple(metadata["tally"]), dict(metadata["skipped"])
        parts, id_parts = (bytes.fromhex(metadata[name]) for name in ("parts", "id_parts"))
        result = ParseResult(task.index, task.path, tally, skipped, metadata["lines"])
        sites = frozenset(metadata["sites"])
        return replace(result, bits=metadata["bits"], parts=parts, id_parts=id_parts, sites=sites)

    def retry(self, task: Task, death: Death) -> Task:
        """The task to try next; see :func:`retry`."""
        return retry(task, death)


def _redacted(records: pa.RecordBatch, redaction: Redaction | None) -> pa.RecordBatch:
    """The records with pseudonyms, if asked for."""
    if redaction is None:
        return records
    from qapipe.dataset.redaction.records import redact_records  # noqa: PLC0415  most runs do not need it

    return redact_records(records, redaction)


def lines_in(task: Task) -> int:
    """Number of lines of a range of lines; 0 for other tasks."""
    from qapipe.sources.jsonl import count_lines  # noqa: PLC0415  only workers read

    try:
        return count_lines(task.splits[0]) if task.splits[0].is_line_range else 0
    except OSError:  # removed meanwhile; its ledger row says so
        return 0


def _records(task: Task, options: WorkOptions, monitor: Monitor, skipped: Counter[str]) -> Iterator[Record]:
    """The records of a task; items without one are counted in ``skipped``."""
    from qapipe.run.items import record_of  # noqa: PLC0415  only workers need the readers

    for number, item in read_items(task, options.read, monitor):
        if isinstance(item, Skipped):
            skipped[item.kind] += 1
            continue
        if isinstance(item, RawPage):
            monitor.enter(Phase.PAGE, number)
        record = record_of(item, options)
        if isinstance(item, RawPage) and record is not None and record.reason is Reason.OUT_OF_MEMORY:
            monitor.out_of_memory()
        monitor.enter(Phase.WRITING, number)
        if record is None:
            skipped[NOT_MATCHED.kind] += 1
        else:
            monitor.add_pages(_ONE[record.status])
            yield record


def read_items(task: Task, options: ReadOptions, monitor: Monitor) -> Iterator[tuple[int, Item]]:
    """The items of a task, numbered from 0. A page that killed workers is replaced by its failure."""
    yield from read_ahead(_numbered(task, options, monitor))
    monitor.enter(Phase.WRITING, NO_ITEM)


def _numbered(task: Task, options: ReadOptions, monitor: Monitor) -> Iterator[tuple[int, Item]]:
    from qapipe.sources.reading import read  # noqa: PLC0415  only workers read

    number = 0
    for split in task.splits:
        items = read(split, options, monitor.watch_file)
        while True:
            monitor.enter(Phase.READING, number)
            if stop := task.stops.get(number):
                yield number, replace(stop, source=split.source, member=split.member)
                break
            item = next(items, None)
            if item is None:
                break
            blamed = task.avoid.get(number)
            yield number, _failure_of(item, blamed) if blamed and isinstance(item, RawPage) else item
            number += 1
        number += 1  # the end of a split has a number, too: a worker may die while it looks for more pages
        monitor.end_split(split.size)


def retry(task: Task, death: Death) -> Task:
    """The task to try next after a worker died.

    A page that used up its time limit is left out at once. After any other death the task is tried again unchanged;
    if a worker dies at the same page again, that page is left out. Raises QapipeError after too many deaths.
    """
    here = [one for one in (*task.deaths, death) if (one.phase, one.item) == (death.phase, death.item)]
    enough = death.conclusive or len(here) >= (_KILLS if death.exitcode == _KILLED else _DEATHS)
    blamed = task.stops if death.phase is Phase.READING else task.avoid
    if enough and death.item != NO_ITEM and death.item not in blamed:
        return _leaving_out(task, death)
    if len(task.deaths) >= _MAX_DEATHS:
        raise QapipeError(
            f"worker processes died {len(task.deaths):,} times at different pages of {task.splits[0].source} "
            f"({death.cause}); check whether something on this machine kills them, or try fewer --workers"
        )
    return replace(task, deaths=(*task.deaths, death))


def _leaving_out(task: Task, death: Death) -> Task:
    """The task without the page at which workers died."""
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
    rest = Failure(reason, f"reading broke off at item {death.item:,}{part}, and gives no more: {death.cause}", "")
    return replace(  # later pages get new numbers
        task,
        deaths=tuple(one for one in task.deaths if one.item < death.item),
        avoid={number: why for number, why in task.avoid.items() if number < death.item},
        stops={**{number: why for number, why in task.stops.items() if number < death.item}, death.item: rest},
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
    """Records in batches, bounded by their number and by the size of their bodies."""
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


def tally_of(statuses: Iterable[Status]) -> list[int]:
    """Number of statuses, in all and of each of :data:`TALLIED`."""
    counts = Counter(statuses)
    return [counts.total(), *(counts[status] for status in TALLIED)]


_ONE = {status: tally_of([status]) for status in Status}
"""The tally of one page."""
