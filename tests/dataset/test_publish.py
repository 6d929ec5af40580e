"""Atomic replacement: readers, and the next run after a crash, find the old dataset or the new one."""

import ctypes
import errno
import json
import os
import re
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import environment, names_in
from qapipe import disk
from qapipe.dataset import publish
from qapipe.dataset.publish import Build, building, put_in_place
from qapipe.errors import DatasetError, NothingFoundError, UsageError

PART = "pages/part-00000.parquet"


def write_files(folder: Path, mark: str) -> None:
    """The files of a dataset: a manifest, a table, a card and what is known about the run."""
    manifest = {
        "generator": "qapipe",
        "schema_version": 2,
        "mark": mark,
        "files": [{"path": PART}, {"path": "README.md"}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "run.json").write_text("{}")
    (folder / "README.md").write_text(mark)
    (folder / "pages").mkdir()
    (folder / PART).write_text(mark)


def make_dataset(out: Path, mark: str) -> None:
    with building(out) as build:
        write_files(build.folder, mark)
        (build.work / "scrap").write_text(mark)


def mark_of(out: Path) -> str:
    mark = json.loads((out / "manifest.json").read_text())["mark"]
    assert (out / PART).read_text() == mark
    return str(mark)


def test_a_dataset_replaces_another_and_nothing_else_is_left(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "deeper" / "out"
    make_dataset(out, "one")
    assert mark_of(out) == "one"
    make_dataset(out, "two")
    assert mark_of(out) == "two"
    assert names_in(out.parent) == ["out"]
    assert names_in(out) == ["README.md", "manifest.json", "pages", "run.json"]


def test_two_renames_replace_an_exchange_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    for mark in ("one", "two"):
        make_dataset(tmp_path / "out", mark)
        assert mark_of(tmp_path / "out") == mark
    assert names_in(tmp_path) == ["out"]


class System:
    """A C library whose ``renameat2`` fails with a given error, or that has none."""

    def __init__(self, error: int | None) -> None:
        if error is not None:
            self.renameat2 = lambda *_: ctypes.set_errno(error) or -1


@pytest.mark.parametrize("error", [None, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM])
def test_systems_without_an_exchange_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int | None
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: System(error))
    for mark in ("one", "two"):
        make_dataset(tmp_path / "out", mark)
        assert mark_of(tmp_path / "out") == mark


def test_where_the_exchange_fails_the_old_dataset_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_dataset(tmp_path / "out", "old")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: System(errno.EIO))
    with pytest.raises(DatasetError, match=os.strerror(errno.EIO)):
        make_dataset(tmp_path / "out", "new")
    assert mark_of(tmp_path / "out") == "old"


def test_where_the_second_rename_fails_the_old_dataset_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_dataset(tmp_path / "out", "old")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "dataset":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))
        return rename(self, target)

    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(DatasetError, match="dataset"):
        make_dataset(tmp_path / "out", "new")
    assert mark_of(tmp_path / "out") == "old"


