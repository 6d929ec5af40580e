"""WARC and ARC records: which are pages, their metadata and offsets, and a comparison with another reader."""

import gzip
import io
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from fastwarc.stream_io import Lz4Writer
from fastwarc.warc import ArchiveIterator

from generators.archives import http, packed, page, record, response
from qapipe.readers.parse import parse_page
from qapipe.records.plain import MAX_PAGE_BYTES, RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, Item, Skipped
from support.reading import items, outcomes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


OTHER_TYPE = "record of another type"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"


def only_page(found: list[Item]) -> RawPage:
    [one] = [one for one in found if not isinstance(one, Skipped)]
    assert isinstance(one, RawPage)
    return one


def test_a_page_has_the_metadata_of_its_record(tmp_path: Path) -> None:
    block = http(b"<p>caf\xe9", "X-Other: 1", media_type="Text/HTML; charset=ISO-8859-1")
    found = only_page(items(tmp_path / "a.warc", record("warcinfo", "", b"a: b") + record(block=block)))
    assert (found.url, found.media_type, found.charset) == ("https://x.example/", "text/html", "ISO-8859-1")
    assert str(found.captured_at) == "2021-03-04 05:06:07+00:00"
    assert found.member is not None
    assert found.member.startswith("urn:uuid:")
    assert (found.source, found.offset, found.truncated) == ("a.warc", len(record("warcinfo", "", b"a: b")), False)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (record("request", block=b"GET / HTTP/1.1\r\n\r\n"), "request record"),
        (record("metadata", block=b"a: b"), "metadata record"),
        (record("screenshot", block=b"a: b"), Reason.CORRUPT),
        (record("dns-cache", "https://x.example/", b"a: b"), Reason.CORRUPT),
        (record("response", "dns:x.example", b"x.example. 60 IN A 192.0.2.1", content="text/dns"), OTHER_TYPE),
        (record("response", "whois://w.example/x.example", b"[Querying]", content="text/plain"), OTHER_TYPE),
        (record("response", "x.example:8080/a", b"<p>no scheme"), b"<p>no scheme"),
        (record(block=http(b"\x89PNG", media_type="image/png")), "record of another media type"),
        (record(block=http(b"{}", media_type="application/json")), "record of another media type"),
        (
            record(block=http(bytes(range(9)) * 9, media_type="application/octet-stream")),
            "record of another media type",
        ),
        (record(block=http(b"words", media_type="application/octet-stream")), b"words"),
        (record(block=http(b"words", media_type=None)), b"words"),
        (record(block=http(b"<p> is the tag", media_type="text/plain")), b"<p> is the tag"),
        (record(block=http(b"<a/>", media_type="application/xhtml+xml")), b"<a/>"),
        (record(block=http(b"gone", status="404 Not Found")), Reason.HTTP_STATUS),
        (record(block=http(b"", status="301")), Reason.HTTP_STATUS),
        (record(block=http(b"fine", status="206 Partial Content")), b"fine"),
        (record(block=b"<p>HTTP/0.9"), b"<p>HTTP/0.9"),
        (record(block=http(b"lf").replace(b"\r\n", b"\n")), b"lf"),
        (record(block=b""), b""),
        (record(block=http(b"<p>x").replace(b"HTTP/1.1", b"http/1.1")), b"<p>x"),
        (record(block=http(gzip.compress(b"<p>x"), "Content-Encoding: gzip").replace(b"HTTP", b"http")), b"<p>x"),
        (record(block=b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n<p>x"), b"<p>x"),
        (record(block=b"HTTP/2\r\n\r\n<p>x"), b"<p>x"),
        (record(block=b"HTTP 404\r\n\r\n<p>x"), Reason.HTTP_STATUS),
        (record(block=b"ICY 200 OK\r\n\r\n<p>x"), b"<p>x"),
        (record(block=b"HTTP is what servers speak.\n"), b"HTTP is what servers speak.\n"),
        (record(block=CONTINUE + http(b"<p>x")), b"<p>x"),
        (record(block=CONTINUE + EARLY_HINTS + http(b"<p>x")), b"<p>x"),
        (record(block=CONTINUE + http(b"<p>x", status="404 Not Found")), Reason.HTTP_STATUS),
        (record(block=CONTINUE), Reason.HTTP_STATUS),
        (record("conversion", block=b"text", content="text/plain"), b"text"),
        (record("resource", block=b"<p>r", content="text/html"), b"<p>r"),
        (record("resource", "metadata://a/log", b"log", content="text/plain"), "record of another media type"),
        (record("resource", "dns:x.example", b"a", content="text/dns"), "record of another media type"),
        (record("revisit", block=b"", WARC_Refers_To_Date="2020-01-01T00:00:00Z"), Reason.REVISIT),
        (record("revisit", "dns:x.example", block=b""), OTHER_TYPE),
    ],
)  # fmt: skip
def test_what_a_record_becomes(tmp_path: Path, one: bytes, expected: object) -> None:
    for name, content in (("a.warc", one), ("a.warc.gz", packed(one))):
        assert outcomes(items(tmp_path / name, content)) == [expected]


