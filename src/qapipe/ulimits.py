"""Limits of the system that are too low for the work (``ulimit``), as sentences that name them. Imports no library."""

import errno
import os
import resource
from contextlib import suppress

MIN_ADDRESS_SPACE = 512 << 20
"""Bytes in which the libraries of a process fit if they reserve little; near less, they crash without a message."""
AMPLE_ADDRESS_SPACE = 4 << 30
"""Bytes in which they fit whatever they reserve."""
_RESERVE_LITTLE = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # the other one reserves 1 GiB at once
    "ARROW_IO_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",  # 64 to 128 MiB for each thread
    "OMP_NUM_THREADS": "1",  # threads of Arrow, otherwise one for each core
}
"""Environment variables of libraries, for themselves or for processes that are started later."""
_M_ARENA_MAX = -8
_FILES = 48
_FILES_PER_WORKER = 8
_MIB = 1 << 20


def reserve_little() -> None:
    """Have the libraries that are imported from now on reserve little address space, if it is limited."""
    space, _ = resource.getrlimit(resource.RLIMIT_AS)
    if space == resource.RLIM_INFINITY or space >= AMPLE_ADDRESS_SPACE:
        return
    os.environ.update(_RESERVE_LITTLE)
    import ctypes  # noqa: PLC0415  rarely needed

    with suppress(AttributeError, OSError):  # another C library than glibc
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def too_low(workers: int = 1) -> str | None:
    """Which limit is too low for a run with so many workers, and what to do; None if all are high enough.

    The soft limit of open files is raised as far as it may be.
    """
    space, _ = resource.getrlimit(resource.RLIMIT_AS)
    if space != resource.RLIM_INFINITY and space < MIN_ADDRESS_SPACE:
        return (
            f"the address space is limited to {space // _MIB:,} MiB (ulimit -v), and qapipe needs "
            f"{MIN_ADDRESS_SPACE // _MIB:,} MiB; raise the limit"
        )
    needed = _FILES + _FILES_PER_WORKER * workers
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft != resource.RLIM_INFINITY and soft < needed:
        fewer = ", or use fewer --workers" if workers > 1 else ""
        return f"open files are limited to {soft:,} (ulimit -n), and {needed:,} are needed; raise the limit{fewer}"
    return None


def reached(error: BaseException) -> str | None:
    """Which limit an error is about, and what to do; None if it is not about a limit."""
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, MemoryError) or number == errno.ENOMEM:
        limit = _at(resource.RLIMIT_AS, "address space", "ulimit -v", _MIB)
        return f"out of memory{limit}; {'raise it' if limit else 'try fewer --workers'}"
    if number == errno.EMFILE:
        return f"too many open files{_at(resource.RLIMIT_NOFILE, 'limit', 'ulimit -n')}; raise it"
    if number == errno.ENFILE:
        return "too many files are open on this machine; close some programs"
    if number == errno.EFBIG:
        return f"a file would be too large{_at(resource.RLIMIT_FSIZE, 'limit', 'ulimit -f', _MIB)}; raise it"
    return None


def _at(limit: int, name: str, command: str, unit: int = 1) -> str:
    """Where a limit is, in parentheses; empty where there is none."""
    soft, _ = resource.getrlimit(limit)
    if soft == resource.RLIM_INFINITY:
        return ""
    if unit == _MIB:
        return f" (the {name} is {f'{soft // _MIB:,} MiB' if soft >= _MIB else f'{soft // 1024:,} KiB'}, {command})"
    return f" (the {name} is {soft:,}, {command})"
