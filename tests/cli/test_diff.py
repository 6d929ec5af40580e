"""``qapipe diff``: what it prints and exits with; what pages say is harmless on a terminal and in Markdown."""

import re
from pathlib import Path

import pytest

from conftest import Command
from support.built import assemble, pages, rewrite
from support.commands import json_of


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return assemble(tmp_path / "old", pages())


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return assemble(tmp_path / "new", pages())


def test_identical_builds(cli: Command, old: Path, new: Path) -> None:
    done = cli("diff", "old", "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "no change: the files of all tables in old and new are the same\n"
    assert json_of(cli("diff", "old", "new", "--json"))["identical"] is True
    assert "No change" in cli("diff", "old", "new", "--markdown").stdout


def test_drift(cli: Command, old: Path, new: Path) -> None:
    rewrite(new, "answers", lambda rows: rows[0].update(rating=None))
    done = cli("diff", "old", "new")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        (
            "drift: rating of answers filled 33.3 % → 16.7 % on schema_org/json_ld (6 rows): was the site redesigned, "
            "or its selector broken?"
        ),
        "error: 1 drift past the thresholds from old to new",
    ]
    assert re.search(r"^answers +6 +6 +6 +0 +1 +0 +0$", done.stdout, re.MULTILINE)
    assert "    https://garden.example/q/pear answer 1: 4.5 → null\n" in done.stdout
    value = json_of(cli("diff", "old", "new", "--json"))
    assert (value["exit_code"], value["error"]["kind"]) == (1, "drift")
    [drift] = value["drift"]
    assert {name: drift[name] for name in ("kind", "table", "column", "group")} == {
        "kind": "fill", "table": "answers", "column": "rating", "group": "schema_org/json_ld"
    }  # fmt: skip
    assert value["tables"]["answers"]["columns"] == {"rating": 1}
    assert value["tables"]["answers"]["examples"]["rating"] == [
        {"row": 1, "new_row": 1, "place": "https://garden.example/q/pear answer 1", "before": "4.5", "after": None}
    ]
    assert cli("diff", "old", "new", "--fill-drop", "17").returncode == 0
    assert cli("diff", "old", "new", "--min-rows", "7").returncode == 0


def test_changes_without_drift_are_listed(cli: Command, old: Path, new: Path) -> None:
    rewrite(new, "answers", lambda rows: rows[0].update(rating=4.0))
    done = cli("diff", "old", "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert "answers.rating changed in 1 row\n" in done.stdout
    assert cli("diff", "old", "new", "--quiet").stdout == ""


def test_thresholds_of_a_project(cli: Command, tmp_path: Path, old: Path, new: Path) -> None:
    rewrite(new, "answers", lambda rows: rows[0].update(rating=None))
    (tmp_path / "pyproject.toml").write_text("[tool.qapipe.diff]\nfill-drop = 20\n")
    assert cli("diff", "old", "new").returncode == 0
    assert cli("diff", "old", "new", "--fill-drop", "5").returncode == 1


HOSTILE = (
    "\x1b[2J\u202e`|x|`\n\n# Heading [red]x[/red] <script>alert(1)</script> @everyone ![x](https://x.example/i.png) "
)


def test_hostile_words_are_harmless(cli: Command, old: Path, new: Path) -> None:
    for folder, end in ((old, "a"), (new, "b")):
        rewrite(folder, "questions", lambda rows, end=end: rows[0].update(title=HOSTILE + end))  # type: ignore[misc]
        rewrite(folder, "answers", lambda rows, end=end: rows[0].update(body=end + HOSTILE * 20_000))  # type: ignore[misc]
    rewrite(new, "pages", lambda rows: rows[3].update(url=f"https://x.example/{HOSTILE}", page_id="0" * 32))
    done = cli("diff", "old", "new")
    marked = cli("diff", "old", "new", "--markdown")
    for printed in (done.stdout, marked.stdout, cli("diff", "old", "new", "--json").stdout):
        assert not [char for char in "\x1b\u202e" if char in printed]
        assert len(printed) < 20_000
    assert "[red]x[/red]" in done.stdout
    outside_code = re.sub(r"`[^`\n]*`", "", marked.stdout)
    for word in ("<script>", "@everyone", "![", "Heading", "x.example"):
        assert word not in outside_code, word
    assert not [line for line in marked.stdout.splitlines() if line.startswith("# ")]
    tables = [line for line in marked.stdout.splitlines() if line.startswith("|")]
    assert {len(re.split(r"(?<!\\)\|", line)) for line in tables} <= {10, 8, 6}


def test_markdown(cli: Command, old: Path, new: Path) -> None:
    rewrite(new, "answers", lambda rows: rows[0].update(rating=None))
    done = cli("diff", "old", "new", "--markdown")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[:3] == ["## `old` → `new`", "", "**Drift: 1**"]
    assert "- `rating` of answers filled 33.3 % → 16.7 % on `schema_org/json_ld` (6 rows): was the site" in done.stdout
    assert "| `schema_org/json_ld` | `answers.rating` | 33.3 % | 16.7 % |" in lines
    assert "  - `https://garden.example/q/pear answer 1`: `4.5` → null" in lines
    assert cli("diff", "old", "new", "--markdown", "--json").returncode == 2


def test_a_missing_dataset_is_a_usage_error(cli: Command, old: Path) -> None:
    done = cli("diff", "old", "nowhere", "--json")
    assert (done.returncode, json_of(done)["error"]["kind"]) == (2, "usage")
