"""The contents of a dataset on disk."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Rows = list[dict[str, Any]]


def rows_of(out: Path, table: str) -> Rows:
    return [row for path in sorted((out / table).iterdir()) for row in pq.read_table(path).to_pylist()]


def hashes(out: Path) -> dict[str, str]:
    """The SHA-256 of every file but ``run.json``, by its path."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != "run.json")
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def run_of(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "run.json").read_text()))


def manifest_of(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "manifest.json").read_text()))
