"""One machine: tasks run in this process, or in a pool of worker processes.

Workers are started by ``spawn``: a fork of a process with Arrow's threads can deadlock. They are sent the
name of the function and the task, and send back its result: paths and counts, never bodies.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for_end
from multiprocessing.sharedctypes import Synchronized
from typing import TypeVar

from qapipe.errors import QapipeError

Task = TypeVar("Task")
Result = TypeVar("Result")
Report = Callable[[int], None]
"""Called with how much more is done, in units of the function's own (pages)."""

_POLL_SECONDS = 0.2


def available_cpus() -> int:
    """The CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    function: Callable[[Task, Report], Result], tasks: Sequence[Task], workers: int, report: Report
) -> Iterator[Result]:
    """Results of ``function(task, report)`` in order of arrival; ``report`` is called in this process.

    With one worker, or one task, all is done in this process. An error of a task ends the run and is raised.
    """
    workers = min(workers, len(tasks))
    if workers <= 1:
        for task in tasks:
            yield function(task, report)
        return
    yield from _in_pool(function, tasks, workers, report)


def _in_pool(
    function: Callable[[Task, Report], Result], tasks: Sequence[Task], workers: int, report: Report
) -> Iterator[Result]:
    context = multiprocessing.get_context("spawn")
    done: Synchronized[int] = context.Value("q", 0)
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, context, _start_worker, (done,))
    finished = False
    try:
        with _interrupts_held():
            pending = {pool.submit(_call, function, task) for task in tasks}
        yield from _results(pending, done, report)
        finished = True
    except BrokenProcessPool as error:
        advice = "a worker process died, perhaps for want of memory; try again with fewer --workers"
        raise QapipeError(advice) from error
    finally:
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:  # an error or a Ctrl-C: nobody wants the rest
            for child in set(multiprocessing.active_children()) - others:
                child.terminate()
                child.join()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits meanwhile; workers started inside never get it: stopping them is for the parent to do."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _results(pending: set[Future[Result]], done: "Synchronized[int]", report: Report) -> Iterator[Result]:
    reported = 0
    while pending:
        finished, pending = wait(pending, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
        if (now := done.value) > reported:
            report(now - reported)
            reported = now
        for future in finished:
            yield future.result()


_done: "Synchronized[int] | None" = None


def _start_worker(done: "Synchronized[int]") -> None:
    """Ready a worker: it counts what it does, and does not outlive its parent."""
    global _done  # noqa: PLW0603  one counter a process, set once
    _done = done
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_end([parent.sentinel])
        os._exit(1)


def _call(function: Callable[[Task, Report], Result], task: Task) -> Result:
    return function(task, _count)


def _count(more: int) -> None:
    if _done is not None:
        with _done.get_lock():
            _done.value += more
