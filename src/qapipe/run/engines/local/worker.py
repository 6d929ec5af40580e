"""The inside of a worker process: it receives tasks, sends results, and publishes its progress in shared memory.

It runs code that may crash, hang or exhaust memory, so everything that matters is decided in the parent: a worker in
trouble dies, and :mod:`qapipe.run.engines.local.pool` needs only its exit code and what it was working on.
"""

import errno
import fcntl
import multiprocessing
import os
import signal
import traceback
from collections.abc import MutableSequence, Sequence
from dataclasses import dataclass
from enum import IntEnum
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any, Protocol, TypeVar

from qapipe.errors import QapipeError
from qapipe.run.engines.local import limits

OUT_OF_MEMORY = errno.ENOMEM
"""The exit code of a worker that reached its memory limit."""


class Phase(IntEnum):
    """What a worker is doing."""

    IDLE = 0
    """It has no task, or has not begun it."""
    READING = 1
    PAGE = 2
    WRITING = 3


class Cell(IntEnum):
    """Positions in the shared memory of a worker."""

    PHASE = 0
    ITEM = 1
    BYTES = 2
    TALLY = 3
    """The first of :data:`MAX_TALLIES` cells."""


MAX_TALLIES = 8
CELLS = Cell.TALLY + MAX_TALLIES
_TALLY = int(Cell.TALLY)
_COUNTED_EVERY = 16
"""Items after which the bytes read are counted although there was no page."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use; None: no limit."""

    page_seconds: float | None = None
    bytes: int | None = None
    """Of memory; see :mod:`qapipe.run.engines.local.limits`."""


@dataclass(frozen=True, slots=True)
class Death:
    """How a worker died during a task."""

    phase: Phase
    item: int
    """The number, in the task, of the page that it was working on."""
    exitcode: int
    seconds: float | None = None
    """The time limit for a page, None if there was none."""

    @property
    def timed_out(self) -> bool:
        """Whether the page took too long."""
        return self.phase is Phase.PAGE and -self.exitcode in (signal.SIGPROF, signal.SIGALRM)

    @property
    def out_of_memory(self) -> bool:
        """Whether it reached its memory limit."""
        return self.exitcode == OUT_OF_MEMORY

    @property
    def conclusive(self) -> bool:
        """Whether the page is to blame without a second attempt: it used up its limit in CPU time."""
        return self.timed_out and self.exitcode == -signal.SIGPROF

    @property
    def cause(self) -> str:
        """The cause of death as a phrase for messages."""
        if self.timed_out:
            return f"parsing took longer than {self.seconds:g} seconds"
        if self.out_of_memory:
            return "it took more memory than the share of a worker"
        if self.exitcode >= 0:
            return f"its process ended with exit code {self.exitcode}"
        try:
            return f"its process died of {signal.Signals(-self.exitcode).name}"
        except ValueError:
            return f"its process died of signal {-self.exitcode}"


class Monitor:
    """The progress of a task: current page and phase, bytes read, pages done. In a worker the parent sees it, too.

    While a page is parsed two alarms are set, whose signals kill the process, because C code cannot be interrupted
    otherwise. One measures CPU time, so that a busy or suspended machine costs no page. The other allows twice as
    much wall-clock time, for a page that blocks without using the CPU.
    """

    def __init__(self, cells: "MutableSequence[int] | None" = None, seconds: float | None = None) -> None:
        self._cells: MutableSequence[int] = cells if cells is not None else [0] * CELLS
        self._in_worker = cells is not None
        self._seconds = seconds
        self._armed = False
        self._bytes_before = 0
        self._file: Any | None = None
        self._start = 0

    def begin_task(self) -> None:
        """Reset all progress for a new task."""
        self._bytes_before = 0
        self._file = None
        for cell in range(CELLS):
            self._cells[cell] = 0
        self.enter(Phase.READING, 0)

    def end_task(self) -> None:
        """Mark the task as done; its result is still to be sent."""
        self.enter(Phase.IDLE, 0)

    def enter(self, phase: Phase, item: int) -> None:
        """Begin to read, parse or write a page."""
        if self._armed:
            self._set_alarms(0)
        # A death between these two lines is blamed on the later item; there is a second attempt.
        self._cells[Cell.ITEM] = item
        self._cells[Cell.PHASE] = phase
        if phase is Phase.READING and not item % _COUNTED_EVERY:  # where pages are skipped; the others count it, too
            self._count_bytes()
        if self._seconds and phase is Phase.PAGE:
            self._set_alarms(self._seconds)

    def _set_alarms(self, seconds: float) -> None:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, 2 * seconds)
        self._armed = seconds > 0

    def out_of_memory(self) -> None:
        """End a worker that reached its memory limit: a new one tries again with all of its share free."""
        if self._in_worker:
            os._exit(OUT_OF_MEMORY)

    def watch_file(self, file: Any, start: int) -> None:  # noqa: ANN401  anything with tell() and closed
        """Measure progress by the position of ``file``, which is read from byte ``start`` on."""
        self._file, self._start = file, start

    def add_pages(self, tally: Sequence[int]) -> None:
        """Count pages as done: in all, and of each kind that the work tallies."""
        for cell, count in enumerate(tally, _TALLY):
            if count:
                self._cells[cell] += count
        self._count_bytes()

    def _count_bytes(self) -> None:
        """Show how far the file is read: what is skipped counts as well, before there is a page."""
        if self._file is not None and not self._file.closed:
            self._cells[Cell.BYTES] = self._bytes_before + max(self._file.tell() - self._start, 0)

    def end_split(self, size: int) -> None:
        """Count a split of ``size`` bytes as read."""
        self._bytes_before += size
        self._file = None
        self._cells[Cell.BYTES] = self._bytes_before


