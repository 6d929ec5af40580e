"""An interrupted run resumes: results are reused, and only what has changed since is done again."""

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import qapipe
from conftest import names_in
from qapipe.dataset.choices import Captures
from qapipe.errors import QapipeError
from qapipe.run import checkpoints, pipeline, scheduling
from qapipe.run.checkpoints import Store, key
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions, grouped
from qapipe.run.tasks import ParseResult, ParseWork, Task
from qapipe.sources import ReadOptions, Split, splits
from support.datasets import hashes, rows_of

# Keys


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n')
    return path


def split_of(path: Path, start: int = 0, end: int | None = None) -> Split:
    return Split(str(path), path.name, 14, start, end)


def test_a_key_is_the_same_for_the_same(file: Path) -> None:
    first = key([split_of(file)], ("x", 1))
    assert first == key([split_of(file)], ("x", 1))
    assert len(first) == 32
    assert int(first, 16)


def test_a_key_depends_on_everything_that_affects_the_result(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = split_of(file)
    other = tmp_path / "b.jsonl"
    shutil.copy2(file, other)
    keys = [
        key([whole], ""),
        key([whole], "options"),
        key([split_of(file, 1)], ""),
        key([split_of(file, 0, 7)], ""),
        key([whole, whole], ""),
        key([], ""),
        key([split_of(other)], ""),
        key([Split(str(file), "otherwise/a.jsonl", 14)], ""),
    ]
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    keys.append(key([whole], ""))
    file.write_text('{"text": "ab"}\n')
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # a change that keeps the modification time
    keys.append(key([whole], ""))
    file.unlink()
    keys.append(key([whole], ""))
    file.write_text('{"text": "a"}\n')
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # a different file in its place
    keys.append(key([whole], ""))
    monkeypatch.setattr(checkpoints, "_code", lambda: "other code")
    keys.append(key([whole], ""))
    assert len(set(keys)) == len(keys)


@pytest.fixture
def fresh_code() -> Iterator[None]:
    checkpoints._code.cache_clear()  # noqa: SLF001
    yield
    checkpoints._code.cache_clear()  # noqa: SLF001


@pytest.mark.usefixtures("fresh_code")
def test_a_key_depends_on_code_and_libraries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def code() -> str:
        checkpoints._code.cache_clear()  # noqa: SLF001
        return checkpoints._code()  # noqa: SLF001

    package = tmp_path / "qapipe"
    (package / "deep").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "deep" / "a.py").write_text("x = 1")
    monkeypatch.setattr(qapipe, "__file__", str(package / "__init__.py"))
    codes = [code(), code()]
    assert codes[0] == codes.pop()
    (package / "deep" / "a.py").write_text("x = 2")
    codes.append(code())
    (package / "deep" / "a.py").rename(package / "deep" / "b.py")
    codes.append(code())
    monkeypatch.setattr(checkpoints, "SCHEMA_VERSION", 99)
    codes.append(code())
    monkeypatch.setattr(checkpoints, "version", lambda name: "99" if name == "selectolax" else "1")
    codes.append(code())
    monkeypatch.setattr(sys, "version", "4.0")
    codes.append(code())
    assert len(set(codes)) == len(codes)


# The store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "work").mkdir()
    store = Store(tmp_path / "work")
    for name in ("one", "two"):
        store.path(name).write_bytes(name.encode() * 100)
        store.keep(name, {"pages": 3, "of": name})
    return store


def test_kept_results_are_found(store: Store, tmp_path: Path) -> None:
    assert store.find("one") == {"pages": 3, "of": "one"}
    assert store.find("three") is None
    assert names_in(tmp_path / "work") == ["one.json", "one.result", "two.json", "two.result"]


