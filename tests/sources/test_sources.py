"""Sources: every form gives its pages in order, and what cannot be read is a value in its place."""

import bz2
import gzip
import io
import json
import lzma
import os
import socket
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.errors import UsageError
from qapipe.records.models import MAX_PAGE_BYTES, RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, Item, ReadOptions, Skipped, Split, jsonl, matches, plan, read
from qapipe.sources.detection import SourceFile

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

xz = partial(lzma.compress, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}])
HTML = b"<!doctype html><title>Hello</title><p>Words"


def pages_of(path: Path | str, **options: Any) -> list[RawPage | Failure]:
    """Every page and failure of a file or folder."""
    splits = plan([os.fspath(path)]).splits
    found = (item for split in splits for item in read(split, ReadOptions(**options)))
    return [item for item in found if not isinstance(item, Skipped)]


def bodies(items: Sequence[Item]) -> list[bytes | Reason]:
    """Bodies of pages, reasons of failures."""
    return [item.body if isinstance(item, RawPage) else item.reason for item in items if not isinstance(item, Skipped)]


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_lines(path: Path, *rows: object) -> Path:
    return write(path, "".join(json.dumps(row) + "\n" for row in rows))


# One page a file


@pytest.mark.parametrize("compress", [bytes, gzip.compress, zstd.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.html.gz", "a.html.zst", "odd"])
def test_a_file_is_a_page_compressed_or_not_whatever_its_name(tmp_path: Path, name: str, compress: Any) -> None:
    [page] = pages_of(write(tmp_path / name, compress(HTML)))
    assert isinstance(page, RawPage)
    assert (page.body, page.source, page.offset) == (HTML, name, None)
    assert page.media_type == (None if name == "odd" else "text/html")


def test_the_content_of_a_text_file_decides_what_it_is(tmp_path: Path) -> None:
    [page] = pages_of(write(tmp_path / "a.txt", HTML))
    assert isinstance(page, RawPage)
    assert page.media_type is None


def test_an_empty_file_is_an_empty_page(tmp_path: Path) -> None:
    assert bodies(pages_of(write(tmp_path / "a.txt", b""))) == [b""]


@pytest.mark.parametrize(
    ("compress", "padding"),
    [
        (zstd.compress, 0),
        *((each, size) for each in (gzip.compress, bz2.compress, lzma.compress) for size in (0, 8, 200_000)),
    ],
)
def test_all_members_of_a_compressed_file_are_one_page(tmp_path: Path, compress: Any, padding: int) -> None:
    content = compress(HTML) + bytes(padding) + compress(b"more") + bytes(padding)
    assert bodies(pages_of(write(tmp_path / "a.html.z", content))) == [HTML + b"more"]


@pytest.mark.parametrize(
    ("compress", "magic"), [(gzip.compress, 5), (zstd.compress, 5), (bz2.compress, 10), (lzma.compress, 6)]
)
def test_a_compressed_page_cut_anywhere_is_corrupt_and_never_half_a_page(
    tmp_path: Path, compress: Any, magic: int
) -> None:
    whole = compress(os.urandom(300))
    for end in range(magic, len(whole)):
        [item] = pages_of(write(tmp_path / "a.html.z", whole[:end]))
        assert isinstance(item, Failure)
        assert item.reason is Reason.CORRUPT


def test_a_cut_page_says_how_far_it_could_be_read(tmp_path: Path) -> None:
    whole = gzip.compress(os.urandom(5_000_000), 1)
    [item] = pages_of(write(tmp_path / "a.html.gz", whole[: len(whole) // 2]))
    assert isinstance(item, Failure)
    assert "after 2,49" in item.detail


def test_a_bomb_is_read_no_further_than_a_page_may_be(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html.gz"
    with gzip.open(path, "wb", 1) as file:
        for _ in range(150):
            file.write(b" " * 1_000_000)
    [page] = pages_of(path)
    assert isinstance(page, RawPage)
    assert len(page.body) == MAX_PAGE_BYTES + 1


@pytest.mark.parametrize(
    ("name", "head"),
    [("a.warc", b"WARC/1.0\r\n"), ("a.zip", b"PK\x03\x04"), ("a", b"x" * 257 + b"ustar\x0000")],
)
def test_archives_are_recognised_and_not_taken_for_pages(tmp_path: Path, name: str, head: bytes) -> None:
    assert bodies(pages_of(write(tmp_path / name, head))) == [Reason.CORRUPT]


# Folders


def test_a_folder_is_read_in_the_order_of_the_bytes_of_its_paths(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.html", "a-b/x.html", "B.html", "ä.html", "a/.hidden", ".git/x.html", "a.html"):
        write(tmp_path / name, name)
    names = [split.source for split in plan([str(tmp_path)]).splits]
    assert names == ["B.html", "a-b/x.html", "a.html", "a/z.html", "b.html", "ä.html"]


def test_links_are_followed_but_no_folder_is_entered_twice(tmp_path: Path) -> None:
    write(tmp_path / "in/a.html", "a")
    write(tmp_path / "elsewhere/b.html", "b")
    (tmp_path / "in/loop").symlink_to(".")
    (tmp_path / "in/up").symlink_to("..")
    (tmp_path / "in/self").symlink_to("self")
    (tmp_path / "in/gone.html").symlink_to("nowhere")
    items = pages_of(tmp_path / "in")
    found = {item.source: bodies([item])[0] for item in items}
    assert found == {
        "a.html": b"a",
        "gone.html": Reason.UNREADABLE,
        "self": Reason.UNREADABLE,
        "up/elsewhere/b.html": b"b",
    }


def test_fifos_sockets_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.html")
    (tmp_path / "zero").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        items = pages_of(tmp_path)
    assert bodies(items) == [Reason.UNREADABLE] * 3
    assert [item.detail.split(",")[0] for item in items if isinstance(item, Failure)] == [
        "a fifo",
        "a socket",
        "a character device",
    ]


def test_a_folder_called_like_a_page_is_walked(tmp_path: Path) -> None:
    write(tmp_path / "in/x.html/page.txt", "words")
    assert [item.source for item in pages_of(tmp_path / "in")] == ["x.html/page.txt"]


def test_a_name_that_is_no_utf8_can_be_read_and_written_down(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.html", "wb") as file:  # noqa: PTH123  a name of bytes
        file.write(HTML)
    [page] = pages_of(tmp_path)
    assert (page.source, bodies([page])) == ("caf\\xe9.html", [HTML])


def test_sources_of_several_arguments_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one/a.html", "two/a.html", "two/b.html", "x/one/a.html"):
        write(tmp_path / name, name)

    def names(*arguments: str) -> list[str]:
        return [split.source for split in plan(arguments).splits]

    assert names("one", "two/b.html") == ["a.html", "b.html"]
    assert names("one", "two") == ["one/a.html", "two/a.html", "two/b.html"]
    assert names("one", "x/one") == ["one/a.html", "x/one/a.html"]
    assert names("one/a.html", "two/a.html") == ["one/a.html", "two/a.html"]


def test_the_folder_that_will_be_replaced_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a.html", "a")
    write(tmp_path / "parsed/b.html", "b")
    assert [split.source for split in plan([str(tmp_path)], leave_out=tmp_path / "parsed").splits] == ["a.html"]


def test_a_missing_source_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        plan([str(tmp_path / "nowhere")])


def test_standard_input_can_be_named_once() -> None:
    with pytest.raises(UsageError, match="once"):
        plan(["-", "-"])


# JSON lines


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.txt", "noname"])
@pytest.mark.parametrize("compress", [bytes, gzip.compress, zstd.compress, bz2.compress, lzma.compress])
def test_json_lines_are_recognised_by_their_content(tmp_path: Path, name: str, compress: Any) -> None:
    content = b'{"text": "one", "url": "https://a.example/"}\r\n\r\n{"text": "two"}'
    items = pages_of(write(tmp_path / name, compress(content)))
    assert [(item.offset, bodies([item])[0]) for item in items] == [(0, b"one"), (2, b"two")]
    assert [item.url for item in items if isinstance(item, RawPage)] == ["https://a.example/", None]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"html": "x"}, ("text/html", None)),
        ({"raw_html": "x", "text": "y"}, ("text/html", None)),
        ({"content": "x", "uri": "http://e.example"}, (None, "http://e.example")),
        ({"raw_content": "x", "meta": {"url": "http://m.example"}}, (None, "http://m.example")),
        ({"text": "x", "metadata": {"url": "http://d.example"}}, (None, "http://d.example")),
        ({"text": "x", "meta": {"headers": {"warc-target-uri": "http://w.example"}}}, (None, "http://w.example")),
        ({"body": "x", "metadata": None, "meta": 7, "link": "", "source_url": "http://s.example"},
         (None, "http://s.example")),
        ({"html": None, "text": "x", "url": 5}, (None, None)),
        ({"html": "", "text": "x", "url": "http://[bad"}, (None, None)),
    ],
)  # fmt: skip
def test_bodies_and_urls_are_found_in_the_shapes_of_public_dumps(
    tmp_path: Path, row: dict[str, Any], expected: tuple[str | None, str | None]
) -> None:
    [page] = pages_of(write_lines(tmp_path / "a.jsonl", row))
    assert isinstance(page, RawPage)
    assert page.body == b"x"
    assert (page.media_type, page.url) == expected
    assert page.charset == "utf-8"


@pytest.mark.parametrize(
    "row",
    [
        {"date": "2020-03-29T09:04:10Z"},
        {"timestamp": 1585472650},
        {"timestamp": 1585472650000},
        {"crawl_date": "1585472650"},
        {"metadata": {"fetch_time": "2020-03-29 11:04:10+02:00"}},
        {"date": "yesterday", "meta": {"headers": {"warc-date": "2020-03-29T09:04:10Z"}}},
        {"date": True, "timestamp": 1e300, "fetch_time": "2020-03-29T09:04:10"},
    ],
)
def test_capture_times_are_found(tmp_path: Path, row: dict[str, Any]) -> None:
    [page] = pages_of(write_lines(tmp_path / "a.jsonl", {"text": "x", **row}))
    assert isinstance(page, RawPage)
    assert page.captured_at == datetime(2020, 3, 29, 9, 4, 10, tzinfo=UTC)


def test_fields_can_be_named(tmp_path: Path) -> None:
    row = {"doc": {"page": "x"}, "text": "no", "where": "http://a.example", "url": "http://no.example", "a.b": "y"}
    path = write_lines(tmp_path / "a.jsonl", row)
    [page] = pages_of(path, body_field="doc.page", url_field="where")
    assert isinstance(page, RawPage)
    assert (page.body, page.url) == (b"x", "http://a.example")
    assert bodies(pages_of(path, body_field="a.b")) == [b"y"]
    assert bodies(pages_of(path, body_field="nope")) == [Reason.NO_BODY]


BAD_LINES = {
    b'{"text": "cut': Reason.CORRUPT,
    b"garbage": Reason.CORRUPT,
    b"[1, 2]": Reason.CORRUPT,
    b'"text"': Reason.CORRUPT,
    b'{"text": "\xff\xfe"}': Reason.CORRUPT,
    b"\x00\x00": Reason.CORRUPT,
    b"[" * 100_000: Reason.CORRUPT,
    b'{"text": ' + b"9" * 10_000 + b"}": Reason.CORRUPT,
    b'{"title": "no body"}': Reason.NO_BODY,
    b'{"text": null}': Reason.NO_BODY,
    b'{"text": 5}': Reason.NO_BODY,
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.items(), ids=range(len(BAD_LINES)))
def test_a_bad_line_costs_itself_alone(tmp_path: Path, line: bytes, reason: Reason) -> None:
    content = b'\xef\xbb\xbf{"text": "one"}\n' + line + b'\n{"text": "two", "x": NaN, "y": 1e999}\n'
    items = pages_of(write(tmp_path / "a.jsonl", content))
    assert bodies(items) == [b"one", reason, b"two"]
    assert [item.offset for item in items] == [0, 1, 2]


def test_lone_surrogates_do_not_cost_the_line(tmp_path: Path) -> None:
    items = pages_of(write(tmp_path / "a.jsonl", rb'{"text": "a \ud83d b \ud83d\ude00", "url": "http://a/\ud800"}'))
    assert bodies(items) == ["a \ufffd b \U0001f600".encode()]


def test_a_line_beyond_all_bounds_is_skipped_and_reading_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 1000)
    monkeypatch.setattr(jsonl, "_CHUNK_BYTES", 64)
    content = b'{"text": "one"}\n{"text": "' + b"x" * 5000 + b'"}\n{"text": "two"}\n' + b"y" * 2000
    items = pages_of(write(tmp_path / "a.jsonl", content))
    assert bodies(items) == [b"one", Reason.TOO_LARGE, b"two", Reason.TOO_LARGE]
    assert [item.offset for item in items] == [0, 1, 2, 3]
    assert "5,013 bytes" in items[1].detail if isinstance(items[1], Failure) else False


def test_a_line_of_just_the_allowed_length_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = b'{"text": "abc"}'
    for room, expected in ((len(line), b"abc"), (len(line) - 1, Reason.TOO_LARGE)):
        monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", room)
        for end in (b"", b"\n"):
            assert bodies(pages_of(write(tmp_path / "a.jsonl", line + end))) == [expected]


@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress, partial(bz2.compress, compresslevel=1), xz])
def test_a_cut_dump_keeps_the_lines_before_the_damage_and_says_where_it_is(tmp_path: Path, compress: Any) -> None:
    lines = [json.dumps({"text": os.urandom(60).hex()}).encode() + b"\n" for _ in range(4000)]
    whole = compress(b"".join(lines))
    items = pages_of(write(tmp_path / "a.jsonl.z", whole[: len(whole) * 2 // 3]))
    *read_well, last = items
    assert isinstance(last, Failure)
    assert last.reason is Reason.CORRUPT
    assert last.offset == len(read_well) > 100
    assert all(isinstance(item, RawPage) for item in read_well)


def test_an_html_page_called_jsonl_is_a_page(tmp_path: Path) -> None:
    assert bodies(pages_of(write(tmp_path / "a.jsonl", HTML))) == [HTML]


PAGES = [{"url": "http://a.example", "text": "words"}, {"url": "http://b.example", "text": "more"}]
FOREIGN = {
    "pages.json": (json.dumps(PAGES).encode(), "jq -c '.[]'"),
    "pages.jsonl": (json.dumps(PAGES, indent=1).encode(), "jq -c '.[]'"),
    "page.json": (json.dumps(PAGES[0], indent=1).encode(), "jq -c ."),
    "pages.csv": (b'url,"text"\r\nhttp://a.example,words\r\n', "duckdb"),
    "pages.TSV": (b"url\thtml\nhttp://a.example\twords\n", "duckdb"),
    "pages.7z": (b"7z\xbc\xaf\x27\x1c\0\4", "unpack"),
    "pages.rar": (b"Rar!\x1a\x07\x01\0", "unpack"),
    "pages.arrow": (b"ARROW1\0\0\xff\xff", "Parquet"),
    "pages.avro": (b"Obj\x01\x04", "Parquet"),
    "pages.orc": (b"ORC\x11\0\0", "Parquet"),
    "page.mhtml": (b"From: <Saved>\r\nSubject: a\r\n b\r\nContent-Type: multipart/related;\r\n\r\n<html>", "as HTML"),
}


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
@pytest.mark.parametrize(("name", "content", "advice"), [(name, *told) for name, told in FOREIGN.items()])
def test_pages_in_a_form_that_is_not_read_are_told_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, advice: str, compress: Any
) -> None:
    if compress is gzip.compress and PurePath(name).suffix.lower() in (".csv", ".tsv"):
        name += ".gz"
    [item] = pages_of(write(tmp_path / name, compress(content)))
    assert isinstance(item, Failure)
    assert item.reason is Reason.UNREADABLE
    assert advice in item.detail


@pytest.mark.parametrize(
    "content",
    [b"ORCAS swim", b"[a] note", b'[{"name": "x"}]', b'{\n "name": 1}', b"a,b\n1,2\n", b"Obj. 1", b"From: me\n\nhi"],
)
def test_what_only_looks_a_little_like_it_is_a_page(tmp_path: Path, content: bytes) -> None:
    assert bodies(pages_of(write(tmp_path / "a.csv", content))) == [content]


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "url", "meta", "headers", "date", "html"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.lists(json_values | st.binary(max_size=30), max_size=6))
def test_every_line_gives_one_item_whatever_it_holds(values: list[Any]) -> None:
    lines = [value.replace(b"\n", b"") if isinstance(value, bytes) else json.dumps(value).encode() for value in values]
    stream = io.BufferedReader(io.BytesIO(b"\n".join(lines)))
    items = list(jsonl.read_lines(Split("a", "a"), SourceFile(stream, "a"), ReadOptions()))
    full = [number for number, line in enumerate(lines) if line.removeprefix(b"\xef\xbb\xbf").strip()]
    assert [item.offset for item in items if not isinstance(item, Skipped)] == full


# Parquet


def parquet(path: Path, table: pa.Table | dict[str, Any], **options: Any) -> Path:
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), path, **options)
    return path


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.dictionary(pa.int32(), pa.string())]
)
def test_bodies_of_every_text_type_are_read(tmp_path: Path, kind: pa.DataType) -> None:
    text = pa.array(["one", "", None, "two"], pa.string())
    column = text.dictionary_encode() if pa.types.is_dictionary(kind) else text.cast(kind)
    items = pages_of(parquet(tmp_path / "a.parquet", {"text": column, "n": [1, 2, 3, 4]}))
    assert bodies(items) == [b"one", b"", Reason.NO_BODY, b"two"]
    assert [item.offset for item in items] == [0, 1, 2, 3]
    known = None if kind in (pa.binary(), pa.large_binary()) else "utf-8"
    assert {item.charset for item in items if isinstance(item, RawPage)} == {known}


