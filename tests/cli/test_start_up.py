"""What a command imports and starts before it works: counted, not timed."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import environment
from qapipe.run.engines.local import forkserver

PAGE = "Title?\n\nDoctor Answers 1\n\nHead\n\nIts body.\n\nMiami Dentist"
BY_ARROW = () if find_spec("pandas") else ("numpy",)
"""What Arrow imports when it converts a value of Python: pandas where that is installed, which needs NumPy."""
WATCHED = """
import os, subprocess, sys
from multiprocessing import util

started = []
fork, spawn = os.fork, util.spawnv_passfds

def forked():
    if {"qapipe.run.pipeline", "pyarrow.compute", "qapipe.sources.reading"} & sys.modules.keys():
        started.append("late")  # the server need not wait for what only the command imports
    pid = fork()
    if pid:
        started.append("forked")
    return pid

def spawned(*arguments):
    started.append("spawned")
    return spawn(*arguments)

os.fork, util.spawnv_passfds = forked, spawned
sys.argv = ["qapipe", *{arguments}]
from qapipe.cli import main
try:
    main()
except SystemExit as end:
    print(end.code, *started)
print("\\n".join(sys.modules))
"""


def ran(folder: Path, *arguments: str) -> tuple[list[str], set[str]]:
    """The exit code and how processes were started, and the modules that the process of a command imported."""
    (folder / "page.txt").write_text(PAGE)
    code = WATCHED.replace("{arguments}", repr(arguments))
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), cwd=folder, capture_output=True, text=True, check=True
    )
    first, *modules = done.stdout.splitlines()
    return first.split(), set(modules)


@pytest.mark.skipif(not forkserver.CAN_FORK, reason="servers are spawned here")
def test_parse_forks_one_server_and_imports_neither_readers_nor_pydantic(tmp_path: Path) -> None:
    started, modules = ran(tmp_path, "parse", "page.txt", "-q", "-j", "1", "--page-timeout", "30", "--by", "host")
    assert started == ["0", "forked"]
    packages = {name.partition(".")[0] for name in modules}
    assert packages.isdisjoint({"pydantic", "selectolax", "httpx", "babel", *BY_ARROW})
    readers = {name for name in modules if name.startswith("qapipe.readers.")}
    assert readers == {"qapipe.readers.declared", "qapipe.readers.sites"}


@pytest.mark.skipif(not forkserver.CAN_FORK, reason="servers are spawned here")
def test_load_forks_one_server(tmp_path: Path) -> None:
    started, modules = ran(tmp_path, "load", "page.txt", "-q", "--out", "raw")
    assert started == ["0", "forked"]
    assert {name.partition(".")[0] for name in modules}.isdisjoint({"pydantic", "httpx", *BY_ARROW})


def test_where_nothing_can_be_forked_a_server_is_spawned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from qapipe.run.engines.local import forkserver\nforkserver.CAN_FORK = False\n"
    monkeypatch.setattr(sys.modules[__name__], "WATCHED", code + WATCHED)
    started, _ = ran(tmp_path, "parse", "page.txt", "-q", "-j", "1")
    assert started == ["0", "spawned", "spawned"]  # the server, and the standard library's resource tracker


@pytest.mark.parametrize("threads", [0, 1])
def test_a_process_that_runs_threads_is_not_forked(threads: int) -> None:
    code = (
        "import threading\nfrom qapipe.run.engines.local import forkserver\nstop = threading.Event()\n"
        f"for _ in range({threads}): threading.Thread(target=stop.wait).start()\n"
        "print(forkserver._runs_nothing())\nstop.set()"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(not threads and sys.platform == "linux")
