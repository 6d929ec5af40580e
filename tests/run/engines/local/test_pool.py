"""The local engine: every task has a result, whatever kills workers, and no worker is left behind."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from multiprocessing import resource_tracker
from pathlib import Path

import pytest

from conftest import environment
from qapipe.errors import QapipeError
from qapipe.run.engines.local import pool
from qapipe.run.engines.local.worker import Death, Limits, Monitor, Phase
from support.engine_works import PAGES, Lingering, Result, Stillborn, Task, Trapped
from support.kill_sweep import workers_of
from support.places import ROOT

SOON = 20.0
"""Seconds that something instantaneous may take on a busy machine."""


def children() -> set[int]:
    """The workers that are still running."""
    return {worker for worker in workers_of(os.getpid()) if running(worker)}


def running(process: int) -> bool:
    """Whether a process is running and not a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.fixture(scope="module", autouse=True)
def _warmed_up() -> None:
    """The fork server and resource tracker, which Python keeps once they have started."""
    list(pool.run(Trapped(), [Task(0)], 1, Limits(), lambda *_: None))


@pytest.fixture(autouse=True)
def _no_worker_is_left() -> Iterator[None]:
    before = children()
    files = open_files()
    yield
    assert children() == before
    assert open_files() <= files + 2  # the file behind shared memory may be a new one


def run(
    tasks: Sequence[Task], workers: int = 2, *, work: Trapped | None = None, seconds: float | None = None,
    memory: int | None = None, reported: Callable[[Sequence[int], int], None] = lambda _tally, _bytes: None,
) -> dict[int, Result]:  # fmt: skip
    """The result of each task by its number; each has exactly one."""
    found: dict[int, Result] = {}
    for result in pool.run(work or Trapped(), tasks, workers, Limits(seconds, memory), reported):
        assert result.number not in found
        found[result.number] = result
    assert set(found) == {task.number for task in tasks}
    return found


@pytest.mark.parametrize("workers", [0, 1, 2, 5])
def test_every_task_has_one_result(workers: int) -> None:
    results = run([Task(number) for number in range(20)], workers)
    processes = {result.process for result in results.values()}
    assert (os.getpid() in processes) == (workers == 0)
    assert 1 <= len(processes) <= max(workers, 1)


def test_no_tasks_give_no_results() -> None:
    assert run([], 2) == {}


def test_there_are_no_more_workers_than_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    start = pool._Pool._start  # noqa: SLF001

    def counted(pool: pool._Pool[Task, Result], first: Task | None) -> None:
        started.append(first)
        start(pool, first)

    monkeypatch.setattr(pool._Pool, "_start", counted)  # noqa: SLF001
    run([Task(0)], 4)
    assert len(started) == 1


def test_a_large_result_arrives() -> None:
    assert run([Task(0, "large result"), Task(1)])[0].ballast == b"x" * 3_000_000


# Deaths

DEADLY = {
    "SIGKILL": (-signal.SIGKILL, "its process died of SIGKILL"),
    "SIGTERM": (-signal.SIGTERM, "its process died of SIGTERM"),
    "SIGABRT": (-signal.SIGABRT, "its process died of SIGABRT"),
    "SIGSEGV": (-signal.SIGSEGV, "its process died of SIGSEGV"),
    "exit": (3, "its process ended with exit code 3"),
    "SystemExit": (0, "its process ended with exit code 0"),
    "MemoryError": (12, "it took more memory than the share of a worker"),
}


def test_a_death_is_reported_with_its_place_and_harms_no_other_task() -> None:
    tasks = [Task(2 * number, trap) for number, trap in enumerate(DEADLY)]
    tasks += [Task(2 * number, f"reading {trap}") for number, trap in enumerate(DEADLY, len(DEADLY))]
    tasks += [Task(2 * number + 1) for number in range(len(tasks))]
    results = run(tasks)
    for task in tasks:
        deaths = results[task.number].deaths
        if not task.trap:
            assert deaths == ()
            continue
        code, cause = DEADLY[task.trap.removeprefix("reading ")]
        phase = Phase.READING if task.trap.startswith("reading") else Phase.PAGE
        assert [(death.phase, death.item, death.exitcode) for death in deaths] == [(phase, 1, code)] * 2, task.trap
        assert deaths[0].cause == cause
        assert not deaths[0].timed_out


def test_a_signal_without_a_name_is_reported_by_its_number() -> None:
    assert Death(Phase.PAGE, 0, -60).cause == "its process died of signal 60"


def test_a_page_that_takes_all_memory_kills_only_its_worker() -> None:
    results = run([Task(0, "all memory"), Task(1), Task(2)], memory=1 << 30)
    assert [death.out_of_memory for death in results[0].deaths] == [True, True]
    assert results[1].deaths == results[2].deaths == ()