def test_a_capture_of_plain_text_stays_plain_text_whatever_it_begins_with(tmp_path: Path) -> None:
    block = http(b"<html> is where a page begins.", media_type="Text/Plain; charset=us-ascii")
    found = only_page(items(tmp_path / "a.warc", record(block=block)))
    assert (found.media_type, found.charset) == ("text/plain", "us-ascii")
    assert parse_page(found).media_type == "text/plain"


ODD_TYPES = (
    "application/x-httpd-php",
    "text/x-html",
    "none/none",
    "application/json",
    "text/html4",
    "x/y; charset=utf-8",
)
BINARY = bytes(range(9)) * 200


@pytest.mark.parametrize("declared", ODD_TYPES)
def test_an_odd_media_type_leaves_the_decision_to_the_archive_and_the_body(tmp_path: Path, declared: str) -> None:
    def outcome(body: bytes, *fields: str, identified: str = "", status: str = "200 OK") -> object:
        block = http(body, *fields, media_type=declared, status=status)
        [found] = items(tmp_path / "a.warc", record(block=block, WARC_Identified_Payload_Type=identified))
        return (found.body, found.media_type) if isinstance(found, RawPage) else outcomes([found])[0]

    assert outcome(page(1)) == (page(1), "text/html")
    assert outcome(gzip.compress(page(1)), "Content-Encoding: gzip") == (page(1), "text/html")
    assert outcome(page(1), status="404 Not Found") is Reason.HTTP_STATUS
    assert outcome(b"words", identified="text/html") == (b"words", "text/html")
    assert outcome(b"words", identified="text/plain") == (b"words", "text/plain")
    for body in (b"{}", b"words", b"\x89PNG\r\n\x1a\n", BINARY, b""):
        assert outcome(body) == "record of another media type"
        assert outcome(body, status="404 Not Found") == "record of another media type"
    assert outcome(BINARY, "Content-Encoding: gzip") == "record of another media type"


@pytest.mark.parametrize(
    "declared", ["image/png", "video/mp4", "text/css", "application/javascript", "Text/JavaScript"]
)
def test_types_that_browsers_never_read_as_html_are_no_pages(tmp_path: Path, declared: str) -> None:
    assert outcomes(items(tmp_path / "a.warc", record(block=http(page(1), media_type=declared)))) == [
        "record of another media type"
    ]
    identified = record(block=http(page(1), media_type=declared), WARC_Identified_Payload_Type="text/html")
    assert outcomes(items(tmp_path / "a.warc", identified)) == [page(1)]


def test_a_declared_html_type_counts_more_than_the_identified_one(tmp_path: Path) -> None:
    block = http(b"<p>caf\xe9", media_type="text/html; charset=latin1")
    found = only_page(items(tmp_path / "a.warc", record(block=block, WARC_Identified_Payload_Type="image/png")))
    assert (found.media_type, found.charset) == ("text/html", "latin1")


