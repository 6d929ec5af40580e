"""The files that the user's arguments name, as splits sorted by the bytes of their relative path."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qapipe.errors import UsageError
from qapipe.page import text
from qapipe.sources.base import Split

STDIN = "-"
"""The name of standard input; its split has this path until it is spooled to a file."""
UNFINISHED = ".warc.gz.open"
"""Suffix of WARC files that are still being written."""


@dataclass(frozen=True, slots=True)
class Input:
    """One argument of the command: the path as given, and the number and total size of its files."""

    path: str
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to read, in order."""

    inputs: tuple[Input, ...]
    splits: tuple[Split, ...]


def printable(name: str) -> str:
    r"""A file name as valid text; bytes that are not UTF-8 become escapes such as ``\xff``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def plan(arguments: Sequence[str], *, leave_out: Path | None = None) -> Plan:
    """The splits of every file that the arguments name. Raises UsageError for a path that does not exist.

    Folders are walked recursively: files sorted by the bytes of their path, without hidden and unfinished ones. Links
    are followed, but no folder is entered twice. ``leave_out`` is a folder to skip: the dataset about to be replaced.
    """
    if arguments.count(STDIN) > 1:
        raise UsageError("standard input (-) can be read once only; name it once")
    for argument in arguments:
        if argument != STDIN and not os.path.lexists(argument):
            raise UsageError(f"{printable(argument)}: no such file or folder; check the path")
    found = [_files(argument, leave_out) for argument in arguments]
    names = _names(arguments, found)
    splits: list[Split] = []
    inputs: list[Input] = []
    for argument, files, prefix in zip(arguments, found, names, strict=True):
        own = [Split(path, text.well_formed(prefix + printable(name)), size) for name, path, size in files]
        inputs.append(Input(printable(argument), len(own), sum(split.size for split in own)))
        splits += own
    return Plan(tuple(inputs), tuple(splits))


_File = tuple[str, str, int]  # name relative to the argument, path, size in bytes


def _names(arguments: Sequence[str], found: Sequence[list[_File]]) -> list[str]:
    """Prefix for the names of each argument's files: empty unless two files would have the same name."""
    candidates = (
        [""] * len(arguments),
        [_own_name(argument) + "/" if Path(argument).is_dir() else "" for argument in arguments],
        [
            printable(Path(argument).as_posix() + "/" if Path(argument).is_dir() else _parent(argument))
            for argument in arguments
        ],
    )
    for prefixes in candidates:
        names = Counter(prefix + name for prefix, files in zip(prefixes, found, strict=True) for name, _, _ in files)
        if all(count == 1 for count in names.values()):
            return prefixes
    return candidates[-1]


def _own_name(argument: str) -> str:
    return printable(Path(argument).name or Path(argument).resolve().name)


def _parent(argument: str) -> str:
    parent = Path(argument).parent.as_posix()
    return "" if parent == "." else parent + "/"


def _files(argument: str, leave_out: Path | None) -> list[_File]:
    path = Path(argument)
    if argument == STDIN:
        return [(STDIN, STDIN, 0)]
    if not path.is_dir():
        return [(path.name, argument, _size(argument))]
    skipped = _identity(os.fspath(leave_out)) if leave_out else None
    found = list(_walk(argument, skipped))
    return sorted(found, key=lambda file: os.fsencode(file[0]))


def _walk(top: str, skipped: tuple[int, int] | None) -> Iterator[_File]:
    """Every file below a folder, unsorted. Links to folders are followed; no folder is entered twice."""
    seen = {skipped} if skipped else set()
    folders = [("", top)]
    while folders:
        prefix, folder = folders.pop()
        identity = _identity(folder)
        if identity in seen:
            continue
        if identity:
            seen.add(identity)
        try:
            with os.scandir(folder) as entries:
                children = sorted(entries, key=lambda entry: os.fsencode(entry.name), reverse=True)
        except OSError:
            # Reading it will fail again, and the ledger row will say why.
            yield prefix.removesuffix("/") or Path(folder).name, folder, 0
            continue
        for entry in children:
            if entry.name.startswith(".") or entry.name.endswith(UNFINISHED):
                continue
            name, path = prefix + entry.name, os.path.join(folder, entry.name)  # noqa: PTH118  keeps undecodable bytes, and fast
            if _is_folder(entry):
                folders.append((name + "/", path))
            else:
                yield name, path, _size(path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
