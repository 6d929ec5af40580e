"""``qapipe score``: what it prints and exits with, and the gold set that ships with the project."""

import json
from pathlib import Path

import pytest

from conftest import Command
from support.built import assemble, pages, rewrite
from support.commands import json_of
from support.places import ROOT

GOLD = {"url": "https://garden.example/q/hedge", "question": {"title": "When is a hedge cut?"}}


@pytest.fixture
def parsed(tmp_path: Path) -> Path:
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD))
    return assemble(tmp_path / "parsed", pages())


def test_scores(cli: Command, parsed: Path) -> None:
    done = cli("score", "parsed", "gold.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 page: 1 perfect, 0 not in the dataset\n")
    assert "question.title         1  1.000  1.000  1.000  1.000  1.000  1.000\n" in done.stdout
    assert "worst" not in done.stdout
    assert cli("score", "parsed", "gold.jsonl", "--quiet").stdout == ""


def test_the_worst_pages_are_named(cli: Command, parsed: Path) -> None:
    rewrite(parsed, "questions", lambda rows: rows[1].update(title="When is a hedge?"))
    done = cli("score", "parsed", "gold.jsonl")
    assert "  0.000  0.889  https://garden.example/q/hedge, gold line 1\n" in done.stdout
    assert "    question.title: When is a hedge cut? → When is a hedge?\n" in done.stdout
    done = cli("score", "parsed", "gold.jsonl", "--min-f1", "0.5", "--json")
    value = json_of(done)
    assert (done.returncode, value["error"]["kind"]) == (1, "low_score")
    assert value["fields"]["question.title"] == {
        "exact": {"precision": 0.0, "recall": 0.0, "f1": 0.0}, "expected": 1, "found": 1, "right": 0,
        "fuzzy": {"precision": 0.888889, "recall": 0.888889, "f1": 0.888889},
    }  # fmt: skip
    assert list(value["sites"]["garden.example"]["fields"]) == ["question.title"]
    assert value["worst"][0]["wrong"] == [
        {"field": "question.title", "expected": "When is a hedge cut?", "found": "When is a hedge?"}
    ]
    assert (value["pages"], value["perfect"], value["missing"]) == (1, 0, 0)


def test_hostile_words_are_harmless(cli: Command, parsed: Path) -> None:
    rewrite(parsed, "questions", lambda rows: rows[1].update(title="\x1b[2J\u202e[red]x[/red]\n" * 100_000))
    done = cli("score", "parsed", "gold.jsonl")
    assert not [char for char in "\x1b\u202e" if char in done.stdout]
    assert "[red]x[/red]" in done.stdout
    assert len(done.stdout) < 3_000


def test_a_wrong_gold_file_is_a_usage_error(cli: Command, parsed: Path, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("no gold")
    done = cli("score", "parsed", "gold.jsonl", "--json")
    assert (done.returncode, json_of(done)["error"]["kind"]) == (2, "usage")


def test_the_gold_set_of_the_project_is_reached(cli: Command, tmp_path: Path) -> None:
    """Its labels are what a reader finds on the pages of data/raw."""
    assert cli("parse", ROOT / "data/raw", "-o", "out", "-q").returncode == 0
    value = json_of(cli("score", "out", ROOT / "data/gold.jsonl", "--json"))
    assert (value["pages"], value["perfect"], value["worst"]) == (4, 4, [])
    assert value["total"]["expected"] == 99
