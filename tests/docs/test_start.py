"""The commands of docs/start.md, run in their order; `...` stands for output that varies."""

import re
import shlex
import shutil
import tomllib
from pathlib import Path

from conftest import Command
from support.places import ROOT

PAGE = (ROOT / "docs" / "start.md").read_text("utf-8")


def test_the_examples_print_what_is_shown(cli: Command, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    blocks = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    examples = [
        found.groups() for block in blocks for found in re.finditer(r"\$ qapipe (.+)\n((?:(?!\$ ).*\n)*)", block)
    ]
    assert len(examples) == 5
    for command, shown in examples:
        done = cli(*shlex.split(command))
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        pattern = ".*".join(re.escape(part) for part in " ".join(shown.split()).split("..."))
        printed = " ".join(done.stdout.split())
        assert re.fullmatch(pattern, printed, re.DOTALL), f"{command}\n{done.stdout}"
    html = (tmp_path / "report.html").read_text()
    assert 'aria-label="Mean rating by specialty"' in html


def test_the_recipe_repeats_the_run(cli: Command, tmp_path: Path) -> None:
    [recipe] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert tomllib.loads(recipe)["parse"]["sources"] == ["data/raw"]
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    (tmp_path / "qapipe.toml").write_text(recipe)
    assert cli("parse", "--quiet").returncode == 0
    assert '"*/question/*"' in (tmp_path / "data/parsed/manifest.json").read_text()
