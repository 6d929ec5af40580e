"""A pool of worker processes that survives the death of any of them; or no pool, and tasks run in this process.

Workers (started by :mod:`.forkserver`) receive tasks and send results: paths and counts, never bodies. Every worker
has its own pipe and its own shared memory, and no lock is shared, so that a worker that is killed at any instant
blocks no other. (The pools of the standard library and of pebble share queues between workers, and the lock of a
queue is never released if its holder dies.)
"""

import ctypes
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from typing import Any, Generic, TypeVar

from qapipe.errors import QapipeError
from qapipe.run.engines.local.forkserver import CONTEXT, LOST, start, starting
from qapipe.run.engines.local.worker import CELLS, Cell, Counted, Death, Limits, Monitor, Phase, Sized, Work, serve

_POLL_SECONDS = 0.2
_MAX_FAILED_STARTS = 5
"""Workers in a row that may die before they begin a task."""
_MAX_LOST = 30
"""Workers whose death counts for nothing because their server was killed."""
_END_SECONDS = 5.0
"""The time that a process may take to end after it was killed or closed its pipe."""

T = TypeVar("T", bound=Sized)
R = TypeVar("R", bound=Counted)

OnProgress = Callable[[Sequence[int], int], None]
"""Called several times a second with what is done so far: the tally of pages, and bytes of the input."""


