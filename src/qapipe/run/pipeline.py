"""From sources to a dataset: plan, parse in parallel, resolve duplicates and captures, write, publish.

Pages are processed in batches; only keys are held for a part of the input (:mod:`.parts`). Intermediate records are
kept in Arrow files next to the dataset, one per task: so the order of the input is kept whatever the order in which
tasks finish, and an interrupted run resumes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from qapipe.dataset.about import About
from qapipe.dataset.card import write_card
from qapipe.dataset.choices import Captures
from qapipe.dataset.contents import is_dataset
from qapipe.dataset.counts import Counts
from qapipe.dataset.croissant import write_croissant
from qapipe.dataset.facts import facts_of
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.object_store import publishing
from qapipe.dataset.outcomes import Outcomes, message
from qapipe.dataset.output import check_output
from qapipe.dataset.publish import Build, building
from qapipe.dataset.redaction.key import Redaction
from qapipe.dataset.run_file import Run, write_run
from qapipe.errors import DatasetError, NothingFoundError, UsageError
from qapipe.objects import address_of, local_path
from qapipe.readers.declared import declared_sites
from qapipe.records.reasons import Reason, Status
from qapipe.run.checkpoints import IDS_SUFFIX, Store
from qapipe.run.engines.engine import EngineName, disconnecting
from qapipe.run.nothing_found import nothing_found, nothing_readable
from qapipe.run.parted import PartedFile
from qapipe.run.parts import bits_for
from qapipe.run.record_files import RecordFile
from qapipe.run.reuse import Memory
from qapipe.run.sampling import SampleOptions, choose
from qapipe.run.scheduling import Effort, Progress, RunOptions, run_tasks
from qapipe.run.settling import OnSettled, settle_all
from qapipe.run.summary import Summary
from qapipe.run.tasks import ParseResult, ParseWork, Task
from qapipe.run.work_options import WorkOptions
from qapipe.sources import Plan, ReadOptions, Split, plan, printable, spooled

_ID_DIGITS = 32  # a page id, even if all of them are decimal digits


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """How a dataset is made from its sources."""

    read: ReadOptions = field(default_factory=ReadOptions)
    prefix: str | None = None
    """What precedes the paths in sources that are lists of paths."""
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


def parse_to_dataset(
    sources: Sequence[str],
    out: Path,
    options: ParseOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda _tally, _done, _all: None,
    on_settled: OnSettled = lambda _share, _done, _all: None,
) -> Summary:
    """Parse every page of the sources into the dataset ``out``, which is replaced as a whole.

    The Parquet files depend only on the sources, the options and the version of qapipe. Raises UsageError before
    anything is written, NothingFoundError if there is no page, or none that can be read and an old dataset, and
    DatasetError if the dataset cannot be written.
    """
    options = options or ParseOptions()
    check_sites(options.sites)
    out = local_path(out)
    if address := address_of(out):
        with publishing(address) as folder:
            summary = _parse_to(sources, folder, address, options, stdin, progress, on_settled)
        return replace(summary, out=address)
    return _parse_to(sources, out, None, options, stdin, progress, on_settled)


def _parse_to(
    sources: Sequence[str],
    out: Path,
    address: str | None,
    options: ParseOptions,
    stdin: BinaryIO | None,
    progress: Progress,
    on_settled: OnSettled,
) -> Summary:
    """Parse into a local directory, from which the dataset will be published at ``address`` if there is one."""
    check_output(out)
    planned = plan(sources, out=Path(address) if address else out, is_dataset=is_dataset, prefix=options.prefix)
    paths = {one.path for one in planned.inputs}
    named = frozenset(split.source for split in planned.splits if printable(split.path) in paths)
    run = Run(
        address or out, tuple(one.path for one in planned.inputs), planned.places,
        engine=options.run.engine.value, workers=options.run.workers,
        page_timeout=options.run.page_timeout,
    )  # fmt: skip
    with building(out, _pruning(options.run.cache_bytes)) as build, disconnecting(options.run.where):
        planned = spooled(planned, stdin, build.work.parent)
        if options.run.engine is not EngineName.LOCAL:  # whose workers have other working directories
            planned = planned.with_absolute_paths()
        effort, bits = Effort(), bits_for(sum(split.size for split in planned.splits))
        results = _parse_all(planned.splits, build, options, progress, bits, effort)
        _check_found(results, planned, options)
        inputs = [{"name": one.name, "files": one.files, "bytes": one.bytes} for one in planned.inputs]
        request = {"inputs": inputs, "options": options.as_json()}
        made_of = {**request, "about": repr(options.about), "named": sorted(named)}
        memory = Memory(build.work.parent / "settled", out, results, made_of)
        counts = memory.reuse(build.folder) if options.run.cache_bytes and not options.run.force else None
        if counts is None:
            counts = Counts(outcomes=Outcomes(named))
            _write(results, build, options, request, counts, effort, bits, on_settled)
            _check_readable(counts, out, options)
            if options.run.cache_bytes:
                memory.keep(build.folder, counts)
        run.tasks, run.tasks_resumed, run.retries = effort.tasks, effort.resumed, effort.retries
        write_run(build.folder, run)
    return Summary(out, counts, options.max_error_rate)


def _pruning(cache_bytes: int) -> Callable[[Path], None] | None:
    """Bounds what is kept for the next run; None if that is nothing."""
    return (lambda work: Store(work).prune(cache_bytes)) if cache_bytes else None


def _write(
    results: Sequence[ParseResult],
    build: Build,
    options: ParseOptions,
    request: Mapping[str, object],
    counts: Counts,
    effort: Effort,
    bits: int,
    on_settled: OnSettled,
) -> None:
    """Write and count the tables; write what describes them."""
    for result in results:
        counts.skipped.update(result.skipped)
    folders = build.folder, build.work.parent / "parts"
    files, where = tuple(_files(results)), options.run.where
    parts = settle_all(files, bits, options.captures, folders, counts, where, effort.retry, on_settled)
    if counts.pages != sum(result.pages for result in results):
        raise DatasetError("internal error: pages were lost between parsing and writing; please report it")
    facts = facts_of(parts)
    card = write_card(build.folder, counts, facts, request, options.about)
    croissant = write_croissant(build.folder, facts, options.about)
    write_manifest(build.folder, request=request, counts=counts, parts=parts, others=[card, croissant])


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
    known = [site.name for site in declared_sites()]
    for name in names:
        if name not in known:
            raise UsageError(f"unknown site {name!r}; known sites: {', '.join(known)}")


def _parse_all(
    splits: Sequence[Split], build: Build, options: ParseOptions, progress: Progress, bits: int, effort: Effort
) -> list[ParseResult]:
    """The results of all splits, in the order of the input; what it took is added to ``effort``."""
    keys = build.work.parent / "keys"
    read, progress = choose(options.read, options.sample, splits, keys, options.run, progress)
    options = replace(options, read=read)
    shared = options.run.engine is not EngineName.LOCAL
    work = ParseWork(WorkOptions(options.read, options.sites, options.include, options.redaction), bits, shared)
    tasks, results = run_tasks(work, splits, build.work, options.run, progress, limit=options.read.limit, effort=effort)
    return list(_with_line_numbers(tasks, results))


def _with_line_numbers(tasks: Sequence[Task], results: Sequence[ParseResult]) -> Iterator[ParseResult]:
    """The results in order, each with the number of its first line in its file."""
    line = 0
    for task, result in zip(tasks, results, strict=True):
        line = line if task.splits[0].start else 0
        yield replace(result, first_line=line)
        line += result.lines


def _files(results: Sequence[ParseResult]) -> Iterator[RecordFile]:
    """The records of all tasks, in the order of the input."""
    for number, one in enumerate(results):
        ids = PartedFile(f"{one.path}{IDS_SUFFIX}", one.bits, one.id_parts) if one.bits else None
        yield RecordFile(PartedFile(one.path, one.bits, one.parts), ids, number, one.first_line, one.pages)
