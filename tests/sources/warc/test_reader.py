"""WARC and ARC records: which are pages, their metadata and offsets, and a comparison with another reader."""

import gzip
import io
import sys
from collections import Counter
from pathlib import Path

import pytest
from fastwarc.stream_io import Lz4Writer
from fastwarc.warc import ArchiveIterator

from generators.archives import http, packed, page, record, response
from qapipe.readers.parse import parse_page
from qapipe.records.models import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, Item, Skipped
from support.reading import items, outcomes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


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
        (record("screenshot", block=b"a: b"), "record of another type"),
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
        (record("conversion", block=b"text", content="text/plain"), b"text"),
        (record("resource", block=b"<p>r", content="text/html"), b"<p>r"),
        (record("resource", "metadata://a/log", b"log", content="text/plain"), "record of another media type"),
        (record("resource", "dns:x.example", b"a", content="text/dns"), "record of another media type"),
        (record("revisit", block=b"", WARC_Refers_To_Date="2020-01-01T00:00:00Z"), Reason.REVISIT),
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


def test_a_record_without_body_keeps_its_place_and_reason(tmp_path: Path) -> None:
    revisit = record("revisit", block=b"", WARC_Refers_To_Target_URI="https://x.example/0", WARC_Refers_To_Date="2020")
    [found] = items(tmp_path / "a.warc", revisit)
    assert isinstance(found, Failure)
    assert (found.url, found.detail) == ("https://x.example/", "the same payload as https://x.example/0 of 2020")
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