def test_a_resource_is_a_page_by_its_identified_type_or_its_body_too(tmp_path: Path) -> None:
    odd = record("resource", block=page(1), content="application/x-httpd-php")
    assert outcomes(items(tmp_path / "a.warc", odd)) == [page(1)]
    identified = record("resource", block=b"x", content="a/b", WARC_Identified_Payload_Type="text/html")
    assert outcomes(items(tmp_path / "a.warc", identified)) == [b"x"]
    assert outcomes(items(tmp_path / "a.warc", record("resource", block=b"{}", content="application/json"))) == [
        "record of another media type"
    ]


@pytest.mark.parametrize(
    ("fields", "pack"),
    [
        (["Content-Encoding: gzip", "Content-Encoding: gzip"], lambda body: gzip.compress(gzip.compress(body))),
        (
            ["content-encoding: gzip", "X-A: b", "Content-Encoding: br"],
            lambda body: brotli.compress(gzip.compress(body)),
        ),
        (["Transfer-Encoding: gzip", "Transfer-Encoding: chunked"], lambda body: chunked(gzip.compress(body))),
    ],
)
def test_codings_on_several_lines_are_one_list(
    tmp_path: Path, fields: list[str], pack: Callable[[bytes], bytes]
) -> None:
    found = only_page(items(tmp_path / "a.warc", record(block=http(pack(page(1)), *fields))))
    assert (found.body, found.truncated) == (page(1), False)


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


@pytest.mark.parametrize(
    ("body", "fields", "truncated"),
    [
        (page(1)[:90], [f"Content-Length: {len(page(1))}"], True),
        (page(1)[:90], ["Content-Length: 91, 91"], True),
        (page(1)[:90], ["Content-Length: 91", "Content-Length: 91"], True),
        (page(1)[:90], ["Content-Length: 91", "Content-Encoding: identity"], True),
        (page(1)[:90], ["Content-Length: 91", "Content-Length: 92"], False),  # nobody knows
        (page(1)[:90], ["Content-Length: x"], False),
        (page(1), [f"Content-Length: {len(page(1))}"], False),
        (page(1), ["Content-Length: 1"], False),
        (page(1), ["Content-Length: 999", "Content-Encoding: gzip"], False),  # stored decoded
        (chunked(page(1)), ["Content-Length: 999", "Transfer-Encoding: chunked"], False),  # RFC 9112, 6.3
        (gzip.compress(page(1)), ["Content-Encoding: gzip", "Content-Length: 999"], True),
    ],
)  # fmt: skip
def test_a_body_shorter_than_its_content_length_is_truncated(
    tmp_path: Path, body: bytes, fields: list[str], truncated: bool
) -> None:
    assert only_page(items(tmp_path / "a.warc", record(block=http(body, *fields)))).truncated is truncated


def test_a_segmented_page_is_truncated_and_its_continuations_are_no_pages(tmp_path: Path) -> None:
    parts = (
        record(block=http(b"<p>first half"), WARC_Segment_Number="1"),
        record("continuation", block=b" second half", WARC_Segment_Number="2", WARC_Segment_Total_Length="99"),
    )
    found = items(tmp_path / "a.warc.gz", packed(*parts))
    assert outcomes(found) == [b"<p>first half", "continuation record"]
    assert only_page(found).truncated


BOM = b"\xef\xbb\xbf"


def test_a_byte_order_mark_before_a_record_is_no_part_of_it(tmp_path: Path) -> None:
    two = BOM + response(0) + BOM + response(1)
    for content in (two, BOM + b"\r\n" + two, gzip.compress(two), packed(BOM + response(0), BOM + response(1))):
        for name in ("a.warc", "a.warc.gz", "noname"):
            assert outcomes(items(tmp_path / name, content)) == [page(0), page(1)]


