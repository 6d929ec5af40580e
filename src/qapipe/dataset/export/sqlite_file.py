"""SQLite: the four tables with keys, indexes and full-text search.

``questions_text`` and ``answers_text`` are FTS5 tables over titles and texts::

    SELECT title FROM questions JOIN questions_text ON questions_text.rowid = questions.rowid
    WHERE questions_text MATCH 'swelling';

Lists are JSON, times are ISO 8601 texts in UTC, booleans 0 and 1.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from qapipe.dataset.export.csv_file import iso
from qapipe.dataset.export.threads import Block
from qapipe.dataset.reading import Dataset
from qapipe.dataset.redaction.pages import Redactor
from qapipe.errors import DatasetError
from qapipe.records.schema import TABLES

_KEYS = {
    "pages": ("UNIQUE (page_id)",),
    "questions": ("PRIMARY KEY (question_id)", "FOREIGN KEY (page_id) REFERENCES pages (page_id)"),
    "answers": (
        "PRIMARY KEY (answer_id)",
        "FOREIGN KEY (question_id) REFERENCES questions (question_id)",
        "FOREIGN KEY (page_id) REFERENCES pages (page_id)",
        "FOREIGN KEY (expert_id) REFERENCES experts (expert_id)",
    ),
    "experts": ("PRIMARY KEY (expert_id)",),
}
_KEYS_OF_CAPTURES = {
    **_KEYS,
    "questions": ("PRIMARY KEY (question_id, page_id)", _KEYS["questions"][1]),
    "answers": (
        "PRIMARY KEY (answer_id, page_id)",
        "FOREIGN KEY (question_id, page_id) REFERENCES questions (question_id, page_id)",
        *_KEYS["answers"][2:],
    ),
}
_INDEXES = ("questions (page_id)", "answers (question_id)", "answers (page_id)", "answers (expert_id)", "pages (url)")
_TEXTS = {"questions": "title, body", "answers": "headline, body"}
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536", "temp_store = FILE")
_USED_PAGE = (
    "page_id IN (SELECT page_id FROM questions UNION SELECT page_id FROM answers)"
    " OR question_id IN (SELECT question_id FROM questions)"
)


def write_sqlite(
    blocks: Iterable[Block],
    path: Path,
    dataset: Dataset,
    *,
    redactor: Redactor | None,
    selected: bool,
    about: Mapping[str, str],
) -> int:
    """Write the tables into a new file; returns the number of answers.

    ``selected``: the blocks are not all rows; pages and experts without a row in them are left out. ``about`` becomes
    the table ``qapipe``.
    """
    database = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in _SETTINGS:
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        _create(database, all_captures=dataset.manifest.get("options", {}).get("captures") == "all")
        database.executemany("INSERT INTO qapipe VALUES (?, ?)", sorted(about.items()))
        rows = 0
        for block in blocks:
            _insert(database, "questions", block.questions)
            _insert(database, "answers", block.answers)
            rows += block.answers.num_rows
        for index in _INDEXES[:4]:
            database.execute(f"CREATE INDEX {_index_name(index)} ON {index}")
        _add_pages(database, dataset, redactor, selected=selected)
        _add_experts(database, dataset, redactor, selected=selected)
        _finish(database)
    except sqlite3.Error as error:
        raise DatasetError(f"cannot write {path.name}: {error}; free some space, or check the dataset") from error
    finally:
        database.close()
    return rows


def _create(database: sqlite3.Connection, *, all_captures: bool) -> None:
    keys = _KEYS_OF_CAPTURES if all_captures else _KEYS
    database.execute("CREATE TABLE qapipe (name TEXT PRIMARY KEY, value TEXT)")
    for table, schema in TABLES.items():
        columns = [_column(field) for field in schema]
        database.execute(f"CREATE TABLE {table} ({', '.join([*columns, *keys[table]])})")


def _column(field: pa.Field) -> str:
    kind = field.type
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        name = "INTEGER"
    else:
        name = "REAL" if pa.types.is_floating(kind) else "TEXT"
    return f'"{field.name}" {name}' + ("" if field.nullable else " NOT NULL")


def _index_name(index: str) -> str:
    return "by_" + index.replace(" (", "_").rstrip(")")


def _insert(database: sqlite3.Connection, table: str, batch: pa.RecordBatch) -> None:
    rows = zip(*(_values(column) for column in batch.columns), strict=True)
    database.executemany(_insertion(table), rows)


def _insertion(table: str) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * len(TABLES[table]))})"  # noqa: S608  a name of ours


def _values(column: pa.Array) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if pa.types.is_list(column.type):
        return [json.dumps(value, ensure_ascii=False) for value in values]
    if pa.types.is_timestamp(column.type):
        return [None if value is None else iso(value) for value in values]
    return values


def _add_pages(database: sqlite3.Connection, dataset: Dataset, redactor: Redactor | None, *, selected: bool) -> None:
    for batch in dataset.tables["pages"].batches():
        rows = batch if redactor is None else _redacted_pages(batch, redactor)
        _insert(database, "pages", rows)
    if selected:
        database.execute(f"DELETE FROM pages WHERE NOT coalesce({_USED_PAGE}, 0)")  # noqa: S608
    index = _INDEXES[4]
    database.execute(f"CREATE INDEX {_index_name(index)} ON {index}")


def _redacted_pages(batch: pa.RecordBatch, redactor: Redactor) -> pa.RecordBatch:
    for name, redact in (("url", redactor.redact_url), ("detail", redactor.redact_text)):
        place = batch.schema.get_field_index(name)
        values = [None if value is None else redact(value) for value in batch.column(place).to_pylist()]
        batch = batch.set_column(place, batch.schema.field(place), pa.array(values, pa.string()))
    return batch


def _add_experts(database: sqlite3.Connection, dataset: Dataset, redactor: Redactor | None, *, selected: bool) -> None:
    """Add the experts of the answers that are there, with the number of these.

    One who is redacted in some answers has a row for these, with the pseudonym that they have.
    """
    if redactor is None and not selected:
        for batch in dataset.tables["experts"].batches():
            _insert(database, "experts", batch)
        return
    for batch in dataset.tables["experts"].batches():
        rows = list(_used_experts(database, batch.to_pylist(), redactor))
        _insert(database, "experts", pa.RecordBatch.from_pylist(rows, schema=TABLES["experts"]))


def _used_experts(
    database: sqlite3.Connection, experts: list[dict[str, Any]], redactor: Redactor | None
) -> Iterator[dict[str, Any]]:
    find = "SELECT count(*), min(author_name) FROM answers WHERE expert_id = ?"
    for expert in experts:
        count, _ = database.execute(find, [expert["expert_id"]]).fetchone()
        if count:
            yield {**expert, "answers": count}
        if redactor is None:
            continue
        new_id = redactor.redaction.id(expert["expert_id"])
        count, name = database.execute(find, [new_id]).fetchone()
        if count:
            yield {**expert, "expert_id": new_id, "name": name, "author_url": None, "answers": count}


def _finish(database: sqlite3.Connection) -> None:
    """Build the full-text indexes, and pack the file."""
    for table, columns in _TEXTS.items():
        database.execute(f"CREATE VIRTUAL TABLE {table}_text USING fts5({columns}, content={table})")
        database.execute(f"INSERT INTO {table}_text ({table}_text) VALUES ('rebuild')")  # noqa: S608
        database.execute(f"INSERT INTO {table}_text ({table}_text) VALUES ('optimize')")  # noqa: S608
    database.execute("COMMIT")
