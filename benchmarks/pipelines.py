"""Whole pipelines, dump to dataset, beside the limits and beside what a user would run instead; one run, interleaved.

Everything runs with the same settings of the allocator (the workers' own). qapipe's workers are processes, started
before the clock is: a run's fixed costs (planning, publishing) are in its time, the start of Python is not.
"""

import argparse
import json
import logging
import shutil
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

from loguru import logger

import limits
from corpus import corpus
from dumps import Dump, write_dumps
from qapipe.engines.limits import tune_allocator
from qapipe.pipeline import ParseOptions, parse_to_dataset
from qapipe.runs import RunOptions
from qapipe.sources import ReadOptions
from report import pipeline_table, surroundings, write_docs
from rivals import beautiful_soup, datatrove_pipeline, has_datatrove, parsel_scraper, trafilatura_text
from timing import Job, measure

MATCH = ("*realself.com/question/*",)
SLOW_PAGES = 40
"""The slow rivals run on so many pages."""


def main() -> int:
    """Measure, print, and keep what was asked to be kept."""
    options = _options()
    tune_allocator()
    logging.disable(logging.CRITICAL)
    logger.remove()
    pages = corpus(options.distinct)
    with tempfile.TemporaryDirectory(prefix="qapipe-bench-") as name:
        folder = Path(name)
        dumps = write_dumps(folder, pages, options.html, options.text)
        groups = {title: _group(title, dump, folder) for title, dump in dumps.items()}
        soups = [page.body for page in pages.html[:SLOW_PAGES]]
        groups["HTML, WARC.gz"] += _rivals(soups, folder, write_dumps(_new(folder / "few"), pages, SLOW_PAGES, 1))
        measure([job for group in groups.values() for job in group], options.rounds)
        scaling = _scaling(dumps, folder, options.rounds)
    tables = [pipeline_table(title, group) for title, group in groups.items()]
    report = "\n\n".join((surroundings(f"make bench ARGS='{' '.join(sys.argv[1:])}'"), *tables, scaling))
    print(report)
    if options.json:
        told = {title: {job.name: job.times for job in group} for title, group in groups.items()}
        options.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    if options.write_docs:
        write_docs(report, "pipelines")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--html", type=int, default=1_000, help="pages of HTML in a dump (default: %(default)s)")
    parser.add_argument("--text", type=int, default=4_000, help="pages of text in a dump (default: %(default)s)")
    parser.add_argument("--distinct", type=int, default=400, help="different pages of each kind (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds after the warm-up (default: %(default)s)")
    parser.add_argument("--json", type=Path, help="also write every measured value to this file")
    parser.add_argument("--write-docs", action="store_true", help="also write the tables to docs/performance.md")
    return parser.parse_args()


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _group(title: str, dump: Dump, folder: Path) -> list[Job]:
    """The jobs of a dump; the first is the yardstick."""
    own = [Job("qapipe", dump.pages, partial(_parse, dump, folder))]
    if title.startswith("HTML"):
        return [
            Job("FastWARC and bare Lexbor", dump.pages, partial(limits.read_and_parse, dump.path)),
            Job("FastWARC, bodies taken", dump.pages, partial(limits.read_bodies, dump.path)),
            *own,
        ]
    if title.startswith("crawl"):
        match = Job("qapipe --match", dump.pages, partial(_parse, dump, folder, MATCH))
        return [Job("FastWARC's bare iteration", dump.pages, partial(limits.iterate, dump.path)), match, *own]
    if "JSONL" in title:
        loads = Job("orjson.loads of the line", dump.pages, limits.only_loads(dump.path))
        return [loads, Job("zstd and orjson", dump.pages, partial(limits.decode_lines, dump.path)), *own]
    read = limits.read_columns if "Parquet" in title else limits.read_bodies
    return [Job("reading alone", dump.pages, partial(read, dump.path)), *own]


def _rivals(bodies: list[bytes], folder: Path, few: dict[str, Dump]) -> list[Job]:
    """What a user would write instead."""
    dump = few["HTML, WARC.gz"]
    trove = [
        Job("datatrove, WARC and trafilatura", dump.pages, partial(datatrove_pipeline, dump.path, folder / "trove"))
    ]
    return [
        Job("BeautifulSoup (lxml) scraper", len(bodies), lambda: [beautiful_soup(b.decode(), "lxml") for b in bodies]),
        Job("parsel scraper", len(bodies), lambda: [parsel_scraper(b.decode()) for b in bodies]),
        Job("trafilatura, text alone", len(bodies), lambda: [trafilatura_text(b) for b in bodies]),
        *(trove if has_datatrove() else []),
    ]


def _parse(dump: Dump, folder: Path, match: tuple[str, ...] = (), workers: int = 0) -> None:
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    parse_to_dataset([str(dump.path)], out, ParseOptions(ReadOptions(match=match), run=RunOptions(workers, force=True)))


def _scaling(dumps: dict[str, Dump], folder: Path, rounds: int) -> str:
    """How many times as fast two workers are as one, with their start: in words."""
    told = []
    for title in ("HTML, WARC.gz", "text, JSONL.zst"):
        ratios = []
        for _ in range(rounds):
            seconds = []
            for workers in (1, 2):
                start = perf_counter()
                _parse(dumps[title], folder, workers=workers)
                seconds.append(perf_counter() - start)
            ratios.append(seconds[0] / seconds[1])
        told.append(f"{title}: {statistics.median(ratios):.2f}")
    return f"Two workers against one, with their start: {'; '.join(told)} times as fast."


if __name__ == "__main__":
    raise SystemExit(main())
