"""Limits that are too low are named, with what to do."""

import errno
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import environment
from qapipe.ulimits import reached, too_low

INFINITY = resource.RLIM_INFINITY
MIB = 1 << 20


class Limits:
    """Stands for the limits of the process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.of: dict[int, tuple[int, int]] = {}
        monkeypatch.setattr(resource, "getrlimit", lambda name: self.of.get(name, (INFINITY, INFINITY)))
        monkeypatch.setattr(resource, "setrlimit", lambda name, limits: self.of.update({name: limits}))


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Limits:
    return Limits(monkeypatch)


def test_no_limits_are_no_problem(limits: Limits) -> None:
    assert too_low(1_000) is None
    limits.of = {resource.RLIMIT_AS: (2_048 * MIB, INFINITY), resource.RLIMIT_NOFILE: (1_024, 1_024)}
    assert too_low(100) is None


def test_a_small_address_space_is_named(limits: Limits) -> None:
    limits.of = {resource.RLIMIT_AS: (2_047 * MIB, INFINITY)}
    message = "the address space is limited to 2,047 MiB (ulimit -v), and qapipe needs 2,048 MiB; raise the limit"
    assert too_low() == message


def test_few_open_files_are_named(limits: Limits) -> None:
    limits.of = {resource.RLIMIT_NOFILE: (55, 55)}
    assert too_low(1) == "open files are limited to 55 (ulimit -n), and 56 are needed; raise the limit"
    assert too_low(10) == (
        "open files are limited to 55 (ulimit -n), and 128 are needed; raise the limit, or use fewer --workers"
    )
    limits.of = {resource.RLIMIT_NOFILE: (56, 56)}
    assert too_low(1) is None


def test_the_soft_limit_of_open_files_is_raised(limits: Limits) -> None:
    for hard in (4_096, INFINITY):
        limits.of = {resource.RLIMIT_NOFILE: (16, hard)}
        assert too_low(4) is None
        assert limits.of[resource.RLIMIT_NOFILE] == (80, hard)
    limits.of = {resource.RLIMIT_NOFILE: (16, 60)}
    assert (
        too_low(4)
        == "open files are limited to 60 (ulimit -n), and 80 are needed; raise the limit, or use fewer --workers"
    )


def test_limits_that_were_reached_are_named(limits: Limits) -> None:
    limits.of = {
        resource.RLIMIT_AS: (500 * MIB, INFINITY), resource.RLIMIT_NOFILE: (16, 16),
        resource.RLIMIT_FSIZE: (MIB, INFINITY),
    }  # fmt: skip
    for error in (MemoryError(), OSError(errno.ENOMEM, "x")):
        assert reached(error) == "out of memory (the address space is 500 MiB, ulimit -v); try fewer --workers"
    assert reached(OSError(errno.EMFILE, "x")) == "too many open files (the limit is 16, ulimit -n); raise it"
    assert reached(OSError(errno.EFBIG, "x")) == "a file would be too large (the limit is 1 MiB, ulimit -f); raise it"
    assert reached(OSError(errno.ENFILE, "x")) == "too many files are open on this machine; close some programs"
    assert reached(OSError(errno.ENOSPC, "x")) is None
    assert reached(ValueError()) is None
    limits.of = {}
    assert reached(MemoryError()) == "out of memory; try fewer --workers"


@pytest.mark.parametrize(
    ("limit", "size", "message"),
    [
        ("RLIMIT_NOFILE", 20, "open files are limited to 20 (ulimit -n), and 56 are needed; raise the limit"),
        ("RLIMIT_AS", 600 * MIB,
         "the address space is limited to 600 MiB (ulimit -v), and qapipe needs 2,048 MiB; raise the limit"),
    ],
)  # fmt: skip
def test_commands_name_the_limit(tmp_path: Path, limit: str, size: int, message: str) -> None:
    (tmp_path / "a.txt").write_text("words")
    for command in ("parse", "load"):
        done = subprocess.run(
            [sys.executable, "-m", "qapipe", command, "a.txt", "-o", "out", "--json"], cwd=tmp_path, env=environment(),
            capture_output=True, text=True,
            preexec_fn=lambda: resource.setrlimit(getattr(resource, limit), (size, size)),
        )  # fmt: skip
        assert (done.returncode, done.stderr.lower()) == (1, f"error: {message}\n".lower())
        assert json.loads(done.stdout)["error"]["message"] == message
        assert not (tmp_path / "out").exists()
