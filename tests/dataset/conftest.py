"""The rich dataset, built once."""

from pathlib import Path

import pytest

from support import rich


@pytest.fixture(scope="session")
def rich_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich.build(tmp_path_factory.mktemp("made") / "rich")
