"""Whole pipelines that a user would run instead of qapipe: a dump in, JSON lines or Parquet out."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pyarrow.parquet as pq

from dumps import Dump

SELECTOLAX = "selectolax script, FastWARC to Parquet"
LINES = "script of string methods, JSONL to Parquet"
BEAUTIFUL_SOUP = "BeautifulSoup (lxml) scraper"
PARSEL = "parsel scraper"
TRAFILATURA = "trafilatura, text only"
DATATROVE = "datatrove, WARC and trafilatura"

MODULES = {
    BEAUTIFUL_SOUP: "scrape_soup",
    PARSEL: "scrape_parsel",
    TRAFILATURA: "scrape_trafilatura",
    DATATROVE: "scrape_datatrove",
}
"""Name in the tables: the module with its ``pipeline``. These are slow, so they are given few pages."""

YARDSTICKS = {SELECTOLAX: "scrape_selectolax", LINES: "scrape_lines"}
"""The same for the scripts that qapipe's speed is measured against; they are given as many pages as qapipe."""


def installed() -> Iterator[str]:
    """Names of the rivals that can be run here; tells which cannot."""
    for name, module in MODULES.items():
        try:
            import_module(module)
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
        else:
            yield name


def run(name: str, dump: Dump) -> None:
    """The rival's pipeline, in the current folder; a line or row must come out for every page."""
    import_module((MODULES | YARDSTICKS)[name]).pipeline(dump.path)
    made = sum(path.read_bytes().count(b"\n") for path in Path().glob("out/*.jsonl"))
    made += sum(pq.ParquetFile(path).metadata.num_rows for path in Path().glob("out/*.parquet"))
    if made != dump.pages:
        raise ValueError(f"{name} made {made} lines or rows of {dump.pages} pages")
