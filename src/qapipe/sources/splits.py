"""Large files split into pieces, so that every worker is busy and an interrupted run repeats little."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain

from qapipe.objects import address_of
from qapipe.sources.base import Kind, Split
from qapipe.sources.compression.codecs import READ_ERRORS, Codec
from qapipe.sources.containers import zip_sizes
from qapipe.sources.detection import SourceFile, open_source

PIECE_BYTES = 2 << 20
"""Approximate size of the smallest pieces; the pieces of a file are about equally large."""
LARGER = 4
"""Those of a file from which :data:`ENOUGH` are cut are up to so many times as large, and all that are fetched are."""
ENOUGH = 32
"""With so many pieces a few workers end at about the same time."""
FOURS = 4
"""A file has one or two pieces, or a multiple of this number: of five, one of two workers would get three."""
MAX_PIECES = 100_000
"""If the sources have more bytes than so many pieces hold, they are twice as large, or four times and so on."""

_LOOKUPS = 32  # in object stores, at a time

_RANGES = {
    (Kind.JSONL, Codec.PLAIN),
    (Kind.WARC, Codec.GZIP),
    (Kind.WARC, Codec.ZSTD),
}
"""Formats that can be read from any byte: lines, and records that are compressed separately."""


def split_large_files(splits: Iterable[Split]) -> Iterator[Split]:
    """The splits, with large files in pieces; the boundaries depend on the file and on :func:`least_bytes` alone."""
    splits = list(splits)
    least = least_bytes(sum(split.size for split in splits))

    def pieces(split: Split) -> list[Split]:
        size = piece_bytes(split, least)
        return [split] if split.size <= size or not split.whole else list(_pieces(split, size))

    if not any(address_of(split.path) for split in splits):
        yield from chain.from_iterable(map(pieces, splits))
        return
    with ThreadPoolExecutor(_LOOKUPS) as pool:
        yield from chain.from_iterable(pool.map(pieces, splits))


def least_bytes(size: int) -> int:
    """The size of the smallest pieces if the sources have so many bytes: a power of two times :data:`PIECE_BYTES`."""
    found = PIECE_BYTES
    while size > found * MAX_PIECES:
        found *= 2
    return found


def piece_bytes(split: Split, least: int) -> int:
    """The size of the pieces of a file; ``least`` is that of the smallest."""
    if address_of(split.path):  # which is read by ranges of several megabytes
        return max(least, PIECE_BYTES * LARGER)
    size = max(least, min(-(-split.size // ENOUGH), PIECE_BYTES * LARGER))
    fours = -(-split.size // (size * FOURS))
    return size if split.size <= 2 * size else -(-split.size // (fours * FOURS))


def _pieces(split: Split, size_of_piece: int) -> Iterator[Split]:
    bounds, lines = [0], False
    try:
        with open_source(split.path, split.source) as file:
            bounds = _bounds(split, file, size_of_piece)
            lines = file.kind is Kind.JSONL and len(bounds) > 1
    except READ_ERRORS:
        pass  # reported when the file is read
    for number, start in enumerate(bounds):
        end = bounds[number + 1] if number + 1 < len(bounds) else None
        size = (split.size if end is None else end) - start if lines else split.size // len(bounds)
        yield replace(split, start=start, end=end, size=size, is_line_range=lines)


def _bounds(split: Split, file: SourceFile, size_of_piece: int) -> list[int]:
    """Start of each piece, in the units of :class:`Split`."""
    if (file.kind, file.codec) in _RANGES:
        pieces = -(-split.size // size_of_piece)
        return [split.size * number // pieces for number in range(pieces)]
    if file.kind is Kind.PARQUET:
        from qapipe.sources.parquet import row_group_sizes  # noqa: PLC0415  takes long to import

        return _grouped(row_group_sizes(file), size_of_piece)
    if file.kind is Kind.ZIP:
        return _grouped(zip_sizes(file), size_of_piece)
    return [0]


def _grouped(sizes: Sequence[int], size_of_piece: int) -> list[int]:
    """Start of each group of consecutive items with about so many bytes in total."""
    starts, filled = [0], 0
    for number, size in enumerate(sizes):
        if filled >= size_of_piece:
            starts.append(number)
            filled = 0
        filled += size
    return starts
