"""Tasks for the tests of the engine, which crash, hang or fail in every way. A module that workers can import."""

import ctypes
import os
import re
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from qapipe.run.engines.local.worker import Death, Monitor, Phase
from qapipe.run.tasks import ParseWork
from qapipe.run.tasks import Task as ParseTask
from qapipe.run.work_options import WorkOptions
from qapipe.sources import ReadOptions

PAGES = 3


@dataclass(frozen=True)
class Task:
    """A task of three pages; processing the second one may crash, hang or fail."""

    number: int
    trap: str = ""
    size: int = 10
    deaths: tuple[Death, ...] = ()
    avoid: bool = False


@dataclass(frozen=True)
class Result:
    """The result of a task, with the process that did it and the deaths before."""

    number: int
    deaths: tuple[Death, ...]
    process: int
    interrupts_blocked: bool = True
    tally: tuple[int, ...] = (PAGES,)
    ballast: object = None


@dataclass(frozen=True)
class Trapped:
    """Work that springs the traps of its tasks. After two deaths the page is avoided."""

    folder: str = ""

    def __call__(self, task: Task, monitor: Monitor) -> Result:
        """Process the pages of a task."""
        for page in range(PAGES):
            monitor.enter(Phase.READING, page)
            if page == 1 and not task.avoid and task.trap.startswith("reading "):
                TRAPS[task.trap.removeprefix("reading ")](self, task)
            monitor.enter(Phase.PAGE, page)
            if page == 1 and not task.avoid and task.trap in TRAPS:
                TRAPS[task.trap](self, task)
            monitor.enter(Phase.WRITING, page)
            monitor.add_pages((1,))
        blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
        made = Result(task.number, task.deaths, os.getpid(), interrupts_blocked=blocked)
        if task.trap == "unpicklable result":
            return replace(made, ballast=lambda: None)
        if task.trap == "large result":
            return replace(made, ballast=b"x" * 3_000_000)
        if task.trap == "dies when done":
            # The parent sees the result and the end of the process almost at once, and must read the pipe first.
            self.mark(task, "done")
            _die_soon()
        return made

    def retry(self, task: Task, death: Death) -> Task:
        """The task with its deaths; the page is avoided after two deaths, or a conclusive one."""
        deaths = (*task.deaths, death)
        return replace(task, deaths=deaths, avoid=death.conclusive or len(deaths) > 1)

    def mark(self, task: Task, what: str) -> bool:
        """Create a marker file; False if it exists already."""
        path = Path(self.folder) / f"{task.number}-{what}"
        if path.exists():
            return False
        path.touch()
        return True


def _die_soon() -> None:
    threading.Timer(0.05, os._exit, (1,)).start()


