"""Writes that survive a crash: files are complete or absent, and only one run writes to a directory at a time."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qapipe.errors import OutputBusyError, UsageError

PARTIAL = ".part"
"""Suffix of incomplete files."""

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")


@contextmanager
def atomic_write(path: Path, attempt: str = "", *, synced: bool = True) -> Iterator[Path]:
    """A temporary path to write to; the file is synced and renamed to ``path`` when the block ends without an error.

    Processes that may write the same file at once have an ``attempt`` each, a part of the temporary name. A file that
    is not ``synced`` survives the death of the process, but not that of the machine: for files with a checksum.
    """
    partial = Path(f"{path}{attempt}{PARTIAL}")
    try:
        with naming(path):
            yield partial
            if synced:
                sync(partial)
            partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name ``path`` in an OSError that names no file, such as those of Arrow."""
    try:
        yield
    except OSError as error:
        if error.errno and not error.filename:
            raise OSError(error.errno, os.strerror(error.errno), str(path)) from error
        raise


def sync(path: Path) -> None:
    """Flush a file, or the entries of a directory, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_local(out: Path) -> None:
    """Raise UsageError if the output is an address such as ``s3://bucket/folder``, which a path would hide."""
    if match := _ADDRESS.match(os.fspath(out)):
        raise UsageError(f"cannot write to {match[1]}:// addresses; choose a local directory with --out, and copy it")


@contextmanager
def locked(out: Path, lock: Path | None = None) -> Iterator[None]:
    """Hold the lock of an output directory until the block or the process ends.

    The lock file is ``lock``, by default in the directory itself. Raises OutputBusyError if another run holds it.
    """
    path = lock or out / ".qapipe.lock"
    while True:
        with path.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise OutputBusyError(
                    f"another run is writing to {out}; wait until it has finished, or choose another --out"
                ) from None
            if not _is_at(path, file.fileno()):  # the run that held the lock before removed this file
                continue
            try:
                yield
            finally:
                path.unlink(missing_ok=True)
            return


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
