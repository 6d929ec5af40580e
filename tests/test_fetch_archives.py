"""Web archives: their indexes are listed and resumed, and what is fetched from them parses as the original does."""

import asyncio
import gzip
import http.client
import io
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator

from generators.archive_server import CRAWL, Archive, Faults, files_of, serving, stored, surt
from generators.archives import http as http_message
from generators.archives import packed, record
from qapipe import parse_page
from qapipe.errors import UsageError
from qapipe.fetch import commoncrawl, wayback
from qapipe.fetch.archives import ArchivedRecord, Listing, Position
from qapipe.fetch.cdx import Capture, rows, without_port
from qapipe.fetch.columnar import Columnar
from qapipe.fetch.commoncrawl import CommonCrawl
from qapipe.fetch.exchange import Exchange, Fault, FetchError, Limits
from qapipe.fetch.selection import MatchType, OnePer, Selector, Wanted, date_from, date_to, scope
from qapipe.fetch.wayback import Wayback
from qapipe.model import RawPage
from qapipe.sources import Failure, plan, read
from qapipe.sources.base import ReadOptions

SHARED = Path(__file__).parents[2] / "shared" / "fixtures" / "warc"
WARCS = [
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
T = TypeVar("T")
GLOB = "www.forum.example/question/*"
NAME = f"crawl-data/{CRAWL}/segments/1/warc/a-00000.warc.gz"


async def get(url: str, headers: Mapping[str, str], limits: Limits | None) -> Exchange:
    """What the lead's loop provides, without its pace and its retries."""
    limits = limits or Limits()

    def ask() -> Exchange:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        try:
            path = url.partition(parts.netloc)[2]
            connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
            answer = connection.getresponse()
            body = answer.read(limits.wire_bytes + 1)
            if len(body) > limits.wire_bytes:
                raise FetchError(Fault.TOO_LARGE, "more than allowed")
            return Exchange(url, datetime.now(UTC), 0.0, answer.status, tuple(answer.getheaders()), body, b"", b"")
        finally:
            connection.close()

    return await asyncio.to_thread(ask)


def done(step: Awaitable[T]) -> T:
    async def run() -> T:
        return await step

    return asyncio.run(run())


@dataclass
class Whole:
    captures: list[Capture]
    passed: Counter[str]
    positions: list[Position]


def listed(make: Callable[[], Listing], *, kill: bool = False) -> Whole:
    """All steps of a listing; with ``kill`` each by a new process, so to speak, that has the stored position alone."""

    async def run() -> Whole:
        listing = make()
        whole = Whole([], Counter(), [])
        position: Position | None = listing.start()
        while position is not None:
            whole.positions.append(position)
            found = await listing.after(Position.from_json(position.to_json()) if kill else position)
            whole.captures += found.captures
            whole.passed += found.passed
            position = found.position
            listing = make() if kill else listing
        return whole

    return asyncio.run(run())


def page(number: int, text: str = "") -> bytes:
    title = f"Is bump {number} normal?"
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{text}</body></html>".encode()
    )


def warc(pages: list[tuple[str, str, bytes]], *fields: str, status: str = "200 OK") -> bytes:
    """A WARC file: URL, date and body of each page."""
    records = [record("warcinfo", "a.warc.gz", b"software: a test\r\n", content="application/warc-fields")]
    for url, date, body in pages:
        records.append(record(url=url, block=http_message(body, *fields, status=status), WARC_Date=date))
    return packed(*records)


def questions(count: int, start: int = 0) -> list[tuple[str, str, bytes]]:
    return [
        (f"https://www.forum.example/question/q{n:03}", f"2021-03-04T05:06:{n % 60:02}Z", page(n))
        for n in range(start, start + count)
    ]


