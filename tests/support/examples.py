"""Examples of documents, run as they stand. `...` stands for output that varies."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from conftest import environment
from support.commands import run_here

Example = tuple[str, str]


def commands_in(text: str) -> list[Example]:
    """The commands of a document, each with the output that is shown."""
    return [
        (match[1], match[2])
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        for match in re.finditer(r"^\$ qapipe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]


def python_in(text: str) -> list[str]:
    """The Python code of a document."""
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def check_command(command: str, shown: str, folder: Path) -> None:
    """Run a command in a folder; it must print what is shown."""
    done = run_here(shlex.split(command), folder)
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    pattern = r".*".join(re.escape(part) for part in " ".join(shown.split()).split("..."))
    printed = " ".join(done.stdout.split())
    assert re.fullmatch(pattern, printed, re.DOTALL), f"shown:\n{shown}\n{command} prints:\n{done.stdout}"


def check_python(example: str, folder: Path) -> None:
    """Run Python code in a folder, where `qapipe` is a command; it must print something."""
    script = folder / "bin" / "qapipe"
    script.parent.mkdir(exist_ok=True)
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qapipe "$@"\n')
    script.chmod(0o755)
    env = environment()
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", example],
        cwd=folder, env={**env, "PATH": f"{script.parent}:{env['PATH']}"}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
