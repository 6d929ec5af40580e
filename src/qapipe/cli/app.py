"""The ``qapipe`` command with its subcommands.

A subcommand's module is imported only when that subcommand is asked for, and imports what it needs when it runs: help,
``--version`` and usage errors must not wait for libraries that they do not use.
"""

import sys
from collections.abc import Collection
from importlib import import_module
from typing import Annotated, Any

import typer
import typer.core

from qapipe.cli.options import USAGE_ERROR, AsJson, click_exceptions, usage_error, with_log_file
from qapipe.version import __version__

COMMANDS = {
    "fetch": "Download pages to WARC files.",
    "load": "Extract matching pages from large dumps into WARC files.",
    "parse": "Parse pages into a Parquet dataset.",
    "export": "Export a dataset to another format.",
    "ls": "List the pages of a source without parsing them.",
    "show": "Parse one page and show what was extracted.",
    "sites": "List the known sites and their layouts.",
    "schema": "Show the tables and columns of a dataset, and what its statuses, reasons, warnings and noise rules "
    "mean.",
    "report": "Show what is in a dataset: counts, fill rates and distributions.",
    "check": "Verify a dataset: files, schema, keys, counts, texts, ranges.",
    "diff": "Compare two builds of a dataset.",
    "score": "Compare a dataset field by field with labelled pages.",
    "config": "Show the options in force and where each comes from.",
}
"""Each command, a function in the module of its name, and the first line of its help."""
_HELP = frozenset({"-h", "--help"})


def qapipe_command(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    as_json: AsJson = False,
) -> None:
    """Turn question-and-answer web pages into a typed, reproducible Parquet dataset.

    Options can also be set by environment variables such as QAPIPE_PARSE_WORKERS, and in the tables of qapipe.toml or
    below [tool.qapipe] in pyproject.toml; see qapipe config.

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


class _Group(typer.core.TyperGroup):
    """The commands; a flag that is not given is False, because typer imports pydantic to convert None to a flag."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401  a context of click, and parameters
        """The parameters of the group itself: its own, those of completion, and ``--help``."""
        return [_false_if_absent(param) for param in super().get_params(ctx)]


class _Command(typer.core.TyperCommand):
    """A command, for which the same holds of ``--help``."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401  a context of click, and parameters
        """The parameters of the command and ``--help``."""
        return [_false_if_absent(param) if param.name == "help" else param for param in super().get_params(ctx)]


def _false_if_absent(param: Any) -> Any:  # noqa: ANN401  a parameter of click
    if param.default is None:
        param.default = False
    return param


def command_line(names: Collection[str]) -> Any:  # noqa: ANN401  a group of commands of click
    """The command line, with a placeholder in place of each command that is not among the names."""
    app = typer.Typer(
        name="qapipe",
        cls=_Group,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,  # typer's tracebacks print local variables, and so the content of pages
        rich_markup_mode=None,  # the same help on every terminal and in every pipe
    )
    app.callback(invoke_without_command=True)(qapipe_command)
    for name, summary in COMMANDS.items():
        if name in names:
            module = import_module(f"qapipe.cli.{name}")
            settings = getattr(module, "CONTEXT_SETTINGS", None)
            app.command(name, cls=_Command, context_settings=settings)(with_log_file(getattr(module, name)))
        else:
            app.command(name, help=summary)(_placeholder)
    group = typer.main.get_command(app)
    for name in COMMANDS:
        if name in names:
            from qapipe.cli.recipe import name_variables
            from qapipe.cli.values import convert_without_pydantic

            name_variables(name, group.commands[name])  # type: ignore[attr-defined]  # a group
            convert_without_pydantic(group.commands[name])  # type: ignore[attr-defined]
    return group


def _placeholder() -> None:
    """In place of a command whose help alone is listed."""


def run() -> int:
    """Run the command line and return its exit code. With ``--json``, wrong arguments are reported as JSON, too."""
    arguments = sys.argv[1:]
    try:
        group = command_line(arguments)
        return group.main(arguments, "qapipe", standalone_mode=False, default_map=_recipe_values(group, arguments)) or 0
    except click_exceptions.ClickException as error:
        _explain(error)
        error.show()
        if "--json" in arguments:
            _show_as_json(error, next((one for one in arguments if not one.startswith("-")), None))
        return int(error.exit_code)
    except typer.Abort:
        return 1


def _recipe_values(group: Any, arguments: list[str]) -> dict[str, dict[str, object]]:  # noqa: ANN401
    """What qapipe.toml or pyproject.toml sets for the commands among the arguments, by command and parameter."""
    named = [name for name in COMMANDS if name in arguments]
    if not named or not _HELP.isdisjoint(arguments):
        return {}
    from qapipe.cli.recipe import defaults, read_recipe, unknown

    recipe = read_recipe(COMMANDS)
    if recipe is None:
        return {}
    used = {name: defaults(recipe, name, group.commands[name]) for name in named}
    if unknown(recipe, {name: group.commands[name] for name in named}):
        message = unknown(recipe, command_line(COMMANDS).commands)
        if message:
            raise usage_error(message)
    return used


def _explain(error: Any) -> None:  # noqa: ANN401  an error of click
    """Let the message name the option that is most like an unknown one, or the variable that a wrong value is from.

    Of a wrong value typer prints what pydantic says, with the class of the error before it.
    """
    if isinstance(error, click_exceptions.NoSuchOption):
        from qapipe.cli.recipe import nearest

        hint = nearest(error.option_name, error.possibilities or ()).replace("; d", ". D")
        error.message = f"{error.message}{hint}"
        error.possibilities = None
    elif isinstance(error, click_exceptions.BadParameter) and error.param and error.ctx:
        error.message = error.message.removeprefix("Value error, ")
        source = error.ctx.get_parameter_source(error.param.name)
        if source and source.name == "ENVIRONMENT":
            error.message = f"{error.message} (from {error.param.envvar})"


def _show_as_json(error: Exception, command: str | None) -> None:
    from qapipe.cli.command import envelope
    from qapipe.cli.terminal import Terminal
    from qapipe.errors import QapipeError

    code: int = getattr(error, "exit_code", USAGE_ERROR)
    message = {"kind": "usage" if code == USAGE_ERROR else QapipeError.kind, "message": error.format_message()}  # type: ignore[attr-defined]  # click's own
    Terminal().show_json(envelope(command if command in COMMANDS else None, code, message, 0.0))
