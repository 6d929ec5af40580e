"""The examples of the README and the manual, run as they stand: commands with the output shown, Python as is.

What varies in an output stands as `...`.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.places import ROOT

README = (ROOT / "README.md").read_text("utf-8")
DUMPS = (ROOT / "docs" / "dumps.md").read_text("utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README + DUMPS, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    (match[1], match[2])
    for block in CONSOLE
    for match in re.finditer(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the raw pages, where the examples may write."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    return folder


def run(command: list[str] | str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        command,
        cwd=folder,
        shell=isinstance(command, str),
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PATH": path, "COLUMNS": "120", "NO_COLOR": "1"},
    )


def test_the_commands_print_what_is_shown(project: Path) -> None:
    assert len(COMMANDS) > 5
    for command, shown in COMMANDS:  # in their order: later ones read what earlier ones wrote
        done = run(command, project)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        pattern = r".*".join(re.escape(part) for part in " ".join(shown.split()).split("..."))
        printed = " ".join(done.stdout.split())
        assert re.fullmatch(pattern, printed, re.DOTALL), f"README shows:\n{shown}\n{command} prints:\n{done.stdout}"


@pytest.mark.parametrize("example", PYTHON)
def test_python(example: str, project: Path) -> None:
    assert run("qapipe parse data/raw --out data/parsed --quiet", project).returncode == 0
    done = run([sys.executable, "-W", "error::DeprecationWarning", "-c", example], project)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    assert not [target for target in targets if "://" not in target and not (ROOT / target).exists()]
