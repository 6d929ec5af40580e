"""Whole pipelines that a user would run instead of qapipe: a WARC of HTML pages in, JSON lines out."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from dumps import Dump

BEAUTIFUL_SOUP = "BeautifulSoup (lxml) scraper"
PARSEL = "parsel scraper"
TRAFILATURA = "trafilatura, text alone"
DATATROVE = "datatrove, WARC and trafilatura"

MODULES = {
    BEAUTIFUL_SOUP: "scrape_soup",
    PARSEL: "scrape_parsel",
    TRAFILATURA: "scrape_trafilatura",
    DATATROVE: "scrape_datatrove",
}
"""Name in the tables: the module with its ``pipeline``."""


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
    """The rival's pipeline, in the current folder; a line must come out for every page."""
    import_module(MODULES[name]).pipeline(dump.path)
    lines = sum(path.read_bytes().count(b"\n") for path in Path().glob("out/*.jsonl"))
    if lines != dump.pages:
        raise ValueError(f"{name} made {lines} lines of {dump.pages} pages")
