"""Words in the bytes of a page, found with SIMD instructions.

A page without a word takes a tenth of the time of ``word in source``; see :file:`docs/performance.md`.
"""

import sys
from collections.abc import Callable, Iterable
from typing import cast

import stringzilla
from ahocorasick_rs import BytesAhoCorasick, MatchKind

find = cast("Callable[..., int]", stringzilla.find)
"""What ``source.find(word, start, end)`` returns, as ``find(source, word, start, end)``; ``word`` must not be empty."""

count = cast("Callable[[bytes, bytes], int]", stringzilla.count)
"""What ``source.count(word)`` returns, likewise."""


_LARGE = 1 << 20
"""Bytes of a source whose pieces would take much memory."""
_split = cast("Callable[[bytes, bytes], Iterable[bytes]]", stringzilla.split)
_LOWER = bytes(range(256)).lower()


def lower(source: bytes, start: int = 0, end: int = sys.maxsize) -> bytes:
    """What ``source[start:end].lower()`` returns, in a tenth of its time; neither index may be negative."""
    return cast("bytes", stringzilla.translate(source, _LOWER, False, start, end))


def replaced(source: bytes, old: bytes, new: bytes) -> bytes:
    """What ``source.replace(old, new)`` returns, in a tenth of its time; ``old`` must not be empty."""
    return source.replace(old, new) if len(source) > _LARGE else new.join(_split(source, old))


def has(source: bytes, word: bytes) -> bool:
    """Whether a word occurs."""
    return find(source, word) >= 0


def has_any(source: bytes, words: tuple[bytes, ...]) -> bool:
    """Whether any of the words occurs."""
    for word in words:  # noqa: SIM110  a generator costs as much as the search
        if find(source, word) >= 0:
            return True
    return False


def finder(words: Iterable[bytes]) -> Callable[[bytes], bool]:
    """A function that says whether any of many words occurs: all are looked for in one pass.

    For a dozen words or more it takes a quarter of the time of :func:`has_any`; for up to nine it may take ten times as
    long, and for more than 64, too.
    """
    words = tuple(words)
    # Of the kinds of match this is the only one that is looked for with SIMD instructions.
    found = BytesAhoCorasick(words, matchkind=MatchKind.LeftmostFirst).find_matches_as_indexes

    def has_one(source: bytes) -> bool:
        # All places are listed, which takes much memory where there are many.
        return has_any(source, words) if len(source) > _LARGE else bool(found(source))

    return has_one
