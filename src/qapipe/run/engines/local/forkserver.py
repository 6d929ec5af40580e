"""How worker processes are started: forked by a server that has imported what they need, and runs nothing.

A fork of a process with Arrow's threads at work can deadlock, and a process started anew takes half a second to
import its libraries. Imports nothing itself, so that the server can be started before all else.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from types import ModuleType

CONTEXT = multiprocessing.get_context("forkserver")

_ARROW_POOL = "ARROW_DEFAULT_MEMORY_POOL"
"""Arrow reads it when it is loaded. Its own allocators reserve 1 GiB, which counts against a worker's memory limit."""


def get_ready(module: str) -> None:
    """Have the server import a module, if it does not run yet: workers then start with it at once.

    Returns before it has, so that whoever knows early that workers will be needed loses no time.
    """
    with _interrupts_held(), _arrow_pool("system"):
        multiprocessing.set_forkserver_preload([module])
        forkserver.ensure_running()


@contextmanager
def starting() -> Iterator[None]:
    """Processes are to be started inside: Ctrl-C waits, and they do not run the script that this process runs.

    The standard library would have them run it, which takes time, and a script without a guard would start over.
    """
    main = sys.modules["__main__"]
    with _interrupts_held(), _arrow_pool("system"):  # in case that the server does not run yet
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _arrow_pool(name: str) -> Iterator[None]:
    """Processes that are started inside use this memory pool of Arrow, also where Python cannot choose it."""
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
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits meanwhile; a process started inside never gets it: stopping it is for the parent to do."""
    resource_tracker.ensure_running()  # the first worker needs it, and its start would let Ctrl-C in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
