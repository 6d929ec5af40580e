"""Files that are one page: compressed or not, truncated, or too large."""

import bz2
import gzip
import lzma
import sys
import zlib
from pathlib import Path
from random import Random
from typing import Any

import pytest

from qapipe.records.plain import MAX_PAGE_BYTES, RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure
from support.reading import HTML, bodies, pages_of, write

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


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
def test_a_truncated_page_is_corrupt_and_never_half_a_page(tmp_path: Path, compress: Any, magic: int) -> None:
    rng = Random("truncated page")
    whole = compress(rng.randbytes(300))
    ends = {magic, magic + 1, len(whole) - 2, len(whole) - 1, *rng.sample(range(magic, len(whole)), 20)}
    for end in ends:
        [item] = pages_of(write(tmp_path / "a.html.z", whole[:end]))
        assert isinstance(item, Failure)
        assert item.reason is Reason.CORRUPT


def test_a_truncated_page_says_how_far_it_could_be_read(tmp_path: Path) -> None:
    packer = zlib.compressobj(wbits=31)
    readable = packer.compress(b"a" * 30_000) + packer.flush(zlib.Z_FULL_FLUSH)  # all of it can be decoded
    whole = readable + packer.compress(Random("rest").randbytes(30_000)) + packer.flush()
    [item] = pages_of(write(tmp_path / "a.html.gz", whole[: len(readable) + 2]))
    assert isinstance(item, Failure)
    assert "after 30,000 bytes" in item.detail


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


def test_what_is_not_gzip_data_is_said_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", b"\x1f\x8b\x08" + bytes(range(200)))
    [failure] = pages_of(path)
    assert isinstance(failure, Failure)
    assert failure.detail == "not valid gzip data at byte 0; the rest of the file was skipped"
