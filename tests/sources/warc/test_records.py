"""Damaged archives: only the damaged record is lost, it is reported with its place, and all others are read."""

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generators.archives import packed, page, record, response
from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, ReadOptions, Split
from qapipe.sources.reading import read
from support.reading import items, outcomes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

RECORDS = 12
Mutation = Callable[[bytearray, random.Random], tuple[int, int]]
"""Damages a file in place; returns the half-open range of bytes of the old file that changed."""


def gzipped() -> list[bytes]:
    return [packed(response(n)) for n in range(RECORDS)]


def zstandard() -> list[bytes]:
    checked = {int(zstd.CompressionParameter.checksum_flag): 1}
    return [zstd.compress(response(n), options=checked) for n in range(RECORDS)]


def flip(data: bytearray, rng: random.Random) -> tuple[int, int]:
    at = rng.randrange(len(data))
    data[at] ^= 1 << rng.randrange(8)
    return at, at + 1


def zero(data: bytearray, rng: random.Random) -> tuple[int, int]:
    at = rng.randrange(len(data))
    end = min(at + rng.randrange(1, 600), len(data))
    data[at:end] = bytes(end - at)
    return at, end


def insert(data: bytearray, rng: random.Random) -> tuple[int, int]:
    at = rng.randrange(len(data))
    data[at:at] = rng.randbytes(rng.randrange(1, 300))
    return at, at


def remove(data: bytearray, rng: random.Random) -> tuple[int, int]:
    at = rng.randrange(len(data))
    end = min(at + rng.randrange(1, 600), len(data))
    del data[at:end]
    return at, end


def cut(data: bytearray, rng: random.Random) -> tuple[int, int]:
    at, end = rng.randrange(len(data)), len(data)
    del data[at:]
    return at, end


@pytest.mark.parametrize("mutation", [flip, zero, insert, remove, cut])
@pytest.mark.parametrize("form", [gzipped, zstandard])
def test_every_intact_record_is_read_and_no_other(
    tmp_path: Path, form: Callable[[], list[bytes]], mutation: Mutation
) -> None:
    parts = form()
    starts = [sum(map(len, parts[:n])) for n in range(RECORDS + 1)]
    rng = random.Random(f"{form.__name__} {mutation.__name__}")
    name = "a.warc.gz" if form is gzipped else "a.warc.zst"
    for _ in range(150):
        data = bytearray(b"".join(parts))
        first, last = mutation(data, rng)
        whole = [n for n in range(RECORDS) if starts[n + 1] <= first or starts[n] >= last]
        found = outcomes(items(tmp_path / name, bytes(data)))
        pages = [one for one in found if isinstance(one, bytes)]
        # What changes no content (a date in the header of gzip, a zero that was one) is no damage.
        assert pages == [page(n) for n in range(RECORDS) if n in whole or page(n) in pages], (first, last)
        ends_between_records = mutation in (cut, remove) and {first, last} <= set(starts)
        assert len(pages) == RECORDS or ends_between_records or Reason.CORRUPT in found, (first, last)


def test_a_truncated_file_is_reported_and_keeps_the_records_before(tmp_path: Path) -> None:
    parts = gzipped()[:3]
    data = b"".join(parts)
    ends = {sum(map(len, parts[: n + 1])) for n in range(3)}
    near = {end + more for end in (0, *ends) for more in range(-2, 3)}
    inside = random.Random("truncated archive").sample(range(1, len(data)), 30)
    for size in sorted({*near, *inside} & set(range(1, len(data)))):
        found = outcomes(items(tmp_path / "a.warc.gz", data[:size]))
        assert [one for one in found if isinstance(one, bytes)] == [
            page(n) for n in range(sum(e <= size for e in ends))
        ]
        assert (Reason.CORRUPT in found) == (size not in ends), size


def test_damage_is_reported_with_its_place_and_the_url_of_the_record(tmp_path: Path) -> None:
    parts = gzipped()
    broken = bytearray(parts[4])
    broken[-6] ^= 1  # the checksum
    found = items(tmp_path / "a.warc.gz", b"".join([*parts[:4], bytes(broken), *parts[5:]]))
    [failure] = [one for one in found if isinstance(one, Failure)]
    place = sum(map(len, parts[:4]))
    assert (failure.reason, failure.offset, failure.url) == (Reason.CORRUPT, place, "https://x.example/4")
    assert f"resumes at byte {place + len(broken):,}" in failure.detail


@pytest.mark.parametrize("length", [-1, "abc", "1 2", 10**18, 10**30, 100_000, 3])
@pytest.mark.parametrize("form", [lambda *parts: b"".join(parts), packed])
def test_a_wrong_length_loses_only_its_record(tmp_path: Path, length: object, form: Callable[..., bytes]) -> None:
    bad = record(url="https://x.example/bad", block=b"HTTP/1.1 200 OK\r\n\r\n<p>bad", length=length)
    found = items(tmp_path / "a.warc", form(response(0), bad, response(1), response(2)))
    assert outcomes(found) == [page(0), Reason.CORRUPT, page(1), page(2)]
    failure = found[1]
    assert isinstance(failure, Failure)
    assert failure.url == "https://x.example/bad"


@pytest.mark.parametrize(
    ("junk", "corrupt"),
    [(b"\0" * 5_000, False), (b"\r\n\r\n", True), (b"junk" * 50, True), (b"\x1f\x8b\x08junk", True)],
)
def test_bytes_after_the_last_record_are_reported_unless_padding(tmp_path: Path, junk: bytes, corrupt: bool) -> None:
    found = outcomes(items(tmp_path / "a.warc.gz", packed(response(0), response(1)) + junk))
    assert found == [page(0), page(1), *([Reason.CORRUPT] if corrupt else [])]


def test_a_file_without_any_record_is_reported(tmp_path: Path) -> None:
    for content in (b"WARC/1.0\r\n", b"WARC/1.0\r\n\r\n", b"WARC/1.1\r\nContent-Length: 5\r\n\r\nab"):
        assert outcomes(items(tmp_path / "a.warc", content)) == [Reason.CORRUPT]


@pytest.mark.parametrize("form", [gzipped, zstandard])
def test_ranges_give_every_page_once_wherever_they_are_cut(tmp_path: Path, form: Callable[[], list[bytes]]) -> None:
    parts = form()
    parts[5] = parts[5][:-20]  # damage, too, is reported once
    data = b"".join(parts)
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    for size in (37, 300, 1_000, len(data)):
        bounds = range(0, len(data), size)
        splits = [Split(str(path), "a.warc", size, start, start + size) for start in bounds]
        found = [one for split in splits for one in read(split, ReadOptions())]
        starts = [sum(map(len, parts[:n])) for n in range(RECORDS)]
        pages = [(one.offset, one.body) for one in found if isinstance(one, RawPage)]
        assert pages == [(starts[n], page(n)) for n in range(RECORDS) if n != 5]
        assert [one.offset for one in found if isinstance(one, Failure)] == [starts[5]]
