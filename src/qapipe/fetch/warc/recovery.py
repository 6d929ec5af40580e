"""Shards that a run left unfinished: cut to what the frontier knows of, and sealed."""

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
"""What the names of all shards of fetch begin with."""
OPEN = ".open"
"""What the name of a shard ends with that is not complete."""

_PIECE_BYTES = 1 << 20
_HEAD_BYTES = 1 << 16
_BEFORE_THE_PAGE = frozenset({"warcinfo", "metadata", "request"})


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of a shard that a run left unfinished."""

    path: Path | None
    """Where it is now; None: it held no page and is gone."""
    cut: int
    """Bytes of records that no mark told of, and of the one that broke off."""
    again: int
    """URLs whose records the file had lost, so that they are asked again: only a disk that lies does that."""


def recover(folder: Path, frontier: Frontier) -> list[Recovered]:
    """What became of each shard that is not complete. Call it before writing, under the folder's lock.

    Of each, what the frontier has marks of is kept, and what is behind that cut off: it will be asked for again, and
    would be stored twice. A shard that the frontier does not know (somebody moved the frontier away) is kept as far
    as its records are whole. It can be killed and called again. Raises DatasetError when the disk refuses.
    """
    found = sorted(folder.glob(f"{PREFIX}-*.warc.gz{OPEN}"))
    try:
        return [_recover(path, frontier) for path in found]
    except OSError as error:
        raise told(error, folder) from error


def _recover(path: Path, frontier: Frontier) -> Recovered:
    warc = path.name.removesuffix(OPEN)
    size = path.stat().st_size
    end, again = frontier.acknowledged(warc), 0
    if end is None or end > size:
        known = end is not None
        end = _end_of_pages(path)
        if known:
            again = frontier.lost(warc, end)
            frontier.commit()
    return Recovered(settle(path, end), size - end, again)


def settle(path: Path, end: int) -> Path | None:
    """Cut a shard and give it its name, or remove it where nothing is left; all of that is on disk then."""
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


def told(error: OSError, folder: Path) -> DatasetError:
    """The error for a folder that cannot be written to."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return DatasetError(
        f"{folder} cannot be written: {reason}; see to its disk, and the same command goes on where this one stopped"
    )


def _end_of_pages(path: Path) -> int:
    """Where the last whole record of a page ends; 0: there is none."""
    with path.open("rb") as file:
        return max((end for kind, end in _whole_records(file) if kind not in _BEFORE_THE_PAGE), default=0)


def _whole_records(file: BinaryIO) -> Iterator[tuple[str, int]]:
    """Type and end of each record, up to the first that is damaged or breaks off."""
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
