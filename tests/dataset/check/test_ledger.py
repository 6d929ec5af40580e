"""Rows of the ledger that contradict themselves, or the counts of the manifest, are found."""

from pathlib import Path

import pytest

from support.damages import assert_found, found_by


@pytest.mark.parametrize("damage", found_by("ledger"))
def test_wrong_rows_of_the_ledger_are_found(dataset: Path, damage: str) -> None:
    assert_found(dataset, damage)
