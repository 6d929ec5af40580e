"""Records out of web archives: what is fetched from them is what they hold, and parses as the original does."""

import gzip
import io
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator

from generators import realself
from generators.archive_server import CRAWL, Archive, Faults, files_of, serving, stored
from generators.archives import http as http_message
from generators.archives import packed, record
from qapipe import parse_page
from qapipe.fetch.archives import commoncrawl, wayback
from qapipe.fetch.archives.cdx import Capture, rows, without_port
from qapipe.fetch.archives.listing import ArchivedRecord, Position
from qapipe.fetch.archives.selection import CaptureFilter
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Limits
from qapipe.records.plain import RawPage
from qapipe.run.pipeline import parse_to_dataset
from qapipe.sources import Failure, plan
from qapipe.sources.base import ReadOptions
from qapipe.sources.reading import read
from support.archive_client import (
    GLOB,
    NAME,
    WARCS,
    common_crawl,
    done,
    get,
    listed,
    of_wayback,
    page,
    patiently,
    questions,
    repeated,
    small_archive,
    warc,
)

FILES = [
    "dolma/sample-0000.warc.gz",
    "dolma/sample-0001.warc.gz",
    "jwarc/cc.warc.gz",
    "pywb/warcs__dupes.warc.gz",
    "pywb/warcs__example-url-agnostic-orig.warc.gz",
    "pywb/warcs__example-wget-1-14.warc.gz",
    "pywb/warcs__example-wpull.warc.gz",
    "pywb/warcs__example.warc.gz",
    "pywb/warcs__example2.warc.gz",
    "pywb/warcs__iana.warc.gz",
    "pywb/warcs__post-test.warc.gz",
    "resiliparse/warcfile.warc.gz",
    "warcio/example-wget-bad-target-uri.warc.gz",
    "whirlwind/whirlwind.warc.gz",
]


@pytest.fixture
def small() -> Iterator[Archive]:
    with small_archive() as archive:
        yield archive


def outcomes(path: Path) -> dict[tuple[object, ...], Counter[object]]:
    """What each page of a file becomes, by URL (without a port that says nothing) and date."""
    found: dict[tuple[object, ...], Counter[object]] = {}
    for split in plan([str(path)]).splits:
        for item in read(split, ReadOptions()):
            if isinstance(item, Failure):
                outcome: object = (item.reason, item.size)
            elif isinstance(item, RawPage):
                made = parse_page(replace(item, url=without_port(item.url or "")))
                outcome = made.model_dump_json(exclude={"source", "member", "offset"})
            else:
                continue
            key = (without_port(item.url or ""), item.captured_at and item.captured_at.replace(microsecond=0))
            found.setdefault(key, Counter())[outcome] += 1
    return found


def written(path: Path, records: list[ArchivedRecord]) -> Path:
    path.write_bytes(b"".join(one.packed or gzip.compress(one.record) for one in records))
    return path


# ---------------------------------------------------------------- what is fetched is what was archived


@pytest.mark.skipif(not WARCS.exists(), reason="the shared archives are not here")
@pytest.mark.parametrize("name", FILES)
def test_records_of_common_crawl_are_the_bytes_of_the_archive(tmp_path: Path, name: str) -> None:
    files = files_of(WARCS, [name])
    with serving(files, page_rows=20) as archive:
        assert archive.captures
        fetched = []
        for one in archive.captures:
            capture = rows(_json_line(one), "commoncrawl").captures[0]
            got = done(commoncrawl.record(get, capture, archive.data))
            data = next(iter(files.values()))
            assert got.packed == data[one.offset : one.offset + one.length]
            assert (got.capture.url, got.capture.timestamp) == (one.url, one.timestamp)
            assert f"bytes={one.offset}-" in got.origin
            fetched.append(got)
    originals, copies = outcomes(WARCS / name), outcomes(written(tmp_path / "copy.warc.gz", fetched))
    assert copies == {key: originals[key] for key in copies}
    assert len([1 for one in archive.captures if one.mime == "text/html" and one.status == 200]) <= sum(
        count.total() for count in copies.values()
    )


