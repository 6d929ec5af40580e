"""A dataset is replaced as a whole: whoever looks sees the old one or the new one, at every instant.

It is built in a hidden folder beside its place and synced to disk; then one system call puts it there (Linux:
``renameat2`` with RENAME_EXCHANGE when an old one is in the way). A lock file keeps a second run out.
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
"""What a manifest's ``generator`` says; only such a folder may be replaced."""

GOES_ON = "the same command goes on where this one stopped"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
_OLD = "old"  # ending of the old dataset's name for the instant between two renames


@dataclass(frozen=True, slots=True)
class Build:
    """A dataset that is being built."""

    folder: Path
    """What will become the dataset."""
    work: Path
    """For results of finished tasks; it does not become part of the dataset."""


@contextmanager
def building(out: Path) -> Iterator[Build]:
    """A place to build the dataset ``out``, which is put there when the block ends without an error.

    When it ends with one, or the process is killed, what lies in ``work`` is there for the next run.
    Raises UsageError when something else is in the way, DatasetError when another run is at work.
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
            _put(build.folder, out)
        except BaseException as error:
            shutil.rmtree(build.folder, ignore_errors=True)
            if all(path.suffix == PARTIAL for path in build.work.iterdir()):
                shutil.rmtree(top, ignore_errors=True)
            if isinstance(error, OSError):
                raise DatasetError(_told(error, out)) from error
            raise
        shutil.rmtree(top, ignore_errors=True)


def work_folder(out: Path) -> Path:
    """Where a run that writes the dataset ``out`` keeps the results of finished tasks."""
    out = out.resolve()
    return out.parent / f".{out.name}.qapipe" / "work"


def _told(error: OSError, out: Path) -> str:
    """What went wrong, where, and what to try."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in _NO_SPACE:
        hint = f"make room on the disk of {out.parent}, or name another place with --out"
    else:
        hint = f"see to the disk of {out.parent}, or name another place with --out"
    return f"{out} cannot be written: {reason}{where}; {hint}. What was there before is as it was; {GOES_ON}"


def check_replaceable(out: Path) -> None:
    """Raise UsageError unless there is nothing at ``out``, an empty folder, or a dataset of qapipe."""
    if not os.path.lexists(out):
        above = next(folder for folder in out.absolute().parents if os.path.lexists(folder))
        if not above.is_dir():
            raise UsageError(f"{above} is no folder, so {out} cannot be in it; name another place with --out")
        return
    if not out.is_dir():
        raise UsageError(f"{out} is no folder; name another one with --out")
    if any(out.iterdir()) and not is_dataset(out):
        raise UsageError(f"{out} holds something else than a dataset of qapipe; name another folder with --out")


def is_dataset(folder: Path) -> bool:
    """Whether a folder is a dataset that qapipe wrote."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("generator") == GENERATOR


def _clean_up(build: Build, out: Path) -> None:
    """Remove what a run left that was killed, but for its work; an old dataset that it had moved aside comes back."""
    old = build.folder.parent / _OLD
    if old.is_dir() and not out.exists():
        old.rename(out)
    for left in (old, build.folder):
        shutil.rmtree(left, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have every file and folder on disk before the name points there."""
    for path in [*folder.rglob("*"), folder]:
        sync(path)


def _put(folder: Path, out: Path) -> None:
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
    """Swap two names in one step; False where the system cannot."""
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
