"""Datasets published at, and copied from, an object store that is kept in memory."""

import hashlib
import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pytest

from conftest import names_in
from qapipe import objects
from qapipe.dataset.object_store import Current, local_copy, local_folder, publishing, read_current
from qapipe.errors import DatasetError, OutputBusyError, QapipeError, UsageError

ADDRESS = "s3://bucket/deep/answers"
PART = "pages/part-00000.parquet"


@dataclass
class Store:
    """Objects by their addresses, and what was done with them."""

    content: dict[str, bytes] = field(default_factory=dict)
    modified: dict[str, int] = field(default_factory=dict)
    now: int = 1
    """The time, in seconds."""
    broken: str = ""
    """The first word of what fails."""

    def _found(self, address: str) -> objects.Found:
        return objects.Found(address, 1, self.modified.get(address, 0) * 10**9, None)

    def _fail(self, what: str, address: str) -> None:
        if what == self.broken:
            raise OSError(f"{address}: {what} broke")

    def get(self, address: str) -> tuple[bytes, str] | None:
        self._fail("get", address)
        found = self.content.get(address)
        return None if found is None else (found, hashlib.sha256(found).hexdigest())

    def find(self, address: str) -> objects.Found | None:
        return self._found(address) if address in self.content else None

    def below(self, address: str) -> list[objects.Found]:
        self._fail("below", address)
        return [self._found(one) for one in self.content if one.startswith(f"{address}/")]

    def open_object(self, address: str) -> BinaryIO:
        self._fail("open_object", address)
        if address not in self.content:
            raise FileNotFoundError(2, "no such object", address)
        return io.BytesIO(self.content[address])

    def put(self, address: str, content: bytes | Path) -> None:
        self._fail("put", address)
        self.content[address] = content.read_bytes() if isinstance(content, Path) else content
        self.modified[address] = self.now

    def replace(self, address: str, content: bytes, etag: str | None) -> None:
        self._fail("replace", address)
        found = self.get(address)
        if (found and found[1]) != etag:
            raise OutputBusyError("another run")
        self.content[address] = content
        self.modified[address] = self.now

    def delete(self, addresses: list[str]) -> None:
        self._fail("delete", "")
        for address in addresses:
            self.content.pop(address, None)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store()
    for name in ("get", "find", "below", "open_object", "put", "replace", "delete"):
        monkeypatch.setattr(objects, name, getattr(made, name))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return made