def test_urls_and_times_are_found_in_structs(tmp_path: Path) -> None:
    moment = datetime(2020, 3, 29, 9, 4, 10, tzinfo=UTC)
    table = {
        "html": ["x", None],
        "text": ["no", "y"],
        "metadata": [{"url": "http://a.example", "date": moment}, None],
    }
    first, second = pages_of(parquet(tmp_path / "a.parquet", table))
    assert isinstance(first, RawPage)
    assert isinstance(second, RawPage)
    assert (first.body, first.url, first.captured_at) == (b"x", "http://a.example", moment)
    assert (second.body, second.url, second.captured_at) == (b"y", None, None)
    assert (first.media_type, second.media_type) == ("text/html", None)


@pytest.mark.parametrize(
    "times",
    [
        pa.array([1585472650_000_000_123], pa.timestamp("ns")),
        pa.array([1585472650], pa.timestamp("s", tz="Asia/Tokyo")),
        pa.array([1585472650], pa.int64()),
        pa.array([1585472650.0], pa.float64()),
        pa.array(["2020-03-29T09:04:10Z"]),
    ],
)
def test_times_of_every_type_are_read(tmp_path: Path, times: pa.Array) -> None:
    [page] = pages_of(parquet(tmp_path / "a.parquet", {"text": ["x"], "timestamp": times}))
    assert isinstance(page, RawPage)
    assert page.captured_at == datetime(2020, 3, 29, 9, 4, 10, tzinfo=UTC)


