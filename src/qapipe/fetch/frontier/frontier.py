"""The crawl frontier: every URL and its state, in SQLite beside the WARC files."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Self

from qapipe.errors import UsageError
from qapipe.fetch.frontier import sql
from qapipe.fetch.frontier.database import Database
from qapipe.fetch.frontier.rows import Entry, Kind, Original, Row, State, Stored
from qapipe.fetch.web.exchange import Exchange
from qapipe.page.text import one_line

NAME = ".fetch.sqlite"
"""Name of the database file, in the directory of the WARC files."""

_BATCH = 1000
_MAX_VALIDATOR = 1000  # characters of an ETag or Last-Modified worth sending back
_MAX_DETAIL = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Frontier:
    """The URLs of a crawl, for one thread.

    Changes are visible at once and durable after :meth:`commit`. Commit through :meth:`.WarcWriter.commit`, which
    syncs the records first: after a crash, URLs whose state was not committed are fetched again. Memory use does not
    depend on the number of URLs. Raises the errors of :class:`~qapipe.fetch.frontier.database.Database`.
    """

    def __init__(self, folder: Path, *, readonly: bool = False) -> None:
        path = folder / NAME
        if readonly and not path.exists():
            raise UsageError(f"nothing has been fetched into {folder} yet: {path} does not exist")
        self._database = Database(path, readonly=readonly)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def commit(self) -> None:
        """Write all changes since the last commit to disk, atomically."""
        self._database.commit()

    def close(self) -> None:
        """Close the file. Uncommitted changes are lost."""
        self._database.close()

    # ---------------------------------------------------------------- queueing

    def add(self, entries: Iterable[Entry], *, depth: int = 0, parent: int | None = None) -> int:
        """Queue URLs; returns how many are new. Per host they are fetched by depth, then in the order added."""
        new = 0
        left = iter(entries)
        while some := list(islice(left, _BATCH)):
            hosts = {entry.host: None for entry in some}
            self._database.change_many("INSERT OR IGNORE INTO hosts (host) VALUES (?)", [(host,) for host in hosts])
            new += self._database.change_many(
                sql.ADD,
                [(e.url, e.kind, e.name, e.host, depth, parent, e.context, _seconds(e.lastmod)) for e in some],
            )
        return new

    def next(self, host: str, busy: Collection[int] = ()) -> Row | None:
        """The next URL of a host, or None. ``busy`` are the ids of rows in flight."""
        rows = self._database.select(sql.NEXT, (host, len(busy) + 1))
        return next((_row(row) for row in rows if row[0] not in busy), None)

    def hosts(self) -> Iterator[str]:
        """The hosts with URLs that can be fetched now."""
        last = 0
        while rows := self._database.select(sql.READY_HOSTS, (last, _BATCH)):
            yield from (host for _, host in rows)
            last = rows[-1][0]

    def release_due(self, now: float) -> set[str]:
        """Make URLs whose retry is due available to :meth:`next`; returns their hosts."""
        if (soonest := self.next_retry_at()) is None or soonest > now:
            return set()
        return {host for (host,) in self._database.change_returning(sql.WAKE, (now,))}

    def next_retry_at(self) -> float | None:
        """When the next retry is due, in Unix seconds; None without pending retries."""
        query = "SELECT min(next_at) FROM urls WHERE state = 'queued' AND next_at > 0"
        found = self._database.select(query)[0][0]
        return None if found is None else float(found)

    # ---------------------------------------------------------------- outcomes

    def done(self, row: int, stored: Stored | None, exchange: Exchange | None = None, *, status: int = 200) -> None:
        """Mark a URL as fetched. For a capture from a web archive, ``status`` replaces ``exchange``."""
        self._mark(row, State.DONE, stored, exchange, status, None)
        if stored is not None and stored.payload is not None and stored.digest and not stored.revisit:
            record = _packed(stored.record_id)
            values = (stored.payload, row, _micros(stored.date), record, stored.digest, stored.warc, stored.offset)
            self._database.change(sql.PAYLOAD, values)

    def redirected(self, row: int, stored: Stored | None, exchange: Exchange, target: str) -> None:
        """Mark a URL as redirected to ``target``, which the caller queues."""
        self._mark(row, State.REDIRECTED, stored, exchange, exchange.status, target)

    def not_modified(self, row: int, stored: Stored | None, exchange: Exchange) -> None:
        """Mark a URL as unchanged (304). Its location in the WARC files stays that of the earlier record."""
        self.acknowledge(stored)
        etag, modified = _header(exchange, "ETag"), _header(exchange, "Last-Modified")
        when = exchange.requested_at.timestamp()
        self._database.change(sql.AS_BEFORE, (exchange.status, when, etag, modified, row))

    def retry_later(self, row: int, at: float, reason: str, detail: str, *, status: int | None = None) -> None:
        """Queue a retry at ``at`` (Unix seconds) after a failed attempt."""
        self._database.change(sql.NOT_GOT, (State.QUEUED, max(at, 1.0), 1, reason, _short(detail), status, row))

    def failed(self, row: int, reason: str, detail: str, *, status: int | None = None) -> None:
        """Mark a URL as permanently failed. ``reason`` is a :class:`.Fault`."""
        self._database.change(sql.NOT_GOT, (State.FAILED, 0, 1, reason, _short(detail), status, row))

    def excluded(self, row: int, reason: str, detail: str = "") -> None:
        """Mark a URL as excluded: not matched, disallowed or noarchive."""
        self._database.change(sql.NOT_GOT, (State.EXCLUDED, 0, 0, reason, _short(detail), None, row))

    def _mark(
        self, row: int, state: State, stored: Stored | None, exchange: Exchange | None, status: int, target: str | None
    ) -> None:
        self.acknowledge(stored)
        etag = modified = None
        when = datetime.now(UTC)
        if exchange is not None:
            etag, modified = _header(exchange, "ETag"), _header(exchange, "Last-Modified")
            status, when = exchange.status, exchange.requested_at
        place: tuple[object, ...] = (None, None, None, None, None)
        if stored is not None:
            record = _packed(stored.record_id)
            place = (stored.payload, stored.warc, stored.offset, stored.length, record)
        self._database.change(sql.ANSWERED, (state, status, when.timestamp(), etag, modified, target, *place, row))

    # ---------------------------------------------------------------- lookups and refetching

    def find(self, url: str, kind: Kind = Kind.PAGE, name: str = "") -> Row | None:
        """The row of a URL, or None."""
        rows = self._database.select(f"{sql.ROW} WHERE u.url = ? AND u.kind = ? AND u.name = ?", (url, kind, name))
        return _row(rows[0]) if rows else None

    def counts(self, kind: Kind | None = None) -> dict[State, int]:
        """Number of URLs per state, including states without any."""
        query = "SELECT state, sum(n) FROM tallies WHERE ? IS NULL OR kind = ? GROUP BY state"
        found = dict(self._database.select(query, (kind, kind)))
        return {state: int(found.get(state, 0)) for state in State}

    def queued_by_host(self) -> Mapping[str, int]:
        """Number of queued URLs per host."""
        query = """SELECT h.host, count(*) FROM urls u INDEXED BY queued JOIN hosts h ON h.id = u.host
        WHERE u.state = 'queued' GROUP BY u.host"""
        return dict(self._database.select(query))

    def failures(self, kind: Kind | None = None) -> Iterator[Row]:
        """All permanent failures, or those of one kind, in the order added."""
        of_kind = f"AND u.kind = '{kind.value}'" if kind else ""
        yield from self._pages(f"{sql.ROW} WHERE u.state = 'failed' {of_kind} AND u.id > ? ORDER BY u.id LIMIT ?")

    def all(self) -> Iterator[Row]:
        """Every row, in the order added."""
        yield from self._pages(f"{sql.ROW} WHERE u.id > ? ORDER BY u.id LIMIT ?")

    def _pages(self, query: str) -> Iterator[Row]:
        last = 0
        while rows := self._database.select(query, (last, _BATCH)):
            yield from map(_row, rows)
            last = rows[-1][0]

    def retry_failed(self) -> int:
        """Queue all failed URLs again; returns how many."""
        return self._database.change(sql.RETRY_FAILED)

    def refresh(self, before: float) -> int:
        """Queue pages and sitemaps last fetched before ``before`` (Unix seconds) again; returns how many.

        Failed sitemaps are queued whatever their age, since pages may hide behind them. Pages keep ETag and
        Last-Modified. Captures in web archives never change and are left out.
        """
        return self._database.change(sql.REFRESH, (before,))

    def refresh_sitemaps(self) -> int:
        """Queue all sitemaps again; returns how many."""
        return self._database.change(sql.REFRESH_SITEMAPS)

    def set_meta(self, name: str, value: str) -> None:
        """Store a named value, such as the crawl's options or the position of a listing."""
        self._database.change("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def get_meta(self, name: str) -> str | None:
        """A stored value, or None."""
        found = self._database.select("SELECT value FROM meta WHERE name = ?", (name,))
        return str(found[0][0]) if found else None

    # ---------------------------------------------------------------- records

    def original(self, payload: bytes) -> Original | None:
        """The first record with this payload."""
        return _original(self._database.select(sql.ORIGINAL, (payload,)))

    def original_of(self, url: str) -> Original | None:
        """The record with the payload that the URL had when it was last fetched."""
        return _original(self._database.select(sql.ORIGINAL_OF, (url,)))

    def begin_shard(self, warc: str) -> None:
        """Register a WARC file durably before it is created: its records count only once they are acknowledged."""
        self._database.change("INSERT OR IGNORE INTO shards (warc, acknowledged) VALUES (?, 0)", (warc,))
        self.commit()

    def acknowledge(self, stored: Stored | None) -> None:
        """Extend the valid part of the WARC file to the end of this record set. The outcome methods call this."""
        if stored is not None:
            self._database.change(
                "UPDATE shards SET acknowledged = max(acknowledged, ?) WHERE warc = ?", (stored.ends, stored.warc)
            )

    def acknowledged(self, warc: str) -> int | None:
        """End of the last acknowledged record set in a WARC file; 0 without any; None for an unknown file."""
        found = self._database.select("SELECT acknowledged FROM shards WHERE warc = ?", (warc,))
        return int(found[0][0]) if found else None

    def requeue_lost(self, warc: str, end: int) -> int:
        """Queue the URLs whose records lay beyond ``end`` of a damaged file again; returns how many."""
        again = self._database.change(sql.LOST, (warc, end, warc, end))
        self._database.change(sql.LOSE_PAYLOADS, (warc, end))
        self._database.change("UPDATE shards SET acknowledged = min(acknowledged, ?) WHERE warc = ?", (end, warc))
        return again


def _row(found: Sequence[Any]) -> Row:
    values: list[Any] = [*found[:-1], _unpacked(found[-1])]
    values[3], values[6] = Kind(values[3]), State(values[6])
    return Row(*values)


def _original(found: list[Any]) -> Original | None:
    if not found:
        return None
    url, micros, record, digest = found[0]
    return Original(url, _EPOCH + micros * _MICROSECOND, _unpacked(record) or "", digest)


def _packed(record_id: str) -> bytes | str:
    """A record id in 16 bytes, if it is a UUID URN."""
    try:
        packed = uuid.UUID(record_id.removeprefix("urn:uuid:"))
    except ValueError:
        return record_id
    return packed.bytes if packed.urn == record_id else record_id


def _unpacked(record: bytes | str | None) -> str | None:
    return uuid.UUID(bytes=record).urn if isinstance(record, bytes) else record


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _header(exchange: Exchange, name: str) -> str | None:
    value = exchange.header(name)
    return value if value and len(value) <= _MAX_VALIDATOR else None


def _short(detail: str) -> str:
    return one_line(detail.encode("utf-8", "replace").decode())[:_MAX_DETAIL]
