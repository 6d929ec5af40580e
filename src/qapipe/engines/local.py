"""One machine: tasks run in this process, or in worker processes that may die without harm.

Workers are started by ``spawn``: a fork of a process with Arrow's threads can deadlock. They are sent tasks and send
back results: paths and counts, never bodies. Every worker has a pipe and a place in shared memory of its own, and no
lock is shared, so that one that is killed at any instant holds up nobody. (The pools of the standard library and of
pebble share queues between workers, and a lock on a queue dies with who holds it.)
"""

import ctypes
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import zip_longest
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pickle import PickleError
from typing import Any, Generic, Protocol, TypeVar

from qapipe.engines import limits
from qapipe.errors import QapipeError

_POLL_SECONDS = 0.2
_MOST_FAILED_STARTS = 5


class Phase(IntEnum):
    """What a worker is at."""

    READING = 0
    PAGE = 1


@dataclass(frozen=True, slots=True)
class Death:
    """How a worker died of a task."""

    phase: Phase
    item: int
    """The number of the page that it was at, in the task."""
    exitcode: int
    seconds: float | None = None
    """The time that a page may take, if that was what it died of."""

    @property
    def timed_out(self) -> bool:
        """Whether a page took too long."""
        return self.phase is Phase.PAGE and self.exitcode == -signal.SIGALRM

    @property
    def cause(self) -> str:
        """What it died of, in words."""
        if self.timed_out:
            return f"parsing took longer than {self.seconds:g} seconds"
        if self.exitcode >= 0:
            return f"its process ended with exit code {self.exitcode}"
        try:
            return f"its process died of {signal.Signals(-self.exitcode).name}"
        except ValueError:
            return f"its process died of signal {-self.exitcode}"


class Clock:
    """Where a task is: which page, since when, how much was read. In a worker others see it, too.

    While a page is being parsed an alarm is set. What it rings for dies: code in C hears no gentler word.
    """

    def __init__(self, cells: "MutableSequence[int] | None" = None, seconds: float | None = None) -> None:
        self._cells: MutableSequence[int] = cells if cells is not None else [0] * _CELLS
        self._seconds = seconds
        self._before = 0
        self._file: Any | None = None
        self._start = 0
        self.item = 0

    def begin(self) -> None:
        """A new task."""
        self._before = 0
        for cell in range(_CELLS):
            self._cells[cell] = 0

    def enter(self, phase: Phase, item: int) -> None:
        """A page, or reading the next one, begins."""
        cells = self._cells
        cells[Cell.ITEM] = self.item = item
        cells[Cell.PHASE] = phase
        if self._seconds:
            signal.setitimer(signal.ITIMER_REAL, self._seconds if phase else 0)

    def watch(self, file: Any, start: int) -> None:  # noqa: ANN401  anything that can tell its position
        """A file is being read, from a byte on: progress is told by its position."""
        self._file, self._start = file, start

    def tell(self, tally: Sequence[int]) -> None:
        """So many more pages are done, in all and of each kind that is tallied."""
        for number, count in enumerate(tally):
            self._cells[Cell.TALLY + number] += count
        if self._file is not None and not self._file.closed:
            self._cells[Cell.BYTES] = self._before + max(self._file.tell() - self._start, 0)

    def split_done(self, size: int) -> None:
        """A split of so many bytes has been read."""
        self._before += size
        self._file = None
        self._cells[Cell.BYTES] = self._before


class Cell(IntEnum):
    """What of a worker stands where in shared memory."""

    PHASE = 0
    ITEM = 1
    BYTES = 2
    TALLY = 3
    """And the cells behind it."""


MOST_TALLIES = 8
_CELLS = Cell.TALLY + MOST_TALLIES


class Sized(Protocol):
    """A task."""

    @property
    def size(self) -> int:
        """Bytes of its input."""


class Counted(Protocol):
    """A result."""

    @property
    def tally(self) -> Sequence[int]:
        """How many pages went into it, in all and of each kind that is tallied: at most :data:`MOST_TALLIES`."""


T = TypeVar("T", bound=Sized)
R = TypeVar("R", bound=Counted)
R_co = TypeVar("R_co", bound=Counted, covariant=True)


class Work(Protocol[T, R_co]):
    """What is to be done with tasks; sent to the workers once."""

    def __call__(self, task: T, clock: Clock) -> R_co:
        """The result of a task."""

    def after(self, task: T, death: Death) -> T:
        """The task as it is to be tried again after a worker died of it; raises to give up."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a worker may take."""

    page_seconds: float | None = None
    bytes: int | None = None
    """Of memory; see :mod:`qapipe.engines.limits`."""


Heard = Callable[[Sequence[int], int], None]
"""Called now and then with what is done so far: the tally of pages, and bytes of the input."""