def test_a_text_column_may_hold_what_is_no_utf8(tmp_path: Path) -> None:
    bad = pa.Array.from_buffers(pa.string(), 1, pa.array([b"caf\xe9"]).buffers())
    [page] = pages_of(parquet(tmp_path / "a.parquet", {"text": bad, "url": bad}))
    assert isinstance(page, RawPage)
    assert (page.body, page.url) == (b"caf\xe9", "caf\ufffd")


def test_parquet_without_a_body_column_is_one_failure(tmp_path: Path) -> None:
    items = pages_of(parquet(tmp_path / "a.parquet", {"title": ["x", "y"], "text": [1, 2]}))
    assert bodies(items) == [Reason.NO_BODY]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\x00" * 50 + b"PAR1", b"words"])
def test_damaged_parquet_is_corrupt(tmp_path: Path, content: bytes) -> None:
    assert bodies(pages_of(write(tmp_path / "a.parquet", content))) == [Reason.CORRUPT]


def test_damage_in_one_row_group_costs_no_other(tmp_path: Path) -> None:
    # Numbered, so that the damaged text is neither least nor greatest: those stand in the statistics too.
    texts = [f"{number:02}{os.urandom(500).hex()}" for number in range(30)]
    path = parquet(
        tmp_path / "a.parquet", {"text": texts}, row_group_size=10, compression="none", use_dictionary=False,
        write_page_checksum=True,
    )  # fmt: skip
    content = bytearray(path.read_bytes())
    place = content.find(texts[15].encode())
    content[place : place + 10] = b"!" * 10
    items = pages_of(write(path, bytes(content)))
    found = bodies(items)
    assert found[:10] == [text.encode() for text in texts[:10]]
    assert found[10:-10] == [Reason.CORRUPT]
    assert found[-10:] == [text.encode() for text in texts[20:]]
    assert [item.offset for item in items] == [*range(11), *range(20, 30)]


# Globs


@pytest.mark.parametrize(
    ("glob", "fits"),
    [
        ("https://www.example.org/question/*", True),
        ("www.example.org/question/*", True),
        ("*example.org/question*", True),
        ("*/answer/*", False),
        ("example.org/*", False),
    ],
)
def test_globs_fit_whole_urls_with_or_without_scheme(glob: str, fits: bool) -> None:
    assert matches("https://www.example.org/question/a-b", (glob,)) is fits


def test_an_unknown_url_fits_no_glob_but_needs_none() -> None:
    assert not matches(None, ("*",))
    assert matches(None, ())
