"""Records that ``--match`` leaves out are passed over without decompressing them: nothing else may change by that."""

import gzip
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generators.archives import http, packed, record
from qapipe.records.models import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, Item, Skipped
from qapipe.sources.compression.members import Damage, Member, members
from qapipe.sources.warc import records
from support.reading import items

WANTED = ("*/question/*",)


def large(number: int, *, wanted: bool, size: int = 30_000) -> bytes:
    """The record of a page too large for one look, of words that do not compress to nothing."""
    body = b" ".join(b"%x" % word for word in random.Random(number).choices(range(1 << 30), k=size // 8))
    return record(url=f"https://x.example/{'question' if wanted else 'news'}/{number}", block=http(b"<p>" + body))


def crawl(pages: int = 40) -> list[bytes]:
    """Requests and pages, of which every seventh is wanted."""
    return [
        one
        for n in range(pages)
        for one in (
            record("request", f"https://x.example/{n}", b"GET / HTTP/1.1\r\n\r\n"),
            large(n, wanted=n % 7 == 3, size=random.Random(n).randrange(3_000, 60_000)),
        )
    ]


def seen(found: list[Item]) -> tuple[list[tuple[str | None, bytes]], Counter[str]]:
    """The pages, and what was skipped."""
    pages = [(one.url, one.body) for one in found if isinstance(one, RawPage)]
    return pages, Counter(one.kind for one in found if isinstance(one, Skipped))


def skipped_offsets(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Offsets of the members that are not decompressed."""
    offsets: list[int] = []

    def noted(*arguments: Any) -> Iterator[Member | Damage]:
        for found in members(*arguments):
            if isinstance(found, Member) and found.skipped:
                offsets.append(found.offset)
            yield found

    monkeypatch.setattr(records, "members", noted)
    items(path, match=WANTED)
    return offsets


def test_the_same_pages_are_found_and_the_same_records_counted(tmp_path: Path) -> None:
    parts = crawl()
    whole = items(tmp_path / "a.warc", b"".join(parts), match=WANTED)
    assert seen(items(tmp_path / "a.warc.gz", packed(*parts), match=WANTED)) == seen(whole)
    assert len(seen(whole)[0]) == 6


def test_what_is_not_wanted_is_not_decompressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc.gz").write_bytes(packed(*crawl()))
    assert 25 <= len(skipped_offsets(tmp_path / "a.warc.gz", monkeypatch)) < 34  # but for the last ones


def test_nothing_is_passed_over_where_all_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc.gz").write_bytes(packed(*(large(n, wanted=True) for n in range(9))))
    assert skipped_offsets(tmp_path / "a.warc.gz", monkeypatch) == []


@pytest.mark.parametrize("start", range(0, 400_000, 23_456))
def test_a_range_gives_what_begins_in_it(tmp_path: Path, start: int) -> None:
    data = packed(*crawl())
    start = min(start, len(data))
    before = items(tmp_path / "a.warc.gz", data, end=start, match=WANTED)
    behind = items(tmp_path / "a.warc.gz", start=start, match=WANTED)
    assert seen(before + behind) == seen(items(tmp_path / "a.warc.gz", match=WANTED))


def forged() -> bytes:
    """A page nobody wants that holds the end of its own member, and behind it a record that nobody captured."""
    lie = packed(record(url="https://x.example/question/forged", block=http(b"<p>What nobody said.")))
    body = b"<p>" + random.Random(1).randbytes(5_000) + b"...." + lie + random.Random(2).randbytes(9_000)
    size = len(record(url="https://x.example/news/1", block=http(body)))
    return record(url="https://x.example/news/1", block=http(body.replace(b"....", size.to_bytes(4, "little"), 1)))


def test_a_page_cannot_smuggle_in_a_record(tmp_path: Path) -> None:
    member = gzip.compress(forged(), 0, mtime=0)
    assert b"\x1f\x8b\x08" in member[1:]  # stored as it is, as what does not compress is
    honest = packed(*(large(n, wanted=n == 2) for n in range(4)))
    pages, skipped = seen(items(tmp_path / "a.warc.gz", member + honest, match=WANTED))
    assert [url for url, _ in pages] == ["https://x.example/question/2"]
    assert skipped["not matched"] == 4


def test_a_page_cannot_smuggle_in_a_record_at_the_end_of_a_file(tmp_path: Path) -> None:
    member = gzip.compress(forged(), 0, mtime=0)
    assert seen(items(tmp_path / "a.warc.gz", member, match=WANTED)) == ([], Counter({"not matched": 1}))


def test_neighbours_of_one_size_are_told_apart(tmp_path: Path) -> None:
    sized = [
        record(
            url=f"https://x.example/{'question' if n == 5 else 'newsnews'}/{n}", block=http(b"<p>" + b"x%d " % n * 3000)
        )
        for n in range(9)
    ]
    assert len({len(one) for one in sized}) == 1
    whole = items(tmp_path / "a.warc", b"".join(sized), match=WANTED)
    assert seen(items(tmp_path / "a.warc.gz", packed(*sized), match=WANTED)) == seen(whole)


@pytest.mark.parametrize("lost", [1, 4, 8, 9, 30, 500, 5_000])
def test_a_file_that_breaks_off_is_told_even_where_nobody_wants_the_page(tmp_path: Path, lost: int) -> None:
    data = packed(*(large(n, wanted=n == 1) for n in range(5)))
    found = items(tmp_path / "a.warc.gz", data[:-lost], match=WANTED)
    assert [one.reason for one in found if isinstance(one, Failure)] == [Reason.CORRUPT]
    assert [url for url, _ in seen(found)[0]] == ["https://x.example/question/1"]


@pytest.mark.parametrize("seed", range(60))
def test_damage_costs_at_most_the_page_it_is_in(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    pages = [large(n, wanted=n % 3 == 1, size=6_000) for n in range(12)]
    packs = [packed(one) for one in pages]
    data = bytearray(b"".join(packs))
    at = rng.randrange(len(data))
    for n in range(at, min(at + rng.choice((1, 1, 50, 4_000)), len(data))):
        data[n] ^= rng.randrange(256)
    struck = {n for n in range(12) if bytes(data)[len(b"".join(packs[:n])) :][: len(packs[n])] != packs[n]}
    found, _ = seen(items(tmp_path / "a.warc.gz", bytes(data), match=WANTED))
    safe = {f"https://x.example/question/{n}" for n in range(1, 12, 3) if n not in struck}
    assert safe <= {url for url, _ in found}
    whole = {(one.url, one.body) for one in items(tmp_path / "b.warc", b"".join(pages)) if isinstance(one, RawPage)}
    assert {one for one in found if one[0] in safe} <= whole
