"""Kills at any step, and readers during a run: there is the old dataset or the new one."""

import json
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

from conftest import environment, names_in
from support.published import PART, make_dataset, mark_of

KILLED_AT_EVERY_STEP = textwrap.dedent(
    """
    import json, os, signal, sys, warnings
    from pathlib import Path
    from qapipe import disk
    from qapipe.dataset import publish

    def deadly(function):
        def call(*arguments, **more):
            global left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **more)
        return call

    for owner, name in ((os, "fsync"), (os, "rename"), (os, "unlink"), (os, "rmdir"), (os, "mkdir"), (os, "link"),
                        (publish, "_exchange"), (disk.fcntl, "flock")):
        setattr(owner, name, deadly(getattr(owner, name)))
    warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside threads that Arrow may have started
    for step, out in enumerate(sys.argv[1:], 1):
        child = os.fork()
        if not child:
            left = step
            with publish.building(Path(out)) as build:
                (build.folder / "pages").mkdir()
                (build.folder / "pages/part-00000.parquet").write_text("new")
                (build.folder / "README.md").write_text("new")
                (build.folder / "run.json").write_text("{}")
                files = [{"path": "pages/part-00000.parquet"}, {"path": "README.md"}]
                manifest = {"generator": "qapipe", "schema_version": 2, "mark": "new", "files": files}
                (build.folder / "manifest.json").write_text(json.dumps(manifest))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
)


def test_a_kill_at_any_step_leaves_the_old_dataset_or_the_new_one(tmp_path: Path) -> None:
    outs = [tmp_path / str(step) / "out" for step in range(1, 64)]
    for out in outs:
        make_dataset(out, "old")
        (out / "notes.txt").write_text("mine")
        (out / ".git").mkdir()
        (out / ".git/HEAD").write_text("mine, too")
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_STEP, *map(str, outs)], env=environment(), capture_output=True, text=True
    )
    codes = [int(line) for line in done.stdout.split()]
    killed = codes.count(-9)
    assert (done.stderr, codes) == ("", [-9] * killed + [0] * (len(outs) - killed))
    assert 10 < killed < len(outs)
    marks = [mark_of(out) for out in outs]
    kept = marks.count("old")
    assert marks == ["old"] * kept + ["new"] * (len(outs) - kept)
    assert 5 < kept < killed
    for out in outs:
        assert (out / "notes.txt").read_text() == "mine"
        make_dataset(out, "next")
        assert mark_of(out) == "next"
        assert names_in(out.parent) == ["out"]
        assert names_in(out) == [".git", "README.md", "manifest.json", "notes.txt", "pages", "run.json"]
        assert (out / ".git/HEAD").read_text() == "mine, too"


def read_in(folder: int, name: str) -> str:
    file = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(file, 1_000).decode()
    finally:
        os.close(file)


def test_a_reader_never_sees_a_mix_or_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_dataset(out, "0")
    stop = threading.Event()
    seen: list[tuple[str, str]] = []

    def look() -> None:
        while not stop.is_set():
            folder = os.open(out, os.O_RDONLY)  # the name is resolved once; everything else is read relative to it
            try:
                read = [read_in(folder, name) for name in ("manifest.json", PART)]
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