@pytest.fixture
def small() -> Iterator[Archive]:
    """Eight questions, a page of another kind, and a host nobody asked for."""
    others = [
        ("https://www.forum.example/doctor/a", "2021-03-04T05:06:07Z", page(90)),
        ("https://forum.example/question/elsewhere", "2021-03-04T05:06:07Z", page(91)),
        ("https://other.example/question/a", "2021-03-04T05:06:07Z", page(92)),
    ]
    with serving({NAME: warc([*questions(8), *others])}) as archive:
        yield archive


def common_crawl(archive: Archive, wanted: Wanted, which: str = "latest") -> Callable[[], CommonCrawl]:
    known = done(commoncrawl.crawls(get, archive.index))
    return lambda: CommonCrawl(get, commoncrawl.chosen(known, which), wanted)


def of_wayback(archive: Archive, wanted: Wanted, rows_per_answer: int = 3) -> Callable[[], Wayback]:
    return lambda: Wayback(get, wanted, index=archive.wayback_index, rows_per_answer=rows_per_answer)


def outcomes(path: Path) -> dict[tuple[object, ...], Counter[object]]:
    """What each page of a file becomes, by URL (without a port that says nothing) and date."""
    found: dict[tuple[object, ...], Counter[object]] = {}
    for split in plan([str(path)]).splits:
        for item in read(split, ReadOptions()):
            if isinstance(item, Failure):
                outcome: object = (item.reason, item.size)
            elif isinstance(item, RawPage):
                made = parse_page(item.model_copy(update={"url": without_port(item.url or "")}))
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


@pytest.mark.skipif(not SHARED.exists(), reason="the shared archives are not here")
@pytest.mark.parametrize("name", WARCS)
def test_records_of_common_crawl_are_the_bytes_of_the_archive(tmp_path: Path, name: str) -> None:
    files = files_of(SHARED, [name])
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
    originals, copies = outcomes(SHARED / name), outcomes(written(tmp_path / "copy.warc.gz", fetched))
    assert copies == {key: originals[key] for key in copies}
    assert len([1 for one in archive.captures if one.mime == "text/html" and one.status == 200]) <= sum(
        count.total() for count in copies.values()
    )


@pytest.mark.skipif(not SHARED.exists(), reason="the shared archives are not here")
@pytest.mark.parametrize("name", WARCS)
def test_records_of_the_wayback_machine_parse_as_the_originals(tmp_path: Path, name: str) -> None:
    with serving(files_of(SHARED, [name])) as archive:
        fetched = []
        for one in {(one.url, one.timestamp): one for one in archive.captures}.values():
            capture = Capture(one.url, one.timestamp, "wayback", one.key, one.mime, one.status, one.digest)
            fetched.append(done(wayback.record(get, capture, archive.playback)))
    assert fetched
    originals, copies = outcomes(SHARED / name), outcomes(written(tmp_path / "copy.warc.gz", fetched))
    assert set(copies) <= set(originals)
    differing = [key for key, found in copies.items() if not found <= originals[key]]
    assert differing == []
    assert all(one.digest_agrees for one in fetched)


def _json_line(one: object) -> bytes:
    known = {name: getattr(one, name) for name in ("url", "timestamp", "status", "mime", "filename", "digest")}
    return json.dumps(known | {"offset": one.offset, "length": str(one.length)}).encode()  # type: ignore[attr-defined]


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
    assert b"\r\nlocation: https://www.forum.example/question/new\r\n" in got.record


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


# ---------------------------------------------------------------- listing


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize("which", ["commoncrawl", "wayback"])
def test_a_listing_is_of_what_was_asked_for_and_goes_on_where_it_stood(
    small: Archive, which: str, *, kill: bool
) -> None:
    wanted = Wanted((GLOB,))
    make = of_wayback(small, wanted) if which == "wayback" else common_crawl(small, wanted)
    small.asked.clear()
    whole = listed(make, kill=kill)
    assert [one.url for one in whole.captures] == [f"https://www.forum.example/question/q{n:03}" for n in range(8)]
    assert whole.passed == {"not_matched": 1}  # the same path without www., which an index takes for the same host
    assert {one.archive for one in whole.captures} == {which}
    assert len(small.asked) == len(whole.positions) == (4 if which == "commoncrawl" else 3)
    assert whole.captures[0].captured_at == datetime(2021, 3, 4, 5, 6, tzinfo=UTC)


