"""Runs that are killed, or whose system calls or disk fail, and checks of what is on disk afterwards.

For the tests and for ``make kills``. A run over mixed dumps replaces the dataset of another run. Whatever happens to
it, the output is the old dataset or the new one, byte for byte, and the next run gives the new one.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from conftest import environment
from generators import realself
from qapipe.run.pipeline import parse_to_dataset

Hashes = dict[str, str]

LAUNCHER = """
import os, signal, sys
from qapipe import cli
from qapipe.run import checkpoints, scheduling

keep, kills_after = checkpoints.Store.keep, int(os.environ.get("KILL_AFTER", "-1"))

def keep_and_die(*arguments):
    global kills_after
    keep(*arguments)
    kills_after -= 1
    if not kills_after:
        os.kill(os.getpid(), signal.SIGKILL)

checkpoints.Store.keep = keep_and_die
scheduling.TASK_FILES = 20
cli.main()
"""
"""The command with small tasks, so that even a short run keeps several results; it can kill itself after some."""


def write_dumps(folder: Path, files: int, lines: int) -> None:
    """Question pages as HTML files, text files and JSON lines; all made up, and the same every time."""
    (folder / "pages").mkdir(parents=True)
    for number in range(files):
        page = realself.html_page(number) if number % 2 else realself.text_page(number)
        suffix = "html" if page.media_type == "text/html" else "txt"
        (folder / "pages" / f"{number:05d}.{suffix}").write_bytes(page.body)
    for part in range(3):
        with (folder / f"part-{part}.jsonl").open("w") as file:
            for number in range(lines):
                page = realself.text_page(10_000 + part * lines + number)
                file.write(json.dumps({"text": page.body.decode(), "url": page.url}) + "\n")


def hashes(out: Path) -> Hashes:
    """The SHA-256 of every Parquet file of a dataset, which the manifest must agree with; empty without a manifest."""
    found = {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*.parquet"))
    }
    if not (out / "manifest.json").exists():
        return {}
    listed = json.loads((out / "manifest.json").read_text())["files"]
    expected = {file["path"]: file["sha256"] for file in listed if file["path"].endswith(".parquet")}
    return found if found == expected else {"manifest.json": "lists other files"}


def processes_below(parent: int) -> list[int]:
    """The descendants of a process."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, left = [], [parent]
    while left:
        children = parents.get(left.pop(), [])
        found += children
        left += children
    return found


def workers_of(parent: int) -> list[int]:
    """The worker processes of a run: they are forked by a process below it, and have its command line."""
    found = []
    below = processes_below(parent)
    for process in below:
        try:
            forked_by = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
            commands = {Path(f"/proc/{one}/cmdline").read_bytes() for one in (process, forked_by)}
        except OSError:
            continue
        if forked_by in below and len(commands) == 1:
            found.append(process)
    return found


