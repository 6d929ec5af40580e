"""Several parts give the rows of one part: whatever decides about each other is settled together."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Thread
from generators.archives import http, packed, record
from qapipe.dataset.choices import Captures
from qapipe.errors import QapipeError
from qapipe.records.ids import canonical_url, digest, question_id, thread_id
from qapipe.records.schema import TABLES
from qapipe.run import parted, parts, pipeline, tasks
from qapipe.run.engines.local.worker import Death, Phase
from qapipe.run.parts import PART_BYTES, bits_for, keys_of
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from qapipe.run.settling import PartTask, PartWork
from qapipe.sources import ReadOptions
from support.datasets import Rows, hashes, manifest_of, rows_of

FORUM = "https://forum.example/t"
MARKED = (
    '<html><head><title>Why {n}?</title>{head}</head><body><div itemscope itemtype="https://schema.org/QAPage"><div '
    'itemprop=mainEntity itemscope itemtype="https://schema.org/Question"><h1 itemprop=name>Why is it so, {n}?</h1>'
    '<div itemprop=suggestedAnswer itemscope itemtype="https://schema.org/Answer"><p itemprop=text>{body}</p>'
    "<span itemprop=author itemscope itemtype='https://schema.org/Person'><b itemprop=name>{author}</b></span>"
    "</div></div></div>"
)


def marked(n: int, body: str, author: str = "Ida Quist", head: str = "") -> bytes:
    return MARKED.format(n=n, body=body, author=author, head=head).encode()


def captured(url: str, body: bytes, date: str, media_type: str = "text/html") -> bytes:
    return record(url=url, block=http(body, media_type=media_type), WARC_Date=date)


@pytest.fixture
def folder(tmp_path: Path, thread: Thread) -> Path:
    """Questions with captures, duplicates, further pages and permalinks; pages without one; damaged lines."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows: list[dict[str, Any]] = []
    for n in range(6):
        url = f"https://www.realself.com/question/bump-{n}"
        for year, rating in ((2015, "4.1"), (2019 + n % 2, "4.9"), (2017, "4.7")):
            rows.append({"text": thread(f"Bump {n}?", rating=rating), "url": url, "date": f"{year}-05-01T00:00:00Z"})
        rows += [rows[-1], {"text": f"no question {n % 5}"}, {"no": n}]
        rows.append({"text": thread(f"Bump {n}?", answers=[("More", f"More of {n}.", "")]), "url": f"{url}?page=2"})
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    records = []
    for n in range(8):
        home, second = f"{FORUM}/{n}", f"{FORUM}/{n}/page-2"
        link = f'<link rel=canonical href="{second}">'
        records += [
            captured(second, marked(n, f"Two of {n}.", "Ole Brandt"), "2020-01-01T00:00:00Z"),
            captured(home, marked(n, f"One of {n}."), "2020-01-02T00:00:00Z"),
            captured(f"{FORUM}/{n}/post-{n}", marked(n, f"Again two of {n}.", head=link), "2020-01-03T00:00:00Z"),
            captured(home, marked(n, f"One of {n}."), "2021-01-02T00:00:00Z", "text/plain"),
            captured(home, marked(n, f"One of {n}!"), "2020-06-01T00:00:00Z"),
            captured(f"{FORUM}/lone-{n}", marked(n, "Alone."), "2021-01-02T00:00:00Z", "text/plain"),
            captured(f"{FORUM}/lone-{n}", marked(n, "Alone."), "2021-01-03T00:00:00Z"),
        ]
    (folder / "b.warc.gz").write_bytes(packed(*records))
    (folder / "c.html.gz").write_bytes(b"\x1f\x8b damaged")
    return folder


def sorted_rows(out: Path, table: str) -> Rows:
    return sorted(rows_of(out, table), key=lambda row: json.dumps(row, default=str))


def parse(folder: Path, out: Path, workers: int = 0, **options: Any) -> dict[str, str]:
    parse_to_dataset([str(folder)], out, ParseOptions(run=RunOptions(workers), **options))
    return hashes(out)


@pytest.mark.parametrize("captures", Captures)
def test_several_parts_have_the_rows_of_one(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, captures: Captures
) -> None:
    one = parse_to_dataset([str(folder)], tmp_path / "one", ParseOptions(captures=captures))
    monkeypatch.setattr(parts, "PART_BYTES", 1_000)
    several = parse_to_dataset([str(folder)], tmp_path / "several", ParseOptions(captures=captures))
    for table in TABLES:
        assert sorted_rows(tmp_path / "several", table) == sorted_rows(tmp_path / "one", table), table
    assert len(list((tmp_path / "several/pages").iterdir())) > 2
    assert manifest_of(tmp_path / "several")["counts"] == manifest_of(tmp_path / "one")["counts"]
    assert several.counts.outcomes.as_json() == one.counts.outcomes.as_json()
    assert several.counts.outcomes.failures == one.counts.outcomes.failures
    assert several.counts.outcomes.unread == one.counts.outcomes.unread
    ids = [row["page_id"] for row in rows_of(tmp_path / "several", "pages") if row["page_id"]]
    assert len(ids) == len(set(ids))
    assert {"duplicate", "ok", "not_qa", "error"} <= {row["status"] for row in rows_of(tmp_path / "several", "pages")}


