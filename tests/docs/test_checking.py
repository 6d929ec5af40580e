"""The examples of docs/checking.md are what the commands print, and its tables have their options and keys."""

import json
import re
import tomllib
from pathlib import Path

from conftest import Command
from qapipe.cli.diff import diff
from qapipe.dataset.score.gold import read_gold
from support.places import ROOT

PAGE = (ROOT / "docs/checking.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def block(language: str, beginning: str) -> str:
    [found] = [text for kind, text in BLOCKS if kind == language and text.startswith(beginning)]
    return str(found)


def test_check_and_score_print_what_the_page_shows(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    assert cli("parse", "data/raw", "-o", "parsed", "-q").returncode == 0
    for command, arguments in (("check", ["parsed"]), ("score", ["parsed", "data/gold.jsonl"])):
        _, *shown = block("console", f"$ qapipe {command} ").replace("...\n", "").splitlines()
        assert cli(command, *arguments).stdout.splitlines()[: len(shown)] == shown


def test_the_example_of_gold_is_in_the_format(tmp_path: Path) -> None:
    example = json.dumps(json.loads(block("json", "{")))
    (tmp_path / "gold.jsonl").write_text(example)
    [page] = read_gold(tmp_path / "gold.jsonl")
    assert page.site == "garden.example"


def test_thresholds_have_their_options_and_defaults(cli: Command, tmp_path: Path) -> None:
    options = dict(re.findall(r"^\| `--([\w-]+) \w+` \| (\d+) \|", PAGE, re.MULTILINE))
    defaults = diff.__kwdefaults__ or {}
    assert {name: float(value) for name, value in options.items()} == {
        name.replace("_", "-"): float(defaults[name]) for name in ("fill_drop", "ok_drop", "lost", "min_rows")
    }
    table = tomllib.loads(block("toml", "["))["tool"]["qapipe"]["diff"]
    assert set(table) <= set(options)
