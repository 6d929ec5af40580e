"""The whole way from sources to a dataset: plan, parse on every worker, resolve, write, publish.

Pages go through in batches; what is kept of the whole input are keys. Intermediate records lie in Arrow files
beside the place of the dataset, one file a task: so the order of the input is kept however tasks finish, and a run
that was killed finds what it had done.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset import tables
from qapipe.dataset.card import write_card
from qapipe.dataset.counts import Counts
from qapipe.dataset.manifest import Run, write_manifest
from qapipe.dataset.publish import Build, building, check_replaceable, is_dataset
from qapipe.dataset.resolve import KEYS, Captures, resolve
from qapipe.dataset.writer import Part, TableWriter
from qapipe.errors import DatasetError, UsageError
from qapipe.readers import registry
from qapipe.records.reasons import Reason
from qapipe.records.schema import TABLES
from qapipe.run.scheduling import Progress, RunOptions, run_tasks
from qapipe.run.tasks import Done, ParseWork, Task, WorkOptions
from qapipe.sources import ReadOptions, Split, plan, spooled

_ID_DIGITS = 32  # so many digits are a page id, however they look


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """How a dataset is made."""

    read: ReadOptions = field(default_factory=ReadOptions)
    sites: tuple[str, ...] = ()
    """Sites whose questions are wanted; none: all. Pages of other sites stay in the ledger as ``not_qa``."""
    include: tuple[Reason, ...] = ()
    """Pages to read like question pages although they are not: ``faq``, ``discussion``."""
    captures: Captures = Captures.LATEST
    run: RunOptions = field(default_factory=RunOptions)
    max_error_rate: float | None = None
    """Share of pages with status ``error`` above which the run needs a look; None: any."""

    def as_json(self) -> dict[str, object]:
        """What has a say in the rows, for the manifest: not the number of workers."""
        return {
            "body_field": self.read.body_field,
            "captures": self.captures.value,
            "include": sorted(self.include),
            "match": list(self.read.match),
            "sites": list(self.sites),
            "url_field": self.read.url_field,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did."""

    out: Path
    counts: Counts
    too_many_errors: bool = False

    @property
    def needs_a_look(self) -> bool:
        """Whether an input was unreadable, a page crashed the parser, or too many pages are errors."""
        return self.counts.needs_a_look > 0 or self.too_many_errors


def parse_to_dataset(
    sources: Sequence[str],
    out: Path,
    options: ParseOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda _tally, _done, _all: None,
) -> Summary:
    """Parse every page of the sources into the dataset ``out``, which is replaced as a whole.

    The Parquet files depend on the sources, the options and the version of qapipe alone. Raises UsageError
    before anything is written, DatasetError when the dataset cannot be written.
    """
    options = options or ParseOptions()
    check_sites(options.sites)
    check_replaceable(out)
    planned = plan(sources, out=out, is_dataset=is_dataset)
    run = Run(places=planned.places)
    with building(out) as build:
        planned = spooled(planned, stdin, build.work.parent)
        done = _parse_all(planned.splits, build, options, progress)
        counts, parts = _write(done, build, options)
        if counts.pages != sum(one.pages for one in done):
            raise DatasetError("pages were lost between parsing and writing: a defect of qapipe, please report it")
        inputs = [{"path": one.path, "files": one.files, "bytes": one.bytes} for one in planned.inputs]
        told = {"inputs": inputs, "options": options.as_json()}
        card = write_card(build.folder, counts)
        write_manifest(build.folder, run, told=told, counts=counts, parts=parts, others=[card])
    limit = options.max_error_rate
    return Summary(out, counts, too_many_errors=limit is not None and counts.error_rate > limit)


def check_sites(names: Sequence[str]) -> None:
    """Raise UsageError for the name of a site that is not known."""
    known = [site.name for site in registry.known_sites()]
    for name in names:
        if name not in known:
            raise UsageError(f"no site is called {name!r}; known are {', '.join(known) or 'none'}")


def _parse_all(splits: Sequence[Split], build: Build, options: ParseOptions, progress: Progress) -> list[Done]:
    """The record files of all splits, in the order of the input."""
    work = ParseWork(WorkOptions(options.read, options.sites, options.include))
    tasks, done = run_tasks(work, splits, build.work, options.run, progress)
    return list(_with_line_numbers(tasks, done))


def _with_line_numbers(tasks: Sequence[Task], done: Sequence[Done]) -> Iterator[Done]:
    """The tasks in order, each with the number of its first line in the file."""
    line = 0
    for task, one in zip(tasks, done, strict=True):
        line = line if task.splits[0].start else 0
        yield replace(one, first_line=line)
        line += one.lines


def _batches(done: Sequence[Done], columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The record batches of all tasks, in the order of the input; some columns only, if so told."""
    for one in done:
        with pa.OSFile(one.path, "rb") as file:
            reader = pa.ipc.open_file(file)
            if columns is not None:
                indices = [reader.schema.get_field_index(name) for name in columns]
                reader = pa.ipc.open_file(file, options=pa.ipc.IpcReadOptions(included_fields=indices))
            for index in range(reader.num_record_batches):
                yield _counted_from(one.first_line, reader.get_batch(index))


def _counted_from(line: int, batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of a range of lines with their numbers in the file."""
    place = batch.schema.get_field_index("offset")
    if not line or place < 0:
        return batch
    numbers = pc.add(batch.column(place), pa.scalar(line, pa.int64()))
    return batch.set_column(place, batch.schema.field(place), numbers)


def _write(done: Sequence[Done], build: Build, options: ParseOptions) -> tuple[Counts, dict[str, list[Part]]]:
    """Write the four tables; what went into them, and their files."""
    resolution = resolve(_batches(done, KEYS), options.captures)
    with ThreadPoolExecutor(max(options.run.workers, 1)) as pool:
        writers = {name: TableWriter(build.folder / name, name, pool) for name in TABLES}
        counts = _fill(writers, done, tables.LedgerRows(resolution))
        parts = {name: writer.close() for name, writer in writers.items()}
    counts.questions, counts.answers, counts.experts = (
        writers[name].rows for name in ("questions", "answers", "experts")
    )
    return counts, parts


def _fill(writers: Mapping[str, TableWriter], done: Sequence[Done], rows: tables.LedgerRows) -> Counts:
    """Give the rows of all tables to their writers; what was counted on the way."""
    experts = tables.Experts()
    counts = Counts()
    for one in done:
        counts.skipped.update(one.skipped)
    for batch in _batches(done):
        records = rows.settle(batch)
        counts.add_pages(records)
        writers["pages"].write(tables.ledger(records))
        standing = tables.in_tables(records)
        answers = tables.answers(standing)
        writers["questions"].write(tables.questions(standing))
        writers["answers"].write(answers)
        experts.add(standing, answers)
    for batch in experts.batches():
        writers["experts"].write(batch)
    return counts
