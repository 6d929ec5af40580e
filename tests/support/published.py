"""Datasets of a few files, published as a run does it."""

import json
from collections.abc import Callable
from pathlib import Path

from qapipe.dataset.publish import Build, building

PART = "pages/part-00000.parquet"


def write_files(folder: Path, mark: str) -> None:
    """The files of a dataset: a manifest, a table, a card and what is known about the run."""
    manifest = {
        "generator": "qapipe",
        "schema_version": 2,
        "mark": mark,
        "files": [{"path": PART}, {"path": "README.md"}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "run.json").write_text("{}")
    (folder / "README.md").write_text(mark)
    (folder / "pages").mkdir()
    (folder / PART).write_text(mark)


def make_dataset(out: Path, mark: str) -> None:
    with building(out) as build:
        write_files(build.folder, mark)
        (build.work / "scrap").write_text(mark)


def mark_of(out: Path) -> str:
    mark = json.loads((out / "manifest.json").read_text())["mark"]
    assert (out / PART).read_text() == mark
    return str(mark)


def fail(out: Path, error: Exception, prepare: Callable[[Build], object] = lambda _build: None) -> None:
    with building(out) as build:
        prepare(build)
        raise error


def keep(build: Build) -> None:
    (build.work / "task.json").write_text("{}")