def available_cpus() -> int:
    """Number of CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    work: Work[T, R],
    tasks: Sequence[T],
    workers: int,
    limits: Limits,
    on_progress: OnProgress,
    on_retry: Callable[[], None] = lambda: None,
    prepare: Callable[[T], T] | None = None,
) -> Generator[R, None, None]:
    """Results of the tasks in order of arrival. With 0 workers, tasks run in this process, without limits.

    An error in a task ends the run and is raised; the death of a worker does not (see :class:`Work`). All workers
    have ended when the iterator ends or is closed. ``on_retry`` is called when a task is tried again after a death,
    ``prepare`` with each task when its turn comes.
    """
    if workers < 1:
        yield from _run_here(work, map(prepare, tasks) if prepare else tasks, on_progress)
    elif tasks:
        yield from _Pool(work, tasks, min(workers, len(tasks)), limits, on_progress, on_retry, prepare).results()


def _run_here(work: Work[T, R], tasks: Iterable[T], on_progress: OnProgress) -> Iterator[R]:
    monitor = Monitor()
    tally: Sequence[int] = ()
    size = 0
    for task in tasks:
        monitor.begin_task()
        result = work(task, monitor)
        tally, size = _sum(tally, result.tally), size + task.size
        on_progress(tally, size)
        yield result


def _sum(*tallies: Sequence[int]) -> Sequence[int]:
    return [sum(counts) for counts in zip_longest(*tallies, fillvalue=0)]


@dataclass(slots=True, eq=False)
class _Worker(Generic[T]):
    """A worker process and its current task."""

    process: ForkServerProcess
    pipe: "Connection[Any, Any]"
    cells: Any
    next: T | None
    """The task that it must get first; None: any."""
    ready: bool = False
    task: T | None = None

    @property
    def begun(self) -> bool:
        """Whether it has begun the task that was sent to it."""
        return self.task is not None and self.cells[Cell.PHASE] != Phase.IDLE

    def send(self, task: T) -> bool:
        """Send it a task; False if it is already dead."""
        self.cells[:] = [0] * CELLS  # else the pages of its last task would count twice
        self.task, self.next = task, None
        try:
            self.pipe.send(task)
        except OSError:
            return False
        return True

    def end(self) -> int:
        """Wait for the process to end, kill it if it does not, and return its exit code."""
        self.process.join(_END_SECONDS)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join(_END_SECONDS)
        self.pipe.close()
        return self.process.exitcode or 0


@dataclass
class _Pool(Generic[T, R]):
    """Worker processes that share the tasks."""

    work: Work[T, R]
    tasks: Sequence[T]
    size: int
    limits: Limits
    on_progress: OnProgress
    on_retry: Callable[[], None]
    prepare: Callable[[T], T] | None = None
    _waiting: deque[T] = field(default_factory=deque)
    _workers: list[_Worker[T]] = field(default_factory=list)
    _tally: Sequence[int] = ()
    _bytes: int = 0
    _failed_starts: int = 0
    """Workers that died before they began a task, since the last result."""
    _lost: int = 0
    """Workers that died because their server was killed."""

    def __post_init__(self) -> None:
        self._waiting.extend(self.tasks)

    def results(self) -> Generator[R, None, None]:
        """The results of all tasks; all workers have ended when the iterator ends or is closed."""
        try:
            for _ in range(self.size):
                self._start(None)
            left = len(self.tasks)
            while left:
                handles = [handle for one in self._workers for handle in (one.pipe, one.process.sentinel)]
                ready = set(wait(handles, timeout=_POLL_SECONDS))
                for worker in list(self._workers):
                    if worker.pipe in ready:  # first: a worker may die right after it sent its result
                        result = self._receive(worker)
                        if result is not None:
                            left -= 1
                            yield result
                    elif worker.process.sentinel in ready and worker in self._workers:
                        self._replace(worker)
                self._report()
        finally:
            self._stop()

    def _start(self, first: T | None) -> None:
        """Add a worker; it does the task ``first``, if there is one, before any other."""
        with starting():
            pipe, worker_end = CONTEXT.Pipe()
            cells = CONTEXT.RawArray(ctypes.c_longlong, CELLS)
            arguments = (worker_end, cells, self.work, self.limits)
            process = CONTEXT.Process(target=serve, args=arguments, daemon=True, name="qapipe-worker")
            try:
                start(process)
            except BaseException:
                pipe.close()
                raise
            finally:
                worker_end.close()
            self._workers.append(_Worker(process, pipe, cells, first))

    def _receive(self, worker: _Worker[T]) -> R | None:
        """The result that a worker sent; None if it is merely ready or has died. An error that it sent is raised."""
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            if worker in self._workers:
                self._replace(worker)
            return None
        if isinstance(answer, BaseException):
            raise answer
        if worker.task is not None:
            self._failed_starts = 0
            self._tally = _sum(self._tally, answer.tally)
            self._bytes += worker.task.size
        worker.ready, worker.task = True, None
        self._assign(worker)
        result: R | None = answer
        return result

    def _assign(self, worker: _Worker[T]) -> None:
        """Send an idle worker a task, if one is left."""
        if worker.next is None and not self._waiting:
            return
        task = worker.next if worker.next is not None else self._next()
        if not worker.send(task):
            self._replace(worker)

    def _next(self) -> T:
        """The next task of those that wait."""
        task = self._waiting.popleft()
        return self.prepare(task) if self.prepare else task

    def _replace(self, worker: _Worker[T]) -> None:
        """Start a worker in place of one that died; it tries the same task again."""
        code = worker.end()
        self._workers.remove(worker)
        task = worker.task if worker.task is not None else worker.next
        if code == LOST and self._lost < _MAX_LOST:
            self._lost += 1
        elif worker.task is not None and worker.begun:
            phase, item = Phase(worker.cells[Cell.PHASE]), worker.cells[Cell.ITEM]
            self.on_retry()
            task = self.work.retry(worker.task, Death(phase, item, code, self.limits.page_seconds))
        else:
            self._failed_starts += 1
        if task is None and not self._waiting:
            return
        if self._failed_starts < _MAX_FAILED_STARTS:
            self._start(task)
            return
        if not self._workers:
            raise QapipeError("worker processes die while they start, perhaps for lack of memory; try fewer --workers")
        if task is not None:
            self._waiting.appendleft(task)
        for one in [one for one in self._workers if one.ready and one.task is None]:
            self._assign(one)

    def _report(self) -> None:
        busy = [(worker.cells, worker.task.size) for worker in self._workers if worker.task is not None]
        tally = _sum(self._tally, *(cells[Cell.TALLY :] for cells, _ in busy))
        self.on_progress(tally, self._bytes + sum(min(cells[Cell.BYTES], size) for cells, size in busy))

    def _stop(self) -> None:
        for worker in self._workers:
            worker.process.kill()  # nothing is lost: what they have not sent is done again
        for worker in self._workers:
            worker.end()
        self._workers.clear()
