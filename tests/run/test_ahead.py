"""What is read ahead is bounded, and comes out in its order."""

from collections.abc import Iterator

import pytest

from qapipe.records.plain import RawPage
from qapipe.run.ahead import BYTES, ITEMS, read_ahead
from qapipe.sources import NOT_MATCHED, Item


@pytest.mark.parametrize(
    ("item", "ahead"),
    [
        (RawPage(b"short"), ITEMS),
        (NOT_MATCHED, ITEMS),
        (RawPage(bytes(BYTES // 4)), 4),
        (RawPage(bytes(BYTES)), 1),
    ],
)
def test_few_items_are_read_before_the_first_is_used(item: Item, ahead: int) -> None:
    read: list[int] = []

    def items() -> Iterator[tuple[int, Item]]:
        for number in range(2 * ITEMS + 1):
            read.append(number)
            yield number, item

    found = read_ahead(items())
    assert next(found) == (0, item)
    assert len(read) == ahead
    assert [number for number, _ in found] == list(range(1, 2 * ITEMS + 1))
