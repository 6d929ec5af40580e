"""What qapipe is to reach, as ratios of jobs that ran side by side."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pipelines as of
from rivals import BEAUTIFUL_SOUP, DATATROVE
from timing import Job

Values = Callable[[Job], Sequence[float]]
"""What of a job is compared, a value a round."""
Jobs = Mapping[tuple[str, str], Job]
"""By dump and name."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A ratio with its bound; a round's ratio is of times in that round, and the median counts."""

    what: str
    bound: float
    rounds: list[float]
    """By the clock."""
    work: list[float] = field(default_factory=list)
    """By processor time; none where several processors are the point."""
    at_most: bool = False

    @property
    def median(self) -> float:
        """The ratio."""
        return statistics.median(self.rounds)

    @property
    def reached(self) -> bool:
        """Whether the ratio is within its bound."""
        return self.median <= self.bound if self.at_most else self.median >= self.bound


def aims(groups: of.Groups) -> list[Aim]:
    """The aims whose jobs were run."""
    jobs = {(title, job.name): job for title, group in groups.items() for job in group}
    html, loads = jobs[of.HTML, of.QAPIPE], jobs[of.LINES, of.LOADS]
    iteration = jobs[of.CRAWL, of.ITERATION]
    found = [
        _aim("HTML WARC: throughput, of FastWARC with a bare parse", 0.7, jobs[of.HTML, of.YARDSTICK], html),
        *(
            _aim(f"{title}: time, in orjson.loads of the line", 150 / 7, jobs[title, of.QAPIPE], loads, at_most=True)
            for title in (of.LINES, of.WET, of.TABLE)
        ),
        _aim("crawl, with --match: throughput, of FastWARC's iteration", 0.8, iteration, jobs[of.CRAWL, of.MATCHED]),
        _aim("crawl, all of it: throughput, of FastWARC's iteration", 0.8, iteration, jobs[of.CRAWL, of.QAPIPE]),
    ]
    for name, bound in ((BEAUTIFUL_SOUP, 20.0), (DATATROVE, 25.0)):
        if rival := jobs.get((of.HTML, name)):
            found.append(_aim(f"HTML WARC: throughput, of {name}", bound, rival, html))
    return found + _scaling(jobs)


def _aim(what: str, bound: float, over: Job, under: Job, *, at_most: bool = False) -> Aim:
    return Aim(what, bound, _ratios(over.times, under.times), _ratios(over.work, under.work), at_most=at_most)


def _ratios(over: Sequence[float], under: Sequence[float]) -> list[float]:
    return [a / b for a, b in zip(over, under, strict=True)]


def _scaling(jobs: Jobs) -> list[Aim]:
    """Two workers against one. The start of Python is taken off: what a run over a single page takes."""
    found = []
    for title in (of.MANY_HTML, of.MANY_LINES):
        if (title, of.workers(1)) in jobs:
            one, two = (_seconds(jobs, title, workers) for workers in (1, 2))
            found.append(Aim(f"{title}: throughput of two workers, of one", 1.8, _ratios(one, two)))
    return found


def _seconds(jobs: Jobs, title: str, workers: int) -> list[float]:
    job, start = (jobs[name, of.workers(workers)] for name in (title, of.TINY))
    return [(all_ * job.pages - none * start.pages) / 1e6 for all_, none in zip(job.times, start.times, strict=True)]
