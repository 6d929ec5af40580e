"""A run over sources: tasks of a worthwhile size, those done before left out, the others given to the engine."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any, Protocol, TypeVar

from qapipe.run import checkpoints
from qapipe.run.engines.local import pool
from qapipe.run.engines.local.limits import share_of_memory
from qapipe.run.engines.local.worker import Allowance, Clock, Work
from qapipe.run.tasks import Task
from qapipe.sources import Split, changed, split_large_files

TASK_BYTES = 8 << 20
"""Small files are read together, up to so many bytes a task,"""
TASK_FILES = 512
"""or so many files."""

_GROUP_FILES = 128  # so many on average between two names that end a group

Progress = Callable[[Sequence[int], int, int], None]
"""Called with what is done so far: pages (in all and of each kind that the work tallies), bytes, and bytes in all."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How the work is done; has no say in what comes out."""

    workers: int = 0
    """Worker processes; 0: all is done in this process, where a page that kills its parser kills the run."""
    page_timeout: float | None = 30.0
    """Seconds that a page may take in a worker; None: any."""
    force: bool = False
    """Whether to start anew where a run that was killed left results."""


class Result(Protocol):
    """What comes of a task; its bulk lies in the task's file."""

    @property
    def index(self) -> int:
        """The number of the task."""

    @property
    def tally(self) -> Sequence[int]:
        """Pages, in all and of each kind that is tallied."""

    def told(self) -> dict[str, Any]:
        """What is to be written down of it, as plain values."""


R = TypeVar("R", bound=Result)
R_co = TypeVar("R_co", bound=Result, covariant=True)


class KeptWork(Work[Task, R_co], Protocol[R_co]):
    """Work whose results can be found again."""

    @property
    def options(self) -> object:
        """What has a say in the results; told apart by its ``repr``."""

    def restore(self, task: Task, told: Mapping[str, Any]) -> R_co:
        """The result of a task that was done before, by what was told of it."""


def run_tasks(
    work: KeptWork[R], splits: Sequence[Split], folder: Path, options: RunOptions, progress: Progress
) -> tuple[list[Task], list[R]]:
    """The tasks of all splits with their results, in the order of the input; the files of both lie in ``folder``."""
    total = sum(split.size for split in splits)
    groups = list(grouped(split_large_files(splits)))
    keys = [checkpoints.key(group, (type(work).__name__, work.options, options.page_timeout)) for group in groups]
    store = checkpoints.Store(folder)
    store.keep_only(() if options.force else keys)
    tasks = [Task(n, group, str(store.path(key))) for n, (group, key) in enumerate(zip(groups, keys, strict=True))]
    done = {n: work.restore(tasks[n], told) for n, key in enumerate(keys) if (told := store.find(key))}
    before = [sum(counts) for counts in zip(*(one.tally for one in done.values()), strict=True)]
    bytes_before = sum(tasks[n].size for n in done)

    def heard(tally: Sequence[int], size: int) -> None:
        progress([sum(counts) for counts in zip_longest(before, tally, fillvalue=0)], bytes_before + size, total)

    allowed = Allowance(options.page_timeout, share_of_memory(options.workers))
    todo = [task for task in tasks if task.index not in done]
    with closing(pool.run(work, todo, options.workers, allowed, heard)) as results:
        for one in results:
            store.keep(keys[one.index], one.told())
            done[one.index] = one
    return _with_changes(work, tasks, [done[n] for n in range(len(tasks))], folder)


def _with_changes(
    work: KeptWork[R], tasks: Sequence[Task], done: Sequence[R], folder: Path
) -> tuple[list[Task], list[R]]:
    """The tasks and their results; after the last range of each file that changed meanwhile, a task for its failure.

    Ranges are read at different times, so only now is it known whether all of them are of one file.
    """
    found: list[tuple[Task, R]] = []
    for task, result in zip(tasks, done, strict=True):
        found.append((task, result))
        last = task.splits[-1]
        if last.end is None and not last.whole and (failure := changed(last)):
            whole = replace(last, start=0, size=0, is_line_range=False)
            failed = Task(len(tasks), (whole,), str(folder / f"changed-{task.index}.result"), stops={0: failure})
            found.append((failed, work(failed, Clock())))
    return [task for task, _ in found], [result for _, result in found]


def grouped(splits: Iterable[Split]) -> Iterator[tuple[Split, ...]]:
    """Neighbours in groups of a worthwhile size.

    A group also ends behind a file whose name says so: then a file more or less changes the groups around it alone,
    and what a killed run did of the others is found again.
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
