"""Pages per second, beside a bare parse of the same bytes and beside what a user would write instead.

Everything runs in one process, interleaved; times are medians of the rounds. Ratios are what counts: absolute times
are those of the machine.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
from selectolax.lexbor import LexborHTMLParser

from accuracy import by_qapipe, field_f1
from corpus import Corpus, GeneratedPage, corpus
from qapipe import RawPage, parse_batches, parse_page
from qapipe.schema import RAW_PAGE
from report import QAPIPE, stage_table, surroundings, table, write_docs
from rivals import beautiful_soup, regex_script
from timing import Job, measure, profile, stages

Pages = Sequence[GeneratedPage]
Groups = dict[str, list[Job]]
T = TypeVar("T")


def main() -> int:
    """Measure, print, and keep what was asked to be kept."""
    options = _options()
    pages = corpus(options.pages, options.seed)
    groups = _groups(pages)
    jobs = [job for group in groups.values() for job in group]
    measure(jobs, options.rounds)
    spent = {name: stages(_raw(kind), options.rounds) for name, kind in (("HTML", pages.html), ("text", pages.text))}
    tables = [*(table(title, group) for title, group in groups.items()), stage_table(spent)]
    report = "\n\n".join((surroundings(f"make bench ARGS='{' '.join(sys.argv[1:])}'"), *tables))
    print(report)
    if options.json:
        options.json.write_text(json.dumps(_as_json(groups, spent), indent=1) + "\n", "utf-8")
    if options.write_docs:
        write_docs(report)
    if options.profile:
        for name, kind in (("HTML", pages.html), ("text", pages.text)):
            print(f"\nparse_page, {len(kind)} pages of {name}:\n{profile(_raw(kind))}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100, help="pages of each kind (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds after the warm-up (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="first seed of the corpus (default: %(default)s)")
    parser.add_argument("--json", type=Path, help="also write every measured value to this file")
    parser.add_argument("--profile", action="store_true", help="also show the functions that parse_page spends time in")
    parser.add_argument("--write-docs", action="store_true", help="also write the tables to docs/performance.md")
    chosen = parser.parse_args()
    if chosen.pages < 1 or chosen.rounds < 1:
        parser.error("--pages and --rounds must be at least 1")
    return chosen


def _groups(pages: Corpus) -> Groups:
    """What is timed, by kind of page; the first job of a group is its yardstick."""
    soups = [_soup_job(pages.html, parser) for parser in ("lxml", "html.parser")]
    script = Job(
        "regex script",
        len(pages.text),
        partial(_each, lambda body: regex_script(body.decode()), _bodies(pages.text)),
        field_f1(pages.text, lambda page: regex_script(page.body.decode())),
    )
    return {
        _title("HTML", pages.html): [_parse_job(pages.html), *_qapipe_jobs(pages.html, score=True), *soups],
        _title("text", pages.text): [_split_job(pages.text), *_qapipe_jobs(pages.text, score=True), script],
        _title("HTML, no question", pages.other_html): [_parse_job(pages.other_html), *_qapipe_jobs(pages.other_html)],
        _title("text, no question", pages.other_text): [_split_job(pages.other_text), *_qapipe_jobs(pages.other_text)],
    }


def _title(kind: str, pages: Pages) -> str:
    return f"{kind}, {sum(len(page.body) for page in pages) / len(pages) / 1000:.1f} KB"


def _parse_job(pages: Pages) -> Job:
    return Job("bare LexborHTMLParser(bytes)", len(pages), partial(_each, LexborHTMLParser, _bodies(pages)))


def _split_job(pages: Pages) -> Job:
    return Job("decode and split into lines", len(pages), partial(_each, _split, _bodies(pages)))


def _soup_job(pages: Pages, parser: str) -> Job:
    return Job(
        f"BeautifulSoup scraper ({parser})",
        len(pages),
        partial(_each, lambda body: beautiful_soup(body.decode(), parser), _bodies(pages)),
        field_f1(pages, lambda page: beautiful_soup(page.body.decode(), parser)),
    )


def _qapipe_jobs(pages: Pages, *, score: bool = False) -> list[Job]:
    """Page by page to records, and a batch of raw pages to a batch of records."""
    raw = _raw(pages)
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


def _raw(pages: Pages) -> list[RawPage]:
    return [RawPage(body=page.body, url=page.url, media_type=page.media_type) for page in pages]


def _as_json(groups: Groups, spent: dict[str, dict[str, float]]) -> dict[str, object]:
    """Every measured value: microseconds a page."""
    jobs = {
        title: {job.name: {"median": job.median, "times": job.times, "f1": job.f1} for job in group}
        for title, group in groups.items()
    }
    return {"jobs": jobs, "stages": spent}


if __name__ == "__main__":
    raise SystemExit(main())
