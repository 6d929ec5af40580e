"""Tables of what was measured, for the terminal and for benchmarks/README.md."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pages
import pipelines
from aims import Aim
from timing import Job
from where import Places, purpose

DOCS = Path(__file__).resolve().parent / "README.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
LIBRARIES = (
    *("qapipe", "selectolax", "fastwarc", "isal", "orjson", "pyarrow", "pydantic"),
    *("beautifulsoup4", "lxml", "parsel", "trafilatura", "datatrove"),
)
BUSY = 1.15
"""Time by the clock over processor time from which the machine had other things to do."""
_LEAST_SHARE = 0.01
_MOST_FUNCTIONS = 40


def page_table(title: str, jobs: Sequence[Job]) -> str:
    """A Markdown table of work page by page: the first job is the yardstick."""
    own = next(job for job in jobs if job.name == pages.QAPIPE).median
    rows = [
        (*_times(job), _ratio(job.median / jobs[0].median), _ratio(job.median / own), f"{job.f1:.3f}" if job.f1 else "")
        for job in jobs
    ]
    return _markdown((title, *_TIMES, "× first row", "× parse_page", "field F1"), rows)


def pipeline_table(title: str, jobs: Sequence[Job]) -> str:
    """A Markdown table of whole pipelines: the first job is the yardstick."""
    own = next(job for job in jobs if job.name.startswith(pipelines.QAPIPE)).median
    rows = [(*_times(job), _ratio(jobs[0].median / job.median), _ratio(job.median / own)) for job in jobs]
    return _markdown((title, *_TIMES, "throughput relative to the first row", "time relative to qapipe"), rows)


def aims_table(aims: Iterable[Aim]) -> str:
    """A Markdown table: what is to be reached, and how far it is."""
    rows = [
        (
            aim.what,
            f"{'≤' if aim.at_most else '≥'} {_ratio(aim.bound)}",
            f"{_ratio(aim.median)} {'✓' if aim.reached else '✗'}",
            f"{_ratio(min(aim.rounds))} to {_ratio(max(aim.rounds))}",
            _ratio(sorted(aim.work)[len(aim.work) // 2]) if aim.work else "",
        )
        for aim in aims
    ]
    return _markdown(("target", "bound", "median", "rounds", "by CPU time"), rows)


def where_table(found: Mapping[str, tuple[Job, Places]]) -> str:
    """A Markdown table: microseconds a page by room of qapipe, a column for each dump."""
    spent = {
        title: {place: share * job.median for place, share in where.items()} for title, (job, where) in found.items()
    }
    least = {title: sum(places.values()) * _LEAST_SHARE for title, places in spent.items()}
    kept = {place for title, places in spent.items() for place, time in places.items() if time >= least[title]}
    order = sorted(kept, key=lambda place: -sum(where.get(place, 0) for _, where in found.values()))
    rows = [(f"{place}: {purpose(place)}", *(_time(one.get(place, 0)) for one in spent.values())) for place in order]
    others = [sum(time for place, time in one.items() if place not in kept) for one in spent.values()]
    rows.append(("other modules", *map(_time, others)))
    rows.append(("total", *(_time(sum(one.values())) for one in spent.values())))
    return _markdown(("where the time is spent, µs/page", *spent), rows)


def functions_table(title: str, job: Job, functions: Places) -> str:
    """A Markdown table: microseconds a page by function, the dearest."""
    rows = [
        (name, f"{share * job.median:,.1f}", f"{share:.1%}")
        for name, share in list(functions.items())[:_MOST_FUNCTIONS]
    ]
    return _markdown((f"{title}: functions, with what they call in C", "µs/page", "share"), rows)


_TIMES = ("µs/page", "CPU µs/page", "pages/s")


def _times(job: Job) -> tuple[str, ...]:
    return job.name, _time(job.median), _time(job.median_work), f"{1e6 / job.median:,.0f}"


def _time(microseconds: float) -> str:
    return f"{microseconds:,.0f}" if microseconds >= 100 else f"{microseconds:.1f}"


def _ratio(value: float) -> str:
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are numbers, aligned to be read as it is."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [
        " | ".join(
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (head, *rows)
    ]
    rule = " | ".join("-" * (width - 1) + ":" if n else "-" * width for n, width in enumerate(widths))
    return "\n".join(f"| {line} |" for line in (lines[0], rule, *lines[1:]))


def surroundings(command: str, jobs: Sequence[Job], sizes: Mapping[str, float]) -> str:
    """Machine, versions, bytes of a page and command, one line each, and whether the machine was busy."""
    cores = f"{len(os.sched_getaffinity(0))} cores" if hasattr(os, "sched_getaffinity") else f"{os.cpu_count()} cores"
    versions = ", ".join(f"{name} {found}" for name in LIBRARIES if (found := _version(name)))
    lines = [
        f"Machine: {_processor()}, {cores}, {platform.system()}.  ",
        f"Python {platform.python_version()}, {versions}.  ",
        f"Pages in dumps on average: {', '.join(f'{name} {size / 1000:.1f} KB' for name, size in sizes.items())}.  ",
        f"Command: `{command}`",
    ]
    wait = sum(job.median * job.pages for job in jobs) / sum(job.median_work * job.pages for job in jobs)
    if wait >= BUSY:
        lines[-1] += "  "
        lines.append(f"**The machine was busy**: time by the clock is {wait:.2f} times the processor time.")
    return "\n".join(lines)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    """Name of the processor where Linux tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text("utf-8").splitlines() if cpuinfo.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def write_docs(report: str) -> None:
    """Put the report between the markers of benchmarks/README.md; the prose around it stays."""
    above, _, rest = DOCS.read_text("utf-8").partition(BEGIN)
    _, _, below = rest.partition(END)
    DOCS.write_text(f"{above}{BEGIN}\n\n{report}\n\n{END}{below}", "utf-8")
