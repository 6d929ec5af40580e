"""The command through its real entry point: exit codes, output, what is written and what is not."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import qapipe as package
from conftest import Command, Thread, environment, names_in
from qapipe.cli.terminal import safe
from support.kill_sweep import workers_of


def json_of(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    """The one JSON object on stdout."""
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    return value


@pytest.fixture
def page(tmp_path: Path, thread: Thread) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(thread())
    return path


# parse


def test_parse_makes_a_dataset_and_tells_what_is_in_it(qapipe: Command, tmp_path: Path, page: Path) -> None:
    done = qapipe("parse", page, "--out", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert names_in(tmp_path / "out") == [
        "README.md", "answers", "experts", "manifest.json", "pages", "questions",
    ]  # fmt: skip
    words = " ".join(done.stdout.split())
    for expected in ("pages 1", "ok 1", "questions 1", "answers 2", "experts 1", "vote_placeholder 2", "a second"):
        assert expected in words
    assert done.stdout.rstrip().endswith("out")


def test_sources_and_place_have_defaults(qapipe: Command, tmp_path: Path) -> None:
    (tmp_path / "data/raw").mkdir(parents=True)
    (tmp_path / "data/raw/a.txt").write_text("words")
    assert qapipe("parse").returncode == 0
    assert (tmp_path / "data/parsed/manifest.json").exists()


def test_json_is_one_object_and_nothing_else(qapipe: Command, tmp_path: Path, page: Path) -> None:
    done = qapipe("parse", page, "-o", "out", "--json")
    value = json_of(done)
    assert done.stderr == ""
    assert value.pop("path") == "out"
    assert value == json.loads((tmp_path / "out/manifest.json").read_text())["counts"]


def test_quiet_says_nothing(qapipe: Command, page: Path) -> None:
    done = qapipe("parse", page, "-o", "out", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_standard_input_is_read(qapipe: Command, tmp_path: Path, thread: Thread) -> None:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (thread(), "words", "more"))
    assert json_of(qapipe("parse", "-", "-o", "out", "--json", stdin=lines))["pages"] == 3
    assert json_of(qapipe("parse", "-", "-o", "out", "--json", stdin=thread()))["questions"] == 1
    [row] = pq.read_table(tmp_path / "out/pages").to_pylist()
    assert row["source"] == "-"


def test_options_reach_the_run(qapipe: Command, tmp_path: Path, thread: Thread) -> None:
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps({"b": thread(title), "u": f"http://{title}.example/"}) + "\n" for title in "xyz")
    )
    named = ("--body-field", "b", "--url-field", "u")
    value = json_of(qapipe("parse", "a.jsonl", "-o", "out", *named, "--match", "*x.ex*", "--match", "*y.ex*", "--json"))
    assert (value["pages"], value["skipped_by_match"]) == (2, 1)
    options = json.loads((tmp_path / "out/manifest.json").read_text())["options"]
    assert options == {
        "body_field": "b", "captures": "latest", "match": ["*x.ex*", "*y.ex*"], "sites": [], "url_field": "u",
    }  # fmt: skip


def test_an_unreadable_input_needs_a_look(qapipe: Command, tmp_path: Path, page: Path) -> None:
    (tmp_path / "in").mkdir()
    page.rename(tmp_path / "in/page.txt")
    os.mkfifo(tmp_path / "in/fifo")
    done = qapipe("parse", "in", "-o", "out")
    assert done.returncode == 1
    assert "fifo: unreadable: a fifo, not a regular file" in done.stderr
    assert "error: 1 of 2 inputs could not be read" in done.stderr
    assert "Traceback" not in done.stderr
    assert pq.read_table(tmp_path / "out/questions").num_rows == 1


def test_pages_that_are_no_questions_are_no_error(qapipe: Command, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>words")
    (tmp_path / "b.html").write_text("")
    assert qapipe("parse", "a.html", "b.html", "-o", "out", "--max-error-rate", "0").returncode == 0


def test_the_error_rate_can_be_limited(qapipe: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"no": 1}\n{"text": "a"}\n')
    assert qapipe("parse", "a.jsonl", "-o", "out").returncode == 0
    done = qapipe("parse", "a.jsonl", "-o", "out", "--max-error-rate", "0.4")
    assert done.returncode == 1
    assert "50.00%" in done.stderr


def test_an_input_without_any_page_that_can_be_read_needs_a_look(qapipe: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"page": "a"}\n{"page": "b"}\n')
    done = qapipe("parse", "a.jsonl", "-o", "out")
    assert done.returncode == 1
    assert "a.jsonl:0: no_body: the line at byte 0: no text in any of the fields html, " in done.stderr
    assert "--body-field names another" in done.stderr
    assert "error: 2 of 2 inputs could not be read" in done.stderr
    assert qapipe("parse", "a.jsonl", "-o", "out", "--body-field", "page").returncode == 0


WRONG = {
    "missing source": ("parse", "nowhere"),
    "no source": ("parse",),
    "out is a file": ("parse", "page.txt", "-o", "page.txt"),
    "out is in a file": ("parse", "page.txt", "-o", "page.txt/out"),
    "out is somebody's": ("parse", "page.txt", "-o", "mine"),
    "out holds the source": ("parse", "page.txt", "-o", "."),
    "unknown site": ("parse", "page.txt", "--site", "nosuch"),
    "unknown option": ("parse", "page.txt", "--nosuch"),
    "no worker": ("parse", "page.txt", "-j", "0"),
    "bad rate": ("parse", "page.txt", "--max-error-rate", "2"),
    "bad captures": ("parse", "page.txt", "--captures", "some"),
    "stdin twice": ("parse", "-", "-"),
    "unknown command": ("nosuch",),
    "no command": (),
    "missing page": ("show", "page.txt", "--page", "2"),
    "page zero": ("show", "page.txt", "--page", "0"),
    "two pages named": ("show", "page.txt", "1", "--page", "1"),
    "nothing to show": ("show", "nowhere"),
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_usage_is_told_and_writes_nothing(
    qapipe: Command, tmp_path: Path, page: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = qapipe(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert re.search(r"error: .+;|Error: |Usage: ", done.stderr + done.stdout, re.IGNORECASE)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_missing_page_is_told_with_how_many_there_are(qapipe: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    done = qapipe("show", "a.jsonl", "--page", "7")
    assert done.stderr == "error: no page 7 in a.jsonl, which has 2 pages; pages are counted from 1\n"


def test_a_traceback_is_shown_only_when_asked_for(qapipe: Command) -> None:
    plain, verbose = qapipe("parse", "nowhere"), qapipe("parse", "nowhere", "--verbose")
    assert plain.stderr == "error: nowhere: no such file or folder; check the path\n"
    assert "Traceback" in verbose.stderr
    assert verbose.stderr.endswith(plain.stderr)
    assert verbose.returncode == 2


def test_a_second_run_into_the_same_place_stops_at_once(qapipe: Command, tmp_path: Path, page: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-m", "qapipe", "parse", "-", "-o", "out"],
        cwd=tmp_path, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(lambda: list(tmp_path.glob(".out.qapipe/stdin")))
        done = qapipe("parse", page, "-o", "out")
        assert done.returncode == 1
        assert "another run is writing" in done.stderr
    finally:
        first.communicate(b"words")
    assert first.returncode == 0
    assert pq.read_table(tmp_path / "out/pages").num_rows == 1


def wait_for(ready: Any) -> None:
    """Wait until something is the case; the test's own timeout ends a wait in vain."""
    while not ready():
        time.sleep(0.01)


