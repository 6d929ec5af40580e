"""Records that ``--match`` excludes are skipped without decompressing them; nothing else may change by that."""

import gzip
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generators.archives import http, packed, record
from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, Item, Skipped
from qapipe.sources.compression.members import Damage, Member, members
from qapipe.sources.warc import records
from support.reading import items

WANTED = ("*/question/*",)


def words(number: int, size: int) -> bytes:
    """A body of random words, which do not compress to nothing."""
    return b"<p>" + b" ".join(b"%x" % word for word in random.Random(number).choices(range(1 << 30), k=size // 8))


def large(number: int, *, wanted: bool, size: int = 30_000) -> bytes:
    """The record of a page that is larger than the first look at a member."""
    url = f"https://x.example/{'question' if wanted else 'news'}/{number}"
    return record(url=url, block=http(words(number, size)))


def size_of(number: int) -> int:
    """Size of a page of the crawl, in bytes."""
    return random.Random(number).randrange(3_000, 60_000)


def crawl(pages: int = 40) -> list[bytes]:
    """Requests and pages; every seventh page is wanted."""
    return [
        one
        for n in range(pages)
        for one in (
            record("request", f"https://x.example/{n}", b"GET / HTTP/1.1\r\n\r\n"),
            large(n, wanted=n % 7 == 3, size=size_of(n)),
        )
    ]


EXPECTED = (
    [(f"https://x.example/question/{n}", words(n, size_of(n))) for n in range(3, 40, 7)],
    Counter({"not matched": 34, "request record": 40}),
)
"""The pages of the crawl that match, and what is skipped."""


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
    assert seen(items(tmp_path / "a.warc", b"".join(parts), match=WANTED)) == EXPECTED
    assert seen(items(tmp_path / "a.warc.gz", packed(*parts), match=WANTED)) == EXPECTED


def test_records_that_do_not_match_are_not_decompressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc.gz").write_bytes(packed(*crawl()))
    assert 25 <= len(skipped_offsets(tmp_path / "a.warc.gz", monkeypatch)) < 34  # but for the last ones


def test_nothing_is_skipped_where_everything_matches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc.gz").write_bytes(packed(*(large(n, wanted=True) for n in range(9))))
    assert skipped_offsets(tmp_path / "a.warc.gz", monkeypatch) == []


def test_a_range_gives_what_begins_in_it(tmp_path: Path) -> None:
    data = packed(*crawl())
    for start in range(0, len(data), 23_456):
        before = items(tmp_path / "a.warc.gz", data, end=start, match=WANTED)
        after = items(tmp_path / "a.warc.gz", start=start, match=WANTED)
        assert seen(before + after) == EXPECTED, start


def forged() -> bytes:
    """A page that does not match and holds the end of its own member, followed by a record that was never captured."""
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


def test_neighbours_of_the_same_size_are_distinguished(tmp_path: Path) -> None:
    sized = [
        record(
            url=f"https://x.example/{'question' if n == 5 else 'newsnews'}/{n}", block=http(b"<p>" + b"x%d " % n * 3000)
        )
        for n in range(9)
    ]
    assert len({len(one) for one in sized}) == 1
    pages, skipped = seen(items(tmp_path / "a.warc.gz", packed(*sized), match=WANTED))
    assert pages == [("https://x.example/question/5", b"<p>" + b"x5 " * 3000)]
    assert skipped == Counter({"not matched": 8})


@pytest.mark.parametrize("lost", [1, 4, 8, 9, 30, 500, 5_000])
def test_a_truncated_file_is_reported_even_if_the_last_page_does_not_match(tmp_path: Path, lost: int) -> None:
    data = packed(*(large(n, wanted=n == 1) for n in range(5)))
    found = items(tmp_path / "a.warc.gz", data[:-lost], match=WANTED)
    assert [one.reason for one in found if isinstance(one, Failure)] == [Reason.CORRUPT]
    assert [url for url, _ in seen(found)[0]] == ["https://x.example/question/1"]


@pytest.mark.parametrize("seed", range(60))
def test_damage_loses_at_most_the_page_it_is_in(tmp_path: Path, seed: int) -> None:
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
    bodies = {f"https://x.example/question/{n}": words(n, 6_000) for n in range(1, 12, 3)}
    assert all(body == bodies[url] for url, body in found if url in safe)
