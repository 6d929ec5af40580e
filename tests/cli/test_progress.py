"""Progress: what fits on a line, what is printed where nothing can be redrawn."""

import io
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from conftest import Command, Thread
from qapipe.cli import progress
from qapipe.cli.progress import Piece, RunProgress, StepProgress, fitted
from qapipe.cli.words import clock, duration, plural

KINDS = ["ok", "partial", "not_qa", "error"]


class FakeClock:
    """A clock that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    return FakeClock(monkeypatch)


def drawn(width: int, at: FakeClock) -> str:
    """The line that a terminal of a width shows of a run that is half done."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system=None, legacy_windows=False)
    shown = RunProgress(console, "parsing", KINDS, drawn=True, log=None)
    shown((0, 0, 0, 0, 0), 0, 2_000_000)
    at.now += 10
    shown((1_500, 1_000, 0, 400, 100), 1_000_000, 2_000_000)
    console.print(shown)
    return out.getvalue()[2:]


FULL = (
    "parsing [##########..........] 50% ETA 0:10 1,500 pages (1,000 ok, 400 not_qa, 100 error) 150/s 1.0 MB of 2.0 MB"
)


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (200, FULL),
        (90, "parsing [##########..........] 50% ETA 0:10 1,500 pages 150/s 1.0 MB of 2.0 MB"),
        (70, "parsing 50% ETA 0:10 1,500 pages 150/s 1.0 MB of 2.0 MB"),
        (50, "parsing 50% ETA 0:10 1,500 pages 150/s"),
        (36, "parsing 50% ETA 0:10 1,500 pages"),
        (24, "parsing 50% ETA 0:10"),
        (16, "50% ETA 0:10"),
        (8, "50%"),
    ],
)
def test_what_does_not_fit_is_dropped_status_counts_first_percent_and_eta_last(
    width: int, line: str, at: FakeClock
) -> None:
    assert drawn(width, at) == line


def test_settling_tells_its_share_the_time_to_go_and_the_parts(at: FakeClock) -> None:
    lines: list[str] = []
    shown = RunProgress(Console(file=io.StringIO()), "parsing", KINDS, drawn=False, log=lines.append)
    shown.settled(0.0, 0, 8)
    at.now += 90
    shown.settled(0.25, 2, 8)
    at.now += 90
    shown.settled(0.5, 1, 1)
    assert lines == ["settling 25% ETA 4:30 2 of 8 parts", "settling 50% ETA 3:00"]


@given(st.lists(st.tuples(st.text("abc", min_size=1, max_size=30), st.integers(0, 9)), min_size=1), st.integers(0, 100))
def test_a_line_is_never_wider_than_the_terminal(pieces: list[tuple[str, int]], width: int) -> None:
    line = fitted([Piece(text, rank) for text, rank in pieces], width)
    assert len(line) <= width
    if sum(len(text) + 1 for text, _ in pieces) <= width + 1:
        assert line == " ".join(text for text, _ in pieces)


def test_elsewhere_a_line_per_minute_is_printed(at: FakeClock) -> None:
    lines: list[str] = []
    shown = RunProgress(Console(file=io.StringIO()), "parsing", KINDS, drawn=False, log=lines.append)
    shown((0,), 0, 4_000)
    for second in range(1, 181):
        at.now = 1_000 + second
        shown((second * 10, second * 10), second * 10, 4_000)
    assert lines == [
        "parsing 15% ETA 5:40 600 pages (600 ok) 10/s 600 bytes of 4.0 kB",
        "parsing 30% ETA 4:40 1,200 pages (1,200 ok) 10/s 1.2 kB of 4.0 kB",
        "parsing 45% ETA 3:40 1,800 pages (1,800 ok) 10/s 1.8 kB of 4.0 kB",
    ]


def test_what_an_interrupted_run_did_counts_neither_for_the_rate_nor_for_the_estimate(at: FakeClock) -> None:
    messages: list[str] = []
    lines: list[str] = []
    console = Console(file=io.StringIO())
    shown = RunProgress(console, "parsing", drawn=False, log=lines.append, on_resume=messages.append)
    shown((1_000,), 5_000, 10_000)
    assert messages == ["Using results of an earlier run: 1,000 pages (5.0 kB of 10.0 kB) already done."]
    at.now += 60
    shown((1_600,), 8_000, 10_000)
    assert lines == ["parsing 80% ETA 0:40 1,600 pages 10/s 8.0 kB of 10.0 kB"]
    assert shown.rate_and_resumed(1_600, 60) == {"rate": 10.0, "resumed": {"bytes": 5_000, "pages": 1_000}}