@pytest.mark.parametrize("end", [b"\r\n\r\n", b""])
@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])
def test_a_record_without_a_length_ends_with_its_member(
    tmp_path: Path, end: bytes, compress: Callable[[bytes], bytes]
) -> None:
    odd = record(url="https://x.example/0", block=http(page(0)), length="").removesuffix(b"\r\n\r\n") + end
    assert b"Content-Length" not in odd
    for parts in ((odd, response(1)), (response(1), odd)):
        found = outcomes(items(tmp_path / "a.warc.gz", b"".join(map(compress, parts))))
        assert found == [page(0) if one is odd else page(1) for one in parts]
    together = compress(odd + b"\r\n" + response(1))  # nothing says where one ends and the other begins
    assert outcomes(items(tmp_path / "a.warc.gz", together)) == [Reason.CORRUPT, page(1)]
    assert outcomes(items(tmp_path / "a.warc", odd + b"\r\n" + response(1))) == [Reason.CORRUPT, page(1)]


@pytest.mark.parametrize(
    ("media_type", "start", "expected"),
    [
        ("text/html", b"<p>x", Reason.TOO_LARGE),
        (None, b"words", Reason.TOO_LARGE),
        ("video/mp4", b"<p>x", "record of another media type"),
        ("application/pdf", b"%PDF", "record of another media type"),
        ("application/octet-stream", BINARY, "record of another media type"),
    ],
)
@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_a_record_over_the_limit_is_too_large_only_if_it_may_be_a_page(
    tmp_path: Path, media_type: str | None, start: bytes, expected: object, compress: Callable[[bytes], bytes]
) -> None:
    large = record(block=http(start.ljust(MAX_PAGE_BYTES + (2 << 20)), media_type=media_type))
    assert outcomes(items(tmp_path / "a.warc", compress(large) + compress(response(1)))) == [expected, page(1)]


def test_an_unknown_record_type_is_damage_that_is_named(tmp_path: Path) -> None:
    for kind, detail in (("respnse", "unknown WARC-Type 'respnse'"), ("", "no WARC-Type")):
        [found] = items(tmp_path / "a.warc", record(kind, block=http(page(1))))
        assert isinstance(found, Failure)
        assert (found.reason, found.detail, found.url) == (Reason.CORRUPT, detail, "https://x.example/")


def test_a_record_without_body_keeps_its_place_and_reason(tmp_path: Path) -> None:
    revisit = record("revisit", block=b"", WARC_Refers_To_Target_URI="https://x.example/0", WARC_Refers_To_Date="2020")
    [found] = items(tmp_path / "a.warc", revisit)
    assert isinstance(found, Failure)
    assert (found.url, found.detail) == ("https://x.example/", "same payload as https://x.example/0 of 2020")
    assert found.captured_at is not None


@pytest.mark.parametrize("line", [b"\r\n", b"\n", b"\r\r\n"])
@pytest.mark.parametrize("version", ["WARC/0.18", "WARC/1.0", "WARC/1.1"])
def test_headers_of_all_writers_are_read(tmp_path: Path, line: bytes, version: str) -> None:
    parts = [record(url=f"https://x.example/{n}", block=http(page(n)), line=line, version=version) for n in range(3)]
    for name, content in (("a.warc", b"".join(parts)), ("a.warc.gz", packed(*parts))):
        assert outcomes(items(tmp_path / name, content)) == [page(n) for n in range(3)]


@pytest.mark.parametrize(
    ("field", "value", "url"),
    [
        ("WARC-Target-URI", "<https://x.example/a>", "https://x.example/a"),
        ("WARC-Target-URI", "https://x.example/a b", "https://x.example/a b"),
        ("WARC-Target-URI", "", None),
    ],
)
def test_urls_are_taken_as_they_are(tmp_path: Path, field: str, value: str, url: str | None) -> None:
    assert only_page(items(tmp_path / "a.warc", record(url=value, block=http(b"x")))).url == url


def test_truncated_pages_are_marked(tmp_path: Path) -> None:
    assert only_page(items(tmp_path / "a.warc", record(block=http(b"<p>x"), WARC_Truncated="length"))).truncated
    half = gzip.compress(page(1))[:60]
    assert only_page(items(tmp_path / "a.warc", record(block=http(half, "Content-Encoding: gzip")))).truncated


