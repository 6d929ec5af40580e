"""Fetched pages as WARC 1.1 (ISO 28500:2017): written so that a crash at any instant costs what no mark tells of.

The records of one exchange are a set: metadata, request, and last the response (or a revisit), one behind the other
in one shard. So the sets that the frontier has marks of are a beginning of the file, and one number a shard says how
long that is. The order is always: write a set, mark it, go on; then have the bytes on disk, then the marks. Whatever
is behind the last mark on disk will be asked for again, and :func:`qapipe.fetch.warc.recovery.recover` cuts it off.
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
from qapipe.fetch.warc import record_sets
from qapipe.fetch.warc.record_sets import Notes, RecordSet
from qapipe.fetch.warc.recovery import OPEN, PREFIX, settle, told
from qapipe.fetch.web.exchange import Exchange
from qapipe.sources.warc.writer import ABOUT, compressed_record

SHARD_BYTES = 1_000_000_000
"""A shard ends before the set that would make it larger."""


@dataclass(frozen=True, slots=True)
class About:
    """What the first record of each shard says of the crawl."""

    user_agent: str
    ignores_robots: bool = False
    operator: str | None = None
    """Who fetches, and how to reach them."""

    def block(self) -> bytes:
        """Lines of ``application/warc-fields``."""
        fields = {
            "robots": "ignore" if self.ignores_robots else "classic",
            "http-header-user-agent": self.user_agent,
            "operator": self.operator or "",
        }
        return (ABOUT + record_sets.lines(fields)).encode()


class WarcWriter:
    """Writes shards into a folder. For one thread, as the frontier is; recover the folder first.

    After each write tell the frontier (``done``, ``failed``, ... with what was returned) before anything else is
    awaited or written. Raises DatasetError when the disk does not take what is written.
    """

    def __init__(self, folder: Path, frontier: Frontier, about: About, *, shard_bytes: int = SHARD_BYTES) -> None:
        self._folder = folder
        self._frontier = frontier
        self._about = about
        self._limit = shard_bytes
        self._serials = count()
        self._started = datetime.now(UTC)
        self._shard: _Shard | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Commit and seal; after an error neither: half of what belongs together may be marked. The next run seals."""
        if kind is None:
            self.close()
        elif self._shard is not None:
            self._shard.close()
            self._shard = None

    def write(self, exchange: Exchange, notes: Notes | None = None) -> Stored:
        """Store an exchange: the answer as it came, or a revisit where it is the same as one that is stored.

        The same is a 304, and a page (200) with the body of an earlier one.
        """
        key = None
        if exchange.status == 304:
            original = self._frontier.original_of(exchange.url)
        else:
            key = record_sets.payload_key(exchange)
            original = self._frontier.original(key) if key else None
        return self._store(record_sets.of_exchange(exchange, notes, original, key))

    def write_record(self, record: bytes, origin: str, *, member: bytes | None = None) -> Stored:
        """Store a record of a web archive as it is: not a byte of it is changed, nor of its gzip ``member`` if given.

        So where it came from (``origin``) cannot stand in the record: it stands in a metadata record that refers to
        it. Raises ValueError for bytes that are no whole WARC record.
        """
        return self._store(record_sets.of_record(record, origin, member))

    def sync(self) -> None:
        """Have on disk what was written."""
        if self._shard is not None:
            self._shard.sync()

    def commit(self) -> None:
        """Have on disk what was written, and then the marks of it: the pages are fetched now, whatever comes."""
        self.sync()
        self._frontier.commit()

    def close(self) -> None:
        """Commit, and seal the shard."""
        self.commit()
        if self._shard is not None:
            shard, self._shard = self._shard, None
            shard.seal(self._frontier.acknowledged(shard.warc) or 0)

    def _store(self, made: RecordSet) -> Stored:
        size = len(made.before) + len(made.record)
        if self._shard is not None:
            self._check_told(self._shard)
            if self._shard.size + size > self._limit and self._shard.size > self._shard.empty:
                self.close()
        shard = self._shard = self._shard or self._begin()
        offset = shard.size + len(made.before)
        shard.append(made.before + made.record)
        return Stored(
            shard.warc, offset, len(made.record), made.record_id, made.date, made.digest, made.payload, made.revisit
        )

    def _check_told(self, shard: "_Shard") -> None:
        """A set that is not marked may not get one that is behind it: it could not be cut off, and be stored twice."""
        if (self._frontier.acknowledged(shard.warc) or shard.empty) != shard.size:
            raise RuntimeError("tell the frontier of what was written before you write again")

    def _begin(self) -> "_Shard":
        names = (f"{PREFIX}-{self._started:%Y%m%d%H%M%S}-{serial:05d}.warc.gz" for serial in self._serials)
        warc = next(name for name in names if not self._is_taken(name))
        # First the frontier, so that no shard of ours is taken for a stranger's.
        self._frontier.begin_shard(warc)
        return _Shard(self._folder, warc, self._about)

    def _is_taken(self, warc: str) -> bool:
        path = self._folder / warc
        there = path.exists() or path.with_name(warc + OPEN).exists()
        return there or bool(self._frontier.acknowledged(warc))


class _Shard:
    """A shard that is being written."""

    def __init__(self, folder: Path, warc: str, about: About) -> None:
        self.warc = warc
        self.size = 0
        self._path = folder / (warc + OPEN)
        self._synced = 0
        self._refused: OSError | None = None
        fields = {"Content-Type": "application/warc-fields", "WARC-Filename": warc}
        info = compressed_record(WarcRecordType.warcinfo, uuid.uuid4().urn, datetime.now(UTC), fields, about.block())
        try:
            self._file = self._path.open("xb", buffering=0)
            sync(folder)
        except OSError as error:
            raise told(error, folder) from error
        try:
            self.append(info)
        except BaseException:
            self._file.close()
            raise
        self.empty = self.size
        """Bytes of it as long as it has no page."""

    def append(self, data: bytes) -> None:
        """Write at the end; what an error leaves of that is written over by the next, or cut off in the end."""
        left, at = memoryview(data), self.size
        try:
            while left:
                written = os.pwrite(self._file.fileno(), left, at)
                left, at = left[written:], at + written
        except OSError as error:
            raise told(error, self._path.parent) from error
        self.size = at

    def sync(self) -> None:
        """Have on disk what was appended. Once that failed it fails for ever.

        Linux forgets what it could not write: another fsync would succeed, and the bytes would not be there.
        """
        if self._synced == self.size:
            return
        try:
            if self._refused is None:
                os.fsync(self._file.fileno())
        except OSError as error:
            self._refused = error
        if self._refused is not None:
            raise told(self._refused, self._path.parent) from self._refused
        self._synced = self.size

    def close(self) -> None:
        """Close the file as it is."""
        self._file.close()

    def seal(self, end: int) -> None:
        """Cut it, and give it its name."""
        self.close()
        try:
            settle(self._path, end)
        except OSError as error:
            raise told(error, self._path.parent) from error