def test_two_datasets_are_swapped_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file system can, which is asked first."""
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "mark").write_text(folder.name)
    monkeypatch.setattr(Path, "rename", None)
    put_in_place(one, other)
    assert ((one / "mark").read_text(), (other / "mark").read_text()) == ("other", "one")
    with pytest.raises(FileNotFoundError) as error:
        put_in_place(tmp_path / "nowhere", other)
    assert error.value.filename == str(other)


def keep(build: Build) -> None:
    (build.work / "task.json").write_text("{}")


NO_SPACE = "No space left on device"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "x", "part-7"), f"{NO_SPACE} (part-7); free some space on the disk of DIR"),
        (OSError(errno.EDQUOT, "x"), "Disk quota exceeded; free some space on the disk of DIR"),
        (OSError(errno.EIO, "x", "part-7"), "Input/output error (part-7); check the disk of DIR"),
        (OSError("odd"), "odd; check the disk of DIR"),
    ],
)
def test_an_error_of_the_disk_says_where_and_what_to_do(tmp_path: Path, error: OSError, message: str) -> None:
    out = tmp_path / "out"
    hint = f"{message}, or choose another --out. ".replace("DIR", str(tmp_path))
    with pytest.raises(DatasetError) as caught, building(out):
        raise error
    assert str(caught.value) == f"cannot write {out}: {hint}Nothing was written"
    make_dataset(out, "old")
    with pytest.raises(DatasetError) as caught:
        fail(out, error, keep)
    resume = "The old dataset is unchanged; run the same command again to resume"
    assert str(caught.value) == f"cannot write {out}: {hint}{resume}"


def test_a_limit_of_the_system_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught, building(tmp_path / "out"):
        raise OSError(errno.EMFILE, "x")
    problem = re.sub("[0-9,]+, ulimit", "N, ulimit", str(caught.value))
    limit = "too many open files (the limit is N, ulimit -n); raise it"
    assert problem == f"cannot write {tmp_path / 'out'}: {limit}. Nothing was written"


def test_results_are_kept_for_whoever_asks_for_them(tmp_path: Path) -> None:
    seen: list[Path] = []

    def on_published(work: Path) -> None:
        assert mark_of(tmp_path / "out") == "one"
        seen.append(work)

    with building(tmp_path / "out", on_published) as build:
        write_files(build.folder, "one")
        (build.work / "task.json").write_text("{}")
    assert seen == [tmp_path / ".out.qapipe" / "work"]
    assert names_in(seen[0]) == ["task.json"]
    assert names_in(seen[0].parent) == ["work"]


def test_a_run_that_finds_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(NothingFoundError):
        fail(tmp_path / "out", NothingFoundError("no page"), keep)
    assert names_in(tmp_path) == []


def test_all_of_the_dataset_is_on_disk_before_the_swap_and_no_file_of_the_user_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    make_dataset(out, "old")
    (out / "mine").mkdir()
    (out / "mine" / "large").write_text("x")
    os.mkfifo(out / "pipe")
    synced: list[Path] = []
    monkeypatch.setattr(publish, "sync", synced.append)
    make_dataset(out, "new")
    names = [path.relative_to(tmp_path).as_posix() for path in synced]
    build = ".out.qapipe/dataset"
    ours = ("README.md", "manifest.json", "run.json", "pages/part-00000.parquet", "pages", "mine")
    assert sorted(names[:-1]) == sorted([build, *(f"{build}/{name}" for name in ours)])
    assert names[-1] == "."


def test_files_of_the_user_in_a_build_that_was_left_are_named_and_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_dataset(out, "old")
    (out / "notes.txt").write_text("newer")
    left = tmp_path / ".out.qapipe"
    (left / "dataset").mkdir(parents=True)
    (left / "dataset" / "notes.txt").write_text("older")
    for name in "abcdefgh":
        (left / f"stream-{name}").write_text("stdin")
    with pytest.raises(DatasetError) as caught:
        make_dataset(out, "new")
    problem = f"{left / 'dataset'} holds files that are not from qapipe; move them, and run the command again"
    assert str(caught.value) == problem
    assert [path.relative_to(left).as_posix() for path in sorted(left.rglob("*"))] == ["dataset", "dataset/notes.txt"]
    assert (mark_of(out), (out / "notes.txt").read_text()) == ("old", "newer")


def test_the_old_dataset_is_restored_after_a_kill_between_two_renames(tmp_path: Path) -> None:
    make_dataset(tmp_path / "out", "old")
    (tmp_path / ".out.qapipe").mkdir()
    (tmp_path / "out").rename(tmp_path / ".out.qapipe/old")
    with pytest.raises(DatasetError, match="old was back"), building(tmp_path / "out"):
        raise DatasetError(f"{mark_of(tmp_path / 'out')} was back")
    assert mark_of(tmp_path / "out") == "old"


def test_an_error_after_the_swap_does_not_claim_that_the_old_dataset_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    make_dataset(out, "old")
    sync = disk.sync

    def fail(path: Path) -> None:
        if path == tmp_path:
            raise OSError(errno.EIO, "Input/output error")
        sync(path)

    monkeypatch.setattr(publish, "sync", fail)
    with pytest.raises(DatasetError) as caught:
        make_dataset(out, "new")
    words = f"{out} has the new dataset, but it may not be safely on disk: Input/output error; check the disk"
    assert str(caught.value) == words
    assert mark_of(out) == "new"
    assert names_in(tmp_path) == ["out"]


def fail(out: Path, error: Exception, prepare: Callable[[Build], object] = lambda _build: None) -> None:
    with building(out) as build:
        prepare(build)
        raise error


def test_an_error_of_the_first_run_does_not_claim_that_there_was_a_dataset(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"cannot write .*/out: No space left.*\. Nothing was written$"):
        fail(tmp_path / "out", OSError(errno.ENOSPC, "No space left on device"))
    assert names_in(tmp_path) == []


def test_an_error_is_resumable_only_if_results_were_kept(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"\. Nothing was written; run the same command again to resume$"):
        fail(tmp_path / "out", OSError(errno.ENOSPC, "No space left on device"), keep)


def test_results_of_finished_tasks_are_kept_and_nothing_else(tmp_path: Path) -> None:
    def finish_task(build: Build) -> None:
        (build.work / "a.json").write_text("{}")
        (build.work.parent / "stream-0").write_text("stdin")
        (build.work.parent / "keys").mkdir()
        (build.work.parent / "keys/b.result").write_text("")

    def lose_task(build: Build) -> None:
        (build.work / "a.json").unlink()
        (build.work / "b.result").write_text("")

    with pytest.raises(ZeroDivisionError):
        fail(tmp_path / "out", ZeroDivisionError(), finish_task)
    assert sorted(path.name for path in (tmp_path / ".out.qapipe").rglob("*")) == ["a.json", "work"]
    with pytest.raises(ZeroDivisionError):
        fail(tmp_path / "out", ZeroDivisionError(), lose_task)
    assert names_in(tmp_path) == []


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
    import json, os, signal, sys
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

    for owner, name in ((os, "fsync"), (os, "rename"), (os, "unlink"), (os, "rmdir"), (os, "mkdir"), (os, "link"),
                        (publish, "_exchange"), (disk.fcntl, "flock")):
        setattr(owner, name, deadly(getattr(owner, name)))
    for step, out in enumerate(sys.argv[1:], 1):
        child = os.fork()
        if not child:
            left = step
            with publish.building(Path(out)) as build:
                (build.folder / "pages").mkdir()
                (build.folder / "pages/part-00000.parquet").write_text("new")
                (build.folder / "README.md").write_text("new")
                (build.folder / "run.json").write_text("{}")
                files = [{"path": "pages/part-00000.parquet"}, {"path": "README.md"}]
                manifest = {"generator": "qapipe", "schema_version": 2, "mark": "new", "files": files}
                (build.folder / "manifest.json").write_text(json.dumps(manifest))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
)


def test_a_kill_at_any_step_leaves_the_old_dataset_or_the_new_one(tmp_path: Path) -> None:
    outs = [tmp_path / str(step) / "out" for step in range(1, 64)]
    for out in outs:
        make_dataset(out, "old")
        (out / "notes.txt").write_text("mine")
        (out / ".git").mkdir()
        (out / ".git/HEAD").write_text("mine, too")
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
        assert (out / "notes.txt").read_text() == "mine"
        make_dataset(out, "next")
        assert mark_of(out) == "next"
        assert names_in(out.parent) == ["out"]
        assert names_in(out) == [".git", "README.md", "manifest.json", "notes.txt", "pages", "run.json"]
        assert (out / ".git/HEAD").read_text() == "mine, too"


def read_in(folder: int, name: str) -> str:
    file = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(file, 1_000).decode()
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
                read = [read_in(folder, name) for name in ("manifest.json", PART)]
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
