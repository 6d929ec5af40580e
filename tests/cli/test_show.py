"""``qapipe show``: the record of one page, found by number, id or URL."""

import subprocess
from pathlib import Path
from typing import Any

import qapipe
from conftest import Command
from support.commands import json_of


def test_show_tells_what_became_of_a_page(cli: Command, page: Path) -> None:
    done = cli("show", page)
    assert (done.returncode, done.stderr) == (0, "")
    for expected in (
        "ok\n", "realself/", "page.txt", "Will a tiny bump on my nose go away?", "I fell off my bicycle",
        "2 found, 2 declared", "1. Give it time", "Swelling after such a fall takes", "Ida Quist, MD, FACS",
        "Plastic Surgeon", "Tampa", "4.5", "Removed as noise (2)", "vote_placeholder",
    ):  # fmt: skip
        assert expected in done.stdout


def test_show_as_json_is_the_record(cli: Command, page: Path, tmp_path: Path) -> None:
    value = json_of(cli("show", page, "--json"))
    assert value["question"]["title"] == "Will a tiny bump on my nose go away?"
    assert [answer["author_name"] for answer in value["answers"]] == [None, "Ida Quist"]
    envelope = {"command", "error", "exit_code", "json_version", "seconds", "version"}
    assert set(value) == set(qapipe.Record.model_fields) | envelope


def record_of(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    """The record in the JSON result."""
    return {name: value for name, value in json_of(done).items() if name in qapipe.Record.model_fields}


def test_a_page_is_found_by_number_id_or_url(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "first", "url": "http://a.example/1"}\nbad\n{"html": "<link rel=canonical href=http://a.example/3>"}'
    )
    records = [record_of(cli("show", "a.jsonl", str(number), "--json")) for number in (1, 2, 3)]
    assert [(r["status"], r["offset"]) for r in records] == [("not_qa", 0), ("error", 1), ("not_qa", 2)]
    assert records[2]["url"] == "http://a.example/3"
    for record in records:
        assert record_of(cli("show", "a.jsonl", "--page", record["page_id"], "--json")) == record
    for record in (records[0], records[2]):
        assert record_of(cli("show", "a.jsonl", record["url"], "--json")) == record
    assert cli("show", "a.jsonl").stdout.startswith("not_qa no_question: ")


def test_a_missing_page_is_told_with_how_many_there_are(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    done = cli("show", "a.jsonl", "--page", "7")
    assert done.stderr == "error: no page 7 in a.jsonl, which has 2 pages; pages are counted from 1\n"


def test_a_page_that_cannot_be_read_exits_with_1(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": \n')
    done = cli("show", "a.jsonl", "2")
    assert done.returncode == 1
    assert done.stdout.startswith("error corrupt: ")
    assert done.stderr == "error: the page could not be read or parsed: corrupt\n"
    assert cli("show", "a.jsonl", "1").returncode == 0
