"""Places as messages print them."""

import pytest

from qapipe.records.places import describe_place


@pytest.mark.parametrize(
    ("source", "member", "offset", "expected"),
    [
        ("a.html", None, None, "a.html"),
        ("in/dump.jsonl", None, 7, "in/dump.jsonl line 8"),
        ("dump.jsonl.gz", None, 1_233, "dump.jsonl.gz line 1,234"),
        ("-", None, 0, "- line 1"),
        ("t.parquet", None, 0, "t.parquet row 1"),
        ("crawl.warc.gz", None, 1_234, "crawl.warc.gz byte 1,234"),
        ("crawl.WARC", "urn:uuid:1", 0, "crawl.WARC urn:uuid:1 byte 0"),
        ("odd", "urn:uuid:1", 5, "odd urn:uuid:1 byte 5"),
        ("a.arc", None, 5, "a.arc byte 5"),
        ("a.zip", "b.html", None, "a.zip b.html"),
        ("a.zip", "dump.jsonl", 0, "a.zip dump.jsonl line 1"),
        ("a.tar.gz", "t.parquet", 3, "a.tar.gz t.parquet row 4"),
        ("a.tar.gz", None, 512, "a.tar.gz byte 512"),
        ("a.wacz", "archive/a.warc.gz!/urn:uuid:1", 9, "a.wacz archive/a.warc.gz!/urn:uuid:1 byte 9"),
    ],
)
def test_lines_and_rows_are_counted_from_1_and_bytes_from_0(
    source: str, member: str | None, offset: int | None, expected: str
) -> None:
    assert describe_place(source, member, offset) == expected
