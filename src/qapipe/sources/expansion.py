"""Globs among the arguments: the paths that one matches, or the part of a store in which it matches objects."""

import os
import re

from qapipe.errors import UsageError

_MAGIC = re.compile(r"[*?]|\[!?[^]/]+\]")
_TOKEN = re.compile(r"\*\*/|\*+|\?|\[!?[^]/]+\]|.", re.DOTALL)
_EXPRESSIONS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def expanded(argument: str) -> list[str]:
    """The paths that a glob matches, sorted by their bytes; any other argument as it is, and addresses.

    A file whose name looks like a glob is that file. ``**`` matches folders at any depth. Raises UsageError if nothing
    matches.
    """
    if not _MAGIC.search(argument) or os.path.lexists(argument) or "://" in argument:
        return [argument]
    from glob import glob  # noqa: PLC0415  rarely needed

    found = glob(argument, recursive=True)  # noqa: PTH207  as strings, which keep undecodable bytes
    if not found:
        raise UsageError(f"{argument}: nothing matches this glob; check the path")
    return sorted(found, key=os.fsencode)


def folder_above(address: str) -> str:
    """What precedes the first part of an address that is a glob; an address without one as it is."""
    match = _MAGIC.search(address)
    return address[: match.start()].rpartition("/")[0] if match else address


def expression_of(pattern: str) -> re.Pattern[str]:
    """The expression that matches the addresses which a glob matches: ``*`` stays within a folder, ``**`` does not."""
    return re.compile("".join(map(_expression, _TOKEN.findall(pattern))), re.DOTALL)


def _expression(token: str) -> str:
    if token.startswith("[") and len(token) > 1:
        return token.replace("[!", "[^")
    return _EXPRESSIONS.get(token) or re.escape(token)
