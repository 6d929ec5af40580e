"""A healthy dataset, built once; each test damages a copy."""

import shutil
from pathlib import Path

import pytest

from support.built import build, pages


@pytest.fixture(scope="session")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("healthy"), pages())


@pytest.fixture
def dataset(healthy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(healthy, tmp_path / "parsed"))
