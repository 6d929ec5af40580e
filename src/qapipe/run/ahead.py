"""Reading ahead: parsing a page takes what reading needs out of the processor's caches, so several are read at once."""

from collections.abc import Iterable, Iterator

from qapipe.records.plain import RawPage
from qapipe.sources import Item

ITEMS = 24
"""Most items that are read before the first of them is used: eight pages of a crawl, with request and metadata each."""
BYTES = 1 << 20
"""Fewer are read if their pages have so many bytes together."""


def read_ahead(items: Iterable[tuple[int, Item]]) -> Iterator[tuple[int, Item]]:
    """The same numbered items, in the same order."""
    ahead: list[tuple[int, Item]] = []
    size = 0
    for number, item in items:
        ahead.append((number, item))
        size += len(item.body) if isinstance(item, RawPage) else 0
        if len(ahead) >= ITEMS or size >= BYTES:
            yield from ahead
            ahead, size = [], 0
    yield from ahead
