"""Runs on a disk of a few kilobytes, which must end without a loss."""

from dataclasses import dataclass
from pathlib import Path

from support.kill_sweep import Hashes, Sweep

_BLOCK = 4_096

FULL_DISK = """
mkdir full && mount -t tmpfs -o size="$SIZE" none full && cp -r kept full/out || exit 99
"$@"; code=$?
(cd full/out && sha256sum */*.parquet); echo
ls full/.out.qapipe/work 2>/dev/null | grep -c json
mount -o remount,size=99m full
"$@" && test ! -e full/.out.qapipe || exit 98
(cd full/out && sha256sum */*.parquet)
exit $code
"""
"""Runs a command on a disk of ``$SIZE``, and again with enough room; prints what is there each time."""


@dataclass(frozen=True)
class DiskRun:
    """The outcome of a run on a full disk."""

    code: int
    message: str
    state: str
    """The output: the ``old`` or the ``new`` dataset."""
    results: int
    """Number of results that were kept for the next run."""


def room_of(folder: Path) -> int:
    """Bytes that a folder takes on a disk of 4 KiB blocks."""
    return sum(-(-max(path.stat().st_size, 1) // _BLOCK) * _BLOCK for path in [folder, *folder.rglob("*")])


def fill_disk(sweep: Sweep, size: int) -> DiskRun:
    """One run on a disk of ``size`` bytes, the old dataset included, and one with more room, which must succeed."""
    command = ["unshare", "-rm", "sh", "-c", FULL_DISK, "sh", *sweep.command("full/out")]
    with sweep.start(command, SIZE=str(size)) as process:
        output, errors = process.communicate(timeout=300)
    (sweep.folder / "full").rmdir()
    what = f"a disk of {size:,} bytes: exit {process.returncode}, {errors.decode()!r}"
    if process.returncode not in (0, 1):
        raise AssertionError(what)
    found, _, left = output.decode().partition("\n\n")
    results, _, final = left.partition("\n")
    state = {str(sweep.old): "old", str(sweep.new): "new"}.get(str(_listed(found)))
    if state is None or (process.returncode == 0) != (state == "new") or _listed(final) != sweep.new:
        raise AssertionError(f"{what}; the output is {state or 'neither dataset'}")
    return DiskRun(process.returncode, errors.decode(), state, int(results))


def _listed(sums: str) -> Hashes:
    """The output of sha256sum as hashes by path."""
    return {path: sha256 for sha256, path in (line.split() for line in sums.splitlines())}
