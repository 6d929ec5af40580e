"""Runs that are killed, or that the system fails, and what is then on disk; for the tests and the full sweep.

A run over mixed dumps goes into a place where the dataset of another run stands. Whatever befalls it, the place holds
the old dataset or the new one, byte for byte, and the next run gives the new one.
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

Hashes = dict[str, str]


def write_dumps(folder: Path, files: int, lines: int) -> None:
    """Question pages as files of HTML and text, and as JSON lines; all made up, and the same every time."""
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
    """Every Parquet file of a dataset, and how many files there are in all."""
    found = {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*.parquet"))
    }
    if not (out / "manifest.json").exists():
        return {}
    listed = json.loads((out / "manifest.json").read_text())["files"]
    told = {file["path"]: file["sha256"] for file in listed if file["path"].endswith(".parquet")}
    return found if found == told else {"the manifest": "tells other files"}


def processes_below(parent: int) -> list[int]:
    """The processes that one started, and those that these started."""
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
    """Its worker processes: what its fork server forked, which has the same command line."""
    found = []
    for process in processes_below(parent):
        try:
            told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            commands = [Path(f"/proc/{one}/cmdline").read_bytes() for one in (process, int(told[1]))]
        except OSError:
            continue
        if all(b"forkserver import main" in command for command in commands):
            found.append(process)
    return found


@dataclass
class Sweep:
    """A place for a dataset, the old one and the new one."""

    folder: Path
    files: int = 300
    lines: int = 80
    workers: int = 2
    verdicts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    """How long an undisturbed run takes."""

    def __post_init__(self) -> None:
        self.source = self.folder / "in"
        write_dumps(self.source, self.files, self.lines)
        (self.folder / "old").mkdir()
        (self.folder / "old" / "page.txt").write_text("words of old")
        self.out = self.folder / "out"
        self.run("old")
        self.old = hashes(self.out)
        shutil.copytree(self.out, self.folder / "kept")
        started = time.monotonic()
        self.run("in")
        self.seconds = time.monotonic() - started
        self.new = hashes(self.out)
        if self.old == self.new or len(self.old) != 4 or len(self.new) != 4:
            raise AssertionError(self.old, self.new)

    def command(self, source: str = "in") -> list[str]:
        """The run."""
        return [sys.executable, "-m", "qapipe", "parse", source, "-o", "out", "-j", str(self.workers), "-q"]

    def start(self, command: Sequence[str]) -> "subprocess.Popen[bytes]":
        """A run with its own group of processes."""
        return subprocess.Popen(
            command, cwd=self.folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip

    def run(self, source: str = "in") -> None:
        """A run to its end; raises when it does not come to a good one."""
        with self.start(self.command(source)) as process:
            _, errors = process.communicate(timeout=300)
        if process.returncode or errors:
            raise AssertionError(f"exit {process.returncode}: {errors.decode()}")

    def reset(self) -> None:
        """The old dataset is in the place again, and nothing is left of other runs."""
        subprocess.run(["rm", "-rf", "out", ".out.qapipe", ".out.qapipe.lock"], cwd=self.folder, check=True)
        shutil.copytree(self.folder / "kept", self.out)

    def judge(self, what: str, *, ended_well: bool) -> str:
        """What is in the place: the old or the new dataset; raises for anything else, and for a lie."""
        found = hashes(self.out) if self.out.exists() else {}
        if found not in (self.old, self.new):
            raise AssertionError(f"{what}: neither the old dataset nor the new one")
        state = "new" if found == self.new else "old"
        if ended_well and state == "old":
            raise AssertionError(f"{what}: exit 0 and the old dataset")
        self.verdicts[state] += 1
        return state

    def restart(self, what: str) -> None:
        """The same command again gives the new dataset and leaves nothing else."""
        self.run()
        if hashes(self.out) != self.new:
            raise AssertionError(f"{what}: the restart gives another dataset")
        left = sorted(path.name for path in self.folder.iterdir())
        if left != ["in", "kept", "old", "out"]:
            raise AssertionError(f"{what}: there is left {left}")


def kill_at_random(sweep: Sweep, rng: random.Random, kills: int) -> Iterator[str]:
    """SIGKILL at random instants, to workers and to parents; what came of each run."""
    while kills > 0:
        sweep.reset()
        told = []
        for _ in range(rng.randint(1, 4)):  # runs, one after the other, that do not come to their end
            with sweep.start(sweep.command()) as process:
                until = time.monotonic() + sweep.seconds * rng.random() * 1.1
                while time.monotonic() < until and kills > 0 and process.poll() is None and rng.random() < 0.6:
                    time.sleep(max(0.0, min(rng.random() * sweep.seconds / 3, until - time.monotonic())))
                    for worker in rng.sample(workers := workers_of(process.pid), min(1, len(workers))):
                        _kill(worker)
                        kills -= 1
                        told.append("worker")
                time.sleep(max(0.0, until - time.monotonic()))
                if process.poll() is None and kills > 0:
                    _kill(process.pid)
                    kills -= 1
                    told.append("parent")
                _, errors = process.communicate(timeout=300)
            if process.returncode not in (0, -signal.SIGKILL):
                raise AssertionError(f"exit {process.returncode}: {errors.decode()}")
            sweep.judge(f"after {told}", ended_well=process.returncode == 0)
        sweep.restart(f"after {told}")
        yield f"killed {', '.join(told)}"


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def calls_of(sweep: Sweep, call: str) -> list[int]:
    """Which of the system calls of that name the main thread of an undisturbed run makes on files: counted from 1.

    Others are writes to pipes, which no disk fails, and which Python's own tracker of resources does not survive.
    """
    sweep.reset()
    _, _, log = _traced(sweep, call)
    lines = [line for line in log.splitlines() if line.startswith(f"{call}(")]
    return [number for number, line in enumerate(lines, 1) if "<pipe:" not in line and "<UNIX" not in line]


def inject(sweep: Sweep, call: str, fault: str, when: str, *, everywhere: bool = False) -> str:
    """One run in which a system call fails or kills; what came of it.

    Calls are counted for each process and thread by itself: ``everywhere`` the n-th of every worker is meant, else
    that of the run's main thread alone.
    """
    sweep.reset()
    what = f"{call}:{fault}:when={when}"
    code, errors, log = _traced(sweep, call, f"--inject={what}", *(("-f",) if everywhere else ()))
    if "INJECTED" not in log and "+++ killed by SIGKILL +++" not in log:
        raise AssertionError(f"{what}: the run never came there")
    state = sweep.judge(what, ended_well=code == 0)
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
