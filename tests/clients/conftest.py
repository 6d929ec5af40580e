"""Two datasets that every client opens: that of the raw pages of the project, and one of 100,000 answers."""

import shutil
from pathlib import Path

import pytest

from support.commands import run_here
from support.large import large_dataset
from support.places import ROOT


@pytest.fixture(scope="session", params=["raw pages", "100,000 answers"])
def dataset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset."""
    folder = tmp_path_factory.mktemp("clients")
    if request.param != "raw pages":
        return large_dataset(folder / "large", 100_000)
    shutil.copytree(ROOT / "data" / "raw", folder / "raw")
    done = run_here(["parse", "raw", "--out", "small", "--quiet"], folder)
    assert done.returncode == 0, done.stderr
    return folder / "small"