def available_cpus() -> int:
    """The CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(work: Work[T, R], tasks: Sequence[T], workers: int, allowed: Allowance, heard: Heard) -> Iterator[R]:
    """Results of the tasks in order of arrival. With no workers all is done in this process, without any limits.

    An error of a task ends the run and is raised; a death of a worker does not (see :class:`Work`).
    """
    if workers < 1:
        yield from _here(work, tasks, heard)
    elif tasks:
        with _interrupts_held() as release:
            pool = _Pool(work, tasks, min(workers, len(tasks)), allowed, heard)
            release()
            yield from pool.results()


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


@contextmanager
def _interrupts_held() -> Iterator[Callable[[], None]]:
    """Ctrl-C waits meanwhile; workers started inside never get it: stopping them is for the parent to do."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def release() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    try:
        yield release
    finally:
        release()


@dataclass(slots=True)
class _Worker(Generic[T]):
    """A worker process, and what it is at."""

    process: SpawnProcess
    pipe: "Connection[Any, Any]"
    cells: Any
    ready: bool = False
    task: T | None = None


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
    _failed_starts: int = 0

    def __post_init__(self) -> None:
        self._waiting.extend(self.tasks)
        self._context = multiprocessing.get_context("spawn")
        self._workers.extend(self._start() for _ in range(self.size))

    def results(self) -> Iterator[R]:
        """The results of all tasks; no worker is left when the iterator ends or is closed."""
        try:
            left = len(self.tasks)
            while left:
                signs = [sign for one in self._workers for sign in (one.pipe, one.process.sentinel)]
                lively = set(wait(signs, timeout=_POLL_SECONDS))
                for worker in list(self._workers):
                    if worker.pipe in lively:
                        result = self._receive(worker)
                        if result is not None:
                            left -= 1
                            yield result
                    elif worker.process.sentinel in lively:
                        self._bury(worker)
                self._tell()
        finally:
            self._stop()

    def _start(self) -> _Worker[T]:
        pipe, theirs = self._context.Pipe()
        cells = self._context.RawArray(ctypes.c_longlong, _CELLS)
        arguments = (theirs, cells, self.work, self.allowed)
        process = self._context.Process(target=_serve, args=arguments, daemon=True, name="qapipe-worker")
        process.start()
        theirs.close()
        return _Worker(process, pipe, cells)

    def _receive(self, worker: _Worker[T]) -> R | None:
        """What a worker sends: that it is ready, a result or an error. None for no result, also when it died."""
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return None
        if isinstance(answer, BaseException):
            raise answer
        if worker.task is not None:
            self._tally = _sum(self._tally, answer.tally)
            self._bytes += worker.task.size
        worker.ready, worker.task = True, None
        self._assign(worker)
        result: R | None = answer
        return result

    def _assign(self, worker: _Worker[T]) -> None:
        if not self._waiting:
            return
        worker.cells[:] = [0] * _CELLS  # else the task that is done would be told twice
        worker.task = self._waiting.popleft()
        try:
            worker.pipe.send(worker.task)
        except OSError:
            self._bury(worker)

    def _bury(self, worker: _Worker[T]) -> None:
        """Put another worker in the place of one that died; its task is tried again."""
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _MOST_FAILED_STARTS:
                raise QapipeError(
                    "worker processes die while they start, perhaps for want of memory; try fewer --workers"
                )
        if worker.task is not None:
            code = worker.process.exitcode or 0
            phase = Phase(worker.cells[Cell.PHASE])
            death = Death(phase, worker.cells[Cell.ITEM], code, self.allowed.page_seconds)
            self._waiting.appendleft(self.work.after(worker.task, death))
        if self._waiting or not self._workers:
            self._workers.append(self._start())

    def _tell(self) -> None:
        busy = [worker.cells for worker in self._workers if worker.task is not None]
        tally = _sum(self._tally, *(cells[Cell.TALLY :] for cells in busy))
        self.heard(tally, self._bytes + sum(cells[Cell.BYTES] for cells in busy))

    def _stop(self) -> None:
        for worker in self._workers:
            if worker.task is None:
                worker.pipe.close()  # it ends by itself
            else:
                worker.process.kill()
        for worker in self._workers:
            worker.process.join(1)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _serve(pipe: "Connection[Any, Any]", cells: Any, work: Work[T, R], allowed: Allowance) -> None:  # noqa: ANN401
    """A worker: answers every task with its result, or with an error, until nobody asks any more."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    limits.tune_allocator()
    if allowed.bytes:
        limits.limit_memory(allowed.bytes)
    clock = Clock(cells, allowed.page_seconds)
    try:
        pipe.send(None)
        while True:
            task = pipe.recv()
            clock.begin()
            try:
                answer: object = work(task, clock)
            except Exception as error:  # noqa: BLE001  it is raised again where somebody can be told
                answer = error
            _send(pipe, answer)
    except (EOFError, OSError):
        return


def _send(pipe: "Connection[Any, Any]", answer: object) -> None:
    try:
        pipe.send(answer)
    except (AttributeError, TypeError, PickleError):  # an error that cannot be sent as it is
        pipe.send(QapipeError(f"{type(answer).__name__}: {answer}"))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
