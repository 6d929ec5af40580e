"""Atomic replacement: readers, and the next run after a crash, find the old dataset or the new one."""

import json
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from conftest import environment, names_in
from qapipe.dataset import publish
from qapipe.dataset.publish import building
from qapipe.errors import DatasetError, UsageError


def make_dataset(out: Path, mark: str) -> None:
    with building(out) as build:
        (build.folder / "manifest.json").write_text(json.dumps({"generator": "qapipe", "mark": mark}))
        (build.folder / "table").mkdir()
        (build.folder / "table/part").write_text(mark)
        (build.work / "scrap").write_text(mark)


def mark_of(out: Path) -> str:
    mark = json.loads((out / "manifest.json").read_text())["mark"]
    assert (out / "table/part").read_text() == mark
    return str(mark)


def test_a_dataset_replaces_another_and_nothing_else_is_left(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    make_dataset(out, "one")
    assert mark_of(out) == "one"
    make_dataset(out, "two")
    assert mark_of(out) == "two"
    assert names_in(out.parent) == ["out"]
    assert names_in(out) == ["manifest.json", "table"]


def test_two_renames_replace_an_exchange_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    for mark in ("one", "two"):
        make_dataset(tmp_path / "out", mark)
        assert mark_of(tmp_path / "out") == mark
    assert names_in(tmp_path) == ["out"]


def test_the_old_dataset_is_restored_after_a_kill_between_two_renames(tmp_path: Path) -> None:
    make_dataset(tmp_path / "out", "old")
    (tmp_path / ".out.qapipe").mkdir()
    (tmp_path / "out").rename(tmp_path / ".out.qapipe/old")
    with pytest.raises(DatasetError, match="old was back"), building(tmp_path / "out"):
        raise DatasetError(f"{mark_of(tmp_path / 'out')} was back")
    assert mark_of(tmp_path / "out") == "old"


def test_an_error_leaves_the_old_dataset_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_dataset(out, "old")
    with pytest.raises(DatasetError, match="File exists"), building(out) as build:
        build.folder.mkdir()
    assert mark_of(out) == "old"
    assert names_in(tmp_path) == ["out"]


def test_leftovers_of_killed_runs_are_removed_but_not_those_of_other_datasets(tmp_path: Path) -> None:
    for name in (".out.qapipe", ".other.qapipe"):
        (tmp_path / name / "dataset").mkdir(parents=True)
    make_dataset(tmp_path / "out", "one")
    assert names_in(tmp_path) == [".other.qapipe", "out"]


def test_an_empty_folder_is_replaced_and_a_link_leads_to_its_target(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    make_dataset(tmp_path / "link", "one")
    assert mark_of(tmp_path / "real") == "one"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("name", ["file", "file/in/it", "folder", "stranger", "listed"])
def test_only_datasets_are_ever_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    for folder, manifest in (("folder", ""), ("stranger", '{"generator": "other"}'), ("listed", "[]")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "manifest.json").write_text(manifest)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match="--out"), building(tmp_path / name):
        pytest.fail("nothing may be built")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_second_run_with_the_same_output_stops_at_once(tmp_path: Path) -> None:
    with building(tmp_path / "out") as build:
        with pytest.raises(DatasetError, match="another run"), building(tmp_path / "out"):
            pytest.fail("the lock is held")
        make_dataset(tmp_path / "elsewhere", "x")
        (build.folder / "manifest.json").write_text('{"generator": "qapipe"}')
    make_dataset(tmp_path / "out", "after")
    assert mark_of(tmp_path / "out") == "after"


KILLED_AT_EVERY_STEP = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from qapipe import disk
    from qapipe.dataset import publish

    def deadly(function):
        def call(*arguments, **more):
            global left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **more)
        return call

    for owner, name in ((os, "fsync"), (os, "rename"), (os, "unlink"), (os, "rmdir"), (os, "mkdir"),
                        (publish, "_exchange"), (disk.fcntl, "flock")):
        setattr(owner, name, deadly(getattr(owner, name)))
    for step, out in enumerate(sys.argv[1:], 1):
        child = os.fork()
        if not child:
            left = step
            with publish.building(Path(out)) as build:
                (build.folder / "manifest.json").write_text('{"generator": "qapipe", "mark": "new"}')
                (build.folder / "table").mkdir()
                (build.folder / "table/part").write_text("new")
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
)


def test_a_kill_at_any_step_leaves_the_old_dataset_or_the_new_one(tmp_path: Path) -> None:
    outs = [tmp_path / str(step) / "out" for step in range(1, 40)]
    for out in outs:
        make_dataset(out, "old")
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_STEP, *map(str, outs)], env=environment(), capture_output=True, text=True
    )
    codes = [int(line) for line in done.stdout.split()]
    killed = codes.count(-9)
    assert (done.stderr, codes) == ("", [-9] * killed + [0] * (len(outs) - killed))
    assert 10 < killed < len(outs)
    marks = [mark_of(out) for out in outs]
    kept = marks.count("old")
    assert marks == ["old"] * kept + ["new"] * (len(outs) - kept)
    assert 5 < kept < killed
    for out in outs:
        make_dataset(out, "next")
        assert mark_of(out) == "next"
        assert names_in(out.parent) == ["out"]


def read_in(folder: int, name: str) -> str:
    file = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(file, 100).decode()
    finally:
        os.close(file)


def test_a_reader_never_sees_a_mix_or_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_dataset(out, "0")
    stop = threading.Event()
    seen: list[tuple[str, str]] = []

    def look() -> None:
        while not stop.is_set():
            folder = os.open(out, os.O_RDONLY)  # the name is resolved once; everything else is read relative to it
            try:
                read = [read_in(folder, name) for name in ("manifest.json", "table/part")]
                seen.append((json.loads(read[0])["mark"], read[1]))
            except FileNotFoundError:  # the old dataset, opened just before, is being removed
                pass
            finally:
                os.close(folder)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 30):
        make_dataset(out, str(number))
    stop.set()
    reader.join()
    assert seen
    assert all(one == other for one, other in seen)
