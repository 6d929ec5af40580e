"""What nothing can be faster than: reading and decompressing a dump, and a bare parse of what is in it."""

from pathlib import Path

import orjson
import pyarrow.parquet as pq
from backports import zstd
from fastwarc.warc import ArchiveIterator
from fastwarc.warc import WarcRecordType as Type
from selectolax.lexbor import LexborHTMLParser


def iterate(path: Path) -> None:
    """FastWARC's bare iteration: every record's header, no body taken."""
    for _ in ArchiveIterator(str(path)):
        pass


def read_bodies(path: Path) -> None:
    """FastWARC, bodies of pages taken."""
    for record in ArchiveIterator(str(path), record_types=Type.response | Type.conversion):
        record.reader.read()


def read_and_parse(path: Path) -> None:
    """FastWARC, and a bare parse of every body by Lexbor."""
    for record in ArchiveIterator(str(path), record_types=Type.response):
        LexborHTMLParser(record.reader.read())


def decode_lines(path: Path) -> None:
    """Decompress, and orjson on every line."""
    with zstd.open(path) as lines:
        for line in lines:
            orjson.loads(line)


def only_loads(path: Path) -> "OnlyLoads":
    """The lines of a dump in memory, for ``orjson.loads`` alone: the unit that text is measured in."""
    with zstd.open(path) as lines:
        return OnlyLoads(list(lines))


class OnlyLoads:
    """``orjson.loads`` of every line."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines

    def __call__(self) -> None:
        """Once for every line."""
        for line in self._lines:
            orjson.loads(line)


def read_columns(path: Path) -> None:
    """The columns of a Parquet file as Python strings, in batches."""
    for batch in pq.ParquetFile(path).iter_batches(1_000):
        batch.to_pylist()
