"""``qapipe config``: the options in force, and where each comes from."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qapipe.cli.command import reported
from qapipe.cli.options import AsJson, Verbose
from qapipe.errors import UsageError

if TYPE_CHECKING:
    from qapipe.cli.recipe import Recipe

CONTEXT_SETTINGS = {"ignore_unknown_options": True, "allow_extra_args": True}


def config(
    context: typer.Context,
    command: Annotated[
        str | None,
        typer.Argument(metavar="COMMAND", help="Show only this command; its own options may follow."),
    ] = None,
    *,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Show the options in force and where each comes from.

    The command line takes precedence over environment variables such as QAPIPE_PARSE_WORKERS, these over the files
    qapipe.toml and pyproject.toml of the working directory, and these over the defaults. In qapipe.toml, the options of
    a command go in a table of its name, [parse], and options of all commands above the tables. In pyproject.toml the
    tables are [tool.qapipe] and [tool.qapipe.parse].

    Example: qapipe config parse --workers 4
    """
    from qapipe.cli.app import COMMANDS, command_line
    from qapipe.cli.config_report import options_in_force, show_options
    from qapipe.cli.recipe import nearest, read_recipe, unknown
    from qapipe.cli.terminal import Terminal

    terminal = Terminal()
    with reported("config", terminal, as_json=as_json, verbose=verbose) as result:
        if command is not None and command not in COMMANDS:
            raise UsageError(f"no such command: {command}{nearest(command, COMMANDS)}")
        recipe = read_recipe(COMMANDS)
        commands: dict[str, Any] = command_line(COMMANDS).commands
        if recipe and (message := unknown(recipe, commands)):
            raise UsageError(message)
        names = [name for name in COMMANDS if name != "config"] if command is None else [command]
        found = {name: options_in_force(name, commands[name], context.args, recipe) for name in names}
        result.values["file"] = recipe.file if recipe else None
        result.values["commands"] = {name: [one._asdict() for one in options] for name, options in found.items()}
        if not as_json:
            show_options(terminal, _file_line(recipe), found)


def _file_line(recipe: "Recipe | None") -> str:
    return f"file: {recipe.file if recipe else 'none (no qapipe.toml, nor [tool.qapipe] in pyproject.toml)'}"
