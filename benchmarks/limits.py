"""What nothing can be faster than: reading and decompressing a dump, and a bare parse of what is in it."""

import sys
from functools import cache
from pathlib import Path

import orjson
import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator
from fastwarc.warc import WarcRecordType as Type
from selectolax.lexbor import LexborHTMLParser

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def iterate(path: Path) -> None:
    """FastWARC, iteration only: every record's header, no body taken."""
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


def only_loads(path: Path) -> None:
    """``orjson.loads`` of every line, which is in memory from the first run on."""
    for line in _lines(path):
        orjson.loads(line)


@cache
def _lines(path: Path) -> list[bytes]:
    with zstd.open(path) as lines:
        return list(lines)


def read_columns(path: Path) -> None:
    """The columns of a Parquet file as Python strings, in batches."""
    for batch in pq.ParquetFile(path).iter_batches(1_000):
        batch.to_pylist()
