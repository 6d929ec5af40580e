"""JSON lines: fields of public dumps, bad lines, and truncated files."""

import bz2
import gzip
import io
import json
import lzma
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, ReadOptions, Skipped, Split, jsonl
from qapipe.sources.detection import SourceFile
from support.reading import HTML, bodies, pages_of, write, write_lines

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

xz = partial(lzma.compress, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}])


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


NONE = "none of the fields html, raw_html, content, text, raw_content, body has text"
BAD_LINES = {
    b'{"text": "cut': "invalid JSON at column 10: Unterminated string starting at",
    b'{"text": ': "invalid JSON at column 9: expected value",
    b"garbage": "invalid JSON at column 1: expected value",
    b"[1, 2]": "not a JSON object",
    b'"text"': "not a JSON object",
    b'{"text": "\xff\xfe"}': "invalid JSON: not UTF-8 at byte 11 of the line",
    b"\x00\x00": "invalid JSON at column 1: expected value",
    b"[" * 100_000: "invalid JSON: nested too deeply",
    b'{"text": ' + b"9" * 10_000 + b"}": "invalid JSON: Exceeds the limit",
    b'{"title": "x", "b": 1}': f"{NONE} (found: title, b); choose one with --body-field",
    b'{"text": null}': f"{NONE} (found: text); choose one with --body-field",
    b'{"text": 5}': f"{NONE} (found: text); choose one with --body-field",
    b"{}": f"{NONE} (found: none); choose one with --body-field",
    b'{"' + b"x" * 300 + b'": 5}': f"{NONE} (found: {'x' * 200}...); choose one with --body-field",
}
"""What is said of each."""


@pytest.mark.parametrize(("line", "detail"), BAD_LINES.items(), ids=range(len(BAD_LINES)))
def test_a_bad_line_loses_only_itself_and_says_what_is_wrong(tmp_path: Path, line: bytes, detail: str) -> None:
    content = b'\xef\xbb\xbf{"text": "one"}\n' + line + b'\n{"text": "two", "x": NaN, "y": 1e999}\n'
    first, bad, last = pages_of(write(tmp_path / "a.jsonl", content))
    assert bodies([first, last]) == [b"one", b"two"]
    assert [first.offset, bad.offset, last.offset] == [0, 1, 2]
    assert isinstance(bad, Failure)
    assert bad.reason is (Reason.NO_BODY if detail.startswith(NONE) else Reason.CORRUPT)
    assert bad.detail.startswith(detail)


def test_lone_surrogates_are_replaced(tmp_path: Path) -> None:
    items = pages_of(write(tmp_path / "a.jsonl", rb'{"text": "a \ud83d b \ud83d\ude00", "url": "http://a/\ud800"}'))
    assert bodies(items) == ["a \ufffd b \U0001f600".encode()]


def test_a_line_over_the_limit_is_skipped_and_reading_continues(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 1000)
    monkeypatch.setattr(jsonl, "_CHUNK_BYTES", 64)
    content = b'{"text": "one"}\n{"text": "' + b"x" * 5000 + b'"}\n{"text": "two"}\n' + b"y" * 2000
    items = pages_of(write(tmp_path / "a.jsonl", content))
    assert bodies(items) == [b"one", Reason.TOO_LARGE, b"two", Reason.TOO_LARGE]
    assert [item.offset for item in items] == [0, 1, 2, 3]
    assert "5,013 bytes" in items[1].detail if isinstance(items[1], Failure) else False


def test_a_line_of_exactly_the_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = b'{"text": "abc"}'
    for room, expected in ((len(line), b"abc"), (len(line) - 1, Reason.TOO_LARGE)):
        monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", room)
        for end in (b"", b"\n"):
            assert bodies(pages_of(write(tmp_path / "a.jsonl", line + end))) == [expected]


@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress, partial(bz2.compress, compresslevel=1), xz])
def test_a_truncated_dump_keeps_the_lines_before_the_damage_and_says_where_it_is(tmp_path: Path, compress: Any) -> None:
    rng = Random("lines of a truncated dump")
    lines = [json.dumps({"text": rng.randbytes(60).hex()}).encode() + b"\n" for _ in range(4000)]
    whole = compress(b"".join(lines))
    items = pages_of(write(tmp_path / "a.jsonl.z", whole[: len(whole) * 2 // 3]))
    *read_well, last = items
    assert isinstance(last, Failure)
    assert last.reason is Reason.CORRUPT
    assert last.offset is not None
    assert last.offset == len(read_well) > 100
    assert bodies(read_well) == [json.loads(line)["text"].encode() for line in lines[: last.offset]]


def test_an_html_page_called_jsonl_is_a_page(tmp_path: Path) -> None:
    assert bodies(pages_of(write(tmp_path / "a.jsonl", HTML))) == [HTML]


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
    more = [value.replace(b"\n", b"") if isinstance(value, bytes) else json.dumps(value).encode() for value in values]
    lines = [b"{}", *more]  # the first bytes of a file decide how it is compressed
    stream = io.BufferedReader(io.BytesIO(b"\n".join(lines)))
    items = list(jsonl.read_lines(Split("a", "a"), SourceFile(stream, "a"), ReadOptions()))
    full = [number for number, line in enumerate(lines) if line.removeprefix(b"\xef\xbb\xbf").strip()]
    assert [item.offset for item in items if not isinstance(item, Skipped)] == full
