"""How worker processes start: forked by a server process that has imported what they need and runs nothing.

Forking a process whose Arrow threads are at work can deadlock, and a freshly spawned process takes half a second to
import its libraries. The server of a command is therefore forked off right after the command has imported its own,
before it does anything (:func:`fork_server`), or, where that is not safe, spawned (:func:`start_server`). This module
imports no library, so that the server can also be started first of all.
"""

import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection, forkserver, resource_tracker
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn
from warnings import catch_warnings, simplefilter

CONTEXT = multiprocessing.get_context("forkserver")

LOST = 255
"""Exit code of a process whose server was killed: its own exit code is unknown, but it was killed as well."""
_SERVER_GONE = (ConnectionError, EOFError, FileNotFoundError)
_MAX_SERVER_STARTS = 20
_SERVER_ENDS_SECONDS = 0.05
_ARROW_POOL = "ARROW_DEFAULT_MEMORY_POOL"
"""Arrow reads it when it is loaded. Its own allocators reserve 1 GiB, which counts against a worker's memory limit."""
_OWN_THREADS = frozenset({"jemalloc_bg_thd"})
"""Threads of libraries that survive a fork: jemalloc takes care of its own."""


def start(process: ForkServerProcess) -> None:
    """Start a process, inside the block of :func:`starting`. A server that was killed is started again."""
    for attempt in range(1, _MAX_SERVER_STARTS + 1):
        try:
            with _no_warnings():
                process.start()
        except _SERVER_GONE:
            if attempt == _MAX_SERVER_STARTS:
                raise
            time.sleep(_SERVER_ENDS_SECONDS)  # the system has not noticed yet that it has gone
        else:
            return


def start_server(*modules: str) -> None:
    """Start the server, unless it runs already, and have it import modules that workers need.

    Returns at once: a caller that knows early that it will need workers loses no time.
    """
    with _interrupts_blocked(), arrow_for_workers():
        multiprocessing.set_forkserver_preload(list(modules))
        forkserver.ensure_running()


CAN_FORK = sys.platform == "linux" and sys.version_info < (3, 14)
"""Whether a server may be forked off at all. Python 3.14 has another protocol between a server and its clients."""


def fork_server(module: str) -> bool:
    """Fork a server off this process, and have it import a module that workers need; False if that is not safe now.

    For a command whose process is its own: it must have imported its libraries inside :func:`arrow_for_workers`, and
    have run nothing. Nothing is imported twice. Nor is the resource tracker started, which workers do not need.
    """
    if not CAN_FORK or not _runs_nothing():
        return False
    multiprocessing.set_forkserver_preload([module])  # for the server that follows if this one is killed
    server: Any = forkserver._forkserver  # noqa: SLF001  what start_server fills in
    tracker: Any = resource_tracker._resource_tracker  # noqa: SLF001
    with socket.socket(socket.AF_UNIX) as listener:
        address = connection.arbitrary_address("AF_UNIX")  # type: ignore[attr-defined]
        listener.bind(address)
        listener.listen()
        read_end, write_end = os.pipe()
        tracker._fd = nowhere = os.open(os.devnull, os.O_WRONLY)  # noqa: SLF001
        sys.stdout.flush()
        sys.stderr.flush()
        with _signals_blocked(), catch_warnings():
            simplefilter("ignore", DeprecationWarning)  # of threads, which were looked for
            pid = os.fork()
            if pid == 0:
                _close_all_but(listener.fileno(), read_end, nowhere)
                _serve(listener.fileno(), read_end, module)
        os.close(read_end)
        server._forkserver_address, server._forkserver_alive_fd = address, write_end  # noqa: SLF001
        server._forkserver_pid = pid  # noqa: SLF001
    return True


def _runs_nothing() -> bool:
    """Whether this process has no thread but its main one, and no server yet."""
    if forkserver._forkserver._forkserver_pid is not None:  # type: ignore[attr-defined]  # noqa: SLF001
        return False
    try:
        names = [path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")]
    except OSError:
        return False
    return len([name for name in names if name not in _OWN_THREADS]) == 1


def _close_all_but(*kept: int) -> None:
    """Close what else this process has open: a pipe ends when nobody holds its other end."""
    start = 3
    for end in (*sorted(kept), os.sysconf("SC_OPEN_MAX")):
        os.closerange(start, end)
        start = end + 1


def _serve(listener: int, alive: int, module: str) -> NoReturn:
    """What the server does until all its clients have ended."""
    code = 1
    try:
        with suppress(SystemExit):
            forkserver.main(listener, alive, [module])
        code = 0
    finally:
        os._exit(code)  # nothing that this process would do at its end is the server's


@contextmanager
def starting() -> Iterator[None]:
    """Inside, processes can be started: signals are blocked, and they do not import the script that this process runs.

    The standard library would have them import it, which takes time and repeats a script without a main guard.
    """
    main = sys.modules["__main__"]
    with _interrupts_blocked(), arrow_for_workers():  # in case the server is not running yet
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def arrow_for_workers() -> Iterator[None]:
    """Inside, Arrow is loaded with the memory pool of workers, also in C++ code that ignores Python's choice."""
    before = os.environ.get(_ARROW_POOL)
    os.environ[_ARROW_POOL] = "system"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_ARROW_POOL]
        else:
            os.environ[_ARROW_POOL] = before


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """SIGINT and SIGTERM are deferred; processes started inside never receive SIGINT: their parent stops them."""
    with _no_warnings():
        resource_tracker.ensure_running()  # the first worker needs it, and starting it would unblock the signals
    with _signals_blocked():
        yield


@contextmanager
def _signals_blocked() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _no_warnings() -> Iterator[None]:
    """No warning that the resource tracker was killed, and is started again."""
    with catch_warnings():
        simplefilter("ignore", UserWarning)
        yield
