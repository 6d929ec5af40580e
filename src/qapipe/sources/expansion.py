"""Globs among the arguments: the paths, or the objects in a store, that one matches."""

import os
import re

from qapipe import objects
from qapipe.errors import UsageError

_MAGIC = re.compile(r"[*?[]")
_TOKEN = re.compile(r"\*\*/|\*+|\?|\[!?[^]/]+\]|.", re.DOTALL)
_EXPRESSIONS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def expanded(argument: str) -> list[str]:
    """The paths or addresses that a glob matches, sorted by their bytes; any other argument as it is.

    A file whose name looks like a glob is that file. ``**`` matches folders at any depth. Raises UsageError if nothing
    matches, or if a store cannot be asked.
    """
    if not _MAGIC.search(argument) or os.path.lexists(argument):
        return [argument]
    address = objects.address_of(argument)
    if address is None and "://" in argument:
        return [argument]
    found = _objects(address) if address else _files(argument)
    if not found:
        raise UsageError(f"{argument}: nothing matches this glob; check the path")
    return sorted(found, key=os.fsencode)


def _files(pattern: str) -> list[str]:
    from glob import glob  # noqa: PLC0415  rarely needed

    return glob(pattern, recursive=True)  # noqa: PTH207  as strings, which keep undecodable bytes


def _objects(address: str) -> list[str]:
    match = _MAGIC.search(address)
    folder = address[: match.start()].rpartition("/")[0] if match else address
    expression = expression_of(address)
    try:
        if objects.find(address) is not None:
            return [address]
        return [one.address for one in objects.below(folder) if expression.fullmatch(one.address)]
    except OSError as error:
        raise UsageError(f"{error}; check the address, the credentials and the endpoint") from error


def expression_of(pattern: str) -> re.Pattern[str]:
    """The expression that matches the keys which a glob matches; ``*`` stays within a folder, ``**`` does not."""
    return re.compile("".join(map(_expression, _TOKEN.findall(pattern))), re.DOTALL)


def _expression(token: str) -> str:
    if token.startswith("[") and len(token) > 1:
        return token.replace("[!", "[^")
    return _EXPRESSIONS.get(token) or re.escape(token)