def at_work(folder: Path) -> bool:
    """Whether results are being written there."""
    try:
        return any(path.stat().st_size > 1000 for path in folder.iterdir())
    except FileNotFoundError:  # the folder is not there yet, or a file has got its name
        return False


@pytest.fixture
def dump(tmp_path: Path, thread: Thread) -> Path:
    """A dump in several files that keeps two workers busy for a while."""
    folder = tmp_path / "dump"
    folder.mkdir()
    for part in range(4):
        with (folder / f"{part}.jsonl").open("w") as file:
            for number in range(700):
                file.write(json.dumps({"text": thread(f"Question {part} {number}?"), "pad": "x" * 6000}) + "\n")
    return folder


def hear_interrupts() -> None:
    """A background job of a shell, as CI may be, ignores Ctrl-C and hands that on to its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, -15)])
def test_a_run_that_is_stopped_leaves_the_old_dataset(
    qapipe: Command, tmp_path: Path, page: Path, dump: Path, workers: str, number: int, code: int
) -> None:
    assert qapipe("parse", page, "-o", "out").returncode == 0
    before = (tmp_path / "out/manifest.json").read_bytes()
    run = subprocess.Popen(
        [sys.executable, "-m", "qapipe", "parse", "dump", "-o", "out", "-j", workers],
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=hear_interrupts,  # noqa: PLW1509  no other thread runs here
    )  # fmt: skip
    wait_for(lambda: at_work(tmp_path / ".out.qapipe/work"))
    os.kill(run.pid, number)
    _, errors = run.communicate()
    assert run.returncode == code
    if number == signal.SIGINT:
        assert errors.decode() == "error: interrupted; the same command goes on where this one stopped\n"
        assert not (tmp_path / ".out.qapipe/dataset").exists()
    assert (tmp_path / "out/manifest.json").read_bytes() == before
    assert pq.read_table(tmp_path / "out/pages").num_rows == 1
    wait_for(lambda: not processes_of_group(run.pid))
    assert json_of(qapipe("parse", dump, "-o", "out", "--json"))["questions"] == 2_800
    assert names_in(tmp_path) == ["dump", "out", "page.txt"]


def test_a_worker_that_is_killed_costs_nothing(qapipe: Command, tmp_path: Path, dump: Path) -> None:
    assert qapipe("parse", "dump", "-o", "undisturbed").returncode == 0
    run = subprocess.Popen(
        [sys.executable, "-m", "qapipe", "parse", "dump", "-o", "out", "-j", "2"],
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    wait_for(lambda: at_work(tmp_path / ".out.qapipe/work"))
    workers = workers_of(run.pid)
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    run.communicate()
    assert run.returncode == 0
    assert names_in(tmp_path) == ["dump", "out", "undisturbed"]
    for path in (tmp_path / "undisturbed").rglob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "out" / path.relative_to(tmp_path / "undisturbed")).read_bytes()


def processes_of_group(group: int) -> list[str]:
    """What still runs of a process group: a worker must not outlive its parent."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(stat.parent.name)
    return found


