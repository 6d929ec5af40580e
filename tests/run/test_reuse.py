"""A second run does again only what changed, and gives what a run from nothing gives."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Thread, names_in
from qapipe.dataset import settle as dataset_settle
from qapipe.dataset.choices import Captures
from qapipe.dataset.contents import CARD
from qapipe.errors import DatasetError
from qapipe.readers.registry import known_sites, names_met
from qapipe.run import checkpoints, pipeline, scheduling, settling
from qapipe.run.checkpoints import Store
from qapipe.run.engines.local.worker import Monitor
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from qapipe.run.tasks import ParseResult, ParseWork, Task
from qapipe.sources import ReadOptions, splits
from support.datasets import hashes, rows_of, run_of

SITE = "https://www.realself.com/question"
CACHE = RunOptions(cache_bytes=1 << 30)


class Counting:
    """Counts the files that runs parse and the parts that they settle."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.parsed: list[str] = []
        self.settled = 0
        parse, settle = ParseWork.__call__, dataset_settle.settle

        def counted(work: ParseWork, task: Task, monitor: Monitor) -> ParseResult:
            self.parsed += [split.source for split in task.splits]
            return parse(work, task, monitor)

        def settled(*arguments: Any) -> Any:
            self.settled += 1
            return settle(*arguments)

        monkeypatch.setattr(scheduling, "TASK_FILES", 1)
        monkeypatch.setattr(ParseWork, "__call__", counted)
        monkeypatch.setattr(settling, "settle", settled)

    def of(self, folder: Path, out: Path, **options: Any) -> tuple[list[str], int]:
        """The files that a run parses, and how many parts it settles."""
        self.parsed, self.settled = [], 0
        parse_to_dataset([str(folder)], out, ParseOptions(**{"run": CACHE, **options}))
        return self.parsed, self.settled


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    return Counting(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path, thread: Thread) -> Path:
    """Eight files: lines of one site, and text of others."""
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(4):
        rows = [{"text": thread(f"Bump {n} {m}?"), "url": f"{SITE}/bump-{n}-{m}"} for m in range(3)]
        rows.append({"text": thread("Seen twice?"), "url": f"{SITE}/twice"})
        (folder / f"{n}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        (folder / f"{n + 4}.jsonl").write_text(json.dumps({"text": f"words {n}", "url": f"https://x.example/{n}"}))
    return folder


NAMES = [f"{n}.jsonl" for n in range(8)]


def fresh(folder: Path, tmp_path: Path, **options: Any) -> dict[str, str]:
    """The dataset made from nothing."""
    parse_to_dataset([str(folder)], tmp_path / "fresh", ParseOptions(**options))
    found = hashes(tmp_path / "fresh")
    shutil.rmtree(tmp_path / "fresh")
    return found


def test_a_second_run_reads_nothing_and_settles_nothing(tmp_path: Path, folder: Path, counting: Counting) -> None:
    out = tmp_path / "out"
    assert counting.of(folder, out) == (NAMES, 1)
    before = hashes(out)
    (out / "mine.txt").write_text("of the user")
    first = parse_to_dataset([str(folder)], tmp_path / "other")
    assert counting.of(folder, out) == ([], 0)
    again = parse_to_dataset([str(folder)], out, ParseOptions(run=CACHE))
    assert (out / "mine.txt").read_text() == "of the user"
    (out / "mine.txt").unlink()
    assert hashes(out) == before
    assert again.counts == first.counts
    assert (run_of(out)["tasks"], run_of(out)["tasks_resumed"]) == (8, 8)


def replaced(folder: Path) -> None:
    text = (folder / "2.jsonl").read_text().replace("Bump 2 1", "Lump 2 1")
    (folder / "new").write_text(text)
    (folder / "new").rename(folder / "2.jsonl")


def grown(folder: Path) -> None:
    with (folder / "5.jsonl").open("a") as file:
        file.write('\n{"text": "more words"}\n')


def edited(folder: Path) -> None:
    """An edit that keeps the size."""
    path = folder / "6.jsonl"
    path.write_text(path.read_text().replace("words", "wards"))


EDITS: dict[str, tuple[Callable[[Path], Any], list[str]]] = {
    "replaced": (replaced, ["2.jsonl"]),
    "grown": (grown, ["5.jsonl"]),
    "edited": (edited, ["6.jsonl"]),
    "removed": (lambda folder: (folder / "0.jsonl").unlink(), []),
    "added": (lambda folder: (folder / "3b.jsonl").write_text('{"text": "added"}'), ["3b.jsonl"]),
    "renamed": (lambda folder: (folder / "7.jsonl").rename(folder / "77.jsonl"), ["77.jsonl"]),
    "touched": (lambda folder: os.utime(folder / "1.jsonl", (1, 1)), ["1.jsonl"]),
    "emptied": (lambda folder: (folder / "4.jsonl").write_text(""), ["4.jsonl"]),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_costs_the_file_that_it_touches(tmp_path: Path, folder: Path, counting: Counting, edit: str) -> None:
    counting.of(folder, tmp_path / "out")
    change, expected = EDITS[edit]
    change(folder)
    parsed, settled = counting.of(folder, tmp_path / "out")
    assert (parsed, settled) == (expected, 1)
    assert hashes(tmp_path / "out") == fresh(folder, tmp_path)
    assert counting.of(folder, tmp_path / "out") == ([], 0)


@pytest.mark.parametrize(
    ("options", "again", "settled"),
    [
        ({"captures": Captures.ALL}, [], 1),
        ({"max_error_rate": 0.5}, [], 0),
        ({"read": ReadOptions(limit=2)}, NAMES[:1], 1),
        ({"sites": ("realself",)}, NAMES, 1),
        ({"run": RunOptions(cache_bytes=1 << 30, force=True)}, NAMES, 1),
        ({"run": RunOptions(cache_bytes=1 << 30, page_timeout=None)}, NAMES, 1),
    ],
)
def test_options_cost_what_they_affect(
    tmp_path: Path, folder: Path, counting: Counting, options: dict[str, Any], again: list[str], settled: int
) -> None:
    counting.of(folder, tmp_path / "out")
    assert counting.of(folder, tmp_path / "out", **options) == (again, settled)
    assert hashes(tmp_path / "out") == fresh(folder, tmp_path, **options)


def test_a_site_that_changed_costs_its_pages(
    tmp_path: Path, folder: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting.of(folder, tmp_path / "out")
    version = checkpoints.site_version

    def changed(name: str) -> str:
        return "new" if name == "realself" else version(name)

    for module in ("checkpoints", "tasks"):
        monkeypatch.setattr(f"qapipe.run.{module}.site_version", changed)
    assert counting.of(folder, tmp_path / "out") == (NAMES[:4], 1)
    assert counting.of(folder, tmp_path / "out") == ([], 0)


def test_which_sites_a_page_meets_follows_from_its_host() -> None:
    generic = {site.name for site in known_sites() if not site.hosts}
    named = {site.name for site in known_sites() if site.hosts}
    assert names_met("https://x.example/a") == generic
    assert names_met(f"{SITE}/a") == generic | {"realself"}
    assert names_met(None) == names_met("http://10.0.0.1/a") == generic | named


def test_the_code_of_a_site_is_not_that_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {checkpoints.site_version(name) for name in ("realself", "schema_org", "thread")}
    assert len(versions) == 3
    assert checkpoints.code_version() not in versions


@pytest.mark.parametrize("name", ["pages/part-00000.parquet", "manifest.json", CARD])
def test_files_that_the_user_changed_are_not_used_again(
    tmp_path: Path, folder: Path, counting: Counting, name: str
) -> None:
    counting.of(folder, tmp_path / "out")
    before = hashes(tmp_path / "out")
    path = tmp_path / "out" / name
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content + b" ")
    assert counting.of(folder, tmp_path / "out") == ([], 1)
    assert hashes(tmp_path / "out") == before


def test_a_moved_or_damaged_memory_costs_only_time(tmp_path: Path, folder: Path, counting: Counting) -> None:
    counting.of(folder, tmp_path / "out")
    before = hashes(tmp_path / "out")
    memory = tmp_path / ".out.qapipe/settled/dataset.json"
    good = memory.read_bytes()
    for damaged in (b"", b"[]", b"{}", good[: len(good) // 2], good.replace(b'"counts"', b'"others"')):
        memory.write_bytes(damaged)
        assert counting.of(folder, tmp_path / "out") == ([], 1)
        assert hashes(tmp_path / "out") == before
    shutil.rmtree(tmp_path / "out")
    assert counting.of(folder, tmp_path / "out") == ([], 1)
    assert hashes(tmp_path / "out") == before


def test_the_cache_is_bounded(tmp_path: Path, folder: Path, counting: Counting) -> None:
    counting.of(folder, tmp_path / "out")
    work = tmp_path / ".out.qapipe/work"
    sizes = [sum(path.stat().st_size for path in work.glob(f"{mark.stem}*")) for mark in work.glob("*.json")]
    room = sum(sizes) - max(sizes) // 2
    counting.of(folder, tmp_path / "out", run=RunOptions(cache_bytes=room))
    kept = [mark.stem for mark in work.glob("*.json")]
    assert 0 < len(kept) < 8
    assert sum(path.stat().st_size for path in work.iterdir()) <= room
    parsed, _ = counting.of(folder, tmp_path / "out")
    assert len(parsed) == 8 - len(kept)


def test_without_a_cache_nothing_is_used_and_nothing_is_left(tmp_path: Path, folder: Path, counting: Counting) -> None:
    counting.of(folder, tmp_path / "out")
    assert names_in(tmp_path) == [".out.qapipe", "in", "out"]
    assert counting.of(folder, tmp_path / "out", run=RunOptions()) == (NAMES, 1)
    assert names_in(tmp_path) == ["in", "out"]


def test_without_a_cache_an_interrupted_run_is_resumed(
    tmp_path: Path, folder: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting.of(folder, tmp_path / "out")

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "write_card", no_space)
        with pytest.raises(DatasetError):
            counting.of(folder, tmp_path / "out", run=RunOptions())
    assert counting.parsed == NAMES
    assert names_in(tmp_path / ".out.qapipe") == ["work"]
    assert counting.of(folder, tmp_path / "out", run=RunOptions()) == ([], 1)
    assert names_in(tmp_path) == ["in", "out"]


def test_a_run_that_fails_keeps_what_it_has(
    tmp_path: Path, folder: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting.of(folder, tmp_path / "out")
    before = hashes(tmp_path / "out")
    grown(folder)

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "write_card", no_space)
        with pytest.raises(DatasetError):
            counting.of(folder, tmp_path / "out")
    assert hashes(tmp_path / "out") == before
    assert counting.of(folder, tmp_path / "out") == ([], 1)
    assert hashes(tmp_path / "out") == fresh(folder, tmp_path)


def test_a_file_that_changes_under_the_run_is_not_remembered(
    tmp_path: Path, folder: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splits, "PIECE_BYTES", 700)
    find = Store.keep

    def grow(store: Store, name: str, metadata: dict[str, object]) -> None:
        find(store, name, metadata)
        with (folder / "0.jsonl").open("a") as file:
            file.write("\n")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "keep", grow)
        counting.of(folder, tmp_path / "out")
    assert "changed" in {row["reason"] for row in rows_of(tmp_path / "out", "pages")}
    parsed, settled = counting.of(folder, tmp_path / "out")
    assert (set(parsed), settled) == ({"0.jsonl"}, 1)
    assert hashes(tmp_path / "out") == fresh(folder, tmp_path)
