"""The SQLite database of the frontier: opening, transactions and error messages."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qapipe.errors import DatasetError, OutputBusyError, UsageError
from qapipe.fetch.frontier.sql import TABLES

VERSION = 1
"""Schema version. A change needs a new number and a migration."""

BUSY_SECONDS = 10.0
_APPLICATION = 0x71617066  # "qapf": identifies the file as ours
_OLDEST_SQLITE = (3, 37)  # strict tables
_LOCKED = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"})
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT"})
_REFUSED = frozenset({"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"})


class Database:
    """One connection, for one thread. Changes are visible here at once and durable after :meth:`commit`.

    Raises UsageError for a foreign file or a newer schema; DatasetError for a file that is damaged, locked, or
    cannot be read or written.
    """

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            raise UsageError(f"qapipe fetch needs SQLite 3.37 or later; this Python has {sqlite3.sqlite_version}")
        self._path = path
        with self._translated_errors():
            address = f"{path.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
            self._connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            with self._translated_errors():
                self._open(readonly=readonly)
        except BaseException:
            self._connection.close()
            raise

    def select(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a query, which should limit their number."""
        with self._translated_errors():
            return self._connection.execute(query, values).fetchall()

    def change(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement; returns the number of rows changed."""
        with self._translated_errors():
            self._begin()
            return self._connection.execute(statement, values).rowcount

    def change_many(self, statement: str, values: Iterable[Sequence[object]]) -> int:
        """Run a statement once per value; returns the total number of rows changed."""
        with self._translated_errors():
            self._begin()
            return self._connection.executemany(statement, values).rowcount

    def change_returning(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Run a statement with RETURNING; returns its rows."""
        with self._translated_errors():
            self._begin()
            return self._connection.execute(statement, values).fetchall()

    def commit(self) -> None:
        """Write all changes to disk."""
        with self._translated_errors():
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file. Uncommitted changes are lost."""
        self._connection.close()

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def _open(self, *, readonly: bool) -> None:
        found = self._number("application_id")
        version = self._number("user_version")
        empty = not self._connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
        if empty and readonly:
            raise UsageError(f"{self._path} is empty: nothing has been fetched there yet")
        if not empty and found != _APPLICATION:
            raise UsageError(f"{self._path} is not a qapipe frontier; choose another --out")
        if version > VERSION:
            raise UsageError(
                f"{self._path} was written by a newer qapipe (schema {version}, supported: {VERSION}); "
                "upgrade qapipe or choose another --out"
            )
        if readonly:
            return
        # With FULL, a commit is on disk when it returns: only then does a page count as fetched.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA cache_size = -32000")
        if empty:
            marks = f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {VERSION};"
            self._connection.executescript(f"BEGIN IMMEDIATE; {TABLES} {marks} COMMIT;")

    def _number(self, pragma: str) -> int:
        return int(self._connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        """Translate SQLite errors with a known cause; others are bugs and pass unchanged."""
        try:
            yield
        except sqlite3.Error as error:
            message = _message(self._path, error)
            if message is None:
                raise
            raise (OutputBusyError if _is_locked(error) else DatasetError)(message) from error


def _names(error: sqlite3.Error) -> set[str]:
    code = getattr(error, "sqlite_errorname", "")
    return {code, "_".join(code.split("_")[:2])}  # SQLITE_IOERR_WRITE is a SQLITE_IOERR


def _is_locked(error: sqlite3.Error) -> bool:
    return bool(_names(error) & _LOCKED)


def _message(path: Path, error: sqlite3.Error) -> str | None:
    names = _names(error)
    if _is_locked(error):
        return f"{path} is in use by another process; wait for it to finish or choose another --out"
    if names & _DAMAGED:
        return (
            f"{path} is damaged ({error}); restore a copy, or move it away: the WARC files stay valid, "
            "but their pages will be fetched again"
        )
    if names & _REFUSED:
        return f"{path} cannot be read or written: {error}; check the disk that holds {path.parent}"
    return None