# show


def test_show_tells_what_became_of_a_page(qapipe: Command, page: Path) -> None:
    done = qapipe("show", page)
    assert (done.returncode, done.stderr) == (0, "")
    for expected in (
        "ok\n", "realself/", "page.txt", "Will a tiny bump on my nose go away?", "I fell off my bicycle",
        "2 found, 2 declared", "1. Give it time", "Swelling after such a fall takes", "Ida Quist, MD, FACS",
        "Plastic Surgeon", "Tampa", "4.5", "Removed as noise (2)", "vote_placeholder",
    ):  # fmt: skip
        assert expected in done.stdout


def test_show_as_json_is_the_record(qapipe: Command, page: Path, tmp_path: Path) -> None:
    value = json_of(qapipe("show", page, "--json"))
    assert value["question"]["title"] == "Will a tiny bump on my nose go away?"
    assert [answer["author_name"] for answer in value["answers"]] == [None, "Ida Quist"]
    assert set(value) == set(package.Record.model_fields)


def test_a_page_is_found_by_number_id_or_url(qapipe: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "first", "url": "http://a.example/1"}\nbad\n{"html": "<link rel=canonical href=http://a.example/3>"}'
    )
    records = [json_of(qapipe("show", "a.jsonl", str(number), "--json")) for number in (1, 2, 3)]
    assert [(r["status"], r["offset"]) for r in records] == [("not_qa", 0), ("error", 1), ("not_qa", 2)]
    assert records[2]["url"] == "http://a.example/3"
    for record in records:
        assert json_of(qapipe("show", "a.jsonl", "--page", record["page_id"], "--json")) == record
    for record in (records[0], records[2]):
        assert json_of(qapipe("show", "a.jsonl", record["url"], "--json")) == record
    assert qapipe("show", "a.jsonl").stdout.startswith("not_qa no_question: ")


