"""The command line in this process: the same entry point as ``python -m qapipe``, without the start of Python."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from qapipe.cli import main
from support.places import ROOT

PLAIN = {"COLUMNS": "100", "TERM": "dumb", "PYTHONPATH": str(ROOT / "src")}
"""The environment of a command whose output is captured; workers must not import another copy of the package."""


def run_here(
    arguments: list[str], folder: Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Exit code, stdout and stderr of a command that is run in a folder."""
    streams = [io.BytesIO(stdin), io.BytesIO(), io.BytesIO()]
    texts = [io.TextIOWrapper(stream, "utf-8", write_through=True) for stream in streams]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in [name for name in os.environ if name.startswith(("FORCE_COLOR", "NO_COLOR"))]:
            patch.delenv(name)
        for name, value in {**PLAIN, **(env or {})}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["qapipe", *arguments])
        patch.setattr(sys, "excepthook", sys.excepthook)  # typer replaces it
        for name, text in zip(("stdin", "stdout", "stderr"), texts, strict=True):
            patch.setattr(sys, name, text)
        with pytest.raises(SystemExit) as ended:
            main()
    code = ended.value.code
    assert code is None or isinstance(code, int), code
    printed = [stream.getvalue().decode() for stream in streams[1:]]
    return subprocess.CompletedProcess(arguments, code or 0, *printed)


def json_of(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    """The one JSON object on stdout."""
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    return value
