"""The dataset on disk: files that depend on rows alone, the fate of captures, and replacement as a whole."""

import json
import os
import subprocess
import sys
import textwrap
import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import environment, names_in
from qapipe.dataset import publish, writer
from qapipe.dataset.publish import building
from qapipe.dataset.resolve import Captures, Resolution, resolve
from qapipe.dataset.writer import TableWriter
from qapipe.errors import DatasetError, UsageError
from qapipe.records.ids import digest
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import EXPERTS, PAGES, TABLES

# Files


def expert_rows(count: int) -> pa.RecordBatch:
    rows = [
        {
            "expert_id": digest(str(number)),
            "site": "realself",
            "name": "x" * (number % 50),
            "credentials": ["MD"] * (number % 3),
            "answers": number,
            "location": None if number % 4 else "Tampa",
        }
        for number in range(count)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=EXPERTS)


def write_in_batches(folder: Path, rows: pa.RecordBatch, sizes: list[int]) -> list[bytes]:
    """The bytes of the files that come of the rows when they arrive in batches of these sizes."""
    table = TableWriter(folder, "experts")
    start = 0
    for size in [*sizes, rows.num_rows]:
        table.write(rows.slice(start, size))
        start += min(size, rows.num_rows - start)
    return [part.path.read_bytes() for part in table.close()]


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 40)
    monkeypatch.setattr(writer, "GROUP_BYTES", 5_600)
    monkeypatch.setattr(writer, "PART_BYTES", 20_000)


@pytest.mark.usefixtures("small_files")
def test_files_depend_on_the_rows_and_not_on_their_batches(tmp_path: Path) -> None:
    rows = expert_rows(700)
    whole = write_in_batches(tmp_path / "whole", rows, [])
    assert len(whole) > 3
    count = 0

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(0, 90), max_size=30))
    def check(sizes: list[int]) -> None:
        nonlocal count
        count += 1
        assert write_in_batches(tmp_path / str(count), rows, sizes) == whole

    check()


@pytest.mark.usefixtures("small_files")
def test_no_row_is_lost_between_the_parts_and_row_groups_are_bounded(tmp_path: Path) -> None:
    rows = expert_rows(700)
    table = TableWriter(tmp_path / "experts", "experts")
    table.write(rows)
    parts = table.close()
    assert [part.path.name for part in parts] == [f"part-{number:05d}.parquet" for number in range(len(parts))]
    assert pa.concat_tables([pq.read_table(part.path) for part in parts]).to_pylist() == rows.to_pylist()
    assert [part.rows for part in parts] == [pq.read_metadata(part.path).num_rows for part in parts]
    groups = [
        pq.read_metadata(part.path).row_group(number).num_rows
        for part in parts
        for number in range(pq.read_metadata(part.path).num_row_groups)
    ]
    assert max(groups) == 40
    assert min(groups[:-1]) < 40, "some row group must have been cut by its bytes"


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_one_file_with_the_whole_schema(tmp_path: Path, table: str) -> None:
    [part] = TableWriter(tmp_path / table, table).close()
    schema = pq.read_schema(part.path)
    assert part.rows == pq.read_metadata(part.path).num_rows == 0
    assert [(f.name, f.type, f.nullable, f.metadata) for f in schema] == [
        (f.name, f.type, f.nullable, f.metadata) for f in TABLES[table]
    ]
    assert all(f.metadata[b"description"] for f in schema)
    assert schema.metadata[b"qapipe.version"]
    assert schema.metadata[b"qapipe.schema_version"] == b"2"


def test_files_are_zstd_with_a_page_index(tmp_path: Path) -> None:
    table = TableWriter(tmp_path / "experts", "experts")
    table.write(expert_rows(10))
    [part] = table.close()
    column = pq.read_metadata(part.path).row_group(0).column(0)
    assert column.compression == "ZSTD"
    assert column.has_column_index
    assert column.has_offset_index


# Which capture stands

Key = tuple[str, Status, int, str | None, int | None]  # page, status, answers, question, captured (seconds)


def keys_of(pages: list[Key]) -> pa.RecordBatch:
    rows = [
        {
            "page_id": digest(page),
            "status": status.value,
            "answers_found": answers,
            "question_id": question and digest(question),
            "captured_at": None if seconds is None else datetime.fromtimestamp(seconds, UTC),
        }
        for page, status, answers, question, seconds in pages
    ]
    schema = pa.schema([PAGES.field(name) for name in rows[0]]) if rows else pa.schema([])
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def fates(pages: list[Key], captures: Captures = Captures.LATEST) -> dict[int, Status]:
    resolution = resolve([keys_of([page]) for page in pages], captures)
    places = dict.fromkeys(resolution.firsts(), "there")
    verdicts = {page: resolution.verdict(page, places) for page in range(len(pages))}
    return {page: verdict.status for page, verdict in verdicts.items() if verdict}