def test_what_is_all_read_has_no_time_to_go(at: FakeClock) -> None:
    lines: list[str] = []
    shown = RunProgress(Console(file=io.StringIO()), "parsing", drawn=False, log=lines.append)
    shown((0,), 0, 4_000)
    at.now += 100
    shown((1_000,), 4_000, 4_000)
    assert lines == ["parsing 100% 1,000 pages 10/s 4.0 kB of 4.0 kB"]


def test_bytes_read_from_stdin_are_shown_before_there_is_a_page(at: FakeClock) -> None:
    lines: list[str] = []
    shown = RunProgress(Console(file=io.StringIO()), "parsing", drawn=False, log=lines.append)
    stream = shown.stdin(io.BytesIO(b"x" * 3_000))
    assert stream is not None
    at.now += 60
    assert len(stream.read(2_000)) == 2_000
    assert lines == ["reading stdin: 2.0 kB"]
    assert len(stream.read(2_000)) == 1_000


def test_the_later_parts_of_a_crawl_are_dropped_first() -> None:
    out = io.StringIO()
    console = Console(file=out, width=32, force_terminal=True, color_system=None, legacy_windows=False)
    shown = StepProgress(console, "fetching", drawn=True, log=None)
    shown(["12 pages", "ETA 1:00", "40 queued", "2 failed"])
    console.print(shown)
    assert out.getvalue()[2:] == "fetching 12 pages ETA 1:00"


@pytest.mark.parametrize(
    ("mode", "shown"), [((), True), (("--progress", "plain"), True), (("--progress", "none"), False), (("-q",), False)]
)
def test_lines_are_printed_to_a_pipe_unless_that_is_not_wanted(
    cli: Command, thread: Thread, tmp_path: object, monkeypatch: pytest.MonkeyPatch, mode: tuple[str, ...], shown: bool
) -> None:
    monkeypatch.setattr(progress, "LOG_SECONDS", 0.0)
    done = cli("parse", "-", "-o", "out", *mode, stdin=thread())
    assert done.returncode == 0
    assert bool(re.search(r"^reading stdin: \d+ bytes\n", done.stderr)) is shown
    assert bool(re.search(r"^parsing 100% 1 page \(1 ok\) ", done.stderr, re.MULTILINE)) is shown


@pytest.mark.parametrize("mode", [(), ("--progress", "none")])
def test_check_and_diff_say_what_they_are_at(
    cli: Command, thread: Thread, monkeypatch: pytest.MonkeyPatch, mode: tuple[str, ...]
) -> None:
    monkeypatch.setattr(progress, "LOG_SECONDS", 0.0)
    cli("parse", "-", "-o", "old", stdin=thread())
    cli("parse", "-", "-o", "new", stdin=thread(rating="3.5"))
    checked, compared = cli("check", "new", *mode), cli("diff", "old", "new", *mode)
    assert (checked.returncode, checked.stdout != "", compared.stdout != "") == (0, True, True)
    if mode:
        assert (checked.stderr, compared.stderr) == ("", "")
        return
    tables = {"pages": 1, "questions": 1, "answers": 2, "experts": 1}
    values = [f"checking {name}, 0% of {rows} rows" for name, rows in tables.items()]
    assert checked.stderr.splitlines() == [
        "checking files", *values, "checking keys", "checking answers on their pages"
    ]  # fmt: skip
    assert "comparing reading 2 rows of pages" in compared.stderr.splitlines()
    assert compared.stderr.splitlines()[-1] == "comparing matching 2 rows of experts"


def test_numbers_in_words() -> None:
    assert [plural(count, "page") for count in (0, 1, 2, 1_200)] == ["0 pages", "1 page", "2 pages", "1,200 pages"]
    assert [clock(seconds) for seconds in (-1, 0.4, 53, 60, 4_799.6)] == ["0:00", "0:00", "0:53", "1:00", "1:20:00"]
    assert [duration(seconds) for seconds in (42, 180, 4_800)] == ["42 s", "3 min", "1 h 20 min"]
