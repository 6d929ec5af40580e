"""Tasks whose worker died: which page is blamed, what is tried again, and that every other page has its row."""

import gzip
import hashlib
import io
import json
import re
import tarfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from conftest import Thread, names_in
from qapipe import disk
from qapipe.errors import QapipeError
from qapipe.records.ids import page_id
from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.run import scheduling
from qapipe.run.engines.local import pool
from qapipe.run.engines.local.worker import Death, Limits, Monitor, Phase
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from qapipe.run.tasks import NO_ITEM, ParseWork, Task, read_items, retry
from qapipe.run.work_options import WorkOptions
from qapipe.sources import Failure, ReadOptions, Split
from support.datasets import Rows, manifest_of, rows_of
from support.engine_works import Deadly, Weighing

CRASHED, KILLED, NO_MEMORY, WORKED, WAITED = -11, -9, 12, -27, -14
"""Exit codes of workers."""


def task_of(*paths: Path, **more: Any) -> Task:
    splits = tuple(Split(str(path), path.name, path.stat().st_size) for path in paths)
    return Task(0, splits, str(paths[0].parent / "result") if paths else "", **more)


# Who is blamed

TASK = Task(0, (Split("/a", "a"), Split("/b", "b")), "/result")
PAGE_2 = Death(Phase.PAGE, 2, CRASHED)


def after_all(*deaths: Death, task: Task = TASK) -> Task:
    for death in deaths:
        task = retry(task, death)
    return task


@pytest.mark.parametrize(
    ("code", "tries", "reason"),
    [
        (CRASHED, 2, Reason.WORKER_DIED),
        (3, 2, Reason.WORKER_DIED),
        (0, 2, Reason.WORKER_DIED),
        (KILLED, 3, Reason.WORKER_DIED),
        (NO_MEMORY, 2, Reason.OUT_OF_MEMORY),
        (WAITED, 2, Reason.TIMED_OUT),
        (WORKED, 1, Reason.TIMED_OUT),
    ],
)
@pytest.mark.parametrize("phase", [Phase.PAGE, Phase.WRITING, Phase.READING])
def test_a_page_is_tried_again_and_then_has_an_error_row(code: int, tries: int, reason: Reason, phase: Phase) -> None:
    if phase is not Phase.PAGE and reason is Reason.TIMED_OUT:
        tries, reason = 2, Reason.WORKER_DIED  # no alarm is set in these phases: the signal came from outside
    death = Death(phase, 2, code, 30.0)
    task = TASK
    for _ in range(tries - 1):
        task = retry(task, death)
        assert (task.avoid, task.stops) == ({}, {})
    task = retry(task, death)
    blamed = task.stops if phase is Phase.READING else task.avoid
    assert {number: why.reason for number, why in blamed.items()} == {2: reason}
    assert death.cause in blamed[2].detail
    assert (task.index, task.splits, task.path, task.deaths) == (TASK.index, TASK.splits, TASK.path, ())


def test_deaths_at_different_pages_blame_no_page() -> None:
    task = after_all(*(Death(Phase.PAGE, number, CRASHED) for number in range(30)))
    assert (task.avoid, task.stops, len(task.deaths)) == ({}, {}, 30)


def test_deaths_while_reading_and_while_parsing_a_page_are_counted_apart() -> None:
    task = after_all(PAGE_2, replace(PAGE_2, phase=Phase.READING))
    assert (task.avoid, task.stops) == ({}, {})


def test_any_number_of_pages_may_be_to_blame() -> None:
    task = TASK
    for number in range(500):
        task = after_all(*[Death(Phase.PAGE, number, KILLED)] * 3, task=task)
    assert set(task.avoid) == set(range(500))
    assert task.deaths == ()


def test_too_many_deaths_end_the_run() -> None:
    task = after_all(*(Death(Phase.PAGE, number, KILLED) for number in range(30)))
    with pytest.raises(QapipeError, match=r"died 30 times .* of a \(.*SIGKILL\); check whether .* fewer --workers"):
        retry(task, Death(Phase.READING, 7, KILLED))


@pytest.mark.parametrize("code", [CRASHED, KILLED, NO_MEMORY])
def test_no_page_is_blamed_when_none_was_worked_on(code: int) -> None:
    task = after_all(*[Death(Phase.WRITING, NO_ITEM, code)] * 30)
    assert task.avoid == {}
    with pytest.raises(QapipeError, match="30 times"):
        retry(task, Death(Phase.WRITING, NO_ITEM, code))


