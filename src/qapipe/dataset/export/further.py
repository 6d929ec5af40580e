"""The answers on further pages of questions, put aside on disk until their question comes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.export.selection import Selection
from qapipe.dataset.reading import Dataset
from qapipe.records.schema import ANSWERS

_CREATE = """PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE answers (number INTEGER PRIMARY KEY, page_id TEXT NOT NULL, rows BLOB NOT NULL);
CREATE INDEX by_page ON answers (page_id);
BEGIN"""
_ADD = "INSERT INTO answers (page_id, rows) VALUES (?, ?)"
_FIND = "SELECT page_id, rows FROM answers WHERE page_id IN ({}) ORDER BY number"
_MOST_IDS = 500


class Further:
    """The answers of further pages, by the page that gave the row of their question."""

    def __init__(self, database: sqlite3.Connection | None, pages: pa.Array) -> None:
        """``pages`` are the ids of the further pages; without any there is no database."""
        self._database = database
        self._pages = pages

    def others(self, answers: pa.RecordBatch) -> pa.RecordBatch:
        """The answers that stand on first pages."""
        if self._database is None:
            return answers
        return answers.filter(pc.invert(pc.is_in(answers.column("page_id"), self._pages)))

    def answers_of(self, page_ids: pa.Array) -> Iterator[tuple[int, pa.RecordBatch]]:
        """The answers on further pages of the questions that these pages gave, each with the row of its question."""
        if self._database is None:
            return
        rows = {page_id: row for row, page_id in enumerate(page_ids.to_pylist())}
        ids = list(rows)
        for start in range(0, len(ids), _MOST_IDS):
            some = ids[start : start + _MOST_IDS]
            for page_id, data in self._database.execute(_FIND.format(", ".join("?" * len(some))), some):
                yield rows[page_id], pa.ipc.read_record_batch(pa.py_buffer(data), ANSWERS)


@contextmanager
def put_aside(dataset: Dataset, selection: Selection | None, folder: Path) -> Iterator[Further]:
    """The answers on further pages, in a database in ``folder``; memory grows only with the number of these pages."""
    first_of = _first_pages(dataset)
    pages = pa.array(list(first_of), pa.string())
    if not first_of:
        yield Further(None, pages)
        return
    database = sqlite3.connect(folder / "further.sqlite", isolation_level=None)
    try:
        database.executescript(_CREATE)
        database.executemany(_ADD, _runs(dataset, selection, pages, first_of))
        yield Further(database, pages)
    finally:
        database.close()


def _first_pages(dataset: Dataset) -> dict[str, str]:
    """Ids of the further pages, each with that of the page that gave the row of its question."""
    found: dict[str, str] = {}
    for batch in dataset.tables["pages"].batches(["page_id", "continues"]):
        rows = batch.filter(pc.is_valid(batch.column("continues")))
        found.update(zip(*(column.to_pylist() for column in rows.columns), strict=True))
    return found


def _runs(
    dataset: Dataset, selection: Selection | None, pages: pa.Array, first_of: dict[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Neighbouring answers of one further page, serialized, with the first page that they belong to."""
    start = 0
    for batch in dataset.tables["answers"].batches():
        mask = pc.is_in(batch.column("page_id"), pages)
        if selection is not None:
            mask = pc.and_(mask, selection.mask("answers", start, batch.num_rows))
        start += batch.num_rows
        rows = batch.filter(mask)
        if not rows.num_rows:
            continue
        ends = pc.run_end_encode(rows.column("page_id"))
        begin = 0
        for end, page_id in zip(ends.run_ends.to_pylist(), ends.values.to_pylist(), strict=True):
            yield first_of[page_id], rows.slice(begin, end - begin).serialize().to_pybytes()
            begin = end
