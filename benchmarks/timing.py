"""Times of jobs side by side, by the clock on the wall and in work of the processor."""

import contextlib
import gc
import multiprocessing
import os
import resource
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from qapipe.run.engines.local.limits import tune_allocator, tune_collector


class Spent(NamedTuple):
    """What one run of a job took, in seconds."""

    wall: float
    cpu: float
    """Of all cores, of the process and of those that it started and that have ended."""


@dataclass(slots=True, eq=False)
class Job:
    """Something to time, done for all its pages at once."""

    name: str
    pages: int
    run: Callable[[], object]
    f1: float | None = None
    """Share of the fields that come out right, where fields come out."""
    times: list[float] = field(default_factory=list)
    """Microseconds a page by the clock, one value a round."""
    work: list[float] = field(default_factory=list)
    """Microseconds a page of the processor, one value a round."""

    @property
    def median(self) -> float:
        """Microseconds a page by the clock."""
        return statistics.median(self.times)

    @property
    def median_work(self) -> float:
        """Microseconds a page of the processor."""
        return statistics.median(self.work)


def timed(run: Callable[[], object]) -> Spent:
    """What a run took in this process."""
    gc.collect()
    before, start = _cpu(), perf_counter()
    run()
    return Spent(perf_counter() - start, _cpu() - before)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def here(job: Job) -> Spent:
    """What a job takes in this process."""
    return timed(job.run)


def measure(
    jobs: Sequence[Job],
    rounds: int,
    once: Callable[[Job], Spent] = here,
    heard: Callable[[str], None] = lambda _: None,
) -> None:
    """Fill in the times: one warm-up, then rounds of all jobs in turn, each round starting with another one."""
    for number in range(-1, rounds):
        first = max(number, 0) % len(jobs)
        for job in (*jobs[first:], *jobs[:first]):
            heard(f"round {number + 1} of {rounds}: {job.name}")
            spent = once(job)
            if number >= 0:
                job.times.append(spent.wall * 1e6 / job.pages)
                job.work.append(spent.cpu * 1e6 / job.pages)


# ---------------------------------------------------------------- a process for every job


@contextlib.contextmanager
def processes(jobs: Sequence[Job]) -> Iterator[Callable[[Job], Spent]]:
    """What times a job in a process of its own that stays from round to round; jobs must be picklable.

    So no job finds a heap that another one has left behind. All have the allocator and the collector of qapipe's
    workers, and every run has an empty current folder.
    """
    context = multiprocessing.get_context("spawn")
    pipes: dict[int, Connection[object, object]] = {}
    started = []
    try:
        for job in jobs:
            pipes[id(job)], there = context.Pipe()
            process = context.Process(target=_serve, args=(there, job.run))
            process.start()
            there.close()
            started.append(process)
        yield lambda job: _ask(pipes[id(job)])
    finally:
        for pipe in pipes.values():
            pipe.close()
        for process in started:
            process.join()


def _ask(pipe: "Connection[object, object]") -> Spent:
    pipe.send(None)
    try:
        told = pipe.recv()
    except EOFError:
        raise SystemExit("a job failed, see above") from None
    assert isinstance(told, Spent)
    return told


def _serve(pipe: "Connection[object, object]", run: Callable[[], object]) -> None:
    """Answer each question by a run, until nobody asks."""
    multiprocessing.set_start_method(None, force=True)  # a job starts processes as it would by itself, not as this one
    tune_allocator()
    tune_collector()
    with contextlib.suppress(EOFError):
        while True:
            pipe.recv()
            with empty_folder():
                pipe.send(timed(run))


@contextlib.contextmanager
def empty_folder() -> Iterator[None]:
    """An empty folder as the current one, gone afterwards."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="qapipe-bench-") as name:
        os.chdir(name)
        try:
            yield
        finally:
            os.chdir(before)
