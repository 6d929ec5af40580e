"""``qapipe export`` as a user runs it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Command, Thread
from support.commands import json_of


@pytest.fixture
def dataset(cli: Command, tmp_path: Path, thread: Thread) -> str:
    (tmp_path / "a.txt").write_text(thread())
    assert cli("parse", "a.txt", "--out", "d", "-q").returncode == 0
    return "d"


def test_summary_and_json(cli: Command, tmp_path: Path, dataset: str) -> None:
    done = cli("export", dataset, "--to", "pairs", "--out", "x.parquet")
    assert (done.returncode, done.stdout.split()) == (0, "questions 1 answers 2 rows 2 x.parquet".split())
    value = json_of(cli("export", dataset, "--to", "sqlite", "--out", "x.sqlite", "--json"))
    assert {name: value[name] for name in ("questions", "answers", "rows", "redacted", "format", "path")} == {
        "questions": 1, "answers": 2, "rows": 2, "redacted": {}, "format": "sqlite", "path": "x.sqlite",
    }  # fmt: skip
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM answers").fetchone() == (2,)


def test_standard_output(qapipe: Command, cli: Command, dataset: str) -> None:
    done = qapipe("export", dataset, "--to", "csv", "--out", "-", "--where", "answers.author_name = 'Ida Quist'")
    assert (done.returncode, done.stderr) == (0, "")
    head, row = done.stdout.splitlines()
    assert head.startswith("question_id,question_url,question_title,")
    assert "Ida Quist,MD; FACS," in row


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "csv", "--out", "-", "--json"], "--json and --out - both print to standard output"),
        (["--to", "csv", "--out", "x", "--min-votes", "1"], "--min-votes is for --to chat"),
        (["--to", "csv", "--out", "x", "--where", "nothing = 1"], "--where 'nothing = 1': "),
        (["--to", "csv", "--out", "x", "--redact", "names"], "--redact needs a secret key"),
        (["--to", "xlsx", "--out", "x"], "Invalid value for '--to': 'xlsx' is not one of 'threads', 'pairs'"),
        (["--to", "csv"], "Missing option '--out'"),
    ],
)
def test_usage_errors(cli: Command, tmp_path: Path, dataset: str, arguments: list[str], message: str) -> None:
    done = cli("export", dataset, *arguments)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())
    assert not (tmp_path / "x").exists()


def test_not_a_dataset(cli: Command, tmp_path: Path) -> None:
    done = cli("export", "nowhere", "--to", "csv", "--out", "x.csv")
    assert done.returncode == 2
    assert "no dataset at nowhere" in done.stderr
