"""Time a page, from whole dumps to datasets and page by page, beside the limits and what a user would run instead.

One run, interleaved: each round runs every job once, in turn; times are medians of the rounds after a warm-up.
Every pipeline has a process of its own, started before the clock is, and all have the settings of qapipe's workers
(allocator, collector). Ratios are what counts: absolute times are those of the machine.
"""

import argparse
import json
import shlex
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pipelines
from aims import Aim, aims
from calls import calls_a_page
from corpus import Corpus, corpus
from pages import page_jobs
from pipelines import Sizes
from qapipe.run.engines.local.limits import tune_allocator, tune_collector
from report import (
    aims_table,
    functions_table,
    page_table,
    pipeline_table,
    surroundings,
    where_table,
    write_docs,
)
from rivals import installed
from timing import Job, measure, processes
from where import Places, shares

FULL = Sizes(html=1_000, text=5_000, crawl=5_000, other=150, sample=40, scaling=True)
QUICK = Sizes(html=100, text=400, crawl=500, other=30, sample=10, scaling=False)
LOOKED_AT = {pipelines.HTML: pipelines.QAPIPE, pipelines.LINES: pipelines.QAPIPE, pipelines.CRAWL: pipelines.QAPIPE}
"""Where the time goes is told of these."""

_COUNTED = 500
"""Pages of each kind whose Python calls are counted."""

Groups = dict[str, list[Job]]
Where = Mapping[str, tuple[Job, Places, Places]]
"""Of a dump: the job, and the shares of its time by room and by function."""


def main() -> int:
    """Measure, print, and keep what was asked to be kept."""
    options, sizes = _options()
    tell = _teller()
    rivals = list(installed())
    tell("the corpus is made")
    pages = corpus(sizes.html, sizes.text, sizes.other, options.seed)
    whole, where = _whole_dumps(pages, sizes, options.rounds, rivals, tell)
    tell("page by page")
    single = _page_by_page(pages.sample(sizes.sample), options.rounds, rivals)
    reached = aims(whole, calls_a_page(pages.sample(_COUNTED)))
    report = "\n\n".join((_surroundings(whole, pages), *_tables(whole, single, reached, where)))
    tell("")
    print(report)
    if options.profile:
        for title, (job, _, functions) in where.items():
            print(f"\n{functions_table(title, job, functions)}")
    if options.json:
        told = _as_json(whole | single, reached, where)
        options.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if options.write_docs:
        write_docs(report)
    return 0


def _options() -> tuple[argparse.Namespace, Sizes]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a small run of less than a minute, without two workers")
    parser.add_argument("--pages", type=int, help="HTML pages in a dump, and 5 times as many in one of text or a crawl")
    parser.add_argument("--rounds", type=int, default=5, help="rounds after the warm-up (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="first seed of the corpus (default: %(default)s)")
    parser.add_argument("--json", type=Path, help="also write every measured value to this file")
    parser.add_argument("--profile", action="store_true", help="also show the functions that the time goes to")
    parser.add_argument("--write-docs", action="store_true", help="also write the tables to benchmarks/README.md")
    chosen = parser.parse_args()
    sizes = QUICK if chosen.quick else FULL
    if chosen.pages is not None:
        sizes = sizes._replace(html=chosen.pages, text=5 * chosen.pages, crawl=5 * chosen.pages)
    if min(sizes.html, chosen.rounds) < 1:
        parser.error("--pages and --rounds must be at least 1")
    return chosen, sizes


def _whole_dumps(
    pages: Corpus, sizes: Sizes, rounds: int, rivals: list[str], tell: Callable[[str], None]
) -> tuple[Groups, Where]:
    """The pipelines, measured in processes of their own, and where the time of some goes."""
    with tempfile.TemporaryDirectory(prefix="qapipe-bench-") as folder:
        tell("the dumps are written")
        groups = pipelines.pipeline_jobs(pipelines.write_dumps(Path(folder), pages, sizes), rivals)
        with processes(_jobs(groups)) as once:
            measure(_jobs(groups), rounds, once, tell)
        tell("where the time goes")
        jobs = {title: next(job for job in groups[title] if job.name == name) for title, name in LOOKED_AT.items()}
        return groups, {title: (job, *shares(job.run, rounds)) for title, job in jobs.items()}


def _jobs(groups: Groups) -> list[Job]:
    return [job for group in groups.values() for job in group]


def _page_by_page(pages: Corpus, rounds: int, rivals: list[str]) -> Groups:
    """What needs no dump, measured in this process."""
    tune_allocator()
    tune_collector()
    groups = page_jobs(pages, rivals)
    measure(_jobs(groups), rounds)
    return groups


def _surroundings(whole: Groups, pages: Corpus) -> str:
    """What it was run on."""
    arguments = shlex.join(sys.argv[1:])
    command = f"make bench ARGS={shlex.quote(arguments)}" if arguments else "make bench"
    alone = [job for title, group in whole.items() for job in group if title not in pipelines.SCALING]
    sizes = {"HTML": pages.html, "text": pages.text, "other HTML": pages.other_html}
    mean = {name: sum(len(page.body) for page in some) / len(some) for name, some in sizes.items()}
    return surroundings(command, alone, mean)


def _tables(whole: Groups, single: Groups, reached: list[Aim], where: Where) -> list[str]:
    return [
        aims_table(reached),
        *(pipeline_table(title, group) for title, group in whole.items() if title != pipelines.TINY),
        where_table({title: (job, rooms) for title, (job, rooms, _) in where.items()}),
        *(page_table(title, group) for title, group in single.items()),
    ]


def _as_json(groups: Groups, reached: list[Aim], where: Where) -> dict[str, object]:
    """Every measured value: microseconds a page, and ratios."""
    jobs = {
        title: {
            job.name: {"median": job.median, "times": job.times, "processor": job.work, "f1": job.f1} for job in group
        }
        for title, group in groups.items()
    }
    ratios = {aim.what: {"median": aim.median, "bound": aim.bound, "rounds": aim.rounds} for aim in reached}
    places = {title: {"rooms": rooms, "functions": functions} for title, (_, rooms, functions) in where.items()}
    return {"aims": ratios, "jobs": jobs, "where": places}


def _teller() -> Callable[[str], None]:
    """What shows on a terminal what is being done."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda what: print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
