"""WARC files of fetched pages: what is in them, and that others can read it."""

import base64
import gzip
import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from conftest import Command, names_in
from qapipe.fetch.frontier.frontier import NAME, Frontier
from qapipe.fetch.frontier.rows import Entry
from qapipe.fetch.warc.records import CrawlContext
from qapipe.fetch.warc.writer import CrawlInfo, WarcWriter
from qapipe.fetch.web.exchange import Exchange
from support.warc_checks import URL, at, check, contents, fetch, judge, kinds, shards
from support.warc_run import ABOUT, HOST, REQUEST, exchange


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path) as opened:
        yield opened


def test_an_exchange_is_stored_as_it_went_over_the_wire(tmp_path: Path, frontier: Frontier) -> None:
    about = CrawlInfo(
        "tester/1 (+https://tester.example)", ignores_robots=True, operator="Ida Quist <ida@tester.example>"
    )
    notes = CrawlContext(via=f"{URL}/list", redirects=(f"{URL}/old",), depth=2, ignores_robots=True)
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
    check(shards(tmp_path)[0])
    assert stored.digest == "sha1:" + base64.b32encode(hashlib.sha1(b"<p>words</p>\r\n\r\n").digest()).decode()


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
        with pytest.raises(RuntimeError, match="mark the last record set"):
            writer.write(exchange(URL))
    assert judge(tmp_path) == 1
    assert kinds(shards(tmp_path)[0]) == ["warcinfo", "metadata", "request", "response"]


def test_what_was_fetched_is_parsed(tmp_path: Path, frontier: Frontier, cli: Command, thread: object) -> None:
    assert callable(thread)
    frontier.add([Entry(f"https://www.realself.com/question/bump-{number}", HOST) for number in range(3)])
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        for row in list(frontier.all()):
            text = str(thread(f"Bump {row.id}?"))
            answer = exchange(row.url, text.encode(), chunk=50)
            answer = replace(answer, response=answer.response.replace(b"text/html", b"text/plain"))
            frontier.done(row.id, writer.write(answer), answer)
        writer.commit()
        early = cli("parse", tmp_path, "--out", f"{tmp_path}-early")  # the file that is being written is none yet
        assert (early.returncode, "no files in" in early.stderr) == (1, True)
    done = cli("parse", tmp_path, "--out", f"{tmp_path}-parsed", "--match", "*realself*")
    assert done.returncode == 0, done.stderr
    ledger = pq.read_table(Path(f"{tmp_path}-parsed") / "pages").to_pylist()
    pages = [row for row in ledger if row["source"].endswith(".warc.gz")]
    assert [(row["status"], row["url"]) for row in pages] == [
        ("ok", f"https://www.realself.com/question/bump-{number}") for number in range(3)
    ]
    with Frontier(tmp_path, readonly=True) as known:
        assert [row["offset"] for row in pages] == [row.offset for row in known.all()]


def test_payload_digests_are_sha1_of_what_lies_behind_the_header(tmp_path: Path, frontier: Frontier) -> None:
    with WarcWriter(tmp_path, frontier, ABOUT) as writer:
        stored = fetch(frontier, writer, 1, b"abc", chunk=2)
    told = base64.b32encode(hashlib.sha1(b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n").digest()).decode()
    assert stored.digest == f"sha1:{told}"
    assert shards(tmp_path)[0].stat().st_size == stored.ends
