"""Files and folders that survive a crash: complete or absent, on disk, and written by one run at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qapipe.errors import DatasetError

PARTIAL = ".part"
"""Suffix of files that are not complete."""


@contextmanager
def becoming(path: Path) -> Iterator[Path]:
    """Where to write a file that gets its name when it is complete and on disk, and not before."""
    partial = Path(f"{path}{PARTIAL}")
    try:
        yield partial
        sync(partial)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        if error.errno and not error.filename:  # Arrow does not tell which file
            raise OSError(error.errno, os.strerror(error.errno), str(path)) from error
        raise


def sync(path: Path) -> None:
    """Have a file, or a folder's list of names, on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """The lock on a dataset's place: held to the end of the block, or of the process, however that ends."""
    path = out.parent / f".{out.name}.qapipe.lock"
    while True:
        with path.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DatasetError(
                    f"another run is writing {out}; wait for its end or name another folder with --out"
                ) from None
            if not _is_at(path, file.fileno()):  # who held the lock before has removed the file that we then locked
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
