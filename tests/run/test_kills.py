"""Whatever kills a run or fails it, the dataset is the old one or the new one, and the next run gives the new one.

A sample; ``make kills`` does all of it.
"""

import random
import re
import shutil
import subprocess

import pytest

from conftest import environment
from support.kill_sweep import Sweep, inject, kill_at_random

KILLS = 12


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    """Small dumps, for many runs."""
    return Sweep(tmp_path_factory.mktemp("sweep"), files=150, lines=20)


def test_kills_at_random_instants_cost_nothing_but_time(sweep: Sweep) -> None:
    told = list(kill_at_random(sweep, random.Random(20), KILLS))
    assert sum(one.count("worker") + one.count("parent") for one in told) == KILLS


FAULTS = [
    ("renameat2", "signal=KILL", "1", False),
    ("renameat2", "error=EINVAL", "1", False),  # as on a file system that cannot exchange two names
    ("rename", "error=EIO", "2", False),
    ("fsync", "error=EIO", "3", False),
    ("fsync", "signal=KILL", "5", False),
    ("rename", "signal=KILL", "2", True),
]


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
@pytest.mark.parametrize(("call", "fault", "when", "everywhere"), FAULTS, ids=str)
def test_calls_that_fail_or_kill_cost_nothing_but_time(
    sweep: Sweep, call: str, fault: str, when: str, everywhere: bool
) -> None:
    inject(sweep, call, fault, when, everywhere=everywhere)


def has_namespaces() -> bool:
    """Whether a user may mount a small disk here."""
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return shutil.which("unshare") is not None and subprocess.run(command, capture_output=True).returncode == 0


@pytest.mark.skipif(not has_namespaces(), reason="needs unprivileged mounts")
@pytest.mark.parametrize("size", ["200k", "400k"])
def test_a_disk_that_is_full_is_told_and_work_is_kept(sweep: Sweep, size: str) -> None:
    """First there is no room for results, then none for the dataset; with more room the run goes on."""
    script = (
        f"mkdir full && mount -t tmpfs -o size={size} none full && cp -r kept full/out || exit 99\n"
        '"$@"; code=$?; test "$(cat full/out/manifest.json)" = "$(cat kept/manifest.json)" || exit 98\n'
        "ls full/.out.qapipe/work 2>/dev/null; mount -o remount,size=9m full\n"
        '"$@" && test ! -e full/.out.qapipe || exit 97\n'
        "cat full/out/*/*.parquet | sha256sum; cat out/*/*.parquet | sha256sum; exit $code"
    )
    sweep.reset()
    sweep.run()
    command = [*sweep.command()]
    command[command.index("out")] = "full/out"
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", *command],
        cwd=sweep.folder, env=environment(), capture_output=True, text=True, timeout=200,
    )  # fmt: skip
    (sweep.folder / "full").rmdir()
    assert done.returncode == 1, done.stderr
    assert re.fullmatch(
        r"error: \S+/full/out cannot be written: No space left on device.*; make room on the disk of \S+/full, or "
        r"name another place with --out\. .* the same command goes on where this one stopped\n",
        done.stderr,
    )
    *_, one, other = done.stdout.split("\n")[:-1]
    assert one == other


def test_of_several_runs_into_one_place_one_is_at_work_at_a_time(sweep: Sweep) -> None:
    sweep.reset()
    runs = [sweep.start(sweep.command()) for _ in range(6)]
    told = [run.communicate(timeout=300)[1].decode() for run in runs]
    codes = [run.returncode for run in runs]
    assert set(codes) <= {0, 75}
    assert 0 in codes
    for code, errors in zip(codes, told, strict=True):
        assert ("another run is writing" in errors) == (code == 75)
    sweep.judge("several runs", ended_well=True)
    sweep.restart("several runs")