def test_the_offset_leads_to_the_record(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    for found in items(path, packed(*(response(n) for n in range(5)))):
        assert isinstance(found, RawPage)
        assert found.offset is not None
        assert found.body in gzip.decompress(path.read_bytes()[found.offset :])
        [again] = items(path, start=found.offset, end=found.offset + 1)
        assert again == found


def compressed(form: str, parts: list[bytes]) -> bytes:
    """Records, compressed in the ways that WARC files are."""
    if form == "zstd":
        return b"".join(zstd.compress(part) for part in parts)
    if form == "zstd, skippable frame first":
        return b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + b"".join(zstd.compress(part) for part in parts)
    if form.startswith("zstd, dictionary"):
        trained = zstd.train_dict([response(n) for n in range(200)], 2_000)
        content = zstd.compress(trained.dict_content) if form.endswith("compressed") else trained.dict_content
        head = (0x184D2A5D).to_bytes(4, "little") + len(content).to_bytes(4, "little")
        return head + content + b"".join(zstd.compress(part, zstd_dict=trained) for part in parts)
    if form == "lz4":
        out = io.BytesIO()
        for part in parts:
            with Lz4Writer(out) as writer:
                writer.write(part)
                writer.finish()
        return out.getvalue()
    return {
        "plain": b"".join(parts),
        "gzip": packed(*parts),
        "gzip, all in one": gzip.compress(b"".join(parts)),
        "gzip, records cut": packed(*(half for part in parts for half in (part[:-6], part[-6:-5], part[-5:]))),
        "zstd, all in one": zstd.compress(b"".join(parts)),
    }[form]


@pytest.mark.parametrize(
    "form",
    [
        "plain", "gzip", "gzip, all in one", "gzip, records cut", "zstd", "zstd, all in one",
        "zstd, skippable frame first", "zstd, dictionary", "zstd, dictionary compressed", "lz4",
    ],
)  # fmt: skip
def test_every_way_of_compressing_gives_the_same_pages(tmp_path: Path, form: str) -> None:
    parts = [record("warcinfo", "", b"a: b"), *(response(n) for n in range(20)), record("request", block=b"GET")]
    expected = ["warcinfo record", *(page(n) for n in range(20)), "request record"]
    assert outcomes(items(tmp_path / "a.warc", compressed(form, parts))) == expected


def test_fastwarc_reads_the_same_records(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    parts = [
        record("warcinfo", "", b"a: b"),
        *(response(n) for n in range(9)),
        record("request", block=b"GET / HTTP/1.1\r\n\r\n"),
    ]
    ours = outcomes(items(path, packed(*parts)))
    theirs = [(str(one.record_type), one.reader.read()) for one in ArchiveIterator(str(path))]
    assert [body for kind, body in theirs if kind == "response"] == [one for one in ours if isinstance(one, bytes)]
    assert Counter(f"{kind} record" for kind, _ in theirs if kind != "response") == Counter(
        one for one in ours if isinstance(one, str)
    )


def test_only_pages_that_match_a_glob_are_read(tmp_path: Path) -> None:
    found = items(tmp_path / "a.warc.gz", packed(*(response(n) for n in range(4))), match=("*/2",))
    assert outcomes(found) == ["not matched", "not matched", page(2), "not matched"]


# ARC


def arc(*pages: tuple[str, bytes]) -> bytes:
    version = b"1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n"
    out = b"filedesc://a.arc 0.0.0.0 20080102030405 text/plain %d\n%s\n" % (len(version), version)
    for url, body in pages:
        block = http(body)
        out += f"{url} 10.0.0.1 20080102030405 text/html {len(block)}\n".encode() + block + b"\n"
    return out


def test_arc_is_read_as_warc_is(tmp_path: Path) -> None:
    content = arc(("http://x.example/1", page(1)), ("http://x.example/with space", page(2)))
    for name, data in (("a.arc", content), ("a.arc.gz", gzip.compress(content))):
        found = items(tmp_path / name, data)
        assert outcomes(found) == ["warcinfo record", page(1), page(2)]
        last = found[-1]
        assert isinstance(last, RawPage)
        assert (last.url, str(last.captured_at)) == ("http://x.example/with space", "2008-01-02 03:04:05+00:00")
