"""From splits to results: tasks of a useful size, of which those without a kept result go to the engine."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from qapipe.errors import QapipeError
from qapipe.run import checkpoints
from qapipe.run.engines.engine import Engine, EngineName, run
from qapipe.run.engines.local import pool
from qapipe.run.engines.local.limits import share_of_memory
from qapipe.run.engines.local.worker import Limits, Monitor, Work
from qapipe.run.tasks import Task
from qapipe.sources import Split, changed, split_large_files
from qapipe.ulimits import too_low

TASK_BYTES = 8 << 20
"""Largest total size of the small files of one task."""
TASK_FILES = 512
"""Largest number of files of one task."""

CHANGED = "changed-"
"""The name of a result begins with this if it stands for a file that changed under the run."""

_GROUP_FILES = 128  # a group ends at every 128th file name on average

Progress = Callable[[Sequence[int], int, int], None]
"""Called with pages done (in all, and of each kind that the work tallies), bytes done, and bytes in all."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How the work is done. None of it changes the output."""

    workers: int = 0
    """Worker processes; 0: tasks run in this process, and a page that kills its parser kills the run."""
    page_timeout: float | None = 30.0
    """Seconds that a page may take in a worker; None: no limit."""
    force: bool = False
    """Whether to ignore the results that earlier runs left."""
    engine: EngineName = EngineName.LOCAL
    engine_address: str | None = None
    """Of a cluster; None: one that is started on this machine for the run."""
    cache_bytes: int = 0
    """Largest size of the results that are kept for the next run when this one has finished."""

    @property
    def where(self) -> Engine:
        """Who runs the tasks."""
        return Engine(self.engine, self.engine_address, self.workers)


@dataclass(slots=True)
class Effort:
    """What the work took; differs between identical runs."""

    tasks: int = 0
    resumed: int = 0
    """Tasks whose results an earlier run had left."""
    retries: int = 0
    """How often a task was tried again because its worker died."""

    def retry(self) -> None:
        """Count a retry."""
        self.retries += 1


class Result(Protocol):
    """The result of a task; its bulk is in the task's file."""

    @property
    def index(self) -> int:
        """The number of the task."""

    @property
    def pages(self) -> int:
        """Number of pages that count for a limit."""

    @property
    def tally(self) -> Sequence[int]:
        """Number of pages, in all and of each kind that is tallied."""

    def first(self, pages: int) -> Self:
        """The result with only its first pages."""

    def metadata(self) -> dict[str, Any]:
        """What :meth:`ResumableWork.restore` needs, as JSON values."""


R = TypeVar("R", bound=Result)
R_co = TypeVar("R_co", bound=Result, covariant=True)


class ResumableWork(Work[Task, R_co], Protocol[R_co]):
    """Work whose results are kept for a later run."""

    @property
    def options(self) -> object:
        """Everything that affects the results; compared by its ``repr``."""

    def restore(self, task: Task, metadata: Mapping[str, Any]) -> R_co | None:
        """The result of a task that an earlier run finished; None if it is not what this run would make."""


def run_tasks(
    work: ResumableWork[R],
    splits: Sequence[Split],
    folder: Path,
    options: RunOptions,
    progress: Progress,
    *,
    limit: int | None = None,
    effort: "Effort | None" = None,
    numbering: "Callable[[Sequence[Task], Mapping[int, R]], Callable[[Task], Task]] | None" = None,
) -> tuple[list[Task], list[R]]:
    """The tasks of all splits and their results, in the order of the input; their files are in ``folder``.

    With a limit only the first tasks that have so many pages together; whatever the workers had done of the others is
    left out, so the result does not depend on their number. What it takes is added to ``effort``. With
    ``numbering`` (:class:`qapipe.run.line_numbers.FirstLines`), ranges of lines know their place in the file.
    """
    effort = effort or Effort()
    groups = list(grouped(split_large_files(splits)))
    keys = [checkpoints.key(group, (type(work).__name__, work.options, options.page_timeout)) for group in groups]
    store = checkpoints.Store(folder)
    kept = store.keep_only(() if options.force else keys)
    tasks = [Task(n, group, str(store.path(key))) for n, (group, key) in enumerate(zip(groups, keys, strict=True))]
    restored = ((n, work.restore(tasks[n], kept[key])) for n, key in enumerate(keys) if key in kept)
    done = {n: one for n, one in restored if one is not None}
    effort.tasks += len(tasks)
    effort.resumed += len(done)
    first = _Prefix(limit, len(tasks))
    todo = [] if first.complete(done) else [task for task in tasks if task.index not in done]
    workers = min(options.workers, len(todo)) if options.engine is EngineName.LOCAL else 0
    if workers and (problem := too_low(workers)):
        raise QapipeError(problem)
    limits = Limits(options.page_timeout, share_of_memory(options.workers))
    on_progress = _after(done, tasks, progress)
    on_progress((), 0)  # before any result of this run, so that nobody takes it for one of an earlier run
    prepare = numbering(tasks, done) if numbering else None
    with closing(run(options.where, work, todo, limits, on_progress, effort.retry, prepare)) as results:
        for one in results:
            if not store.path(keys[one.index]).exists():
                raise QapipeError(
                    f"a worker wrote to {folder}, and nothing is there on this machine; --out must be on a file system "
                    "that all machines of the cluster share"
                )
            store.keep(keys[one.index], one.metadata())
            done[one.index] = one
            if first.complete(done) and len(done) < len(tasks):  # else the pool reports that it has finished
                break
    return _with_changes(work, tasks[: first.tasks], first.of(done), folder)