def flipped(data: bytes, bit: int) -> bytes:
    """The bytes with one bit changed."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_a_damaged_mark_is_not_found(store: Store, tmp_path: Path) -> None:
    mark = tmp_path / "work/one.json"
    good = mark.read_bytes()
    for damaged in (b"", good[:-5], b"[]", b"null", b"{}", b"\x00" * 40, b"\xff\xfe", good.replace(b"3", b"4", 1)):
        mark.write_bytes(damaged)
        assert store.find("one") is None, damaged
    for bit in range(0, 8 * len(good), 3):
        mark.write_bytes(flipped(good, bit))
        assert store.find("one") in (None, {"pages": 3, "of": "one"}), bit  # a changed blank or key changes nothing
    mark.write_bytes(good)
    assert store.find("one") == {"pages": 3, "of": "one"}


def test_a_damaged_result_is_not_found(store: Store) -> None:
    path = store.path("one")
    good = path.read_bytes()
    for damaged in (good + b"x", good[:-1], b"", *(flipped(good, bit) for bit in range(0, 8 * len(good), 7))):
        path.write_bytes(damaged)
        assert store.find("one") is None
    path.write_bytes(good)
    assert store.find("one") is not None
    path.unlink()
    assert store.find("one") is None


def test_only_complete_and_wanted_results_stay(store: Store, tmp_path: Path) -> None:
    for leftover in ("three.result", "one.result.part", "four.part", "five.json"):
        (tmp_path / "work" / leftover).write_text("{}")
    store.keep_only(["one", "three", "five", "six"])
    assert names_in(tmp_path / "work") == ["one.json", "one.result"]
    store.keep_only([])
    assert names_in(tmp_path / "work") == []


# Groups


def files(count: int, size: int = 100) -> list[Split]:
    return [Split(f"/in/{number:05d}.html", f"{number:05d}.html", size) for number in range(count)]


def test_pruning_removes_what_was_left_incomplete(store: Store, tmp_path: Path) -> None:
    (tmp_path / "work/three.result.0123456789ab.part").write_bytes(b"half")
    store.prune(1 << 20)
    assert names_in(tmp_path / "work") == ["one.json", "one.result", "two.json", "two.result"]


def test_groups_hold_all_splits_in_order_and_none_is_too_large() -> None:
    splits = files(3_000) + files(40, scheduling.TASK_BYTES // 3) + [Split("/big", "big", 10 * scheduling.TASK_BYTES)]
    groups = list(grouped(splits))
    assert [split for group in groups for split in group] == splits
    assert all(group for group in groups)
    assert all(len(group) <= scheduling.TASK_FILES for group in groups)
    assert all(len(group) == 1 or sum(split.size for split in group) <= scheduling.TASK_BYTES for group in groups)
    assert list(grouped([])) == []


def test_pieces_of_a_big_file_are_tasks_of_their_own() -> None:
    a, *pieces, b = [Split("/a", "a", 5), *(Split("/p", "p", 9, start, start + 9) for start in (0, 9, 18)), files(1)[0]]
    assert list(grouped([a, *pieces, b])) == [(a,), *((piece,) for piece in pieces), (b,)]


@pytest.mark.parametrize("change", ["removed", "added", "grown"])
def test_a_file_more_or_less_changes_only_the_groups_around_it(change: str) -> None:
    splits = files(5_000, scheduling.TASK_BYTES // 400)
    changed = list(splits)
    if change == "removed":
        del changed[2_000]
    elif change == "added":
        changed.insert(2_000, Split("/in/01999b.html", "01999b.html", 100))
    else:
        changed[2_000] = Split("/in/02000.html", "02000.html", scheduling.TASK_BYTES)
    before, after = set(grouped(splits)), set(grouped(changed))
    assert len(after - before) <= 3
    assert len(before) > 30


# Runs


class Counting:
    """Records what is parsed, and ends a run after some tasks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.parsed: list[str] = []
        self.last: int | None = None
        original = ParseWork.__call__

        def parse(work: ParseWork, task: Task, monitor: object) -> ParseResult:
            if len(self.parsed) == self.last:
                raise QapipeError("enough")
            self.parsed += [split.source for split in task.splits]
            return original(work, task, monitor)  # type: ignore[arg-type]  # it is one

        monkeypatch.setattr(ParseWork, "__call__", parse)

    def of(self, folder: Path, out: Path, options: ParseOptions | None = None, last: int | None = None) -> list[str]:
        """The files that a run parses; it fails after ``last`` tasks."""
        self.parsed, self.last = [], last
        if last is None:
            parse_to_dataset([str(folder)], out, options)
        else:
            with pytest.raises(QapipeError, match="enough"):
                parse_to_dataset([str(folder)], out, options)
        return self.parsed


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    monkeypatch.setattr(scheduling, "TASK_FILES", 1)
    return Counting(monkeypatch)


