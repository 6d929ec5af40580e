"""Large files split into pieces, so that every worker is busy and an interrupted run repeats little."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qapipe.sources.base import Kind, Split
from qapipe.sources.compression.codecs import READ_ERRORS, Codec
from qapipe.sources.containers import zip_sizes
from qapipe.sources.detection import SourceFile, open_source
from qapipe.sources.parquet import row_group_sizes

PIECE_BYTES = 8 << 20
"""Approximate maximum size of a piece; the pieces of a file are about equally large."""

_RANGES = {
    (Kind.JSONL, Codec.PLAIN),
    (Kind.WARC, Codec.GZIP),
    (Kind.WARC, Codec.ZSTD),
}
"""Formats that can be read from any byte: lines, and records that are compressed separately."""


def split_large_files(splits: Iterable[Split]) -> Iterator[Split]:
    """The splits, with large files in pieces; the boundaries depend on the file alone."""
    for split in splits:
        if split.size <= PIECE_BYTES or not split.whole:
            yield split
        else:
            yield from _pieces(split)


def _pieces(split: Split) -> Iterator[Split]:
    bounds, lines = [0], False
    try:
        with open_source(split.path, split.source) as file:
            bounds = _bounds(split, file)
            lines = file.kind is Kind.JSONL and len(bounds) > 1
    except READ_ERRORS:
        pass  # reported when the file is read
    for number, start in enumerate(bounds):
        end = bounds[number + 1] if number + 1 < len(bounds) else None
        size = (split.size if end is None else end) - start if lines else split.size // len(bounds)
        yield replace(split, start=start, end=end, size=size, is_line_range=lines)


def _bounds(split: Split, file: SourceFile) -> list[int]:
    """Start of each piece, in the units of :class:`Split`."""
    if (file.kind, file.codec) in _RANGES:
        pieces = -(-split.size // PIECE_BYTES)
        return [split.size * number // pieces for number in range(pieces)]
    if file.kind is Kind.PARQUET:
        return _grouped(row_group_sizes(file))
    if file.kind is Kind.ZIP:
        return _grouped(zip_sizes(file))
    return [0]


def _grouped(sizes: Sequence[int]) -> list[int]:
    """Start of each group of consecutive items with about :data:`PIECE_BYTES` in total."""
    starts, filled = [0], 0
    for number, size in enumerate(sizes):
        if filled >= PIECE_BYTES:
            starts.append(number)
            filled = 0
        filled += size
    return starts
