"""``run.json``: when, where and how, and the way back from the ledger to the files."""

import json
import os
import platform
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qapipe.dataset.run_file import Run, read_places, write_run


def test_a_run_says_when_where_and_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = datetime.now(UTC)
    run = Run(
        Path("out"), ("a", "-"), {"": "/data/a"}, workers=3, page_timeout=7.5, tasks=9, tasks_resumed=4, retries=2
    )
    write_run(tmp_path, run)
    found = json.loads((tmp_path / "run.json").read_text())
    started, finished = (datetime.fromisoformat(found.pop(name)) for name in ("started_at", "finished_at"))
    assert before.replace(microsecond=0) <= started <= finished <= datetime.now(UTC)
    assert 0 <= found.pop("seconds") < 60
    assert len(found.pop("id")) == 32
    assert found.pop("qapipe")
    assert found == {
        "arguments": ["a", "-"], "directory": os.fspath(tmp_path), "engine": "local", "host": socket.gethostname(),
        "out": os.fspath(tmp_path / "out"), "page_timeout": 7.5, "places": {"": "/data/a"},
        "platform": platform.platform(), "retries": 2, "tasks": 9, "tasks_resumed": 4, "workers": 3,
    }  # fmt: skip
    assert read_places(tmp_path) == {"": "/data/a"}


def test_a_run_of_which_little_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its seconds are rounded to milliseconds."""
    clock = iter((100.0, 101.2345678))
    monkeypatch.setattr(time, "monotonic", clock.__next__)
    found = Run("s3://bucket/x", _started=time.monotonic()).as_json()
    assert (found["seconds"], found["out"], found["engine"]) == (1.235, "s3://bucket/x", "local")
    assert [found[name] for name in ("arguments", "places", "page_timeout")] == [[], {}, None]
    assert [found[name] for name in ("workers", "tasks", "tasks_resumed", "retries")] == [0] * 4
    assert datetime.fromisoformat(str(found["started_at"])).microsecond % 1_000 == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the standard library is asked")
def test_the_system_is_described_without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = platform.platform()
    for name in ("platform", "processor", "uname"):  # each starts `uname -p`
        monkeypatch.delattr(platform, name)
    assert Run("out").as_json()["platform"] == expected
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    assert Run("out").as_json()["platform"] == expected.partition("-with-")[0]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"places": 1}', '{"places": null}', "\x00"])
def test_a_damaged_file_has_no_places(tmp_path: Path, content: str) -> None:
    assert read_places(tmp_path) == {}
    (tmp_path / "run.json").write_text(content)
    assert read_places(tmp_path) == {}
