"""Keys that are not unique, or name nothing, are found."""

from pathlib import Path

import pytest

from support.damages import assert_found, found_by


@pytest.mark.parametrize("damage", found_by("keys"))
def test_wrong_keys_are_found(dataset: Path, damage: str) -> None:
    assert_found(dataset, damage)
