"""How worker processes start: forked by a server process that has imported what they need and runs nothing.

Forking a process whose Arrow threads are at work can deadlock, and a freshly spawned process takes half a second to
import its libraries. This module imports nothing of either, so that the server can be started first of all.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerProcess
from types import ModuleType
from warnings import catch_warnings, simplefilter

CONTEXT = multiprocessing.get_context("forkserver")

LOST = 255
"""Exit code of a process whose server was killed: its own exit code is unknown, but it was killed as well."""
_SERVER_GONE = (ConnectionError, EOFError, FileNotFoundError)
_MAX_SERVER_STARTS = 20
_SERVER_ENDS_SECONDS = 0.05
_ARROW_POOL = "ARROW_DEFAULT_MEMORY_POOL"
"""Arrow reads it when it is loaded. Its own allocators reserve 1 GiB, which counts against a worker's memory limit."""


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
    with _interrupts_blocked(), _arrow_pool("system"):
        multiprocessing.set_forkserver_preload(list(modules))
        forkserver.ensure_running()


@contextmanager
def starting() -> Iterator[None]:
    """Inside, processes can be started: signals are blocked, and they do not import the script that this process runs.

    The standard library would have them import it, which takes time and repeats a script without a main guard.
    """
    main = sys.modules["__main__"]
    with _interrupts_blocked(), _arrow_pool("system"):  # in case the server is not running yet
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _arrow_pool(name: str) -> Iterator[None]:
    """Processes started inside use this memory pool of Arrow, also in C++ code that ignores Python's choice."""
    before = os.environ.get(_ARROW_POOL)
    os.environ[_ARROW_POOL] = name
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
