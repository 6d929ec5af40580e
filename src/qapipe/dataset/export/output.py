"""Where an export goes: a file or directory that is complete or absent, or standard output."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qapipe.dataset.publish import put_in_place
from qapipe.disk import check_local, locked, sync
from qapipe.errors import DatasetError, UsageError
from qapipe.records.schema import TABLES

STDOUT = Path("-")


def check_out(out: Path, dataset: Path, *, force: bool, folder_files: frozenset[str] | None) -> None:
    """Raise UsageError unless ``out`` may be written.

    ``folder_files`` are the files of a format that is a directory.
    """
    check_local(out)
    place = out.absolute()
    for table in TABLES:
        if place.is_relative_to((dataset / table).absolute()):
            raise UsageError(f"{out} is in the table {table} of the dataset; choose another --out")
    above = next(folder for folder in place.parents if os.path.lexists(folder))
    if not above.is_dir():
        raise UsageError(f"cannot create {out}: {above} is not a directory; choose another --out")
    if not os.access(above, os.W_OK | os.X_OK):
        raise UsageError(f"cannot create {out}: {above} is not writable; choose another --out")
    if not os.path.lexists(out):
        return
    if not force:
        raise UsageError(f"{out} exists; replace it with --force, or choose another --out")
    if folder_files is None:
        if not out.is_file():
            raise UsageError(f"{out} is not a file, and cannot be replaced by one; choose another --out")
        return
    if not out.is_dir() or out.is_symlink():
        raise UsageError(f"{out} is not a directory, and cannot be replaced by one; choose another --out")
    found = (path.relative_to(out).as_posix() for path in sorted(out.rglob("*")) if not path.is_dir())
    if other := next((name for name in found if name not in folder_files), None):
        raise UsageError(f"{out / other} is not part of an export; move it, or choose another --out")


@contextmanager
def building(out: Path) -> Iterator[Path]:
    """A directory next to ``out`` to work in, which is removed at the end; only one export writes to ``out`` at a time.

    Raises DatasetError in place of an OSError.
    """
    parent = out.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with (
            locked(out, parent / f".{out.name}.qapipe.lock"),
            tempfile.TemporaryDirectory(prefix=f".{out.name}.", suffix=".qapipe", dir=parent) as folder,
        ):
            yield Path(folder)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise DatasetError(
            f"cannot write {out}: {reason}; free some space or check the disk, or choose another --out. What was there "
            "is unchanged"
        ) from error


def finish(new: Path, out: Path) -> None:
    """Put a complete file or directory in the place of ``out``, safely on disk."""
    for path in sorted(new.rglob("*")) if new.is_dir() else ():
        sync(path)
    sync(new)
    if new.is_dir():
        put_in_place(new, out)
    else:
        new.replace(out)
    sync(out.absolute().parent)


@contextmanager
def scratch() -> Iterator[Path]:
    """A directory for temporary files, where there is no ``out`` to put them next to."""
    with tempfile.TemporaryDirectory(prefix="qapipe-") as folder:
        yield Path(folder)
