"""Whether a run would make the dataset that is there: sources, options and code are those of the last run.

It is found out before Arrow and the readers are imported, which take longer than all the rest. Whatever is in doubt
(streams, addresses, lists of paths, links to folders, sites of other packages) is left to the run itself, which finds
out the same by its tasks (:mod:`qapipe.run.reuse`).
"""

import hashlib
import json
import os
import socket
import stat
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import qapipe
from qapipe.dataset.counts import Counts
from qapipe.disk import PARTIAL, atomic_write, locked, naming
from qapipe.errors import OutputBusyError
from qapipe.run.summary import Summary

DATASET = "dataset.json"
"""In the work place of a run: what the dataset was made of, its counts, and the checksum of its manifest."""
MANIFEST = "manifest.json"  # as in dataset/contents.py, which imports Arrow
_RUN = "run.json"
_LAST = "last.json"
_LISTS = (".paths", ".paths.gz")  # as in sources/remote.py
_INSTALLED = (".dist-info", ".egg-info", ".egg-link", ".pth", ".egg")


class LastRun:
    """What the last run into a directory was given; ``given`` are all options that make a difference."""

    def __init__(self, sources: Sequence[str], out: Path, files: Sequence[Path], given: Mapping[str, object]) -> None:
        """``files`` are read besides the sources."""
        self._shown = out
        self._out = Path(os.path.realpath(out))
        self._folder = self._out.parent / f".{self._out.name}.qapipe" / "settled"
        self._sources = sources
        self._files = files
        self._given = given
        self._known = _loaded(self._folder / _LAST)
        self._key: str | None = None
        self._bytes = 0

    @property
    def is_known(self) -> bool:
        """Whether there was one."""
        return self._known is not None

    @property
    def bytes(self) -> int:
        """Size of the sources."""
        return self._bytes

    def look(self) -> None:
        """See what the sources and the code are now, if that is not known; before anything of them is read."""
        if self._key is not None:
            return
        self._bytes = 0
        try:
            entries = [*_code(), *self._states()]
        except (OSError, ValueError):  # not there, or in doubt
            return
        given = {name: repr(value) for name, value in self._given.items()}
        text = json.dumps([entries, given, os.getcwd(), socket.gethostname(), sys.version])  # noqa: PTH109
        self._key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def _states(self) -> Iterator[tuple[str, int, int, int, int]]:
        for source in self._sources:
            if source == "-" or "://" in source or source.endswith(_LISTS):
                raise ValueError(source)
        for path in (*self._sources, *map(os.fspath, self._files)):
            for entry in _state(path, self._out):
                self._bytes += entry[2]
                yield entry

    def summary(self, max_error_rate: float) -> Summary | None:
        """The outcome of the last run, if this one would make the same; ``run.json`` is that of a run then.

        None if it has to be made: something is different or was damaged, or another run is writing there.
        """
        if self._key is None or self._known is None or self._known.get("key") != self._key:
            return None
        try:
            return self._summary(max_error_rate)
        except OutputBusyError:  # the run will say so
            return None

    def _summary(self, max_error_rate: float) -> Summary | None:
        started, began = _now(), time.monotonic()
        with locked(self._shown, self._out.parent / f".{self._out.name}.qapipe.lock"):
            known = _loaded(self._folder / DATASET) or {}
            try:
                if intact_files(self._out, known.get("manifest")) is None:
                    return None
                counts = Counts.load(known["counts"])
                run = json.loads((self._out / _RUN).read_bytes())
                run |= {"id": uuid.uuid4().hex, "retries": 0, "started_at": started, "tasks_resumed": run["tasks"]}
            except (OSError, ValueError, KeyError, TypeError):
                return None
            run |= {"finished_at": _now(), "seconds": round(time.monotonic() - began, 3)}
            with atomic_write(self._out / _RUN) as partial:
                partial.write_text(json.dumps(run, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
        return Summary(self._shown, counts, max_error_rate)

    def keep(self) -> None:
        """Remember what was given; the dataset is there, and what it was made of is known."""
        from qapipe.readers.declared import declared_sites  # noqa: PLC0415  a run has imported it

        own = Path(qapipe.__file__).parent
        if self._key is None or any(own not in site.file.parents for site in declared_sites()):
            return
        known = _loaded(self._folder / DATASET)
        if known is None or known.get("manifest") != sha256(self._out / MANIFEST):
            return
        partial = self._folder / f"{_LAST}{PARTIAL}"
        with naming(partial):
            partial.write_text(json.dumps({"key": self._key}), "utf-8")
            partial.replace(self._folder / _LAST)


def intact_files(out: Path, manifest: object) -> list[str] | None:
    """The files of a dataset with a manifest of this SHA-256; None if it has another, or a file was changed."""
    if sha256(out / MANIFEST) != manifest:
        return None
    files = json.loads((out / MANIFEST).read_bytes())["files"]
    return (
        [file["path"] for file in files] if all(sha256(out / one["path"]) == one["sha256"] for one in files) else None
    )


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _state(path: str, out: Path) -> Iterator[tuple[str, int, int, int, int]]:
    """Names of all files at a path, each with what changes when it is changed or replaced.

    Raises ValueError for anything but files and folders, and for links to folders.
    """
    found = Path(path).stat()
    if not stat.S_ISDIR(found.st_mode):
        if not stat.S_ISREG(found.st_mode):
            raise ValueError(path)
        yield path, *_identity(found)
        return
    folders = [path]
    while folders:
        folder = folders.pop()
        yield folder, 0, 0, 0, 0
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        for entry in children:
            if entry.name.startswith("."):  # never read
                continue
            if entry.is_dir():
                if entry.is_symlink():
                    raise ValueError(entry.path)
                if os.path.realpath(entry.path) != os.fspath(out):
                    folders.append(entry.path)
            else:
                yield entry.path, *_identity(entry.stat())


def _identity(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _code() -> Iterator[list[object]]:
    """The source files of qapipe, and what else is installed: versions are in the names."""
    top = os.path.dirname(qapipe.__file__)  # noqa: PTH120  much faster than Path, for hundreds of files
    for folder, folders, names in os.walk(top):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                found = os.stat(f"{folder}/{name}")  # noqa: PTH116
                yield [folder, name, found.st_size, found.st_mtime_ns]
    for folder in sys.path:
        if os.path.isdir(folder):  # noqa: PTH112
            yield [folder, *sorted(name for name in os.listdir(folder) if name.endswith(_INSTALLED))]  # noqa: PTH208


def _loaded(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