OK, PARTIAL, NOT_QA = Status.OK, Status.PARTIAL, Status.NOT_QA
SUPERSEDED, DUPLICATE = Status.SUPERSEDED, Status.DUPLICATE


def test_the_same_page_again_is_a_duplicate_whatever_it_is() -> None:
    pages: list[Key] = [("p", NOT_QA, 0, None, None), ("q", OK, 1, "x", None), ("p", NOT_QA, 0, None, 5)]
    assert fates([*pages, pages[1]]) == {2: DUPLICATE, 3: DUPLICATE}


@pytest.mark.parametrize(
    ("captures", "stands"),
    [
        ([(1, 5), (3, 1), (2, 9)], 1),  # the latest
        ([(None, 9), (1, 1)], 1),  # an unknown time is the oldest
        ([(-5, 1), (None, 1)], 0),  # older than 1970 too
        ([(1, 2), (1, 3), (1, 1)], 1),  # more answers
        ([(1, 2), (1, 2)], 0),  # the earlier in the input
        ([(None, 2), (None, 2), (None, 3)], 2),
    ],
)
def test_of_several_captures_one_stands(captures: list[tuple[int | None, int]], stands: int) -> None:
    pages: list[Key] = [
        (str(number), OK if number % 2 else PARTIAL, answers, "question", seconds)
        for number, (seconds, answers) in enumerate(captures)
    ]
    assert fates(pages) == {number: SUPERSEDED for number in range(len(pages)) if number != stands}
    assert fates(pages, Captures.ALL) == {}


def test_the_superseded_names_the_page_that_stands() -> None:
    resolution = resolve([keys_of([("old", OK, 1, "x", 1), ("new", OK, 1, "x", 2)])], Captures.LATEST)
    assert resolution.verdict(0, {}) == (SUPERSEDED, Reason.LATER_CAPTURE, digest("new"))


def test_a_page_is_as_late_as_its_latest_duplicate() -> None:
    assert fates([("a", OK, 1, "x", 1), ("b", OK, 1, "x", 2), ("a", OK, 1, "x", 3)]) == {1: SUPERSEDED, 2: DUPLICATE}


def test_pages_without_a_question_do_not_compete() -> None:
    assert fates([("a", OK, 1, "x", 1), ("b", NOT_QA, 0, "x", 2), ("c", Status.ERROR, 0, None, 3)]) == {}


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"),
            st.sampled_from([OK, PARTIAL, NOT_QA]),
            st.integers(0, 2),
            st.sampled_from(["x", "y"]),
            st.none() | st.integers(0, 2),
        ),
        max_size=12,
    )
)
def test_each_question_stands_once_and_each_page_id_is_first_once(pages: list[Key]) -> None:
    first = {page: (status, question) for page, status, _, question, _ in reversed(pages)}
    alike = [(page, *first[page], answers, time) for page, _, answers, _, time in pages]
    keys: list[Key] = [(page, status, answers, question, time) for page, status, question, answers, time in alike]
    changed = fates(keys)
    left = [key for number, key in enumerate(keys) if number not in changed]
    assert len([key for number, key in enumerate(keys) if changed.get(number) is not DUPLICATE]) == len(first)
    standing = [question for _, status, _, question, _ in left if status in (OK, PARTIAL)]
    asked = {question for _, status, _, question, _ in keys if status in (OK, PARTIAL)}
    assert Counter(standing) == Counter(asked)


def test_resolution_needs_nothing_for_an_empty_input() -> None:
    resolution = Resolution()
    resolution.settle()
    assert (resolution.first_of, resolution.winner_of) == ({}, {})


# Replacement


def make_dataset(out: Path, mark: str) -> None:
    with building(out) as build:
        (build.folder / "manifest.json").write_text(json.dumps({"generator": "qapipe", "mark": mark}))
        (build.folder / "table").mkdir()
        (build.folder / "table/part").write_text(mark)
        (build.work / "scrap").write_text(mark)


def mark_of(out: Path) -> str:
    mark = json.loads((out / "manifest.json").read_text())["mark"]
    assert (out / "table/part").read_text() == mark
    return str(mark)


