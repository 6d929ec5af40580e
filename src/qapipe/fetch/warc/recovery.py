"""Recovers WARC files that an interrupted run left open: truncates them to acknowledged records and seals them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from qapipe.disk import sync
from qapipe.errors import DatasetError
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.sources.compression.codecs import DAMAGE
from qapipe.sources.warc.format import WARC

PREFIX = "fetch"
"""Prefix of the names of fetched WARC files."""
OPEN = ".open"
"""Suffix of the name of a WARC file that is being written."""

_PIECE_BYTES = 1 << 20
_HEAD_BYTES = 1 << 16
_BEFORE_THE_PAGE = frozenset({"warcinfo", "metadata", "request"})


@dataclass(frozen=True, slots=True)
class Recovered:
    """The result of recovering one WARC file."""

    path: Path | None
    """The sealed file; None if it held no page and was removed."""
    cut: int
    """Bytes removed from the end: unacknowledged or incomplete records."""
    requeued: int
    """URLs queued requeued because the disk lost acknowledged records."""


def recover(folder: Path, frontier: Frontier) -> list[Recovered]:
    """Recover every open WARC file. Call this before writing, while holding the directory's lock.

    Acknowledged records are kept; the rest is cut off, because those URLs are fetched requeued. A file unknown to the
    frontier (for example, because the database was moved away) keeps all complete records. Can be interrupted and
    repeated at any point. Raises DatasetError when a write fails.
    """
    found = sorted(folder.glob(f"{PREFIX}-*.warc.gz{OPEN}"))
    try:
        return [_recover(path, frontier) for path in found]
    except OSError as error:
        raise write_error(error, folder) from error


def _recover(path: Path, frontier: Frontier) -> Recovered:
    warc = path.name.removesuffix(OPEN)
    size = path.stat().st_size
    end, requeued = frontier.acknowledged(warc), 0
    if end is None or end > size:
        known = end is not None
        end = _end_of_pages(path)
        if known:
            requeued = frontier.requeue_lost(warc, end)
            frontier.commit()
    return Recovered(seal(path, end), size - end, requeued)


def seal(path: Path, end: int) -> Path | None:
    """Truncate and rename an open WARC file durably, or remove it if nothing is left; returns the sealed file."""
    sealed: Path | None = None
    if end:
        with path.open("r+b") as file:
            file.truncate(end)
            os.fsync(file.fileno())
        sealed = path.replace(path.with_name(path.name.removesuffix(OPEN)))
    else:
        path.unlink()
    sync(path.parent)
    return sealed


def write_error(error: OSError, folder: Path) -> DatasetError:
    """The error for a directory that cannot be written to."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return DatasetError(
        f"{folder} cannot be written: {reason}; check its disk, then run the same command again to resume"
    )


def _end_of_pages(path: Path) -> int:
    """End of the last complete page record; 0 without any."""
    with path.open("rb") as file:
        return max((end for kind, end in _whole_records(file) if kind not in _BEFORE_THE_PAGE), default=0)


def _whole_records(file: BinaryIO) -> Iterator[tuple[str, int]]:
    """Type and end of each record, up to the first damaged or incomplete one."""
    data, at = b"", 0
    while True:
        decoder, head, complete = isal_zlib.decompressobj(31), b"", False
        while not complete:
            if not data:
                data = file.read(_PIECE_BYTES)
                at += len(data)
            if not data:
                return
            try:
                piece = decoder.decompress(data, _PIECE_BYTES)
            except DAMAGE:
                return
            head += piece[: _HEAD_BYTES - len(head)]
            complete = decoder.eof
            data = decoder.unused_data if complete else decoder.unconsumed_tail
        yield (WARC.fields(head).get("WARC-Type") or "").lower(), at - len(data)
