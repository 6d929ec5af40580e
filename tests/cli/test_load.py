"""``qapipe load``: its summary, messages and JSON."""

import json
import re
from pathlib import Path

import pytest

from conftest import Command, Thread
from support.commands import json_of


def write_dump(folder: Path, thread: Thread) -> None:
    lines = [json.dumps({"text": thread(), "url": f"https://a.example/{n}"}) for n in (1, 1, 2)]
    (folder / "dump.jsonl").write_text("\n".join([*lines, "no JSON", '{"no": "body"}', '{"no": "body"}']) + "\n")


def test_the_summary_and_the_failures(cli: Command, tmp_path: Path, thread: Thread) -> None:
    write_dump(tmp_path, thread)
    done = cli("load", "dump.jsonl", "-o", "raw")
    assert done.returncode == 1
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert re.fullmatch(r"pages stored 2 \([\d,]+/s\)", lines[0])
    assert lines[1] == "duplicates skipped (same URL and content) 1"
    assert re.fullmatch(r"raw/load-[0-9a-f]{12}-00000\.warc\.gz", lines[-1])
    first, second, third, error = done.stderr.splitlines()
    assert first == "dump.jsonl line 4: corrupt: invalid JSON at column 1: expected value"
    assert second.startswith("dump.jsonl line 5: no_body: ")
    assert third.startswith("dump.jsonl line 6: no_body: ")
    assert error == "error: 3 inputs could not be read; all other pages were stored"


def test_json_has_reasons_and_failed_inputs(cli: Command, tmp_path: Path, thread: Thread) -> None:
    write_dump(tmp_path, thread)
    done = cli("load", "dump.jsonl", "-o", "raw", "--json")
    value = json_of(done)
    assert (value["command"], value["exit_code"], done.returncode) == ("load", 1, 1)
    assert (value["pages"], value["duplicates"], value["unreadable"]) == (2, 1, 3)
    assert value["reasons"] == {
        "error": {
            "corrupt": {"count": 1, "example": "dump.jsonl line 4"},
            "no_body": {"count": 2, "example": "dump.jsonl line 5"},
        }
    }
    assert [(one["place"], one["offset"], one["reason"]) for one in value["failed_inputs"]] == [
        ("dump.jsonl line 4", 3, "corrupt"), ("dump.jsonl line 5", 4, "no_body"), ("dump.jsonl line 6", 5, "no_body"),
    ]  # fmt: skip
    assert value["error"]["message"] == "3 inputs could not be read; all other pages were stored"
    assert [path.name for path in (tmp_path / "raw").iterdir()] == value["shards"]


def test_lines_of_a_large_file_are_counted_from_its_start(
    cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qapipe.sources.splits.PIECE_BYTES", 200)
    lines = [json.dumps({"text": f"words {n}"}) if n % 30 else "no JSON" for n in range(1, 101)]
    (tmp_path / "dump.jsonl").write_text("\n".join(lines) + "\n")
    value = json_of(cli("load", "dump.jsonl", "-o", "raw", "--json"))
    assert [(one["place"], one["offset"]) for one in value["failed_inputs"]] == [
        ("dump.jsonl line 30", 29), ("dump.jsonl line 60", 59), ("dump.jsonl line 90", 89),
    ]  # fmt: skip
    assert value["reasons"] == {"error": {"corrupt": {"count": 3, "example": "dump.jsonl line 30"}}}
