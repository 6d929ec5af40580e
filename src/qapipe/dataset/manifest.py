"""``manifest.json``: inputs, options, counts, versions and files of a dataset; the only file with times in it."""

import hashlib
import json
import platform
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from qapipe.dataset.contents import GENERATOR, MANIFEST
from qapipe.dataset.counts import Counts
from qapipe.dataset.writer import Part
from qapipe.records.schema import SCHEMA_VERSION
from qapipe.version import __version__


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its id and start time."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    started_at: str = field(default_factory=_now)
    places: Mapping[str, str] = field(default_factory=dict)
    """Absolute path of each input, by its name in the column ``source``; that of a folder is a prefix."""


def write_manifest(
    folder: Path,
    run: Run,
    *,
    request: Mapping[str, object],
    counts: Counts,
    parts: Mapping[str, Sequence[Part]],
    others: Sequence[Path],
) -> None:
    """Write the manifest of the dataset in ``folder``.

    ``request`` holds inputs and options, ``parts`` the files of each table, ``others`` all other files.
    """
    files = [{**_file(folder, part.path), "rows": part.rows} for table in parts.values() for part in table]
    files += [_file(folder, path) for path in others]
    manifest = {
        **request,
        "counts": counts.as_json(),
        "files": sorted(files, key=lambda file: str(file["path"])),
        "generator": GENERATOR,
        "run": {"id": run.id, "started_at": run.started_at, "finished_at": _now(), "places": dict(run.places)},
        "schema_version": SCHEMA_VERSION,
        "versions": {
            "qapipe": __version__,
            "python": platform.python_version(),
            "pyarrow": pa.__version__,
            "selectolax": version("selectolax"),
        },
    }
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _file(folder: Path, path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": sha256}