def test_what_is_listed_in_common_crawl_can_be_fetched(small: Archive) -> None:
    for one in listed(common_crawl(small, Wanted((GLOB,)))).captures:
        got = done(commoncrawl.record(get, one, small.data))
        assert got.capture == one
        assert b"Is bump" in got.record


def test_all_crawls_are_listed_and_those_without_such_pages_hold_none(small: Archive) -> None:
    whole = listed(common_crawl(small, Wanted((GLOB,)), "all"), kill=True)
    assert len(whole.captures) == 8
    assert [one.part for one in whole.positions] == [f"{CRAWL} {GLOB}"] * 4 + [f"CC-MAIN-2023-50 {GLOB}"]
    assert all(parse_qs(urlsplit(path).query)["filter"] == ["=status:200"] for path in small.paths if "index?" in path)


def test_globs_that_overlap_list_a_page_once(small: Archive) -> None:
    wanted = Wanted(("www.forum.example/question/q00[0-3]", "*.forum.example/*"))
    for make in (common_crawl(small, wanted), of_wayback(small, wanted)):
        whole = listed(make)
        assert Counter(one.url for one in whole.captures).most_common(1)[0][1] == 1
        assert len(whole.captures) == 9  # eight questions and a doctor; the bare host is not below itself
        assert whole.passed["duplicate"] == 4


def test_only_answers_of_the_wanted_time_and_kind_are_listed() -> None:
    pages = [(f"https://www.forum.example/question/{n}", f"20{n:02}-06-05T04:03:02Z", page(n)) for n in range(15, 24)]
    files = {
        NAME: warc(pages),
        NAME + "2": warc([(f"{pages[0][0]}x", "2018-01-01T00:00:00Z", b"")], status="404 Not Found"),
    }
    with serving(files) as archive:
        wanted = Wanted((GLOB,), first=date_from("2017-07"), last=date_to("2020"))
        for make in (common_crawl(archive, wanted), of_wayback(archive, wanted)):
            assert [one.timestamp[:4] for one in listed(make).captures] == ["2018", "2019", "2020"]
        assert any("from=20170701000000&to=20201231235959" in path for path in archive.paths)


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_one_capture_a_period_is_the_same_however_the_index_cuts_its_answers(size: int, *, kill: bool) -> None:
    dates = ["2019-01-05", "2019-01-20", "2019-06-01", "2020-02-02", "2021-03-03", "2021-03-04"]
    texts = ["a", "b", "c", "c", "d", "e"]
    pages = []
    for name in ("one", "two"):
        url = f"http://www.forum.example/question/{name}"
        pages += [(url, f"{date}T00:00:00Z", text.encode()) for date, text in zip(dates, texts, strict=True)]
    with serving({NAME: warc(pages)}, page_rows=size) as archive:
        for one_per, dates_chosen in (
            (OnePer.YEAR, ["20190601", "20210304"]),  # of 2020 it is the page of 2019 again
            (OnePer.MONTH, ["20190120", "20190601", "20210304"]),
            (OnePer.ALL, ["20190105", "20190120", "20190601", "20210303", "20210304"]),
        ):
            wanted = Wanted((GLOB,), one_per=one_per)
            for make in (common_crawl(archive, wanted), of_wayback(archive, wanted, size)):
                whole = listed(make, kill=kill)
                assert [one.timestamp[:8] for one in whole.captures] == dates_chosen * 2
                assert len(whole.captures) + whole.passed.total() == len(pages)
        assert not any("collapse" in path for path in archive.paths)


