"""Every format of a small dataset that has something of everything, whole: plain, selected, redacted."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from qapipe.dataset.choices import ChatAnswers, Format, Redact
from qapipe.dataset.export.chat import ChatOptions
from qapipe.dataset.export.exporting import ExportOptions, export
from qapipe.dataset.redaction.key import Redaction
from qapipe.records.schema import TABLES
from support import rich
from support.expected import same_as_expected


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich.build(tmp_path_factory.mktemp("made") / "small", rich.records(6))


def content(path: Path) -> str:
    """An export as text."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        return "".join(f"{file.relative_to(path)}\n{file.read_text('utf-8')}" for file in files)
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as database:
            made = [sql for (sql,) in database.execute("SELECT sql FROM sqlite_master ORDER BY rowid") if sql]
            tables = ("qapipe", *TABLES, "questions_text")
            rows = [row for name in tables for row in database.execute(f"SELECT * FROM {name}")]
            return "".join(f"{line}\n" for line in (*made, *rows) if "_text_" not in str(line))
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        about = {name.decode(): value.decode() for name, value in pq.read_schema(path).metadata.items()}
        lines = (table.schema.to_string(show_schema_metadata=False), about, *table.to_pylist())
        return "".join(f"{line}\n" for line in lines)
    return path.read_text("utf-8")


SUFFIXES = {Format.THREADS: "parquet", Format.PAIRS: "parquet", Format.SQLITE: "sqlite", Format.CSV: "csv"}
ALL = Redaction.of(list(Redact), b"sixteen bytes key")
CASES: dict[str, tuple[Format, dict[str, Any]]] = {
    **{to.value: (to, {}) for to in Format},
    "chat_all": (Format.CHAT, {"chat": ChatOptions(ChatAnswers.ALL, min_rating=1.0, min_votes=1, min_length=40)}),
    "sqlite_redacted": (Format.SQLITE, {"redaction": ALL}),
    "sqlite_selected": (Format.SQLITE, {"where": "answers.votes > 1 OR questions.votes = 0", "redaction": ALL}),
    "pairs_selected": (Format.PAIRS, {"where": "experts.answers > 1"}),
}


@pytest.mark.parametrize("name", CASES)
def test_whole_exports(dataset: Path, tmp_path: Path, name: str) -> None:
    to, options = CASES[name]
    out = tmp_path / f"x.{SUFFIXES.get(to, 'jsonl')}" if to is not Format.BEIR else tmp_path / "beir"
    seen: list[tuple[int, int]] = []
    done = export(dataset, to, out, ExportOptions(**options), progress=lambda *numbers: seen.append(numbers))
    same_as_expected(f"export/{name}.txt", f"{done}\n{seen}\n{content(out)}")
