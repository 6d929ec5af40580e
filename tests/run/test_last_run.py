"""A run that would make the dataset that is there is seen before anything is imported, and any difference, too."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import qapipe
from conftest import Command, Thread
from qapipe.run.last_run import LastRun
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from support.commands import PLAIN, json_of
from support.datasets import hashes, run_of

GIVEN = {"match": ["*"], "limit": None}


@pytest.fixture
def folder(tmp_path: Path, thread: Thread) -> Path:
    """Two files, one of them in a folder, and a card."""
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text(thread("One?"))
    (tmp_path / "in/deep/b.txt").write_text(thread("Two?"))
    (tmp_path / "card.toml").write_text("")
    return tmp_path / "in"


def last(folder: Path, **more: object) -> LastRun:
    found = LastRun([str(folder)], folder.parent / "out", [folder.parent / "card.toml"], {**GIVEN, **more})
    found.look()
    return found


@pytest.fixture
def done(folder: Path) -> Path:
    """The dataset of a run that is remembered."""
    this = last(folder)
    parse_to_dataset([str(folder)], folder.parent / "out", ParseOptions(run=RunOptions(cache_bytes=1 << 30)))
    this.keep()
    return folder.parent / "out"


def test_the_same_run_has_the_same_outcome(folder: Path, done: Path) -> None:
    before, ran = hashes(done), run_of(done)
    again = last(folder)
    summary = again.summary(0.5)
    assert summary is not None
    assert (summary.out, summary.max_error_rate, summary.counts.pages, summary.counts.questions) == (done, 0.5, 2, 2)
    assert summary.counts.as_json() == json.loads((done / "manifest.json").read_text())["counts"]
    assert again.bytes == sum(path.stat().st_size for path in folder.rglob("*.txt"))
    now = run_of(done)
    assert hashes(done) == before
    assert now["id"] != ran["id"]
    assert (now["tasks"], now["tasks_resumed"]) == (ran["tasks"], ran["tasks"])
    assert now.keys() == ran.keys()


def _same_size(folder: Path, _: Path) -> None:
    path = folder / "a.txt"
    path.write_bytes(path.read_bytes()[::-1])


def _same_times(folder: Path, _: Path) -> None:
    path, found = folder / "a.txt", (folder / "a.txt").stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _damage(_: Path, out: Path) -> None:
    [path] = (out / "answers").iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"x")


EDITS: dict[str, Callable[[Path, Path], object]] = {
    "a file is added": lambda folder, _: (folder / "c.txt").write_text("words"),
    "a file is removed": lambda folder, _: (folder / "deep/b.txt").unlink(),
    "a file is renamed": lambda folder, _: (folder / "a.txt").rename(folder / "d.txt"),
    "a file is replaced by one of its size": _same_size,
    "a file has other words and its old time": _same_times,
    "a file is gone, and its folder": lambda folder, _: folder.rename(folder.parent / "other"),
    "a folder is linked": lambda folder, _: (folder / "link").symlink_to(folder / "deep"),
    "the card says something else": lambda folder, _: (folder.parent / "card.toml").write_text("title = 'x'"),
    "a table is damaged": _damage,
    "a table is gone": lambda _, out: next((out / "pages").iterdir()).unlink(),
    "the manifest is another one": lambda _, out: (out / "manifest.json").write_text("{}"),
    "the dataset is gone": lambda _, out: out.rename(out.parent / "other"),
    "how it was run is gone": lambda _, out: (out / "run.json").unlink(),
    "what was remembered is damaged": lambda _, out: (out.parent / ".out.qapipe/settled/dataset.json").write_text("["),
}


@pytest.mark.parametrize("edit", EDITS)
def test_any_difference_is_seen(folder: Path, done: Path, edit: str) -> None:
    EDITS[edit](folder, done)
    assert last(folder).summary(0.0) is None


def test_other_options_code_and_packages_are_differences(
    tmp_path: Path, folder: Path, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert last(folder, limit=3).summary(0.0) is None
    assert last(folder).summary(0.0) is not None
    (tmp_path / "packages/other-1.0.dist-info").mkdir(parents=True)
    with monkeypatch.context() as patch:
        patch.syspath_prepend(str(tmp_path / "packages"))
        assert last(folder).summary(0.0) is None
    (tmp_path / "code").mkdir()
    (tmp_path / "code/__init__.py").touch()
    with monkeypatch.context() as patch:
        patch.setattr(qapipe, "__file__", str(tmp_path / "code/__init__.py"))
        assert last(folder).summary(0.0) is None
    monkeypatch.chdir(tmp_path)
    assert last(folder).summary(0.0) is None


@pytest.mark.parametrize("source", ["-", "s3://bucket/x", "warc.paths.gz"])
def test_what_is_in_doubt_is_left_to_the_run(folder: Path, done: Path, source: str) -> None:
    this = LastRun([source], done, [], GIVEN)
    this.look()
    this.keep()
    again = LastRun([source], done, [], GIVEN)
    again.look()
    assert again.summary(0.0) is None


def test_a_second_command_reports_what_the_first_did(
    cli: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("parse", folder, "--out", "out")
    first = json_of(cli(*arguments, "--json"))

    def parsed_again(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("qapipe.run.pipeline.parse_to_dataset", parsed_again)
    again = cli(*arguments, "--json")
    second = json_of(again)
    assert again.stderr.startswith("Using results of an earlier run: 2 pages (")
    assert second["resumed"]["pages"] == 2
    for value in (first, second):
        del value["seconds"], value["rate"], value["resumed"]
    assert second == first
    assert "experts" in cli(*arguments).stdout
    assert cli(*arguments, "--force").returncode == 1  # it is run


def test_a_second_command_imports_neither_arrow_nor_readers(folder: Path, cli: Command) -> None:
    assert cli("parse", folder, "--out", "out").returncode == 0
    program = (
        "import sys; from qapipe.cli import main\n"
        f"sys.argv = ['qapipe', 'parse', {str(folder)!r}, '--out', 'out', '--quiet']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('pyarrow', 'selectolax', 'multiprocessing.forkserver', 'qapipe.run.tasks')"
        " if name in sys.modules])"
    )
    # The command of this process ran with another sys.path: the first of these two remembers its own.
    told = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=folder.parent, env={**os.environ, **PLAIN}, capture_output=True,
            text=True, check=True,
        ).stdout
        for _ in range(2)
    ]  # fmt: skip
    assert told[1] == "[]\n"
    assert "pyarrow" in told[0]
