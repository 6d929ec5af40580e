"""Atomic replacement: readers, and the next run after a crash, find the old dataset or the new one."""

import ctypes
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import names_in
from qapipe import disk
from qapipe.dataset import publish
from qapipe.dataset.publish import Build, building, put_in_place
from qapipe.errors import DatasetError, NothingFoundError, UsageError
from support.published import fail, keep, make_dataset, mark_of, write_files


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
    assert names_in(seen[0].parent) == ["finished", "work"]


def test_results_of_an_interrupted_run_stay_where_those_of_a_finished_one_go(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def run(name: str, error: Exception | None) -> None:
        with building(out, lambda _: None) as build:
            write_files(build.folder, name)
            for suffix in ("json", "result", "result.ids"):
                (build.work / f"{name}.{suffix}").write_text("{}")
            if error:
                raise error

    run("finished", None)
    with pytest.raises(ZeroDivisionError):
        run("interrupted", ZeroDivisionError())
    work = tmp_path / ".out.qapipe/work"
    assert {path.partition(".")[0] for path in names_in(work)} == {"finished", "interrupted"}
    with building(out) as build:
        assert names_in(work) == ["interrupted.json", "interrupted.result", "interrupted.result.ids"]
        write_files(build.folder, "two")
    assert names_in(tmp_path) == ["out"]


def test_a_run_that_finds_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(NothingFoundError):
        fail(tmp_path / "out", NothingFoundError("no page"), keep)
    assert names_in(tmp_path) == []
    with pytest.raises(NothingFoundError):
        fail(tmp_path / "out", NothingFoundError("no page"))
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


def test_a_file_that_another_run_left_meanwhile_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What may be replaced is asked again when no other run can change it."""
    out = tmp_path / "out"

    @contextmanager
    def locked(*_: Path) -> Iterator[None]:
        out.mkdir()
        (out / "notes.txt").write_text("mine")
        yield

    monkeypatch.setattr(publish, "locked", locked)
    with pytest.raises(UsageError, match="is not empty and is not a qapipe dataset"):
        make_dataset(out, "new")
    assert (out / "notes.txt").read_text() == "mine"


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
