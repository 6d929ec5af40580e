"""What a worker process asks of the system: an allocator for pages, and no more memory than its share."""

import ctypes
import gc
import os
import resource
import signal
from pathlib import Path

import pyarrow as pa

LEAST_SHARE = 3 << 29
"""Bytes that a worker may always have: a page of the largest size (32 MiB) takes 1.1 GB."""
MOST_SHARE = 4 << 30

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_KEPT_BYTES = 64 << 20
_PR_SET_PDEATHSIG = 1


_OBJECTS = 100_000


def tune_collector() -> None:
    """Have Python look for garbage in cycles seldom: pages leave next to none, and a look costs what records wait."""
    gc.freeze()
    gc.set_threshold(_OBJECTS, 20, 20)


def tune_allocator() -> None:
    """Have the C library keep freed memory for the next page (glibc; others are left as they are).

    A tree is built and thrown away for every page: given back to the system each time, its memory costs more than
    the parsing (:file:`docs/performance.md`). Arrow uses the same memory: its own allocator would reserve 1 GiB.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    pa.set_cpu_count(1)
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return
    mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES)
    mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)


def die_with_parent() -> None:
    """Have the system kill this process when its parent ends, even in the middle of a long call (Linux)."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):
        return


def limit_memory(size: int) -> None:
    """Let this process have so many bytes of data; who asks for more gets a MemoryError, or dies."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or hard > size:
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def share_of_memory(workers: int) -> int:
    """Bytes that each of so many workers may have: together most of what this process may have."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            total = min(total, int(Path(name).read_text("ascii")))
        except (OSError, ValueError):  # no such group, or "max"
            continue
    return max(LEAST_SHARE, min(MOST_SHARE, int(total * 0.8) // max(workers, 1)))
