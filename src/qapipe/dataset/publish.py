"""Atomic replacement of a dataset: readers see the old one or the new one, even after a crash.

The new dataset is built in a hidden directory next to the old one and synced to disk; then one system call swaps them
(Linux: ``renameat2`` with RENAME_EXCHANGE). Files of the user in the old one are linked into the new one before that. A
lock file excludes a second run.
"""

import ctypes
import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from qapipe.dataset.contents import copy_permissions, discard, keep_user_files
from qapipe.dataset.output import check_output
from qapipe.disk import locked, sync
from qapipe.errors import DatasetError, NothingFoundError
from qapipe.records.schema import TABLES
from qapipe.ulimits import reached

RESUME_HINT = "run the same command again to resume"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
_OLD = "old"  # name of the old dataset between two renames
_FINISHED = "finished"  # a file that names the results that a finished run has kept for the next one


@dataclass(frozen=True, slots=True)
class Build:
    """A dataset that is being built."""

    folder: Path
    """What will become the dataset."""
    work: Path
    """For results of finished tasks; not part of the dataset."""


@contextmanager
def building(out: Path, on_published: Callable[[Path], None] | None = None) -> Iterator[Build]:
    """A directory to build the dataset in, which is moved to ``out`` when the block ends without an error.

    After an error, or if the process is killed, results of finished tasks in ``work`` are kept for the next run. They
    are also kept if the dataset is published and there is ``on_published``, which is called with ``work``; without it
    nothing is used that a finished run has kept. Raises UsageError if ``out`` cannot be replaced, OutputBusyError if
    another run is writing to it, and DatasetError, in place of any OSError, if the dataset cannot be written.
    """
    check_output(out)
    out = out.resolve()
    work = work_folder(out)
    top = work.parent
    build = Build(top / "dataset", work)
    published = False
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with locked(out, out.parent / f".{out.name}.qapipe.lock"):
            _clean_up(build, out)
            check_output(out)  # again, now that no other run can change it
            if on_published is None:
                _forget(build)
            try:
                _prepare(build, out)
                yield build
                _finish(build, out)
                put_in_place(build.folder, out)
                published = True
                sync(out.parent)
                if on_published is not None:
                    on_published(build.work)
                    _remember(build)
            finally:
                with suppress(OSError):
                    _leave(build, out, keep_results=not published or on_published is not None)
    except NothingFoundError:
        shutil.rmtree(top, ignore_errors=True)
        raise
    except OSError as error:
        raise DatasetError(_message(error, out, published=published)) from error


def work_folder(out: Path) -> Path:
    """The directory for results of finished tasks of a run that writes the dataset ``out``."""
    out = out.resolve()
    return out.parent / f".{out.name}.qapipe" / "work"


def _prepare(build: Build, out: Path) -> None:
    build.work.mkdir(parents=True, exist_ok=True)
    if build.folder.is_dir():
        raise DatasetError(f"{build.folder} holds files that are not from qapipe; move them, and run the command again")
    build.folder.mkdir()
    if out.exists():
        keep_user_files(out, build.folder)  # now, because it may turn out to be impossible; and again at the end


def _finish(build: Build, out: Path) -> None:
    """Make the new dataset ready for its place: with the files of the user, and on disk."""
    if out.exists():
        keep_user_files(out, build.folder)
        copy_permissions(out, build.folder)
    for folder, _, files in os.walk(build.folder):
        for name in files if _is_ours(Path(folder), build.folder) else ():
            if stat.S_ISREG((path := Path(folder) / name).lstat().st_mode):
                sync(path)
        sync(Path(folder))


def _is_ours(folder: Path, top: Path) -> bool:
    """Whether the files of a directory may be those of the dataset; only they need to be synced."""
    return folder == top or (folder.parent == top and folder.name in TABLES)


def _leave(build: Build, out: Path, *, keep_results: bool) -> None:
    """Remove the directory of a run, but for results that the next run can use, and files of the user."""
    _clean_up(build, out)
    top = build.work.parent
    for path in top.iterdir():
        if path in (build.folder, top / _OLD):  # holds files of the user
            continue
        if path.name == _FINISHED and keep_results:
            continue
        if not path.is_dir():
            path.unlink(missing_ok=True)
        elif not (keep_results and any(path.glob("*.json"))):
            shutil.rmtree(path, ignore_errors=True)
    if not any(path.is_dir() for path in top.iterdir()):
        (top / _FINISHED).unlink(missing_ok=True)
    with suppress(OSError):  # something is left in it
        top.rmdir()


def _remember(build: Build) -> None:
    """Write down which results are those of a finished run."""
    marks = [mark for folder in _results(build) for mark in folder.glob("*.json")]
    names = sorted(f"{mark.parent.name}/{mark.stem}" for mark in marks)
    (build.work.parent / _FINISHED).write_text("\n".join(names))


def _results(build: Build) -> list[Path]:
    """The folders of results, of tasks and of what was made of them."""
    top = build.work.parent
    return [path for path in top.iterdir() if path.is_dir() and path not in (build.folder, top / _OLD)]


def _forget(build: Build) -> None:
    """Remove the results that a finished run has kept for the next one; those of an interrupted run stay."""
    flag = build.work.parent / _FINISHED
    if not flag.exists():
        return
    kept = set(flag.read_text().split())
    for folder in _results(build):
        for path in folder.iterdir():
            if f"{folder.name}/{path.name.partition('.')[0]}" in kept:
                path.unlink()
        with suppress(OSError):  # results of an interrupted run are left in it
            folder.rmdir()
    flag.unlink()


def _message(error: OSError, out: Path, *, published: bool) -> str:
    """What went wrong, where, and what to do."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    where = f" ({error.filename})" if error.filename else ""
    if published:
        return f"{out} has the new dataset, but it may not be safely on disk: {reason}{where}; check the disk"
    if limit := reached(error):
        reason, hint = limit.partition("; ")[::2]
    elif error.errno in _NO_SPACE:
        hint = f"free some space on the disk of {out.parent}, or choose another --out"
    else:
        hint = f"check the disk of {out.parent}, or choose another --out"
    state = "The old dataset is unchanged" if out.exists() else "Nothing was written"
    resume = f"; {RESUME_HINT}" if work_folder(out).exists() else ""  # it is kept only if there are results in it
    return f"cannot write {out}: {reason}{where}; {hint}. {state}{resume}"


def _clean_up(build: Build, out: Path) -> None:
    """Remove the datasets that a run has left, not its results; put back an old one that it had moved aside."""
    old = build.folder.parent / _OLD
    if old.is_dir() and not out.exists():
        old.rename(out)
    for left in (old, build.folder):
        if left.is_dir():
            discard(left, out)


def put_in_place(folder: Path, out: Path) -> None:
    """Replace the directory ``out``, if there is one, by another one next to it; where possible in one step."""
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
