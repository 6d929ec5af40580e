"""The rows that ``--where`` selects: a condition in SQL over the four tables, evaluated by DuckDB."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qapipe.dataset.reading import Dataset
from qapipe.errors import UsageError

_GLOB = "*?["
_BATCH_ROWS = 65_536
_ROWS = """SELECT * EXCLUDE (file_row_number), file_row_number + {start} AS qapipe_row
FROM read_parquet('{name}', file_row_number = true)"""
_QUERY = """SELECT questions.qapipe_row, answers.qapipe_row FROM questions
LEFT JOIN answers ON answers.question_id = questions.question_id{also}
LEFT JOIN experts ON experts.expert_id = answers.expert_id
LEFT JOIN pages ON pages.page_id = questions.page_id
WHERE ({where}
)"""
_ALL_CAPTURES = " AND answers.page_id = questions.page_id"


class Selection:
    """Which rows of questions and answers are selected: one byte a row."""

    def __init__(self, rows: dict[str, int]) -> None:
        self._chosen = {table: bytearray(count) for table, count in rows.items()}

    def add(self, rows: Iterable[tuple[int, int | None]]) -> None:
        """Select questions and their answers by their numbers, from 0; None: the question has no answer."""
        questions, answers = self._chosen["questions"], self._chosen["answers"]
        for question, answer in rows:
            questions[question] = 1
            if answer is not None:
                answers[answer] = 1

    def mask(self, table: str, start: int, count: int) -> pa.Array:
        """Whether each of some rows is selected."""
        chosen = pa.py_buffer(self._chosen[table][start : start + count])
        return pc.equal(pa.Array.from_buffers(pa.uint8(), count, [None, chosen]), 1)


def select(dataset: Dataset, where: str, folder: Path) -> Selection:
    """The rows for which a condition holds, on answers joined with their question, expert and page.

    A question is selected if the condition holds for it with one of its answers, or without any if it has none. DuckDB
    may use ``folder`` for what does not fit into memory. Raises UsageError if the condition is not valid.
    """
    selection = Selection({table: dataset.tables[table].rows for table in ("questions", "answers")})
    all_captures = dataset.manifest.get("options", {}).get("captures") == "all"
    query = _QUERY.format(where=where, also=_ALL_CAPTURES if all_captures else "")
    with _connected(dataset, folder) as (library, connection):
        try:
            if len(connection.extract_statements(query)) > 1:
                raise UsageError(f"--where {where!r} is more than one condition; give one, without ;")
            found = connection.execute(query)
            while rows := found.fetchmany(_BATCH_ROWS):
                selection.add(rows)
        except library.Error as error:
            message = " ".join(str(error).split("\n\nLINE", 1)[0].split())
            raise UsageError(
                f"--where {where!r}: {message}; an example is: answers.rating >= 4 AND questions.site = 'realself'"
            ) from error
    return selection


@contextmanager
def _connected(dataset: Dataset, folder: Path) -> Iterator[tuple[Any, Any]]:
    """DuckDB, and a connection in which the four tables are views, with the number of each row."""
    try:
        library = import_module("duckdb")
    except ImportError as error:
        raise UsageError("--where needs an extra: pip install 'qapipe[sql]'") from error
    settings = {
        "autoinstall_known_extensions": "false",
        "temp_directory": str(folder),
        "memory_limit": "2GB",
        "preserve_insertion_order": "false",
    }
    with library.connect(":memory:", config=settings) as connection:
        root = dataset.folder
        if any(char in str(root) for char in _GLOB):  # which DuckDB would take for a pattern
            root = folder / "dataset"
            root.symlink_to(dataset.folder.resolve())
        for table in dataset.tables.values():
            connection.execute(f"CREATE VIEW {table.name} AS {_rows(table.files, dataset.folder, root)}")
        yield library, connection


def _rows(files: tuple[Path, ...], folder: Path, root: Path) -> str:
    """A query for the rows of some files, numbered."""
    parts, start = [], 0
    for path in files:
        name = str(root / path.relative_to(folder)).replace("'", "''")
        parts.append(_ROWS.format(start=start, name=name))
        start += pq.read_metadata(path).num_rows
    return " UNION ALL ".join(parts)
