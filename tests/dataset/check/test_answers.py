"""Wrong positions, counts and dates of answers are found."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from qapipe.dataset.check import check_dataset
from qapipe.dataset.check.rules import Rule
from support.built import relist, rewrite
from support.damage import PART
from support.damages import assert_found, found_by


@pytest.mark.parametrize("damage", found_by("answers"))
def test_wrong_answers_are_found(dataset: Path, damage: str) -> None:
    assert_found(dataset, damage)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_positions_are_compared_across_row_groups(dataset: Path, rows: int) -> None:
    rewrite(dataset, "answers", lambda answers: answers[2].update(position=2))
    path = dataset / "answers" / PART
    pq.write_table(pq.read_table(path), path, row_group_size=rows)
    relist(dataset, path)
    found = check_dataset(dataset).findings.violations()
    assert [(one.rule, one.row) for one in found] == [(Rule.POSITION, 3)]
