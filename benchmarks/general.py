"""Time a page of a general dump: the pages of the WCXB benchmark's development split, beside their bare parse.

In: ``../shared/fixtures/wcxb`` (pages and ``truth.jsonl``) or ``--folder``. Out: the time of a page as a multiple of
that of ``LexborHTMLParser(body)``, for forum pages, other pages, and all. Both run in this process, page by page in
turn, with the settings of qapipe's workers; of each page the fastest of the rounds counts, in processor time.
"""

import argparse
import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import thread_time

from selectolax.lexbor import LexborHTMLParser

from qapipe.readers.parse import read_page
from qapipe.records.plain import RawPage
from qapipe.run.engines.local.limits import tune_allocator, tune_collector

FOLDER = Path(__file__).resolve().parents[2] / "shared/fixtures/wcxb"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is not there; give --folder")
    tune_allocator()
    tune_collector()
    totals: dict[str, list[float]] = {}
    for kind, page in _pages(options.folder):
        bare = _fastest(partial(LexborHTMLParser, page.body), options.rounds)
        whole = _fastest(partial(read_page, page), options.rounds)
        for name in ("forum pages" if kind == "forum" else "other pages", "all pages"):
            total = totals.setdefault(name, [0, 0.0, 0.0])
            totals[name] = [total[0] + 1, total[1] + bare, total[2] + whole]
    for name, (count, bare, whole) in sorted(totals.items()):
        print(f"{name:12} {count:4.0f}  bare parse {bare / count * 1e6:7,.0f} us", end="  ")
        print(f"parse_page {whole / count * 1e6:7,.0f} us  ratio {whole / bare:5.2f}")
    return 0


def _pages(folder: Path) -> list[tuple[str, RawPage]]:
    found = []
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        body = (folder / label["file"]).read_bytes()
        body = gzip.decompress(body) if label["file"].endswith(".gz") else body
        found.append((label["type"], RawPage(body=body, url=label.get("url"), media_type="text/html")))
    return found


def _fastest(run: Callable[[], object], rounds: int) -> float:
    """Seconds of processor time of the fastest run."""
    times = []
    for _ in range(rounds):
        start = thread_time()
        run()
        times.append(thread_time() - start)
    return min(times)


if __name__ == "__main__":
    raise SystemExit(main())
