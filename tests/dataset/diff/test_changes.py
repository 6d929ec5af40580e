"""Of very many changed rows the first are compared, some at a time."""

from collections.abc import Sequence
from typing import Any, cast

import pyarrow as pa

from qapipe.dataset.diff.changes import Changes, Example
from qapipe.dataset.diff.index import CONTENT
from qapipe.dataset.reading import Table


class Rows:
    """A table of experts whose names are their numbers, which says how many rows are taken at a time."""

    name = "experts"

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.taken: list[int] = []

    def take(self, rows: Sequence[int], columns: Sequence[str]) -> pa.Table:
        assert tuple(columns) == CONTENT["experts"]
        self.taken.append(len(rows))
        found: dict[str, pa.Array] = {name: pa.nulls(len(rows), pa.string()) for name in columns}
        found["credentials"] = pa.array([[]] * len(rows), pa.list_(pa.string()))
        return pa.table(found | {"name": pa.array([f"{self.mark}{row}" for row in rows])})


def pairs(numbers: Sequence[int]) -> pa.Table:
    return pa.table({
        "row": numbers, "row_new": [number + 7 for number in numbers], "digest": [1] * len(numbers),
        "digest_new": [2] * len(numbers),
    })  # fmt: skip


def test_a_hundred_thousand_rows_are_compared_ten_thousand_at_a_time() -> None:
    changes = Changes(200_000, 200_000)
    changes.add_matched(pairs(range(100_001, 50_000, -1)))
    changes.add_matched(pairs(range(50_001)))
    old, new = Rows("a"), Rows("b")
    changes.compare(cast("Table", old), cast("Table", new))
    assert (changes.matched, changes.changed, changes.compared) == (100_002, 100_002, 100_000)
    assert old.taken == new.taken == [10_000] * 10
    assert changes.columns == {"name": 100_000}
    assert changes.examples == {"name": [Example(row, row + 7, f"a{row}", f"b{row + 7}") for row in range(3)]}
    again: Any = changes.as_json()
    assert (again["compared"], again["examples"]["name"][2]["row"], again["examples"]["name"][2]["new_row"]) == (
        100_000, 3, 10,
    )  # fmt: skip
