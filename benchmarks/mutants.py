"""Mutation testing of the core: ``make mutants``.

Makes small changes to the code, one at a time, and runs the tests that call the changed function, up to the first
that fails: a change that no test notices is a survivor. Works on a copy of the checkout. Words for people (docstrings,
messages, descriptions), types and decorators are not changed. Survivors that cannot be noticed are listed, with the
reason, in ``equivalents.tsv``.
"""

import argparse
import ast
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import pytest

from mutations import changes_of
from reach import Reached, Recorder, read

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("src/qapipe")
ROOMS = ("readers", "page", "records", "dataset")
PRELOADED = (
    "httpx hypothesis.strategies orjson pyarrow.compute pyarrow.dataset pydantic rich.progress typer w3lib.url "
    "xdist.plugin"
)
"""What the code under test and its tests import, and is not under test."""
PYTEST = (
    "-xq -n0 --timeout=0 -pno:cacheprovider --hypothesis-seed=0 -Wignore::pytest.PytestAssertRewriteWarning".split()
)
EQUIVALENTS = Path(__file__).with_name("equivalents.tsv")
TESTS = {
    "page": ("tests/page/", "tests/readers/"),
    "readers": ("tests/readers/",),
    "records": ("tests/records/", "tests/readers/", "tests/dataset/"),
    "dataset": (
        "tests/dataset/",
        *(f"tests/cli/test_{name}.py" for name in ("check", "diff", "export", "report", "score")),
    ),
}
"""The rooms of tests that must notice a change in a room; in them, the tests that call the changed function are run."""
MOST_SECONDS = 15.0
"""Processor time of the tests that are run for one mutant."""


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


def sample(tree: Path, rooms: Sequence[str], seed: int, count: int, only: str) -> list[Mutant]:
    """The mutants of a seed: those of the smallest hashes, so that a changed line costs its own mutants alone."""
    paths = [path.relative_to(tree) for room in rooms for path in sorted((tree / PACKAGE / room).rglob("*.py"))]
    every = [mutant for path in paths for mutant in mutants_of(tree, path) if only in str(path)]
    print(f"{len(every):,} mutants in {len(paths)} files", flush=True)

    def order(mutant: Mutant) -> bytes:
        return hashlib.sha256(f"{seed}|{'|'.join(mutant.key)}".encode()).digest()

    return sorted(every, key=order)[:count]


