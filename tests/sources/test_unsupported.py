"""Formats that are not supported: reported with advice, and not confused with pages."""

import gzip
import json
from pathlib import Path, PurePath
from typing import Any

import pytest

from qapipe.records.reasons import Reason
from qapipe.sources import Failure
from support.reading import bodies, pages_of, write

PAGES = [{"url": "http://a.example", "text": "words"}, {"url": "http://b.example", "text": "more"}]
UNSUPPORTED = {
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
    "Posts.xml": (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\r\n<posts>\r\n  <row Id="1" />',
        "Stack Exchange",
    ),
    "Users.xml": (b'<?xml version="1.0"?><users><row Id="1" /></users>', "one HTML page per question"),
    "wiki.xml": (b'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/">', "MediaWiki"),
    "table.xml": (b'<?xml version="1.0"?>\n<!-- a\nb --><data version="2">\n<row a="1"/>', "JSON lines"),
    "page.mhtml": (b"From: <Saved>\r\nSubject: a\r\n b\r\nContent-Type: multipart/related;\r\n\r\n<html>", "as HTML"),
}


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
@pytest.mark.parametrize(("name", "content", "advice"), [(name, *expected) for name, expected in UNSUPPORTED.items()])
def test_unsupported_formats_are_reported_with_advice(
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
    [
        b"ORCAS swim",
        b"[a] note",
        b'[{"name": "x"}]',
        b'{\n "name": 1}',
        b"a,b\n1,2\n",
        b"Obj. 1",
        b"From: me\n\nhi",
        b'<?xml version="1.0"?><html><row a="1"/>',
        b"<posts>words",
        b"<users>",
        b"<?xml version='1.0'?><rss><channel>",
    ],
)
def test_pages_that_resemble_an_unsupported_format_are_read(tmp_path: Path, content: bytes) -> None:
    assert bodies(pages_of(write(tmp_path / "a.csv", content))) == [content]
