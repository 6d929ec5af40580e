"""``load``: pages can be read back from the WARC files byte for byte, and other tools can read them."""

import gzip
import io
import json
import os
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastwarc.warc import ArchiveIterator
from warcio.checker import Checker

from conftest import Thread, names_in
from qapipe.errors import UsageError
from qapipe.run.engines.local.worker import Monitor
from qapipe.run.load import LoadOptions, LoadWork, load
from qapipe.run.load_results import LoadSummary
from qapipe.run.pipeline import parse_to_dataset
from qapipe.run.scheduling import RunOptions
from qapipe.run.tasks import Task, read_items
from qapipe.sources import ReadOptions

HTML = "<!doctype html><html><head><title>{0}</title></head><body><p>Words of {0}.</p></body></html>"


def record(kind: str, url: str, block: bytes) -> bytes:
    """A WARC record, compressed."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, kind + url)
    fields = [
        "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{name}>", "WARC-Date: 2020-02-03T04:05:06.789Z",
        f"WARC-Target-URI: {url}", f"Content-Type: application/http; msgtype={kind}", f"Content-Length: {len(block)}",
    ]  # fmt: skip
    return gzip.compress("\r\n".join(fields).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")


def write_warc(path: Path, pages: list[tuple[str, bytes]]) -> Path:
    """A WARC file of chunked responses, with requests and a warcinfo record."""
    parts = [record("warcinfo", "a.warc.gz", b"software: a test\r\n")]
    for url, body in pages:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        parts.append(record("request", url, b"GET / HTTP/1.1\r\nHost: x.example\r\n\r\n"))
        parts.append(record("response", url, head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)))
    path.write_bytes(b"".join(parts))
    return path


@pytest.fixture
def sources(tmp_path: Path, thread: Thread) -> Path:
    """A folder with pages in several forms, one of them twice."""
    folder = tmp_path / "in"
    folder.mkdir()
    pages = [(f"https://x.example/{n}", HTML.format(f"page {n}").encode()) for n in range(5)]
    write_warc(folder / "a.warc.gz", [*pages, pages[0]])
    url = "https://www.realself.com/question/tampa-fl-bump"
    rows = [{"url": f"{url}-{n}", "text": thread(f"Bump {n}?"), "date": "2019-05-04T00:00:00Z"} for n in range(4)]
    (folder / "b.jsonl").write_text("\n".join(json.dumps(row) for row in [*rows, rows[2]]))
    (folder / "c.html").write_text(HTML.format("c"))
    return folder


def shards(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def records(folder: Path) -> list[tuple[str, str]]:
    """Type and URL of every record but warcinfo, as FastWARC reads them."""
    found = (one for path in shards(folder) for one in ArchiveIterator(str(path)))
    return [
        (str(one.record_type), one.headers["WARC-Target-URI"]) for one in found if one.headers.get("WARC-Target-URI")
    ]


def test_every_page_is_stored_once_with_its_origin(tmp_path: Path, sources: Path) -> None:
    summary = load([str(sources)], tmp_path / "raw")
    assert (summary.pages, summary.duplicates, summary.unreadable) == (10, 2, 0)
    assert summary.skipped == {"warcinfo record": 1, "request record": 6}
    kinds = [kind for kind, _ in records(tmp_path / "raw")]
    assert kinds == ["response"] * 5 + ["conversion"] * 4 + ["resource"]
    text = gzip.decompress(shards(tmp_path / "raw")[0].read_bytes())
    assert text.count(b"X-Source: b.jsonl\r\n") == 4
    assert b"X-Source-Offset: 3\r\n" in text
    assert b"Transfer-Encoding: chunked\r\n" in text
    assert names_in(tmp_path / "raw") == [path.name for path in summary.shards]


def test_a_list_of_paths_is_loaded_with_its_prefix(tmp_path: Path, sources: Path) -> None:
    listed = tmp_path / "warc.paths"
    listed.write_text("b.jsonl\na.warc.gz\n")
    summary = load([str(listed)], tmp_path / "raw", LoadOptions(prefix=str(sources)))
    alone = load([str(sources / "b.jsonl"), str(sources / "a.warc.gz")], tmp_path / "alone")
    assert (summary.pages, summary.duplicates) == (9, 2)
    assert [one.read_bytes() for one in summary.shards] == [one.read_bytes() for one in alone.shards]
    with pytest.raises(UsageError, match="is a list of paths; say what precedes them with --prefix"):
        load([str(listed)], tmp_path / "raw")


def test_warcio_accepts_the_files(tmp_path: Path, sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load([str(sources)], tmp_path / "raw")
    arguments = SimpleNamespace(inputs=[str(path) for path in shards(tmp_path / "raw")], verbose=True)
    assert not Checker(arguments).process_all()
    output = capsys.readouterr().out
    assert "digest pass" in output
    assert "fail" not in output


def test_what_is_loaded_parses_as_its_source_does(tmp_path: Path, sources: Path) -> None:
    load([str(sources)], tmp_path / "raw")
    parse_to_dataset([str(sources)], tmp_path / "one")
    parse_to_dataset([str(tmp_path / "raw")], tmp_path / "two")
    for table in ("questions", "answers", "experts"):
        one, two = (pq.read_table(tmp_path / name / table) for name in ("one", "two"))
        assert one.equals(two), table
    kept = ("url", "status", "reason", "captured_at", "bytes", "payload_sha256", "charset")
    pages = {
        name: [
            tuple(row[column] for column in kept)
            for row in pq.read_table(tmp_path / name / "pages").to_pylist()
            if row["status"] != "duplicate"
        ]
        for name in ("one", "two")
    }
    assert pages["one"] == pages["two"]


def test_the_same_bytes_for_any_number_of_workers_and_a_second_time(tmp_path: Path, sources: Path) -> None:
    contents = []
    for number, workers in enumerate((0, 1, 2, 0)):
        out = tmp_path / ("raw" if number in (0, 3) else f"raw{number}")
        load([str(sources)], out, LoadOptions(run=RunOptions(workers)))
        contents.append([(path.name, path.read_bytes()) for path in shards(out)])
    assert all(content == contents[0] for content in contents)
    assert len(contents[0]) == 1


def test_shards_are_limited_in_size_and_match_selects_pages(tmp_path: Path, sources: Path) -> None:
    options = LoadOptions(ReadOptions(match=("x.example/*",)), shard_bytes=1_500)
    summary = load([str(sources)], tmp_path / "raw", options)
    assert summary.skipped["not matched"] == 6
    assert [url for _, url in records(tmp_path / "raw")] == [f"https://x.example/{n}" for n in range(5)]
    assert len(summary.shards) > 1
    assert all(path.stat().st_size <= 1_500 for path in summary.shards)


def test_the_url_may_come_from_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<html><link rel="canonical" href="https://x.example/me"><p>words</html>')
    (tmp_path / "b.txt").write_text("words of nobody")
    load([str(tmp_path / "a.html"), str(tmp_path / "b.txt")], tmp_path / "raw")
    (one, two) = records(tmp_path / "raw")
    assert one == ("resource", "https://x.example/me")
    assert two[1].startswith("urn:qapipe:")
    summary: LoadSummary = load([str(tmp_path / "raw")], tmp_path / "again")
    assert records(tmp_path / "again") == [one, two]
    assert summary.pages == 2


def test_damage_is_reported_and_everything_else_is_stored(tmp_path: Path, sources: Path) -> None:
    whole = (sources / "a.warc.gz").read_bytes()
    (sources / "a.warc.gz").write_bytes(whole[:-40])
    summary = load([str(sources)], tmp_path / "raw")
    assert summary.unreadable == summary.as_json()["unreadable"] == 1
    assert summary.failures[0]["source"] == "a.warc.gz"
    assert len(records(tmp_path / "raw")) == 10


def test_a_failed_run_resumes(tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load([str(sources)], tmp_path / "undisturbed")

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("qapipe.run.shards.warcinfo", full)
        with pytest.raises(OSError, match="No space"):
            load([str(sources)], tmp_path / "raw")
    assert not shards(tmp_path / "raw")
    kept = sorted((tmp_path / "raw/.qapipe-load").glob("*.result"))
    times = [path.stat().st_mtime_ns for path in kept]
    assert kept

    def never(*_: object) -> None:
        raise AssertionError("a page is read again")

    assert times
    monkeypatch.setattr("qapipe.run.load.read_items", never)
    load([str(sources)], tmp_path / "raw")
    for one, two in zip(shards(tmp_path / "raw"), shards(tmp_path / "undisturbed"), strict=True):
        assert one.read_bytes() == two.read_bytes()
    assert names_in(tmp_path / "raw") == [path.name for path in shards(tmp_path / "raw")]


@pytest.fixture
def large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files that are read in many ranges of lines, one line of each damaged and one blank."""
    monkeypatch.setattr("qapipe.sources.splits.PIECE_BYTES", 300)
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "ab":
        lines = [json.dumps({"text": f"Words of {name}{number}. " * (1 + number % 5)}) for number in range(40)]
        lines[17], lines[23] = lines[17][:-1], ""
        (folder / f"{name}.jsonl").write_text("\n".join(lines))
    return folder


