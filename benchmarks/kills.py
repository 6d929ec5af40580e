"""The full sweep of kills and faults: ``make kills``.

A run over mixed dumps is killed at random instants (workers and parents), and each of its durable system calls fails
or kills once. At every end the dataset must be the old one or the new one, and a restart must give the same bytes as
an undisturbed run. Prints a table; exit code 1 at the first breach.
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

from support.kill_sweep import Sweep, calls_of, inject, kill_at_random  # noqa: E402  the tests' own

PARENT = {  # call: faults; each call of the parent's main thread
    "rename": ("signal=KILL", "error=EIO", "error=ENOSPC"),
    "renameat2": ("signal=KILL", "error=EIO", "error=EINVAL"),
    "fsync": ("signal=KILL", "error=EIO"),
    "mkdir": ("signal=KILL", "error=ENOSPC"),
    "unlink": ("signal=KILL", "error=EIO"),
    "rmdir": ("signal=KILL",),
}
EVERYWHERE = {  # the n-th of every process; "+": and all that follow
    "rename": (("signal=KILL", "2"), ("error=EIO", "1"), ("error=ENOSPC", "2")),
    "fsync": (("signal=KILL", "2"), ("error=EIO", "1"), ("error=EIO", "2")),
}
WRITES = ("signal=KILL", "error=ENOSPC", "error=EIO")


def main() -> None:
    """Do it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how many at random instants")
    parser.add_argument("--every", type=int, default=1, help="only every so manieth call")
    parser.add_argument("--writes", type=int, default=13, help="how many places among the writes")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        sweep = Sweep(Path(folder))
        print(f"an undisturbed run takes {sweep.seconds:.1f} s", flush=True)
        started = time.monotonic()
        rounds = list(kill_at_random(sweep, random.Random(options.seed), options.kills))
        whom = Counter(word.strip(",") for told in rounds for word in told.split()[1:])
        print(
            f"{options.kills} kills at random: {dict(whom)}; {len(rounds)} restarts identical; {dict(sweep.verdicts)}"
        )
        _show(started)
        for call, faults in PARENT.items():
            calls = calls_of(sweep, call)
            for fault in faults:
                results = Counter(inject(sweep, call, fault, str(when)) for when in calls[:: options.every])
                print(f"{call:10} {fault:14} parent, {len(calls)} calls: {_told(results)}", flush=True)
        for call, some in EVERYWHERE.items():
            for fault, when in some:
                result = inject(sweep, call, fault, when, everywhere=True)
                print(f"{call:10} {fault:14} everywhere, {when}: {result}", flush=True)
        calls = calls_of(sweep, "write")
        for fault in WRITES:
            step = max(len(calls) // options.writes, 1)
            results = Counter(inject(sweep, "write", fault, str(when)) for when in calls[::step])
            print(f"{'write':10} {fault:14} parent, every {step}. of {len(calls)}: {_told(results)}", flush=True)
        print(f"all restarts identical; {dict(sweep.verdicts)}")
        _show(started)


def _told(results: Counter[str]) -> str:
    return "; ".join(f"{count} x {result}" for result, count in sorted(results.items()))


def _show(started: float) -> None:
    print(f"  {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
