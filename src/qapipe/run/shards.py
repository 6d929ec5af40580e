"""WARC files of bounded size, put together from the records of finished tasks."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from qapipe.dataset.outcomes import MAX_FAILURES
from qapipe.disk import naming, sync
from qapipe.run.load_results import LoadResult, LoadSummary
from qapipe.sources.warc.writer import warcinfo

UNFINISHED = ".open"
"""Suffix of a shard that is not complete."""


def clear_unfinished(out: Path) -> None:
    """Remove the incomplete shards that a killed run left."""
    for path in out.glob(f"load-*.warc.gz{UNFINISHED}"):
        path.unlink(missing_ok=True)


class Shards:
    """Writes shards, which are renamed to their final names when they are complete."""

    def __init__(self, out: Path, prefix: str, shard_bytes: int) -> None:
        self._prefix = prefix
        self._limit = shard_bytes
        self._file: BinaryIO | None = None
        self._filled = 0
        self._seen: set[bytes] = set()
        self._summary = LoadSummary(out)

    def assemble(self, stored: Sequence[LoadResult]) -> LoadSummary:
        """Write all records in the order of the input, each page once."""
        summary = self._summary
        for task in stored:
            summary.skipped.update(task.skipped)
            room = max(MAX_FAILURES - len(summary.failures), 0)
            new = [one for one in task.failures[room:] if one["reason"] not in summary.reasons]  # as examples
            summary.failures += [*task.failures[:room], *new]
            summary.reasons.update(task.reasons)
            with Path(task.path).open("rb") as file:
                for key, length in zip(task.keys, task.lengths, strict=True):
                    record = file.read(length)
                    self._add(bytes.fromhex(key), record)
        self._end()
        return summary

    def discard(self) -> None:
        """Remove an incomplete shard."""
        if self._file is not None:
            with suppress(OSError):  # the disk is full, and that was reported
                self._file.close()
            Path(self._file.name).unlink(missing_ok=True)

    def _add(self, key: bytes, record: bytes) -> None:
        if key in self._seen:
            self._summary.duplicates += 1
            return
        self._seen.add(key)
        if self._file is not None and self._filled + len(record) > self._limit:
            self._end()
        if self._file is None:
            self._begin()
        self._write(record)
        self._summary.pages += 1

    def _begin(self) -> None:
        path = self._path()
        self._file = path.with_name(f"{path.name}{UNFINISHED}").open("wb")
        self._filled = 0
        self._write(warcinfo(path.name))

    def _write(self, record: bytes) -> None:
        if self._file is not None:
            with naming(self._path()):
                self._file.write(record)
            self._filled += len(record)
            self._summary.bytes += len(record)

    def _end(self) -> None:
        if self._file is None:
            return
        path = self._path()
        with naming(path):
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        self._file = None
        path.with_name(f"{path.name}{UNFINISHED}").replace(path)
        sync(path.parent)
        self._summary.shards.append(path)

    def _path(self) -> Path:
        return self._summary.out / f"{self._prefix}-{len(self._summary.shards):05d}.warc.gz"
