"""The ``qapipe`` command with its subcommands."""

from typing import Annotated

import typer

from qapipe.cli.fetch import fetch
from qapipe.cli.load import load
from qapipe.cli.options import USAGE_ERROR, AsJson
from qapipe.cli.parse import parse
from qapipe.cli.show import show
from qapipe.cli.sites import sites
from qapipe.cli.terminal import Terminal
from qapipe.version import __version__

app = typer.Typer(
    name="qapipe",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,  # typer's tracebacks print local variables, and so the content of pages
    rich_markup_mode=None,  # the same help on every terminal and in every pipe
)
for command in (fetch, load, parse, show, sites):
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
    if version and as_json:
        terminal.show_json({"qapipe": __version__})
    elif version:
        terminal.show(__version__)
    elif context.invoked_subcommand is None:
        terminal.show(context.get_help())
        raise typer.Exit(USAGE_ERROR)
    if version:
        raise typer.Exit
