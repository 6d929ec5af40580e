"""The SQLite file of the frontier: its tables, how it is opened, and what its errors mean to a user."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qapipe.errors import DatasetError, UsageError
from qapipe.fetch.frontier.statements import TABLES

VERSION = 1
"""Of the tables. Another one is a new number here and a step from the old to the new."""

BUSY_SECONDS = 10.0
_APPLICATION = 0x71617066  # "qapf", so that `file` and this program know whose file it is
_OLDEST_SQLITE = (3, 37)  # strict tables
_LOCKED = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"})
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT"})
_REFUSED = frozenset({"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"})


class Database:
    """One connection. What is changed is seen at once by whoever asks here, and kept by :meth:`commit`.

    For one thread. Raises UsageError for a file of something else or of a newer version, DatasetError for one that
    is damaged, locked, or cannot be read or written.
    """

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            raise UsageError(f"qapipe fetch needs SQLite 3.37 or later; this Python has {sqlite3.sqlite_version}")
        self._path = path
        with self._told():
            address = f"{path.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
            self._connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            with self._told():
                self._open(readonly=readonly)
        except BaseException:
            self._connection.close()
            raise

    def ask(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows of an answer; let the query bound their number."""
        with self._told():
            return self._connection.execute(query, values).fetchall()

    def change(self, statement: str, values: Sequence[object] = ()) -> int:
        """How many rows a statement changed."""
        with self._told():
            self._begin()
            return self._connection.execute(statement, values).rowcount

    def change_many(self, statement: str, values: Iterable[Sequence[object]]) -> int:
        """How many rows a statement changed in all, done once for each of the values."""
        with self._told():
            self._begin()
            return self._connection.executemany(statement, values).rowcount

    def changed(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """What a statement with RETURNING gave."""
        with self._told():
            self._begin()
            return self._connection.execute(statement, values).fetchall()

    def commit(self) -> None:
        """Have on disk what was changed."""
        with self._told():
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; what was changed and not committed is gone."""
        self._connection.close()

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def _open(self, *, readonly: bool) -> None:
        found = self._number("application_id")
        version = self._number("user_version")
        empty = not self._connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
        if empty and readonly:
            raise UsageError(f"{self._path} is empty: nothing was fetched there yet")
        if not empty and found != _APPLICATION:
            raise UsageError(f"{self._path} is no frontier of qapipe; name another folder with --out")
        if version > VERSION:
            raise UsageError(
                f"{self._path} was written by a newer qapipe (tables {version}, this one knows {VERSION}); "
                "use that one, or name another folder with --out"
            )
        if readonly:
            return
        # A commit is on disk when it returns: only then is a page acknowledged, and never asked again.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA cache_size = -32000")
        if empty:
            marks = f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {VERSION};"
            self._connection.executescript(f"BEGIN IMMEDIATE; {TABLES} {marks} COMMIT;")

    def _number(self, pragma: str) -> int:
        return int(self._connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of SQLite in the user's words; a defect of ours stays what it is."""
        try:
            yield
        except sqlite3.Error as error:
            message = _message(self._path, error)
            if message is None:
                raise
            raise DatasetError(message) from error


def _message(path: Path, error: sqlite3.Error) -> str | None:
    code = getattr(error, "sqlite_errorname", "")
    names = {code, "_".join(code.split("_")[:2])}  # SQLITE_IOERR_WRITE is a SQLITE_IOERR
    if names & _LOCKED:
        return f"{path} is in use by another process; wait for its end, or name another folder with --out"
    if names & _DAMAGED:
        return (
            f"{path} is damaged ({error}); put back a copy of it, or move it away: the pages in the WARC files stay, "
            "but are asked for again"
        )
    if names & _REFUSED:
        return f"{path} cannot be read or written: {error}; see to the disk of {path.parent}"
    return None