@pytest.mark.skipif(not WARCS.exists(), reason="the shared archives are not here")
@pytest.mark.parametrize("name", FILES)
def test_records_of_the_wayback_machine_parse_as_the_originals(tmp_path: Path, name: str) -> None:
    with serving(files_of(WARCS, [name])) as archive:
        fetched = []
        for one in {(one.url, one.timestamp): one for one in archive.captures}.values():
            capture = Capture(one.url, one.timestamp, "wayback", one.key, one.mime, one.status, one.digest)
            fetched.append(done(wayback.record(get, capture, archive.playback)))
    assert fetched
    originals, copies = outcomes(WARCS / name), outcomes(written(tmp_path / "copy.warc.gz", fetched))
    assert set(copies) <= set(originals)
    differing = [key for key, found in copies.items() if not found <= originals[key]]
    assert differing == []
    assert all(one.digest_agrees for one in fetched)


def _json_line(one: object) -> bytes:
    known = {name: getattr(one, name) for name in ("url", "timestamp", "status", "mime", "filename", "digest")}
    return json.dumps(known | {"offset": one.offset, "length": str(one.length)}).encode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("which", ["commoncrawl", "wayback"])
def test_every_question_of_a_site_comes_out_of_an_archive_once(tmp_path: Path, which: str) -> None:
    """Every third step of a listing fails and some run twice; the result parses like the archive's own file."""
    pages = [realself.html_page(seed) for seed in range(12)]
    blocks = []
    for number, one in enumerate(pages):
        body = gzip.compress(one.body, mtime=0) if number % 2 else one.body
        coding = ("Content-Encoding: gzip",) if number % 2 else ()
        blocks.append((f"{one.url}", http_message(body, *coding)))
    data = packed(*(record(url=url, block=block) for url, block in blocks))
    (tmp_path / "original").mkdir()
    (tmp_path / "copy").mkdir()
    (tmp_path / "original" / "a.warc.gz").write_bytes(data)
    with serving({NAME: data}) as archive:
        wanted = CaptureFilter(("*.realself.com/question/*",))
        make = of_wayback(archive, wanted) if which == "wayback" else common_crawl(archive, wanted)
        found = patiently(archive, make)
        assert len(found) == len({url for url, _ in blocks})
        fetched = []
        for capture in found:
            archive.faults.busy = 1
            step = {"commoncrawl": commoncrawl.record, "wayback": wayback.record}[which]
            home = {"commoncrawl": archive.data, "wayback": archive.playback}[which]
            fetched.append(repeated(lambda: step(get, capture, home)))  # noqa: B023  it is called at once
    written(tmp_path / "copy" / "a.warc.gz", fetched)
    tables = {}
    for name in ("original", "copy"):
        summary = parse_to_dataset([str(tmp_path / name)], tmp_path / f"{name}-out")
        assert summary.counts.questions == len(found)
        tables[name] = [
            pq.read_table(tmp_path / f"{name}-out" / table) for table in ("questions", "answers", "experts")
        ]
    for ours, theirs in zip(tables["copy"], tables["original"], strict=True):
        assert ours.num_rows > 0
        assert sorted(map(str, ours.to_pylist())) == sorted(map(str, theirs.to_pylist()))


def test_a_rebuilt_record_says_what_it_is_of_and_what_is_not_its_own() -> None:
    body = gzip.compress(page(1))
    head = ("Content-Encoding: gzip", "Transfer-Encoding: chunked", f"Content-Length: {len(body)}", "X-Kept: a")
    block = http_message(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), *head)
    url = "http://www.forum.example:80/question/q1?a=%20b"
    with serving({NAME: packed(record(url=url, block=block, WARC_Date="2012-05-06T07:08:09Z"))}) as archive:
        one = archive.captures[0]
        assert one.payload == body
        got = done(wayback.record(get, Capture(url, one.timestamp, "wayback", digest=one.digest), archive.playback))
        assert archive.paths == [f"/web/20120506070809id_/{url}"]
    made = next(iter(ArchiveIterator(io.BytesIO(got.record), check_digests=True)))
    assert made.rec_headers.get_header("WARC-Target-URI") == "http://www.forum.example/question/q1?a=%20b"
    assert made.rec_headers.get_header("WARC-Date") == "2012-05-06T07:08:09Z"
    assert made.rec_headers.get_header("X-Archive-Src") == NAME
    assert (
        made.rec_headers.get_header("WARC-Source-URI") == got.origin == archive.playback + f"/20120506070809id_/{url}"
    )
    assert made.http_headers.get_header("Content-Encoding") == "gzip"
    assert made.http_headers.get_header("Transfer-Encoding") is None
    assert made.http_headers.get_header("x-archive-orig-transfer-encoding") == "chunked"
    assert made.http_headers.get_header("Content-Length") == str(len(body))
    assert made.http_headers.get_header("x-kept") == "a"
    assert made.content_stream().read() == page(1)
    assert made.digest_checker.passed is True
    assert (got.packed, got.digest_agrees) == (None, True)


