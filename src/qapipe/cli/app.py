"""The ``qapipe`` command with its subcommands.

A subcommand's module is imported only when that subcommand is asked for, and imports what it needs when it runs: help,
``--version`` and usage errors must not wait for libraries that they do not use.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Annotated

import typer

from qapipe.cli.options import USAGE_ERROR, AsJson, click_exceptions, usage_error
from qapipe.version import __version__

COMMANDS = {
    "fetch": "Download pages to WARC files.",
    "load": "Extract matching pages from large dumps into WARC files.",
    "parse": "Parse pages into a Parquet dataset.",
    "ls": "List the pages of a source without parsing them.",
    "show": "Parse one page and show what was extracted.",
    "sites": "List the known sites and their layouts.",
    "schema": "Show the tables and columns of a dataset, and what its statuses, reasons, warnings and noise rules "
    "mean.",
}
"""Each command, a function in the module of its name, and the first line of its help."""


def qapipe_command(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    as_json: AsJson = False,
) -> None:
    """Turn question-and-answer web pages into a typed, reproducible Parquet dataset.

    Example: qapipe parse data/raw --out data/parsed
    """
    if version and as_json:
        from qapipe.cli.command import reported
        from qapipe.cli.terminal import Terminal

        with reported("version", Terminal(), as_json=True) as result:
            result.values["qapipe"] = __version__
    elif version:
        typer.echo(__version__)
    if version:
        raise typer.Exit
    if context.invoked_subcommand is None and as_json:
        raise usage_error("no command given; see qapipe --help")
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(USAGE_ERROR)


def _app(arguments: list[str]) -> typer.Typer:
    """The command line, with a placeholder in place of each command that is not among the arguments."""
    app = typer.Typer(
        name="qapipe",
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,  # typer's tracebacks print local variables, and so the content of pages
        rich_markup_mode=None,  # the same help on every terminal and in every pipe
    )
    app.callback(invoke_without_command=True)(qapipe_command)
    for name, summary in COMMANDS.items():
        if name in arguments:
            function: Callable[..., None] = getattr(import_module(f"qapipe.cli.{name}"), name)
            app.command(name)(function)
        else:
            app.command(name, help=summary)(_placeholder)
    return app


def _placeholder() -> None:
    """In place of a command whose help alone is listed."""


def run() -> int:
    """Run the command line and return its exit code. With ``--json``, wrong arguments are reported as JSON, too."""
    arguments = sys.argv[1:]
    try:
        return _app(arguments)(prog_name="qapipe", standalone_mode=False) or 0
    except click_exceptions.ClickException as error:
        error.show()
        if "--json" in arguments:
            _show_as_json(error, next((one for one in arguments if not one.startswith("-")), None))
        return int(error.exit_code)
    except typer.Abort:
        return 1


def _show_as_json(error: Exception, command: str | None) -> None:
    from qapipe.cli.command import envelope
    from qapipe.cli.terminal import Terminal

    code: int = getattr(error, "exit_code", USAGE_ERROR)
    message = {"kind": "usage", "message": error.format_message()}  # type: ignore[attr-defined]  # click's own
    Terminal().show_json(envelope(command if command in COMMANDS else None, code, message, 0.0))
