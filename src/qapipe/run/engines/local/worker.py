"""The inside of a worker process: it answers tasks until nobody asks, and tells where it is.

It runs code that may crash, hang or take all memory, so all that matters is decided outside: a worker that is in
trouble dies, and how it died and what it was at is all that :mod:`qapipe.run.engines.local.pool` needs to know.
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
"""The exit code of a worker that was refused memory."""


class Phase(IntEnum):
    """What a worker is at."""

    IDLE = 0
    """No task, or one that it has not begun."""
    READING = 1
    PAGE = 2
    WRITING = 3


class Cell(IntEnum):
    """What of a worker stands where in shared memory."""

    PHASE = 0
    ITEM = 1
    BYTES = 2
    TALLY = 3
    """And the cells behind it."""


MOST_TALLIES = 8
CELLS = Cell.TALLY + MOST_TALLIES


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a worker may take."""

    page_seconds: float | None = None
    bytes: int | None = None
    """Of memory; see :mod:`qapipe.run.engines.local.limits`."""


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
        return self.phase is Phase.PAGE and -self.exitcode in (signal.SIGPROF, signal.SIGALRM)

    @property
    def out_of_memory(self) -> bool:
        """Whether it was refused memory."""
        return self.exitcode == OUT_OF_MEMORY

    @property
    def certain(self) -> bool:
        """Whether the page is to blame without a second try: all of its time went into work on it."""
        return self.timed_out and self.exitcode == -signal.SIGPROF

    @property
    def cause(self) -> str:
        """What it died of, in words."""
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


class Clock:
    """Where a task is: which page, since when, how much was read. In a worker others see it, too.

    While a page is being parsed alarms are set. What they ring for dies: code in C hears no gentler word. One counts
    the time that the process works, so that a machine that is busy or suspended costs no page; the other is for a
    page that does not even work, and counts twice as much by the clock on the wall.
    """

    def __init__(self, cells: "MutableSequence[int] | None" = None, seconds: float | None = None) -> None:
        self._cells: MutableSequence[int] = cells if cells is not None else [0] * CELLS
        self._in_worker = cells is not None
        self._seconds = seconds
        self._armed = False
        self._before = 0
        self._file: Any | None = None
        self._start = 0

    def begin(self) -> None:
        """A new task."""
        self._before = 0
        self._file = None
        for cell in range(CELLS):
            self._cells[cell] = 0
        self.enter(Phase.READING, 0)

    def end(self) -> None:
        """The task is done, but for telling so."""
        self.enter(Phase.IDLE, 0)

    def enter(self, phase: Phase, item: int) -> None:
        """Reading, parsing or writing a page begins."""
        if self._armed:
            self._set_alarms(0)
        # A death in between these two is blamed on the later item, and there is a second try.
        self._cells[Cell.ITEM] = item
        self._cells[Cell.PHASE] = phase
        if phase is Phase.READING:
            self._count_bytes()
        if self._seconds and phase is Phase.PAGE:
            self._set_alarms(self._seconds)

    def _set_alarms(self, seconds: float) -> None:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, 2 * seconds)
        self._armed = seconds > 0

    def out_of_memory(self) -> None:
        """A page was refused memory: in a worker this is its end, another one shall try with all of its share."""
        if self._in_worker:
            os._exit(OUT_OF_MEMORY)

    def watch(self, file: Any, start: int) -> None:  # noqa: ANN401  anything that can tell its position
        """A file is being read, from a byte on: progress is told by its position."""
        self._file, self._start = file, start

    def tell(self, tally: Sequence[int]) -> None:
        """So many more pages are done, in all and of each kind that is tallied."""
        for number, count in enumerate(tally):
            self._cells[Cell.TALLY + number] += count
        self._count_bytes()

    def _count_bytes(self) -> None:
        """Show how far the file is read: what is skipped counts as well, before there is a page."""
        if self._file is not None and not self._file.closed:
            self._cells[Cell.BYTES] = self._before + max(self._file.tell() - self._start, 0)

    def split_done(self, size: int) -> None:
        """A split of so many bytes has been read."""
        self._before += size
        self._file = None
        self._cells[Cell.BYTES] = self._before


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
R_co = TypeVar("R_co", bound=Counted, covariant=True)


class Work(Protocol[T, R_co]):
    """What is to be done with tasks; sent to the workers once."""

    def __call__(self, task: T, clock: Clock) -> R_co:
        """The result of a task."""

    def after(self, task: T, death: Death) -> T:
        """The task as it is to be tried again after a worker died of it; raises to give up."""


def serve(pipe: "Connection[Any, Any]", cells: Any, work: Work[T, R_co], allowed: Allowance) -> None:  # noqa: ANN401
    """Answer every task with its result, or with an error, until nobody asks any more."""
    limits.die_with_parent()  # the server that forked it
    _end_with_the_run()
    for alarm in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(alarm, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF, signal.SIGALRM})
    limits.tune_allocator()
    limits.tune_collector()
    if allowed.bytes:
        limits.limit_memory(allowed.bytes)
    clock = Clock(cells, allowed.page_seconds)
    try:
        pipe.send(None)
        while True:
            task = pipe.recv()
            clock.begin()
            pipe.send_bytes(_answer(work, task, clock))
    except (EOFError, OSError):
        return


def _answer(work: Work[T, R_co], task: T, clock: Clock) -> bytes | memoryview:
    """The result of a task, or the error that it ended with, pickled."""
    try:
        result = work(task, clock)
        clock.end()
        return ForkingPickler.dumps(result)
    except MemoryError:
        clock.out_of_memory()
        raise
    except Exception as error:  # noqa: BLE001  it is raised again where somebody can be told
        clock.end()
        return _pickled(error)


def _pickled(error: Exception) -> bytes | memoryview:
    """An error, with the place where it was raised; if it cannot be sent as it is, what it says."""
    where = "".join(traceback.format_exception(error))
    try:
        error.add_note(f"raised in a worker:\n{where}")
        pickled = ForkingPickler.dumps(error)
        ForkingPickler.loads(pickled)  # an __init__ that wants other arguments than it hands on
    except Exception:  # noqa: BLE001  whatever is wrong with it
        told = QapipeError(f"{type(error).__name__}: {error}")
        told.add_note(f"raised in a worker:\n{where}")
        return ForkingPickler.dumps(told)
    return pickled


def _end_with_the_run() -> None:
    """Have the system end this process when the one that runs it ends, even in the middle of a long call.

    The other end of the sentinel is a pipe of that process alone; that it closes is told by SIGIO, which ends us.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGIO})
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, fcntl.fcntl(parent.sentinel, fcntl.F_GETFL) | os.O_ASYNC)
        if wait([parent.sentinel], timeout=0):  # it has ended already
            os._exit(1)
