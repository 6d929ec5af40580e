"""Everything that a file gives when it is read, and a short form of it."""

from pathlib import Path
from typing import Any

from qapipe.records.models import RawPage
from qapipe.sources import Failure, Item, ReadOptions, Split, read


def items(
    path: Path, content: bytes | None = None, *, start: int = 0, end: int | None = None, **options: Any
) -> list[Item]:
    """Everything that a file gives."""
    if content is not None:
        path.write_bytes(content)
    return list(read(Split(str(path), path.name, path.stat().st_size, start, end), ReadOptions(**options)))


def told(found: list[Item]) -> list[object]:
    """Bodies of pages, reasons of failures, kinds of what is skipped."""
    return [
        one.body if isinstance(one, RawPage) else one.reason if isinstance(one, Failure) else one.kind for one in found
    ]
