"""Whole dumps to datasets, beside the limits and beside what a user would run instead."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import dumps
import limits
import rivals
from corpus import Corpus
from dumps import Dump
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from qapipe.sources import ReadOptions
from timing import Job

QAPIPE = "qapipe"
MATCHED = "qapipe --match"
YARDSTICK = "FastWARC and bare Lexbor"
ITERATION = "FastWARC, iteration only"
LOADS = "orjson.loads of the line only"

HTML = "HTML, WARC.gz"
FEW_HTML = "HTML, WARC.gz, a few pages"
LINES = "text, JSONL.zst"
TABLE = "text, Parquet"
WET = "text, WET.gz"
CRAWL = "crawl with 0.1 % questions, WARC.gz"
MANY_HTML = "HTML, WARC.gz, four parts"
MANY_LINES = "text, JSONL, four parts"
TINY = "HTML, WARC.gz, one page"
SCALING = (MANY_HTML, MANY_LINES, TINY)
"""Parsed by worker processes."""

MATCH = ("*realself.com/question/*",)
_PIECES = 3.95 * (16 << 20)
"""Bytes of four parts of a big file, as qapipe cuts it."""


class Sizes(NamedTuple):
    """How much is measured on."""

    html: int
    """So many pages has a dump of HTML,"""
    text: int
    """a dump of text,"""
    crawl: int
    """and a crawl of the web at large,"""
    other: int
    """which has so many different ones that are no question."""
    sample: int
    """Slow rivals, and what is measured page by page, get so many pages of a kind."""
    scaling: bool
    """Whether there are dumps that are large enough to be shared by two workers."""


Dumps = dict[str, Dump]
Groups = dict[str, list[Job]]


def write_dumps(folder: Path, pages: Corpus, sizes: Sizes) -> Dumps:
    """One dump of each form, by title."""
    found = {
        HTML: dumps.html_warc(folder / "html.warc.gz", pages.html, sizes.html),
        FEW_HTML: dumps.html_warc(folder / "few.warc.gz", pages.html, sizes.sample),
        LINES: dumps.json_lines(folder / "text.jsonl.zst", pages.text, sizes.text),
        TABLE: dumps.parquet(folder / "text.parquet", pages.text, sizes.text),
        WET: dumps.wet(folder / "text.warc.wet.gz", pages.text, sizes.text),
        CRAWL: dumps.crawl_warc(folder / "crawl.warc.gz", pages, sizes.crawl),
    }
    if sizes.scaling:
        found[TINY] = dumps.html_warc(folder / "tiny.warc.gz", pages.html, 1)
        each = found[HTML].path.stat().st_size / sizes.html
        found[MANY_HTML] = dumps.html_warc(folder / "many.warc.gz", pages.html, int(_PIECES / each))
        each = sum(len(page.body) + 150 for page in pages.text) / len(pages.text)
        found[MANY_LINES] = dumps.json_lines(folder / "many.jsonl", pages.text, int(_PIECES / each))
    return found


def pipeline_jobs(found: Dumps, names: Sequence[str]) -> Groups:
    """The jobs by dump, the first of each the yardstick; the rivals of these names run on a few pages alone."""
    html, few, lines, crawl = found[HTML], found[FEW_HTML], found[LINES], found[CRAWL]
    groups = {
        HTML: [
            _limit(YARDSTICK, html, limits.read_and_parse),
            _own(QAPIPE, html),
            _rival(rivals.SELECTOLAX, html),
            _limit("FastWARC, bodies read", html, limits.read_bodies),
            *(Job(name, few.pages, partial(rivals.run, name, few)) for name in names),
        ],
        LINES: [
            _limit(LOADS, lines, limits.only_loads),
            _own(QAPIPE, lines),
            _rival(rivals.LINES, lines),
            _limit("zstd and orjson.loads", lines, limits.decode_lines),
        ],
        WET: [_limit("FastWARC, bodies read", found[WET], limits.read_bodies), _own(QAPIPE, found[WET])],
        TABLE: [_limit("pyarrow, columns to Python", found[TABLE], limits.read_columns), _own(QAPIPE, found[TABLE])],
        CRAWL: [
            _limit(ITERATION, crawl, limits.iterate),
            _own(MATCHED, crawl, match=MATCH),
            _own(QAPIPE, crawl),
            _limit("FastWARC, bodies read", crawl, limits.read_bodies),
        ],
    }
    for title in SCALING:
        if title in found:
            groups[title] = [_own(workers(n), found[title], processes=n) for n in (1, 2)]
    return groups


def workers(number: int) -> str:
    """Name of the job that has so many worker processes."""
    return f"{QAPIPE}, {number} worker{'s' if number > 1 else ''}"


def _limit(name: str, dump: Dump, run: Callable[[Path], None]) -> Job:
    return Job(name, dump.pages, partial(run, dump.path))


def _rival(name: str, dump: Dump) -> Job:
    return Job(name, dump.pages, partial(rivals.run, name, dump))


def _own(name: str, dump: Dump, match: tuple[str, ...] = (), processes: int = 0) -> Job:
    return Job(name, dump.pages, partial(parse, dump, match, processes))


def parse(dump: Dump, match: tuple[str, ...] = (), processes: int = 0) -> None:
    """The dump into a dataset in the current folder, by processes or by this one; every question must be in it."""
    options = ParseOptions(ReadOptions(match=match), run=RunOptions(processes))
    counts = parse_to_dataset([str(dump.path)], Path("out"), options).counts
    if counts.questions != dump.questions or not (match or counts.pages == dump.pages):
        raise ValueError(f"{dump}: {counts.pages} pages and {counts.questions} questions came out")
