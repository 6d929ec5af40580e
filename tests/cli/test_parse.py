"""``qapipe parse``: what it writes, prints and returns."""

import json
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import qapipe
from conftest import Command, Thread, names_in
from support.commands import json_of


def test_parse_makes_a_dataset_and_tells_what_is_in_it(cli: Command, tmp_path: Path, page: Path) -> None:
    done = cli("parse", page, "--out", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert names_in(tmp_path / "out") == [
        "README.md", "answers", "experts", "manifest.json", "pages", "questions",
    ]  # fmt: skip
    words = " ".join(done.stdout.split())
    for expected in ("pages 1", "ok 1", "questions 1", "answers 2", "experts 1", "vote_placeholder 2", "/s)"):
        assert expected in words
    assert done.stdout.rstrip().endswith("out")


def test_sources_and_place_have_defaults(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "data/raw").mkdir(parents=True)
    (tmp_path / "data/raw/a.txt").write_text("words")
    assert cli("parse").returncode == 0
    assert (tmp_path / "data/parsed/manifest.json").exists()


def test_json_is_one_object_and_nothing_else(cli: Command, tmp_path: Path, page: Path) -> None:
    done = cli("parse", page, "-o", "out", "--json")
    value = json_of(done)
    assert done.stderr == ""
    assert (value["command"], value["json_version"], value["exit_code"], value["error"]) == ("parse", 1, 0, None)
    assert (value["version"], value["path"]) == (qapipe.__version__, "out")
    assert 0 < value["seconds"] < 60
    assert value["rate"] == pytest.approx(1 / value["seconds"], rel=0.2, abs=0.1)
    assert value["resumed"] == {"bytes": 0, "pages": 0}
    counts = json.loads((tmp_path / "out/manifest.json").read_text())["counts"]
    assert {name: value[name] for name in counts} == counts


def test_quiet_says_nothing(cli: Command, page: Path) -> None:
    done = cli("parse", page, "-o", "out", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_standard_input_is_read(cli: Command, tmp_path: Path, thread: Thread) -> None:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (thread(), "words", "more"))
    assert json_of(cli("parse", "-", "-o", "out", "--json", stdin=lines))["pages"] == 3
    assert json_of(cli("parse", "-", "-o", "out", "--json", stdin=thread()))["questions"] == 1
    [row] = pq.read_table(tmp_path / "out/pages").to_pylist()
    assert row["source"] == "-"


def test_options_reach_the_run(cli: Command, tmp_path: Path, thread: Thread) -> None:
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps({"b": thread(title), "u": f"http://{title}.example/"}) + "\n" for title in "xyz")
    )
    named = ("--body-field", "b", "--url-field", "u")
    value = json_of(
        cli(
            "parse",
            "a.jsonl",
            "-o",
            "out",
            *named,
            "--match",
            "*x.ex*",
            "--match",
            "*y.ex*",
            "--include",
            "discussion",
            "--json",
        )
    )
    assert (value["pages"], value["skipped_by_match"]) == (2, 1)
    options = json.loads((tmp_path / "out/manifest.json").read_text())["options"]
    assert options == {
        "body_field": "b", "captures": "latest", "include": ["discussion"], "match": ["*x.ex*", "*y.ex*"],
        "sites": [], "url_field": "u",
    }  # fmt: skip


def test_an_unreadable_input_needs_a_look(cli: Command, tmp_path: Path, page: Path) -> None:
    (tmp_path / "in").mkdir()
    page.rename(tmp_path / "in/page.txt")
    os.mkfifo(tmp_path / "in/fifo")
    done = cli("parse", "in", "-o", "out")
    assert done.returncode == 1
    assert "fifo: unreadable: a FIFO, not a regular file" in done.stderr
    assert "error: 1 of 2 pages failed; see status = 'error' in out/pages\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert pq.read_table(tmp_path / "out/questions").num_rows == 1


def test_pages_that_are_no_questions_are_no_error(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>words")
    (tmp_path / "b.html").write_text("")
    assert cli("parse", "a.html", "b.html", "-o", "out", "--max-error-rate", "0").returncode == 0


def test_the_error_rate_can_be_limited(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"no": 1}\n{"text": "a"}\n')
    assert cli("parse", "a.jsonl", "-o", "out").returncode == 0
    done = cli("parse", "a.jsonl", "-o", "out", "--max-error-rate", "0.4")
    assert done.returncode == 1
    assert "50.00%" in done.stderr


def test_an_input_without_any_page_that_can_be_read_needs_a_look(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"page": "a"}\n{"page": "b"}\n')
    done = cli("parse", "a.jsonl", "-o", "out")
    assert done.returncode == 1
    assert "a.jsonl:0: no_body: none of the fields html, " in done.stderr
    assert "choose one with --body-field" in done.stderr
    assert "error: 2 of 2 pages failed; " in done.stderr
    assert cli("parse", "a.jsonl", "-o", "out", "--body-field", "page").returncode == 0
