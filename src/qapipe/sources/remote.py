"""Sources in object stores, and lists of paths such as Common Crawl's ``warc.paths.gz``."""

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from qapipe import objects
from qapipe.errors import UsageError
from qapipe.sources.base import FileState
from qapipe.sources.compression.codecs import READ_ERRORS
from qapipe.sources.detection import error_message, open_source
from qapipe.sources.expansion import expression_of, folder_above

LISTS = (".paths", ".paths.gz")
"""Suffixes of lists of paths."""

_FILE = re.compile("^file:(?://(?:localhost)?)?(?=/)")
_LOOKUPS = 32  # at a time
_MANIFEST, _RUN = "manifest.json", "run.json"  # what every dataset has
_BUILD = re.compile("/builds/[0-9a-f]+$")
"""Where the files of a dataset in an object store are."""


def local(argument: str) -> str:
    """An argument, without ``file://`` before an absolute path."""
    return _FILE.sub("", argument)


def objects_named(address: str, out: str | None = None) -> list[objects.Found]:
    """The object at an address, or else all below it or that a glob matches, sorted by the bytes of their keys.

    Without hidden ones, and without what is below ``out``, the address that the run writes. Raises UsageError if there
    are none, or if the store cannot be asked.
    """
    folder = folder_above(address)
    try:
        found = objects.find(address)
        if found is not None:
            return [found]
        listed = [one for one in objects.below(folder) if not _is_hidden(one.address[len(folder) :])]
    except OSError as error:
        raise UsageError(f"{error}; check the address, the credentials and the endpoint") from error
    listed = [one for one in listed if out is None or not one.address.startswith(f"{out}/")]
    if folder != address:
        expression = expression_of(address)
        listed = [one for one in listed if expression.fullmatch(one.address)]
    if not listed and folder != address:
        raise UsageError(f"{address}: nothing matches this glob; check the address")
    if not listed:
        raise UsageError(f"{address}: no such object, and none below it; check the address")
    return sorted(listed, key=lambda one: one.address.encode())


def dataset_among(address: str, found: Sequence[objects.Found]) -> str | None:
    """The address of a qapipe dataset to which some of these objects below an address belong; None without any."""
    keys = {one.address for one in found}
    for key in sorted(keys):
        folder, _, name = key.rpartition("/")
        if name == _MANIFEST and f"{folder}/{_RUN}" in keys and any(one.startswith(f"{folder}/pages/") for one in keys):
            top = _BUILD.sub("", folder)
            return top if len(top) >= len(address) else address
    return None


def _is_hidden(key: str) -> bool:
    return key.endswith("/") or any(part.startswith(".") for part in key.split("/"))


def name_of(address: str) -> str:
    """The last part of an address."""
    return address.rpartition("/")[2]


def folders_of(address: str) -> list[str]:
    """The names of the bucket and of the folders in an address."""
    parts = urlsplit(address)
    return [part for part in (parts.netloc, *parts.path.split("/")) if part]


def listed(path: str, prefix: str) -> Iterator[tuple[str, str, FileState | None]]:
    """The files of a list of paths: the name in the list, the path or address with the prefix, and its state."""
    names = list(_lines(path))
    places = [_joined(prefix, name) for name in names]
    with ThreadPoolExecutor(_LOOKUPS) as pool:
        yield from zip(names, places, pool.map(FileState.of, places), strict=True)


def _lines(path: str) -> Iterator[str]:
    try:
        with open_source(path, path) as file:
            for line in file.content.read().decode("utf-8").splitlines():
                if line.strip():
                    yield line.strip()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not a list of paths: it is not UTF-8") from error
    except READ_ERRORS as error:
        raise UsageError(f"{path}: not a list of paths: {error_message(error)}") from error


def _joined(prefix: str, name: str) -> str:
    base = prefix if objects.address_of(prefix) is None else prefix.rstrip("/") + "/"
    return base + name.lstrip("/") if base.endswith("/") else os.path.join(base, name)  # noqa: PTH118  a name as it is


def check_lists(arguments: Sequence[str], prefix: str | None) -> None:
    """Raise UsageError for a list of paths without a prefix, and for a prefix without a list."""
    lists = [argument for argument in arguments if argument.endswith(LISTS)]
    if lists and prefix is None:
        raise UsageError(
            f"{lists[0]} is a list of paths; say what precedes them with --prefix, such as s3://commoncrawl/"
        )
    if prefix is not None and not lists:
        raise UsageError(f"--prefix is for lists of paths (*{', *'.join(LISTS)}), and none is named")
    if prefix is not None and objects.address_of(prefix) is None and not Path(prefix).is_dir():
        raise UsageError(f"--prefix {prefix}: no such folder; check the path")
