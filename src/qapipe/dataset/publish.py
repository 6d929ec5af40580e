"""Atomic replacement of a dataset: readers see the old one or the new one, even after a crash.

The new dataset is built in a hidden folder next to the old one and synced to disk; then one system call swaps them
(Linux: ``renameat2`` with RENAME_EXCHANGE). A lock file excludes a second run.
"""

import ctypes
import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qapipe.disk import PARTIAL, locked, sync
from qapipe.errors import DatasetError, UsageError

MANIFEST = "manifest.json"
GENERATOR = "qapipe"
"""Value of ``generator`` in the manifest; only a folder with such a manifest may be replaced."""

RESUME_HINT = "run the same command again to resume"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
_OLD = "old"  # name of the old dataset between two renames


@dataclass(frozen=True, slots=True)
class Build:
    """A dataset that is being built."""

    folder: Path
    """What will become the dataset."""
    work: Path
    """For results of finished tasks; not part of the dataset."""


@contextmanager
def building(out: Path) -> Iterator[Build]:
    """A folder to build the dataset in, which is moved to ``out`` when the block ends without an error.

    After an error, or if the process is killed, the files in ``work`` are kept for the next run. Raises UsageError if
    ``out`` is not a dataset, DatasetError if another run is writing to it.
    """
    check_replaceable(out)
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with locked(out):
        work = work_folder(out)
        top = work.parent
        build = Build(top / "dataset", work)
        _clean_up(build, out)
        check_replaceable(out)
        build.work.mkdir(parents=True, exist_ok=True)
        build.folder.mkdir()
        try:
            yield build
            _sync(build.folder)
            _replace(build.folder, out)
        except BaseException as error:
            shutil.rmtree(build.folder, ignore_errors=True)
            if all(path.suffix == PARTIAL for path in build.work.iterdir()):
                shutil.rmtree(top, ignore_errors=True)
            if isinstance(error, OSError):
                raise DatasetError(_message(error, out)) from error
            raise
        shutil.rmtree(top, ignore_errors=True)


def work_folder(out: Path) -> Path:
    """The folder for results of finished tasks of a run that writes the dataset ``out``."""
    out = out.resolve()
    return out.parent / f".{out.name}.qapipe" / "work"


def _message(error: OSError, out: Path) -> str:
    """What went wrong, where, and what to do."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in _NO_SPACE:
        hint = f"free some space on the disk of {out.parent}, or choose another --out"
    else:
        hint = f"check the disk of {out.parent}, or choose another --out"
    return f"cannot write {out}: {reason}{where}; {hint}. The old dataset is unchanged; {RESUME_HINT}"


def check_replaceable(out: Path) -> None:
    """Raise UsageError unless ``out`` does not exist, is an empty folder, or is a dataset of qapipe."""
    if not os.path.lexists(out):
        above = next(folder for folder in out.absolute().parents if os.path.lexists(folder))
        if not above.is_dir():
            raise UsageError(f"cannot create {out}: {above} is not a directory; choose another --out")
        return
    if not out.is_dir():
        raise UsageError(f"{out} is not a directory; choose another --out")
    if any(out.iterdir()) and not is_dataset(out):
        raise UsageError(f"{out} is not empty and is not a qapipe dataset; choose another --out")


def is_dataset(folder: Path) -> bool:
    """Whether a folder is a dataset that qapipe wrote."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("generator") == GENERATOR


def _clean_up(build: Build, out: Path) -> None:
    """Remove what a killed run left, except its results; put back an old dataset that it had moved aside."""
    old = build.folder.parent / _OLD
    if old.is_dir() and not out.exists():
        old.rename(out)
    for left in (old, build.folder):
        shutil.rmtree(left, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Flush every file and folder to disk before they get their final names."""
    for path in [*folder.rglob("*"), folder]:
        sync(path)


def _replace(folder: Path, out: Path) -> None:
    if not out.exists():
        folder.rename(out)
    elif not _exchange(folder, out):
        old = folder.parent / _OLD
        out.rename(old)
        try:
            folder.rename(out)
        except BaseException:
            old.rename(out)
            raise
    sync(out.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names atomically; False where the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(other))
