"""Exports of a dataset, each written once."""

from pathlib import Path

from support.commands import run_here


def exported(dataset: Path, to: str) -> Path:
    """The path of an export, next to its dataset."""
    out = dataset.parent / f"{dataset.name}.{to}"
    if not out.exists():
        done = run_here(["export", str(dataset), "--to", to, "--out", str(out), "--quiet"], dataset.parent)
        assert done.returncode == 0, done.stderr
    return out
