"""The options of a command with their values and origins, and what ``qapipe config`` prints of them."""

from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from rich.table import Table

from qapipe.cli.recipe import Command, Recipe, defaults, key_of
from qapipe.cli.terminal import Terminal, safe_text

_ORIGINS = {"COMMANDLINE": "command line", "DEFAULT": "default"}
Value = str | int | float | bool | list[str] | None


class Option(NamedTuple):
    """An option or argument of a command."""

    name: str
    """As in a recipe, such as ``max-error-rate``."""
    value: Value
    origin: str
    """``command line``, ``default``, the environment variable, or the place in the file."""


def options_in_force(name: str, command: Command, arguments: Sequence[str], recipe: Recipe | None) -> list[Option]:
    """The options of a command that is given these arguments. Raises an error of click for wrong ones."""
    values = defaults(recipe, name, command) if recipe else {}
    for parameter in command.params:
        parameter.required = False  # nothing is run
    context = command.make_context(name, list(arguments), default_map=values)
    return [
        Option(key, _value(context.params[parameter.name]), _origin(context, name, parameter, key, recipe))
        for parameter in command.params
        if (key := key_of(parameter)) and parameter.name in context.params
    ]


def _origin(context: Any, name: str, parameter: Any, key: str, recipe: Recipe | None) -> str:  # noqa: ANN401
    source: str = context.get_parameter_source(parameter.name).name
    if source == "ENVIRONMENT":
        return str(parameter.envvar)
    if source == "DEFAULT_MAP" and recipe:
        of_command = key in {written.replace("_", "-") for written in recipe.tables.get(name, {})}
        return recipe.origin(name if of_command else None, key)
    return _ORIGINS[source]


def _value(value: object) -> Value:
    """A value as JSON has it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list | tuple):
        return [str(_value(one)) for one in value]
    return str(value) if isinstance(value, Path) else value  # type: ignore[return-value]  # click knows no others


def show_options(terminal: Terminal, head: str, commands: Mapping[str, Sequence[Option]]) -> None:
    """Print the options of each command: name, value and origin, those that are not defaults in bold."""
    terminal.show(safe_text(head))
    table = Table(box=None, show_header=False, pad_edge=False)
    for _ in range(3):
        table.add_column(overflow="fold")
    for name, options in commands.items():
        table.add_row(safe_text(f"\n{name}", "bold cyan"))
        for option in options:
            style = "dim" if option.origin == "default" else "bold"
            shown = [f"  {option.name}", _shown(option.value), option.origin]
            table.add_row(*(safe_text(cell, style) for cell in shown))
    terminal.show(table)


def _shown(value: Value) -> str:
    if value is None or value == []:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "  ".join(value) if isinstance(value, list) else str(value)