def write(folder: Path, run: str, mark: str = "") -> None:
    """A dataset, and a file of the user."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / PART).write_text(mark or run)
    (folder / "notes.txt").write_text("mine")
    (folder / "run.json").write_text(json.dumps({"id": run}))
    manifest = {"generator": "qapipe", "schema_version": 2, "files": [{"path": PART}], "run": run}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def publish(run: str) -> None:
    with publishing(ADDRESS) as folder:
        assert folder.parent.is_dir()
        write(folder, run)


def keys(store: Store) -> list[str]:
    return sorted(address.removeprefix(f"{ADDRESS}/") for address in store.content)


def files(run: str) -> list[str]:
    return [f"builds/{run}/{name}" for name in ("manifest.json", PART, "run.json")]


def test_a_build_is_published_and_the_one_before_it_kept(store: Store, tmp_path: Path) -> None:
    assert read_current(ADDRESS) is None
    publish("a")
    assert keys(store) == [*files("a"), "current.json"]
    assert store.content[f"{ADDRESS}/builds/a/{PART}"] == b"a"
    publish("b")
    assert keys(store) == [*files("a"), *files("b"), "current.json"]
    publish("c")
    assert keys(store) == [*files("b"), *files("c"), "current.json"]
    folder = local_folder(ADDRESS)
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    value = {"build": "builds/c", "manifest_sha256": digest, "previous": "builds/b"}
    assert store.content[f"{ADDRESS}/current.json"].decode() == json.dumps(value, indent=2) + "\n"
    current = read_current(ADDRESS)
    assert current is not None
    assert current == Current("builds/c", "builds/b", current.etag)
    assert folder == tmp_path / "cache/qapipe" / f"answers-{hashlib.sha256(ADDRESS.encode()).hexdigest()[:12]}"


def test_without_a_cache_directory_that_of_the_user_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert local_folder(ADDRESS).parent == tmp_path / ".cache/qapipe"


def test_of_two_runs_at_once_the_other_removes_what_it_uploaded(store: Store) -> None:
    def both() -> None:
        with publishing(ADDRESS) as folder:
            write(folder, "a")
            publish("b")
            write(folder, "a")

    with pytest.raises(OutputBusyError):
        both()
    assert keys(store) == [*files("b"), "current.json"]


@pytest.mark.parametrize("broken", ["put", "replace"])
@pytest.mark.parametrize("then", ["", "delete"])
def test_a_store_that_fails_leaves_the_old_dataset(
    store: Store, monkeypatch: pytest.MonkeyPatch, broken: str, then: str
) -> None:
    publish("a")
    store.broken = broken
    if then:
        monkeypatch.setattr(objects, "delete", lambda _: (_ for _ in ()).throw(OSError("gone")))
    with pytest.raises(DatasetError) as error:
        publish("b")
    store.broken = ""
    failed = "builds/b/manifest.json" if broken == "put" else "current.json"
    assert str(error.value) == (
        f"cannot publish {ADDRESS}/{failed}: {broken} broke; the old dataset is unchanged, and the new one is kept in "
        f"{local_folder(ADDRESS)}: run the same command again"
    )
    current = read_current(ADDRESS)
    assert current is not None
    assert current.build == "builds/a"
    assert then or keys(store) == [*files("a"), "current.json"]


@pytest.mark.parametrize(("seconds", "is_left"), [(3_600, True), (3_601, False)])
def test_what_a_killed_run_left_is_removed_after_the_next_one(store: Store, seconds: int, *, is_left: bool) -> None:
    """Not while it may be of a run that began after what is current was published, by whatever clock."""
    publish("a")
    for name in files("killed")[:2]:
        store.put(f"{ADDRESS}/{name}", b"half of it")
    store.put(f"{ADDRESS}/notes/builds/killed/x", b"not ours")
    store.now += seconds - 5
    publish("b")
    left = {"current.json", "notes/builds/killed/x"}
    assert keys(store) == sorted({*left, *files("a"), *files("b"), *files("killed")[:2]})
    store.now += 5
    store.put(f"{ADDRESS}/builds/alive/pages/part-00000.parquet", b"of a run that is alive")
    publish("c")
    left |= {"builds/alive/pages/part-00000.parquet", *(files("killed")[:2] if is_left else ())}
    assert keys(store) == sorted({*left, *files("b"), *files("c")})


def test_an_old_build_that_cannot_be_removed_is_left(store: Store) -> None:
    publish("a")
    publish("b")
    store.broken = "delete"
    publish("c")
    assert keys(store) == [*files("a"), *files("b"), *files("c"), "current.json"]


@pytest.mark.parametrize("text", ["{", "[]", "{}", "3", '{"previous": "x"}'])
def test_a_current_build_that_is_not_ours_is_named(store: Store, text: str) -> None:
    store.content[f"{ADDRESS}/current.json"] = text.encode()
    with pytest.raises(DatasetError) as error:
        publish("a")
    assert str(error.value) == f"{ADDRESS}/current.json is not from qapipe; choose another --out"
    with pytest.raises(DatasetError, match="is not from qapipe; check the address"), local_copy(Path(ADDRESS)):
        pytest.fail("there is nothing to read")
    store.broken = "get"
    with pytest.raises(DatasetError) as error:
        read_current(ADDRESS)
    hint = "check the address, the credentials and the endpoint"
    assert str(error.value) == f"cannot read {ADDRESS}/current.json: get broke; {hint}"


def test_a_copy_is_the_current_build_or_the_one_that_is_named(store: Store, tmp_path: Path) -> None:
    publish("a")
    publish("b")
    for address, run in ((ADDRESS, "b"), (f"{ADDRESS}/builds/a", "a")):
        with local_copy(Path(address)) as folder:
            assert (folder.name, names_in(folder)) == (
                address.rpartition("/")[2],
                ["manifest.json", "pages", "run.json"],
            )
            assert (folder / PART).read_text() == run
        assert not folder.parent.exists()
    for local in (tmp_path, Path(f"file://{tmp_path}")):
        with local_copy(local) as folder:
            assert folder == tmp_path


def test_errors_name_the_address(store: Store) -> None:
    publish("a")

    def fail() -> None:
        with local_copy(Path(ADDRESS)) as folder:
            raise QapipeError(f"{folder / PART} is damaged, and so is {os.fspath(folder)}")

    with pytest.raises(QapipeError) as error:
        fail()
    assert str(error.value) == f"{ADDRESS}/{PART} is damaged, and so is {ADDRESS}"
    assert store.content


def copy(address: str = ADDRESS) -> None:
    with local_copy(Path(address)):
        pass


def test_what_cannot_be_copied_is_an_error(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError) as usage:
        copy()
    what = "it has neither current.json nor manifest.json; give the address that was the --out of `qapipe parse`"
    assert str(usage.value) == f"no dataset at {ADDRESS}: {what}"
    publish("a")
    store.broken = "open_object"
    with pytest.raises(
        DatasetError, match=f"^cannot copy {ADDRESS}/builds/a/.*: open_object broke; check the store, and"
    ):
        copy()
    store.broken = ""
    removed = f"{ADDRESS}/builds/a was removed while it was read, after two newer ones; try again"
    whole = store.below

    def lost(address: str) -> list[objects.Found]:
        return [*whole(address), objects.Found(f"{address}/x", 1, 1, None)]

    monkeypatch.setattr(objects, "below", lost)
    with pytest.raises(DatasetError) as error:
        copy()
    assert str(error.value) == removed


@pytest.mark.parametrize(("newer", "is_kept"), [("b", True), ("bc", False)])
def test_a_build_is_read_whole_while_one_newer_is_published(
    store: Store, monkeypatch: pytest.MonkeyPatch, newer: str, is_kept: bool
) -> None:
    publish("a")
    listed = store.below(f"{ADDRESS}/builds/a")

    def meanwhile(_: str) -> list[objects.Found]:
        monkeypatch.setattr(objects, "below", store.below)
        for run in newer:
            publish(run)
        return listed if is_kept else []

    monkeypatch.setattr(objects, "below", meanwhile)
    if is_kept:
        copy()
    else:
        with pytest.raises(DatasetError, match="builds/a was removed while it was read"):
            copy()
