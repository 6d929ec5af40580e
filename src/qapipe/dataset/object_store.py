"""Datasets in object stores: whoever reads one never sees half of it.

A dataset is built on the local disk first. Its files are then uploaded below a prefix of their own and never change::

    s3://bucket/answers/builds/5f0c.../pages/part-00000.parquet ...
    s3://bucket/answers/current.json

``current.json`` is written last, and only if it is still what it was when the run began: it names the current build and
the one before it. Of two runs at once one wins, and the other removes what it uploaded.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from qapipe import objects
from qapipe.dataset.contents import MANIFEST, RUN, own_files
from qapipe.errors import DatasetError

CURRENT = "current.json"
"""The object that names the current build."""

_UPLOADS = 8  # at a time


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


def read_current(address: str) -> Current | None:
    """The current build of the dataset at an address; None if there is no dataset. Raises DatasetError."""
    try:
        found = objects.get(f"{address}/{CURRENT}")
        if found is None:
            return None
        value = json.loads(found[0])
        return Current(value["build"], value.get("previous"), found[1])
    except OSError as error:
        raise DatasetError(f"cannot read {error}; check the address, the credentials and the endpoint") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{address}/{CURRENT} is not from qapipe; choose another --out") from error


@contextmanager
def publishing(address: str) -> Iterator[Path]:
    """A local directory for the dataset, which is published at an address when the block ends without an error.

    Raises OutputBusyError if another run has published there meanwhile, DatasetError if the store fails.
    """
    before = read_current(address)
    folder = local_folder(address)
    folder.parent.mkdir(parents=True, exist_ok=True)
    yield folder
    build = f"builds/{json.loads((folder / RUN).read_bytes())['id']}"
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
    if before and before.previous:
        with suppress(OSError):  # what is left costs only space
            objects.delete([one.address for one in objects.below(f"{address}/{before.previous}")])


def _upload(folder: Path, names: list[str], address: str) -> None:
    with ThreadPoolExecutor(_UPLOADS) as pool:
        for done in [pool.submit(objects.put, f"{address}/{name}", folder / name) for name in names]:
            done.result()
