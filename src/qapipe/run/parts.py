"""Parts of the records of a run: how many there are, and which page belongs to which.

Duplicates and captures are settled part by part, so a part is what bounds the memory of a process. All records that
decide about each other have the same key and so are in the same part. Part ``n`` of ``2**bits`` holds an equal range of
keys: whoever needs fewer or more parts than a file was written with joins neighbours or filters by key.
"""

from functools import cache
from typing import Any

import pyarrow as pa

from qapipe.run.imports import without

PART_BYTES = 256 << 20
"""Largest size of the sources, as stored, that are settled as one part; twice as many bytes make twice as many parts.

With 1 KB a page (text, compressed) a part has 260,000 pages; settling takes about 1 KB of memory a page.
"""
MAX_BITS = 10
"""There are at most ``2**MAX_BITS`` parts: a task writes its records part by part, and the pieces must not be tiny."""
KEY_BITS = 16
"""Size of a key."""

_KEY_DIGITS = KEY_BITS // 4


@cache
def compute() -> Any:  # noqa: ANN401  a module
    """:mod:`pyarrow.compute`, imported when it is needed: not by the workers of an input of one part."""
    with without("numpy"):
        import pyarrow.compute as pc  # noqa: PLC0415
    return pc


def bits_for(size: int) -> int:
    """Logarithm of the number of parts for sources of ``size`` bytes: 0 for one part, 10 for 1,024."""
    bits = 0
    while bits < MAX_BITS and size > PART_BYTES << bits:
        bits += 1
    return bits


def key_of(identity: str) -> int:
    """The key of an id, of which all hexadecimal digits are equally likely.

    A page has that of its thread, or of itself if it has no question; see :func:`qapipe.records.ids.thread_id`.
    """
    return int(identity[:_KEY_DIGITS], 16)


def part_of_keys(keys: pa.Array, bits: int) -> pa.Array:
    """The part of each key, an array of 16-bit integers, if there are ``2**bits``."""
    pc = compute()
    return pc.shift_right(keys, pa.scalar(KEY_BITS - bits, pa.uint16())) if bits else pc.subtract(keys, keys)


def keys_of(part: int, bits: int) -> range:
    """The keys of one of ``2**bits`` parts."""
    size = 1 << (KEY_BITS - bits)
    return range(part * size, (part + 1) * size)
