"""Engines run a function over tasks and yield the results as they come; they know nothing of pages.

``local`` is a pool of processes of this machine. ``ray`` and ``spark`` use what is there: retries, placement and
scaling are theirs. Each task runs in a process of its own on every engine, because a page may crash or hang
(:mod:`.guarded`).
"""

import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import TypeVar

from qapipe.run.engines.local import pool
from qapipe.run.engines.local.worker import Counted, Limits, Sized, Work

T = TypeVar("T", bound=Sized)
R = TypeVar("R", bound=Counted)


class EngineName(StrEnum):
    """Values of ``--engine``."""

    LOCAL = "local"
    RAY = "ray"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Engine:
    """Who runs the tasks."""

    name: EngineName = EngineName.LOCAL
    address: str | None = None
    """Of a cluster; None: one that is started on this machine for the run."""
    workers: int = 0
    """Processes of this machine; 0: tasks run in this one, if the engine is ``local``."""


@contextmanager
def disconnecting(engine: Engine) -> Iterator[None]:
    """Ends the connection to a cluster, if there is one, when the block ends: several runs of tasks share it."""
    try:
        yield
    finally:
        module = sys.modules.get(f"qapipe.run.engines.{engine.name}")
        library = sys.modules.get("ray" if engine.name is EngineName.RAY else "pyspark")
        if engine.name is not EngineName.LOCAL and module is not None and library is not None:
            module.disconnect()


def run(
    engine: Engine,
    work: Work[T, R],
    tasks: Sequence[T],
    limits: Limits,
    on_progress: pool.OnProgress,
    on_retry: Callable[[], None] = lambda: None,
    prepare: Callable[[T], T] | None = None,
) -> Generator[R, None, None]:
    """Results of the tasks in order of arrival; see :func:`qapipe.run.engines.local.pool.run`."""
    if engine.name is EngineName.LOCAL or not tasks:
        yield from pool.run(work, tasks, engine.workers, limits, on_progress, on_retry, prepare)
        return
    if engine.name is EngineName.RAY:
        from qapipe.run.engines.ray import results  # noqa: PLC0415  needs an extra
    else:
        from qapipe.run.engines.spark import results  # noqa: PLC0415  needs an extra
    tally: Sequence[int] = ()
    size = 0
    with closing(results(engine, work, map(prepare, tasks) if prepare else iter(tasks), limits)) as found:
        for guarded in found:
            if guarded is None:
                on_progress(tally, size)
                continue
            for _ in range(guarded.retries):
                on_retry()
            tally = [sum(counts) for counts in zip_longest(tally, guarded.result.tally, fillvalue=0)]
            size += guarded.task_bytes
            on_progress(tally, size)
            yield guarded.result
