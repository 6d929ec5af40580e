"""Raw pages from a split. To add a format, add its reader to :data:`READERS`."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from qapipe.sources.base import NOT_SAMPLED, Failure, Item, Kind, ReadOptions, Skipped, Split, sample_key
from qapipe.sources.changes import changed
from qapipe.sources.compression.codecs import READ_ERRORS
from qapipe.sources.containers import read_tar, read_zip
from qapipe.sources.detection import SourceFile, error_message, failure_reason, open_source
from qapipe.sources.files import read_page, refuse
from qapipe.sources.jsonl import read_lines
from qapipe.sources.sampling import Sample
from qapipe.sources.walk import STDIN
from qapipe.sources.warc.reader import read_records


def _read_rows(split: Split, file: SourceFile, options: ReadOptions) -> Iterator[Item]:
    from qapipe.sources.parquet import read_rows  # noqa: PLC0415  most sources need nothing of Arrow's Parquet

    return read_rows(split, file, options)


READERS: dict[Kind, Callable[[Split, SourceFile, ReadOptions], Iterator[Item]]] = {
    Kind.PAGE: read_page,
    Kind.JSONL: read_lines,
    Kind.PARQUET: _read_rows,
    Kind.WARC: read_records,
    Kind.ARC: read_records,
    Kind.UNSUPPORTED: refuse,
}
"""The reader of each format that is not an archive of files."""


Watch = Callable[[BinaryIO, int], None]
"""Called with a file that is about to be read, and the byte at which reading starts."""


def read(split: Split, options: ReadOptions, watch: Watch = lambda _file, _start: None) -> Iterator[Item]:
    """The pages of a split, in order. Never raises because of a file's content or type.

    A whole file that changed since the run was planned ends with a :class:`Failure`; for ranges, whoever has read all
    of them has to ask :func:`changed`.
    """
    items = _read(split, options, watch)
    return items if options.sample is None else _sampled(items, options.sample)


def _sampled(items: Iterator[Item], sample: Sample) -> Iterator[Item]:
    for item in items:
        kept = isinstance(item, Skipped) or sample.has(sample_key(item, sample.seed))
        yield item if kept else NOT_SAMPLED


def _read(split: Split, options: ReadOptions, watch: Watch) -> Iterator[Item]:
    try:
        with open_source(split.path, split.source if split.source != STDIN else "") as file:
            watch(file.raw, split.start if file.kind in (Kind.JSONL, Kind.WARC) else 0)
            read_member = partial(_read_one, options=options)
            match file.kind:
                case Kind.ZIP:
                    yield from read_zip(split, file, read_member)
                case Kind.TAR:
                    yield from read_tar(split, file, read_member)
                case Kind.PAGE:
                    found = list(read_member(split, file))
                    yield from () if changed(split) else found  # half a page would look like a whole one
                case _:
                    yield from read_member(split, file)
    except READ_ERRORS as error:
        yield Failure(failure_reason(error), error_message(error), split.source)
    if split.whole and (failure := changed(split)):
        yield failure


def _read_one(split: Split, file: SourceFile, options: ReadOptions) -> Iterator[Item]:
    """The pages of a file that is not an archive of files."""
    return READERS[file.kind](split, file, options)