def test_a_dataset_takes_its_place_and_nothing_else_is_left(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    make_dataset(out, "one")
    assert mark_of(out) == "one"
    make_dataset(out, "two")
    assert mark_of(out) == "two"
    assert names_in(out.parent) == ["out"]
    assert names_in(out) == ["manifest.json", "table"]


def test_without_an_exchange_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    for mark in ("one", "two"):
        make_dataset(tmp_path / "out", mark)
        assert mark_of(tmp_path / "out") == mark
    assert names_in(tmp_path) == ["out"]


def test_a_run_killed_between_two_renames_gives_the_old_dataset_back(tmp_path: Path) -> None:
    make_dataset(tmp_path / "out", "old")
    (tmp_path / ".out.qapipe").mkdir()
    (tmp_path / "out").rename(tmp_path / ".out.qapipe/old")
    with pytest.raises(DatasetError, match="old was back"), building(tmp_path / "out"):
        raise DatasetError(f"{mark_of(tmp_path / 'out')} was back")
    assert mark_of(tmp_path / "out") == "old"


def test_an_error_leaves_the_old_dataset_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_dataset(out, "old")
    with pytest.raises(DatasetError, match="File exists"), building(out) as build:
        build.folder.mkdir()
    assert mark_of(out) == "old"
    assert names_in(tmp_path) == ["out"]


def test_leftovers_of_dead_runs_are_removed_but_not_of_other_datasets(tmp_path: Path) -> None:
    for name in (".out.qapipe", ".other.qapipe"):
        (tmp_path / name / "dataset").mkdir(parents=True)
    make_dataset(tmp_path / "out", "one")
    assert names_in(tmp_path) == [".other.qapipe", "out"]


def test_an_empty_folder_is_replaced_and_a_link_leads_to_its_target(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    make_dataset(tmp_path / "link", "one")
    assert mark_of(tmp_path / "real") == "one"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("name", ["file", "file/in/it", "folder", "stranger", "listed"])
def test_what_is_no_dataset_is_never_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    for folder, manifest in (("folder", ""), ("stranger", '{"generator": "other"}'), ("listed", "[]")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "manifest.json").write_text(manifest)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match="--out"), building(tmp_path / name):
        pytest.fail("nothing may be built")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_second_run_into_the_same_place_stops_at_once(tmp_path: Path) -> None:
    with building(tmp_path / "out") as build:
        with pytest.raises(DatasetError, match="another run"), building(tmp_path / "out"):
            pytest.fail("the place is taken")
        make_dataset(tmp_path / "elsewhere", "x")
        (build.folder / "manifest.json").write_text('{"generator": "qapipe"}')
    make_dataset(tmp_path / "out", "after")
    assert mark_of(tmp_path / "out") == "after"


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from qapipe import disk
    from qapipe.dataset import publish

    calls, deadly = 0, int(sys.argv[2])

    def counted(function):
        def call(*arguments, **more):
            global calls
            calls += 1
            if calls == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **more)
        return call

    for owner, name in ((os, "fsync"), (os, "rename"), (os, "unlink"), (os, "rmdir"), (os, "mkdir"),
                        (publish, "_exchange"), (disk.fcntl, "flock")):
        setattr(owner, name, counted(getattr(owner, name)))
    with publish.building(Path(sys.argv[1])) as build:
        (build.folder / "manifest.json").write_text('{"generator": "qapipe", "mark": "new"}')
        (build.folder / "table").mkdir()
        (build.folder / "table/part").write_text("new")
    print("finished")
    """
)


def test_a_kill_at_any_step_leaves_the_old_dataset_or_the_new_one(tmp_path: Path) -> None:
    seen = set()
    for deadly in range(1, 100):
        out = tmp_path / str(deadly) / "out"
        make_dataset(out, "old")
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(out), str(deadly)],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=60,
        )
        seen.add(mark_of(out))
        make_dataset(out, "next")
        assert mark_of(out) == "next"
        assert names_in(out.parent) == ["out"]
        if done.stdout == "finished\n":
            break
        assert done.returncode == -9, done.stderr
    else:
        pytest.fail("the run never came to its end")
    assert seen == {"old", "new"}
    assert deadly > 10


def read_in(folder: int, name: str) -> str:
    file = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(file, 100).decode()
    finally:
        os.close(file)


def test_a_reader_never_sees_a_mix_or_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_dataset(out, "0")
    stop = threading.Event()
    seen: list[tuple[str, str]] = []

    def look() -> None:
        while not stop.is_set():
            folder = os.open(out, os.O_RDONLY)  # one look at the name; what hangs together is read below it
            try:
                read = [read_in(folder, name) for name in ("manifest.json", "table/part")]
                seen.append((json.loads(read[0])["mark"], read[1]))
            except FileNotFoundError:  # the old dataset, opened just before, is being removed
                pass
            finally:
                os.close(folder)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 30):
        make_dataset(out, str(number))
    stop.set()
    reader.join()
    assert seen
    assert all(one == other for one, other in seen)
