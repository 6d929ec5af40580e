"""What reaches a terminal: no control characters of a page, colour and progress on a terminal only."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Command, Thread, environment
from qapipe.records.visible import safe

EVIL = "\x1b]0;owned\x07 [b]x[/b] [/red] \x9b31m \u202eevil\u2066 :smile: \\[x]"


def test_control_characters_of_a_page_do_not_reach_the_terminal(cli: Command, tmp_path: Path, thread: Thread) -> None:
    text = thread(f"How {EVIL} works?", [("H", f"Answer {EVIL} " * 3, "")])
    source = tmp_path / "evil\x1b[2J.txt"
    source.write_text(text)
    for done in (
        cli("show", source),
        cli("show", source, "--json"),
        cli("parse", source, "-o", "out\x1b[2J"),
        cli("show", "nowhere\x1b[2J[/b]"),
    ):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.stdout + done.stderr)
        assert done.stdout + done.stderr
    shown = cli("show", source).stdout
    assert "[b]x[/b] [/red]" in shown
    assert ":smile:" in shown
    assert "evil\\x1b[2J.txt" in shown


@given(st.text())
@example("\r")
def test_safe_text_has_no_control_characters_and_keeps_all_others(text: str) -> None:
    made = safe(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", made)
    made.encode()
    assert made == text or re.search(r"\\r|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}", made)
    assert safe(made) == made


def on_terminal(*arguments: str | Path, **env: str) -> str:
    """What the command writes when stdout and stderr are a terminal."""
    parent, child = pty.openpty()
    plain = environment(TERM="xterm-256color", **env)
    with subprocess.Popen(
        [sys.executable, "-m", "qapipe", *map(str, arguments)], stdout=child, stderr=child, env=plain
    ):
        os.close(child)
        chunks = []
        while True:
            try:
                chunk = os.read(parent, 65_536)
            except OSError:  # Linux tells so that the other end is closed
                break
            if not chunk:
                break
            chunks.append(chunk)
    os.close(parent)
    return b"".join(chunks).decode()


COLOUR = re.compile("\x1b\\[[0-9;]*3[0-9]")


def test_a_terminal_gets_progress_and_colour(tmp_path: Path, page: Path) -> None:
    printed = on_terminal("parse", page, "-o", tmp_path / "out")
    assert "parsing" in printed
    assert COLOUR.search(printed)
    assert "\x1b[32m  ok" in printed  # status words have colours
    assert f"open it: qapipe report {tmp_path / 'out'}" in " ".join(re.sub("\x1b[^m]*m", "", printed).split())


def test_quiet_shows_no_progress_on_a_terminal(tmp_path: Path, page: Path) -> None:
    assert on_terminal("parse", page, "-o", tmp_path / "out", "--quiet") == ""


def test_no_color_is_obeyed_on_a_terminal(page: Path) -> None:
    printed = on_terminal("show", page, NO_COLOR="1")
    assert "Will a tiny bump on my nose go away?" in printed
    assert not COLOUR.search(printed)


def test_a_pipe_gets_neither_colour_nor_progress(cli: Command, page: Path) -> None:
    assert "\x1b" not in cli("show", page).stdout
    done = cli("parse", page, "-o", "out")
    assert "\x1b" not in done.stdout
    assert "open it" not in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [("show", "page.txt"), ("show", "page.txt", "--json")], ids=["text", "JSON"])
def test_a_closed_stdout_is_not_an_error(tmp_path: Path, page: Path, arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "qapipe", *arguments],
        cwd=tmp_path, env=environment(), stdout=writer, stderr=subprocess.PIPE, timeout=60,
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_characters_that_the_locale_lacks_are_escaped(qapipe: Command, tmp_path: Path, thread: Thread) -> None:
    (tmp_path / "a.txt").write_text(thread("Wie groß ist mein Höcker, 鼻?"), encoding="utf-8")
    done = qapipe("show", "a.txt", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "\\u9f3b" in done.stdout
