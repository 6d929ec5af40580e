"""The examples of the README and of two pages of docs/, run as they stand: commands with their output, and Python code.

`...` stands for output that varies.
"""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import environment
from support.commands import run_here
from support.places import ROOT

README = (ROOT / "README.md").read_text("utf-8")
MANUAL = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("dumps.md", "json.md"))
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    (match[1], match[2])
    for block in re.findall(r"```console\n(.*?)```", README + MANUAL, re.DOTALL)
    for match in re.finditer(r"^\$ qapipe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the raw pages, where the examples may write."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    assert run_here(["parse", "data/raw", "--out", "data/parsed", "--quiet"], folder).returncode == 0
    return folder


def test_the_commands_print_what_is_shown(project: Path) -> None:
    assert len(COMMANDS) > 5
    for command, shown in COMMANDS:  # in their order: later ones read what earlier ones wrote
        done = run_here(shlex.split(command), project)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        pattern = r".*".join(re.escape(part) for part in " ".join(shown.split()).split("..."))
        printed = " ".join(done.stdout.split())
        assert re.fullmatch(pattern, printed, re.DOTALL), f"shown:\n{shown}\n{command} prints:\n{done.stdout}"


@pytest.mark.parametrize("example", PYTHON)
def test_python(example: str, project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", example],
        cwd=project, env=environment(), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8"))
    assert targets or document.name != "README.md"
    assert not [target for target in targets if "://" not in target and not (document.parent / target).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_modules_that_are_named_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    modules = set(re.findall(r"\bqapipe(?:\.[a-z_]+)+", text))
    paths = set(re.findall(r"(?:src/qapipe|benchmarks|tests)/[\w./*]+", text))
    for module in modules:
        parts = module.split(".")
        places = [ROOT / "src" / Path(*parts[:length]) for length in (len(parts), len(parts) - 1)]
        assert any(place.is_dir() or place.with_suffix(".py").exists() for place in places), module
    for path in paths:
        assert list(ROOT.glob(path.rstrip("./"))), path
