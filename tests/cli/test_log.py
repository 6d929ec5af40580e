"""``--log-file``: what a command tells, with times, appended to a file."""

import re
from pathlib import Path

from conftest import Command
from support.commands import json_of

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (info|error) (.*)")


def logged(path: Path) -> list[tuple[str, str]]:
    found = [LINE.fullmatch(line) for line in path.read_text().splitlines()]
    assert all(found)
    return [(one[1], one[2]) for one in found if one]


def test_messages_are_appended_whatever_is_shown(cli: Command, tmp_path: Path, page: Path) -> None:
    log = tmp_path / "run.log"
    assert cli("parse", page, "--quiet", "--log-file", log).returncode == 0
    [last] = logged(log)
    assert re.fullmatch(r"parse: exit code 0 after \d+\.\d s", last[1])
    assert cli("parse", "nowhere\x1b[2J", "--log-file", log).returncode == 2
    first, *lines = logged(log)
    assert first == last
    assert ("error", "nowhere\\x1b[2J: no such file or folder; check the path") in lines
    assert lines[0] == ("error", "Traceback (most recent call last):")
    assert lines[-1][1].startswith("parse: exit code 2 after")


def test_a_log_that_cannot_be_opened_is_a_usage_error(cli: Command, tmp_path: Path, page: Path) -> None:
    done = cli("parse", page, "--log-file", "no/such/folder.log", "--json")
    assert (done.returncode, json_of(done)["error"]["kind"]) == (2, "usage")
    assert "cannot write --log-file no/such/folder.log: No such file or directory" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_full_disk_ends_the_log_but_not_the_command(cli: Command, page: Path) -> None:
    done = cli("parse", page, "--log-file", "/dev/full")
    assert done.returncode == 0
    assert done.stderr == "log file: No space left on device; nothing more is logged\n"
