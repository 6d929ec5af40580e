"""From sources to a dataset: plan, parse in parallel, resolve duplicates and captures, write, publish.

Pages are processed in batches; only keys are held for the whole input. Intermediate records are kept in Arrow files
next to the dataset, one per task: so the order of the input is kept whatever the order in which tasks finish, and an
interrupted run resumes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset import tables
from qapipe.dataset.about import About
from qapipe.dataset.card import write_card
from qapipe.dataset.choices import Captures
from qapipe.dataset.contents import is_dataset
from qapipe.dataset.counts import Counts
from qapipe.dataset.croissant import write_croissant
from qapipe.dataset.facts import facts_of
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.outcomes import Outcomes, message
from qapipe.dataset.output import check_output
from qapipe.dataset.publish import Build, building
from qapipe.dataset.redaction.key import Redaction
from qapipe.dataset.resolve import resolve
from qapipe.dataset.run_file import Run, write_run
from qapipe.dataset.writer import Part, TableWriter
from qapipe.errors import DatasetError, NothingFoundError, UsageError
from qapipe.readers import registry
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import TABLES
from qapipe.run.items import WorkOptions
from qapipe.run.nothing_found import nothing_found, nothing_readable
from qapipe.run.sampling import SampleOptions, choose
from qapipe.run.scheduling import Effort, Progress, RunOptions, run_tasks
from qapipe.run.tasks import ParseResult, ParseWork, Task
from qapipe.sources import Plan, ReadOptions, Split, plan, spooled

_ID_DIGITS = 32  # a page id, even if all of them are decimal digits


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """How a dataset is made from its sources."""

    read: ReadOptions = field(default_factory=ReadOptions)
    sites: tuple[str, ...] = ()
    """Sites whose questions are kept; empty: all. Pages of other sites are ``not_qa`` in the ledger."""
    include: tuple[Reason, ...] = ()
    """Kinds of pages that are read although they are not question pages: ``faq``, ``discussion``."""
    captures: Captures = Captures.LATEST
    redaction: Redaction | None = None
    """What is replaced by pseudonyms; None: nothing."""
    sample: SampleOptions | None = None
    """The sample of pages to read; None: all. Its read options are those above."""
    about: About = field(default_factory=About)
    """What the dataset's card says about licence, source and so on."""
    run: RunOptions = field(default_factory=RunOptions)
    allow_empty: bool = False
    """Whether a dataset may be replaced by one without a page that could be read."""
    max_error_rate: float = 0.0
    """Share of pages with status ``error`` up to which a run counts as complete."""

    def as_json(self) -> dict[str, object]:
        """The options that affect the rows, for the manifest."""
        return {
            "body_field": self.read.body_field,
            "captures": self.captures.value,
            "exclude": list(self.read.exclude),
            "include": sorted(self.include),
            "limit": self.read.limit,
            "match": list(self.read.match),
            "redact": self.redaction.as_json() if self.redaction else None,
            "sample": self.sample.size if self.sample else None,
            "seed": self.sample.seed if self.sample else None,
            "sites": list(self.sites),
            "url_field": self.read.url_field,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a run."""

    out: Path
    counts: Counts
    max_error_rate: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether every named input could be read, no input changed meanwhile, and few enough pages are errors."""
        return not self.counts.outcomes.unread and self.counts.error_rate <= self.max_error_rate


def parse_to_dataset(
    sources: Sequence[str],
    out: Path,
    options: ParseOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda _tally, _done, _all: None,
) -> Summary:
    """Parse every page of the sources into the dataset ``out``, which is replaced as a whole.

    The Parquet files depend only on the sources, the options and the version of qapipe. Raises UsageError before
    anything is written, NothingFoundError if there is no page, or none that can be read and an old dataset, and
    DatasetError if the dataset cannot be written.
    """
    options = options or ParseOptions()
    check_sites(options.sites)
    check_output(out)
    planned = plan(sources, out=out, is_dataset=is_dataset)
    named = frozenset(split.source for split in planned.splits if split.path in sources)
    run = Run(
        out, tuple(one.path for one in planned.inputs), planned.places, workers=options.run.workers,
        page_timeout=options.run.page_timeout,
    )  # fmt: skip
    with building(out) as build:
        planned = spooled(planned, stdin, build.work.parent)
        splits = planned.splits
        keys = build.work.parent / "keys"
        read, progress = choose(options.read, options.sample, splits, keys, options.run, progress)
        results = _parse_all(splits, build, replace(options, read=read), progress, run)
        _check_found(results, planned, options)
        counts, parts = _write(results, build, options, Counts(outcomes=Outcomes(named)))
        if counts.pages != sum(result.pages for result in results):
            raise DatasetError("internal error: pages were lost between parsing and writing; please report it")
        _check_readable(counts, out, options)
        inputs = [{"name": one.name, "files": one.files, "bytes": one.bytes} for one in planned.inputs]
        request = {"inputs": inputs, "options": options.as_json()}
        facts = facts_of(parts)
        card = write_card(build.folder, counts, facts, request, options.about)
        croissant = write_croissant(build.folder, facts, options.about)
        write_manifest(build.folder, request=request, counts=counts, parts=parts, others=[card, croissant])
        write_run(build.folder, run)
    return Summary(out, counts, options.max_error_rate)


def _check_found(results: Sequence[ParseResult], planned: Plan, options: ParseOptions) -> None:
    """Raise NothingFoundError if the sources hold no page, or one file that is empty."""
    pages = sum(result.pages for result in results)
    empty = not any(split.size for split in planned.splits) and not any(result.errors for result in results)
    if (pages == 0 or empty) and not options.allow_empty:
        skipped = sum((Counter(result.skipped) for result in results), Counter[str]())
        raise NothingFoundError(nothing_found(planned, options.read, skipped))


def _check_readable(counts: Counts, out: Path, options: ParseOptions) -> None:
    """Raise NothingFoundError if no page has a text that could be read, and a dataset would be replaced by that."""
    if counts.status[Status.ERROR] + counts.reason[Reason.EMPTY] < counts.pages or options.allow_empty:
        return
    if is_dataset(out):
        raise NothingFoundError(nothing_readable(counts.pages, [message(one) for one in counts.outcomes.failures]))


def check_sites(names: Sequence[str]) -> None:
    """Raise UsageError if the name of a site is unknown."""
    known = [site.name for site in registry.known_sites()]
    for name in names:
        if name not in known:
            raise UsageError(f"unknown site {name!r}; known sites: {', '.join(known)}")


def _parse_all(
    splits: Sequence[Split], build: Build, options: ParseOptions, progress: Progress, run: Run
) -> list[ParseResult]:
    """The results of all splits, in the order of the input; what it took is noted in ``run``."""
    work = ParseWork(WorkOptions(options.read, options.sites, options.include, options.redaction))
    effort = Effort()
    tasks, results = run_tasks(work, splits, build.work, options.run, progress, limit=options.read.limit, effort=effort)
    run.tasks, run.tasks_resumed, run.retries = effort.tasks, effort.resumed, effort.retries
    return list(_with_line_numbers(tasks, results))


def _with_line_numbers(tasks: Sequence[Task], results: Sequence[ParseResult]) -> Iterator[ParseResult]:
    """The results in order, each with the number of its first line in its file."""
    line = 0
    for task, result in zip(tasks, results, strict=True):
        line = line if task.splits[0].start else 0
        yield replace(result, first_line=line)
        line += result.lines


def _batches(results: Sequence[ParseResult], columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The record batches of all tasks, in the order of the input; all columns unless some are named."""
    for result in results:
        with pa.OSFile(result.path, "rb") as file:
            reader = pa.ipc.open_file(file)
            if columns is not None:
                indices = [reader.schema.get_field_index(name) for name in columns]
                reader = pa.ipc.open_file(file, options=pa.ipc.IpcReadOptions(included_fields=indices))
            left = result.pages
            for index in range(reader.num_record_batches):
                batch = reader.get_batch(index)
                yield _counted_from(result.first_line, batch.slice(0, left))
                left = max(left - batch.num_rows, 0)


def _counted_from(line: int, batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with line numbers of the file instead of those of a range of its lines."""
    place = batch.schema.get_field_index("offset")
    if not line or place < 0:
        return batch
    numbers = pc.add(batch.column(place), pa.scalar(line, pa.int64()))
    return batch.set_column(place, batch.schema.field(place), numbers)


def _write(
    results: Sequence[ParseResult], build: Build, options: ParseOptions, counts: Counts
) -> tuple[Counts, dict[str, list[Part]]]:
    """Write the four tables and count what is in them; returns the counts and the files of each table."""
    resolution = resolve(lambda columns: _batches(results, columns), options.captures)
    with ThreadPoolExecutor(max(options.run.workers, 1)) as pool:
        writers = {name: TableWriter(build.folder / name, name, pool) for name in TABLES}
        _fill(writers, results, tables.LedgerRows(resolution), counts)
        parts = {name: writer.close() for name, writer in writers.items()}
    counts.questions, counts.answers, counts.experts = (
        writers[name].rows for name in ("questions", "answers", "experts")
    )
    return counts, parts


def _fill(
    writers: Mapping[str, TableWriter], results: Sequence[ParseResult], rows: tables.LedgerRows, counts: Counts
) -> None:
    """Pass the rows of all tables to their writers, and count them."""
    experts = tables.Experts()
    for result in results:
        counts.skipped.update(result.skipped)
    for batch in _batches(results):
        records = rows.resolve(batch)
        counts.add_pages(records)
        writers["pages"].write(tables.ledger(records))
        standing = tables.in_tables(records)
        answers = tables.answers(standing)
        writers["questions"].write(tables.questions(standing))
        writers["answers"].write(answers)
        experts.add(standing, answers)
    for batch in experts.batches():
        writers["experts"].write(batch)
