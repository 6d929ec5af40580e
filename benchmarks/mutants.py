"""Mutation testing of the core: ``make mutants``.

Makes small changes to the code, one at a time, and runs the tests that mirror the changed module: a change that no
test notices is a survivor. Works on a copy of the checkout. Words for people (docstrings, messages, descriptions) and
decorators are not changed. Survivors that cannot be noticed are listed, with the reason, in ``equivalents.tsv``.
"""

import argparse
import ast
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import pytest

from mutations import changes_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("src/qapipe")
ROOMS = ("readers", "page", "records", "dataset")
PRELOADED = (
    "httpx hypothesis.strategies orjson pyarrow.compute pyarrow.dataset pydantic rich.progress typer w3lib.url "
    "xdist.plugin"
)
"""What the code under test and its tests import, and is not under test."""
PYTEST = "-xq -n0 -pno:cacheprovider --hypothesis-seed=0 -Wignore::pytest.PytestAssertRewriteWarning".split()
EQUIVALENTS = Path(__file__).with_name("equivalents.tsv")
# The tests of a module stand at the same place below tests/ (page/text.py: tests/page/test_text.py). These cover a
# module, or all of a room, as well; the longest prefix counts.
ALSO = {
    "page": "tests/page/test_document.py tests/readers/test_golden.py tests/readers/test_parse.py",
    "page/dates": "tests/page/dates tests/readers/test_golden.py",
    "page/html_lines.py": "tests/page/test_outline.py tests/readers/test_golden.py",
    "page/nesting.py": "tests/page/test_guard.py",
    "page/structured": "tests/page/structured tests/readers/markup tests/readers/test_golden.py",
    "readers": "tests/readers/test_golden.py tests/readers/test_parse.py tests/readers/test_closed_lists.py "
    "tests/readers/markup tests/readers/threads",
    "readers/parse.py": "tests/readers/test_golden.py tests/records/test_batches.py tests/readers/test_closed_lists.py",
    "readers/verdict.py": "tests/readers/test_needs_rendering.py tests/readers/threads tests/readers/test_golden.py",
    "readers/lines": "tests/readers/lines tests/readers/test_golden.py tests/readers/sites/realself",
    "readers/markup": "tests/readers/test_golden.py tests/readers/markup tests/readers/test_parse.py",
    "readers/threads": "tests/readers/test_golden.py tests/readers/threads",
    "readers/sites/realself": "tests/readers/test_golden.py tests/readers/sites/realself tests/readers/test_parse.py",
    "records": "tests/records tests/dataset/test_reference.py tests/readers/test_golden.py "
    "tests/readers/test_closed_lists.py",
    "dataset": "tests/dataset",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the bytes of a file from ``start`` to ``end`` become ``after``."""

    path: str
    line: int
    function: str
    code: str
    """The line, stripped: what the list of equivalents knows it by."""
    start: int
    end: int
    before: str
    after: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is, whatever the lines above it."""
        return self.path, self.function, self.code, self.before, self.after

    def __str__(self) -> str:
        """Place and change."""
        return f"{self.path}:{self.line}: {self.code}\n    {self.before}  ->  {self.after}"


def mutants_of(tree: Path, path: Path) -> list[Mutant]:
    """Every mutant of a file."""
    source = (tree / path).read_bytes()
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = []
    for function, node, after in changes_of(ast.parse(source)):
        assert isinstance(node, ast.expr | ast.stmt)
        first = starts[node.lineno - 1]
        start = first + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        earlier = source[first:start].count(source[start:end])
        before = " ".join(source[start:end].decode().split()) + (f" #{earlier + 1}" if earlier else "")
        code = lines[node.lineno - 1].decode().strip()
        found.append(Mutant(str(path), node.lineno, function, code, start, end, before, after))
    return found


def sample(tree: Path, seed: int, count: int, only: str) -> list[Mutant]:
    """The mutants of a seed: those of the smallest hashes, so that a changed line costs its own mutants alone."""
    paths = [path.relative_to(tree) for room in ROOMS for path in sorted((tree / PACKAGE / room).rglob("*.py"))]
    every = [mutant for path in paths for mutant in mutants_of(tree, path) if only in str(path)]
    print(f"{len(every):,} mutants in {len(paths)} files", flush=True)

    def order(mutant: Mutant) -> bytes:
        return hashlib.sha256(f"{seed}|{'|'.join(mutant.key)}".encode()).digest()

    return sorted(every, key=order)[:count]


def tests_of(path: str) -> list[str]:
    """The tests of a module: those at its place first, then what :data:`ALSO` names."""
    module = Path(path).relative_to(PACKAGE)
    own = Path("tests") / module.parent / f"test_{module.stem}.py"
    prefix = max((prefix for prefix in ALSO if str(module).startswith(prefix)), key=len)
    return list(dict.fromkeys([str(own)] * (ROOT / own).exists() + ALSO[prefix].split()))


class Bench:
    """A copy of the checkout in which one file at a time is changed."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
        for name in filter(None, listed.decode().split("\0")):
            if (ROOT / name).is_file():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.tree / name)
        (folder / "shared").symlink_to(ROOT.parent / "shared")

    def run(self, tests: list[str], seconds: float, *, keep: bool = False) -> str:
        """``passed``, ``failed`` or ``timed out``; ``keep`` the bytecode, that of unchanged code.

        Runs in a fork of this process, which has imported everything but the code under test.
        """
        list(map(import_module, PRELOADED.split()))
        child = os.fork()
        if child == 0:
            self._become_pytest(tests, keep=keep)
        end = time.monotonic() + seconds
        while not (done := os.waitpid(child, os.WNOHANG))[0] and time.monotonic() < end:
            time.sleep(0.02)
        if not done[0]:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
        shutil.rmtree(self.tree / ".hypothesis", ignore_errors=True)
        return "timed out" if not done[0] else "failed" if done[1] else "passed"

    def _become_pytest(self, tests: list[str], *, keep: bool) -> NoReturn:
        """Run the tests and end the process."""
        try:
            os.setsid()
            os.chdir(self.tree)
            nowhere, log = os.open(os.devnull, os.O_RDONLY), os.open("log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            for stream, target in enumerate((nowhere, log, log)):
                os.dup2(target, stream)
            os.environ["PYTHONPATH"] = str(self.tree / "src")
            sys.path[0] = os.environ["PYTHONPATH"]
            sys.dont_write_bytecode = not keep
            code = pytest.main([*PYTEST, *tests])
            sys.stdout.flush()
            os._exit(code)
        except BaseException:  # noqa: BLE001  the fork must never go on as its parent
            traceback.print_exc()
            os._exit(1)

    def verdict(self, mutant: Mutant, seconds: float) -> str:
        """What the tests say to a mutant; the copy is as it was afterwards."""
        path = self.tree / mutant.path
        source, times = path.read_bytes(), path.stat()
        path.write_bytes(source[: mutant.start] + mutant.after.encode() + source[mutant.end :])
        try:
            return self.run(tests_of(mutant.path), seconds)
        finally:
            path.write_bytes(source)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def main() -> int:
    """Run a sample and print its survivors; exit 1 when fewer than 90 % of what can be noticed was."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=150, help="mutants to run (default: %(default)s)")
    options.add_argument("--seconds", type=float, default=20.0, help="limit for one mutant (default: %(default)s)")
    options.add_argument("--only", default="", help="mutate only files whose path contains this")
    chosen = options.parse_args()
    rows = [line.split("\t") for line in EQUIVALENTS.read_text("utf-8").splitlines() if line and line[0] != "#"]
    equivalents = {tuple(row[:5]): row[5] for row in rows}
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        bench = Bench(Path(folder))
        mutants = sample(bench.tree, chosen.seed, chosen.count, chosen.only)
        tests = sorted({test for mutant in mutants for test in tests_of(mutant.path)})
        if bench.run(tests, 900, keep=True) != "passed":
            raise SystemExit(f"the unchanged code fails:\n{(bench.tree / 'log').read_text()[-2_000:]}")
        counts = dict.fromkeys(("failed", "timed out", "passed", "equivalent"), 0)
        for mutant in mutants:
            verdict = "equivalent" if mutant.key in equivalents else bench.verdict(mutant, chosen.seconds)
            counts[verdict] += 1
            if verdict != "failed":
                reason = f"\n    {equivalents[mutant.key]}" if verdict == "equivalent" else ""
                print(f"{verdict}: {mutant}{reason}", flush=True)
    noticed, real = counts["failed"] + counts["timed out"], len(mutants) - counts["equivalent"]
    share = noticed / max(real, 1)
    print(f"seed {chosen.seed}: {noticed} of {real} noticed ({share:.1%}; {counts['timed out']} by time), "
          f"{counts['equivalent']} equivalent, {time.monotonic() - started:.0f} s")  # fmt: skip
    return 0 if share >= 0.9 else 1


if __name__ == "__main__":
    raise SystemExit(main())
