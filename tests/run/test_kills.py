"""Whatever kills a run or fails it: the output is the old dataset or the new one, and the next run gives the new one.

One test for each promise; ``make kills`` runs the whole sweep.
"""

import re
import shutil
import subprocess

import pytest

from support.full_disk import fill_disk, room_of
from support.kill_sweep import Sweep, inject, kill_after


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    """Small dumps, for many runs: five tasks."""
    return Sweep(tmp_path_factory.mktemp("sweep"), files=80, lines=8)


def test_a_run_that_is_killed_three_times_gives_the_same_bytes(sweep: Sweep) -> None:
    sweep.reset()
    assert [kill_after(sweep, results) for results in (1, 2, 1)] == ["old"] * 3
    assert len(list(sweep.folder.glob(".out.qapipe/work/*.json"))) == 4
    sweep.restart("three kills")


FAULTS = [
    ("fsync", "error=EIO", "3", False),
    ("rename", "signal=KILL", "2", True),
]


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
@pytest.mark.parametrize(("call", "fault", "when", "everywhere"), FAULTS, ids=str)
def test_a_system_call_that_fails_or_kills_costs_no_data(
    sweep: Sweep, call: str, fault: str, when: str, everywhere: bool
) -> None:
    inject(sweep, call, fault, when, everywhere=everywhere)


def has_namespaces() -> bool:
    """Whether a user may mount a small disk here."""
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return shutil.which("unshare") is not None and subprocess.run(command, capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def rooms(sweep: Sweep) -> tuple[int, int]:
    """What the old dataset and the results of all five tasks take on a disk, in bytes."""
    sweep.reset()
    kill_after(sweep, 5)
    return room_of(sweep.folder / "kept"), room_of(sweep.folder / ".out.qapipe/work")


@pytest.mark.skipif(not has_namespaces(), reason="needs unprivileged mounts")
@pytest.mark.parametrize(("share", "results"), [(0.0, {0}), (0.5, {1, 2, 3, 4}), (1.0, {5})])
def test_a_full_disk_is_reported_and_results_are_kept(
    sweep: Sweep, rooms: tuple[int, int], share: float, results: set[int]
) -> None:
    """There is no room for the first result, for all five results, or for the dataset."""
    old, work = rooms
    sweep.reset()
    run = fill_disk(sweep, old + int(share * work) + (20 << 10))
    assert (run.code, run.state) == (1, "old")
    assert run.results in results
    resume = "; run the same command again to resume" if run.results else ""
    assert re.fullmatch(
        r"error: cannot write \S+/full/out: No space left on device \(\S+/full/\S+\); free some space on the disk of "
        rf"\S+/full, or choose another --out\. The old dataset is unchanged{resume}\n",
        run.message,
    )


def test_of_several_runs_with_the_same_output_one_at_a_time_works(sweep: Sweep) -> None:
    sweep.reset()
    runs = [sweep.start(sweep.command()) for _ in range(3)]
    messages = [run.communicate(timeout=300)[1].decode() for run in runs]
    codes = [run.returncode for run in runs]
    assert set(codes) <= {0, 75}
    assert 0 in codes
    for code, message in zip(codes, messages, strict=True):
        assert ("another run is writing" in message) == (code == 75)
    sweep.judge("several runs", succeeded=True)
    sweep.restart("several runs")
