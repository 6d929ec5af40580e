"""Limits that are too low are named, with what to do."""

import ctypes
import errno
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from conftest import environment
from generators import realself
from qapipe.run.load import load
from qapipe.run.pipeline import parse_to_dataset
from qapipe.ulimits import reached, reserve_little, too_low
from support.kill_sweep import hashes

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
    limits.of = {resource.RLIMIT_AS: (512 * MIB, INFINITY), resource.RLIMIT_NOFILE: (1_024, 1_024)}
    assert too_low(100) is None


def test_a_small_address_space_is_named(limits: Limits) -> None:
    limits.of = {resource.RLIMIT_AS: (511 * MIB, INFINITY)}
    message = "the address space is limited to 511 MiB (ulimit -v), and qapipe needs 512 MiB; raise the limit"
    assert too_low() == message


@pytest.mark.parametrize(("size", "little"), [(512 * MIB, True), (4_095 * MIB, True), (4_096 * MIB, False)])
def test_libraries_reserve_little_only_of_a_limited_address_space(
    limits: Limits, monkeypatch: pytest.MonkeyPatch, size: int, little: bool
) -> None:
    monkeypatch.setattr(os, "environ", {})
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())
    reserve_little()
    assert not os.environ
    limits.of = {resource.RLIMIT_AS: (size, INFINITY)}
    reserve_little()
    assert os.environ.get("ARROW_DEFAULT_MEMORY_POOL") == ("system" if little else None)


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
        assert reached(error) == "out of memory (the address space is 500 MiB, ulimit -v); raise it"
    assert reached(OSError(errno.EMFILE, "x")) == "too many open files (the limit is 16, ulimit -n); raise it"
    assert reached(OSError(errno.EFBIG, "x")) == "a file would be too large (the limit is 1 MiB, ulimit -f); raise it"
    limits.of[resource.RLIMIT_FSIZE] = 200 << 10, INFINITY
    assert reached(OSError(errno.EFBIG, "x")) == "a file would be too large (the limit is 200 KiB, ulimit -f); raise it"
    assert reached(OSError(errno.ENFILE, "x")) == "too many files are open on this machine; close some programs"
    assert reached(OSError(errno.ENOSPC, "x")) is None
    assert reached(ValueError()) is None
    limits.of = {}
    assert reached(MemoryError()) == "out of memory; try fewer --workers"


@pytest.mark.parametrize(
    ("limit", "size", "message"),
    [
        ("RLIMIT_NOFILE", 20, "open files are limited to 20 (ulimit -n), and 56 are needed; raise the limit"),
        ("RLIMIT_AS", 500 * MIB,
         "the address space is limited to 500 MiB (ulimit -v), and qapipe needs 512 MiB; raise the limit"),
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
        assert json.loads(done.stdout)["error"] == {"kind": "failed", "message": message}
        assert not (tmp_path / "out").exists()


def test_a_small_address_space_is_enough_for_a_small_run(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        page = realself.text_page(number)
        (folder / f"{number}.txt").write_bytes(page.body)
    for command in ("parse", "load"):
        subprocess.run(
            [sys.executable, "-m", "qapipe", command, "in", "-o", f"{command}-limited", "-j", "2", "-q"],
            cwd=tmp_path, env=environment(), check=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (700 * MIB, 700 * MIB)),
        )  # fmt: skip
    parse_to_dataset([str(folder)], tmp_path / "parse-free")
    load([str(folder)], tmp_path / "load-free")
    assert len(hashes(tmp_path / "parse-free")) == 4
    assert hashes(tmp_path / "parse-limited") == hashes(tmp_path / "parse-free")
    [limited], [free] = ((tmp_path / f"load-{name}").glob("*.warc.gz") for name in ("limited", "free"))
    assert limited.read_bytes() == free.read_bytes()
