"""Options of a command that are not on its command line: environment variables, ``qapipe.toml`` and ``pyproject.toml``.

In ``qapipe.toml``, options stand in a table of their command, ``[parse]``, or above all tables if they are for every
command that has them; in ``pyproject.toml`` the same stands below ``[tool.qapipe]``. Names are those of the command
line, ``max-error-rate``; arguments are named ``sources``, ``urls``, ``dataset`` and so on, as ``qapipe config`` lists
them. Paths are relative to the working directory, in which the file is looked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qapipe.cli.options import click_exceptions, usage_error

FILES = ("qapipe.toml", "pyproject.toml")
_TABLE = b"tool.qapipe"
_OF_ONE_COMMAND = frozenset({"out"})
"""Options whose values mean something else in each command, so that they cannot be for all."""
_WITHOUT_VALUE = frozenset({"help"})

Command = Any
"""A command of click: typer has a copy of its own since 0.20."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The options that a file sets: those of single commands, and those of all that have them."""

    file: str
    prefix: str
    """What stands before the name of a table, such as ``tool.qapipe.``."""
    tables: Mapping[str, Mapping[str, object]]
    common: Mapping[str, object]

    def origin(self, command: str | None, key: str) -> str:
        """Where a value is from, such as ``pyproject.toml [tool.qapipe.parse] workers``."""
        table = f"{self.prefix}{command}" if command else self.prefix.rstrip(".")
        return f"{self.file} [{table}] {key}" if table else f"{self.file} {key}"


def read_recipe(commands: Iterable[str], folder: Path = Path()) -> Recipe | None:
    """The recipe of a directory; None without one. Raises a usage error if it is no TOML or has an unknown table.

    A ``qapipe.toml`` counts alone, even if ``pyproject.toml`` has a table as well.
    """
    own, project = (folder / name for name in FILES)
    if own.is_file():
        return _recipe(FILES[0], "", _toml(own, _read(own)), commands)
    text = _read(project) if project.is_file() else b""
    if _TABLE not in text.replace(b" ", b"").replace(b'"', b""):
        return None
    tool = _toml(project, text).get("tool")
    table = tool.get("qapipe") if isinstance(tool, dict) else None
    return _recipe(FILES[1], "tool.qapipe.", table, commands) if isinstance(table, dict) else None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise usage_error(f"cannot read {path.name}: {error.strerror}; its options would be missing") from error


def _toml(path: Path, text: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise usage_error(f"{path.name} is not valid TOML: {error}") from error


def _recipe(file: str, prefix: str, values: Mapping[str, Any], commands: Iterable[str]) -> Recipe:
    tables = {name: value for name, value in values.items() if isinstance(value, dict)}
    common = {name: value for name, value in values.items() if name not in tables}
    recipe = Recipe(file, prefix, tables, common)
    for name in tables:
        if name not in commands:
            raise usage_error(f"{recipe.origin(name, '').strip()} is not a command{nearest(name, commands)}")
    for name in _OF_ONE_COMMAND & set(common):
        example = recipe.origin("parse", name).removeprefix(f"{file} ").removesuffix(f" {name}")
        raise usage_error(f"{recipe.origin(None, name)} must be in the table of its command, such as {example}")
    return recipe


def nearest(name: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown name: the name that is most like it, if there is one."""
    from difflib import get_close_matches

    found = get_close_matches(name, list(names), 1)
    return f"; did you mean {found[0]}?" if found else ""


def key_of(parameter: Any) -> str | None:  # noqa: ANN401  a parameter of click
    """The name of an option or argument in recipes, such as ``max-error-rate``; None if it cannot be set there."""
    if parameter.param_type_name == "argument":
        return str(parameter.name).replace("_", "-")
    long = next((name for name in parameter.opts if name.startswith("--")), None)
    name = long.removeprefix("--") if long else None
    return None if name in _WITHOUT_VALUE else name


def name_variables(name: str, command: Command) -> None:
    """Let each option of a command be set by an environment variable such as ``QAPIPE_PARSE_MAX_ERROR_RATE``."""
    for parameter in command.params:
        key = key_of(parameter)
        if key and parameter.param_type_name == "option":
            parameter.envvar = f"QAPIPE_{name}_{key}".replace("-", "_").upper()
            parameter.show_envvar = False


def defaults(recipe: Recipe, name: str, command: Command) -> dict[str, object]:
    """The values that a recipe sets for a command, by parameter. Raises a usage error for one that it does not have."""
    parameters = {key: parameter for parameter in command.params if (key := key_of(parameter))}
    found = {}
    for owner, values in ((None, recipe.common), (name, recipe.tables.get(name, {}))):
        for written, value in values.items():
            key = written.replace("_", "-")
            if key in parameters:
                origin = recipe.origin(owner, written)
                found[parameters[key].name] = _checked(value, parameters[key], command, origin)
            elif owner:
                known = nearest(key, parameters) or f"; see qapipe {name} --help"
                raise usage_error(f"{recipe.origin(owner, written)} is not an option of qapipe {name}{known}")
    return found


def unknown(recipe: Recipe, commands: Mapping[str, Command]) -> str | None:
    """A message about the first value for all commands that none of them has an option for."""
    names = {key for command in commands.values() for parameter in command.params if (key := key_of(parameter))}
    for written in recipe.common:
        if written.replace("_", "-") not in names:
            return f"{recipe.origin(None, written)} is not an option of any command{nearest(written, names)}"
    return None


def _checked(value: object, parameter: Any, command: Command, origin: str) -> object:  # noqa: ANN401
    """A value as click converts it, a single one of a repeatable option as a list."""
    several = parameter.nargs != 1 or getattr(parameter, "multiple", False)
    value = value.isoformat() if isinstance(value, date) else value
    if several:
        value = list(value) if isinstance(value, list | tuple) else [value]
    elif isinstance(value, list | dict):
        raise usage_error(f"{origin} must be one value, not a list or table")
    if getattr(parameter, "is_flag", False) and not isinstance(value, bool):
        raise usage_error(f"{origin} must be true or false")
    context = command.make_context(command.name, [], resilient_parsing=True)
    try:
        parameter.process_value(context, value)
    except click_exceptions.ClickException as error:
        raise usage_error(f"{origin}: {error.message}") from error
    return value
