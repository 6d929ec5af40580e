"""Page by page: bytes in memory to records, beside a bare parse and beside what a user would write instead."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import TypeVar

import pyarrow as pa
from selectolax.lexbor import LexborHTMLParser

from accuracy import by_qapipe, field_f1
from corpus import Corpus, GeneratedPage
from qapipe import RawPage, parse_batches, parse_page
from qapipe.records.schema import RAW_PAGE
from rivals import BEAUTIFUL_SOUP, PARSEL
from scrape_text import regex_script
from scraped import Scraped
from timing import Job

Pages = Sequence[GeneratedPage]
T = TypeVar("T")

QAPIPE = "qapipe.parse_page"


def page_jobs(pages: Corpus, rivals: Sequence[str]) -> dict[str, list[Job]]:
    """What is timed, by kind of page; the first job of a group is its yardstick."""
    script = _scraper("regex script", pages.text, regex_script)
    return {
        _title("HTML", pages.html): [
            _parse_job(pages.html),
            *_qapipe_jobs(pages.html, score=True),
            *(_scraper(name, pages.html, scrape) for name, scrape in _html_scrapers(rivals)),
        ],
        _title("text", pages.text): [_split_job(pages.text), *_qapipe_jobs(pages.text, score=True), script],
        _title("HTML, no question", pages.other_html): [_parse_job(pages.other_html), *_qapipe_jobs(pages.other_html)],
        _title("text, no question", pages.other_text): [_split_job(pages.other_text), *_qapipe_jobs(pages.other_text)],
    }


def _html_scrapers(rivals: Sequence[str]) -> Iterator[tuple[str, Callable[[str], Scraped]]]:
    """The scrapers of HTML whose libraries are installed."""
    if BEAUTIFUL_SOUP in rivals:
        for parser in ("lxml", "html.parser"):
            scrape = import_module("scrape_soup").beautiful_soup
            yield f"BeautifulSoup scraper ({parser})", partial(scrape, parser=parser)
    if PARSEL in rivals:
        yield PARSEL, import_module("scrape_parsel").parsel_scraper


def _title(kind: str, pages: Pages) -> str:
    return f"{kind}, {sum(len(page.body) for page in pages) / len(pages) / 1000:.1f} KB"


def _parse_job(pages: Pages) -> Job:
    return Job("bare LexborHTMLParser(bytes)", len(pages), partial(_each, LexborHTMLParser, _bodies(pages)))


def _split_job(pages: Pages) -> Job:
    return Job("decode and split into lines", len(pages), partial(_each, _split, _bodies(pages)))


def _scraper(name: str, pages: Pages, scrape: Callable[[str], Scraped]) -> Job:
    return Job(
        name,
        len(pages),
        partial(_each, lambda body: scrape(body.decode()), _bodies(pages)),
        field_f1(pages, lambda page: scrape(page.body.decode())),
    )


def _qapipe_jobs(pages: Pages, *, score: bool = False) -> list[Job]:
    """Page by page to records, and a batch of raw pages to a batch of records."""
    raw = [RawPage(body=page.body, url=page.url, media_type=page.media_type) for page in pages]
    batch = pa.RecordBatch.from_pylist([page.model_dump() for page in raw], schema=RAW_PAGE)
    return [
        Job(QAPIPE, len(raw), partial(_each, parse_page, raw), field_f1(pages, by_qapipe) if score else None),
        Job("qapipe.parse_batches", len(raw), lambda: list(parse_batches([batch]))),
    ]


def _each(do: Callable[[T], object], things: Sequence[T]) -> None:
    for thing in things:
        do(thing)


def _split(body: bytes) -> list[str]:
    return body.decode().split("\n")


def _bodies(pages: Pages) -> list[bytes]:
    return [page.body for page in pages]