class Sized(Protocol):
    """A task."""

    @property
    def size(self) -> int:
        """Bytes of its input."""


class Counted(Protocol):
    """A result."""

    @property
    def tally(self) -> Sequence[int]:
        """Number of pages, in all and of each kind that is tallied: at most :data:`MAX_TALLIES` numbers."""


T = TypeVar("T", bound=Sized)
R_co = TypeVar("R_co", bound=Counted, covariant=True)


class Work(Protocol[T, R_co]):
    """What workers do with tasks; sent to each of them once."""

    def __call__(self, task: T, monitor: Monitor) -> R_co:
        """The result of a task."""

    def retry(self, task: T, death: Death) -> T:
        """The task to try next after a worker died; raises to give up."""


def serve(pipe: "Connection[Any, Any]", cells: Any, work: Work[T, R_co], allowed: Limits) -> None:  # noqa: ANN401
    """Answer every task with its result, or with an error, until the pipe is closed."""
    limits.die_with_parent()  # the server that forked it
    _end_with_the_run()
    deadly = (signal.SIGPROF, signal.SIGALRM, signal.SIGTERM)
    for number in deadly:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, deadly)
    limits.tune_allocator()
    limits.tune_collector()
    if allowed.bytes:
        limits.limit_memory(allowed.bytes)
    monitor = Monitor(cells, allowed.page_seconds)
    try:
        pipe.send(None)
        while True:
            task = pipe.recv()
            monitor.begin_task()
            pipe.send_bytes(_answer(work, task, monitor))
    except (EOFError, OSError):
        return


def _answer(work: Work[T, R_co], task: T, monitor: Monitor) -> bytes | memoryview:
    """The result of a task, or the error that ended it, pickled."""
    try:
        result = work(task, monitor)
        monitor.end_task()
        return ForkingPickler.dumps(result)
    except MemoryError:
        monitor.out_of_memory()
        raise
    except Exception as error:  # noqa: BLE001  the parent raises it again
        monitor.end_task()
        return _pickled(error)


def _pickled(error: Exception) -> bytes | memoryview:
    """An error with its traceback as a note; a QapipeError with the same message if it cannot be pickled."""
    where = "".join(traceback.format_exception(error))
    try:
        error.add_note(f"raised in a worker:\n{where}")
        pickled = ForkingPickler.dumps(error)
        ForkingPickler.loads(pickled)  # fails where __init__ takes other arguments than it passes on
    except Exception:  # noqa: BLE001  whatever is wrong with it
        replacement = QapipeError(f"{type(error).__name__}: {error}")
        replacement.add_note(f"raised in a worker:\n{where}")
        return ForkingPickler.dumps(replacement)
    return pickled


def _end_with_the_run() -> None:
    """Have the system end this process when the process that runs the tasks ends, even during a long call.

    The sentinel is a pipe whose other end only that process holds; when it closes, SIGIO ends this process.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGIO})
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, fcntl.fcntl(parent.sentinel, fcntl.F_GETFL) | os.O_ASYNC)
        if wait([parent.sentinel], timeout=0):  # it has ended already
            os._exit(1)
