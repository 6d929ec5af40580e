"""Indexes of web archives: what is listed, how it is chosen, where a listing goes on."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.archive_server import CRAWL, Archive, serving, surt
from qapipe.errors import UsageError
from qapipe.fetch.archives import commoncrawl
from qapipe.fetch.archives.cdx import Capture, rows
from qapipe.fetch.archives.choices import OnePer
from qapipe.fetch.archives.columnar import Columnar
from qapipe.fetch.archives.listing import Position
from qapipe.fetch.archives.selection import CaptureFilter, MatchType, Selector, date_from, date_to, scope
from qapipe.fetch.web.exchange import FetchError
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
    small_archive,
    warc,
)


@pytest.fixture
def small() -> Iterator[Archive]:
    with small_archive() as archive:
        yield archive


# ---------------------------------------------------------------- listing


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize("which", ["commoncrawl", "wayback"])
def test_a_listing_is_of_what_was_asked_for_and_goes_on_where_it_stood(
    small: Archive, which: str, *, kill: bool
) -> None:
    wanted = CaptureFilter((GLOB,))
    make = of_wayback(small, wanted) if which == "wayback" else common_crawl(small, wanted)
    small.asked.clear()
    whole = listed(make, kill=kill)
    assert [one.url for one in whole.captures] == [f"https://www.forum.example/question/q{n:03}" for n in range(8)]
    assert whole.skipped == {"not_matched": 1}  # the same path without www., which an index takes for the same host
    assert {one.archive for one in whole.captures} == {which}
    assert len(small.asked) == len(whole.positions) == (4 if which == "commoncrawl" else 3)
    assert whole.captures[0].captured_at == datetime(2021, 3, 4, 5, 6, tzinfo=UTC)


def test_what_is_listed_in_common_crawl_can_be_fetched(small: Archive) -> None:
    for one in listed(common_crawl(small, CaptureFilter((GLOB,)))).captures:
        got = done(commoncrawl.record(get, one, small.data))
        assert got.capture == one
        assert b"Is bump" in got.record


def test_all_crawls_are_listed_and_those_without_such_pages_hold_none(small: Archive) -> None:
    whole = listed(common_crawl(small, CaptureFilter((GLOB,)), "all"), kill=True)
    assert len(whole.captures) == 8
    assert [one.part for one in whole.positions] == [f"{name} {GLOB}" for name in (*[CRAWL] * 3, *small.crawls)]
    assert all(parse_qs(urlsplit(path).query)["filter"] == ["=status:200"] for path in small.paths if "index?" in path)


def test_globs_that_overlap_list_a_page_once(small: Archive) -> None:
    wanted = CaptureFilter(("www.forum.example/question/q00[0-3]", "*.forum.example/*"))
    for make in (common_crawl(small, wanted), of_wayback(small, wanted)):
        whole = listed(make)
        assert Counter(one.url for one in whole.captures).most_common(1)[0][1] == 1
        assert len(whole.captures) == 10  # with a doctor and another host; the bare host is not below itself
        assert whole.skipped["duplicate"] == 4


def test_only_answers_of_the_wanted_time_and_kind_are_listed() -> None:
    pages = [(f"https://www.forum.example/question/{n}", f"20{n:02}-06-05T04:03:02Z", page(n)) for n in range(15, 24)]
    files = {
        NAME: warc(pages),
        NAME + "2": warc([(f"{pages[0][0]}x", "2018-01-01T00:00:00Z", b"")], status="404 Not Found"),
    }
    with serving(files) as archive:
        wanted = CaptureFilter((GLOB,), first=date_from("2017-07"), last=date_to("2020"))
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
            wanted = CaptureFilter((GLOB,), one_per=one_per)
            for make in (common_crawl(archive, wanted), of_wayback(archive, wanted, size)):
                whole = listed(make, kill=kill)
                assert [one.timestamp[:8] for one in whole.captures] == dates_chosen * 2
                assert len(whole.captures) + whole.skipped.total() == len(pages)
        assert not any("collapse" in path for path in archive.paths)


def test_lines_that_make_no_sense_are_counted_and_cost_nothing_else(small: Archive) -> None:
    garbage = (
        b"not json",
        b'{"url": 3}',
        b'{"url":"https://www.forum.example/question/z","timestamp":"20219999"}',
        b"\xff\xfe",
    )
    small.faults.garbage = garbage
    whole = listed(common_crawl(small, CaptureFilter((GLOB,))))
    assert (len(whole.captures), whole.skipped["unreadable"]) == (8, 3 * len(garbage))
    small.faults.garbage = (b'["a"]', b'{"a": 1}', b"not json", b'["x",null,{},[],1,2,3]')
    whole = listed(of_wayback(small, CaptureFilter((GLOB,))))
    assert (len(whole.captures), whole.skipped["unreadable"]) == (8, 3 * 4)


def test_a_position_of_another_listing_is_refused(small: Archive) -> None:
    other = of_wayback(small, CaptureFilter(("www.forum.example/doctor/*",)))().start()
    with pytest.raises(UsageError, match=r"repeat them \(--match, --crawl\)"):
        done(of_wayback(small, CaptureFilter((GLOB,)))().after(other))


@pytest.mark.parametrize("bare", [False, True])
def test_a_resumption_key_is_sent_as_it_is_meant(small: Archive, *, bare: bool) -> None:
    small.faults.bare_keys = bare
    assert len(listed(of_wayback(small, CaptureFilter((GLOB,)))).captures) == 8
    keys = {path.partition("&resumeKey=")[2].replace("%20", "+") for path in small.paths}
    assert keys == {"", "org%2Cexample%29%2F+0%213", "org%2Cexample%29%2F+3%216"}


def test_a_hostile_resumption_key_adds_nothing_to_the_question(small: Archive) -> None:
    with pytest.raises(FetchError, match="bad resumeKey"):
        done(of_wayback(small, CaptureFilter((GLOB,)))().after(Position(GLOB, "a&url=evil.example#\r\nX: y")))
    assert small.paths[0].endswith("&resumeKey=a%26url%3Devil.example%23%0D%0AX%3A%20y")


@pytest.mark.parametrize("endless", ["same", "circle", "new"])
def test_an_index_that_promises_more_for_ever_ends_the_listing(small: Archive, endless: str) -> None:
    small.faults.endless = endless
    with pytest.raises(FetchError, match="loops at resume key"):
        listed(of_wayback(small, CaptureFilter((GLOB,))))
    assert len(small.asked) < 20


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
    names = ["timestamp", "original", "mimetype", "statuscode", "digest", "length", "urlkey"]
    values = ["20200102030405", "http://a.example/x", "text/html", "200", "ABC", "12", "example,a)/x"]
    arrays = json.dumps([names, values])
    for body in (as_json, cdxj, plain, arrays.encode()):
        assert rows(body, "any").captures == (capture,)
    assert rows(legend, "any").captures == (replace(capture, filename="f.gz", offset=34),)
    assert rows(plain + b"\n\nexample%2Ca%29%2Fx+2020%21\n", "any").resume_key == "example%2Ca%29%2Fx+2020%21"
    assert rows(b'[["urlkey"],\n["a"],\n[],\n["key"]]', "any").resume_key == "key"


def test_an_answer_that_breaks_off_costs_the_row_it_breaks_in() -> None:
    row = '["example,a)/x","20200102030405","http://a.example/x[1]","text/html","200","ABC","12"]'
    found = rows(f"[{row},\n{row},\n{row[:40]}".encode(), "any")
    assert (len(found.captures), len(found.unreadable)) == (2, 1)


LINE = b"example,a)/x 20200102030405 http://a.example/x text/html 200 ABC 12"
OBJECT = b'{"urlkey":"k","timestamp":"20200102030405","url":"http://a.example/x","status":"200","offset":"1"}'
ARRAYS = b'[["urlkey","timestamp","original"],\n["k","20200102030405","http://a.example/x"],\n[],\n["key"]]'


@given(
    st.sampled_from([LINE, OBJECT, b"k 2020 " + OBJECT, ARRAYS, b" CDX N b a\nk 2020 http://a.example/"]),
    st.lists(st.tuples(st.integers(0, 120), st.binary(max_size=6)), max_size=8),
    st.binary(max_size=60),
)
def test_no_line_of_an_index_is_an_exception(body: bytes, changes: list[tuple[int, bytes]], more: bytes) -> None:
    for at, piece in changes:
        body = body[:at] + piece + body[at + len(piece) :]
    for one in (body, more, body + b"\n" + more, more + b"\n" + body):
        for capture in rows(one, "any").captures:
            assert urlsplit(capture.url).scheme in ("http", "https")
            assert capture.captured_at.tzinfo is UTC
            assert Capture.from_json(json.loads(json.dumps(capture.as_json()))) == capture
            assert CaptureFilter(("a.example/*",)).rejection(capture) in (None, "not_matched", "status", "media_type")


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "dns:a.example", "http://", "http://a.example/\r\nX: y", "", "x" * 70_000]
)
def test_what_is_no_url_of_the_web_is_no_capture(url: str) -> None:
    found = rows(json.dumps({"url": url, "timestamp": "20200102030405"}).encode(), "any")
    assert (found.captures, len(found.unreadable)) == ((), 1)


@pytest.mark.skipif(not WARCS.exists(), reason="the shared archives are not here")
def test_indexes_of_pywb_are_read_whole() -> None:
    for path in sorted((WARCS / "pywb").glob("cdx*__*.cdx*")):
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
        ("*.realself.com/question/*", "realself.com", MatchType.DOMAIN),
        ("*realself.com/*", "realself.com", MatchType.DOMAIN),
    ],
)
def test_a_glob_is_asked_for_by_the_narrowest_scope_that_holds_it(glob: str, url: str, kind: MatchType) -> None:
    assert (scope(glob).url, scope(glob).match_type) == (url, kind)


@pytest.mark.parametrize("glob", ["*", "*/question/*", "www.*.com/*", "*.com/*", "www.realself.com*", "", "://x/"])
def test_a_glob_without_a_host_is_refused_with_one_that_works(glob: str) -> None:
    with pytest.raises(UsageError, match=r"use a glob such as www\.realself\.com/question/\*"):
        CaptureFilter((glob,))


@pytest.mark.parametrize("text", ["yesterday", "2019-13", "2019-02-30", "19", "2019-3-5", ""])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="use 2019, 2019-03 or 2019-03-05"):
        date_from(text)


def test_wrong_parameters_are_told_with_what_to_try(small: Archive) -> None:
    known = done(commoncrawl.crawls(get, small.index))
    assert [one.id for one in known] == list(small.crawls)
    assert all(one.index.startswith(small.index) for one in known)
    with pytest.raises(UsageError, match=f"latest, all, or an id such as {CRAWL}"):
        commoncrawl.select(known, "CC-MAIN-1999-01")
    with pytest.raises(UsageError, match="--match"):
        CaptureFilter(())
    with pytest.raises(UsageError, match="--from-date is later than --to-date"):
        CaptureFilter((GLOB,), first=date_from("2020"), last=date_to("2019"))


def test_captures_of_one_date_are_chosen_alike_in_any_order() -> None:
    both = [
        Capture(f"{scheme}://a.example/x", "20200101000000", "any", "k", "text/html", 200, "D")
        for scheme in ("http", "https")
    ]
    for one_per in OnePer:
        chosen = set()
        for order in (both, both[::-1]):
            selector = Selector(CaptureFilter(("a.example/*",), one_per=one_per))
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
        by_server = listed(common_crawl(small, CaptureFilter(globs)))
        whole = listed(lambda globs=globs: Columnar(path, CaptureFilter(globs), (CRAWL,)), kill=kill)  # type: ignore[misc]
        assert sorted(whole.captures, key=lambda one: one.url) == sorted(by_server.captures, key=lambda one: one.url)
        assert whole.captures
    got = done(commoncrawl.record(get, whole.captures[0], small.data))
    assert got.capture.url == "https://www.forum.example/question/q003"


def test_row_groups_that_cannot_hold_the_host_are_not_read(index: Path) -> None:
    def steps(glob: str) -> int:
        return len(listed(lambda: Columnar(str(index), CaptureFilter((glob,)), (CRAWL,))).positions)

    assert steps("*.absent.example/*") == steps("zzz.example/*") == 2  # a step for each file
    assert steps("*.forum.example/*") == 6  # a step for each row group


def test_a_columnar_index_that_is_none_is_told_with_what_to_try(tmp_path: Path, index: Path) -> None:
    with pytest.raises(UsageError, match="contains no files for CC-MAIN-1999-01"):
        Columnar(str(index), CaptureFilter((GLOB,)), ("CC-MAIN-1999-01",))
    with pytest.raises(UsageError, match="cannot be read"):
        Columnar(str(tmp_path / "nowhere"), CaptureFilter((GLOB,)))
    pq.write_table(pa.table({"url": ["https://a.example/"]}), tmp_path / "other.parquet")
    with pytest.raises(UsageError, match=r"not a columnar index.*give a directory"):
        Columnar(str(tmp_path / "other.parquet"), CaptureFilter((GLOB,)))


def test_a_damaged_file_of_the_columnar_index_is_an_error_of_its_step(tmp_path: Path, index: Path) -> None:
    path = next(index.rglob("part-00001*"))
    data = bytearray(path.read_bytes())
    listing = Columnar(str(index), CaptureFilter((GLOB,)), ())
    data[4:400] = bytes(396)
    path.write_bytes(data)
    with pytest.raises(FetchError, match="cannot be read"):
        listed(lambda: listing)
