"""The examples of docs/export.md, run as they stand."""

import shutil
from pathlib import Path

import pytest

from support.commands import run_here
from support.examples import check_command, check_python, commands_in, python_in
from support.places import ROOT

TEXT = (ROOT / "docs" / "export.md").read_text("utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the dataset of the raw pages."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    assert run_here(["parse", "data/raw", "--out", "data/parsed", "--quiet"], folder).returncode == 0
    return folder


def test_commands(project: Path) -> None:
    assert len(commands_in(TEXT)) == 5
    for command, shown in commands_in(TEXT):
        check_command(command, shown, project)


@pytest.mark.parametrize("example", python_in(TEXT))
def test_python(example: str, project: Path) -> None:
    check_python(example, project)
