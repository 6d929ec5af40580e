"""Texts that are not clean are found."""

from pathlib import Path

import pytest

from support.damages import assert_found, found_by


@pytest.mark.parametrize("damage", found_by("texts"))
def test_unclean_texts_are_found(dataset: Path, damage: str) -> None:
    assert_found(dataset, damage)
