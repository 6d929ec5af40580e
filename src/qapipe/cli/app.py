"""The ``qapipe`` command with its subcommands."""

import sys
from typing import Annotated

import typer

from qapipe.cli.command import envelope, reported
from qapipe.cli.fetch import fetch
from qapipe.cli.load import load
from qapipe.cli.ls import ls
from qapipe.cli.options import USAGE_ERROR, AsJson, click_exceptions, usage_error
from qapipe.cli.parse import parse
from qapipe.cli.schema import schema
from qapipe.cli.show import show
from qapipe.cli.sites import sites
from qapipe.cli.terminal import Terminal
from qapipe.version import __version__

_COMMANDS = (fetch, load, parse, ls, show, sites, schema)

app = typer.Typer(
    name="qapipe",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,  # typer's tracebacks print local variables, and so the content of pages
    rich_markup_mode=None,  # the same help on every terminal and in every pipe
)
for command in _COMMANDS:
    app.command()(command)


@app.callback(invoke_without_command=True)
def qapipe_command(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    as_json: AsJson = False,
) -> None:
    """Turn question-and-answer web pages into a typed, reproducible Parquet dataset.

    Example: qapipe parse data/raw --out data/parsed
    """
    terminal = Terminal()
    if version:
        with reported("version", terminal, as_json=as_json) as result:
            result.values["qapipe"] = __version__
            if not as_json:
                terminal.show(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None and as_json:
        raise usage_error("no command given; see qapipe --help")
    if context.invoked_subcommand is None:
        terminal.show(context.get_help())
        raise typer.Exit(USAGE_ERROR)


def run() -> int:
    """Run the command line and return its exit code. With ``--json``, wrong arguments are reported as JSON, too."""
    try:
        return app(prog_name="qapipe", standalone_mode=False) or 0
    except click_exceptions.ClickException as error:
        error.show()
        if "--json" in sys.argv:
            name = next((argument for argument in sys.argv[1:] if not argument.startswith("-")), None)
            known = name if name in {command.__name__ for command in _COMMANDS} else None
            message = {"kind": "usage", "message": error.format_message()}
            Terminal().show_json(envelope(known, error.exit_code, message, 0.0))
        return int(error.exit_code)
    except typer.Abort:
        return 1