@pytest.mark.parametrize(
    ("archived", "sent", "body", "stored_as", "kept"),
    [
        ("gzip", None, gzip.compress(b"words"), gzip.compress(b"words"), "gzip"),
        ("gzip", ", gzip", gzip.compress(b"words"), gzip.compress(b"words"), "gzip"),
        ("gzip", None, b"words", b"words", None),
        (None, "gzip", gzip.compress(b"words"), b"words", None),
        (
            "gzip",
            "gzip, gzip",
            gzip.compress(gzip.compress(b"words", mtime=0)),
            gzip.compress(b"words", mtime=0),
            "gzip",
        ),
    ],
    ids=["kept", "kept and said twice", "undone", "the archive's own", "both"],
)
def test_a_stored_body_is_in_the_coding_that_its_header_names(
    archived: str | None, sent: str | None, body: bytes, stored_as: bytes, kept: str | None
) -> None:
    async def answer(url: str, headers: Mapping[str, str], limits: Limits | None) -> Exchange:
        assert headers["Accept-Encoding"] == "identity"
        given = [("Memento-Datetime", "Sun, 06 May 2012 07:08:09 GMT"), ("Content-Type", "text/html")]
        given += [("X-Archive-Orig-Content-Encoding", archived)] if archived else []
        given += [("Content-Encoding", sent)] if sent else []
        return Exchange(url, datetime.now(UTC), 0.0, 200, tuple(given), body, b"", b"")

    got = done(wayback.record(answer, Capture("http://a.example/", "20120506070809", "wayback")))
    made = next(iter(ArchiveIterator(io.BytesIO(got.record))))
    assert made.raw_stream.read() == stored_as
    assert made.http_headers.get_header("Content-Encoding") == kept


def test_an_archived_redirect_is_stored_as_the_redirect_it_was() -> None:
    block = http_message(b"moved", "Location: https://www.forum.example/question/new", status="301 Moved Permanently")
    url = "http://www.forum.example/question/old"
    with serving({NAME: packed(record(url=url, block=block))}) as archive:
        one = archive.captures[0]
        got = done(wayback.record(get, Capture(url, one.timestamp, "wayback", status=301), archive.playback))
    assert b"\r\n\r\nHTTP/1.1 301 Moved Permanently\r\n" in got.record
    assert b"\r\nLocation: https://www.forum.example/question/new\r\n" in got.record


def test_a_capture_at_another_time_has_its_own_date(small: Archive) -> None:
    small.faults.nearest = True
    one = next(one for one in small.captures if one.url.endswith("q003"))
    got = done(wayback.record(get, Capture(one.url, one.timestamp, "wayback", one.key), small.playback))
    assert (one.timestamp, got.capture.timestamp) == ("20210304050603", "20210304050602")
    assert b"\r\nWARC-Date: 2021-03-04T05:06:02Z\r\n" in got.record
    assert len(small.asked) == 2
    assert got.origin.endswith("/20210304050602id_/" + one.url)