def _after(done: Mapping[int, Result], tasks: Sequence[Task], progress: Progress) -> pool.OnProgress:
    """Adds what an earlier run has done to the progress of this one."""
    before = [sum(counts) for counts in zip(*(one.tally for one in done.values()), strict=True)]
    bytes_before = sum(tasks[n].size for n in done)
    total = sum(task.size for task in tasks)

    def on_progress(tally: Sequence[int], size: int) -> None:
        progress([sum(counts) for counts in zip_longest(before, tally, fillvalue=0)], bytes_before + size, total)

    return on_progress


@dataclass(slots=True)
class _Prefix:
    """The first tasks, in the order of the input, that have enough pages together."""

    limit: int | None
    all_tasks: int
    tasks: int = 0
    pages: int = 0

    def complete(self, done: Mapping[int, Result]) -> bool:
        """Whether nothing else needs to be done; ``tasks`` is then how many results count."""
        while self.tasks < self.all_tasks and (self.limit is None or self.pages < self.limit):
            if self.tasks not in done:
                return False
            self.pages += done[self.tasks].pages
            self.tasks += 1
        return True

    def of(self, done: Mapping[int, R]) -> list[R]:
        """The results that count, the last of them with no more pages than the limit allows."""
        found = [done[n] for n in range(self.tasks)]
        if self.limit is not None and self.pages > self.limit:
            found[-1] = found[-1].first(found[-1].pages - (self.pages - self.limit))
        return found


def _with_changes(
    work: ResumableWork[R], tasks: Sequence[Task], done: Sequence[R], folder: Path
) -> tuple[list[Task], list[R]]:
    """The tasks and their results; after the last range of each file that changed meanwhile, a task for its failure.

    Ranges are read at different times, so only now is it known whether all of them are of one file.
    """
    found: list[tuple[Task, R]] = []
    for task, result, following in zip_longest(tasks, done, tasks[1:]):
        found.append((task, result))
        last = task.splits[-1]
        is_last = following is None or following.splits[0].path != last.path
        if is_last and not last.whole and (failure := changed(last)):
            whole = replace(last, start=0, end=None, size=0, is_line_range=False)
            failed = Task(len(tasks), (whole,), str(folder / f"{CHANGED}{task.index}.result"), stops={0: failure})
            found.append((failed, work(failed, Monitor())))
    return [task for task, _ in found], [result for _, result in found]


def grouped(splits: Iterable[Split]) -> Iterator[tuple[Split, ...]]:
    """Neighbouring splits in groups of a useful size.

    A group also ends after a file whose name has a certain hash. A file that is added or removed then changes only
    the groups around it, and the kept results of all others are found.
    """
    group: list[Split] = []
    size = 0
    for split in splits:
        if group and (size + split.size > TASK_BYTES or len(group) >= TASK_FILES or not split.whole):
            yield tuple(group)
            group, size = [], 0
        group.append(split)
        size += split.size
        if not split.whole or zlib.crc32(split.source.encode()) % _GROUP_FILES == 0:
            yield tuple(group)
            group, size = [], 0
    if group:
        yield tuple(group)
