"""What qapipe is to reach, as ratios of jobs that ran side by side."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pipelines as of
from rivals import LINES, SELECTOLAX
from timing import Job

Values = Callable[[Job], Sequence[float]]
"""What of a job is compared, a value a round."""
Jobs = Mapping[tuple[str, str], Job]
"""By dump and name."""


MOST_CALLS = {"HTML": 4_000, "text": 600}
"""Python calls that a page may take, by kind of page; a count is the same on every machine."""


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


def aims(groups: of.Groups, calls: Mapping[str, float]) -> list[Aim]:
    """The aims whose jobs were run; ``calls`` are Python calls a page by kind of page."""
    jobs = {(title, job.name): job for title, group in groups.items() for job in group}
    html, lines = jobs[of.HTML, of.QAPIPE], jobs[of.LINES, of.QAPIPE]
    iteration = jobs[of.CRAWL, of.ITERATION]
    found = [
        _aim("HTML WARC: time relative to the selectolax script", 2.0, html, jobs[of.HTML, SELECTOLAX], at_most=True),
        _aim("text JSONL: time relative to the string-method script", 4.0, lines, jobs[of.LINES, LINES], at_most=True),
        _aim(
            "crawl, all pages: throughput relative to FastWARC's iteration", 0.25, iteration, jobs[of.CRAWL, of.QAPIPE]
        ),
        *(
            Aim(f"{kind}: Python calls a page", MOST_CALLS[kind], [number], at_most=True)
            for kind, number in calls.items()
        ),
    ]
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
            found.append(Aim(f"{title}: throughput of two workers relative to one", 1.8, _ratios(one, two)))
    return found


def _seconds(jobs: Jobs, title: str, workers: int) -> list[float]:
    job, start = (jobs[name, of.workers(workers)] for name in (title, of.TINY))
    return [(all_ * job.pages - none * start.pages) / 1e6 for all_, none in zip(job.times, start.times, strict=True)]
