"""Signals, and two runs at once: each command in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from conftest import Command, Thread, environment, names_in
from support.commands import json_of


def test_a_second_run_into_the_same_place_stops_at_once(cli: Command, tmp_path: Path, page: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-m", "qapipe", "parse", "-", "-o", "out"],
        cwd=tmp_path, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(lambda: list(tmp_path.glob(".out.qapipe/stream-0")))
        done = cli("parse", page, "-o", "out")
        assert done.returncode == 1
        assert "another run is writing" in done.stderr
    finally:
        first.communicate(b"words")
    assert first.returncode == 0
    assert pq.read_table(tmp_path / "out/pages").num_rows == 1


def wait_for(ready: Any) -> None:
    """Wait until a condition holds; the timeout of the test ends a wait in vain."""
    while not ready():
        time.sleep(0.01)


def at_work(folder: Path) -> bool:
    """Whether the run is writing results."""
    try:
        return any(path.stat().st_size > 1000 for path in folder.iterdir())
    except FileNotFoundError:  # the folder is not there yet, or a file has got its name
        return False


@pytest.fixture
def dump(tmp_path: Path, thread: Thread) -> Path:
    """A dump in several files that keeps two workers busy for a while."""
    folder = tmp_path / "dump"
    folder.mkdir()
    for part in range(4):
        with (folder / f"{part}.jsonl").open("w") as file:
            for number in range(350):
                file.write(json.dumps({"text": thread(f"Question {part} {number}?"), "pad": "x" * 6000}) + "\n")
    return folder


def default_signals() -> None:
    """A background job of a shell, as in CI, ignores SIGINT, and its children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("number", "code", "workers"),
    [(signal.SIGKILL, -9, "2"), (signal.SIGINT, 130, "1"), (signal.SIGINT, 130, "2"), (signal.SIGTERM, -15, "2")],
)
def test_a_run_that_is_stopped_leaves_the_old_dataset(
    cli: Command, tmp_path: Path, page: Path, dump: Path, number: int, code: int, workers: str
) -> None:
    assert cli("parse", page, "-o", "out").returncode == 0
    before = (tmp_path / "out/manifest.json").read_bytes()
    run = subprocess.Popen(
        [sys.executable, "-m", "qapipe", "parse", "dump", "-o", "out", "-j", workers],
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=default_signals,  # noqa: PLW1509  no other thread runs here
    )  # fmt: skip
    wait_for(lambda: at_work(tmp_path / ".out.qapipe/work"))
    os.kill(run.pid, number)
    _, errors = run.communicate()
    assert run.returncode == code
    if number == signal.SIGINT:
        assert errors.decode() == "Interrupted. Run the same command again to resume.\n"
        assert not (tmp_path / ".out.qapipe/dataset").exists()
    assert (tmp_path / "out/manifest.json").read_bytes() == before
    assert pq.read_table(tmp_path / "out/pages").num_rows == 1
    wait_for(lambda: not processes_of_group(run.pid))
    assert json_of(cli("parse", "dump", "-o", "out", "--json"))["questions"] == 1_400
    assert names_in(tmp_path) == ["dump", "out", "page.txt"]


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