def origins(folder: Path) -> list[tuple[str, str, int]]:
    """The first words of every stored record, and the file and line that it says it is from."""
    found = (one for path in shards(folder) for one in ArchiveIterator(str(path)) if one.headers.get("X-Source"))
    return [
        (one.reader.read().decode().split(".")[0], one.headers["X-Source"], int(one.headers["X-Source-Offset"]))
        for one in found
    ]


@pytest.mark.parametrize("workers", [0, 2])
def test_lines_of_files_in_several_ranges_are_numbered_by_file(tmp_path: Path, large_files: Path, workers: int) -> None:
    summary = load([str(large_files)], tmp_path / "raw", LoadOptions(run=RunOptions(workers)))
    wanted = [(name, number) for name in "ab" for number in range(40) if number not in (17, 23)]
    assert origins(tmp_path / "raw") == [
        (f"Words of {name}{number}", f"{name}.jsonl", number) for name, number in wanted
    ]
    assert [(one["place"], one["offset"]) for one in summary.failures] == [
        ("a.jsonl line 18", 17), ("b.jsonl line 18", 17),
    ]  # fmt: skip
    ids = [one.record_id for path in shards(tmp_path / "raw") for one in ArchiveIterator(str(path))]
    assert len(set(ids)) == len(ids)