def tests_of(mutant: Mutant, reached: Reached) -> list[str]:
    """The tests that call the changed function; all tests for what is in no function.

    Those of the module's own file come first, then those that call into it, then the shortest.
    """
    path = str(Path(mutant.path).relative_to(PACKAGE))
    rooms = TESTS[path.partition("/")[0]]
    candidates = [test for test in reached if test.startswith(rooms)]
    calling = [test for test in candidates if mutant.function and (path, mutant.function) in reached[test][1]]
    own = f"tests/{path.rpartition('/')[0]}/test_{Path(path).stem}.py"

    def order(test: str) -> tuple[bool, bool, float]:
        seconds, calls = reached[test]
        return not test.startswith(own), all(path != called for called, _ in calls), seconds

    tests: list[str] = []
    left = MOST_SECONDS
    for test in sorted(calling or candidates, key=order):
        left -= reached[test][0]
        if tests and left < 0:
            break
        tests.append(test)
    return tests


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

    def run(self, tests: list[str], seconds: int, recorder: Recorder | None = None) -> str:
        """``passed``, ``failed`` or ``timed out``: after so many seconds of processor time.

        Runs in a fork of this process, which has imported everything but the code under test. With a ``recorder``,
        which is for unchanged code, the bytecode is kept.
        """
        list(map(import_module, PRELOADED.split()))
        child = os.fork()
        if child == 0:
            self._become_pytest(tests, seconds, recorder)
        end = time.monotonic() + 20 * seconds  # it may wait for something, and the machine be busy
        while not (done := os.waitpid(child, os.WNOHANG))[0] and time.monotonic() < end:
            time.sleep(0.02)
        if not done[0]:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
        shutil.rmtree(self.tree / ".hypothesis", ignore_errors=True)
        signalled = os.WIFSIGNALED(done[1]) and os.WTERMSIG(done[1]) in (signal.SIGXCPU, signal.SIGKILL)
        return "timed out" if not done[0] or signalled else "failed" if done[1] else "passed"

    def _become_pytest(self, tests: list[str], seconds: int, recorder: Recorder | None) -> NoReturn:
        """Run the tests and end the process."""
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            os.chdir(self.tree)
            nowhere, log = os.open(os.devnull, os.O_RDONLY), os.open("log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            for stream, target in enumerate((nowhere, log, log)):
                os.dup2(target, stream)
            os.environ["PYTHONPATH"] = str(self.tree / "src")
            sys.path[0] = os.environ["PYTHONPATH"]
            sys.dont_write_bytecode = recorder is None
            code = pytest.main([*PYTEST, *tests], plugins=[recorder] if recorder else [])
            sys.stdout.flush()
            os._exit(code)
        except BaseException:  # noqa: BLE001  the fork must never go on as its parent
            traceback.print_exc()
            os._exit(1)

    def reached(self, rooms: Sequence[str]) -> Reached:
        """The tests of the unchanged code of some rooms, which must pass, and the functions that they call."""
        file = self.tree / "reached.json"
        tests = sorted({folder for room in rooms for folder in TESTS[room]})
        if self.run(tests, 1_800, Recorder(self.tree / PACKAGE, file)) != "passed":
            raise SystemExit(f"the unchanged code fails:\n{(self.tree / 'log').read_text()[-2_000:]}")
        return read(file)

    def verdict(self, mutant: Mutant, tests: list[str], seconds: int) -> str:
        """What the tests say to a mutant; the copy is as it was afterwards."""
        path = self.tree / mutant.path
        source, times = path.read_bytes(), path.stat()
        path.write_bytes(source[: mutant.start] + mutant.after.encode() + source[mutant.end :])
        try:
            return self.run(tests, seconds)
        finally:
            path.write_bytes(source)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=[1], nargs="+", help="one sample each")
    parser.add_argument("--count", type=int, default=150, help="mutants in a sample (default: %(default)s)")
    parser.add_argument(
        "--seconds", type=int, default=20, help="limit of processor time for one mutant (default: %(default)s)"
    )
    parser.add_argument(
        "--rooms", default=ROOMS, nargs="+", choices=ROOMS, metavar="ROOM", help=f"of {', '.join(ROOMS)} (default: all)"
    )
    parser.add_argument("--only", default="", help="mutate only files whose path contains this")
    return parser.parse_args()


def main() -> int:
    """Run the samples and print their survivors; exit 1 when fewer than 90 % of what can be noticed was."""
    chosen = options()
    rows = [line.split("\t") for line in EQUIVALENTS.read_text("utf-8").splitlines() if line and line[0] != "#"]
    equivalents = {tuple(row[:5]): row[5] for row in rows}
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        bench = Bench(Path(folder))
        samples = {seed: sample(bench.tree, chosen.rooms, seed, chosen.count, chosen.only) for seed in chosen.seed}
        started = time.monotonic()
        reached = bench.reached(chosen.rooms)
        print(f"{len(reached):,} tests, {time.monotonic() - started:.0f} s", flush=True)
        shares = [
            run_sample(bench, seed, mutants, equivalents, reached, chosen.seconds) for seed, mutants in samples.items()
        ]
    return 0 if min(shares) >= 0.9 else 1


def run_sample(
    bench: Bench,
    seed: int,
    mutants: list[Mutant],
    equivalents: dict[tuple[str, ...], str],
    reached: Reached,
    seconds: int,
) -> float:
    """The share of the mutants that was noticed, of those that can be."""
    started = time.monotonic()
    counts = dict.fromkeys(("failed", "timed out", "passed", "equivalent"), 0)
    for mutant in mutants:
        tests = tests_of(mutant, reached)
        verdict = "equivalent" if mutant.key in equivalents else bench.verdict(mutant, tests, seconds)
        counts[verdict] += 1
        if verdict != "failed":
            reason = f"\n    {equivalents[mutant.key]}" if verdict == "equivalent" else f"\n    {len(tests)} tests"
            print(f"{verdict}: {mutant}{reason}", flush=True)
    noticed, real = counts["failed"] + counts["timed out"], len(mutants) - counts["equivalent"]
    share = noticed / max(real, 1)
    print(f"seed {seed}: {noticed} of {real} noticed ({share:.1%}; {counts['timed out']} by time), "
          f"{counts['equivalent']} equivalent, {time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
    return share


if __name__ == "__main__":
    raise SystemExit(main())
