"""WARC files of fetched pages: others can read them, and no crash loses a page or stores one twice."""

import base64
import gzip
import hashlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType as FastType
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

import warc_run
from conftest import Command, environment, names_in
from qapipe.errors import DatasetError
from qapipe.fetch.exchange import Exchange
from qapipe.fetch.frontier import NAME, Frontier
from qapipe.fetch.recovery import Recovered, recover
from qapipe.fetch.rows import Entry, Row, State, Stored
from qapipe.fetch.warc_sets import Notes
from qapipe.fetch.warcs import About, WarcWriter
from qapipe.storage import sha1
from warc_run import ABOUT, HOST, REQUEST, exchange

KILLS = 30
URL = f"https://{HOST}/page"


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path) as opened:
        yield opened


def fetch(frontier: Frontier, writer: WarcWriter, number: int, body: bytes = b"", chunk: int = 0) -> Stored:
    """Fetch and mark one page."""
    url = f"{URL}{number}"
    frontier.add([Entry(url, HOST)])
    row = frontier.find(url)
    assert row is not None
    answer = exchange(url, body or b"<p>%d</p>" % number, chunk=chunk, etag='"e"')
    stored = writer.write(answer, Notes(via=URL))
    frontier.done(row.id, stored, answer)
    return stored


def shards(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def contents(path: Path) -> list[tuple[dict[str, str], bytes]]:
    """Header and block of every record, as warcio reads them. It and FastWARC find all digests right."""
    with path.open("rb") as file:
        records = ArchiveIterator(file, no_record_parse=True)
        found = [(dict(record.rec_headers.headers), record.raw_stream.read()) for record in records]
    assert Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all() == 0
    fast = [
        "WARC-Block-Digest" not in one.headers or one.verify_block_digest()
        for one in FastIterator(str(path), parse_http=False)
    ]
    assert fast == [True] * len(found)
    responses = FastIterator(str(path), record_types=FastType.response)
    assert all("WARC-Payload-Digest" not in one.headers or one.verify_payload_digest() for one in responses)
    return found


def kinds(path: Path) -> list[str]:
    return [headers["WARC-Type"] for headers, _ in contents(path)]


def at(folder: Path, row: Row) -> tuple[str, str, bytes]:
    """Type, URL and block of the record where the frontier says that the page lies, read from there alone."""
    assert row.warc is not None
    assert row.offset is not None
    assert row.length is not None
    data = (folder / row.warc).read_bytes()[row.offset : row.offset + row.length]
    record = next(ArchiveIterator(BytesIO(data), no_record_parse=True))
    assert gzip.decompress(data)[:7] == b"WARC/1."
    headers = record.rec_headers
    assert headers.get_header("WARC-Record-ID") == f"<{row.record_id}>"
    return headers.get_header("WARC-Type"), headers.get_header("WARC-Target-URI"), record.raw_stream.read()


def judge(folder: Path) -> int:
    """Each URL that is done has one record, at its place, and there are no others; how many there are."""
    pages = [
        headers["WARC-Target-URI"]
        for path in shards(folder)
        for headers, _ in contents(path)
        if headers["WARC-Type"] in ("response", "revisit")
    ]
    with Frontier(folder, readonly=True) as frontier:
        done = [row for row in frontier.all() if row.state is State.DONE]
    assert sorted(pages) == sorted(row.url for row in done)
    for row in done:
        assert at(folder, row)[1] == row.url
    return len(done)


# ---------------------------------------------------------------- what is written


def test_an_exchange_is_stored_as_it_went_over_the_wire(tmp_path: Path, frontier: Frontier) -> None:
    about = About("tester/1 (+https://tester.example)", ignores_robots=True, operator="Ida Quist <ida@tester.example>")
    notes = Notes(via=f"{URL}/list", redirects=(f"{URL}/old",), depth=2, ignores_robots=True)
    answer = exchange(URL, b"<p>one</p>" * 99, chunk=64)
    with WarcWriter(tmp_path, frontier, about) as writer:
        stored = writer.write(answer, notes)
        frontier.acknowledge(stored)
    (path,) = shards(tmp_path)
    (info, told), (metadata, noted), (request, sent), (response, received) = contents(path)
    assert [one["WARC-Type"] for one in (info, metadata, request, response)] == [
        "warcinfo", "metadata", "request", "response"
    ]  # fmt: skip
    assert info["WARC-Filename"] == path.name == stored.warc
    assert told.decode().split("\r\n")[2:] == [
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots: ignore",
        "http-header-user-agent: tester/1 (+https://tester.example)",
        "operator: Ida Quist <ida@tester.example>",
        "",
    ]
    assert noted.decode().split("\r\n") == [
        f"via: {URL}/list", "hopsFromSeed: LLR", f"redirects: {URL}/old", "fetchTimeMs: 250", "robots: ignore", ""
    ]  # fmt: skip
    assert sent == REQUEST
    assert received == answer.response
    assert response["WARC-Record-ID"] == f"<{stored.record_id}>"
    assert {metadata["WARC-Concurrent-To"], request["WARC-Concurrent-To"]} == {response["WARC-Record-ID"]}
    date = answer.requested_at.isoformat().replace("+00:00", "Z")
    for headers in (metadata, request, response):
        assert headers["WARC-Date"] == date
        assert headers["WARC-Target-URI"] == URL
        assert headers["WARC-IP-Address"] == "192.0.2.7"
    assert response["Content-Type"] == "application/http; msgtype=response"
    assert request["Content-Type"] == "application/http; msgtype=request"
    assert response["WARC-Payload-Digest"] == stored.digest
    assert response["WARC-Protocol"] == "http/1.1"
    assert (stored.offset + stored.length, stored.date) == (path.stat().st_size, answer.requested_at)


ANSWERS = {
    "http/2": replace(exchange(URL), protocol="HTTP/2"),
    "an empty body": exchange(URL, b""),
    "HTTP/1.0": replace(exchange(URL), response=b"HTTP/1.0 200 OK\r\nA: b\r\n\r\n<p>words</p>\r\n\r\n"),
    "interim answers": replace(
        exchange(URL), response=b"HTTP/1.1 103 Hints\r\nA: b\r\n\r\nHTTP/1.1 100 Go\r\n\r\n" + exchange(URL).response
    ),
    "no address": replace(exchange(URL), address=None),
    "bytes that no charset has": exchange(URL, bytes(range(256)), head=b"X: \xff\xfe\r\n"),
    "a body that looks like a header": exchange(URL, b"HTTP/1.1 200 OK\r\n\r\nWARC/1.1\r\n\r\n"),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_digests_hold_for_any_answer(tmp_path: Path, frontier: Frontier, answer: Exchange) -> None:
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        frontier.acknowledge(writer.write(answer))
    _, _, (headers, block) = contents(shards(tmp_path)[0])
    assert answer.response.endswith(block)
    assert block.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200"))
    assert headers["WARC-Protocol"] == ("h2" if answer.protocol == "HTTP/2" else "http/1.1")


def test_digests_hold_where_lines_lack_carriage_returns(tmp_path: Path, frontier: Frontier) -> None:
    """Not for FastWARC, which finds no end of such a header."""
    answer = replace(exchange(URL), response=b"HTTP/1.1 200 OK\nA: b\n\n<p>words</p>\r\n\r\n")
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        stored = writer.write(answer)
        frontier.acknowledge(stored)
    paths = [str(path) for path in shards(tmp_path)]
    assert Checker(SimpleNamespace(inputs=paths, verbose=False)).process_all() == 0
    assert stored.digest == sha1(b"<p>words</p>\r\n\r\n")


def test_the_same_page_is_stored_once_however_its_chunks_fall(tmp_path: Path, frontier: Frontier) -> None:
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        first = fetch(frontier, writer, 1, b"<p>same</p>" * 50, chunk=7)
        second = fetch(frontier, writer, 2, b"<p>same</p>" * 50, chunk=100)
        other = fetch(frontier, writer, 3, b"<p>other</p>" * 50, chunk=100)
    assert (first.revisit, second.revisit, other.revisit) == (False, True, False)
    (headers, block) = contents(shards(tmp_path)[0])[6]
    assert headers["WARC-Type"] == "revisit"
    assert headers["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert headers["WARC-Refers-To"] == f"<{first.record_id}>"
    assert headers["WARC-Refers-To-Target-URI"] == f"{URL}1"
    assert headers["WARC-Refers-To-Date"] == first.date.isoformat().replace("+00:00", "Z")
    assert headers["WARC-Payload-Digest"] == first.digest
    assert block == b"HTTP/1.1 200 Fine\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert judge(tmp_path) == 3


def test_pages_that_are_none_are_stored_each(tmp_path: Path, frontier: Frontier) -> None:
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        for status, body in ((404, b"gone"), (200, b"")) * 2:
            answer = exchange(URL, body, status=status)
            frontier.add([Entry(URL, HOST)])
            frontier.done(1, writer.write(answer), answer)
    assert kinds(shards(tmp_path)[0]).count("response") == 4


def test_a_page_that_is_not_modified_refers_to_the_record_that_has_it(tmp_path: Path, frontier: Frontier) -> None:
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        first = fetch(frontier, writer, 1)
        fetch(frontier, writer, 2, b"<p>1</p>")
        for number in (1, 2):
            row = frontier.find(f"{URL}{number}")
            assert row is not None
            answer = exchange(row.url, b"", status=304)
            frontier.not_modified(row.id, writer.write(answer), answer)
        unknown = writer.write(exchange(f"{URL}9", b"", status=304))
        frontier.acknowledge(unknown)
    found = contents(shards(tmp_path)[0])
    for headers, block in (found[8], found[10]):
        assert headers["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
        assert headers["WARC-Refers-To"] == f"<{first.record_id}>"
        assert block.startswith(b"HTTP/1.1 304 ")
    assert found[-1][0]["WARC-Type"] == "response"
    row = frontier.find(f"{URL}1")
    assert row is not None
    assert at(tmp_path, row)[0] == "response"
    assert at(tmp_path, row)[2].endswith(b"<p>1</p>")


def archived(block: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>old</p>", more: str = "") -> bytes:
    """A record of an archive, with things in it that we would write otherwise."""
    head = (
        "WARC/1.0\r\nwarc-type:response\r\nWARC-Record-ID: <urn:uuid:0b1c2d3e-0000-4000-8000-000000000001>\r\n"
        f"WARC-Date: 2014-05-06T07:08:09Z\r\nWARC-Target-URI: http://old.example/a b\r\nX-Odd:   yes\r\n{more}"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("packed", [True, False])
def test_a_record_of_an_archive_is_stored_byte_for_byte(tmp_path: Path, frontier: Frontier, packed: bool) -> None:
    record = archived()
    member = gzip.compress(record, 9) if packed else None
    origin = "https://data.example/crawl/a.warc.gz bytes=5-99"
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        stored = writer.write_record(record, origin, member=member)
        frontier.add([Entry("http://old.example/a%20b", "data.example")])
        frontier.done(1, stored)
    data = shards(tmp_path)[0].read_bytes()[stored.offset : stored.ends]
    assert gzip.decompress(data) == record
    assert member is None or data == member
    assert stored.record_id == "urn:uuid:0b1c2d3e-0000-4000-8000-000000000001"
    assert stored.date.isoformat() == "2014-05-06T07:08:09+00:00"
    _, (headers, block), _ = contents(shards(tmp_path)[0])
    assert headers["WARC-Type"] == "metadata"
    assert headers["WARC-Refers-To"] == f"<{stored.record_id}>"
    assert block.decode() == f"origin: {origin}\r\n"


def test_what_is_no_whole_record_is_not_stored(tmp_path: Path, frontier: Frontier) -> None:
    record = archived()
    damaged = [record[:-1], record + b"x", b"", b"HTTP/1.1 200 OK\r\n\r\n", record.replace(b"2014-05", b"soon")]
    damaged += [record.replace(b"WARC-Record-ID", b"WARC-Other"), record.replace(b"-Length: ", b"-Length: 9")]
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        for one in damaged:
            with pytest.raises(ValueError, match="WARC record"):
                writer.write_record(one, "x")
        member = gzip.compress(record)
        for other in (gzip.compress(record + b" "), member + member, member[:-1]):
            with pytest.raises(ValueError, match="member"):
                writer.write_record(record, "x", member=other)
    assert names_in(tmp_path) == [NAME, f"{NAME}-shm", f"{NAME}-wal"]


def test_shards_end_before_the_set_that_would_make_them_larger(tmp_path: Path, frontier: Frontier) -> None:
    chance = random.Random(3)
    with WarcWriter(tmp_path, frontier, ABOUT, shard_bytes=20_000) as writer:
        for number in range(60):
            fetch(frontier, writer, number, chance.randbytes(40_000 if number == 30 else 1500))
    paths = shards(tmp_path)
    assert [path.name[-13:-8] for path in paths] == [f"{number:05d}" for number in range(len(paths))]
    sizes = [path.stat().st_size for path in paths]
    large = [number for number, size in enumerate(sizes) if size > 20_000]
    assert len(large) == 1
    assert kinds(paths[large[0]]) == ["warcinfo", "metadata", "request", "response"]
    assert all(size > 14_000 for size in sizes[: large[0] - 1])
    for path in paths:
        found = kinds(path)
        assert found == ["warcinfo", *["metadata", "request", "response"] * (len(found) // 3)]
    assert judge(tmp_path) == 60


def test_runs_within_a_second_do_not_share_a_name(tmp_path: Path, frontier: Frontier) -> None:
    for number in range(4):
        with WarcWriter(tmp_path, frontier, ABOUT) as writer:
            fetch(frontier, writer, number)
    assert judge(tmp_path) == 4
    assert len(shards(tmp_path)) == 4


def test_a_run_that_stores_nothing_leaves_no_shard(tmp_path: Path, frontier: Frontier) -> None:
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        writer.commit()
    assert shards(tmp_path) == []


def test_what_the_frontier_was_not_told_of_may_not_be_followed_and_is_cut_off(
    tmp_path: Path, frontier: Frontier
) -> None:
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        fetch(frontier, writer, 1)
        writer.write(exchange(URL))
        with pytest.raises(RuntimeError, match="tell the frontier"):
            writer.write(exchange(URL))
    assert judge(tmp_path) == 1
    assert kinds(shards(tmp_path)[0]) == ["warcinfo", "metadata", "request", "response"]


def test_what_was_fetched_is_parsed(tmp_path: Path, frontier: Frontier, qapipe: Command, thread: object) -> None:
    assert callable(thread)
    frontier.add([Entry(f"https://www.realself.com/question/bump-{number}", HOST) for number in range(3)])
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        for row in list(frontier.all()):
            text = str(thread(f"Bump {row.id}?"))
            answer = exchange(row.url, text.encode(), chunk=50)
            answer = replace(answer, response=answer.response.replace(b"text/html", b"text/plain"))
            frontier.done(row.id, writer.write(answer), answer)
        writer.commit()
        open_one = qapipe("parse", tmp_path, "--out", tmp_path / "early")
        assert open_one.returncode == 0, open_one.stderr
    done = qapipe("parse", tmp_path, "--out", tmp_path / "parsed", "--match", "*realself*")
    assert done.returncode == 0, done.stderr
    ledger = pq.read_table(tmp_path / "parsed" / "pages").to_pylist()
    pages = [row for row in ledger if row["source"].endswith(".warc.gz")]
    assert [(row["status"], row["url"]) for row in pages] == [
        ("ok", f"https://www.realself.com/question/bump-{number}") for number in range(3)
    ]
    with Frontier(tmp_path, readonly=True) as known:
        assert [row["offset"] for row in pages] == [row.offset for row in known.all()]


# ---------------------------------------------------------------- what goes wrong


def test_a_disk_that_takes_no_more_costs_the_page_alone(tmp_path: Path, frontier: Frontier) -> None:
    """A file may not grow over a bound here: the system refuses in the middle of a write, as on a full disk."""
    chance = random.Random(5)
    bounds = resource.getrlimit(resource.RLIMIT_FSIZE)
    writer = WarcWriter(tmp_path, frontier, ABOUT)
    frontier.add(Entry(f"{URL}{number}", HOST) for number in range(99))
    frontier.commit()
    kept = 0

    def fill() -> None:
        nonlocal kept
        for kept in range(99):
            fetch(frontier, writer, kept, chance.randbytes(50_000))
            writer.commit()

    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, bounds[1]))
    try:
        with pytest.raises(DatasetError, match=r"cannot be written: File too large; see to its disk"):
            fill()
        fetch(frontier, writer, 98, b"<p>small</p>")  # what is smaller still goes in
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, bounds)
    fetch(frontier, writer, kept, chance.randbytes(50_000))
    writer.close()
    assert judge(tmp_path) == kept + 2


def test_an_error_of_the_run_leaves_the_shard_to_the_next_one(tmp_path: Path, frontier: Frontier) -> None:
    def run() -> None:
        with WarcWriter(tmp_path, frontier, ABOUT) as writer:
            fetch(frontier, writer, 1)
            writer.commit()
            fetch(frontier, writer, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    frontier.close()
    with Frontier(tmp_path) as again:
        (found,) = recover(tmp_path, again)
        assert found.path is not None
        assert found.cut > 0
        assert recover(tmp_path, again) == []
    assert judge(tmp_path) == 1


def killed(folder: Path, seed: int, log: Path, seconds: float) -> None:
    """A run that is killed so long after it began to store."""
    command = [sys.executable, warc_run.__file__, str(folder), str(seed), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL


def test_no_kill_loses_a_page_that_was_acknowledged_or_stores_one_twice(tmp_path: Path) -> None:
    chance = random.Random(11)
    log, folder = tmp_path / "log", tmp_path / "raw"
    folder.mkdir()
    cut = 0
    for number in range(KILLS):
        killed(folder, number, log, chance.random() * 0.12)
        left = list(folder.glob("*.open"))
        assert len(left) <= 1
        if number % 10 == 9:
            with Frontier(folder) as frontier:
                cut += sum(one.cut > 0 for one in recover(folder, frontier))
            judge(folder)
    told = log.read_text().split("\n")
    told = [url for url in told if url]
    assert len(told) == len(set(told)) > KILLS
    with Frontier(folder, readonly=True) as frontier:
        done = {row.url for row in frontier.all() if row.state is State.DONE}
        assert set(told) <= done
        assert frontier.counts()[State.DONE] == len(done)
    assert not list(folder.glob("*.open"))
    assert cut


FAULTS = [
    (call, fault, when)
    for call, fault in (
        ("pwrite64", "signal=KILL"), ("fsync,fdatasync", "signal=KILL"), ("rename", "signal=KILL"),
        ("ftruncate", "signal=KILL"), ("pwrite64", "error=ENOSPC"), ("fsync,fdatasync", "error=EIO"),
        ("rename", "error=EIO"),
    )
    for when in (("1", "2") if call in ("rename", "ftruncate") else ("20", "61"))
]  # fmt: skip


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
@pytest.mark.parametrize(("call", "fault", "when"), FAULTS, ids=str)
def test_calls_that_fail_or_kill_cost_no_page_that_was_acknowledged(
    tmp_path: Path, call: str, fault: str, when: str
) -> None:
    assert strike(tmp_path, call, fault, when) > 0


def strike(folder: Path, call: str, fault: str, when: str) -> int:
    """A run in which a call of the system fails or kills, and one that ends well; how many pages there are then."""
    log, raw = folder / "log", folder / "raw"
    raw.mkdir()
    command = [sys.executable, warc_run.__file__, str(raw), "5", str(log), "200"]
    inject = f"inject={call}:{fault}:when={when}"
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject, *command]
    first = subprocess.run(strace, env=environment(), capture_output=True, text=True, timeout=100)
    if "KILL" in fault:
        assert first.returncode
    elif first.returncode:  # SQLite can do without some calls
        assert "qapipe.errors.DatasetError" in first.stderr, first.stderr
    second = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=100)
    assert second.returncode == 0, second.stderr
    assert not list(raw.glob("*.open"))
    told = log.read_text().split()
    assert len(told) == len(set(told))
    with Frontier(raw, readonly=True) as frontier:
        assert set(told) <= {row.url for row in frontier.all() if row.state is State.DONE}
    return judge(raw)


def test_a_shard_that_is_cut_at_any_byte_is_recovered(tmp_path: Path) -> None:
    """Even where the disk has lost what it said it had: those pages are asked for again, and nothing else is."""
    kept = tmp_path / "kept"
    kept.mkdir()
    with Frontier(kept) as frontier:
        writer = WarcWriter(kept, frontier, ABOUT)
        ends = [fetch(frontier, writer, number).ends for number in range(4)]
        writer.commit()
        fetch(frontier, writer, 4)
        frontier.close()  # and nobody closes the writer
        (path,) = kept.glob("*.open")
        writer._shard.close()  # type: ignore[union-attr]  # noqa: SLF001
    whole = path.read_bytes()
    for size in range(ends[2], len(whole) + 1):
        folder = tmp_path / "cut"
        shutil.copytree(kept, folder)
        (folder / path.name).write_bytes(whole[:size])
        pages = sum(end <= size for end in ends)
        end = ends[pages - 1]
        with Frontier(folder) as again:
            sealed = folder / path.name.removesuffix(".open")
            assert recover(folder, again) == [Recovered(sealed, size - end, 4 - pages)]
            assert sealed.read_bytes() == whole[:end]
            states = [again.find(f"{URL}{number}") for number in range(4)]
            assert [row.state for row in states if row] == ["done"] * pages + ["queued"] * (4 - pages)
            if size in (ends[2] + 300, len(whole)):
                with WarcWriter(folder, again, ABOUT) as more:
                    for number in range(pages, 5):
                        assert not fetch(again, more, number).revisit
        if size in (ends[2] + 300, len(whole)):
            assert judge(folder) == 5
        shutil.rmtree(folder)


def test_a_shard_without_a_page_is_removed(tmp_path: Path, frontier: Frontier) -> None:
    writer = WarcWriter(tmp_path, frontier, ABOUT)
    writer.write(exchange(URL))
    writer.__exit__(KeyError, None, None)
    (found,) = recover(tmp_path, frontier)
    assert (found.path, found.again) == (None, 0)
    assert not list(tmp_path.glob("fetch-*"))


def test_a_shard_of_a_frontier_that_is_gone_keeps_its_whole_pages(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with Frontier(tmp_path / "one") as frontier:
        writer = WarcWriter(tmp_path / "one", frontier, ABOUT)
        ends = [fetch(frontier, writer, number).ends for number in range(3)]
        writer.__exit__(KeyError, None, None)
    (path,) = (tmp_path / "one").glob("*.open")
    (tmp_path / "two" / path.name).write_bytes(path.read_bytes()[: ends[2] - 6] + bytes(99))
    with Frontier(tmp_path / "two") as other:
        (found,) = recover(tmp_path / "two", other)
    assert found.path is not None
    assert found.path.stat().st_size == ends[1]
    assert kinds(found.path).count("response") == 2


def test_shards_of_other_commands_are_left_alone(tmp_path: Path, frontier: Frontier) -> None:
    other = tmp_path / "load-abc-00000.warc.gz.open"
    other.write_bytes(b"x")
    assert recover(tmp_path, frontier) == []
    assert other.read_bytes() == b"x"


def test_payload_digests_are_sha1_of_what_lies_behind_the_header(tmp_path: Path, frontier: Frontier) -> None:
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        stored = fetch(frontier, writer, 1, b"abc", chunk=2)
    told = base64.b32encode(hashlib.sha1(b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n").digest()).decode()
    assert stored.digest == f"sha1:{told}"
    assert shards(tmp_path)[0].stat().st_size == stored.ends
