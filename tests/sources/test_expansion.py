"""Globs among the arguments."""

import json
from pathlib import Path

import pytest

from conftest import Command, Thread
from qapipe.errors import UsageError
from qapipe.sources import expansion, plan
from qapipe.sources.expansion import expanded


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.jsonl", "a.jsonl", "c.txt", "deep/d.jsonl", "deep/er/e.jsonl", ".hidden.jsonl", "f[1].jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_glob_is_what_it_matches_sorted_and_anything_else_stays(folder: Path) -> None:
    assert expanded("*.jsonl") == ["a.jsonl", "b.jsonl", "f[1].jsonl"]
    assert expanded("[!a].jsonl") == ["b.jsonl"]
    assert expanded("**/?.jsonl") == ["a.jsonl", "b.jsonl", "deep/d.jsonl", "deep/er/e.jsonl"]
    assert expanded(f"{folder}/dee*") == [f"{folder}/deep"]
    assert expanded("f[1].jsonl") == ["f[1].jsonl"]
    assert expanded("absent.jsonl") == ["absent.jsonl"]
    assert expanded("https://x.example/?q=1") == ["https://x.example/?q=1"]
    with pytest.raises(UsageError, match=r"^absent\*: nothing matches this glob; check the path$"):
        expanded("absent*")


def test_what_a_glob_matches_is_read_as_if_it_was_named(folder: Path) -> None:
    found = plan(["d*", "[ab].jsonl"])
    assert [split.path for split in found.splits] == ["deep/d.jsonl", "deep/er/e.jsonl", "a.jsonl", "b.jsonl"]
    assert [split.source for split in found.splits] == ["d.jsonl", "er/e.jsonl", "a.jsonl", "b.jsonl"]
    assert [one.path for one in found.inputs] == ["deep", "a.jsonl", "b.jsonl"]


def test_keys_of_a_store_are_matched_part_by_part() -> None:
    keys = ["pages/a.html", "pages/b.html", "pages/b/c.html", "pages/a.html.gz", "other/a.html"]

    def matched(pattern: str) -> list[str]:
        return [key for key in keys if expansion.expression_of(pattern).fullmatch(key)]

    assert matched("pages/*.html") == ["pages/a.html", "pages/b.html"]
    assert matched("pages/**/*.html") == ["pages/a.html", "pages/b.html", "pages/b/c.html"]
    assert matched("pages/[!a].htm?") == ["pages/b.html"]
    assert matched("*/a.html") == ["pages/a.html", "other/a.html"]
    assert matched("pages/**") == keys[:4]


def test_a_file_that_a_glob_matches_and_that_cannot_be_read_counts_as_named(
    cli: Command, tmp_path: Path, thread: Thread
) -> None:
    (tmp_path / "a.txt").write_text(thread())
    (tmp_path / "b.parquet").write_bytes(b"PAR1 and no more")
    done = cli("parse", "[ab].*", "-o", "out", "--max-error-rate", "0.9", "--json")
    assert (done.returncode, json.loads(done.stdout)["pages"]) == (1, 2)
    assert json.loads((tmp_path / "out/run.json").read_text())["arguments"] == ["a.txt", "b.parquet"]