def test_a_resumed_run_numbers_lines_by_what_was_stored(
    tmp_path: Path, large_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load([str(large_files)], tmp_path / "undisturbed")
    left = [6]

    def broken(*arguments: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        return read_items(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr("qapipe.run.load.read_items", broken)
        with pytest.raises(OSError, match="No space"):
            load([str(large_files)], tmp_path / "raw")
    monkeypatch.setattr("qapipe.run.line_numbers.lines_in", None)
    load([str(large_files)], tmp_path / "raw")
    assert origins(tmp_path / "raw") == origins(tmp_path / "undisturbed")


def test_what_is_loaded_cannot_be_read_from_where_it_is_stored(tmp_path: Path, sources: Path) -> None:
    load([str(sources)], tmp_path / "raw")
    before = {path: path.read_bytes() for path in shards(tmp_path / "raw")}
    for source in ("raw", next(iter(before)).relative_to(tmp_path)):
        with pytest.raises(UsageError, match="which this command writes; choose another --out"):
            load([str(tmp_path / source)], tmp_path / "raw")
    assert {path: path.read_bytes() for path in shards(tmp_path / "raw")} == before


def test_a_file_called_stdin_is_the_users(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/stdin").write_text("mine")
    summary = load(["-"], tmp_path / "raw", stdin=io.BytesIO(b'{"text": "words"}'))
    assert summary.pages == 1
    assert names_in(tmp_path / "raw") == ["load-" + summary.shards[0].name.removeprefix("load-"), "stdin"]
    assert (tmp_path / "raw/stdin").read_text() == "mine"


def test_a_page_that_changes_is_not_stored(tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def truncating(work: LoadWork, task: Task, monitor: Monitor) -> object:
        os.truncate(sources / "c.html", 20)
        return store(work, task, monitor)

    store = LoadWork.__call__
    monkeypatch.setattr(LoadWork, "__call__", truncating)
    summary = load([str(sources)], tmp_path / "raw")
    assert summary.unreadable == 1
    size = len(HTML.format("c"))
    [failure] = summary.failures
    assert failure == {
        "place": "c.html", "url": None, "source": "c.html", "member": None, "offset": None, "reason": "changed",
        "detail": f"the file shrank from {size} to 20 bytes while it was read",
    }  # fmt: skip
    assert b"Words of c" not in b"".join(gzip.decompress(path.read_bytes()) for path in summary.shards)


def test_the_lock_of_a_directory_is_in_it(tmp_path: Path, sources: Path) -> None:
    """Nobody needs to be allowed to write to the parent directory."""
    (tmp_path / "top/raw").mkdir(parents=True)
    seen: set[str] = set()
    load([str(sources)], tmp_path / "top/raw", progress=lambda *_: seen.update(names_in(tmp_path / "top/raw")))
    assert ".qapipe.lock" in seen
    assert names_in(tmp_path / "top") == ["raw"]
    assert len(names_in(tmp_path / "top/raw")) == 1


def test_addresses_are_refused(tmp_path: Path, sources: Path) -> None:
    with pytest.raises(UsageError, match="cannot write to s3:// addresses"):
        load([str(sources)], Path("s3://bucket/raw"))


def test_incomplete_shards_of_a_killed_run_are_removed_and_nothing_else(tmp_path: Path, sources: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in ("load-0123456789ab-00000.warc.gz.open", "fetch-1.warc.gz.open", "load-x.txt", "mine.open"):
        (tmp_path / "raw" / name).write_text("x")
    load([str(sources)], tmp_path / "raw")
    names = names_in(tmp_path / "raw")
    assert len(shards(tmp_path / "raw")) == 1
    assert [name for name in names if not name.endswith(".gz")] == ["fetch-1.warc.gz.open", "load-x.txt", "mine.open"]


def test_a_full_disk_names_the_shard(tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    path_open = Path.open

    def opened(path: Path, mode: str = "r", **more: Any) -> Any:
        if not path.name.endswith(".warc.gz.open"):
            return path_open(path, mode, **more)
        full = Full()
        full.name = str(path)
        return full

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(OSError, match=r"No space left on device: '.*/raw/load-[0-9a-f]{12}-00000\.warc\.gz'"):
        load([str(sources)], tmp_path / "raw")
