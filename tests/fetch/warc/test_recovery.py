"""No crash of a fetch loses a page that was acknowledged, or stores one twice."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import environment
from qapipe.errors import DatasetError
from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Entry, State
from qapipe.fetch.warc.recovery import Recovered, recover
from qapipe.fetch.warc.writer import WarcWriter
from support import warc_run
from support.warc_checks import URL, fetch, judge, kinds
from support.warc_run import ABOUT, HOST, exchange

KILLS = int(os.environ.get("QAPIPE_KILLS", "3"))
"""`make kills` has a hundred, and sweeps the faults."""
SWEEP = "QAPIPE_KILLS" in os.environ


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path) as opened:
        yield opened


def test_a_disk_that_takes_no_more_costs_the_page_alone(tmp_path: Path, frontier: Frontier) -> None:
    """A file may not grow over a bound here: the system refuses in the middle of a write, as on a full disk."""
    chance = random.Random(5)
    bounds = resource.getrlimit(resource.RLIMIT_FSIZE)
    writer = WarcWriter(tmp_path, frontier, ABOUT)
    frontier.add(Entry(f"{URL}{number}", HOST) for number in range(99))
    frontier.commit()
    kept = 0

    def fill() -> None:
        nonlocal kept
        for kept in range(99):
            fetch(frontier, writer, kept, chance.randbytes(50_000))
            writer.commit()

    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, bounds[1]))
    try:
        with pytest.raises(DatasetError, match=r"cannot be written: File too large; check its disk"):
            fill()
        fetch(frontier, writer, 98, b"<p>small</p>")  # what is smaller still goes in
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, bounds)
    fetch(frontier, writer, kept, chance.randbytes(50_000))
    writer.close()
    assert judge(tmp_path) == kept + 2


def test_an_error_of_the_run_leaves_the_shard_to_the_next_one(tmp_path: Path, frontier: Frontier) -> None:
    def run() -> None:
        with WarcWriter(tmp_path, frontier, ABOUT) as writer:
            fetch(frontier, writer, 1)
            writer.commit()
            fetch(frontier, writer, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    frontier.close()
    with Frontier(tmp_path) as again:
        (found,) = recover(tmp_path, again)
        assert found.path is not None
        assert found.cut > 0
        assert recover(tmp_path, again) == []
    assert judge(tmp_path) == 1


def killed(folder: Path, seed: int, log: Path, pages: int) -> None:
    """A run that is killed as soon as it has written so many pages, the last one not acknowledged."""
    command = [sys.executable, warc_run.__file__, str(folder), str(seed), str(log), str(pages), "--killed"]
    with subprocess.Popen(command, env=environment()) as run:
        assert run.wait(100) == -signal.SIGKILL


@pytest.mark.timeout(300 + 60 * KILLS)
def test_no_kill_loses_a_page_that_was_acknowledged_or_stores_one_twice(tmp_path: Path) -> None:
    chance = random.Random(11)
    log, folder = tmp_path / "log", tmp_path / "raw"
    folder.mkdir()
    for number in range(KILLS):
        killed(folder, number, log, chance.randint(1, 120))
        assert len(list(folder.glob("*.open"))) == 1
        if number % 2:  # else the next run recovers
            with Frontier(folder) as frontier:
                assert [one.cut > 0 for one in recover(folder, frontier)] == [True]
            judge(folder)
    warc_run.run(folder, KILLS, log, 60)
    told = log.read_text().split()
    assert len(told) == len(set(told)) > KILLS
    with Frontier(folder, readonly=True) as frontier:
        done = {row.url for row in frontier.all() if row.state is State.DONE}
        assert set(told) <= done
        assert frontier.counts()[State.DONE] == len(done)
    assert not list(folder.glob("*.open"))
    judge(folder)


FAULTS = [
    ("pwrite64", "signal=KILL", "61"),
    ("fsync,fdatasync", "signal=KILL", "20"),
    ("rename", "signal=KILL", "1"),
    ("pwrite64", "error=ENOSPC", "61"),
    ("fsync,fdatasync", "error=EIO", "20"),
]
if SWEEP:
    FAULTS = [
        (call, fault, when)
        for call, fault in (
            ("pwrite64", "signal=KILL"), ("fsync,fdatasync", "signal=KILL"), ("rename", "signal=KILL"),
            ("ftruncate", "signal=KILL"), ("pwrite64", "error=ENOSPC"), ("fsync,fdatasync", "error=EIO"),
            ("rename", "error=EIO"),
        )
        for when in (("1", "2") if call in ("rename", "ftruncate") else ("5", "20", "40", "61"))
    ]  # fmt: skip


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
@pytest.mark.parametrize(("call", "fault", "when"), FAULTS, ids=str)
def test_calls_that_fail_or_kill_cost_no_page_that_was_acknowledged(
    tmp_path: Path, call: str, fault: str, when: str
) -> None:
    assert strike(tmp_path, call, fault, when) > 0


def strike(folder: Path, call: str, fault: str, when: str) -> int:
    """A run in which a call of the system fails or kills, and one that ends well; how many pages there are then."""
    log, raw = folder / "log", folder / "raw"
    raw.mkdir()
    command = [sys.executable, warc_run.__file__, str(raw), "5", str(log), "240" if SWEEP else "120"]
    inject = f"inject={call}:{fault}:when={when}"
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject, *command]
    first = subprocess.run(strace, env=environment(), capture_output=True, text=True, timeout=100)
    if "KILL" in fault:
        assert first.returncode
    elif first.returncode:  # SQLite can do without some calls
        assert "qapipe.errors.DatasetError" in first.stderr, first.stderr
    warc_run.run(raw, 5, log, 100)
    assert not list(raw.glob("*.open"))
    told = log.read_text().split()
    assert len(told) == len(set(told))
    with Frontier(raw, readonly=True) as frontier:
        assert set(told) <= {row.url for row in frontier.all() if row.state is State.DONE}
    return judge(raw)


def cuts(whole: bytes, start: int) -> list[int]:
    """The ends of all gzip members from ``start`` on, each with two bytes around it; with QAPIPE_KILLS, every byte."""
    ends, left = [start], whole[start:]
    while left:
        decoder = zlib.decompressobj(31)
        decoder.decompress(left)
        left = decoder.unused_data
        ends.append(len(whole) - len(left))
    assert len(ends) == 7  # metadata, request and response of the last two pages
    near = {size for end in ends for size in range(end - 2, end + 3)} | {start + 300}
    return list(range(start, len(whole) + 1)) if SWEEP else sorted(near & set(range(start, len(whole) + 1)))


def test_a_shard_that_is_cut_anywhere_is_recovered(tmp_path: Path) -> None:
    """Even where the disk has lost what it said it had: those pages are asked for again, and nothing else is."""
    kept = tmp_path / "kept"
    kept.mkdir()
    with Frontier(kept) as frontier:
        writer = WarcWriter(kept, frontier, ABOUT)
        ends = [fetch(frontier, writer, number).ends for number in range(4)]
        writer.commit()
        fetch(frontier, writer, 4)
        frontier.close()  # and nobody closes the writer
        (path,) = kept.glob("*.open")
        writer._shard.close()  # type: ignore[union-attr]  # noqa: SLF001
    whole = path.read_bytes()
    for size in cuts(whole, ends[2]):
        folder = tmp_path / "cut"
        shutil.copytree(kept, folder)
        (folder / path.name).write_bytes(whole[:size])
        pages = sum(end <= size for end in ends)
        end = ends[pages - 1]
        with Frontier(folder) as again:
            sealed = folder / path.name.removesuffix(".open")
            assert recover(folder, again) == [Recovered(sealed, size - end, 4 - pages)]
            assert sealed.read_bytes() == whole[:end]
            states = [again.find(f"{URL}{number}") for number in range(4)]
            assert [row.state for row in states if row] == ["done"] * pages + ["queued"] * (4 - pages)
            if size in (ends[2] + 300, len(whole)):
                with WarcWriter(folder, again, ABOUT) as more:
                    for number in range(pages, 5):
                        assert not fetch(again, more, number).revisit
        if size in (ends[2] + 300, len(whole)):
            assert judge(folder) == 5
        shutil.rmtree(folder)


def test_a_shard_without_a_page_is_removed(tmp_path: Path, frontier: Frontier) -> None:
    writer = WarcWriter(tmp_path, frontier, ABOUT)
    writer.write(exchange(URL))
    writer.__exit__(KeyError, None, None)
    (found,) = recover(tmp_path, frontier)
    assert (found.path, found.requeued) == (None, 0)
    assert not list(tmp_path.glob("fetch-*"))


def test_a_shard_of_a_frontier_that_is_gone_keeps_its_whole_pages(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with Frontier(tmp_path / "one") as frontier:
        writer = WarcWriter(tmp_path / "one", frontier, ABOUT)
        ends = [fetch(frontier, writer, number).ends for number in range(3)]
        writer.__exit__(KeyError, None, None)
    (path,) = (tmp_path / "one").glob("*.open")
    (tmp_path / "two" / path.name).write_bytes(path.read_bytes()[: ends[2] - 6] + bytes(99))
    with Frontier(tmp_path / "two") as other:
        (found,) = recover(tmp_path / "two", other)
    assert found.path is not None
    assert found.path.stat().st_size == ends[1]
    assert kinds(found.path).count("response") == 2


def test_shards_of_other_commands_are_left_alone(tmp_path: Path, frontier: Frontier) -> None:
    other = tmp_path / "load-abc-00000.warc.gz.open"
    other.write_bytes(b"x")
    assert recover(tmp_path, frontier) == []
    assert other.read_bytes() == b"x"
