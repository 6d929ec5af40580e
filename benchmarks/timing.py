"""Times: whole jobs side by side, the stages of one page, and a profile by function."""

import cProfile
import gc
import io
import pstats
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from time import perf_counter

from qapipe import RawPage, parse_page, registry
from qapipe.document import open_document
from qapipe.errors import Reason
from qapipe.schema import record_batch

PROFILE_ROWS = 25


@dataclass(slots=True)
class Job:
    """Something to time, done for all pages of a kind at once."""

    name: str
    pages: int
    run: Callable[[], object]
    f1: float | None = None
    """Share of the fields that come out right, where fields come out."""
    times: list[float] = field(default_factory=list)
    """Microseconds a page, one value a round."""

    @property
    def median(self) -> float:
        """Microseconds a page."""
        return statistics.median(self.times)


def measure(jobs: Sequence[Job], rounds: int) -> None:
    """Fill in the times: one warm-up, then rounds of all jobs in turn, each round starting with another one."""
    for number in range(-1, rounds):
        first = max(number, 0) % len(jobs)
        for job in (*jobs[first:], *jobs[:first]):
            gc.collect()
            start = perf_counter()
            job.run()
            if number >= 0:
                job.times.append((perf_counter() - start) * 1e6 / job.pages)


def stages(pages: Sequence[RawPage], rounds: int) -> dict[str, float]:
    """Microseconds a page by stage of its way, medians of the rounds; together they make up the whole."""
    runs = [_staged(pages) for _ in range(rounds + 1)][1:]
    return {stage: statistics.median(run[stage] for run in runs) * 1e6 / len(pages) for stage in runs[0]}


def _staged(pages: Sequence[RawPage]) -> dict[str, float]:
    """Seconds by stage over all pages; the record is what parse_page takes beyond the stages before it."""
    spent = dict.fromkeys(("document", "lines", "recognise", "read"), 0.0)
    for page in pages:
        marks = [perf_counter()]
        document = open_document(page)[0]
        marks.append(perf_counter())
        _ = document.lines
        marks.append(perf_counter())
        picked = registry.pick(document)
        marks.append(perf_counter())
        if not isinstance(picked, Reason):
            picked[1].read(document)
        marks.append(perf_counter())
        for stage, (start, end) in zip(spent, pairwise(marks), strict=True):
            spent[stage] += end - start
    start = perf_counter()
    records = [parse_page(page) for page in pages]
    spent["record"] = perf_counter() - start - sum(spent.values())
    start = perf_counter()
    record_batch(records)
    spent["arrow"] = perf_counter() - start
    return spent


def profile(pages: Sequence[RawPage]) -> str:
    """The functions in which parse_page spends its own time, the longest first."""
    profiler = cProfile.Profile()
    for page in pages:
        profiler.runcall(parse_page, page)
    out = io.StringIO()
    pstats.Stats(profiler, stream=out).strip_dirs().sort_stats("tottime").print_stats(PROFILE_ROWS)
    return out.getvalue()
