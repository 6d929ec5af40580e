"""Writes fetched pages as WARC 1.1 (ISO 28500:2017) so that a crash at any time loses no acknowledged page.

The records of one exchange form a record set: metadata, request, then the response or revisit, consecutively in one
file. The acknowledged sets are therefore a prefix of the file, whose length the frontier stores. The order is always:
write a set, mark it in the frontier, continue; then sync the file, then commit the frontier. Anything beyond the
committed prefix is fetched again, and :func:`qapipe.fetch.warc.recovery.recover` cuts it off.
"""

import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Self

from fastwarc.warc import WarcRecordType

from qapipe.disk import sync
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Stored
from qapipe.fetch.warc import records
from qapipe.fetch.warc.records import CrawlContext, RecordSet
from qapipe.fetch.warc.recovery import OPEN, PREFIX, seal, write_error
from qapipe.fetch.web.exchange import Exchange
from qapipe.sources.warc.writer import ABOUT, compressed_record

SHARD_BYTES = 1_000_000_000
"""Maximum size of a WARC file; a record set that would exceed it starts a new file."""


@dataclass(frozen=True, slots=True)
class CrawlInfo:
    """Fields of the warcinfo record at the start of each WARC file."""

    user_agent: str
    ignores_robots: bool = False
    operator: str | None = None
    """Name and contact of the operator."""

    def block(self) -> bytes:
        """The record's block, as ``application/warc-fields``."""
        fields = {
            "robots": "ignore" if self.ignores_robots else "classic",
            "http-header-user-agent": self.user_agent,
            "operator": self.operator or "",
        }
        return (ABOUT + records.lines(fields)).encode()


class WarcWriter:
    """Writes WARC files into a directory, for one thread. Recover the directory first.

    After each write, pass the result to the frontier (``done``, ``redirected`` ...) before the next ``await`` or
    write. Raises DatasetError when a write fails.
    """

    def __init__(self, folder: Path, frontier: Frontier, info: CrawlInfo, *, shard_bytes: int = SHARD_BYTES) -> None:
        self._folder = folder
        self._frontier = frontier
        self._info = info
        self._limit = shard_bytes
        self._serials = count()
        self._started = datetime.now(UTC)
        self._shard: _Shard | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Commit and seal. After an error do neither, since a record may not be marked yet; the next run recovers."""
        if kind is None:
            self.close()
        elif self._shard is not None:
            self._shard.close()
            self._shard = None

    def write(self, exchange: Exchange, notes: CrawlContext | None = None) -> Stored:
        """Store an exchange as received, or as a revisit if its payload is already stored.

        A revisit is written for a 304, and for a 200 with the body of an earlier record.
        """
        key = None
        if exchange.status == 304:
            original = self._frontier.original_of(exchange.url)
        else:
            key = records.payload_key(exchange)
            original = self._frontier.original(key) if key else None
        return self._store(records.of_exchange(exchange, notes, original, key))

    def write_record(self, record: bytes, origin: str, *, member: bytes | None = None) -> Stored:
        """Store a web archive's record unchanged, byte for byte, as its gzip ``member`` if given.

        Its source (``origin``) is written to a separate metadata record that refers to it. Raises ValueError for an
        incomplete WARC record.
        """
        return self._store(records.of_record(record, origin, member))

    def sync(self) -> None:
        """Write all records to disk (fsync)."""
        if self._shard is not None:
            self._shard.sync()

    def commit(self) -> None:
        """Write all records, then the frontier, to disk. The pages are safe from here on."""
        self.sync()
        self._frontier.commit()

    def close(self) -> None:
        """Commit, and seal the file."""
        self.commit()
        if self._shard is not None:
            shard, self._shard = self._shard, None
            shard.seal(self._frontier.acknowledged(shard.warc) or 0)

    def _store(self, made: RecordSet) -> Stored:
        size = len(made.before) + len(made.record)
        if self._shard is not None:
            self._check_marked(self._shard)
            if self._shard.size + size > self._limit and self._shard.size > self._shard.empty:
                self.close()
        shard = self._shard = self._shard or self._begin()
        offset = shard.size + len(made.before)
        shard.append(made.before + made.record)
        return Stored(
            shard.warc, offset, len(made.record), made.record_id, made.date, made.digest, made.payload, made.revisit
        )

    def _check_marked(self, shard: "_Shard") -> None:
        """Refuse to write behind an unmarked record set, which could not be cut off after a crash."""
        if (self._frontier.acknowledged(shard.warc) or shard.empty) != shard.size:
            raise RuntimeError("mark the last record set in the frontier before writing the next one")

    def _begin(self) -> "_Shard":
        names = (f"{PREFIX}-{self._started:%Y%m%d%H%M%S}-{serial:05d}.warc.gz" for serial in self._serials)
        warc = next(name for name in names if not self._exists(name))
        # Registered before it is created, so that recovery never takes it for a foreign file.
        self._frontier.begin_shard(warc)
        return _Shard(self._folder, warc, self._info)

    def _exists(self, warc: str) -> bool:
        path = self._folder / warc
        there = path.exists() or path.with_name(warc + OPEN).exists()
        return there or bool(self._frontier.acknowledged(warc))


class _Shard:
    """A WARC file that is being written."""

    def __init__(self, folder: Path, warc: str, info: CrawlInfo) -> None:
        self.warc = warc
        self.size = 0
        self._path = folder / (warc + OPEN)
        self._synced = 0
        self._sync_error: OSError | None = None
        fields = {"Content-Type": "application/warc-fields", "WARC-Filename": warc}
        warcinfo = compressed_record(WarcRecordType.warcinfo, uuid.uuid4().urn, datetime.now(UTC), fields, info.block())
        try:
            self._file = self._path.open("xb", buffering=0)
            sync(folder)
        except OSError as error:
            raise write_error(error, folder) from error
        try:
            self.append(warcinfo)
        except BaseException:
            self._file.close()
            raise
        self.empty = self.size
        """Size of the file before the first page."""

    def append(self, data: bytes) -> None:
        """Write at the end. A failed write is overwritten by the next one, or cut off when sealing."""
        left, at = memoryview(data), self.size
        try:
            while left:
                written = os.pwrite(self._file.fileno(), left, at)
                left, at = left[written:], at + written
        except OSError as error:
            raise write_error(error, self._path.parent) from error
        self.size = at

    def sync(self) -> None:
        """Write appended bytes to disk. After one failure, every later call fails.

        Linux drops pages it could not write: a second fsync would succeed although the bytes are missing.
        """
        if self._synced == self.size:
            return
        try:
            if self._sync_error is None:
                os.fsync(self._file.fileno())
        except OSError as error:
            self._sync_error = error
        if self._sync_error is not None:
            raise write_error(self._sync_error, self._path.parent) from self._sync_error
        self._synced = self.size

    def close(self) -> None:
        """Close the file without sealing it."""
        self._file.close()

    def seal(self, end: int) -> None:
        """Close the file, truncate it to ``end`` and rename it."""
        self.close()
        try:
            seal(self._path, end)
        except OSError as error:
            raise write_error(error, self._path.parent) from error
