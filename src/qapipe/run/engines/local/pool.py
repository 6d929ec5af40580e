"""One machine: tasks run in this process, or in worker processes that may die without harm.

Workers (started by :mod:`.forkserver`) are sent tasks and send back results: paths and counts, never bodies. Every
worker has a pipe and a place in shared memory of its own, and no lock is shared, so that one that is killed at any
instant holds up nobody. (The pools of the standard library and of pebble share queues between workers, and a lock on
a queue dies with who holds it.)
"""

import ctypes
import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from typing import Any, Generic, TypeVar

from qapipe.errors import QapipeError
from qapipe.run.engines.local.forkserver import CONTEXT, starting
from qapipe.run.engines.local.worker import CELLS, Allowance, Cell, Clock, Counted, Death, Phase, Sized, Work, serve

_POLL_SECONDS = 0.2
_MOST_VAIN = 5
"""So many workers in a row may die without having begun a task."""
_END_SECONDS = 5.0
"""A process that was killed, or that closed its pipe, is gone by then."""

T = TypeVar("T", bound=Sized)
R = TypeVar("R", bound=Counted)

Heard = Callable[[Sequence[int], int], None]
"""Called now and then with what is done so far: the tally of pages, and bytes of the input."""


def available_cpus() -> int:
    """The CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    work: Work[T, R], tasks: Sequence[T], workers: int, allowed: Allowance, heard: Heard
) -> Generator[R, None, None]:
    """Results of the tasks in order of arrival. With no workers all is done in this process, without any limits.

    An error of a task ends the run and is raised; a death of a worker does not (see :class:`Work`). No worker is
    left when the iterator ends or is closed.
    """
    if workers < 1:
        yield from _here(work, tasks, heard)
    elif tasks:
        yield from _Pool(work, tasks, min(workers, len(tasks)), allowed, heard).results()


def _here(work: Work[T, R], tasks: Sequence[T], heard: Heard) -> Iterator[R]:
    clock = Clock()
    tally: Sequence[int] = ()
    size = 0
    for task in tasks:
        clock.begin()
        result = work(task, clock)
        tally, size = _sum(tally, result.tally), size + task.size
        heard(tally, size)
        yield result


def _sum(*tallies: Sequence[int]) -> Sequence[int]:
    return [sum(counts) for counts in zip_longest(*tallies, fillvalue=0)]


@dataclass(slots=True, eq=False)
class _Worker(Generic[T]):
    """A worker process, and what it is at."""

    process: ForkServerProcess
    pipe: "Connection[Any, Any]"
    cells: Any
    next: T | None
    """The task that it gets first; None: any."""
    ready: bool = False
    task: T | None = None

    @property
    def begun(self) -> bool:
        """Whether it has begun the task that it was sent."""
        return self.task is not None and self.cells[Cell.PHASE] != Phase.IDLE

    def send(self, task: T) -> bool:
        """Have it do a task; whether it is still there to be told."""
        self.cells[:] = [0] * CELLS  # else the task that is done would be told twice
        self.task, self.next = task, None
        try:
            self.pipe.send(task)
        except OSError:
            return False
        return True

    def end(self) -> int:
        """Wait for the end of the process, which is near, and give its exit code."""
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
    allowed: Allowance
    heard: Heard
    _waiting: deque[T] = field(default_factory=deque)
    _workers: list[_Worker[T]] = field(default_factory=list)
    _tally: Sequence[int] = ()
    _bytes: int = 0
    _vain: int = 0
    """Workers that died without having begun a task, since the last result."""

    def __post_init__(self) -> None:
        self._waiting.extend(self.tasks)

    def results(self) -> Generator[R, None, None]:
        """The results of all tasks; no worker is left when the iterator ends or is closed."""
        try:
            for _ in range(self.size):
                self._start(None)
            left = len(self.tasks)
            while left:
                signs = [sign for one in self._workers for sign in (one.pipe, one.process.sentinel)]
                lively = set(wait(signs, timeout=_POLL_SECONDS))
                for worker in list(self._workers):
                    if worker.pipe in lively:  # first: a worker may die with its result sent
                        result = self._receive(worker)
                        if result is not None:
                            left -= 1
                            yield result
                    elif worker.process.sentinel in lively and worker in self._workers:
                        self._bury(worker)
                self._tell()
        finally:
            self._stop()

    def _start(self, first: T | None) -> None:
        """Add a worker, who is to do the task ``first`` if there is one."""
        with starting():
            pipe, theirs = CONTEXT.Pipe()
            cells = CONTEXT.RawArray(ctypes.c_longlong, CELLS)
            arguments = (theirs, cells, self.work, self.allowed)
            process = CONTEXT.Process(target=serve, args=arguments, daemon=True, name="qapipe-worker")
            try:
                process.start()
            except BaseException:
                pipe.close()
                raise
            finally:
                theirs.close()
            self._workers.append(_Worker(process, pipe, cells, first))

    def _receive(self, worker: _Worker[T]) -> R | None:
        """What a worker sends: that it is ready, a result or an error. None for no result, also when it died."""
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            if worker in self._workers:
                self._bury(worker)
            return None
        if isinstance(answer, BaseException):
            raise answer
        if worker.task is not None:
            self._vain = 0
            self._tally = _sum(self._tally, answer.tally)
            self._bytes += worker.task.size
        worker.ready, worker.task = True, None
        self._assign(worker)
        result: R | None = answer
        return result

    def _assign(self, worker: _Worker[T]) -> None:
        """Send a worker who has none a task, if one is left."""
        if worker.next is None and not self._waiting:
            return
        task = worker.next if worker.next is not None else self._waiting.popleft()
        if not worker.send(task):
            self._bury(worker)

    def _bury(self, worker: _Worker[T]) -> None:
        """Put another worker in the place of one that died; it does the task of the dead one."""
        code = worker.end()
        self._workers.remove(worker)
        task = worker.task if worker.task is not None else worker.next
        if worker.task is not None and worker.begun:
            phase, item = Phase(worker.cells[Cell.PHASE]), worker.cells[Cell.ITEM]
            task = self.work.after(worker.task, Death(phase, item, code, self.allowed.page_seconds))
        else:
            self._vain += 1
        if task is None and not self._waiting:
            return
        if self._vain < _MOST_VAIN:
            self._start(task)
            return
        if not self._workers:
            raise QapipeError("worker processes die while they start, perhaps for want of memory; try fewer --workers")
        if task is not None:
            self._waiting.appendleft(task)
        for one in [one for one in self._workers if one.ready and one.task is None]:
            self._assign(one)

    def _tell(self) -> None:
        busy = [(worker.cells, worker.task.size) for worker in self._workers if worker.task is not None]
        tally = _sum(self._tally, *(cells[Cell.TALLY :] for cells, _ in busy))
        self.heard(tally, self._bytes + sum(min(cells[Cell.BYTES], size) for cells, size in busy))

    def _stop(self) -> None:
        for worker in self._workers:
            worker.process.kill()  # what they know, we know
        for worker in self._workers:
            worker.end()
        self._workers.clear()