@pytest.mark.parametrize("workers", [0, 2])
def test_how_far_settling_is_is_told(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 16_000)
    told: list[tuple[float, int, int]] = []
    options = ParseOptions(run=RunOptions(workers))
    parse_to_dataset([str(folder)], tmp_path / "out", options, on_settled=lambda *one: told.append(one))
    assert {count for _, _, count in told} == {4}
    assert told == sorted(told)
    assert {done for _, done, _ in told} == {0, 1, 2, 3, 4}
    assert told[-1] == (1.0, 4, 4)


def test_how_far_the_settling_of_one_part_is_is_told(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH_ROWS", 20)
    monkeypatch.setattr(parted, "JOINED_ROWS", 20)
    told: list[tuple[float, int, int]] = []
    parse_to_dataset([str(folder)], tmp_path / "out", on_settled=lambda *one: told.append(one))
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (1.0, 1, 1)


def test_the_same_page_with_and_without_a_question_is_one_page(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 1_000)
    parse(folder, tmp_path / "out")
    lone = [row for row in rows_of(tmp_path / "out", "pages") if "lone" in (row["url"] or "")]
    lone.sort(key=lambda row: row["offset"])
    assert [row["status"] for row in lone] == ["not_qa", "duplicate"] * 8
    for first, again in zip(lone[::2], lone[1::2], strict=True):
        assert again["duplicate_of"] == first["page_id"]
        assert again["detail"] == f"first seen in b.warc.gz:{first['member']}, offset {first['offset']}"


def test_bytes_follow_from_the_input_alone(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not from workers, nor from the parts that kept results were written with, nor from when rows are sorted."""
    monkeypatch.setattr(parts, "PART_BYTES", 2_000)
    expected = parse(folder, tmp_path / "out")
    assert parse(folder, tmp_path / "two", workers=2) == expected
    for size in (1 << 30, 400):
        with monkeypatch.context() as patch:
            patch.setattr(parts, "PART_BYTES", size)
            patch.setattr(parted, "FLUSH_BYTES", size)
            patch.setattr(pipeline, "settle_all", _fail)
            with pytest.raises(QapipeError):
                parse(folder, tmp_path / f"after-{size}")
        assert parse(folder, tmp_path / f"after-{size}") == expected, size
        resumed = json.loads((tmp_path / f"after-{size}/run.json").read_text())
        assert resumed["tasks_resumed"] == resumed["tasks"] > 0


def _fail(*_: object) -> None:
    raise QapipeError("enough")


def test_a_limit_counts_pages_in_the_order_of_the_input(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 1_000)
    for limit in (17, 60):
        parse(folder, tmp_path / "out", read=ReadOptions(limit=limit))
        places = sorted((row["source"], row["offset"]) for row in rows_of(tmp_path / "out", "pages"))
        everything = [("a.jsonl", n) for n in range(42)]
        assert places[:42] == everything[: min(limit, 42)]
        assert len(places) == limit


def test_parts_of_the_smallest_sources_hold_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 1)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("words")
    parse(tmp_path / "in", tmp_path / "out")
    found = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.parquet"))
    assert found == [f"{table}/part-00000.parquet" for table in sorted(TABLES)]
    assert len(rows_of(tmp_path / "out", "pages")) == 1


# Parts and keys


def test_the_number_of_parts_follows_from_the_bytes() -> None:
    assert [bits_for(size) for size in (0, 1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES, 1 << 62)] == [
        0,
        0,
        0,
        1,
        1,
        10,
    ]


@pytest.mark.parametrize("bits", [0, 1, 3, 10])
def test_parts_share_all_keys(bits: int) -> None:
    assert [key for part in range(1 << bits) for key in keys_of(part, bits)] == list(range(1 << 16))


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://x.example/t/7", "https://x.example/t/7?page=2"),
        ("https://x.example/t/7", "http://www.x.example/t/7/page-2/"),
        ("https://x.example/t?id=7", "https://x.example/t?start=20&id=7"),
        ("https://x.example/t?id=7&page=1", "https://x.example/t?page=3&start=20&id=7"),
        ("https://x.example/", "https://x.example/page/2"),
    ],
)
def test_pages_of_a_thread_share_its_id(url: str, same: str) -> None:
    one, other = (thread_id(question_id("s", None, each, ""), "s", None, each) for each in (url, same))
    assert one == other


def test_other_pages_do_not() -> None:
    urls = ["https://x.example/t/7", "https://x.example/t/8", "https://x.example/t?id=7", "https://x.example/t?id=8"]
    assert len({thread_id(question_id(None, None, url, ""), None, None, url) for url in urls}) == 4
    assert thread_id("q", "s", "key", "https://x.example/t?page=2") == "q"
    assert thread_id("q", None, None, None) == "q"
    assert thread_id("q", None, None, "https://x.example/startpage") == "q"
    assert canonical_url("https://x.example/t?page=2") == "x.example/t?page=2"
    assert thread_id("q", None, None, "https://x.example/t?page=2") == digest("question", None, "url", "x.example/t")


def test_a_part_whose_workers_die_ends_the_run(tmp_path: Path) -> None:
    work: PartWork[None] = PartWork((), 2, tmp_path)
    task = PartTask(1)
    for _ in range(2):
        task = work.retry(task, Death(Phase.READING, 0, -9))
    with pytest.raises(QapipeError, match=r"died 3 times while it settled part 2 of 4 .*SIGKILL.*try fewer --workers"):
        work.retry(task, Death(Phase.READING, 0, -9))