def test_lines_that_make_no_sense_are_counted_and_cost_nothing_else(small: Archive) -> None:
    garbage = (
        b"not json",
        b'{"url": 3}',
        b'{"url":"https://www.forum.example/question/z","timestamp":"20219999"}',
        b"\xff\xfe",
    )
    small.faults.garbage = garbage
    whole = listed(common_crawl(small, Wanted((GLOB,))))
    assert (len(whole.captures), whole.passed["unreadable"]) == (8, 3 * len(garbage))
    small.faults.garbage = (b'["a"]', b'{"a": 1}', b"not json", b'["x",null,{},[],1,2,3]')
    whole = listed(of_wayback(small, Wanted((GLOB,))))
    assert (len(whole.captures), whole.passed["unreadable"]) == (8, 3 * 4)


def test_a_position_of_another_listing_is_refused(small: Archive) -> None:
    other = of_wayback(small, Wanted(("www.forum.example/doctor/*",)))().start()
    with pytest.raises(UsageError, match="same --match"):
        done(of_wayback(small, Wanted((GLOB,)))().after(other))


# ---------------------------------------------------------------- faults


def test_an_overloaded_archive_says_when_to_come_back_and_the_step_can_be_repeated(small: Archive) -> None:
    make = common_crawl(small, Wanted((GLOB,)))
    small.faults.busy = 3
    for step in (
        lambda: make().after(make().start()),
        lambda: commoncrawl.record(
            get, Capture("https://a.example", "2" * 14, "c", filename="a", offset=0, length=9), small.data
        ),
        lambda: wayback.record(get, Capture("https://a.example", "20200101000000", "wayback"), small.playback),
    ):
        with pytest.raises(FetchError) as raised:
            done(step())
        assert (raised.value.fault, raised.value.retry_after) == (Fault.HTTP_STATUS, 7.0)
    small.faults.busy, small.faults.retry_after = 1, None
    with pytest.raises(FetchError) as raised:
        done(of_wayback(small, Wanted((GLOB,)))().after(Position(GLOB)))
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
    capture = listed(common_crawl(small, Wanted((GLOB,)))).captures[2]
    small.faults.ranges = ranges
    with pytest.raises(FetchError) as raised:
        done(commoncrawl.record(get, capture, small.data))
    assert raised.value.fault is fault


def test_a_record_is_cut_out_of_a_small_file_that_comes_whole_and_a_large_one_is_not_taken() -> None:
    noise = b"".join(bytes([n % 251, n % 241]) for n in range(100_000))
    files = {"a": warc(questions(3)), "b": warc(questions(3)) + noise}
    with serving(files, faults=Faults(ranges="ignored")) as archive:
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
    for capture in listed(common_crawl(small, Wanted((GLOB,)))).captures[1:3]:
        with pytest.raises(FetchError) as raised:
            done(commoncrawl.record(get, capture, small.data))
        assert raised.value.fault in (Fault.CODING, Fault.HTTP_STATUS)


@pytest.mark.parametrize(
    ("change", "fault", "why"),
    [
        (
            lambda one: replace(one, url="https://www.forum.example/question/other"),
            Fault.PROTOCOL,
            "the index tells of",
        ),
        (lambda one: replace(one, length=one.length - 1), Fault.CODING, "not whole"),
        (lambda one: replace(one, length=one.length + 40), Fault.CODING, "not whole"),
        (lambda one: replace(one, offset=None), Fault.PROTOCOL, "does not say where"),
        (lambda one: replace(one, length=1 << 40), Fault.TOO_LARGE, "bytes"),
        (lambda one: replace(one, filename="../../etc/passwd"), Fault.FORBIDDEN_URL, "no name"),
        (lambda one: replace(one, filename="https://evil.example/a"), Fault.FORBIDDEN_URL, "no name"),
        (lambda one: replace(one, filename="a?b#c"), Fault.FORBIDDEN_URL, "no name"),
    ],
)
def test_a_record_is_the_one_that_the_index_tells_of(
    small: Archive, change: Callable[[Capture], Capture], fault: Fault, why: str
) -> None:
    capture = listed(common_crawl(small, Wanted((GLOB,)))).captures[0]
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
    with serving({}) as archive, pytest.raises(FetchError) as raised:
        archive.files["a"] = data
        done(commoncrawl.record(get, capture, archive.data))
    assert raised.value.fault is fault


