"""Pages from any source as WARC files: WARC 1.1 (ISO 28500:2017), one gzip member per record.

Archive records are copied unchanged, with their ids; pages of other sources become ``resource`` records, plain text
``conversion`` records. A page (URL and payload) is stored once. Workers write the records of a task to one file, and
the shards are assembled from these files, so that they do not depend on the number of workers.
"""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from qapipe.dataset.contents import is_dataset
from qapipe.dataset.outcomes import MAX_FAILURES
from qapipe.disk import atomic_write, check_local, locked
from qapipe.errors import NothingFoundError, UsageError
from qapipe.records.plain import RawPage
from qapipe.run.checkpoints import Store, has_results
from qapipe.run.engines.local.worker import Death, Monitor, Phase
from qapipe.run.items import NON_PAGES
from qapipe.run.line_numbers import FirstLines
from qapipe.run.load_results import Failed, LoadResult, LoadSummary, failed
from qapipe.run.nothing_found import nothing_found
from qapipe.run.sampling import SampleOptions, choose
from qapipe.run.scheduling import Progress, RunOptions, run_tasks
from qapipe.run.shards import Shards, clear_unfinished
from qapipe.run.tasks import Task, lines_in, read_items, retry
from qapipe.sources import NOT_MATCHED, Captured, Failure, Plan, ReadOptions, Skipped, plan, spooled
from qapipe.sources.warc.writer import page_record, to_captured

SHARD_BYTES = 1_000_000_000
"""Largest size of a shard."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What is loaded, and how."""

    read: ReadOptions = field(default_factory=ReadOptions)
    run: RunOptions = field(default_factory=RunOptions)
    prefix: str | None = None
    """What precedes the paths in sources that are lists of paths."""
    sample: SampleOptions | None = None
    """The sample of pages to load; None: all. Its read options are those above."""
    shard_bytes: int = SHARD_BYTES
    allow_empty: bool = False
    """Whether a run that finds no page succeeds."""


@dataclass(frozen=True, slots=True)
class LoadWork:
    """Stores the pages of tasks as WARC records."""

    options: ReadOptions

    def __call__(self, task: Task, monitor: Monitor) -> LoadResult:
        """Write the records of a task to its file, which appears when it is complete."""
        stored = LoadResult(task.index, task.path, [], [], {}, {}, [])
        skipped: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        failures: list[Failed] = []
        with atomic_write(Path(task.path)) as partial, partial.open("wb") as file:
            for number, item in read_items(task, self.options, monitor):
                if isinstance(item, Skipped):
                    skipped[item.kind] += 1
                elif isinstance(item, Failure) and item.reason in NON_PAGES:
                    skipped[item.reason] += 1
                elif isinstance(item, Failure):
                    if reasons[item.reason] == 0 or len(failures) < MAX_FAILURES:
                        failures.append(failed(item))
                    reasons[item.reason] += 1
                else:
                    monitor.enter(Phase.PAGE, number)
                    self._store(item, file, stored, skipped)
                    monitor.enter(Phase.READING, number + 1)
                monitor.add_pages((1,))
                if stored.pages == self.options.limit:
                    break
        return replace(stored, skipped=dict(skipped), reasons=dict(reasons), failures=failures, lines=lines_in(task))

    def _store(self, item: RawPage, file: BinaryIO, stored: LoadResult, skipped: Counter[str]) -> None:
        page = item if isinstance(item, Captured) else to_captured(item)
        if not self.options.wants(page.url):
            skipped[NOT_MATCHED.kind] += 1
            return
        record = page_record(page)
        file.write(record)
        payload = hashlib.sha256(page.body).digest()
        stored.keys.append(hashlib.sha256((page.url or "").encode() + b"\n" + payload).hexdigest()[:32])
        stored.lengths.append(len(record))

    def restore(self, task: Task, metadata: Mapping[str, Any]) -> LoadResult:
        """The result of a task that an earlier run finished."""
        return LoadResult(task.index, task.path, **metadata)

    def retry(self, task: Task, death: Death) -> Task:
        """The task to try next; see :func:`qapipe.run.tasks.retry`."""
        return retry(task, death)


def load(
    sources: Sequence[str],
    out: Path,
    options: LoadOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda _tally, _done, _all: None,
) -> LoadSummary:
    """Store the pages of the sources as WARC shards in the folder ``out``, beside the files that are there.

    Shards are named by a hash of their pages, so that loading the same pages again replaces them. Raises UsageError
    before anything is written, NothingFoundError if there is no page, OutputBusyError if another run is writing to
    ``out``.
    """
    options = options or LoadOptions()
    check_local(out)
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is not a directory; choose another --out")
    planned = plan(sources, out=out, is_dataset=is_dataset, prefix=options.prefix)
    read = replace(options.read, as_received=True)
    created = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with locked(out.resolve()), _working(out) as (work, streams):
            planned = spooled(planned, stdin, streams)
            read, progress = choose(read, options.sample, planned.splits, streams / "keys", options.run, progress)
            _, stored = run_tasks(
                LoadWork(read), planned.splits, work, options.run, progress, limit=read.limit, numbering=_numbering
            )
            _check_found(stored, planned, options)
            name = hashlib.sha256("".join(key for task in stored for key in task.keys).encode()).hexdigest()[:12]
            shards = Shards(out, f"load-{name}", options.shard_bytes)
            try:
                summary = shards.assemble(stored)
            finally:
                shards.discard()
    finally:
        if created and not any(out.iterdir()):
            out.rmdir()
    return summary


def _numbering(tasks: Sequence[Task], kept: Mapping[int, LoadResult]) -> Callable[[Task], Task]:
    return FirstLines(tasks, kept).number


def _check_found(stored: Sequence[LoadResult], planned: Plan, options: LoadOptions) -> None:
    """Raise NothingFoundError if the sources hold no page, or one file that is empty, and could all be read."""
    pages = sum(len(result.keys) for result in stored) if any(split.size for split in planned.splits) else 0
    if pages or options.allow_empty or any(result.unreadable for result in stored):
        return
    skipped = sum((Counter(result.skipped) for result in stored), Counter[str]())
    raise NothingFoundError(nothing_found(planned, options.read, skipped))


def work_folder(out: Path) -> Path:
    """Where a run that stores pages in ``out`` keeps the results of finished tasks."""
    return out / ".qapipe-load"


@contextmanager
def _working(out: Path) -> Iterator[tuple[Path, Path]]:
    """Folders for the results of tasks and for streams; only results that the next run can use outlast an error."""
    work, streams = work_folder(out), out / ".qapipe-load-streams"
    work.mkdir(exist_ok=True)
    clear_unfinished(out)
    try:
        yield work, streams
        Store(work).keep_only(())
    except NothingFoundError:
        Store(work).keep_only(())
        raise
    finally:
        shutil.rmtree(streams, ignore_errors=True)
        if not has_results(work):
            shutil.rmtree(work, ignore_errors=True)
