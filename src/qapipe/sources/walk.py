"""The files that the user's arguments name, as splits sorted by the bytes of their relative path."""

import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qapipe import objects
from qapipe.errors import UsageError
from qapipe.page import text
from qapipe.sources import remote
from qapipe.sources.base import FileState, Split
from qapipe.sources.expansion import expanded, folder_above

STDIN = "-"
"""The name of standard input; its split has this path until it is spooled to a file."""
UNFINISHED = ".warc.gz.open"
"""Suffix of WARC files that are still being written."""

_STDIN_PATHS = re.compile(r"/dev/stdin|/dev/fd/0|/proc/self/fd/0")
_DESCRIPTOR_PATHS = re.compile(r"/dev/fd/\d+|/proc/self/fd/\d+")
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MANIFEST = "manifest.json"  # what every dataset has


@dataclass(frozen=True, slots=True)
class Input:
    """One argument of the command: the path as given, and the number and total size of its files."""

    path: str
    files: int
    bytes: int
    source: str
    """Its name in the ledger: that of a file, or what precedes the relative paths of a folder (empty or with ``/``)."""
    place: str | None
    """Absolute path, for a list of paths that of what precedes them; None for standard input and pipes."""

    @property
    def name(self) -> str:
        """Name of the file or directory, without the directories above it."""
        is_list = self.path.endswith(remote.LISTS)
        return Path(self.path if is_list else self.place or self.path).name or self.path


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to read, in order."""

    inputs: tuple[Input, ...]
    splits: tuple[Split, ...]

    @property
    def places(self) -> dict[str, str]:
        """Absolute path of each input that has one, by its name in the ledger (see :attr:`Input.source`)."""
        return {one.source: one.place for one in self.inputs if one.place is not None}

    def with_absolute_paths(self) -> "Plan":
        """The plan for processes with other working directories."""
        splits = [
            one if objects.address_of(one.path) else replace(one, path=os.path.abspath(one.path))  # noqa: PTH100
            for one in self.splits
        ]
        return Plan(self.inputs, tuple(splits))


def printable(name: str) -> str:
    r"""A file name as valid text; bytes that are not UTF-8 become escapes such as ``\xff``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def plan(
    arguments: Sequence[str],
    *,
    out: Path | None = None,
    is_dataset: Callable[[Path], bool] = lambda _folder: False,
    prefix: str | None = None,
) -> Plan:
    """The splits of every file that the arguments name. Raises UsageError for arguments that cannot be sources.

    Folders are walked recursively: files sorted by the bytes of their path, without hidden and unfinished ones. Links
    are followed, but no folder is entered twice. ``out`` is the folder that the run writes, which is not walked; it
    and what is in it cannot be sources, nor can a folder for which ``is_dataset`` holds. ``prefix`` precedes the paths
    in lists of paths. A glob stands for all that it matches.
    """
    remote.check_lists(arguments, prefix)
    named = [STDIN if _STDIN_PATHS.fullmatch(argument) else remote.local(argument) for argument in arguments]
    named = [path for argument in named for path in expanded(argument)]
    for argument in named:
        _check(argument, out, is_dataset)
    found = [_files(argument, out, is_dataset, prefix) for argument in named]
    _check_streams(found)
    tops = [folder_above(argument) if objects.address_of(argument) else argument for argument in named]
    prefixes = _prefixes(tops, found)
    splits: list[Split] = []
    inputs: list[Input] = []
    for argument, top, files, before in zip(named, tops, found, prefixes, strict=True):
        own = [file.split(before) for file in files]
        is_list = prefix is not None and argument.endswith(remote.LISTS)
        is_folder = is_list or _is_folder_named(top, files)
        base = prefix if prefix is not None and is_list else top
        place = None if any(split.stream for split in own) else objects.address_of(base) or os.path.abspath(base)  # noqa: PTH100
        source = text.well_formed(before) if is_folder else own[0].source
        size = sum(split.size for split in own)
        inputs.append(Input(printable(argument), len(own), size, source, place and printable(place)))
        splits += own
    return Plan(tuple(inputs), tuple(splits))


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was found."""

    name: str
    """Path relative to the argument."""
    path: str
    state: FileState | None
    stream: bool = False

    def split(self, prefix: str) -> Split:
        """The file as a split."""
        size = self.state.size if self.state else 0
        source = text.well_formed(prefix + printable(self.name))
        return Split(self.path, source, size, state=self.state, stream=self.stream)


def _check(argument: str, out: Path | None, is_dataset: Callable[[Path], bool]) -> None:
    """Raise UsageError for an argument that cannot be a source."""
    if argument == STDIN:
        return
    if not os.path.lexists(argument) and _WEB_ADDRESS.match(argument):
        page = printable(argument)
        raise UsageError(f"{page} is a web address; download it first: qapipe fetch {page} --out data/raw")
    if address := objects.address_of(argument):
        target = objects.address_of(out) if out else None
        if target and f"{address}/".startswith(f"{target}/"):
            raise UsageError(f"{address} is in {target}, which this command writes; choose another --out")
        return
    if not os.path.lexists(argument):
        raise UsageError(f"{printable(argument)}: no such file or folder; check the path")
    path = Path(os.path.realpath(argument))  # unlike Path.resolve it accepts a link to itself
    place = Path(os.path.realpath(out)) if out else None
    if place and (path == place or place in path.parents):
        raise UsageError(f"{printable(argument)} is in {out}, which this command writes; choose another --out")
    if dataset := next((folder for folder in (path, *path.parents[:2]) if is_dataset(folder)), None):
        raise _dataset_error(argument if dataset == path else str(dataset))


def _dataset_error(folder: str) -> UsageError:
    return UsageError(
        f"{printable(folder)} is a qapipe dataset, not raw pages; name the files or folders it was made from"
    )


def _check_streams(found: Sequence[list[_File]]) -> None:
    streams = Counter(file.path for files in found for file in files if file.stream)
    for path, times in streams.items():
        if times > 1:
            name = "standard input (-)" if path == STDIN else printable(path)
            raise UsageError(f"{name} can be read only once; name it once")


def _prefixes(arguments: Sequence[str], found: Sequence[list[_File]]) -> list[str]:
    """Prefix for the names of each argument's files: empty unless two files would have the same name.

    Then it is the name of the folder, with as many folders above it as make the difference; never an absolute path.
    """
    folders = [_named_folders(argument, files) for argument, files in zip(arguments, found, strict=True)]
    for depth in range(max(map(len, folders), default=0) + 1):
        prefixes = ["".join(f"{printable(part)}/" for part in parts[-depth:] if depth) for parts in folders]
        if depth == 1:  # a file among folders keeps its own name where it can
            are_folders = map(_is_folder_named, arguments, found)
            kept = [prefix if is_folder else "" for prefix, is_folder in zip(prefixes, are_folders, strict=True)]
            if _distinct(kept, found):
                return kept
        if _distinct(prefixes, found):
            return prefixes
    return [f"{number}/" for number, _ in enumerate(arguments, 1)]  # the same file, named twice


def _is_folder_named(argument: str, files: Sequence[_File]) -> bool:
    """Whether an argument is a folder, of which its files are."""
    if objects.address_of(argument):
        return [file.path for file in files] != [objects.address_of(argument)]
    return Path(argument).is_dir()


def _named_folders(argument: str, files: Sequence[_File]) -> list[str]:
    """Names of the folders in a path, as given; of an absolute path, and of one such as ``..``, all there are."""
    if address := objects.address_of(argument):
        parts = remote.folders_of(address)
        return parts if _is_folder_named(argument, files) else parts[:-1]
    path = Path(argument)
    if not path.name or path.name == "..":
        path = path.resolve()
    folder = path if path.is_dir() else path.parent
    return [part for part in folder.parts if part != folder.anchor]


def _distinct(prefixes: Sequence[str], found: Sequence[list[_File]]) -> bool:
    names = Counter(prefix + file.name for prefix, files in zip(prefixes, found, strict=True) for file in files)
    return all(times == 1 for times in names.values())


def _files(argument: str, out: Path | None, is_dataset: Callable[[Path], bool], prefix: str | None) -> list[_File]:
    if argument == STDIN:
        return [_File(STDIN, STDIN, None, stream=True)]
    if prefix is not None and argument.endswith(remote.LISTS):
        return [_File(*one) for one in remote.listed(argument, prefix)]
    if address := objects.address_of(argument):
        found = remote.objects_named(address, objects.address_of(out) if out else None)
        if dataset := remote.dataset_among(address, found):
            raise _dataset_error(dataset)
        return [_remote(one, folder_above(address)) for one in found]
    path = Path(argument)
    if path.is_dir():
        skipped = _identity(os.fspath(out)) if out else None
        return sorted(_walk(argument, skipped, is_dataset), key=lambda file: os.fsencode(file.name))
    if _is_stream(argument):
        return [_File(path.name, argument, None, stream=True)]
    return [_File(path.name, argument, FileState.of(argument))]


def _remote(found: objects.Found, argument: str) -> _File:
    name = found.address[len(argument) + 1 :] or remote.name_of(found.address)
    return _File(name, found.address, FileState(found.size, found.modified_ns, found.identity))


def _is_stream(path: str) -> bool:
    """Whether it is a pipe, or a file that this process alone has open."""
    try:
        return bool(_DESCRIPTOR_PATHS.fullmatch(path)) or stat.S_ISFIFO(Path(path).stat().st_mode)
    except OSError:
        return False


def _walk(top: str, skipped: tuple[int, int] | None, is_dataset: Callable[[Path], bool]) -> Iterator[_File]:
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
            yield _File(prefix.removesuffix("/") or Path(folder).name, folder, None)
            continue
        for entry in children:
            if entry.name.startswith(".") or entry.name.endswith(UNFINISHED):
                continue
            if entry.name == _MANIFEST and is_dataset(Path(folder)):
                raise _dataset_error(folder)
            name, path = prefix + entry.name, os.path.join(folder, entry.name)  # noqa: PTH118  keeps undecodable bytes, and fast
            if _is_folder(entry):
                folders.append((name + "/", path))
            else:
                yield _File(name, path, FileState.of(path))


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