@pytest.mark.parametrize("endless", ["same", "circle", "new"])
def test_an_index_that_promises_more_for_ever_ends_the_listing(small: Archive, endless: str) -> None:
    small.faults.endless = endless
    with pytest.raises(FetchError, match="circles"):
        listed(of_wayback(small, Wanted((GLOB,))))
    assert len(small.asked) < 20


def test_a_page_of_the_archive_itself_is_never_taken_for_what_was_asked_for(small: Archive) -> None:
    make = common_crawl(small, Wanted((GLOB,)))
    small.faults.page = b"<html><h1>We are down for maintenance</h1></html>"
    steps = [
        lambda: make().after(Position(f"{CRAWL} {GLOB}", "0", 3)),
        lambda: of_wayback(small, Wanted((GLOB,)))().after(Position(GLOB)),
        lambda: wayback.record(get, Capture("https://a.example", "20200101000000", "wayback"), small.playback),
    ]
    for step in steps:
        with pytest.raises(FetchError) as raised:
            done(step())
        assert (raised.value.fault, raised.value.retry_after) == (Fault.PROTOCOL, 60.0)
    with pytest.raises(FetchError) as raised:
        done(commoncrawl.crawls(get, small.index))
    assert raised.value.fault is Fault.PROTOCOL


def test_a_capture_that_the_archive_does_not_have_is_final(small: Archive) -> None:
    with pytest.raises(FetchError, match="ResourceNotInArchive") as raised:
        done(wayback.record(get, Capture("https://a.example/", "20200101000000", "wayback"), small.playback))
    assert raised.value.retry_after is None


# ---------------------------------------------------------------- lines of an index


def test_the_three_forms_of_an_index_say_the_same() -> None:
    capture = Capture("http://a.example/x", "20200102030405", "any", "example,a)/x", "text/html", 200, "ABC", 12)
    as_json = b'{"urlkey":"example,a)/x","timestamp":"20200102030405","url":"http://a.example/x","mime":"text/html",'
    as_json += b'"status":"200","digest":"sha1:ABC","length":"12"}'
    cdxj = b"example,a)/x 20200102030405 " + as_json
    plain = b"example,a)/x 20200102030405 http://a.example/x text/html 200 ABC 12"
    legend = (
        b" CDX N b a m s k r M S V g\nexample,a)/x 20200102030405 http://a.example/x text/html 200 ABC - - 12 34 f.gz"
    )
    arrays = json.dumps([["timestamp", "original", "mimetype", "statuscode", "digest", "length", "urlkey"],
                         ["20200102030405", "http://a.example/x", "text/html", "200", "ABC", "12", "example,a)/x"]])  # fmt: skip
    for body in (as_json, cdxj, plain, arrays.encode()):
        assert rows(body, "any").captures == (capture,)
    assert rows(legend, "any").captures == (replace(capture, filename="f.gz", offset=34),)
    assert rows(plain + b"\n\nexample%2Ca%29%2Fx+2020%21\n", "any").resume_key == "example%2Ca%29%2Fx+2020%21"
    assert rows(b'[["urlkey"],\n["a"],\n[],\n["key"]]', "any").resume_key == "key"


def test_an_answer_that_breaks_off_costs_the_row_it_breaks_in() -> None:
    row = '["example,a)/x","20200102030405","http://a.example/x[1]","text/html","200","ABC","12"]'
    found = rows(f"[{row},\n{row},\n{row[:40]}".encode(), "any")
    assert (len(found.captures), len(found.unreadable)) == (2, 1)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "dns:a.example", "http://", "http://a.example/\r\nX: y", "", "x" * 70_000]
)
def test_what_is_no_url_of_the_web_is_no_capture(url: str) -> None:
    found = rows(json.dumps({"url": url, "timestamp": "20200102030405"}).encode(), "any")
    assert (found.captures, len(found.unreadable)) == ((), 1)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared archives are not here")
