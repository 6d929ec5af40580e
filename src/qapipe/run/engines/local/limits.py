"""Settings of a worker process: allocator, garbage collector, and a limit on its memory."""

import ctypes
import gc
import os
import resource
import signal
from pathlib import Path

import pyarrow as pa

MIN_SHARE = 3 << 29
"""Bytes that every worker may use: a page of the largest size (32 MiB) takes 1.1 GB."""
MAX_SHARE = 4 << 30

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_KEPT_BYTES = 64 << 20
_PR_SET_PDEATHSIG = 1
_COLLECT_AFTER_OBJECTS = 100_000


def tune_collector() -> None:
    """Make Python collect cycles rarely: pages leave almost none, and a collection visits all waiting records."""
    gc.enable()  # the process that forked this one may have imported without it
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER_OBJECTS, 20, 20)


def tune_allocator() -> None:
    """Have Arrow use the C library's memory and one thread, and the C library keep freed memory for the next page."""
    pa.set_memory_pool(pa.system_memory_pool())
    pa.set_cpu_count(1)
    keep_freed_memory()


def keep_freed_memory() -> None:
    """Make the C library keep freed memory (glibc only).

    A tree is built and freed for every page. Returning its memory to the system each time costs more than parsing
    (:file:`docs/performance.md`).
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return
    mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES)
    mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)


def die_with_parent() -> None:
    """Have the system kill this process when its parent ends, even during a long call (Linux)."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):
        return


def limit_memory(size: int) -> None:
    """Limit the data of this process to ``size`` bytes; beyond it an allocation raises MemoryError or ends it."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or hard > size:
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def share_of_memory(workers: int) -> int:
    """Bytes that each worker may use: 80 % of what this process may use, divided by the number of workers."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            total = min(total, int(Path(name).read_text("ascii")))
        except (OSError, ValueError):  # no such group, or "max"
            continue
    return max(MIN_SHARE, min(MAX_SHARE, int(total * 0.8) // max(workers, 1)))