NAMES = [f"{number}.txt" for number in range(6)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(f"words of {name}")
    return folder


def test_an_interrupted_run_resumes(tmp_path: Path, folder: Path, counting: Counting) -> None:
    counting.of(folder, tmp_path / "undisturbed")
    out = tmp_path / "out"
    assert counting.of(folder, out, last=4) == NAMES[:4]
    assert counting.of(folder, out, last=1) == NAMES[4:5]
    counting.last = None
    reported: list[tuple[Sequence[int], int, int]] = []
    parse_to_dataset([str(folder)], out, progress=lambda *some: reported.append(some))
    assert reported[0][0][0] == 5
    assert reported[-1][0][0] == 6
    assert hashes(out) == hashes(tmp_path / "undisturbed")
    assert names_in(tmp_path) == ["in", "out", "undisturbed"]
    assert counting.of(folder, out) == NAMES  # a completed run keeps no results


@pytest.mark.parametrize("workers", [0, 2])
def test_nothing_is_done_when_a_first_run_begins(tmp_path: Path, folder: Path, workers: int) -> None:
    """However fast the first result comes, it is never reported as one of an earlier run."""
    reported: list[tuple[int, int]] = []
    options = ParseOptions(run=RunOptions(workers))
    parse_to_dataset(
        [str(folder)], tmp_path / "out", options, progress=lambda tally, done, _: reported.append((sum(tally), done))
    )
    assert reported[0] == (0, 0)


def test_a_run_with_all_results_parses_nothing(
    tmp_path: Path, folder: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "write_card", fail)
        with pytest.raises(QapipeError, match="No space"):
            parse_to_dataset([str(folder)], tmp_path / "out")
    assert counting.of(folder, tmp_path / "out") == []
    assert len(rows_of(tmp_path / "out", "pages")) == 6


def test_only_changed_files_are_parsed_again(tmp_path: Path, folder: Path, counting: Counting) -> None:
    counting.of(folder, tmp_path / "out", last=5)
    (folder / "2.txt").write_text("other words of 2")
    (folder / "3.txt").unlink()
    (folder / "1b.txt").write_text("more words")
    assert counting.of(folder, tmp_path / "out") == ["1b.txt", "2.txt", "5.txt"]
    sources = [row["source"] for row in rows_of(tmp_path / "out", "pages")]
    assert sources == ["0.txt", "1.txt", "1b.txt", "2.txt", "4.txt", "5.txt"]
    counting.of(folder, tmp_path / "again")
    assert hashes(tmp_path / "out") == hashes(tmp_path / "again")


@pytest.mark.parametrize(
    ("options", "again"),
    [
        (ParseOptions(), False),
        (ParseOptions(run=RunOptions(force=True)), True),
        (ParseOptions(run=RunOptions(page_timeout=1.0)), True),
        (ParseOptions(read=ReadOptions(url_field="x")), True),
        (ParseOptions(sites=("realself",)), True),
        (ParseOptions(captures=Captures.ALL), False),  # applies after parsing
        (ParseOptions(max_error_rate=0.5), False),
    ],
)
def test_options_that_affect_results_start_over(
    tmp_path: Path, folder: Path, counting: Counting, options: ParseOptions, again: bool
) -> None:
    counting.of(folder, tmp_path / "out", last=5)
    assert counting.of(folder, tmp_path / "out", options) == (NAMES if again else NAMES[5:])


def test_other_code_starts_over(
    tmp_path: Path, folder: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting.of(folder, tmp_path / "out", last=5)
    monkeypatch.setattr(checkpoints, "_code", lambda: "other code")
    assert counting.of(folder, tmp_path / "out") == NAMES


def test_damaged_results_are_made_again(tmp_path: Path, folder: Path, counting: Counting) -> None:
    counting.of(folder, tmp_path / "out", last=5)
    results = sorted((tmp_path / ".out.qapipe/work").glob("*.result"))
    assert len(results) == 5
    os.truncate(results[0], 7)
    results[1].with_suffix(".json").unlink()
    results[2].write_bytes(flipped(results[2].read_bytes(), 8 * 700 + 3))
    assert len(counting.of(folder, tmp_path / "out")) == 4
    counting.of(folder, tmp_path / "undisturbed")
    assert hashes(tmp_path / "out") == hashes(tmp_path / "undisturbed")


def test_results_are_reused_by_any_number_of_workers(tmp_path: Path, folder: Path, counting: Counting) -> None:
    """Two workers reuse the results of a run without workers: the files are not touched."""
    counting.of(folder, tmp_path / "out", last=5)
    work = tmp_path / ".out.qapipe/work"
    before = {path.name: path.stat().st_mtime_ns for path in work.glob("*.result")}
    kept: dict[str, int] = {}

    def look(*_: object) -> None:
        kept.update({path.name: path.stat().st_mtime_ns for path in work.glob("*.result") if path.name in before})

    parse_to_dataset([str(folder)], tmp_path / "out", ParseOptions(run=RunOptions(2)), progress=look)
    assert kept == before


def test_two_places_do_not_share_results(tmp_path: Path, folder: Path, counting: Counting) -> None:
    counting.of(folder, tmp_path / "one", last=3)
    assert counting.of(folder, tmp_path / "two") == NAMES
    assert counting.of(folder, tmp_path / "one") == NAMES[3:]


def test_line_numbers_are_those_of_the_file_after_a_restart(
    tmp_path: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splits, "PIECE_BYTES", 500)
    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps({"text": f"words {number}"}) + "\n" for number in range(100)))
    assert len(counting.of(source, tmp_path / "out", last=2)) == 2
    assert len(counting.of(source, tmp_path / "out")) > 1
    assert [row["offset"] for row in rows_of(tmp_path / "out", "pages")] == list(range(100))
    assert Counter(row["status"] for row in rows_of(tmp_path / "out", "pages")) == {"not_qa": 100}