def test_a_page_that_is_left_out_is_not_blamed_again() -> None:
    task = after_all(PAGE_2, PAGE_2)
    with pytest.raises(QapipeError, match="30 times"):
        after_all(*[PAGE_2] * 31, task=task)


def test_pages_after_a_stop_get_new_numbers() -> None:
    page = {number: [Death(Phase.PAGE, number, CRASHED)] * 2 for number in (1, 3, 7)}
    stop = [Death(Phase.READING, 5, CRASHED)] * 2
    task = after_all(*page[1], *page[7], Death(Phase.PAGE, 6, CRASHED), Death(Phase.PAGE, 0, CRASHED), *stop, *page[3])
    assert set(task.avoid) == {1, 3}
    assert set(task.stops) == {5}
    assert [death.item for death in task.deaths] == [0]


# What is read then


def sources_of(task: Task, options: ReadOptions | None = None) -> list[tuple[str, int | None, str]]:
    items = [item for _, item in read_items(task, options or ReadOptions(), Monitor())]
    assert all(isinstance(item, (RawPage, Failure)) for item in items)
    return [
        (item.source, item.offset, item.reason if isinstance(item, Failure) else "page")
        for item in items
        if isinstance(item, (RawPage, Failure))
    ]


@pytest.fixture
def three(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Three files with three, one and two pages."""
    for name, pages in (("a.jsonl", 3), ("b.jsonl", 1), ("c.jsonl", 2)):
        lines = (json.dumps({"text": f"{name} {number}", "url": f"http://{name}/{number}"}) for number in range(pages))
        (tmp_path / name).write_text("\n".join(lines))
    return tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "c.jsonl"


ALL = [("a.jsonl", n, "page") for n in range(3)] + [("b.jsonl", 0, "page")] + [("c.jsonl", n, "page") for n in range(2)]
GONE = Failure(Reason.WORKER_DIED, "it died", "")


def numbers_of(task: Task) -> list[int]:
    return [number for number, _ in read_items(task, ReadOptions(), Monitor())]


def test_ends_of_files_have_numbers_of_their_own(three: tuple[Path, Path, Path]) -> None:
    assert numbers_of(task_of(*three)) == [0, 1, 2, 4, 6, 7]


@pytest.mark.parametrize("place", range(6))
def test_a_page_that_is_avoided_has_its_row_and_its_neighbours_are_read(
    three: tuple[Path, Path, Path], place: int
) -> None:
    task = task_of(*three)
    number = numbers_of(task)[place]
    expected = list(ALL)
    expected[place] = (*ALL[place][:2], Reason.WORKER_DIED)
    task = replace(task, avoid={number: GONE})
    assert sources_of(task) == expected
    row = dict(read_items(task, ReadOptions(), Monitor()))[number]
    name, offset, _ = ALL[place]
    body = f"{name} {offset}".encode()
    assert row == Failure(
        Reason.WORKER_DIED, "it died", name, offset=offset, url=f"http://{name}/{offset}", size=len(body),
        payload_sha256=hashlib.sha256(body).hexdigest(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "read"),
    [(0, (0, 1, 3)), (1, (1, 1, 3)), (3, (3, 1, 3)), (4, (3, 0, 3)), (5, (3, 1, 3)), (6, (3, 1, 0)), (8, (3, 1, 2))],
)
def test_after_deaths_while_reading_the_rest_of_the_file_is_one_row_and_other_files_are_read(
    three: tuple[Path, Path, Path], number: int, read: tuple[int, int, int]
) -> None:
    task = replace(task_of(*three), stops={number: GONE})
    found = sources_of(task)
    stopped = next(n for n, end in enumerate((4, 6, 10)) if number < end)
    expected: list[tuple[str, int | None, str]] = []
    for which, name in enumerate(("a.jsonl", "b.jsonl", "c.jsonl")):
        pages = [one for one in ALL if one[0] == name]
        expected += pages[: read[which]] if which == stopped else pages
        expected += [(name, None, Reason.WORKER_DIED)] if which == stopped else []
    assert found == expected


class Mortal(Monitor):
    """A monitor that raises where its process is to die."""

    def __init__(self, *deadly: tuple[Phase, int]) -> None:
        super().__init__()
        self.deadly = deadly
        self.seen: list[tuple[Phase, int]] = []
        self.written_in: Counter[Phase] = Counter()
        self.added = 0

    def add_pages(self, tally: Sequence[int]) -> None:
        """Record in which phase pages were written."""
        super().add_pages(tally)
        self.written_in[self.seen[-1][0]] += tally[0]
        self.added += 1

    def enter(self, phase: Phase, item: int) -> None:
        """Die, or continue."""
        super().enter(phase, item)
        self.seen.append((phase, item))
        if (phase, item) in self.deadly:
            raise Died(Death(phase, item, CRASHED))


class Died(BaseException):
    """Stands for the death of the process."""

    def __init__(self, death: Death) -> None:
        super().__init__(death)
        self.death = death


def rows_after_deaths(task: Task, *deadly: tuple[Phase, int]) -> tuple[Rows, int]:
    """The rows of a task at whose pages workers die, and the number of deaths."""
    for deaths in range(20):
        try:
            done = ParseWork(WorkOptions())(task, Mortal(*deadly))
        except Died as died:
            task = retry(task, died.death)
            # What is left out cannot kill again: the parser of an avoided page, the reader after a stop.
            deadly = tuple(
                one
                for one in deadly
                if not (one[0] is Phase.READING and one[1] in task.stops)
                and not (one[0] is not Phase.READING and one[1] in task.avoid)
            )
            continue
        with pa.OSFile(done.path) as file:
            rows: Rows = pa.ipc.open_file(file).read_all().to_pylist()
        assert done.pages == len(rows)
        assert Path(done.path).read_bytes()
        return rows, deaths
    raise AssertionError("too many deaths")


@pytest.mark.parametrize("phase", [Phase.PAGE, Phase.WRITING])
@pytest.mark.parametrize("place", range(6))
def test_whatever_page_kills_its_worker_the_others_have_their_rows(
    three: tuple[Path, Path, Path], phase: Phase, place: int
) -> None:
    task = task_of(*three)
    rows, deaths = rows_after_deaths(task, (phase, numbers_of(task)[place]))
    assert deaths == 2
    assert [(row["source"], row["offset"]) for row in rows] == [one[:2] for one in ALL]
    assert [row["reason"] == "worker_died" for row in rows] == [n == place for n in range(6)]
    blamed = rows[place]
    assert blamed["page_id"] == page_id(blamed["url"], blamed["payload_sha256"])
    assert (blamed["status"], blamed["bytes"]) == ("error", 9)
    assert "SIGSEGV" in blamed["detail"]


def test_several_pages_and_a_reader_may_be_deadly(three: tuple[Path, Path, Path]) -> None:
    rows, deaths = rows_after_deaths(
        task_of(*three), (Phase.PAGE, 0), (Phase.READING, 2), (Phase.WRITING, 3), (Phase.PAGE, 6)
    )
    assert deaths == 8
    died = "worker_died"
    # The end of the first file is now number 3, so later pages have other numbers than before.
    assert [(row["source"], row["offset"], row["reason"]) for row in rows] == [
        ("a.jsonl", 0, died), ("a.jsonl", 1, "no_question"), ("a.jsonl", None, died),
        ("b.jsonl", 0, died), ("c.jsonl", 0, "no_question"), ("c.jsonl", 1, died),
    ]  # fmt: skip


def test_a_death_while_the_last_pages_are_written_is_not_blamed_on_reading(three: tuple[Path, Path, Path]) -> None:
    seen = Mortal()
    ParseWork(WorkOptions())(task_of(*three), seen)
    assert seen.seen[-1] == (Phase.WRITING, NO_ITEM)
    assert seen.written_in == Counter({Phase.WRITING: 6})
    task = retry(task_of(*three), Death(Phase.WRITING, NO_ITEM, NO_MEMORY))
    one_by_one = Mortal()
    ParseWork(WorkOptions())(task, one_by_one)
    assert one_by_one.added == 6


def test_ids_of_rows_about_parts_of_one_file_differ(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n' * 4)
    ids = set()
    for start in (0, 28):
        split = Split(str(tmp_path / "a.jsonl"), "a.jsonl", 28, start, 28 if not start else None, is_line_range=True)
        task = after_all(*[Death(Phase.READING, 1, CRASHED)] * 2, task=Task(0, (split,), str(tmp_path / "result")))
        done = ParseWork(WorkOptions())(task, Monitor())
        with pa.OSFile(done.path) as file:
            row = pa.ipc.open_file(file).read_all().to_pylist()[-1]
        assert (row["reason"], row["offset"]) == ("worker_died", None)
        ids.add(row["page_id"])
    assert len(ids) == 2


def test_skipped_pages_are_numbered(three: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """The number of a page in its task counts skipped items, too."""
    seen = Mortal()
    ParseWork(WorkOptions(ReadOptions(match=("*a.jsonl/2",))))(task_of(*three), seen)
    assert (Phase.PAGE, 2) in seen.seen
    assert [item for phase, item in seen.seen if phase is Phase.PAGE] == [2]
    assert [item for phase, item in seen.seen if phase is Phase.READING] == list(range(9))


def test_a_result_file_appears_when_it_is_complete(three: tuple[Path, Path, Path], tmp_path: Path) -> None:
    with pytest.raises(Died):
        ParseWork(WorkOptions())(task_of(*three), Mortal((Phase.WRITING, NO_ITEM)))
    assert not (tmp_path / "result").exists()
    ParseWork(WorkOptions())(task_of(*three), Mortal())
    assert names_in(tmp_path) == ["a.jsonl", "b.jsonl", "c.jsonl", "result"]


def test_machines_that_do_the_same_task_do_not_write_the_same_file(
    three: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    for _ in range(2):
        with pytest.raises(Died):
            ParseWork(WorkOptions(), shared=True)(task_of(*three), Mortal((Phase.WRITING, NO_ITEM)))
    left = [name for name in names_in(tmp_path) if name.startswith("result")]
    assert len(set(left)) == 2
    assert all(re.fullmatch(r"result\.[0-9a-f]{12}\.part", name) for name in left)
    ParseWork(WorkOptions(), shared=True)(task_of(*three), Mortal())
    assert (tmp_path / "result").exists()


def test_an_error_of_the_disk_names_the_file_and_leaves_nothing(
    three: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise OSError(28, "Error writing bytes to file. Detail: [errno 28]")

    monkeypatch.setattr(disk, "sync", fail)
    with pytest.raises(OSError, match=r"\[Errno 28\] No space left on device: '.*/result'"):
        ParseWork(WorkOptions(), shared=True)(task_of(*three), Monitor())
    assert not any(name.startswith("result") for name in names_in(tmp_path))


def test_a_result_does_not_wait_for_the_disk(
    three: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its checksum says whether it is whole; only where machines share a folder the disk has it at once."""
    synced: list[str] = []
    monkeypatch.setattr(disk, "sync", lambda path: synced.append(path.name))
    ParseWork(WorkOptions())(task_of(*three), Monitor())
    assert synced == []
    ParseWork(WorkOptions(), shared=True)(task_of(*three), Monitor())
    assert [name[:7] for name in synced] == ["result."]
    assert (tmp_path / "result").exists()


def test_a_file_that_was_removed_has_no_lines(tmp_path: Path) -> None:
    split = Split(str(tmp_path / "gone"), "gone", 10, 10, 20, is_line_range=True)
    done = ParseWork(WorkOptions())(Task(0, (split,), str(tmp_path / "result")), Monitor())
    assert (done.lines, done.pages) == (0, 1)


# Through the whole pipeline

HOSTS = ("fine", "crash", "kill", "exit", "memory", "hang")
BLAME = {
    "crash": "worker_died", "kill": "worker_died", "exit": "worker_died", "memory": "out_of_memory",
    "hang": "timed_out",
}  # fmt: skip


def parse(source: Path, out: Path, *, seconds: float | None = None, evil: bool = True) -> Rows:
    """The ledger of a run; if ``evil``, URLs do what their hosts are called."""
    options = ParseOptions(read=Deadly() if evil else ReadOptions(), run=RunOptions(2, seconds))
    parse_to_dataset([str(source)], out, options)
    return rows_of(out, "pages")


def html(host: str, number: int) -> str:
    return f'<html><head><link rel="canonical" href="https://{host}.example/{number}"></head><p>words {number}'


def test_pages_that_kill_their_parser_cost_a_row_each(tmp_path: Path) -> None:
    hosts = [*HOSTS, "crash", "fine"]
    lines = [json.dumps({"html": html(host, number)}) for number, host in enumerate(hosts)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    rows = parse(tmp_path / "a.jsonl", tmp_path / "out", seconds=3.0)
    assert [row["offset"] for row in rows] == list(range(len(hosts)))
    assert [row["reason"] for row in rows] == [BLAME.get(host, "no_question") for host in hosts]
    assert all(row["bytes"] and row["payload_sha256"] and row["detail"] for row in rows if row["status"] == "error")
    assert len({row["page_id"] for row in rows}) == len(hosts)
    assert manifest_of(tmp_path / "out")["counts"]["status"]["error"] == 6


def test_pages_that_kill_their_reader_cost_the_rest_of_their_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, host in enumerate(("fine", "crash", "exit", "memory", "kill", "fine")):
        with gzip.open(folder / f"{number}.jsonl.gz", "wt") as file:
            for page, where in enumerate(("fine", host, "fine")):
                file.write(json.dumps({"text": "words", "url": f"https://{where}.example/{number}/{page}"}) + "\n")
    rows = parse(folder, tmp_path / "out")
    found = [(row["source"], row["offset"], row["reason"]) for row in rows]
    expected: list[tuple[str, int | None, str]] = []
    for number, reason in enumerate(("", "worker_died", "worker_died", "out_of_memory", "worker_died", "")):
        name = f"{number}.jsonl.gz"
        expected += [(name, n, "no_question") for n in range(1 if reason else 3)]
        expected += [(name, None, reason)] if reason else []
    assert found == expected
    assert "broke off at item" in next(row["detail"] for row in rows if row["reason"] == "worker_died")


def test_an_internal_error_while_matching_urls_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html("error", 0))
    with pytest.raises(ZeroDivisionError) as caught:  # outside of parsing: not a fault of the page
        parse(tmp_path / "a.html", tmp_path / "out")
    assert "engine_works.py" in caught.value.__notes__[0]


def pages_around(path: Path, big: bytes, thread: Thread) -> Path:
    """A tar archive with small pages before and after a big one."""
    with tarfile.open(path, "w") as archive:
        for name, body in (
            ("a.txt", thread("Question a?").encode()), ("b.html", b"<p>words"), ("c.html", big),
            ("d.txt", thread("Question d?").encode()), ("e.html", b"<p>more words"),
        ):  # fmt: skip
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return path


def big_page(size: int) -> bytes:
    """A page of small elements: each MiB takes its parser 30 MiB of memory."""
    return b"<html><body>" + b"<b></b>" * (size // 7)


def check_neighbours(rows: Rows, big: bytes, reason: str) -> None:
    statuses = [(row["member"], row["reason"] or row["status"]) for row in rows]
    around = ("a.txt", "ok"), ("b.html", "no_question"), ("d.txt", "ok"), ("e.html", "no_question")
    assert statuses == [*around[:2], ("c.html", reason), *around[2:]]
    assert (rows[2]["bytes"], rows[2]["status"]) == (len(big), "error")
    assert rows[2]["page_id"] == page_id(None, hashlib.sha256(big).hexdigest())


def test_a_page_over_its_time_is_an_error_and_its_neighbours_are_unharmed(tmp_path: Path, thread: Thread) -> None:
    endless = html("hang", 0).encode()
    rows = parse(pages_around(tmp_path / "a.tar", endless, thread), tmp_path / "out", seconds=3.0)
    check_neighbours(rows, endless, "timed_out")
    assert rows[2]["detail"] == "parsing took longer than 3 seconds"
    assert len(rows_of(tmp_path / "out", "questions")) == 2


def test_a_page_over_its_memory_is_an_error_and_its_neighbours_are_unharmed(
    tmp_path: Path, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit lies 20 MiB above what a worker has that parsed the neighbours; the big page takes 60 MiB more."""
    small = pages_around(tmp_path / "small.tar", b"<p>words", thread)
    [weighed] = pool.run(Weighing(), [task_of(small)], 1, Limits(), lambda *_: None)
    monkeypatch.setattr(scheduling, "share_of_memory", lambda _: weighed.bytes + (20 << 20))
    big = big_page(2 << 20)
    rows = parse(pages_around(tmp_path / "a.tar", big, thread), tmp_path / "out", evil=False)
    check_neighbours(rows, big, "out_of_memory")
    assert len(rows_of(tmp_path / "out", "questions")) == 2
