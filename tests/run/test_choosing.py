"""--limit, --sample and --exclude: the same pages at any number of workers, however the input is cut and named."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from generators.archives import http, packed, page, record
from qapipe.run.load import LoadOptions, load
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.sampling import SampleOptions
from qapipe.run.scheduling import RunOptions
from qapipe.run.summary import Summary
from qapipe.sources import ReadOptions

PAGES = 120


def url(number: int) -> str:
    return f"https://x.example/{'question' if number % 3 else 'news'}/{number}"


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qapipe.sources.splits.PIECE_BYTES", 700)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A dump with a bad line, a WARC with a picture and a page that was gone, and a page without a URL."""
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [json.dumps({"url": url(n), "text": f"words {n}"}) for n in range(PAGES // 2)]
    lines.insert(7, "bad")
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n")
    records = [record(url=url(n), block=http(page(n))) for n in range(PAGES // 2, PAGES)]
    records.insert(3, record(url="https://x.example/a.png", block=http(b"x", media_type="image/png")))
    records.insert(5, record(url="https://x.example/gone", block=http(b"x", status="404 Not Found")))
    (folder / "b.warc.gz").write_bytes(packed(*records))
    (folder / "c.html").write_text("<link rel=canonical href=https://y.example/c><p>words of c")
    return folder


def parsed(
    source: Path, out: Path, *, workers: int = 0, size: int | None = None, seed: int = 0, **read: Any
) -> list[dict[str, Any]]:
    """The ledger of a run."""
    summary = parse(source, out, workers=workers, size=size, seed=seed, **read)
    rows: list[dict[str, Any]] = pq.read_table(out / "pages").to_pylist()
    assert summary.counts.pages == len(rows)
    return rows


def parse(source: Path, out: Path, *, workers: int, size: int | None, seed: int, **read: Any) -> Summary:
    sample = None if size is None else SampleOptions(size, seed)
    options = ParseOptions(read=ReadOptions(**read), sample=sample, run=RunOptions(workers))
    return parse_to_dataset([str(source)], out, options)


def urls(rows: list[dict[str, Any]]) -> list[str | None]:
    return [row["url"] for row in rows]


ALL = [
    *(url(n) for n in range(7)), None, *(url(n) for n in range(7, PAGES // 2)),
    *(url(n) for n in range(PAGES // 2, PAGES // 2 + 4)), "https://x.example/gone",
    *(url(n) for n in range(PAGES // 2 + 4, PAGES)), "https://y.example/c",
]  # fmt: skip
"""The URLs of the ledger without any choice; the bad line has none."""


def test_the_ledger_has_all_pages_without_a_choice(tmp_path: Path, sources: Path) -> None:
    assert urls(parsed(sources, tmp_path / "out")) == ALL


@pytest.mark.parametrize("limit", [1, 7, 8, 9, 60, 61, 62, 70, len(ALL) - 1, len(ALL), len(ALL) + 1])
def test_a_limit_keeps_the_first_rows_of_the_ledger(tmp_path: Path, sources: Path, limit: int) -> None:
    assert urls(parsed(sources, tmp_path / "out", limit=limit)) == ALL[:limit]


def test_a_limit_gives_the_same_files_at_any_number_of_workers(tmp_path: Path, sources: Path) -> None:
    found = []
    for workers in (0, 1, 2, 3):
        rows = parsed(sources, tmp_path / "out", workers=workers, limit=50)
        assert [(row["url"], row["offset"]) for row in rows] == list(zip(ALL[:50], range(50), strict=True))
        manifest = json.loads((tmp_path / "out/manifest.json").read_text())
        found.append(([(file["path"], file["sha256"]) for file in manifest["files"]], manifest["counts"]))
    assert found[1:] == found[:1] * 3


def test_a_limit_counts_what_the_globs_keep(tmp_path: Path, sources: Path) -> None:
    rows = parsed(sources, tmp_path / "out", limit=70, match=("*/question/*",), exclude=("*/1?", "*/10*"))
    wanted = [one for one in ALL if one is None or ("question" in one and not one.endswith(tuple(EXCLUDED)))]
    assert urls(rows) == wanted[:70]
    assert len(wanted) > 60


EXCLUDED = [f"/{n}" for n in (*range(10, 20), *range(100, 110))]


def test_a_limit_reads_no_further_than_it_must(tmp_path: Path, sources: Path) -> None:
    (sources / "d.jsonl").write_text("bad\n" * 5)
    summary = parse(sources, tmp_path / "out", workers=0, size=None, seed=0, limit=5)
    assert summary.counts.status["error"] == 0
    assert summary.counts.pages == 5


def test_excluded_pages_are_counted(tmp_path: Path, sources: Path) -> None:
    summary = parse(sources, tmp_path / "out", workers=0, size=None, seed=0, exclude=("*/news/*", "y.example/*"))
    # 40 pages of news and the page whose URL only the page itself states
    assert summary.counts.as_json()["skipped_by_match"] == 41
    assert summary.counts.pages == len(ALL) - 41


@pytest.mark.parametrize("size", [1, 10, 60])
def test_a_sample_has_its_size_and_every_fault(tmp_path: Path, sources: Path, size: int) -> None:
    rows = parsed(sources, tmp_path / "out", size=size)
    assert len(rows) == size + 1
    assert [row["offset"] for row in rows if row["reason"] == "corrupt"] == [7]
    assert [one for one in ALL if one in urls(rows)] == urls(rows)  # in the order of the input
    skipped = json.loads((tmp_path / "out/manifest.json").read_text())["counts"]
    # The picture is not looked at where its URL is not in the sample.
    assert skipped["skipped_by_sample"] + sum(skipped["other_records"].values()) == len(ALL) - 1 - size + 1


def test_a_sample_larger_than_the_input_is_all_of_it(tmp_path: Path, sources: Path) -> None:
    assert urls(parsed(sources, tmp_path / "out", size=500)) == ALL


def test_a_sample_is_the_same_pages_however_they_are_read(
    tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {row["url"] for row in parsed(sources, tmp_path / "out", size=20)}
    for workers in (1, 2):
        assert {row["url"] for row in parsed(sources, tmp_path / "out", workers=workers, size=20)} == whole
    monkeypatch.undo()
    assert {row["url"] for row in parsed(sources, tmp_path / "out", size=20)} == whole
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.warc.gz").write_bytes((sources / "b.warc.gz").read_bytes())
    lines = [line for line in (sources / "a.jsonl").read_text().splitlines() if line != "bad"]
    (other / "x.jsonl").write_text("\n".join([*reversed(lines), "bad"]))
    (other / "y.html").write_bytes((sources / "c.html").read_bytes())
    assert {row["url"] for row in parsed(other, tmp_path / "out", size=20)} == whole


def test_other_seeds_choose_other_pages_that_are_spread_over_the_input(tmp_path: Path, sources: Path) -> None:
    samples = [set(urls(parsed(sources, tmp_path / "out", size=20, seed=seed))) for seed in (0, 1, -1, 10**30)]
    for one in samples:
        assert sum(sample == one for sample in samples) == 1
        numbers = sorted(int(url.rpartition("/")[2]) for url in one if url and url.rpartition("/")[2].isdigit())
        assert numbers[0] < 40
        assert numbers[-1] > 80


def test_a_sample_is_of_what_the_globs_keep(tmp_path: Path, sources: Path) -> None:
    rows = parsed(sources, tmp_path / "out", size=500, match=("*/news/*", "y.example/*"))
    wanted = {one for one in ALL if one is None or "news" in one or "y.example" in one}
    assert set(urls(rows)) == wanted
    rows = parsed(sources, tmp_path / "out", size=15, match=("*/news/*", "y.example/*"))
    assert len(rows) == 16
    assert set(urls(rows)) < wanted


def test_a_limit_counts_what_the_sample_keeps(tmp_path: Path, sources: Path) -> None:
    sample = urls(parsed(sources, tmp_path / "out", size=20))
    assert urls(parsed(sources, tmp_path / "out", size=20, limit=8)) == sample[:8]


def test_pages_without_a_url_are_sampled_by_their_payload(tmp_path: Path) -> None:
    def bodies(*texts: str) -> set[str]:
        path = tmp_path / "a.jsonl"
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        rows = parsed(path, tmp_path / "out", size=10)
        assert len(rows) == 10
        return {row["payload_sha256"] for row in rows}

    texts = [f"words {n}" for n in range(50)]
    first = bodies(*texts)
    assert first == bodies(*reversed(texts))
    assert first < {sha256(text.encode()).hexdigest() for text in texts}


def test_of_many_captures_of_a_page_a_sample_has_as_many_as_it_may(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"words {n}", "url": "https://x.example/"}) + "\n" for n in range(50)))
    assert len(parsed(path, tmp_path / "out", size=10)) == 10


@pytest.mark.parametrize("workers", [0, 2])
def test_load_stores_the_pages_that_are_chosen(tmp_path: Path, sources: Path, workers: int) -> None:
    def loaded(size: int | None = None, **read: Any) -> list[str | None]:
        sample = None if size is None else SampleOptions(size)
        options = LoadOptions(read=ReadOptions(**read), sample=sample, run=RunOptions(workers))
        out = tmp_path / f"raw{size}{len(read)}"
        summary = load([str(sources)], out, options)
        rows = parsed(out, tmp_path / "out")
        assert summary.pages == len(rows)
        return urls(rows)

    pages = [one for one in ALL if one not in (None, "https://x.example/gone")]
    assert loaded(limit=50) == pages[:50]
    assert loaded(limit=50, exclude=("*/news/*",)) == [one for one in pages if one and "news" not in one][:50]
    sample = set(urls(parsed(sources, tmp_path / "out", size=20))) - {None, "https://x.example/gone"}
    assert set(loaded(size=20)) == sample