@dataclass
class Sweep:
    """A folder with dumps (``in``), the dataset of an earlier run (``kept``, copied to ``out``), and their hashes."""

    folder: Path
    files: int = 300
    lines: int = 80
    workers: int = 2
    verdicts: Counter[str] = field(default_factory=Counter)
    """How often the output was the old and the new dataset."""

    def __post_init__(self) -> None:
        self.out = self.folder / "out"
        write_dumps(self.folder / "in", self.files, self.lines)
        (self.folder / "old").mkdir()
        (self.folder / "old" / "page.txt").write_text("words of old")
        parse_to_dataset([str(self.folder / "in")], self.out)
        self.new = hashes(self.out)
        parse_to_dataset([str(self.folder / "old")], self.out)
        self.old = hashes(self.out)
        shutil.copytree(self.out, self.folder / "kept")
        if self.old == self.new or len(self.old) != 4 or len(self.new) != 4:
            raise AssertionError(self.old, self.new)

    def command(self, out: str = "out") -> list[str]:
        """The command line of the run."""
        return [sys.executable, "-c", LAUNCHER, "parse", "in", "-o", out, "-j", str(self.workers), "-q", "--no-cache"]

    def start(self, command: Sequence[str], **more: str) -> "subprocess.Popen[bytes]":
        """Start a run in a process group of its own; ``more`` are environment variables."""
        return subprocess.Popen(
            command, cwd=self.folder, env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip

    def run(self) -> None:
        """Run to the end; raises AssertionError unless the run succeeds without a message."""
        with self.start(self.command()) as process:
            _, errors = process.communicate(timeout=300)
        if process.returncode or errors:
            raise AssertionError(f"exit {process.returncode}: {errors.decode()}")

    def seconds(self) -> float:
        """How long an undisturbed run takes."""
        started = time.monotonic()
        self.run()
        return time.monotonic() - started

    def reset(self) -> None:
        """Put the old dataset back, and remove what other runs have left."""
        subprocess.run(["rm", "-rf", "out", ".out.qapipe", ".out.qapipe.lock"], cwd=self.folder, check=True)
        shutil.copytree(self.folder / "kept", self.out)

    def judge(self, what: str, *, succeeded: bool) -> str:
        """Whether the output is the ``old`` or the ``new`` dataset; raises AssertionError for anything else."""
        found = hashes(self.out) if self.out.exists() else {}
        if found not in (self.old, self.new):
            raise AssertionError(f"{what}: neither the old dataset nor the new one")
        state = "new" if found == self.new else "old"
        if succeeded and state == "old":
            raise AssertionError(f"{what}: exit 0 and the old dataset")
        self.verdicts[state] += 1
        return state

    def restart(self, what: str) -> None:
        """Run the same command again, which must give the new dataset and leave nothing else."""
        self.run()
        if hashes(self.out) != self.new:
            raise AssertionError(f"{what}: the next run gives another dataset")
        left = sorted(path.name for path in self.folder.iterdir())
        if left != ["in", "kept", "old", "out"]:
            raise AssertionError(f"{what}: left behind {left}")


def kill_after(sweep: Sweep, results: int) -> str:
    """One run that is killed when it has kept so many further results; returns the state of the output."""
    with sweep.start(sweep.command(), KILL_AFTER=str(results)) as process:
        _, errors = process.communicate(timeout=300)
    if process.returncode != -signal.SIGKILL:
        raise AssertionError(f"exit {process.returncode}: {errors.decode()}")
    return sweep.judge(f"killed after {results} results", succeeded=False)


def kill_at_random(sweep: Sweep, rng: random.Random, kills: int) -> Iterator[list[str]]:
    """SIGKILL to workers and runs at random instants; yields the victims of each series of runs."""
    seconds = sweep.seconds()
    while kills > 0:
        sweep.reset()
        victims: list[str] = []
        for _ in range(rng.randint(1, 4)):  # runs, one after the other
            with sweep.start(sweep.command()) as process:
                until = time.monotonic() + seconds * rng.random() * 1.1
                while time.monotonic() < until and kills > 0 and process.poll() is None and rng.random() < 0.6:
                    time.sleep(max(0.0, min(rng.random() * seconds / 3, until - time.monotonic())))
                    for worker in rng.sample(workers := workers_of(process.pid), min(1, len(workers))):
                        _kill(worker)
                        kills -= 1
                        victims.append("worker")
                time.sleep(max(0.0, until - time.monotonic()))
                if process.poll() is None and kills > 0:
                    _kill(process.pid)
                    kills -= 1
                    victims.append("run")
                _, errors = process.communicate(timeout=300)
            if process.returncode not in (0, -signal.SIGKILL):
                raise AssertionError(f"exit {process.returncode}: {errors.decode()}")
            sweep.judge(f"after {victims}", succeeded=process.returncode == 0)
        sweep.restart(f"after {victims}")
        yield victims


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def calls_of(sweep: Sweep, call: str) -> list[int]:
    """The numbers, from 1, of the calls of that name that the main thread of an undisturbed run makes on files.

    Calls on pipes are left out: no disk fails them, and the resource tracker of Python does not survive it.
    """
    sweep.reset()
    _, _, log = _traced(sweep, call)
    lines = [line for line in log.splitlines() if line.startswith(f"{call}(")]
    return [number for number, line in enumerate(lines, 1) if "<pipe:" not in line and "<UNIX" not in line]


def inject(sweep: Sweep, call: str, fault: str, when: str, *, everywhere: bool = False) -> str:
    """One run in which a system call fails or kills; returns its exit code and the state of the output.

    Calls are counted in each thread: the n-th call of the main thread fails, or, if ``everywhere``, of every thread.
    """
    sweep.reset()
    what = f"{call}:{fault}:when={when}"
    code, errors, log = _traced(sweep, call, f"--inject={what}", *(("-f",) if everywhere else ()))
    if "INJECTED" not in log and "+++ killed by SIGKILL +++" not in log:
        raise AssertionError(f"{what}: there was no such call")
    state = sweep.judge(what, succeeded=code == 0)
    if code not in (0, 1, -signal.SIGKILL):
        raise AssertionError(f"{what}: exit {code}: {errors}")
    if code == 1 and (not errors.startswith("error: ") or errors.count("\n") != 1 or "internal error" in errors):
        raise AssertionError(f"{what}: {errors}")
    sweep.restart(what)
    return f"exit {code}, {state}"


def _traced(sweep: Sweep, call: str, *options: str) -> tuple[int, str, str]:
    """Exit code and messages of a run, and the log of its system calls."""
    with tempfile.NamedTemporaryFile("r") as log:
        command = ["strace", "-qq", "-yy", f"--trace={call}", "-o", log.name, *options, *sweep.command()]
        with sweep.start(command) as process:
            try:
                _, errors = process.communicate(timeout=300)
            except subprocess.TimeoutExpired:
                for left in processes_below(process.pid):
                    _kill(left)
                raise AssertionError(f"{options}: the run hangs") from None
        return process.returncode, errors.decode(), log.read()