EVIL = "\x1b]0;owned\x07 [b]x[/b] [/red] \x9b31m \u202eevil\u2066 :smile: \\[x]"


def test_nothing_on_a_page_steers_the_terminal(qapipe: Command, tmp_path: Path, thread: Thread) -> None:
    text = thread(f"How {EVIL} works?", [("H", f"Answer {EVIL} " * 3, "")])
    source = tmp_path / "evil\x1b[2J.txt"
    source.write_text(text)
    for done in (
        qapipe("show", source),
        qapipe("show", source, "--json"),
        qapipe("parse", source, "-o", "out\x1b[2J"),
        qapipe("show", "nowhere\x1b[2J[/b]"),
    ):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.stdout + done.stderr)
        assert done.stdout + done.stderr
    shown = qapipe("show", source).stdout
    assert "[b]x[/b] [/red]" in shown
    assert ":smile:" in shown
    assert "evil\\x1b[2J.txt" in shown


@given(st.text())
def test_safe_text_holds_no_control_and_keeps_what_is_harmless(text: str) -> None:
    made = safe(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", made)
    made.encode()
    assert made == text or re.search(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}", made)
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


def test_colour_stands_on_a_terminal_only_and_not_against_no_color(qapipe: Command, page: Path) -> None:
    colour = re.compile("\x1b\\[[0-9;]*3[0-9]")
    assert colour.search(on_terminal("show", page))
    assert not colour.search(on_terminal("show", page, NO_COLOR="1"))
    assert "\x1b" not in qapipe("show", page).stdout


def test_progress_stands_on_a_terminal_only(qapipe: Command, tmp_path: Path, page: Path) -> None:
    assert "parsing" in on_terminal("parse", page, "-o", tmp_path / "out")
    assert "parsing" not in on_terminal("parse", page, "-o", tmp_path / "out", "--quiet")
    done = qapipe("parse", page, "-o", "out")
    assert "parsing" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    "arguments", [("show", "page.txt"), ("show", "page.txt", "--json"), ("sites",), ("parse", "page.txt")]
)
def test_a_reader_may_leave(tmp_path: Path, page: Path, arguments: tuple[str, ...]) -> None:
    parent, child = os.pipe()
    os.close(parent)
    done = subprocess.run(
        [sys.executable, "-m", "qapipe", *arguments],
        cwd=tmp_path, env=environment(), stdout=child, stderr=subprocess.PIPE, timeout=60,
    )  # fmt: skip
    os.close(child)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_narrow_locale_is_no_reason_to_fail(qapipe: Command, tmp_path: Path, thread: Thread) -> None:
    (tmp_path / "a.txt").write_text(thread("Wie groß ist mein Höcker, 鼻?"), encoding="utf-8")
    done = qapipe("show", "a.txt", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "\\u9f3b" in done.stdout


# the rest


def test_sites_lists_sites_and_layouts(qapipe: Command) -> None:
    done = qapipe("sites")
    assert done.returncode == 0
    assert "realself" in done.stdout
    assert "realself.com" in done.stdout
    [site] = [site for site in json_of(qapipe("sites", "--json"))["sites"] if site["name"] == "realself"]
    assert site["hosts"] == ["realself.com"]
    assert all(layout["name"] and layout["description"] for layout in site["layouts"])


def test_the_version_is_told(qapipe: Command) -> None:
    assert qapipe("--version").stdout == f"{package.__version__}\n"
    assert json_of(qapipe("--version", "--json")) == {"qapipe": package.__version__}


@pytest.mark.parametrize("command", [(), ("parse",), ("show",), ("sites",)])
def test_help_has_an_example(qapipe: Command, command: tuple[str, ...]) -> None:
    done = qapipe(*command, "--help")
    assert done.returncode == 0
    assert "Example: qapipe" in done.stdout
