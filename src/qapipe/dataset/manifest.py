"""``manifest.json``: inputs, options, counts, versions and files of a dataset.

It is the same for the same input: times, places and the number of workers are in ``run.json``.
"""

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from qapipe.dataset.contents import GENERATOR, MANIFEST
from qapipe.dataset.counts import Counts
from qapipe.dataset.writer import Part
from qapipe.disk import naming
from qapipe.records.schema import SCHEMA_VERSION
from qapipe.version import __version__


def write_manifest(
    folder: Path,
    *,
    request: Mapping[str, object],
    counts: Counts,
    parts: Mapping[str, Sequence[Part]],
    others: Sequence[Path],
) -> None:
    """Write the manifest of the dataset in ``folder``.

    ``request`` holds inputs and options, ``parts`` the files of each table, ``others`` all others but ``run.json``.
    """
    files = [{**_file(folder, part.path), "rows": part.rows} for table in parts.values() for part in table]
    files += [_file(folder, path) for path in others]
    manifest = {
        **request,
        "counts": counts.as_json(),
        "files": sorted(files, key=lambda file: str(file["path"])),
        "generator": GENERATOR,
        "schema_version": SCHEMA_VERSION,
        "versions": {
            "qapipe": __version__,
            "python": platform.python_version(),
            "pyarrow": pa.__version__,
            "selectolax": version("selectolax"),
        },
    }
    write_json(folder / MANIFEST, manifest)


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write an object as JSON: one key per line, sorted."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
    with naming(path):
        path.write_text(text + "\n", encoding="utf-8")


def _file(folder: Path, path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": sha256}
