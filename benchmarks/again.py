"""Time whole commands, start-up included: two workers against one, and a second run after all, one or no file changed.

The pages are in eight files: text in JSONL, HTML in WARC. By the clock, so on an idle machine; the best of all rounds
counts, because whatever else runs there only adds to a time. The load is printed with the ratios, and first of all what
two processes gain on this machine that share nothing.
"""

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import dumps  # noqa: E402
from corpus import GeneratedPage, corpus  # noqa: E402
from dumps import Dump  # noqa: E402

FILES = 8
OTHER_SEED = 1_000_000
"""Of the pages that replace others."""
REPLACED = 3
"""The file that is replaced, numbered from 0."""

Write = Callable[[Path, Sequence[GeneratedPage], int], Dump]
Times = dict[str, list[float]]
Aim = tuple[str, str, str, str, float]

AIMS: tuple[Aim, ...] = (
    ("two workers, throughput relative to one", "one worker", "two workers", "≥", 1.8),
    ("unchanged, time relative to the first run", "unchanged", "first", "≤", 0.1),
    ("one of eight files replaced, time relative to the first run", "replaced", "first", "≤", 0.25),
)
"""Two times and the bound of their ratio."""


def measured(folder: Path, suffix: str, write: Write, pages: Sequence[Sequence[GeneratedPage]], rounds: int) -> Times:
    """Seconds of each run in each round; ``pages`` are those of the files, and those that replace one of them."""
    source, other = folder / "in", folder / f"other{suffix}"
    source.mkdir(parents=True)
    for number, of_file in enumerate(pages[:-1]):
        write(source / f"{number}{suffix}", of_file, len(of_file))
    write(other, pages[-1], len(pages[-1]))
    replaced = source / f"{REPLACED}{suffix}"
    original = shutil.copy(replaced, folder / f"original{suffix}")
    parse(folder, "-j", "2")
    spent: Times = {name: [] for name in ("one worker", "two workers", "first", "unchanged", "replaced")}
    for _ in range(rounds):
        for name, options in ("one worker", "--no-cache -j 1"), ("two workers", "--no-cache -j 2"), ("first", "-j 2"):
            shutil.rmtree(folder / ".out.qapipe", ignore_errors=True)
            shutil.rmtree(folder / "out")
            spent[name].append(parse(folder, *options.split()))
        spent["unchanged"].append(parse(folder, "-j", "2"))
        shutil.copy(other, replaced)
        spent["replaced"].append(parse(folder, "-j", "2"))
        shutil.copy(original, replaced)
    return spent


LOOP = "number = 0\nfor step in range(12_000_000): number += step * step % 7"


def machine(rounds: int) -> float:
    """How much more two processes do at once than one, of work that shares nothing: what any program could gain."""
    spent: list[list[float]] = [[], []]
    for _ in range(rounds):
        for count, times in enumerate(spent, 1):
            started = time.perf_counter()
            loops = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(count)]
            for loop in loops:
                loop.wait()
            times.append(time.perf_counter() - started)
    one, two = map(min, spent)
    return 2 * one / two


def parse(folder: Path, *options: str) -> float:
    """Seconds that ``qapipe parse`` takes."""
    command = [sys.executable, "-m", "qapipe", "parse", "in", "--out", "out", "--quiet", *options]
    started = time.perf_counter()
    subprocess.run(command, check=True, cwd=folder)
    return time.perf_counter() - started


def report(title: str, spent: Times) -> list[str]:
    """The ratios as lines, each with its bound."""
    lines = [f"{title} (load {os.getloadavg()[0]:.1f})"]
    lines += [f"  {name}: {min(times):.2f} s, at most {max(times):.2f}" for name, times in spent.items()]
    for what, over, under, sign, bound in AIMS:
        ratio = min(spent[over]) / min(spent[under])
        reached = ratio <= bound if sign == "≤" else ratio >= bound
        lines.append(f"  {what}: {ratio:.2f} ({sign} {bound}: {'reached' if reached else 'missed'})")
    return lines


def text(number: int, seed: int) -> list[GeneratedPage]:
    """Text extractions of so many question pages."""
    return corpus(0, number, 0, seed).text


def html(number: int, seed: int) -> list[GeneratedPage]:
    """So many question pages."""
    return corpus(number, 0, 0, seed).html


def main() -> None:
    """Measure text and HTML, and print the best time of each run and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=int, default=10_000, help="number of pages")
    parser.add_argument("--html", type=int, default=2_000, help="number of pages")
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)  # as an installed package is
    print(f"two loops at once, throughput relative to one: {machine(options.rounds):.2f}", flush=True)
    for title, suffix, write, make, number in (
        ("text, JSONL", ".jsonl", dumps.json_lines, text, options.text),
        ("HTML, WARC.gz", ".warc.gz", dumps.html_warc, html, options.html),
    ):
        each = number // FILES
        if each:
            found = make(each * FILES, 0)
            pages = [*(found[start : start + each] for start in range(0, len(found), each)), make(each, OTHER_SEED)]
            with tempfile.TemporaryDirectory(prefix="again-") as name:
                print("\n".join(report(title, measured(Path(name), suffix, write, pages, options.rounds))), flush=True)


if __name__ == "__main__":
    main()
