"""``qapipe report``: on the terminal, as JSON and as a page."""

import re
from pathlib import Path

import pytest

from conftest import Command, Thread, names_in
from support.commands import json_of


@pytest.fixture
def dataset(cli: Command, tmp_path: Path, thread: Thread) -> Path:
    (tmp_path / "evil\x1b[2J.txt").write_text(thread("Is \x1b]0;owned\x07 \u202eevil [bold]safe[/bold]?"))
    (tmp_path / "list.html").write_text("<html><body>nothing here</body></html>")
    assert cli("parse", ".", "-o", "out", "-q").returncode == 0
    return tmp_path / "out"


def test_the_report_is_printed(cli: Command, dataset: Path) -> None:
    done = cli("report", dataset, "--by", "specialty", env={"COLUMNS": "160"})
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["answers", "2"] in lines
    assert ["ok", "1", "50", "%", "#" * 12] in [line[:5] for line in lines] or [
        "ok",
        "1",
        "50.0",
        "%",
        "#" * 12,
    ] in lines
    assert ["Plastic", "Surgeon", "2", "2", "4.50", "76"] in lines or any(
        line[:3] == ["Plastic", "Surgeon", "2"] for line in lines
    )
    assert any(line[:3] == ["not_qa:", "no_question", "1"] for line in lines)
    assert any(line[:2] == ["answers.author_name", "1"] for line in lines)
    assert not any(line[:1] == ["answers.body"] for line in lines)
    assert any(
        line[:1] == ["answers.body"] for line in map(str.split, cli("report", dataset, "-v").stdout.splitlines())
    )
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.stdout)


def test_json_and_page_have_the_same_numbers(cli: Command, tmp_path: Path, dataset: Path) -> None:
    done = cli("report", dataset, "--html", "made.html", "--json")
    value = json_of(done)
    assert (value["answers"], value["status"], value["html"], value["by"]) == (
        2,
        {"not_qa": 1, "ok": 1},
        "made.html",
        None,
    )
    html = (tmp_path / "made.html").read_text()
    assert "<b>2</b>answers" in html
    assert cli("report", dataset, "--html", "made.html", "-q").stdout == ""


def test_wrong_use_is_a_usage_error_and_writes_nothing(cli: Command, tmp_path: Path, dataset: Path) -> None:
    before = names_in(tmp_path)
    for arguments in (("nowhere",), ("list.html",), (dataset, "--by", "stars")):
        done = cli("report", *arguments, "--html", "made.html", "--json")
        assert (done.returncode, json_of(done)["error"]["kind"]) == (2, "usage"), done.stderr
    assert names_in(tmp_path) == before


def test_a_page_that_cannot_be_written_is_noticed_before_counting(cli: Command, dataset: Path) -> None:
    (dataset / "answers/part-00000.parquet").unlink()
    done = cli("report", dataset, "--html", "no/such/made.html")
    assert done.returncode == 2
    assert done.stderr == "error: cannot write --html no/such/made.html: no/such is not a directory; create it first\n"


def test_a_damaged_dataset_is_reported(cli: Command, dataset: Path) -> None:
    path = dataset / "answers/part-00000.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    done = cli("report", dataset)
    assert done.returncode == 1
    assert "answers/part-00000.parquet cannot be read" in done.stderr
