"""Options from the environment and from files, and how they are shown with their origin."""

from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from support.commands import json_of


def options(done: Any, command: str = "parse") -> dict[str, tuple[object, str]]:
    """Value and origin of each option, by its name."""
    return {one["name"]: (one["value"], one["origin"]) for one in json_of(done)["commands"][command]}


def test_each_option_comes_from_the_first_place_that_has_it(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "qapipe.toml").write_text(
        'workers = 2\nmatch = "*/question/*"\n'
        '[parse]\nsources = ["dumps", "more.warc"]\nmax_error_rate = 0.25\nout = "made"\ncaptures = "all"\n'
    )
    env = {"QAPIPE_PARSE_CAPTURES": "latest", "QAPIPE_PARSE_MATCH": "*/a/* */b/*", "QAPIPE_PARSE_JSON": ""}
    found = options(cli("config", "parse", "--out", "here", "--json", env=env))
    assert found["out"] == ("here", "command line")
    assert found["captures"] == ("latest", "QAPIPE_PARSE_CAPTURES")
    assert found["match"] == (["*/a/*", "*/b/*"], "QAPIPE_PARSE_MATCH")
    assert found["workers"] == (2, "qapipe.toml workers")
    assert found["max-error-rate"] == (0.25, "qapipe.toml [parse] max-error-rate")
    assert found["sources"] == (["dumps", "more.warc"], "qapipe.toml [parse] sources")
    assert found["page-timeout"] == (30.0, "default")
    others = options(cli("config", "load", "--json"), "load")
    assert others["workers"] == (2, "qapipe.toml workers")
    assert others["match"] == (["*/question/*"], "qapipe.toml match")
    assert others["out"] == ("data/raw", "default")


def test_a_recipe_is_used(cli: Command, tmp_path: Path, page: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "mine"\n[tool.qapipe.parse]\nsources = ["page.txt"]\nout = "made"\nquiet = true\n'
    )
    done = cli("parse")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "made/manifest.json").exists()
    assert options(cli("config", "parse", "--json"))["out"] == ("made", "pyproject.toml [tool.qapipe.parse] out")
    (tmp_path / "qapipe.toml").write_text('[parse]\nsources = ["page.txt"]\n')  # counts alone
    assert cli("parse").stdout.startswith("pages")
    assert (tmp_path / "data/parsed/manifest.json").exists()


def test_every_option_of_every_command_has_a_variable(cli: Command) -> None:
    found = json_of(cli("config", "--json"))["commands"]
    env = {f"QAPIPE_{name}_PROGRESS".upper(): "none" for name in found}
    changed = json_of(cli("config", "--json", env=env))["commands"]
    with_progress = [name for name, all_ in found.items() if any(one["name"] == "progress" for one in all_)]
    assert {"fetch", "load", "parse"} <= set(with_progress)
    for name in with_progress:
        [one] = [one for one in changed[name] if one["name"] == "progress"]
        assert (one["value"], one["origin"]) == ("none", f"QAPIPE_{name.upper()}_PROGRESS")
    assert all("log-file" in [one["name"] for one in all_] for all_ in found.values())


WRONG = {
    "unknown option": (
        "[parse]\nworker = 2",
        "qapipe.toml [parse] worker is not an option of qapipe parse; did you mean workers?",
    ),
    "unknown option of all commands": (
        "mach = 'x'",
        "qapipe.toml mach is not an option of any command; did you mean match?",
    ),
    "unknown command": ("[prase]\nworkers = 2", "qapipe.toml [prase] is not a command; did you mean parse?"),
    "wrong type": ("[parse]\nworkers = 'many'", "qapipe.toml [parse] workers: Input should be a valid integer"),
    "out of range": (
        "[parse]\nmax-error-rate = 7",
        "qapipe.toml [parse] max-error-rate: --max-error-rate must be a fraction such as 0.05, not 7",
    ),
    "list": ("[parse]\nlimit = [1, 2]", "qapipe.toml [parse] limit must be one value, not a list or table"),
    "flag": ("[parse]\nforce = 'yes'", "qapipe.toml [parse] force must be true or false"),
    "place of all commands": ("out = 'x'", "qapipe.toml out must be in the table of its command, such as [parse]"),
    "not TOML": ("[parse", "qapipe.toml is not valid TOML"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("command", ["parse", "config"])
def test_a_wrong_recipe_is_a_usage_error(cli: Command, tmp_path: Path, command: str, text: str, message: str) -> None:
    (tmp_path / "qapipe.toml").write_text(text)
    done = cli(command, *(["page.txt"] if command == "parse" else ["parse"]), "--json")
    assert (done.returncode, json_of(done)["error"]["kind"]) == (2, "usage")
    assert message in " ".join(done.stderr.split())
    assert cli("parse", "--help").returncode == 0


@pytest.mark.parametrize("name", ["qapipe.toml", "pyproject.toml"])
def test_a_file_that_cannot_be_read_is_a_usage_error(
    cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_text("[tool.qapipe.parse]\nworkers = 2\n")
    monkeypatch.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    done = cli("sites")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Error: cannot read {name}: Permission denied" in done.stderr


def test_a_wrong_value_of_a_variable_is_a_usage_error(cli: Command, page: Path) -> None:
    done = cli("parse", page, env={"QAPIPE_PARSE_WORKERS": "many"})
    assert done.returncode == 2
    assert "QAPIPE_PARSE_WORKERS" in done.stderr


def test_other_tools_and_tables_of_a_project_do_not_matter(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nqapipe = 'tool.qapipe'\n")
    assert json_of(cli("config", "parse", "--json"))["file"] is None
    assert cli("config", "prase", "--json").stderr.strip() == "error: no such command: prase; did you mean parse?"


def test_the_options_are_printed_with_their_origin(cli: Command, tmp_path: Path) -> None:
    lines = [line.split() for line in cli("config", "parse", "-j", "4", "--force").stdout.splitlines()]
    assert ["workers", "4", "command", "line"] in lines
    assert ["force", "yes", "command", "line"] in lines
    assert ["match", "-", "default"] in lines
