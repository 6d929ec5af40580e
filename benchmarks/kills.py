"""The full sweep of kills and faults: ``make kills``.

A run over mixed dumps is killed at random instants (the run and its workers), each of its durable system calls fails
or kills once, and its disk is full at evenly spaced places. Afterwards the output must be the old dataset or the new
one, exit code 0 means the new one, and the next run must give the same bytes as an undisturbed run. Prints a table;
exits with 1 at the first violation.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support.full_disk import fill_disk  # noqa: E402  the tests' own
from support.kill_sweep import Sweep, calls_of, inject, kill_at_random  # noqa: E402

PARENT = {  # call: faults; each call of the main thread
    "rename": ("signal=KILL", "error=EIO", "error=ENOSPC"),
    "renameat2": ("signal=KILL", "error=EIO", "error=EINVAL"),
    "fsync": ("signal=KILL", "error=EIO"),
    "mkdir": ("signal=KILL", "error=ENOSPC"),
    "unlink": ("signal=KILL", "error=EIO"),
    "rmdir": ("signal=KILL",),
}
EVERYWHERE = {  # call: faults and the number of the call in every process and thread
    "rename": (("signal=KILL", "2"), ("error=EIO", "1"), ("error=ENOSPC", "2")),
    "fsync": (("signal=KILL", "2"), ("error=EIO", "1"), ("error=EIO", "2")),
}
WRITES = ("signal=KILL", "error=ENOSPC", "error=EIO")


def main() -> None:
    """Run the sweep and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="number of kills at random instants")
    parser.add_argument("--every", type=int, default=1, help="use only every N-th system call")
    parser.add_argument("--writes", type=int, default=13, help="number of writes that fail")
    parser.add_argument("--disks", type=int, default=60, help="number of places at which the disk is full")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random kills")
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        sweep = Sweep(Path(folder))
        _kill(sweep, options.kills, options.seed)
        _fill(sweep, options.disks)
        _fail(sweep, options.every, options.writes)
        print(f"all further runs gave the same bytes; outputs: {dict(sweep.verdicts)}")
        print(f"{time.monotonic() - started:.0f} s")


def _kill(sweep: Sweep, kills: int, seed: int) -> None:
    series = list(kill_at_random(sweep, random.Random(seed), kills))
    victims = Counter(victim for victims in series for victim in victims)
    print(
        f"{kills} kills at random: {dict(victims)} in {len(series)} series of runs; {dict(sweep.verdicts)}", flush=True
    )


def _fill(sweep: Sweep, places: int) -> None:
    """Disks from one that holds the old dataset and nothing else to one that almost holds the new one."""
    sweep.reset()
    small = sum(path.stat().st_size for path in (sweep.folder / "kept").rglob("*")) + (32 << 10)
    large = small
    while fill_disk(sweep, large).code:
        large += large // 2
    sizes = [small + (large - small) * number // places for number in range(places)]
    results = Counter(f"exit {run.code}, {run.state}" for run in (fill_disk(sweep, size) for size in sizes))
    print(f"a full disk at {places} places, {small:,} to {large:,} bytes: {_listed(results)}", flush=True)


def _fail(sweep: Sweep, every: int, writes: int) -> None:
    for call, faults in PARENT.items():
        calls = calls_of(sweep, call)
        for fault in faults:
            results = Counter(inject(sweep, call, fault, str(when)) for when in calls[::every])
            print(f"{call:10} {fault:14} main thread, {len(calls)} calls: {_listed(results)}", flush=True)
    for call, some in EVERYWHERE.items():
        for fault, when in some:
            result = inject(sweep, call, fault, when, everywhere=True)
            print(f"{call:10} {fault:14} every thread, call {when}: {result}", flush=True)
    calls = calls_of(sweep, "write")
    step = max(len(calls) // writes, 1)
    for fault in WRITES:
        results = Counter(inject(sweep, "write", fault, str(when)) for when in calls[::step])
        print(
            f"{'write':10} {fault:14} main thread, {len(calls[::step])} of {len(calls)}: {_listed(results)}", flush=True
        )


def _listed(results: Counter[str]) -> str:
    return "; ".join(f"{count} x {result}" for result, count in sorted(results.items()))


if __name__ == "__main__":
    main()