def test_a_page_that_never_ends_is_killed_and_to_blame() -> None:
    results = run([Task(0, "endless"), Task(1)], seconds=0.3)
    death = results[0].deaths[-1]
    assert (death.phase, death.item, death.timed_out) == (Phase.PAGE, 1, True)
    assert (
        len(results[0].deaths) == 1 or not results[0].deaths[0].conclusive
    )  # a machine that is busy gives a second try
    assert death.cause == "parsing took longer than 0.3 seconds"
    assert results[1].deaths == ()


def test_a_page_that_blocks_is_killed_and_tried_again(tmp_path: Path) -> None:
    results = run([Task(0, "sleep"), Task(1, "sleep once")], seconds=0.2, work=Trapped(str(tmp_path)))
    assert [(death.timed_out, death.conclusive) for death in results[0].deaths] == [(True, False)] * 2
    assert len(results[1].deaths) == 1


@pytest.mark.parametrize("trap", ["reading slow", "slow"])
def test_the_time_limit_covers_parsing_only(trap: str) -> None:
    """Reading has no time limit, and neither has parsing without --page-timeout."""
    assert run([Task(0, trap)], 1, seconds=0.2 if trap.startswith("reading") else None)[0].deaths == ()


def test_an_idle_worker_has_no_alarm_set() -> None:
    results = []
    with closing(pool.run(Trapped(), [Task(0), Task(1), Task(2)], 1, Limits(0.1), lambda *_: None)) as arriving:
        for result in arriving:
            results.append(result)
            time.sleep(0.3)
    assert [result.deaths for result in results] == [()] * 3


def test_a_task_whose_worker_died_once_is_tried_again(tmp_path: Path) -> None:
    results = run([Task(number, "killed once") for number in range(4)], work=Trapped(str(tmp_path)))
    assert [len(result.deaths) for result in results.values()] == [1] * 4


def test_the_result_of_a_worker_that_dies_right_after_it_counts(tmp_path: Path) -> None:
    results = run([Task(number, "dies when done") for number in range(6)], work=Trapped(str(tmp_path)))
    assert len(results) == 6


def test_a_worker_that_dies_between_tasks_costs_a_task_one_attempt_at_most() -> None:
    tallies: list[int] = []
    tasks = [Task(number) for number in range(12)]
    found = [
        result.number
        for result in pool.run(Lingering(), tasks, 2, Limits(), lambda tally, _: tallies.append(sum(tally)))
    ]
    assert sorted(found) == list(range(12))
    assert tallies[-1] == 12 * PAGES


def test_an_idle_worker_may_be_killed() -> None:
    reported: list[int] = []

    def kill_the_idle(tally: Sequence[int], _bytes: int) -> None:
        reported.append(tally[0] if tally else 0)
        if len(reported) == 3:
            for process in children():
                os.kill(process, signal.SIGKILL)

    arriving = pool.run(Trapped(), [Task(number) for number in range(4)], 2, Limits(), kill_the_idle)
    assert sorted(result.number for result in arriving) == [0, 1, 2, 3]


def test_workers_that_all_die_while_they_start_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(QapipeError, match=r"die while they start.* fewer --workers"):
        list(pool.run(Stillborn(str(tmp_path)), [Task(0), Task(1)], 2, Limits(), lambda *_: None))


def test_one_surviving_worker_is_enough(tmp_path: Path) -> None:
    work = Stillborn(str(tmp_path), alone=True)
    results = list(pool.run(work, [Task(number) for number in range(5)], 3, Limits(), lambda *_: None))
    assert sorted(result.number for result in results) == [0, 1, 2, 3, 4]
    assert len({result.process for result in results}) == 1


def test_work_may_give_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(_: Trapped, task: Task, death: Death) -> Task:
        raise QapipeError(f"enough of {task.number}: {death.cause}")

    monkeypatch.setattr(Trapped, "retry", give_up)
    with pytest.raises(QapipeError, match="enough of 0: its process ended with exit code 3"):
        run([Task(0, "exit"), Task(1)])


def server_of(worker: int) -> int:
    """The server that forked a worker."""
    return int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.parametrize("times", [1, 3])
def test_a_server_that_is_killed_is_started_again(times: int) -> None:
    """Its workers die with it; their tasks are tried again, and no page is to blame."""
    killed: set[int] = set()

    def kill(_tally: Sequence[int], _bytes: int) -> None:
        found = children()
        if found and len(killed) < times and not killed & {server_of(one) for one in found}:
            server = server_of(found.pop())
            killed.add(server)
            os.kill(server, signal.SIGKILL)

    results = run([Task(number, "slow") for number in range(3 * times)], reported=kill)
    assert len(killed) == times
    assert [result.deaths for result in results.values()] == [()] * 3 * times


def test_a_resource_tracker_that_is_killed_is_started_again_without_a_word() -> None:
    resource_tracker.ensure_running()
    tracker = resource_tracker._resource_tracker._pid  # type: ignore[attr-defined]  # noqa: SLF001
    os.kill(tracker, signal.SIGKILL)
    assert len(run([Task(0), Task(1, "exit"), Task(2)])) == 3  # a warning would be an error
    assert resource_tracker._resource_tracker._pid != tracker  # type: ignore[attr-defined]  # noqa: SLF001