def test_indexes_of_pywb_are_read_whole() -> None:
    for path in sorted((SHARED / "pywb").glob("cdx*__*.cdx*")):
        if path.suffix == ".gz":
            continue
        body = path.read_bytes()
        found = rows(body, "any")
        assert len(found.captures) == body.strip().count(b"\n") + (not body.startswith(b" CDX"))
        assert found.unreadable == ()


@pytest.mark.parametrize(
    ("glob", "url", "kind"),
    [
        ("www.realself.com/question/*", "www.realself.com/question/", MatchType.PREFIX),
        ("https://www.realself.com/question/tampa-*-bump", "www.realself.com/question/tampa-", MatchType.PREFIX),
        ("*://www.realself.com/question/*", "www.realself.com/question/", MatchType.PREFIX),
        ("http*://www.realself.com/*", "www.realself.com/", MatchType.PREFIX),
        ("www.realself.com/question/one", "www.realself.com/question/one", MatchType.EXACT),
        ("www.realself.com", "www.realself.com/", MatchType.EXACT),
        ("*.realself.com/question/*", "realself.com/question/", MatchType.DOMAIN),
        ("*realself.com/*", "realself.com", MatchType.DOMAIN),
    ],
)
def test_a_glob_is_asked_for_by_the_narrowest_scope_that_holds_it(glob: str, url: str, kind: MatchType) -> None:
    assert (scope(glob).url, scope(glob).match_type) == (url, kind)


@pytest.mark.parametrize("glob", ["*", "*/question/*", "www.*.com/*", "*.com/*", "www.realself.com*", "", "://x/"])
def test_a_glob_without_a_host_is_refused_with_one_that_works(glob: str) -> None:
    with pytest.raises(UsageError, match=r"write one like www\.realself\.com/question/\*"):
        Wanted((glob,))


@pytest.mark.parametrize("text", ["yesterday", "2019-13", "2019-02-30", "19", "2019-3-5", ""])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="write 2019, 2019-03 or 2019-03-05"):
        date_from(text)


def test_wrong_parameters_are_told_with_what_to_try(small: Archive) -> None:
    known = done(commoncrawl.crawls(get, small.index))
    assert [one.id for one in known] == list(small.crawls)
    assert all(one.index.startswith(small.index) for one in known)
    with pytest.raises(UsageError, match=f"latest, all, or one of {CRAWL}"):
        commoncrawl.chosen(known, "CC-MAIN-1999-01")
    with pytest.raises(UsageError, match="--match"):
        Wanted(())
    with pytest.raises(UsageError, match="exchange them"):
        Wanted((GLOB,), first=date_from("2020"), last=date_to("2019"))


def test_captures_of_one_date_are_chosen_alike_in_any_order() -> None:
    both = [
        Capture(f"{scheme}://a.example/x", "20200101000000", "any", "k", "text/html", 200, "D")
        for scheme in ("http", "https")
    ]
    for one_per in OnePer:
        chosen = set()
        for order in (both, both[::-1]):
            selector = Selector(Wanted(("a.example/*",), one_per=one_per))
            (one,) = [*selector.add(order), *selector.finish()]
            chosen.add(one)
        assert len(chosen) == 1


# ---------------------------------------------------------------- the columnar index