@pytest.mark.parametrize(
    ("location", "fault"),
    [
        ("/web/20200101000000id_/https://other.example/", Fault.BAD_REDIRECT),
        ("https://login.example/", Fault.BAD_REDIRECT),
        ("http://169.254.169.254/web/20200101000000id_/http://a.example/x", Fault.BAD_REDIRECT),
        ("", Fault.BAD_REDIRECT),
        ("/web/20200101000000/http://www.a.example:80/x", Fault.REDIRECT_LOOP),
    ],
)
def test_redirects_of_the_archive_lead_to_the_same_page_on_the_archive(location: str, fault: Fault) -> None:
    asked = []

    async def answer(url: str, headers: Mapping[str, str], limits: Limits | None) -> Exchange:
        asked.append(url)
        return Exchange(url, datetime.now(UTC), 0.0, 302, (("Location", location),), b"", b"", b"")

    with pytest.raises(FetchError) as raised:
        done(wayback.record(answer, Capture("https://a.example/x", "20120506070809", "wayback")))
    assert raised.value.fault is fault
    assert len(asked) == (1 if fault is Fault.BAD_REDIRECT else 1 + wayback.MAX_HOPS)
    assert all(url.startswith("https://web.archive.org/web/20") and "id_/" in url for url in asked)


def test_a_capture_of_another_page_than_asked_for_is_not_taken(small: Archive) -> None:
    one = small.captures[-1]
    for url, taken in (("http://www." + one.url.partition("://")[2].upper(), True), ("https://other.example/b", False)):
        small.faults.other_page = url
        asked = Capture(one.url, one.timestamp, "wayback", one.key)
        if taken:
            assert done(wayback.record(get, asked, small.playback)).capture.url == url
            continue
        with pytest.raises(FetchError, match="instead of") as raised:
            done(wayback.record(get, asked, small.playback))
        assert raised.value.fault is Fault.PROTOCOL


# ---------------------------------------------------------------- faults


def test_an_overloaded_archive_says_when_to_come_back_and_the_step_can_be_repeated(small: Archive) -> None:
    make = common_crawl(small, CaptureFilter((GLOB,)))
    small.faults.busy = 3
    steps: list[Callable[[], Awaitable[object]]] = [
        lambda: make().after(make().start()),
        lambda: commoncrawl.record(
            get, Capture("https://a.example", "2" * 14, "c", filename="a", offset=0, length=9), small.data
        ),
        lambda: wayback.record(get, Capture("https://a.example", "20200101000000", "wayback"), small.playback),
    ]
    for step in steps:
        with pytest.raises(FetchError) as raised:
            done(step())
        assert (raised.value.fault, raised.value.retry_after) == (Fault.HTTP_STATUS, 7.0)
    small.faults.busy, small.faults.retry_after = 1, None
    with pytest.raises(FetchError) as raised:
        done(of_wayback(small, CaptureFilter((GLOB,)))().after(Position(GLOB)))
    assert raised.value.retry_after == 60.0
    assert len(listed(make).captures) == 8


@pytest.mark.parametrize(
    ("ranges", "fault"),
    [
        ("short", Fault.DISCONNECTED),
        ("cut", Fault.PROTOCOL),
        ("shifted", Fault.PROTOCOL),
        ("unnamed", Fault.PROTOCOL),
    ],
)
def test_a_range_that_is_not_the_one_asked_for_is_no_record(small: Archive, ranges: str, fault: Fault) -> None:
    capture = listed(common_crawl(small, CaptureFilter((GLOB,)))).captures[2]
    small.faults.ranges = ranges
    with pytest.raises(FetchError) as raised:
        done(commoncrawl.record(get, capture, small.data))
    assert raised.value.fault is fault


def test_a_record_is_cut_out_of_a_small_file_that_comes_whole_and_a_large_one_is_not_taken() -> None:
    noise = b"".join(bytes([n % 251, n % 241]) for n in range(100_000))
    with serving({"a": warc(questions(3)), "b": warc(questions(3))}, faults=Faults(ranges="ignored")) as archive:
        archive.files["b"] += noise
        for name, fits in (("a", True), ("b", False)):
            one = stored(name, warc(questions(3)))[0]
            capture = rows(_json_line(one), "commoncrawl").captures[0]
            assert capture.offset is not None
            if fits:
                assert done(commoncrawl.record(get, capture, archive.data)).capture.url == one.url
                continue
            with pytest.raises(FetchError) as raised:
                done(commoncrawl.record(get, capture, archive.data))
            assert raised.value.fault is Fault.TOO_LARGE


