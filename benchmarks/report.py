"""Tables of what was measured, for the terminal and for docs/performance.md."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from timing import Job

DOCS = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
LIBRARIES = (
    *("qapipe", "selectolax", "pyarrow", "pydantic", "fastwarc", "orjson"),
    *("beautifulsoup4", "lxml", "parsel", "trafilatura", "datatrove"),
)
STAGES = {
    "document": "decode, look for hostile markup, parse to a tree",
    "lines": "visible lines",
    "recognise": "which site and layout",
    "read": "question and answers from lines and markup",
    "record": "hashes, ids, the validated record",
    "arrow": "records to an Arrow batch",
}
QAPIPE = "qapipe.parse_page"


def table(title: str, jobs: Sequence[Job]) -> str:
    """A Markdown table: the first job is the yardstick."""
    own = next(job for job in jobs if job.name == QAPIPE).median
    rows = [
        (
            job.name,
            f"{job.median:,.0f}" if job.median >= 100 else f"{job.median:.1f}",
            f"{1e6 / job.median:,.0f}",
            f"{job.median / jobs[0].median:.2f}",
            f"{job.median / own:.2f}",
            "" if job.f1 is None else f"{job.f1:.3f}",
        )
        for job in jobs
    ]
    return _markdown((title, "µs a page", "pages/s", "× yardstick", "× parse_page", "field F1"), rows)


def pipeline_table(title: str, jobs: Sequence[Job]) -> str:
    """A Markdown table of whole pipelines: the first job is the yardstick, ratios are of throughput."""
    own = next(job for job in jobs if job.name == "qapipe").median
    rows = [
        (
            job.name,
            f"{job.median:,.0f}" if job.median >= 100 else f"{job.median:.1f}",
            f"{1e6 / job.median:,.0f}",
            f"{jobs[0].median / job.median:.2f}",
            f"{job.median / own:.2f}",
        )
        for job in jobs
    ]
    return _markdown((title, "µs a page", "pages/s", "throughput of yardstick", "time of qapipe"), rows)


def stage_table(stages: dict[str, dict[str, float]]) -> str:
    """A Markdown table: microseconds a page by stage, a column for each kind of page."""
    rows = [(STAGES[name], *(f"{kind[name]:,.0f}" for kind in stages.values())) for name in STAGES]
    rows.append(("together", *(f"{sum(kind.values()):,.0f}" for kind in stages.values())))
    return _markdown(("where the time goes, µs a page", *stages), rows)


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


def surroundings(command: str) -> str:
    """Machine, versions and command, one line each."""
    malloc = " ".join(f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("MALLOC_"))
    cores = f"{len(os.sched_getaffinity(0))} cores (one used)"
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    lines = (
        f"Machine: {_processor()}, {cores}, {platform.system()}; memory allocator: {malloc or 'as it comes'}.  ",
        f"Python {platform.python_version()}, {versions}.  ",
        f"Command: `{command}`",
    )
    return "\n".join(lines)


def _processor() -> str:
    """Name of the processor where Linux tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text("utf-8").splitlines() if cpuinfo.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def write_docs(report: str, part: str = "bench") -> None:
    """Put the report between the markers of its part of docs/performance.md; the prose around it stays."""
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    above, _, rest = DOCS.read_text("utf-8").partition(begin)
    _, _, below = rest.partition(end)
    DOCS.write_text(f"{above}{begin}\n\n{report}\n\n{end}{below}", "utf-8")
