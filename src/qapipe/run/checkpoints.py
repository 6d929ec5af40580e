"""Results of finished tasks, kept so that a run that was killed goes on where it stopped.

A result is found again by a key of all that has a say in it: which files (size and times), which range of them, the
options, the code of qapipe, the versions of Python and of the libraries that read and parse. A changed input or version
has another key.
"""

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import qapipe
from qapipe.records.schema import SCHEMA_VERSION
from qapipe.sources import Split

_LIBRARIES = (
    "backports-zstd", "brotli", "fastwarc", "faust-cchardet", "isal", "orjson", "pyarrow", "pydantic", "selectolax",
    "w3lib",
)  # fmt: skip


def key(splits: Iterable[Split], options: object) -> str:
    """The key of a task: 32 hexadecimal digits. ``options`` is told apart by what ``repr`` says of it."""
    told = hashlib.sha256(f"{_code()}\n{options!r}\n".encode())
    for split in splits:
        told.update(f"{_identity(split.path)}\n{split!r}\n".encode("utf-8", "surrogateescape"))
    return told.hexdigest()[:32]


def _identity(path: str) -> object:
    """What tells a file from another and from what it was before."""
    try:
        stat = Path(path).stat()
    except OSError as error:
        return error.errno
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


@cache
def _code() -> str:
    """What tells this code from another: a version may be changed and not be called so, in a working copy."""
    told = hashlib.sha256(str(SCHEMA_VERSION).encode())
    folder = Path(qapipe.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        told.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    told.update(sys.version.encode())
    for name in _LIBRARIES:
        told.update(f"\n{name} {_version(name)}".encode())
    return told.hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:  # backports-zstd, where the standard library has it
        return None


class Store:
    """A folder of results. A result is there when its mark is, which is written last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Where the result of the task with this key is, or will be."""
        return self._folder / f"{name}.result"

    def find(self, name: str) -> dict[str, object] | None:
        """What was told of the result with this key; None when it is not there."""
        try:
            told = json.loads(self._mark(name).read_bytes())
            size = self.path(name).stat().st_size
        except (OSError, ValueError):
            return None
        if not isinstance(told, dict) or told.get("bytes") != size:
            return None
        found = told.get("told")
        return found if isinstance(found, dict) else None

    def keep(self, name: str, told: dict[str, object]) -> None:
        """Mark the result with this key as complete, and what is to be told of it."""
        partial = self._mark(name).with_suffix(".part")
        partial.write_text(json.dumps({"bytes": self.path(name).stat().st_size, "told": told}), "utf-8")
        partial.replace(self._mark(name))

    def keep_only(self, names: Iterable[str]) -> None:
        """Remove all but the complete results with these keys."""
        kept: set[Path] = set()
        for name in names:
            if self.find(name) is not None:
                kept |= {self.path(name), self._mark(name)}
        for path in self._folder.iterdir():
            if path not in kept:
                path.unlink(missing_ok=True)

    def _mark(self, name: str) -> Path:
        return self._folder / f"{name}.json"


def has_results(folder: Path) -> bool:
    """Whether an interrupted run left results of finished tasks in its work folder."""
    return any(folder.glob("*.json"))
