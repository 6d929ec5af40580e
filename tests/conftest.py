"""Tools of all tests: the command as a user runs it, and a tiny question page in our own words."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.commands import run_here
from support.places import ROOT

VOTES = "{{ voteCount >= 0 ? '+' + (voteCount + 1) : (voteCount + 1) }}"

# No example fails because the machine is busy.
settings.register_profile("explore", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("explore"), derandomize=True)
settings.load_profile("same")  # the same examples in every run; --hypothesis-profile=explore looks for new ones

Command = Callable[..., "subprocess.CompletedProcess[str]"]
Thread = Callable[..., str]


def environment(**more: str) -> dict[str, str]:
    """The environment of a user at a pipe, with our sources."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("FORCE_COLOR", "NO_COLOR"))}
    return {**plain, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100", **more}


def names_in(folder: Path) -> list[str]:
    """Names of what a folder holds, hidden ones too, sorted."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def qapipe(tmp_path: Path) -> Command:
    """The command in a process of its own, in a fresh folder: where signals, pipes or a crash matter."""

    def run(
        *arguments: str | Path, stdin: str | bytes = b"", env: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, "-m", "qapipe", *map(str, arguments)],
            cwd=tmp_path,
            env=environment(**(env or {})),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=120,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def cli(tmp_path: Path) -> Command:
    """The command in this process, in a fresh folder: for all that does not need a process of its own."""

    def run(
        *arguments: str | Path, stdin: str | bytes = b"", env: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        data = stdin.encode() if isinstance(stdin, str) else stdin
        return run_here([str(argument) for argument in arguments], tmp_path, data, env)

    return run


@pytest.fixture
def thread() -> Thread:
    """A RealSelf question as its text extraction of about 2017 looks, in our own words, with made-up people."""

    def build(
        title: str = "Will a tiny bump on my nose go away?",
        answers: Sequence[tuple[str, str, str]] = (
            ("Give it time", "Swelling after such a fall takes many weeks to settle, so please wait.", ""),
            ("Ask for a scan", "A scan tells bone from cartilage, and then you can decide.", "Ida Quist, MD, FACS"),
        ),
        rating: str = "4.5",
    ) -> str:
        lines = [title, "", "I fell off my bicycle in spring and see a bump since then.", ""]
        lines += [f"Doctor Answers {len(answers)}", ""]
        for headline, body, name in answers:
            lines += [headline, "", VOTES, body, ""]
            lines += [name] if name else []
            lines += ["Tampa Plastic Surgeon", f"{rating} out of 5 stars 12 reviews", ""]
        return "\n".join(lines)

    return build


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What needs other libraries is collected only where it is named: `make test-clients` installs them."""
    here = ROOT / "tests" / "clients"
    named = any((config.invocation_params.dir / argument).is_relative_to(here) for argument in config.args)
    return True if collection_path == here and not named else None


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Cases with bytes are named by their argument and number: gzip puts the time into what it compresses.

    Workers of pytest-xdist must find the same names, whenever they collect them.
    """
    return argname if isinstance(val, bytes) else None
