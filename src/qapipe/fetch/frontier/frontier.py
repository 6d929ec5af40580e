"""Every URL of a crawl and what became of it, in SQLite beside the WARC files."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Self

from qapipe.errors import UsageError
from qapipe.fetch.frontier import statements
from qapipe.fetch.frontier.database import Database
from qapipe.fetch.frontier.rows import Entry, Kind, Original, Row, State, Stored
from qapipe.fetch.web.exchange import Exchange
from qapipe.page.text import one_line

NAME = ".fetch.sqlite"
"""Of the file, in the folder of the WARC files."""

_AT_ONCE = 1000
_MAX_VALIDATOR = 1000  # characters of an ETag; a longer one is not worth sending back
_MAX_DETAIL = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Frontier:
    """The URLs of a crawl. For one thread; close it in the end.

    What is added and marked is seen here at once, and is on disk after :meth:`commit`: call that through
    :meth:`.WarcWriter.commit`, which has the records on disk first. A URL is asked again after a
    crash unless its mark was committed. Memory does not grow with the number of URLs. Raises what
    :class:`~qapipe.fetch.frontier.database.Database` raises.
    """

    def __init__(self, folder: Path, *, readonly: bool = False) -> None:
        path = folder / NAME
        if readonly and not path.exists():
            raise UsageError(f"nothing was fetched into {folder} yet; there is no {path}")
        self._database = Database(path, readonly=readonly)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def commit(self) -> None:
        """Have on disk what was added and marked, all of it or, after a crash, nothing since the last commit."""
        self._database.commit()

    def close(self) -> None:
        """Close the file. What was not committed is forgotten."""
        self._database.close()

    # ---------------------------------------------------------------- what is to be asked

    def add(self, entries: Iterable[Entry], *, depth: int = 0, parent: int | None = None) -> int:
        """How many of the URLs are new. They come in their order, for each host; those of less depth first."""
        new = 0
        left = iter(entries)
        while some := list(islice(left, _AT_ONCE)):
            hosts = {entry.host: None for entry in some}
            self._database.change_many("INSERT OR IGNORE INTO hosts (host) VALUES (?)", [(host,) for host in hosts])
            new += self._database.change_many(
                statements.ADD,
                [(e.url, e.kind, e.name, e.host, depth, parent, e.place, _seconds(e.lastmod)) for e in some],
            )
        return new

    def next(self, host: str, busy: Collection[int] = ()) -> Row | None:
        """The URL of a host that is to be asked next; None while there is none. ``busy`` are the ids in flight."""
        rows = self._database.ask(statements.NEXT, (host, len(busy) + 1))
        return next((_row(row) for row in rows if row[0] not in busy), None)

    def hosts(self) -> Iterator[str]:
        """The hosts of which something can be asked now."""
        last = 0
        while rows := self._database.ask(statements.READY_HOSTS, (last, _AT_ONCE)):
            yield from (host for _, host in rows)
            last = rows[-1][0]

    def wake(self, now: float) -> set[str]:
        """Put URLs whose time has come where :meth:`next` finds them; the hosts that they are of."""
        if (soonest := self.waiting_until()) is None or soonest > now:
            return set()
        return {host for (host,) in self._database.changed(statements.WAKE, (now,))}

    def waiting_until(self) -> float | None:
        """When :meth:`wake` will find something, in Unix seconds; None: nothing waits for its time."""
        query = "SELECT min(next_at) FROM urls WHERE state = 'queued' AND next_at > 0"
        found = self._database.ask(query)[0][0]
        return None if found is None else float(found)

    # ---------------------------------------------------------------- what became of it

    def done(self, row: int, stored: Stored | None, exchange: Exchange | None = None, *, status: int = 200) -> None:
        """It is fetched. Without ``exchange`` (a capture out of an archive) ``status`` is that of the record."""
        self._answered(row, State.DONE, stored, exchange, status, None)
        if stored is not None and stored.payload is not None and stored.digest and not stored.revisit:
            record = _packed(stored.record_id)
            values = (stored.payload, row, _micros(stored.date), record, stored.digest, stored.warc, stored.offset)
            self._database.change(statements.PAYLOAD, values)

    def redirected(self, row: int, stored: Stored | None, exchange: Exchange, target: str) -> None:
        """It leads to ``target``, which the caller adds."""
        self._answered(row, State.REDIRECTED, stored, exchange, exchange.status, target)

    def not_modified(self, row: int, stored: Stored | None, exchange: Exchange) -> None:
        """The server says that it is as before. Where its record lies stays what it was: there is the page."""
        self.acknowledge(stored)
        etag, modified = _header(exchange, "ETag"), _header(exchange, "Last-Modified")
        when = exchange.requested_at.timestamp()
        self._database.change(statements.AS_BEFORE, (exchange.status, when, etag, modified, row))

    def later(
        self, row: int, at: float, reason: str, detail: str, *, status: int | None = None, stored: Stored | None = None
    ) -> None:
        """It gave nothing this time; there is to be another at ``at`` (Unix seconds)."""
        self.acknowledge(stored)
        self._database.change(statements.NOT_GOT, (State.QUEUED, max(at, 1.0), 1, reason, _short(detail), status, row))

    def failed(
        self, row: int, reason: str, detail: str, *, status: int | None = None, stored: Stored | None = None
    ) -> None:
        """It is not to be had. ``reason`` is a word of a closed list: a Fault."""
        self.acknowledge(stored)
        self._database.change(statements.NOT_GOT, (State.FAILED, 0, 1, reason, _short(detail), status, row))

    def excluded(self, row: int, reason: str, detail: str = "") -> None:
        """It is not to be asked: nobody wants it, or robots.txt does not allow it."""
        self._database.change(statements.NOT_GOT, (State.EXCLUDED, 0, 0, reason, _short(detail), None, row))

    def _answered(
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
        self._database.change(
            statements.ANSWERED, (state, status, when.timestamp(), etag, modified, target, *place, row)
        )

    # ---------------------------------------------------------------- looking, and asking again

    def find(self, url: str, kind: Kind = Kind.PAGE, name: str = "") -> Row | None:
        """What is known of a URL."""
        rows = self._database.ask(f"{statements.ROW} WHERE u.url = ? AND u.kind = ? AND u.name = ?", (url, kind, name))
        return _row(rows[0]) if rows else None

    def counts(self, kind: Kind | None = None) -> dict[State, int]:
        """How many URLs are in each state; every state is in it."""
        query = "SELECT state, sum(n) FROM tallies WHERE ? IS NULL OR kind = ? GROUP BY state"
        found = dict(self._database.ask(query, (kind, kind)))
        return {state: int(found.get(state, 0)) for state in State}

    def queued_by_host(self) -> Mapping[str, int]:
        """How many URLs wait for each host that has some."""
        query = """SELECT h.host, count(*) FROM urls u INDEXED BY queued JOIN hosts h ON h.id = u.host
        WHERE u.state = 'queued' GROUP BY u.host"""
        return dict(self._database.ask(query))

    def failures(self) -> Iterator[Row]:
        """All that failed for good, in the order in which it was added."""
        yield from self._pages(f"{statements.ROW} WHERE u.state = 'failed' AND u.id > ? ORDER BY u.id LIMIT ?")

    def all(self) -> Iterator[Row]:
        """Every row, in the order in which it was added."""
        yield from self._pages(f"{statements.ROW} WHERE u.id > ? ORDER BY u.id LIMIT ?")

    def _pages(self, query: str) -> Iterator[Row]:
        last = 0
        while rows := self._database.ask(query, (last, _AT_ONCE)):
            yield from map(_row, rows)
            last = rows[-1][0]

    def retry_failed(self) -> int:
        """How many URLs that had failed are queued again."""
        return self._database.change(
            "UPDATE urls SET state = 'queued', next_at = 0, tries = 0 WHERE id IN "
            "(SELECT id FROM urls WHERE state = 'failed')"
        )

    def refresh(self, before: float) -> int:
        """How many pages and sitemaps that were last asked before that (Unix seconds) are queued again.

        They keep ETag and Last-Modified. Captures out of archives do not change and are not asked again.
        """
        return self._database.change(
            "UPDATE urls SET state = 'queued', next_at = 0, tries = 0 "
            "WHERE state IN ('done', 'redirected', 'not_modified') AND kind <> 'archive' AND fetched_at < ?",
            (before,),
        )

    def remember(self, name: str, value: str) -> None:
        """Keep a word about the crawl: its options, how far a listing got."""
        self._database.change("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def recall(self, name: str) -> str | None:
        """What was remembered by that name."""
        found = self._database.ask("SELECT value FROM meta WHERE name = ?", (name,))
        return str(found[0][0]) if found else None

    # ---------------------------------------------------------------- records

    def original(self, payload: bytes) -> Original | None:
        """The first capture with this payload."""
        return _original(self._database.ask(statements.ORIGINAL, (payload,)))

    def original_of(self, url: str) -> Original | None:
        """The capture that has the payload that the URL had when it was last fetched."""
        return _original(self._database.ask(statements.ORIGINAL_OF, (url,)))

    def begin_shard(self, warc: str) -> None:
        """Remember, on disk, that this file will be ours: what no mark tells of in it is then worth nothing."""
        self._database.change("INSERT OR IGNORE INTO shards (warc, acknowledged) VALUES (?, 0)", (warc,))
        self.commit()

    def acknowledge(self, stored: Stored | None) -> None:
        """The record's set is told of. The marks do that; call it for records that no URL waits for (robots.txt)."""
        if stored is not None:
            self._database.change(
                "UPDATE shards SET acknowledged = max(acknowledged, ?) WHERE warc = ?", (stored.ends, stored.warc)
            )

    def acknowledged(self, warc: str) -> int | None:
        """Where the last set ends that is told of; 0: there is none; None: the file is not ours."""
        found = self._database.ask("SELECT acknowledged FROM shards WHERE warc = ?", (warc,))
        return int(found[0][0]) if found else None

    def lost(self, warc: str, end: int) -> int:
        """How many URLs are queued again because a file lost its records from ``end`` on."""
        again = self._database.change(statements.LOST, (warc, end, warc, end))
        self._database.change(statements.LOSE_PAYLOADS, (warc, end))
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
    """A record's id in a third of the bytes, if it is the usual kind."""
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