class PickyError(Exception):
    """Cannot be unpickled: ``__init__`` takes more arguments than it passes on."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other}")


class LocalError(Exception):
    """Cannot be pickled."""

    def __reduce__(self) -> str:
        raise ZeroDivisionError


def _kill(number: int) -> Callable[[Trapped, Task], None]:
    return lambda _work, _task: os.kill(os.getpid(), number)


def _segfault(_work: Trapped, _task: Task) -> None:
    ctypes.string_at(0)


def _exit(_work: Trapped, _task: Task) -> None:
    os._exit(3)


def _leave(_work: Trapped, _task: Task) -> None:
    raise SystemExit


def _out_of_memory(_work: Trapped, _task: Task) -> None:
    raise MemoryError


def _all_memory(_work: Trapped, _task: Task) -> None:
    bytearray(1 << 40)


def endless(_work: object = None, _task: object = None) -> None:
    """A call into C code that takes years and checks for no signal."""
    re.match(r"(a|aa)+$", "a" * 200 + "b")


def _sleep(_work: Trapped, _task: Task) -> None:
    time.sleep(1000)


def _sleep_once(work: Trapped, task: Task) -> None:
    if work.mark(task, "slept"):
        time.sleep(1000)


def _kill_once(work: Trapped, task: Task) -> None:
    if work.mark(task, "killed"):
        os.kill(os.getpid(), signal.SIGKILL)


def _error(_work: Trapped, _task: Task) -> None:
    raise LookupError("nothing there")


def _picky(_work: Trapped, _task: Task) -> None:
    raise PickyError("this", "that")


def _local(_work: Trapped, _task: Task) -> None:
    raise LocalError("stays here")


def _slow(_work: Trapped, _task: Task) -> None:
    time.sleep(0.5)


TRAPS: dict[str, Callable[[Trapped, Task], None]] = {
    "SIGKILL": _kill(signal.SIGKILL),
    "SIGTERM": _kill(signal.SIGTERM),
    "SIGABRT": _kill(signal.SIGABRT),
    "SIGSEGV": _segfault,
    "exit": _exit,
    "SystemExit": _leave,
    "MemoryError": _out_of_memory,
    "all memory": _all_memory,
    "endless": endless,
    "sleep": _sleep,
    "sleep once": _sleep_once,
    "killed once": _kill_once,
    "error": _error,
    "picky error": _picky,
    "local error": _local,
    "slow": _slow,
}


@dataclass(frozen=True)
class Stillborn:
    """Work that kills the worker that unpickles it: it dies while it starts."""

    folder: str = ""
    alone: bool = False
    """Whether the first worker survives."""

    def __call__(self, task: Task, monitor: Monitor) -> Result:
        """Called only in the worker that survives."""
        monitor.add_pages((PAGES,))
        return Result(task.number, task.deaths, os.getpid())

    def retry(self, task: Task, _death: Death) -> Task:
        """Never called: no worker dies during a task."""
        raise AssertionError(task)

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        try:
            (Path(self.folder) / "born").touch(exist_ok=False)
        except FileExistsError:
            os._exit(7)
        if not self.alone:
            os._exit(7)


@dataclass(frozen=True)
class Lingering:
    """Work after which the process dies, so that it may or may not be alive when its next task is sent."""

    def __call__(self, task: Task, monitor: Monitor) -> Result:
        """Return a result; every third task ends the process a moment later."""
        monitor.add_pages((PAGES,))
        if task.number % 3 == 0:
            _die_soon()
        time.sleep(0.02)
        return Result(task.number, task.deaths, os.getpid())

    def retry(self, task: Task, death: Death) -> Task:
        """The task with its deaths."""
        return replace(task, deaths=(*task.deaths, death))


@dataclass(frozen=True)
class Weighed:
    """The memory of a worker after a task."""

    bytes: int
    """Data, as RLIMIT_DATA counts it."""
    tally: tuple[int, ...]


@dataclass(frozen=True)
class Weighing:
    """Work that parses pages and returns the memory that its process has then."""

    def __call__(self, task: ParseTask, monitor: Monitor) -> Weighed:
        """Parse the pages of a task."""
        done = ParseWork(WorkOptions())(task, monitor)
        [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmData:")]
        return Weighed(int(line.split()[1]) << 10, done.tally)

    def retry(self, _task: ParseTask, death: Death) -> ParseTask:
        """Never called: no worker dies."""
        raise AssertionError(death)


class Deadly(ReadOptions):
    """Options that want every page, and on the way do what the host is called: ``https://kill.example/`` kills.

    URLs are matched while a page is read if the source has its URL, and while it is parsed if only the page has it.
    """

    __slots__ = ()

    def wants(self, url: str | None, *, unknown: bool = False) -> bool:
        """Do what the host says; True."""
        host = (url or "").removeprefix("https://").partition(".")[0]
        if host in DEEDS:
            DEEDS[host]()
        return True


def _take_all() -> None:
    bytearray(1 << 40)


DEEDS: dict[str, Callable[[], object]] = {
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "crash": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(5),
    "memory": _take_all,
    "hang": endless,
    "error": lambda: 1 / 0,
}
