"""What the tests of the commands share."""

from pathlib import Path

import pytest

from conftest import Thread


@pytest.fixture
def page(tmp_path: Path, thread: Thread) -> Path:
    """A question page as a file in the working directory of the command."""
    path = tmp_path / "page.txt"
    path.write_text(thread())
    return path
