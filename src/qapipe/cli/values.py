"""Values of options without pydantic, by which typer converts them: it takes longer to import than a page to parse.

Strings, plain numbers, paths, and members of an enumeration are converted here. Whatever else is given, such as a wrong
value, is left to typer, so its messages are the same.
"""

import os
import re
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

_PLAIN_NUMBER = {int: re.compile(r"[0-9]{1,9}"), float: re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")}
_PATH_CHECKS = {"exists": False, "resolve_path": False, "allow_dash": False, "writable": False, "path_type": None}
_PATH_CHECKS |= {"file_okay": True, "dir_okay": True, "readable": True}
"""What typer is asked to check of a path if nothing is said."""


class _OddValueError(Exception):
    """A value that typer has to convert or to reject."""


class _Converter:
    """Stands in for typer's converter of one parameter."""

    def __init__(self, own: Any) -> None:  # noqa: ANN401  what typer knows of the parameter's type
        self._own = own

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  of typer
        """The value as the command gets it."""
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        try:
            return self._converted(value, several=several)
        except _OddValueError:
            from typer._coercion import build_runtime_param

            return build_runtime_param(self._own).coerce(value, param=param, ctx=ctx)

    def _converted(self, value: Any, *, several: bool) -> Any:  # noqa: ANN401
        kind, info = self._own.annotation, self._own.parameter_info
        if info.parser is not None:
            return _parsed(value, info.parser)
        if get_origin(kind) is list and several and isinstance(value, list | tuple):
            return [_plain(one, get_args(kind)[0], info) for one in value]
        return _plain(value, kind, info)


def _parsed(value: Any, parser: Callable[[Any], Any]) -> Any:  # noqa: ANN401
    try:
        return parser(value)
    except (ValueError, TypeError, AssertionError) as error:
        raise _OddValueError from error


def _plain(value: Any, kind: Any, info: Any) -> Any:  # noqa: ANN401  a value, its type, and what typer was told of it
    """The value as its type."""
    if kind in _PLAIN_NUMBER:
        return _number(value, kind, info)
    if kind in (str, bool) and type(value) is kind:
        return value
    if (
        kind is Path
        and isinstance(value, str | Path)
        and all(getattr(info, name) == usual for name, usual in _PATH_CHECKS.items())
    ):
        return _path(Path(value))
    if isinstance(kind, type) and issubclass(kind, Enum) and info.case_sensitive:
        for member in kind:
            if value == member.value:
                return member
    raise _OddValueError


def _number(value: Any, kind: Any, info: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str) and _PLAIN_NUMBER[kind].fullmatch(value):
        value = kind(value)
    if type(value) is not kind or info.clamp:
        raise _OddValueError
    if (info.min is not None and value < info.min) or (info.max is not None and value > info.max):
        raise _OddValueError
    return value


def _path(path: Path) -> Path:
    try:
        path.stat()
    except (OSError, ValueError):
        return path
    if not os.access(path, os.R_OK):
        raise _OddValueError
    return path


def convert_without_pydantic(command: Any) -> None:  # noqa: ANN401  a command of typer
    """Have the values of a command's parameters converted here."""
    for param in command.params:
        own = getattr(param, "type_descriptor", None)
        if own is not None and hasattr(param, "_runtime_param"):  # since typer 0.29
            param._runtime_param = _Converter(own)  # noqa: SLF001