@pytest.mark.parametrize("shift", [-7, 1, 10**9])
def test_a_wrong_offset_is_found_out(small: Archive, shift: int) -> None:
    small.faults.shift = shift
    for capture in listed(common_crawl(small, CaptureFilter((GLOB,)))).captures[1:3]:
        with pytest.raises(FetchError) as raised:
            done(commoncrawl.record(get, capture, small.data))
        assert raised.value.fault in (Fault.CODING, Fault.HTTP_STATUS)


@pytest.mark.parametrize(
    ("change", "fault", "why"),
    [
        (
            lambda one: replace(one, url="https://www.forum.example/question/other"),
            Fault.PROTOCOL,
            "the index says",
        ),
        (lambda one: replace(one, length=one.length - 1), Fault.CODING, "damaged gzip member"),
        (lambda one: replace(one, length=one.length + 40), Fault.CODING, "damaged gzip member"),
        (lambda one: replace(one, offset=None), Fault.PROTOCOL, "lacks the location"),
        (lambda one: replace(one, length=1 << 40), Fault.TOO_LARGE, "bytes"),
        (lambda one: replace(one, filename="../../etc/passwd"), Fault.FORBIDDEN_URL, "invalid file name"),
        (lambda one: replace(one, filename="https://evil.example/a"), Fault.FORBIDDEN_URL, "invalid file name"),
        (lambda one: replace(one, filename="a?b#c"), Fault.FORBIDDEN_URL, "invalid file name"),
    ],
)
def test_a_record_is_the_one_that_the_index_tells_of(
    small: Archive, change: Callable[[Capture], Capture], fault: Fault, why: str
) -> None:
    capture = listed(common_crawl(small, CaptureFilter((GLOB,)))).captures[0]
    with pytest.raises(FetchError, match=why) as raised:
        done(commoncrawl.record(get, change(capture), small.data))
    assert raised.value.fault is fault


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (packed(record("revisit", block=http_message(b""))), Fault.PROTOCOL),
        (packed(record(block=http_message(b"words"), length=3)), Fault.PROTOCOL),
        (packed(record(block=http_message(b"words"), length=3_000)), Fault.PROTOCOL),
        (packed(b"no record at all\r\n\r\n"), Fault.PROTOCOL),
        (packed(record(block=http_message(b"a")), record(block=http_message(b"b"))), Fault.PROTOCOL),
        (packed(record(block=http_message(bytes(commoncrawl.MAX_RECORD_BYTES)))), Fault.BOMB),
        (record(block=http_message(b"words")), Fault.CODING),
    ],
    ids=["revisit", "too long", "too short", "no record", "two", "bomb", "not compressed"],
)
def test_what_is_no_whole_record_is_not_taken(data: bytes, fault: Fault) -> None:
    capture = Capture("https://x.example/", "20210304050607", "commoncrawl", filename="a", offset=0, length=len(data))
    with serving({}) as archive:
        archive.files["a"] = data
        with pytest.raises(FetchError) as raised:
            done(commoncrawl.record(get, capture, archive.data))
    assert raised.value.fault is fault


def test_a_page_of_the_archive_itself_is_never_taken_for_what_was_asked_for(small: Archive) -> None:
    make = common_crawl(small, CaptureFilter((GLOB,)))
    small.faults.page = b"<html><h1>We are down for maintenance</h1></html>"
    steps: list[Callable[[], Awaitable[object]]] = [
        lambda: make().after(Position(f"{CRAWL} {GLOB}", "0", 3)),
        lambda: of_wayback(small, CaptureFilter((GLOB,)))().after(Position(GLOB)),
        lambda: wayback.record(get, Capture("https://a.example", "20200101000000", "wayback"), small.playback),
    ]
    for step, wait in zip(steps, (None, None, 60.0), strict=True):
        with pytest.raises(FetchError) as raised:
            done(step())
        assert (raised.value.fault, raised.value.retry_after) == (Fault.PROTOCOL, wait)
    with pytest.raises(FetchError) as raised:
        done(commoncrawl.crawls(get, small.index))
    assert raised.value.fault is Fault.PROTOCOL


def test_a_capture_that_the_archive_does_not_have_is_final(small: Archive) -> None:
    with pytest.raises(FetchError, match="ResourceNotInArchive") as raised:
        done(wayback.record(get, Capture("https://a.example/", "20200101000000", "wayback"), small.playback))
    assert raised.value.retry_after is None