# Errors


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_an_error_of_a_task_is_raised_as_it_is(workers: int) -> None:
    with pytest.raises(LookupError, match=r"^nothing there") as caught:
        run([Task(0), Task(1, "error"), Task(2, "slow")], workers)
    if workers:
        [note] = caught.value.__notes__
        assert "engine_works.py" in note


@pytest.mark.parametrize(
    ("trap", "says"), [("picky error", "PickyError: this and that"), ("local error", "LocalError: stays here")]
)
def test_an_error_that_cannot_be_pickled_is_reported(trap: str, says: str) -> None:
    with pytest.raises(QapipeError, match=says):
        run([Task(0, trap)], 1)


def test_a_result_that_cannot_be_pickled_is_an_error() -> None:
    with pytest.raises((AttributeError, QapipeError), match="lambda"):
        run([Task(0, "unpicklable result")], 1)


# The end


def test_a_caller_that_stops_early_leaves_no_worker_behind() -> None:
    arriving = pool.run(Trapped(), [Task(number, "slow") for number in range(9)], 2, Limits(), lambda *_: None)
    next(arriving)
    assert len(children()) >= 2
    arriving.close()


def test_an_error_of_the_progress_callback_ends_the_run() -> None:
    def refuse(_tally: Sequence[int], _bytes: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run([Task(0), Task(1)], reported=refuse)


def interrupted(seconds: float) -> None:
    """Run endless tasks and send Ctrl-C after ``seconds``."""
    interrupt = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
    interrupt.start()
    try:
        run([Task(0, "endless"), Task(1, "endless")])
    finally:
        interrupt.join()


@pytest.mark.parametrize("seconds", [0.0, 0.5])
def test_an_interrupt_ends_the_run_even_in_endless_calls(seconds: float) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted(seconds)
    finally:
        signal.signal(signal.SIGINT, before)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_workers_and_their_replacements_ignore_interrupts() -> None:
    results = run([Task(0), Task(1, "exit"), Task(2)])
    assert all(result.interrupts_blocked for result in results.values())


PARENT = textwrap.dedent(
    """
    import sys
    from support.engine_works import Task, Trapped
    from qapipe.run.engines.local import pool
    from qapipe.run.engines.local.worker import Limits

    if __name__ == "__main__":
        tasks = [Task(number, sys.argv[1]) for number in range(2)]
        def reported(tally, size):
            if sum(tally) >= int(sys.argv[2]):
                print("busy", flush=True)
        try:
            for _ in pool.run(Trapped(), tasks, 2, Limits(), reported):
                pass
        except KeyboardInterrupt:
            sys.exit(130)
    """
)


@pytest.mark.parametrize(
    ("number", "trap"), [(signal.SIGKILL, "endless"), (signal.SIGTERM, "sleep"), (signal.SIGINT, "endless")]
)
def test_workers_do_not_outlive_their_parent(tmp_path: Path, trap: str, number: int) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    here = ROOT / "tests"
    env = environment()
    with subprocess.Popen(
        [sys.executable, str(script), trap, "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**env, "PYTHONPATH": f"{env['PYTHONPATH']}{os.pathsep}{here}"}, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,  # noqa: PLW1509
    ) as parent:  # fmt: skip
        assert parent.stdout
        assert parent.stderr
        assert parent.stdout.readline() == "busy\n"
        os.killpg(parent.pid, number) if number == signal.SIGINT else os.kill(parent.pid, number)
        errors = parent.stderr.read()  # reads to the end: no process holds the pipe any more
    assert parent.returncode == (130 if number == signal.SIGINT else -number)
    assert errors == ""


# Progress


def test_progress_falls_only_by_retried_tasks_and_ends_at_the_total(tmp_path: Path) -> None:
    traps = ["slow", "killed once", "", "exit"] * 2
    tasks = [Task(number, trap) for number, trap in enumerate(traps)]
    reported: list[tuple[int, int]] = []
    run(
        tasks,
        work=Trapped(str(tmp_path)),
        reported=lambda tally, size: reported.append((tally[0] if tally else 0, size)),
    )
    pages = [tally for tally, _ in reported]
    falls = [before - now for before, now in pairwise(pages) if now < before]
    assert all(fall <= 2 * PAGES for fall in falls)  # two workers
    assert max(pages) == pages[-1] == len(tasks) * PAGES
    assert reported[-1][1] == sum(task.size for task in tasks) == max(size for _, size in reported)


def test_a_monitor_measures_bytes_by_the_position_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    cells = [0] * 32
    monitor = Monitor(cells)
    monitor.begin_task()
    with (tmp_path / "a").open("rb") as file:
        monitor.watch_file(file, 10)
        file.seek(60)
        monitor.add_pages((2, 1))
    assert cells[2:5] == [50, 2, 1]
    monitor.add_pages((1, 1))  # the file is closed
    assert cells[2:5] == [50, 3, 2]
    monitor.end_split(100)
    assert cells[2] == 100
    monitor.begin_task()
    assert cells[2:5] == [0, 0, 0]