@pytest.fixture
def index(tmp_path: Path, small: Archive) -> Path:
    """Files of the columnar index as Common Crawl lays them out, with two crawls and a subset that is not wanted."""
    for crawl, subset, half in (
        (CRAWL, "warc", 0),
        (CRAWL, "warc", 1),
        ("CC-MAIN-2023-50", "warc", 1),
        (CRAWL, "robotstxt", 0),
    ):
        folder = tmp_path / "cc-index" / f"crawl={crawl}" / f"subset={subset}"
        folder.mkdir(parents=True, exist_ok=True)
        some = small.captures[half::2]
        table = pa.table({
            "url_surtkey": [surt(one.url) for one in some],
            "url": [one.url for one in some],
            "url_host_name": [urlsplit(one.url).hostname for one in some],
            "url_path": [urlsplit(one.url).path for one in some],
            "fetch_time": pa.array(
                [datetime.strptime(one.timestamp, "%Y%m%d%H%M%S") for one in some], pa.timestamp("ms")),  # noqa: DTZ007
            "fetch_status": pa.array([one.status for one in some], pa.int16()),
            "content_digest": [one.digest for one in some],
            "content_mime_type": [one.mime for one in some],
            "content_mime_detected": [one.mime for one in some],
            "warc_filename": [one.filename for one in some],
            "warc_record_offset": pa.array([one.offset for one in some], pa.int32()),
            "warc_record_length": pa.array([one.length for one in some], pa.int32()),
        })  # fmt: skip
        pq.write_table(table, folder / f"part-0000{half}.gz.parquet", row_group_size=2)
    return tmp_path / "cc-index"


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize("as_uri", [False, True])
def test_the_columnar_index_lists_what_the_index_server_does(
    small: Archive, index: Path, *, kill: bool, as_uri: bool
) -> None:
    path = index.as_uri() if as_uri else str(index)
    for globs in ((GLOB,), ("*.forum.example/*",), ("www.forum.example/question/q003",)):
        by_server = listed(common_crawl(small, Wanted(globs)))
        whole = listed(lambda globs=globs: Columnar(path, Wanted(globs), (CRAWL,)), kill=kill)  # type: ignore[misc]
        assert sorted(whole.captures, key=lambda one: one.url) == sorted(by_server.captures, key=lambda one: one.url)
        assert whole.captures
    got = done(commoncrawl.record(get, whole.captures[0], small.data))
    assert got.capture.url == "https://www.forum.example/question/q003"


def test_row_groups_that_cannot_hold_the_host_are_not_read(small: Archive, index: Path) -> None:
    steps = len(listed(lambda: Columnar(str(index), Wanted(("other.example/*",)), (CRAWL,))).positions)
    everything = len(listed(lambda: Columnar(str(index), Wanted(("*.example.com/*",)), (CRAWL,))).positions)
    all_groups = len(listed(lambda: Columnar(str(index), Wanted(("*.forum.example/*",)), (CRAWL,))).positions)
    assert (steps, everything) == (2, 2)  # a step for each file
    assert all_groups > 3


def test_a_columnar_index_that_is_none_is_told_with_what_to_try(tmp_path: Path, index: Path) -> None:
    with pytest.raises(UsageError, match="has no files of CC-MAIN-1999-01"):
        Columnar(str(index), Wanted((GLOB,)), ("CC-MAIN-1999-01",))
    with pytest.raises(UsageError, match="cannot be read"):
        Columnar(str(tmp_path / "nowhere"), Wanted((GLOB,)))
    pq.write_table(pa.table({"url": ["https://a.example/"]}), tmp_path / "other.parquet")
    with pytest.raises(UsageError, match="no columnar index.*give a folder"):
        Columnar(str(tmp_path / "other.parquet"), Wanted((GLOB,)))


def test_a_damaged_file_of_the_columnar_index_is_an_error_of_its_step(tmp_path: Path, index: Path) -> None:
    path = next(index.rglob("part-00001*"))
    data = bytearray(path.read_bytes())
    listing = Columnar(str(index), Wanted((GLOB,)), ())
    data[4:400] = bytes(396)
    path.write_bytes(data)
    with pytest.raises(FetchError, match="cannot be read"):
        listed(lambda: listing)
