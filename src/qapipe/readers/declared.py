"""What each site says of itself, read from its source: whoever only plans a run need not import the readers."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from qapipe.readers import sites

_FIELDS: dict[str, Any] = {"name": None, "hosts": (), "fallback": False}
"""The fields of a site that are read, with their defaults."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A site as its source declares it."""

    name: str
    hosts: tuple[str, ...]
    fallback: bool
    file: Path
    """Its source file, the ``__init__.py`` if it is a package."""


@cache
def declared_sites() -> tuple[Declared, ...]:
    """Every site in the order of :func:`qapipe.readers.registry.known_sites`, which is asked if packages add some."""
    if entry_points(group=sites.ENTRY_POINTS):
        from qapipe.readers import registry  # noqa: PLC0415  it imports all readers

        return tuple(
            Declared(site.name, site.hosts, site.fallback, registry.file_of(site.name))
            for site in registry.known_sites()
        )
    return tuple(sorted(_own(), key=lambda site: (not site.hosts, site.name)))


def file_of(name: str) -> Path:
    """The source file of a site."""
    return next(site.file for site in declared_sites() if site.name == name)


def _own() -> Iterator[Declared]:
    """The sites of qapipe. One that is not declared by constants is imported."""
    for found in iter_modules(sites.__path__):
        folder = Path(sites.__path__[0])
        file = folder / found.name / "__init__.py" if found.ispkg else folder / f"{found.name}.py"
        constants = constants_of(file.read_text("utf-8"))
        if constants is None:
            site = import_module(f"{sites.__name__}.{found.name}").SITE
            constants = {name: getattr(site, name) for name in _FIELDS}
        yield Declared(**constants, file=file)


def constants_of(source: str) -> dict[str, Any] | None:
    """The fields of the ``SITE`` of a module; None if its name, hosts and rank are not all written as constants."""
    named: dict[str, ast.expr] = {}
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(targets=[ast.Name("SITE")], value=ast.Call(args=[], keywords=keywords)):
                if any(one.arg is None for one in keywords):  # ``**more``
                    return None
                written = {one.arg: one.value for one in keywords if one.arg in _FIELDS}
                try:
                    given = {name: ast.literal_eval(_value(value, named)) for name, value in written.items()}
                except ValueError:
                    return None
                return _FIELDS | given if "name" in given else None
            case ast.Assign(targets=[ast.Name(name)], value=value):
                named[name] = value
    return None


def _value(value: ast.expr, named: dict[str, ast.expr]) -> ast.expr:
    """What a value stands for, if it is the name of a constant of the module."""
    return named.get(value.id, value) if isinstance(value, ast.Name) else value
