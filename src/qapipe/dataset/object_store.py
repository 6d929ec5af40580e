"""Datasets in object stores: whoever reads one never sees half of it.

A dataset is built on the local disk first. Its files are then uploaded below a prefix of their own and never change::

    s3://bucket/answers/builds/5f0c.../pages/part-00000.parquet ...
    s3://bucket/answers/current.json

``current.json`` is written last, and only if it is still what it was when the run began: it names the current build and
the one before it. Of two runs at once one wins, and the other removes what it uploaded. If a run is killed, its objects
are left; they are removed after the next one has published.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from qapipe import objects
from qapipe.dataset.contents import MANIFEST, RUN, own_files
from qapipe.errors import DatasetError, QapipeError, UsageError

CURRENT = "current.json"
"""The object that names the current build."""

_BUILDS = "builds"
_ABANDONED_SECONDS = 3_600
"""A build whose objects were all written so long before another one was published is of no use to anybody."""
_TRANSFERS = 8  # at a time


@dataclass(frozen=True, slots=True)
class Current:
    """What ``current.json`` says."""

    build: str
    """Prefix of the current build, relative to the dataset."""
    previous: str | None
    """The same of the build before it, which may still be read."""
    etag: str | None


def local_folder(address: str) -> Path:
    """The directory in which the dataset at an address is built, and from which it is uploaded."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = address.rpartition("/")[2]
    return cache / "qapipe" / f"{name}-{hashlib.sha256(address.encode()).hexdigest()[:12]}"


def read_current(address: str, hint: str = "choose another --out") -> Current | None:
    """The current build of the dataset at an address; None if there is no dataset.

    Raises DatasetError; ``hint`` says what to do if ``current.json`` is not ours.
    """
    try:
        found = objects.get(f"{address}/{CURRENT}")
        if found is None:
            return None
        value = json.loads(found[0])
        return Current(value["build"], value.get("previous"), found[1])
    except OSError as error:
        raise DatasetError(f"cannot read {error}; check the address, the credentials and the endpoint") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{address}/{CURRENT} is not from qapipe; {hint}") from error


@contextmanager
def publishing(address: str) -> Iterator[Path]:
    """A local directory for the dataset, which is published at an address when the block ends without an error.

    Raises OutputBusyError if another run has published there meanwhile, DatasetError if the store fails.
    """
    before = read_current(address)
    folder = local_folder(address)
    folder.parent.mkdir(parents=True, exist_ok=True)
    yield folder
    build = f"{_BUILDS}/{json.loads((folder / RUN).read_bytes())['id']}"
    names = sorted(own_files(folder))
    try:
        _upload(folder, names, f"{address}/{build}")
        value = {
            "build": build,
            "manifest_sha256": hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest(),
            "previous": before.build if before else None,
        }
        text = json.dumps(value, indent=2, sort_keys=True) + "\n"
        objects.replace(f"{address}/{CURRENT}", text.encode(), before.etag if before else None)
    except (OSError, DatasetError) as error:
        with suppress(OSError):
            objects.delete([f"{address}/{build}/{name}" for name in names])
        if isinstance(error, DatasetError):
            raise
        raise DatasetError(
            f"cannot publish {error}; the old dataset is unchanged, and the new one is kept in {folder}: run the same "
            "command again"
        ) from error
    with suppress(OSError):  # what is left costs only space
        _clean_up(address, build, before)


def _clean_up(address: str, build: str, before: Current | None) -> None:
    """Remove the builds before the last two, and those whose runs were killed; ``build`` has just been published.

    A run that began before can publish nothing any more. So a build without an object newer than ``current.json`` is of
    no use, whether its run is alive or not. An hour is allowed for clocks of a store that differ.
    """
    published = objects.find(f"{address}/{CURRENT}")
    builds: dict[str, list[objects.Found]] = {}
    for one in objects.below(f"{address}/{_BUILDS}"):
        name = one.address.removeprefix(f"{address}/").split("/")[1]
        builds.setdefault(f"{_BUILDS}/{name}", []).append(one)
    for name, found in builds.items():
        if name in (build, before and before.build):
            continue
        age = published.modified_ns - max(one.modified_ns for one in found) if published else 0
        if name == (before and before.previous) or age > _ABANDONED_SECONDS * 10**9:
            objects.delete([one.address for one in found])


def _upload(folder: Path, names: list[str], address: str) -> None:
    with ThreadPoolExecutor(_TRANSFERS) as pool:
        for done in [pool.submit(objects.put, f"{address}/{name}", folder / name) for name in names]:
            done.result()


@contextmanager
def local_copy(dataset: Path) -> Iterator[Path]:
    """A local directory with the dataset at a path: that itself, or a copy from an object store for the block.

    Copied is the current build of a dataset, or the build that an address is of. Errors raised in the block name the
    address. Raises UsageError if there is no dataset, and DatasetError if it cannot be read.
    """
    dataset = objects.local_path(dataset)
    address = objects.address_of(dataset)
    if address is None:
        yield dataset
        return
    with tempfile.TemporaryDirectory(prefix="qapipe-dataset-") as name:
        folder = Path(name) / address.rpartition("/")[2]
        _fetch(address, folder)
        try:
            yield folder
        except QapipeError as error:
            error.args = (str(error).replace(os.fspath(folder), address),)
            raise


def _fetch(address: str, folder: Path) -> None:
    """Copy the build to read."""
    current = read_current(address, "check the address")
    build = f"{address}/{current.build}" if current else address
    try:
        if current is None and objects.find(f"{address}/{MANIFEST}") is None:
            raise UsageError(
                f"no dataset at {address}: it has neither {CURRENT} nor {MANIFEST}; give the address that was the "
                "--out of `qapipe parse`"
            )
        _download(build, folder)
        is_there = current is None or _is_kept(current.build, read_current(address))
    except FileNotFoundError:
        is_there = False
    except OSError as error:
        raise DatasetError(f"cannot copy {error}; check the store, and the space in {tempfile.gettempdir()}") from error
    if not is_there:  # and perhaps only half of it was listed
        raise DatasetError(f"{build} was removed while it was read, after two newer ones; try again")


def _is_kept(build: str, now: Current | None) -> bool:
    return now is not None and build in (now.build, now.previous)


def _download(build: str, folder: Path) -> None:
    def fetch(one: objects.Found) -> None:
        path = folder / one.address.removeprefix(f"{build}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        with objects.open_object(one.address) as content, path.open("wb") as file:
            shutil.copyfileobj(content, file, objects.READ_BYTES)

    with ThreadPoolExecutor(_TRANSFERS) as pool:
        list(pool.map(fetch, objects.below(build)))
