"""The examples of docs/dataset.md: SQL in DuckDB, and Python in the clients that are installed."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from conftest import environment
from qapipe.records.schema import TABLES
from support.commands import run_here
from support.places import ROOT

PAGE = (ROOT / "docs" / "dataset.md").read_text("utf-8")
SQL = [statement for block in re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL) for statement in block.split(";")[:-1]]
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def queries() -> dict[str, dict[str, str]]:
    """By table and column, the query of the page."""
    sections = re.findall(r"## `(\w+)`\n(.*?)(?=\n## |\Z)", PAGE, re.DOTALL)
    return {table: dict(re.findall(r"^\| `(\w+)` \| `(.+)` \|$", text, re.MULTILINE)) for table, text in sections}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("project")
    assert run_here(["parse", str(ROOT / "data/raw"), "--quiet"], made).returncode == 0
    return made


def test_every_column_has_a_query_that_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with duckdb.connect() as database:
        for statement in SQL:
            database.execute(statement)
        found = queries()
        assert {table: list(columns) for table, columns in found.items()} == {
            table: schema.names for table, schema in TABLES.items()
        }
        for columns in found.values():
            for column, query in columns.items():
                assert re.search(rf"\b{column}\b", query), query
                database.execute(query)


def test_a_query_gives_what_it_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with duckdb.connect() as database:
        for statement in SQL[:-1]:
            database.execute(statement)
        means = database.execute(SQL[-1]).fetchall()
        assert ("Plastic Surgeon", 6, 4.8) in means
        assert dict(database.execute(queries()["pages"]["status"]).fetchall())["ok"] == 11


@pytest.mark.parametrize("example", PYTHON, ids=lambda text: re.findall(r"(?:import|from) (\w+)", text)[0])
def test_python(example: str, folder: Path) -> None:
    """``make test-clients`` installs them all; here those that are missing are skipped."""
    library = re.findall(r"^(?:import|from) (\w+)", example)[0]
    if not find_spec(library):
        pytest.skip(f"{library} is not installed")
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=folder, env=environment(HF_HOME=str(folder / "cache"), HF_HUB_OFFLINE="1"),
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
