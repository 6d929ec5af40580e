"""Signals, and two runs at once: each command in a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from conftest import Command, Thread, environment, names_in
from qapipe.cli.interrupts import Terminated, sigterm_raises
from qapipe.run.engines.local.forkserver import starting
from support.commands import json_of


def test_a_second_run_into_the_same_place_writes_nothing(cli: Command, tmp_path: Path, page: Path) -> None:
    with holding(tmp_path, "parse", "-", "-o", "out") as first:
        wait_for(lambda: list(tmp_path.glob(".out.qapipe/stream-0")))
        before = names_in(tmp_path)
        done = cli("parse", page, "-o", "out", "--json")
        assert done.returncode == 75
        assert json_of(done)["error"]["kind"] == "busy"
        message = f"another run is writing to {tmp_path / 'out'}; wait until it has finished, or choose another --out"
        assert done.stderr == f"error: {message}\n"
        assert names_in(tmp_path) == before
        first.communicate(b"words")
    assert first.returncode == 0
    assert pq.read_table(tmp_path / "out/pages").num_rows == 1


@contextmanager
def holding(folder: Path, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A command that waits for its standard input."""
    with subprocess.Popen(
        [sys.executable, "-m", "qapipe", *arguments], cwd=folder, env=environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=default_signals,  # noqa: PLW1509  no other thread runs here
    ) as run:  # fmt: skip
        try:
            yield run
        finally:
            run.kill()


def wait_for(ready: Any) -> None:
    """Wait until a condition holds; the timeout of the test ends a wait in vain."""
    while not ready():
        time.sleep(0.01)


def results(folder: Path) -> list[Path]:
    """Marks of finished tasks in a work folder."""
    return list(folder.glob("*.json"))


@pytest.fixture
def dump(tmp_path: Path, thread: Thread) -> Path:
    """Four files, each large enough to be several tasks."""
    folder = tmp_path / "dump"
    folder.mkdir()
    for part in range(4):
        with (folder / f"{part}.jsonl").open("w") as file:
            for number in range(350):
                file.write(json.dumps({"text": thread(f"Question {part} {number}?"), "pad": "x" * 13_000}) + "\n")
    return folder


def default_signals() -> None:
    """A background job of a shell, as in CI, ignores SIGINT, and its children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("number", "code", "workers"),
    [(signal.SIGKILL, -9, "2"), (signal.SIGINT, 130, "1"), (signal.SIGINT, 130, "2"), (signal.SIGTERM, 143, "2")],
)
def test_an_interrupted_run_keeps_the_old_dataset_and_is_resumed(
    cli: Command, tmp_path: Path, page: Path, dump: Path, number: int, code: int, workers: str
) -> None:
    assert cli("parse", page, "-o", "out", "--no-cache").returncode == 0
    before = (tmp_path / "out/manifest.json").read_bytes()
    run = subprocess.Popen(
        [sys.executable, "-m", "qapipe", "parse", "dump", "-o", "out", "-j", workers],
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=default_signals,  # noqa: PLW1509  no other thread runs here
    )  # fmt: skip
    wait_for(lambda: results(tmp_path / ".out.qapipe/work"))
    os.kill(run.pid, number)
    printed, errors = run.communicate()
    assert run.returncode == code
    assert printed == b""
    if number != signal.SIGKILL:
        assert errors.decode() == "Interrupted. Run the same command again to resume.\n"
        assert names_in(tmp_path / ".out.qapipe") == ["work"]
        assert not (tmp_path / ".out.qapipe.lock").exists()
    assert (tmp_path / "out/manifest.json").read_bytes() == before
    assert pq.read_table(tmp_path / "out/pages").num_rows == 1
    wait_for(lambda: not processes_of_group(run.pid))
    marks = [json.loads(mark.read_bytes()) for mark in results(tmp_path / ".out.qapipe/work")]
    pages = sum(mark["metadata"]["tally"][0] for mark in marks)
    again = cli("parse", "dump", "-o", "out", "--json", "--no-cache")
    assert re.fullmatch(
        rf"Using results of an earlier run: {pages:,} pages \(.+ of .+\) already done\.\n", again.stderr
    )
    value = json_of(again)
    assert (value["questions"], value["resumed"]["pages"]) == (1_400, pages)
    assert names_in(tmp_path) == ["dump", "out", "page.txt"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_that_kept_nothing_leaves_nothing(tmp_path: Path, number: int, code: int) -> None:
    with holding(tmp_path, "parse", "-", "-o", "out", "--json") as run:
        wait_for(lambda: list(tmp_path.glob(".out.qapipe/stream-0")))
        os.kill(run.pid, number)
        printed, errors = run.communicate()
    assert (run.returncode, errors) == (code, b"Interrupted.\n")
    value = json.loads(printed)
    assert (value["exit_code"], value["error"]) == (code, {"kind": "interrupted", "message": "Interrupted."})
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(("number", "raised"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated)])
def test_a_signal_waits_while_a_worker_is_started(number: int, raised: type[BaseException]) -> None:
    steps = []

    def start() -> None:
        with starting():
            signal.raise_signal(number)
            steps.append("started")
        steps.append("not interrupted")

    with sigterm_raises(), pytest.raises(raised):
        start()
    assert steps == ["started"]
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_second_sigterm_does_not_interrupt_the_cleanup() -> None:
    with sigterm_raises():
        try:
            signal.raise_signal(signal.SIGTERM)
        except Terminated:
            signal.raise_signal(signal.SIGTERM)
        else:
            pytest.fail("SIGTERM was not raised")


def processes_of_group(group: int) -> list[str]:
    """What still runs of a process group: a worker must not outlive its parent."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(stat.parent.name)
    return found
