"""Damaged files, and files that are not those of the manifest, are found."""

from pathlib import Path

import pytest

from support.damages import assert_found, found_by


@pytest.mark.parametrize("damage", found_by("files"))
def test_damaged_files_are_found(dataset: Path, damage: str) -> None:
    assert_found(dataset, damage)
