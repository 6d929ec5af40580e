"""docs/ci.md and its workflow: the commands run as they stand, and a redesign makes the job fail."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import qapipe
from conftest import Command
from support.places import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
WORKFLOW = (ROOT / "docs" / "ci" / "dataset.yml").read_text("utf-8")
COMMANDS, REDESIGN = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


def arguments(line: str) -> list[str]:
    """The arguments of a command without the name, redirections and what follows."""
    return shlex.split(re.split(r"[;>]", line)[0])[1:]


def test_the_workflow_has_the_commands_of_the_page_and_this_version() -> None:
    steps = re.findall(r"^        run: (qapipe .+)$", WORKFLOW, re.MULTILINE)
    assert steps == COMMANDS.splitlines()
    assert f"qapipe=={qapipe.__version__}" in WORKFLOW
    assert "\t" not in WORKFLOW


def test_the_commands_of_the_workflow_succeed_without_a_change(cli: Command, tmp_path: Path) -> None:
    [recipe] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "qapipe.toml").write_text(recipe)
    shutil.copytree(ROOT / "data" / "raw" / "text", tmp_path / "pages")
    assert cli("parse", "--out", "build/old", "--quiet").returncode == 0
    for line in COMMANDS.splitlines():
        if "--html" in line:
            continue  # tests/docs/test_start.py
        done = cli(*arguments(line))
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    assert "no change" in done.stdout.lower()
    assert "exit code 0" in (tmp_path / "build.log").read_text()


def test_a_redesign_fails_and_names_the_column(cli: Command, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    [example] = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for line in re.findall(r"^\$ (.+)$", example, re.MULTILINE):
        assert cli(*arguments(line)).returncode == 0, line
    for line in REDESIGN.splitlines():
        if line.startswith("qapipe"):
            done = cli(*arguments(line))
        else:
            subprocess.run(["bash", "-ec", line], cwd=tmp_path, check=True)
    assert done.returncode == 1
    assert "rating of answers filled 50.0 % → 0 % on realself/text" in done.stderr


@pytest.mark.parametrize("option", ["fill-drop", "ok-drop", "lost"])
def test_the_thresholds_of_the_page_are_the_defaults(cli: Command, tmp_path: Path, option: str) -> None:
    [recipe] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    without = cli("config", "diff").stdout
    (tmp_path / "qapipe.toml").write_text(recipe)
    value = re.search(rf"^  {option} +(\S+)", cli("config", "diff").stdout, re.MULTILINE)
    assert value
    assert re.search(rf"^  {option} +{value[1]} +default", without, re.MULTILINE)
