"""The command as a whole: usage errors, tracebacks, help, version, sites."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import qapipe
from conftest import Command, environment
from support.commands import json_of

WRONG = {
    "missing source": ("parse", "nowhere"),
    "no source": ("parse",),
    "out is a file": ("parse", "page.txt", "-o", "page.txt"),
    "out is in a file": ("parse", "page.txt", "-o", "page.txt/out"),
    "out is a directory of other files": ("parse", "page.txt", "-o", "mine"),
    "out holds the source": ("parse", "page.txt", "-o", "."),
    "unknown site": ("parse", "page.txt", "--site", "nosuch"),
    "unknown option": ("parse", "page.txt", "--nosuch"),
    "no worker": ("parse", "page.txt", "-j", "0"),
    "bad rate": ("parse", "page.txt", "--max-error-rate", "2"),
    "bad captures": ("parse", "page.txt", "--captures", "some"),
    "stdin twice": ("parse", "-", "-"),
    "unknown command": ("nosuch",),
    "no command": (),
    "missing page": ("show", "page.txt", "--page", "2"),
    "page zero": ("show", "page.txt", "--page", "0"),
    "two pages named": ("show", "page.txt", "1", "--page", "1"),
    "nothing to show": ("show", "nowhere"),
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_a_usage_error_is_reported_and_writes_nothing(
    cli: Command, tmp_path: Path, page: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = cli(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert re.search(r"error: .+;|Error: |Usage: ", done.stderr + done.stdout, re.IGNORECASE)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    done = cli(*arguments, "--json")
    value = json_of(done)
    assert (done.returncode, value["exit_code"], value["error"]["kind"]) == (2, 2, "usage")
    assert value["error"]["message"] in done.stderr + done.stdout


def test_a_traceback_is_shown_only_when_asked_for(cli: Command) -> None:
    plain, verbose = cli("parse", "nowhere"), cli("parse", "nowhere", "--verbose")
    assert plain.stderr == "error: nowhere: no such file or folder; check the path\n"
    assert "Traceback" in verbose.stderr
    assert verbose.stderr.endswith(plain.stderr)
    assert verbose.returncode == 2


def test_sites_lists_sites_and_layouts(cli: Command) -> None:
    done = cli("sites")
    assert done.returncode == 0
    assert "realself" in done.stdout
    assert "realself.com" in done.stdout
    [site] = [site for site in json_of(cli("sites", "--json"))["sites"] if site["name"] == "realself"]
    assert site["hosts"] == ["realself.com"]
    assert all(layout["name"] and layout["description"] for layout in site["layouts"])


def test_the_version_is_printed(cli: Command) -> None:
    assert cli("--version").stdout == f"{qapipe.__version__}\n"
    value = json_of(cli("--version", "--json"))
    assert (value["qapipe"], value["version"]) == (qapipe.__version__, qapipe.__version__)


@pytest.mark.parametrize("command", [(), ("parse",), ("show",), ("sites",)])
def test_help_has_an_example(cli: Command, command: tuple[str, ...]) -> None:
    done = cli(*command, "--help")
    assert done.returncode == 0
    assert "Example: qapipe" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("parse", "--worker", "3"), "No such option: --worker. Did you mean --workers?"),
        (("parse", "--max-error-rat=1"), "No such option: --max-error-rat. Did you mean --max-error-rate?"),
        (("prase", "x"), "No such command 'prase'. Did you mean 'parse'?"),
        (("parse", "--xyzzy"), "No such option: --xyzzy"),
    ],
)
def test_the_nearest_option_or_command_is_suggested(cli: Command, arguments: tuple[str, ...], hint: str) -> None:
    assert cli(*arguments).stderr.rstrip().endswith(f"Error: {hint}")
    assert json_of(cli(*arguments, "--json"))["error"]["message"] == hint


@pytest.mark.parametrize("arguments", [["nosuch"], ["parse", "--nosuch"], ["--nosuch"]])
def test_usage_errors_wait_for_no_library_of_the_work(arguments: list[str]) -> None:
    code = (
        f"import sys\nfrom qapipe.cli import main\nsys.argv = ['qapipe', *{arguments}]\n"
        "try: main()\nexcept SystemExit as end: print(end.code)\n"
        "print('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    status, *loaded = done.stdout.splitlines()
    assert status == "2"
    assert {name.partition(".")[0] for name in loaded}.isdisjoint({"pyarrow", "pydantic", "selectolax", "httpx"})


def test_help_imports_no_library_that_it_does_not_use() -> None:
    code = (
        "import sys\nfrom qapipe.cli import main\nsys.argv = ['qapipe', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()}
    assert loaded.isdisjoint({"rich", "pyarrow", "pydantic", "selectolax", "httpx", "tomllib", "logging", "pygal"})
    ours = {name for name in done.stdout.splitlines() if name.startswith("qapipe")}
    expected = {"app", "interrupts", "options", "words"}
    assert ours == {"qapipe", "qapipe.version", "qapipe.cli", *(f"qapipe.cli.{name}" for name in expected)}
