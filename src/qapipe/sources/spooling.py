"""Standard input and pipes as files: worker processes cannot read them, and some formats are read from their end."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from qapipe.disk import naming
from qapipe.errors import UsageError
from qapipe.sources.base import Split
from qapipe.sources.walk import STDIN, Plan


def spooled(planned: Plan, stdin: BinaryIO | None, folder: Path) -> Plan:
    """The plan with every stream copied to a file of its own in ``folder``, which is made if it is needed.

    Raises UsageError if standard input is closed, OSError if a stream cannot be copied.
    """
    inputs = list(planned.inputs)
    splits = list(planned.splits)
    for number, split in enumerate(splits):
        if not split.stream:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        spool = folder / f"stream-{number}"
        with _opened(split, stdin) as stream, spool.open("wb") as file, naming(spool):
            shutil.copyfileobj(stream, file)
        size = spool.stat().st_size
        splits[number] = replace(split, path=str(spool), size=size, stream=False)
        inputs = [replace(one, bytes=size) if one.source == split.source else one for one in inputs]
    return Plan(tuple(inputs), tuple(splits))


@contextmanager
def _opened(split: Split, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    if split.path != STDIN:
        with Path(split.path).open("rb") as file:
            yield cast("BinaryIO", file)
        return
    if stdin is None:
        raise UsageError("standard input is closed; name a file instead of -")
    yield stdin
