"""Big files in pieces, so that every core has work and a killed run repeats little."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qapipe.sources.base import Kind, Split
from qapipe.sources.compression.codecs import READ_ERRORS, Codec
from qapipe.sources.containers import zip_sizes
from qapipe.sources.parquet import row_group_sizes
from qapipe.sources.streams import Opened, opened

PIECE_BYTES = 8 << 20
"""The pieces of a big file have at most about so many bytes, and about as many each."""

_RANGES = {
    (Kind.JSONL, Codec.PLAIN),
    (Kind.WARC, Codec.GZIP),
    (Kind.WARC, Codec.ZSTD),
}
"""What can be read from any byte on: lines, and records that are compressed one by one."""


def cut(splits: Iterable[Split]) -> Iterator[Split]:
    """The splits, big files among them in pieces; where the cuts are depends on the file alone."""
    for split in splits:
        if split.size <= PIECE_BYTES or not split.whole:
            yield split
        else:
            yield from _pieces(split)


def _pieces(split: Split) -> Iterator[Split]:
    bounds, lines = [0], False
    try:
        with opened(split.path, split.source) as file:
            bounds = _bounds(split, file)
            lines = file.kind is Kind.JSONL and len(bounds) > 1
    except READ_ERRORS:
        pass  # whoever reads it will tell why
    for number, start in enumerate(bounds):
        end = bounds[number + 1] if number + 1 < len(bounds) else None
        size = (split.size if end is None else end) - start if lines else split.size // len(bounds)
        yield replace(split, start=start, end=end, size=size, counts_lines=lines)


def _bounds(split: Split, file: Opened) -> list[int]:
    """Where the pieces start."""
    if (file.kind, file.codec) in _RANGES:
        pieces = -(-split.size // PIECE_BYTES)
        return [split.size * number // pieces for number in range(pieces)]
    if file.kind is Kind.PARQUET:
        return _grouped(row_group_sizes(file))
    if file.kind is Kind.ZIP:
        return _grouped(zip_sizes(file))
    return [0]


def _grouped(sizes: Sequence[int]) -> list[int]:
    """Where groups of neighbours start that have about :data:`PIECE_BYTES` each."""
    starts, filled = [0], 0
    for number, size in enumerate(sizes):
        if filled >= PIECE_BYTES:
            starts.append(number)
            filled = 0
        filled += size
    return starts
