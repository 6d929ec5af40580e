"""Checks of ``--out`` before any work: whether a dataset can be written there, and an old one replaced by renaming."""

import os
import stat
from pathlib import Path

from qapipe.dataset.contents import check_keepable, is_dataset
from qapipe.disk import check_local
from qapipe.errors import UsageError

_FILE_SUFFIXES = frozenset(".csv .tsv .json .jsonl .ndjson .parquet .sqlite .db .xlsx .txt .gz .zst .zip".split())
_MOUNTS = Path("/proc/self/mountinfo")
_MOUNT_POINT = 4  # field of a line of mountinfo, counted from 0


def check_output(out: Path) -> None:
    """Raise UsageError unless a dataset can be written to ``out``: nothing, an empty directory, or a dataset.

    The parent must be writable, because a dataset is replaced by renaming it; a mount point cannot be renamed.
    """
    check_local(out)
    if not os.path.lexists(out):
        if out.suffix.lower() in _FILE_SUFFIXES:
            raise UsageError(
                f"{out} looks like a file, but a dataset is a directory of Parquet files; choose a directory with "
                "--out, and make other formats from it with `qapipe export`"
            )
        above = next(folder for folder in out.absolute().parents if os.path.lexists(folder))
        if not above.is_dir():
            raise UsageError(f"cannot create {out}: {above} is not a directory; choose another --out")
        if not os.access(above, os.W_OK | os.X_OK):
            raise UsageError(f"cannot create {out}: {above} is not writable; choose another --out")
        return
    if not out.is_dir():
        raise UsageError(f"{out} is not a directory; choose another --out")
    if any(out.iterdir()):
        if not is_dataset(out):
            raise UsageError(f"{out} is not empty and is not a qapipe dataset; choose another --out")
        check_keepable(out)
    _check_renamable(out)


def _check_renamable(out: Path) -> None:
    place = out.resolve()
    instead = f"choose a directory in it, such as --out {out / 'parsed'}"
    if _is_mount_point(place):
        raise UsageError(f"{out} is a mount point, which cannot be replaced as a whole; {instead}")
    if not os.access(place.parent, os.W_OK | os.X_OK):
        raise UsageError(f"{place.parent} is not writable, so that {out} cannot be replaced as a whole; {instead}")
    parent = place.parent.stat()
    user = os.geteuid()
    if parent.st_mode & stat.S_ISVTX and user not in (0, parent.st_uid, place.stat().st_uid):
        raise UsageError(f"{out} belongs to another user, and so cannot be replaced as a whole; {instead}")


def _is_mount_point(path: Path) -> bool:
    """Whether something is mounted there, such as a volume of a container."""
    if path.is_mount():
        return True
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:  # not Linux
        return False
    name = os.fsencode(path)
    for character in b"\\ \t\n":
        name = name.replace(bytes([character]), b"\\%03o" % character)
    return any(line.split()[_MOUNT_POINT] == name for line in lines)
