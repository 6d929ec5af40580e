"""What a user keeps in the directory of a dataset is never removed, and never mixed with the tables."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import names_in
from qapipe.dataset.contents import check_version, discard, is_dataset, own_files
from qapipe.dataset.publish import building
from qapipe.errors import DatasetError, UsageError

PART = "answers/part-00000.parquet"
CARD, CROISSANT, MANIFEST, RUN = "README.md", "croissant.json", "manifest.json", "run.json"


def write_dataset(folder: Path, mark: str, *, version: int = 2, parts: int = 1, card: bool = True) -> Path:
    names = [f"answers/part-{number:05d}.parquet" for number in range(parts)]
    (folder / "answers").mkdir(parents=True)
    listed = [*names, CARD] if card else names
    for name in listed:
        (folder / name).write_text(mark)
    manifest = {"generator": "qapipe", "schema_version": version, "files": [{"path": name} for name in listed]}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    if version > 1:
        (folder / RUN).write_text("{}")
    return folder


def replace(out: Path, mark: str, *, meanwhile: Callable[[], object] = lambda: None) -> None:
    with building(out) as build:
        write_dataset(build.folder / "x", mark)  # the directory itself is there already
        for path in (build.folder / "x").iterdir():
            path.rename(build.folder / path.name)
        (build.folder / "x").rmdir()
        meanwhile()


def test_files_of_a_dataset_are_those_that_its_manifest_names(tmp_path: Path) -> None:
    assert own_files(write_dataset(tmp_path / "new", "x")) == {PART, CARD, MANIFEST, RUN}
    assert own_files(write_dataset(tmp_path / "old", "x", version=1)) == {PART, CARD, MANIFEST}
    assert own_files(tmp_path) == set()


@pytest.mark.parametrize(
    ("manifest", "own"),
    [
        ({"schema_version": 2, "files": "all"}, {MANIFEST, RUN}),
        ({"schema_version": "2", "files": [3, {"path": PART}, {"name": "x"}]}, {MANIFEST, PART, "None"}),
        ({"schema_version": 3}, {MANIFEST, RUN}),
        ({}, {MANIFEST}),
    ],
)
def test_of_a_manifest_of_another_form_what_can_be_read_is(
    tmp_path: Path, manifest: dict[str, object], own: set[str]
) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"generator": "qapipe", **manifest}))
    assert own_files(tmp_path) == own


@pytest.mark.parametrize("text", ["[]", "{}", '{"generator": "other"}', "{", '"qapipe"'])
def test_only_a_manifest_of_qapipe_makes_a_dataset(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    assert not is_dataset(tmp_path)
    assert is_dataset(write_dataset(tmp_path / "new", "x"))


@pytest.mark.parametrize(
    ("version", "message"),
    [
        (1, "schema_version 1, and this qapipe reads 2; make it again with `qapipe parse`"),
        (3, "schema_version 3, and this qapipe reads 2; use a newer qapipe"),
        ("3", "schema_version 3, and this qapipe reads 2; make it again with `qapipe parse`"),
        (None, "schema_version None, and this qapipe reads 2; make it again with `qapipe parse`"),
    ],
)
def test_datasets_of_other_versions_are_named(tmp_path: Path, version: object, message: str) -> None:
    out = write_dataset(tmp_path / "out", "x")
    check_version(out)
    (out / MANIFEST).write_text(json.dumps({"generator": "qapipe", "schema_version": version}))
    with pytest.raises(DatasetError) as error:
        check_version(out)
    assert str(error.value) == f"{out} has {message}"
    if version is None:
        (out / MANIFEST).unlink()
        with pytest.raises(DatasetError, match="has schema_version None"):
            check_version(out)


def test_an_older_dataset_is_replaced(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", "old", version=1)
    replace(out, "new")
    assert (out / PART).read_text() == "new"


def test_files_of_the_user_stay_with_their_content_times_and_modes(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", "old", parts=3)
    out.chmod(0o750)
    if os.geteuid() == 0:
        os.chown(out, 1_234, 2_345)
    owner = (out.stat().st_uid, out.stat().st_gid)
    (out / "notes.txt").write_text("mine")
    (out / ".git/refs").mkdir(parents=True)
    (out / ".git/refs/main").write_text("abc")
    (out / ".git/refs").chmod(0o700)
    os.utime(out / ".git/refs", (1_000, 2_000))
    (out / "empty").mkdir()
    (out / "link").symlink_to("nowhere")
    os.mkfifo(out / "pipe")
    replace(out, "new")
    assert (out / PART).read_text() == "new"
    assert names_in(out) == [".git", CARD, "answers", "empty", "link", MANIFEST, "notes.txt", "pipe", RUN]
    assert names_in(out / "answers") == ["part-00000.parquet"]
    assert ((out / "notes.txt").read_text(), (out / ".git/refs/main").read_text()) == ("mine", "abc")
    refs = (out / ".git/refs").stat()
    assert (refs.st_mode & 0o777, refs.st_mtime) == (0o700, 2_000)
    assert (out / "link").readlink() == Path("nowhere")
    assert (out / "pipe").is_fifo()
    assert out.stat().st_mode & 0o777 == 0o750
    assert (out.stat().st_uid, out.stat().st_gid) == owner
    assert names_in(tmp_path) == ["out"]


def test_files_that_appear_or_change_during_a_run_stay(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", "old")
    (out / "notes.txt").write_text("one")
    (out / "gone.txt").write_text("gone")

    def meanwhile() -> None:
        (out / "notes.txt").unlink()
        (out / "notes.txt").write_text("two")
        (out / "late.txt").write_text("late")

    replace(out, "new", meanwhile=meanwhile)
    assert {name: (out / name).read_text() for name in ("notes.txt", "late.txt", "gone.txt")} == {
        "notes.txt": "two", "late.txt": "late", "gone.txt": "gone",
    }  # fmt: skip
    assert names_in(tmp_path) == ["out"]


def test_a_run_that_fails_leaves_files_of_the_user_alone(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", "old")
    (out / "notes.txt").write_text("mine")

    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        replace(out, "new", meanwhile=fail)
    assert names_in(out) == [CARD, "answers", MANIFEST, "notes.txt", RUN]
    assert ((out / PART).read_text(), (out / "notes.txt").read_text()) == ("old", "mine")
    assert names_in(tmp_path) == ["out"]


@pytest.mark.parametrize("name", ["answers/mine.parquet", "pages/.hidden", "questions/deep/er/x", "experts/empty/"])
def test_files_of_the_user_among_the_tables_are_named_before_any_work(tmp_path: Path, name: str) -> None:
    out = write_dataset(tmp_path / "out", "old")
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).mkdir() if name.endswith("/") else (out / name).write_text("mine")
    with pytest.raises(UsageError, match=f"{name.removesuffix('/')} is not part of the dataset, but in the directory"):
        replace(out, "new", meanwhile=lambda: pytest.fail("nothing may be done"))
    assert (out / name).exists()
    assert (out / PART).read_text() == "old"


@pytest.mark.parametrize(("name", "version"), [(RUN, 1), (CARD, 2), (CROISSANT, 2)])
def test_a_file_that_a_new_dataset_would_overwrite_is_named(tmp_path: Path, name: str, version: int) -> None:
    out = write_dataset(tmp_path / "out", "old", version=version, card=name != CARD)
    (out / name).write_text("mine")
    with pytest.raises(UsageError, match=f"{name} is not part of the dataset, and qapipe writes a file of this name"):
        replace(out, "new", meanwhile=lambda: pytest.fail("nothing may be done"))
    assert (out / name).read_text() == "mine"


def test_a_table_that_is_a_link_is_named(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", "old")
    (out / "answers").rename(tmp_path / "elsewhere")
    (out / "answers").symlink_to("../elsewhere")
    with pytest.raises(UsageError, match="out/answers is a link"):
        replace(out, "new")
    assert (tmp_path / "elsewhere/part-00000.parquet").read_text() == "old"


def test_a_file_that_cannot_be_linked_is_named_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = write_dataset(tmp_path / "out", "old")
    (out / "big").mkdir()
    (out / "big/disk").write_text("mine")

    def other_disk(path: Path, new: Path, *, follow_symlinks: bool) -> None:
        raise OSError(18, "Invalid cross-device link", str(path))

    monkeypatch.setattr(os, "link", other_disk)
    with pytest.raises(UsageError, match=r"big/disk is not part of the dataset and cannot be kept .*cross-device"):
        replace(out, "new", meanwhile=lambda: pytest.fail("nothing may be done"))
    assert (out / "big/disk").read_text() == "mine"
    assert (out / PART).read_text() == "old"
    assert names_in(tmp_path) == ["out"]


def test_an_error_without_a_file_names_the_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = write_dataset(tmp_path / "out", "old")
    (out / "notes.txt").write_text("mine")
    problem = f"{out / 'notes.txt'} is not part of the dataset and cannot be kept beside a new one"

    def raising(error: OSError) -> Callable[..., None]:
        def fail(*_: object, **__: object) -> None:
            raise error

        return fail

    for error, reason in ((OSError("odd"), "odd"), (OSError(1, "x"), "Operation not permitted")):
        monkeypatch.setattr(os, "link", raising(error))
        with pytest.raises(UsageError) as caught:
            replace(out, "new")
        assert str(caught.value) == f"{problem} ({reason}); move it, or choose another --out"


def test_a_discarded_dataset_gives_back_what_is_not_its_own(tmp_path: Path) -> None:
    old, out = write_dataset(tmp_path / "old", "old"), write_dataset(tmp_path / "out", "new")
    (old / "only-there.txt").write_text("mine")
    (old / "answers/late.parquet").write_text("mine")
    (old / "taken.txt").write_text("older")
    (out / "taken.txt").write_text("newer")
    discard(old, out)
    assert ((out / "only-there.txt").read_text(), (out / "answers/late.parquet").read_text()) == ("mine", "mine")
    assert ((out / PART).read_text(), (out / "taken.txt").read_text()) == ("new", "newer")
    assert [path.name for path in old.rglob("*")] == ["taken.txt"]


def test_what_a_user_put_into_a_discarded_dataset_is_moved_with_its_directories(tmp_path: Path) -> None:
    old, out = write_dataset(tmp_path / "old", "old"), write_dataset(tmp_path / "out", "new")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x").write_text("mine")
    (out / "link").write_text("taken")
    (old / "link").symlink_to("../elsewhere")
    (old / "experts" / "deep").mkdir(parents=True)
    (old / "experts" / "deep" / "x").write_text("mine")
    (old / "answers" / "part-00007.parquet").write_text("mine")
    (old / "mine").mkdir()
    (old / "mine" / "x").write_text("mine")
    (old / "both.txt").write_text("one file")
    os.link(old / "both.txt", out / "both.txt")
    discard(old, out)
    for name in ("experts/deep/x", "answers/part-00007.parquet", "mine/x"):
        assert (out / name).read_text() == "mine", name
    assert names_in(old) == ["link"]
    assert ((old / "link").is_symlink(), (tmp_path / "elsewhere" / "x").read_text()) == (True, "mine")
    assert (out / "both.txt").read_text() == "one file"


def test_an_incomplete_dataset_is_discarded(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", "new")
    half = write_dataset(tmp_path / "half", "half", parts=2)
    (half / MANIFEST).unlink()
    (half / CROISSANT).write_text("{}")
    discard(half, out)
    assert names_in(tmp_path) == ["out"]
    assert names_in(out) == [CARD, "answers", MANIFEST, RUN]
    assert (out / PART).read_text() == "new"
    assert names_in(out / "answers") == ["part-00000.parquet"]
