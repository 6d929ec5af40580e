"""Parquet: column types, nested columns, and damage."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from support.reading import bodies, pages_of, write


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


def test_a_text_column_may_hold_invalid_utf8(tmp_path: Path) -> None:
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


def test_damage_in_one_row_group_affects_no_other(tmp_path: Path) -> None:
    # Numbered, so that the damaged text is neither least nor greatest: those stand in the statistics too.
    rng = Random("row groups")
    texts = [f"{number:02}{rng.randbytes(500).hex()}" for number in range(30)]
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
