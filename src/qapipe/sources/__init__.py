"""Anything that pages come from, as raw pages. A new form enters by one line in the table of readers here."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from qapipe.sources.base import NOT_MATCHED, Captured, Failure, Item, Kind, ReadOptions, Skipped, Split, matches
from qapipe.sources.compression.codecs import READ_ERRORS
from qapipe.sources.containers import read_tar, read_zip
from qapipe.sources.files import read_page, refuse
from qapipe.sources.jsonl import lines_in, read_lines
from qapipe.sources.parquet import read_rows
from qapipe.sources.splits import cut
from qapipe.sources.streams import Opened, message_of, opened, reason_of
from qapipe.sources.walk import STDIN, Input, Plan, plan, printable
from qapipe.sources.warc.reader import read_records

__all__ = [
    "NOT_MATCHED",
    "STDIN",
    "Captured",
    "Failure",
    "Input",
    "Item",
    "Kind",
    "Plan",
    "ReadOptions",
    "Skipped",
    "Split",
    "cut",
    "lines_in",
    "matches",
    "plan",
    "printable",
    "read",
]

READERS: dict[Kind, Callable[[Split, Opened, ReadOptions], Iterator[Item]]] = {
    Kind.PAGE: read_page,
    Kind.JSONL: read_lines,
    Kind.PARQUET: read_rows,
    Kind.WARC: read_records,
    Kind.ARC: read_records,
    Kind.FOREIGN: refuse,
}
"""Readers of one kind of file: the split, the file, the options."""


Watch = Callable[[BinaryIO, int], None]
"""Called with a file that is being read and the byte from which it is read on."""


def read(split: Split, options: ReadOptions, watch: Watch = lambda _file, _start: None) -> Iterator[Item]:
    """The pages of a split, in order. Never raises for what a file holds or is."""
    try:
        with opened(split.path, split.source if split.source != STDIN else "") as file:
            watch(file.raw, split.start if file.kind in (Kind.JSONL, Kind.WARC) else 0)
            read_member = partial(_read_one, options=options)
            match file.kind:
                case Kind.ZIP:
                    yield from read_zip(split, file, read_member)
                case Kind.TAR:
                    yield from read_tar(split, file, read_member)
                case _:
                    yield from read_member(split, file)
    except READ_ERRORS as error:
        yield Failure(reason_of(error), message_of(error), split.source)


def _read_one(split: Split, file: Opened, options: ReadOptions) -> Iterator[Item]:
    """The pages of a file that is no archive of files."""
    return READERS[file.kind](split, file, options)
