"""Values outside of their form, list or range are found."""

from pathlib import Path

import pytest

from support.damages import assert_found, found_by


@pytest.mark.parametrize("damage", found_by("values"))
def test_wrong_values_are_found(dataset: Path, damage: str) -> None:
    assert_found(dataset, damage)
