"""Read files in tests, and short forms of what reading yields."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, Item, ReadOptions, Skipped, Split, plan
from qapipe.sources.reading import read

HTML = b"<!doctype html><title>Hello</title><p>Words"


def items(
    path: Path, content: bytes | None = None, *, start: int = 0, end: int | None = None, **options: Any
) -> list[Item]:
    """Every item of a file, or of a range of it; ``content`` is written to it first."""
    if content is not None:
        path.write_bytes(content)
    return list(read(Split(str(path), path.name, path.stat().st_size, start, end), ReadOptions(**options)))


def pages_of(path: Path | str, **options: Any) -> list[RawPage | Failure]:
    """Every page and failure of a file or folder."""
    splits = plan([os.fspath(path)]).splits
    found = (item for split in splits for item in read(split, ReadOptions(**options)))
    return [item for item in found if not isinstance(item, Skipped)]


def outcomes(found: list[Item]) -> list[object]:
    """Bodies of pages, reasons of failures, kinds of skipped items."""
    return [
        one.body if isinstance(one, RawPage) else one.reason if isinstance(one, Failure) else one.kind for one in found
    ]


def bodies(found: Sequence[Item]) -> list[bytes | Reason]:
    """Bodies of pages and reasons of failures, without skipped items."""
    return [item.body if isinstance(item, RawPage) else item.reason for item in found if not isinstance(item, Skipped)]


def write(path: Path, content: bytes | str) -> Path:
    """Write a file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_lines(path: Path, *rows: object) -> Path:
    """Write rows as JSON lines."""
    return write(path, "".join(json.dumps(row) + "\n" for row in rows))
