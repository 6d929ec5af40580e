"""Sources and datasets in a real S3-compatible server: read by ranges, published as a whole, whatever breaks."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import Command, Thread
from generators.archives import packed, response
from qapipe import objects
from qapipe.dataset import object_store
from qapipe.dataset.object_store import CURRENT, local_copy, read_current
from qapipe.errors import DatasetError, OutputBusyError, UsageError
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from qapipe.sources import splits
from scale.faults import Faults
from support.datasets import hashes, rows_of, run_of
from support.places import ROOT

CACHE = RunOptions(cache_bytes=1 << 30)


@pytest.fixture
def folder(tmp_path: Path, thread: Thread) -> Path:
    """A WARC, lines, a table, an archive and a page."""
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    rows = [{"url": f"https://www.realself.com/question/bump-{n}", "text": thread(f"Bump {n}?")} for n in range(60)]
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress((folder / "a.jsonl").read_bytes()[:9_000], mtime=0))
    pq.write_table(pa.Table.from_pylist(rows), folder / "c.parquet", row_group_size=7)
    with zipfile.ZipFile(folder / "deep/d.zip", "w") as archive:
        for number, row in enumerate(rows):
            archive.writestr(f"{number}.txt", row["text"])
    (folder / "deep/e.warc.gz").write_bytes(packed(*(response(n) for n in range(60))))
    (folder / "f.txt").write_text(thread("Alone?"))
    return folder


def upload(folder: Path, address: str) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            objects.put(f"{address}/{path.relative_to(folder).as_posix()}", path)


def fetched(address: str, to: Path) -> dict[str, str]:
    """The hashes of the current build; its files must be those that its manifest names."""
    current = read_current(address)
    assert current is not None
    prefix = f"{address}/{current.build}/"
    for found in objects.below(prefix.rstrip("/")):
        path = to / found.address.removeprefix(prefix)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = objects.get(found.address)
        assert content is not None
        path.write_bytes(content[0])
    found_hashes = hashes(to)
    listed = json.loads((to / "manifest.json").read_text())["files"]
    assert {file["path"]: file["sha256"] for file in listed}.items() <= found_hashes.items()
    return found_hashes


def test_objects_give_the_dataset_that_files_give(
    tmp_path: Path, folder: Path, bucket: str, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(folder, f"{bucket}/in")
    parse_to_dataset([str(folder)], tmp_path / "local")
    monkeypatch.setattr(splits, "PIECE_BYTES", 4_000)
    parse_to_dataset([f"{bucket}/in"], tmp_path / "remote", ParseOptions(run=RunOptions(2)))
    assert hashes(tmp_path / "remote") == hashes(tmp_path / "local")
    assert run_of(tmp_path / "remote")["places"] == {"": f"{bucket}/in"}
    parse_to_dataset([f"{bucket}/in/a.jsonl", f"{bucket}/in/deep"], tmp_path / "named")
    sources = {row["source"] for row in rows_of(tmp_path / "named", "pages")}
    assert sources == {"a.jsonl", "d.zip", "e.warc.gz"}


def test_large_objects_are_read_by_ranges(
    tmp_path: Path, bucket: str, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.warc.gz").write_bytes(packed(*(response(n) for n in range(400))))
    objects.put(f"{bucket}/a.warc.gz", tmp_path / "a.warc.gz")
    monkeypatch.setattr(objects, "READ_BYTES", 8_000)
    faults.seen.clear()
    parse_to_dataset([f"{bucket}/a.warc.gz"], tmp_path / "out")
    sizes = [size for method, _, size in faults.seen if method == "GET" and size]
    assert len(sizes) > 3
    assert max(sizes) < (tmp_path / "a.warc.gz").stat().st_size
    assert len(rows_of(tmp_path / "out", "pages")) == 400


def test_a_list_of_paths_is_a_source(tmp_path: Path, folder: Path, bucket: str) -> None:
    upload(folder, f"{bucket}/crawl-data")
    listed = tmp_path / "warc.paths.gz"
    listed.write_bytes(gzip.compress(b"crawl-data/deep/e.warc.gz\ncrawl-data/a.jsonl\ncrawl-data/gone.warc.gz\n"))
    parse_to_dataset([str(listed)], tmp_path / "out", ParseOptions(prefix=f"{bucket}/"))
    counted = Counter(row["source"] for row in rows_of(tmp_path / "out", "pages"))
    assert counted == {"crawl-data/deep/e.warc.gz": 60, "crawl-data/a.jsonl": 60, "crawl-data/gone.warc.gz": 1}
    with pytest.raises(UsageError, match="is a list of paths; say what precedes them with --prefix"):
        parse_to_dataset([str(listed)], tmp_path / "out")


def test_only_changed_objects_are_read_again(tmp_path: Path, folder: Path, bucket: str, faults: Faults) -> None:
    upload(folder, f"{bucket}/in")
    options = ParseOptions(run=CACHE)
    parse_to_dataset([f"{bucket}/in"], tmp_path / "out", options)
    faults.seen.clear()
    parse_to_dataset([f"{bucket}/in"], tmp_path / "out", options)
    assert [one for one in faults.seen if one[0] == "GET" and "list-type" not in one[1]] == []
    objects.put(f"{bucket}/in/f.txt", b"other words, as many as before or not")
    parse_to_dataset([f"{bucket}/in"], tmp_path / "out", options)
    parse_to_dataset([f"{bucket}/in"], tmp_path / "fresh")
    assert hashes(tmp_path / "out") == hashes(tmp_path / "fresh")


# Publishing


def test_a_dataset_is_published_as_a_whole(tmp_path: Path, folder: Path, bucket: str, faults: Faults) -> None:
    parse_to_dataset([str(folder)], tmp_path / "local")
    summary = parse_to_dataset([str(folder)], Path(f"{bucket}/answers"), ParseOptions(run=CACHE))
    assert summary.out == f"{bucket}/answers"
    assert fetched(f"{bucket}/answers", tmp_path / "one") == hashes(tmp_path / "local")
    assert run_of(tmp_path / "one")["out"] == f"{bucket}/answers"
    last = [path for method, path, _ in faults.seen if method in ("PUT", "POST")][-1]
    assert last.endswith(CURRENT)
    builds = [read_current(f"{bucket}/answers")]
    for words in ("one", "two", "three"):
        (folder / "f.txt").write_text(words)
        parse_to_dataset([str(folder)], Path(f"{bucket}/answers"), ParseOptions(run=CACHE))
        builds.append(read_current(f"{bucket}/answers"))
    names = [one.build for one in builds if one]
    left = {found.address.removeprefix(f"{bucket}/answers/") for found in objects.below(f"{bucket}/answers")}
    assert {name[: len(names[0])] for name in left - {CURRENT}} == set(names[-2:])


def test_what_a_killed_run_left_is_removed_by_a_later_one(
    tmp_path: Path, folder: Path, bucket: str, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, source = f"{bucket}/answers", str(folder / "f.txt")
    parse_to_dataset([source], Path(out))
    killed = threading.Event()

    def kill(method: str, path: str) -> None:
        if method == "PUT" and "/builds/" in path and not killed.is_set():
            killed.set()
            run.kill()

    faults.before = kill
    with program(source, out, tmp_path / "killed") as run:
        assert run.wait() == -signal.SIGKILL
    known = {one for one in (read_current(out),) if one}
    abandoned = builds_at(out) - {one.build for one in known}
    assert len(abandoned) == 1  # the object that was on its way
    parse_to_dataset([source], Path(out))
    assert abandoned <= builds_at(out)  # it may be of a run that is alive
    monkeypatch.setattr(object_store, "_ABANDONED_SECONDS", 0)
    time.sleep(1)  # the times of a store are whole seconds
    parse_to_dataset([source], Path(out))
    current = read_current(out)
    assert current is not None
    assert builds_at(out) == {current.build, current.previous}


def builds_at(out: str) -> set[str | None]:
    """The builds of which there is an object."""
    found = objects.below(f"{out}/builds")
    return {"/".join(one.address.removeprefix(f"{out}/").split("/")[:2]) for one in found}


def test_a_reader_never_sees_half_a_dataset(
    tmp_path: Path, folder: Path, bucket: str, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = f"{bucket}/answers"
    parse_to_dataset([str(folder)], Path(out))
    known = [fetched(out, tmp_path / "first")]
    seen: list[dict[str, str]] = []
    monkeypatch.setattr(object_store, "_TRANSFERS", 1)
    looking = threading.Lock()

    def look(method: str, path: str) -> None:
        if method in ("PUT", "POST", "DELETE") and looking.acquire(blocking=False):
            faults.before = lambda _method, _path: None
            seen.append(fetched(out, tmp_path / f"look-{len(seen)}"))
            faults.before = look
            looking.release()

    (folder / "f.txt").write_text("other words")
    faults.before = look
    parse_to_dataset([str(folder)], Path(out))
    faults.before = lambda _method, _path: None
    known.append(fetched(out, tmp_path / "second"))
    assert len(seen) > 3
    assert all(one in known for one in seen)


def test_of_two_writers_one_wins(tmp_path: Path, folder: Path, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = f"{bucket}/answers"
    parse_to_dataset([str(folder)], Path(out))
    upload_ = object_store._upload  # noqa: SLF001
    raced: list[bool] = []

    def race(*arguments: Any) -> None:
        upload_(*arguments)
        if not raced:
            raced.append(True)
            monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
            parse_to_dataset([str(folder / "f.txt")], Path(out))

    monkeypatch.setattr(object_store, "_upload", race)
    (folder / "f.txt").write_text("other words")
    with pytest.raises(OutputBusyError, match=f"another run has published to {out} since this one began"):
        parse_to_dataset([str(folder)], Path(out))
    fetched(out, tmp_path / "now")
    assert [row["source"] for row in rows_of(tmp_path / "now", "pages")] == ["f.txt"]
    builds = {found.address.split("/builds/")[1].split("/")[0] for found in objects.below(f"{out}/builds")}
    assert len(builds) == 2  # the loser's is removed


def test_of_many_writers_at_once_one_wins_each_time(tmp_path: Path, folder: Path, bucket: str, faults: Faults) -> None:
    """Whoever looks meanwhile finds a whole dataset, of one of them."""
    out, source = f"{bucket}/answers", str(folder / "f.txt")
    parse_to_dataset([source], Path(out))
    known = fetched(out, tmp_path / "first")
    ended = threading.Event()
    seen: list[dict[str, str]] = []

    def look() -> None:
        while not ended.is_set():
            with suppress(DatasetError), local_copy(Path(out)) as copy:  # two newer ones, and the next look finds one
                seen.append(hashes(copy))

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for _ in range(3):
            writers = [program(source, out, tmp_path / f"machine-{n}") for n in range(2)]
            codes = sorted(writer.wait() for writer in writers)
            assert codes in ([0, 0], [0, OutputBusyError.exit_code])
    finally:
        ended.set()
        reader.join()
    assert len(seen) > 3
    assert all(one == known for one in seen)
    current = read_current(out)
    assert current is not None
    builds = {found.address.split("/builds/")[1].split("/")[0] for found in objects.below(f"{out}/builds")}
    assert builds == {str(name).removeprefix("builds/") for name in (current.build, current.previous)}


def program(source: str, out: str, cache: Path) -> "subprocess.Popen[bytes]":
    """A run in a process of its own that builds its dataset in a place of its own."""
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "qapipe", "parse", source, "--out", out, "--workers", "1", "--quiet"]
    return subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)


def test_a_large_file_goes_in_parts_or_not_at_all(tmp_path: Path, bucket: str, faults: Faults) -> None:
    (tmp_path / "large").write_bytes(random.Random(0).randbytes(12 << 20))
    faults.cut_uploads = 2
    objects.put(f"{bucket}/large", tmp_path / "large")
    assert faults.cut_uploads == 0
    assert sum("partNumber" in path for method, path, _ in faults.seen if method == "PUT") >= 2
    with objects.open_object(f"{bucket}/large") as content:
        assert content.read() == (tmp_path / "large").read_bytes()
    faults.cut_uploads = 1_000
    with pytest.raises(OSError, match=f"^{bucket}/other: "):
        objects.put(f"{bucket}/other", tmp_path / "large")
    faults.cut_uploads = 0
    assert objects.find(f"{bucket}/other") is None


@pytest.mark.parametrize("fault", ["slow_down", "cut_answers", "cut_uploads"])
def test_a_store_that_falters_loses_nothing(
    tmp_path: Path, folder: Path, bucket: str, faults: Faults, fault: str
) -> None:
    upload(folder, f"{bucket}/in")
    parse_to_dataset([str(folder)], tmp_path / "local")
    setattr(faults, fault, 4)
    parse_to_dataset([f"{bucket}/in"], Path(f"{bucket}/answers"))
    assert getattr(faults, fault) == 0
    assert fetched(f"{bucket}/answers", tmp_path / "remote") == hashes(tmp_path / "local")


def test_a_store_that_is_away_is_a_clear_error(
    tmp_path: Path, folder: Path, bucket: str, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match=f"{bucket}/none: no such object, and none below it; check the address"):
        parse_to_dataset([f"{bucket}/none"], tmp_path / "out")
    objects.put(f"{bucket}/answers/{CURRENT}", b"[]")
    with pytest.raises(DatasetError, match="is not from qapipe; choose another --out"):
        parse_to_dataset([str(folder)], Path(f"{bucket}/answers"))
    with pytest.raises(UsageError, match="is in s3://pages/x, which this command writes"):
        parse_to_dataset([f"{bucket}/x/in"], Path(f"{bucket}/x"))
    with pytest.raises(UsageError, match="hdfs:// addresses cannot be read or written"):
        parse_to_dataset(["hdfs://name/x"], tmp_path / "out")


def test_what_is_wrong_with_a_store_is_said_on_one_line(
    tmp_path: Path, folder: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = "NoSuchBucket: The specified bucket does not exist; check the address, the credentials and the endpoint"
    with pytest.raises(UsageError, match=f"^s3://absent/x: {absent}$"):
        parse_to_dataset(["s3://absent/x"], tmp_path / "out")
    with pytest.raises(DatasetError, match=f"^cannot read s3://absent/x/current.json: {absent}$"):
        parse_to_dataset([str(folder)], Path("s3://absent/x"))
    with pytest.raises(OSError, match=r"^s3://absent/x: NoSuchBucket: The specified bucket does not exist$"):
        objects.put("s3://absent/x", b"x")
    monkeypatch.setattr(objects, "TRIES", 1)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    objects._store.cache_clear()  # noqa: SLF001
    with pytest.raises(
        UsageError, match=rf"^{bucket}/x: cannot reach http://127\.0\.0\.1:9: Connection refused; check"
    ):
        parse_to_dataset([f"{bucket}/x"], tmp_path / "out")


def test_globs_match_objects(cli: Command, tmp_path: Path, folder: Path, bucket: str) -> None:
    upload(folder, f"{bucket}/in")
    parse_to_dataset([f"{bucket}/in/*.jsonl*", f"{bucket}/in/**/e.*"], tmp_path / "out")
    names = {row["source"] for row in rows_of(tmp_path / "out", "pages")}
    assert names == {"a.jsonl", "b.jsonl.gz", "deep/e.warc.gz"}
    parse_to_dataset([f"{bucket}/in/*.jsonl"], tmp_path / "one")
    assert run_of(tmp_path / "one")["places"] == {"": f"{bucket}/in"}
    assert "Bump 2?" in cli("show", "one", "3").stdout
    with pytest.raises(UsageError, match=r"in/\*\.txt\.gz: nothing matches this glob"):
        parse_to_dataset([f"{bucket}/in/*.txt.gz"], tmp_path / "out")


def test_a_dataset_in_a_store_is_no_source_and_its_pages_can_be_shown(
    cli: Command, tmp_path: Path, folder: Path, bucket: str
) -> None:
    upload(folder, f"{bucket}/in")
    parse_to_dataset([f"{bucket}/in"], Path(f"{bucket}/in/answers"))
    parse_to_dataset([f"{bucket}/in"], Path(f"{bucket}/in/answers"))  # which is not read
    dataset = f"{bucket}/in/answers"
    assert len({row["source"] for row in dataset_rows(dataset, tmp_path)}) == 6
    for source in (dataset, f"{bucket}/in", f"{dataset}/{read_current(dataset).build}"):  # type: ignore[union-attr]
        done = cli("ls", source)
        assert done.returncode == 2
        assert "answers" in done.stderr
        assert "is a qapipe dataset, not raw pages" in done.stderr
    shown = cli("show", dataset, "https://www.realself.com/question/bump-7")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Bump 7?" in shown.stdout
    objects.delete([f"{bucket}/in/a.jsonl"])
    gone = cli("show", dataset, "https://www.realself.com/question/bump-7")
    assert gone.returncode == 2
    assert f"raw page a.jsonl not found at {bucket}/in/a.jsonl" in gone.stderr


def dataset_rows(dataset: str, folder: Path) -> list[dict[str, Any]]:
    with local_copy(Path(dataset)) as copy:
        return rows_of(copy, "pages")
