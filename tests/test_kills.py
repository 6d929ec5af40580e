"""Whatever kills a run or fails it, the dataset is the old one or the new one, and the next run gives the new one.

A sample; ``make kills`` does all of it.
"""

import random
import shutil

import pytest

from kill_sweep import Sweep, inject, kill_at_random

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
    ("write", "error=ENOSPC", "25+", True),
]


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
@pytest.mark.parametrize(("call", "fault", "when", "everywhere"), FAULTS, ids=str)
def test_calls_that_fail_or_kill_cost_nothing_but_time(
    sweep: Sweep, call: str, fault: str, when: str, everywhere: bool
) -> None:
    inject(sweep, call, fault, when, everywhere=everywhere)
