"""docs/commands.md as the help has it, and what the models say of their fields; ``make reference`` writes both."""

import sys
from pathlib import Path

from qapipe.cli.app import COMMANDS
from support import field_descriptions
from support.commands import run_here
from support.places import ROOT

PAGE = ROOT / "docs" / "commands.md"
_INTRODUCTION = """# Commands

The help of every command, as `qapipe COMMAND --help` prints it. `make reference` writes this page, and a test
compares it.

Results go to stdout, progress and messages to stderr. Exit codes are the same everywhere: 0 success; 1 completed,
but not with everything that was asked for, or a check failed; 2 usage error, nothing was written; 75 another run is
writing to the same directory; 130 and 143 interrupted. With `--json` the result is one JSON object, see [JSON
output](json.md).

## Options of a project

Every option can be set, in this order, on the command line, by an environment variable, or in a file of the working
directory:

- The variable of an option has the name of the command and of the option: `QAPIPE_PARSE_MAX_ERROR_RATE=0.05`.
  Values of a repeatable option are separated by blanks, `QAPIPE_PARSE_MATCH='*/question/* */q/*'`; a switch is `1`
  or `0`. An empty variable counts as unset.
- `qapipe.toml` has a table for each command, `[parse]`, with its options and arguments: `max-error-rate = 0.05`,
  `sources = ["dumps"]`. Options above the tables apply to all commands that have them. `out` means
  something else in each command, so it must be in a table.
- In `pyproject.toml`, the tables are `[tool.qapipe]` and `[tool.qapipe.parse]`. They are ignored if there is a
  `qapipe.toml`.

Paths are relative to the working directory. `qapipe config` shows which value is in force and where it comes from;
unknown options and commands in a file are usage errors.
"""


def reference(folder: Path) -> str:
    """The text of the page; commands run in ``folder``."""
    sections = [_INTRODUCTION, _section("qapipe", _help([], folder))]
    sections += [_section(f"qapipe {name}", _help([name], folder)) for name in COMMANDS]
    return "\n".join(sections)


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text.strip()}\n```\n"


def _help(command: list[str], folder: Path) -> str:
    done = run_here([*command, "--help"], folder)
    assert done.returncode == 0, done.stderr
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


if __name__ == "__main__":
    field_descriptions.write()
    PAGE.write_text(reference(Path()), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
