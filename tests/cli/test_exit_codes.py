"""The same cause has the same exit code in every command."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Command, environment, names_in
from support.commands import json_of

READING = {
    "parse": ("parse", "SOURCE", "-o", "out"),
    "load": ("load", "SOURCE", "-o", "out"),
    "show": ("show", "SOURCE"),
    "ls": ("ls", "SOURCE"),
}


def on(source: str | Path, command: str) -> list[str]:
    return [str(source) if argument == "SOURCE" else argument for argument in READING[command]]


@pytest.mark.parametrize("command", READING)
def test_a_missing_file_is_a_usage_error(cli: Command, tmp_path: Path, command: str) -> None:
    done = cli(*on("missing.warc", command), "--json")
    assert (done.returncode, json_of(done)["error"]["kind"]) == (2, "usage")
    assert "missing.warc" in done.stderr
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("command", READING)
def test_a_file_that_cannot_be_read_exits_with_1(cli: Command, tmp_path: Path, command: str) -> None:
    (tmp_path / "loop.warc").symlink_to("loop.warc")  # exists, and cannot be opened by any user
    done = cli(*on("loop.warc", command), "--json")
    value = json_of(done)
    assert (done.returncode, value["exit_code"], value["error"]["kind"]) == (1, 1, "incomplete"), done.stderr


@pytest.mark.parametrize("command", ["parse", "load"])
@pytest.mark.parametrize("arguments", [("empty",), ("-",), ("page.txt", "--match", "nowhere.example")])
def test_a_source_without_pages_exits_with_1_and_writes_nothing(
    cli: Command, tmp_path: Path, page: Path, command: str, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "empty").mkdir()
    done = cli(command, *arguments, "-o", "out", "--json")
    assert (done.returncode, json_of(done)["error"]["kind"]) == (1, "nothing_found"), done.stderr
    assert names_in(tmp_path) == ["empty", "page.txt"]
    assert cli(command, *arguments, "-o", "out", "--allow-empty").returncode == 0


@pytest.mark.parametrize("command", READING)
def test_a_command_that_does_not_read_stdin_works_with_it_closed(tmp_path: Path, page: Path, command: str) -> None:
    done = closed(tmp_path, on(page, command), "<&-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


@pytest.mark.parametrize("command", ["parse", "show"])
def test_reading_a_closed_stdin_is_a_usage_error(tmp_path: Path, command: str) -> None:
    done = closed(tmp_path, on("-", command), "<&-")
    assert (done.returncode, done.stderr) == (2, b"error: standard input is closed; name a file instead of -\n")
    assert names_in(tmp_path) == []


def test_a_command_works_with_stdout_and_stderr_closed(tmp_path: Path, page: Path) -> None:
    assert closed(tmp_path, on(page, "parse"), ">&- 2>&-").returncode == 0
    assert (tmp_path / "out/manifest.json").exists()
    names = {name for path in (tmp_path / "out").rglob("*") for name in path.parts}
    assert "parsing" not in names


def closed(folder: Path, arguments: list[str], streams: str) -> "subprocess.CompletedProcess[bytes]":
    """A command whose standard streams a shell closes."""
    command = ["sh", "-c", f'exec "$@" {streams}', "sh", sys.executable, "-m", "qapipe", *arguments]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, timeout=60)
