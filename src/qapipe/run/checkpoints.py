"""Results of finished tasks, kept so that an interrupted run resumes.

A result is found by a key of everything that affects it: the files (inode, size and times), the byte range, the
options, the code of qapipe, and the versions of Python and of the libraries that read and parse. The code of single
sites is not in the key: a result says which of them its pages met, in which version (:func:`site_version`).
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import qapipe
from qapipe.disk import PARTIAL, naming
from qapipe.objects import address_of
from qapipe.readers.declared import declared_sites, file_of
from qapipe.records.schema import SCHEMA_VERSION
from qapipe.sources import Split

_SITES = os.path.join("readers", "sites")  # noqa: PTH118  compared with names of hundreds of files

IDS_SUFFIX = ".ids"
"""Suffix of a file of page ids, after the name of a result."""

_LIBRARIES = (
    "backports-zstd", "brotli", "fastwarc", "faust-cchardet", "isal", "orjson", "pyarrow", "pydantic", "selectolax",
    "stringzilla", "w3lib",
)  # fmt: skip


def key(splits: Iterable[Split], options: object) -> str:
    """The key of a task: 32 hexadecimal digits. ``options`` are compared by their ``repr``."""
    hashed = hashlib.sha256(f"{_code()}\n{options!r}\n".encode())
    for split in splits:
        hashed.update(f"{_file_state(split.path)}\n{split!r}\n".encode("utf-8", "surrogateescape"))
    return hashed.hexdigest()[:32]


def _file_state(path: str) -> object:
    """What changes when a file is changed or replaced; of an object the split has that."""
    if address_of(path):
        return None
    try:
        stat = Path(path).stat()
    except OSError as error:
        return error.errno
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


@cache
def _code() -> str:
    """A hash of the source files, not of the version alone: a working copy changes without a new version number.

    Of the sites, only what decides whose pages they are.
    """
    hashed = hashlib.sha256(str(SCHEMA_VERSION).encode())
    folder = os.path.dirname(qapipe.__file__)  # noqa: PTH120
    _add_files(hashed, folder, [name for name in _modules(folder) if not name.startswith(_SITES)])
    for site in declared_sites():
        hashed.update(repr((site.name, site.hosts, site.fallback)).encode())
    hashed.update(sys.version.encode())
    for name in _LIBRARIES:
        hashed.update(f"\n{name} {version(name)}".encode())
    return hashed.hexdigest()


@cache
def site_version(name: str) -> str:
    """A hash of the source files of a site."""
    file = file_of(name)
    folder = os.fspath(file.parent)
    names = list(_modules(folder)) if file.name == "__init__.py" else [file.name]
    hashed = hashlib.sha256()
    _add_files(hashed, folder, names)
    return hashed.hexdigest()


def code_version() -> str:
    """A hash of all code that a dataset depends on."""
    return hashlib.sha256(
        "".join([_code(), *(site_version(site.name) for site in declared_sites())]).encode()
    ).hexdigest()


def _modules(folder: str) -> Iterator[str]:
    """The names of all source files in a folder; in strings, because paths would take longer than the files."""
    for place, _, names in os.walk(folder):
        inside = place[len(folder) + 1 :]
        yield from (os.path.join(inside, name) for name in names if name.endswith(".py"))  # noqa: PTH118


def _add_files(hashed: "hashlib._Hash", folder: str, names: Iterable[str]) -> None:
    for name in sorted(names):
        with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118, PTH123
            hashed.update(name.replace(os.sep, "/").encode() + b"\0" + file.read())


def version(name: str) -> str | None:
    """The version of a library; read from its metadata by hand, because parsing these as e-mail takes long."""
    try:
        found = distribution(name)
    except PackageNotFoundError:  # backports-zstd, where the standard library has it
        return None
    text = found.read_text("METADATA") or found.read_text("PKG-INFO") or ""
    match = re.search("^Version: (.*)$", text, re.MULTILINE)
    return match[1] if match else found.version


class Store:
    """A folder of task results. A result exists when its mark (``<key>.json``) exists, which is written last.

    The mark has a SHA-256 of the result and of its metadata: whatever was damaged since is not used again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """The file of the result with this key, whether it exists or not."""
        return self._folder / f"{name}.result"

    def _files(self, name: str) -> list[Path]:
        """The file of a result, and the one beside it with the ids of its pages, if there is one."""
        ids = self._folder / f"{name}.result{IDS_SUFFIX}"
        return [self.path(name), *([ids] if ids.exists() else [])]

    def find(self, name: str) -> dict[str, object] | None:
        """The metadata of the result with this key; None if it is absent, incomplete or damaged."""
        try:
            mark = json.loads(self._mark(name).read_bytes())
            intact = isinstance(mark, dict) and mark["sha256"] == self._sha256(name, mark["metadata"])
        except (OSError, ValueError, KeyError):
            return None
        return dict(mark["metadata"]) if intact else None

    def keep(self, name: str, metadata: dict[str, object]) -> None:
        """Mark the result with this key as complete, with metadata to restore it from."""
        mark = {"metadata": metadata, "sha256": self._sha256(name, metadata)}
        partial = self._mark(name).with_suffix(PARTIAL)
        with naming(partial):
            partial.write_text(json.dumps(mark), "utf-8")
            partial.replace(self._mark(name))

    def keep_only(self, names: Iterable[str]) -> dict[str, dict[str, object]]:
        """Remove everything but the intact results with these keys; returns the metadata of each."""
        found = {name: metadata for name in names if (metadata := self.find(name)) is not None}
        kept = {path for name in found for path in (*self._files(name), self._mark(name))}
        for path in self._folder.iterdir():
            if path not in kept:
                path.unlink(missing_ok=True)
        return found

    def prune(self, size: int) -> None:
        """Remove the newest results until the others take at most ``size`` bytes, and what was left incomplete."""
        for path in self._folder.glob(f"*{PARTIAL}"):
            path.unlink(missing_ok=True)
        for mark in sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns):
            files = [mark, *self._files(mark.stem)]
            size -= sum(path.stat().st_size for path in files)
            if size < 0:
                for path in files:
                    path.unlink()

    def _mark(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _sha256(self, name: str, metadata: object) -> str:
        hashed = hashlib.sha256()
        for path in self._files(name):
            with path.open("rb") as file:
                hashed.update(hashlib.file_digest(file, "sha256").digest())
        hashed.update(json.dumps(metadata, sort_keys=True).encode())
        return hashed.hexdigest()


def has_results(folder: Path) -> bool:
    """Whether an interrupted run left results of finished tasks in its work folder."""
    return any(folder.glob("*.json"))
