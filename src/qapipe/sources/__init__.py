"""Anything that pages come from, as raw pages. A new form enters by one line in the table of readers here."""

from collections.abc import Iterator

from qapipe.errors import Reason
from qapipe.sources.base import Failure, Item, Kind, Reader, ReadOptions, Split, matches
from qapipe.sources.files import read_page
from qapipe.sources.jsonl import read_lines
from qapipe.sources.parquet import read_rows
from qapipe.sources.streams import DAMAGE, kind_of, message_of, opened, reason_of
from qapipe.sources.walk import STDIN, Input, Plan, plan, printable

__all__ = [
    "STDIN",
    "Failure",
    "Input",
    "Item",
    "Kind",
    "Plan",
    "ReadOptions",
    "Split",
    "matches",
    "plan",
    "printable",
    "read",
]

READERS: dict[Kind, Reader] = {
    Kind.PAGE: read_page,
    Kind.JSONL: read_lines,
    Kind.PARQUET: read_rows,
}


def read(split: Split, options: ReadOptions) -> Iterator[Item]:
    """The pages of a split, in order. Never raises for what a file holds or is."""
    try:
        with opened(split.path) as stream:
            kind = kind_of(stream, split.source if split.source != STDIN else "")
            reader = READERS.get(kind)
            if reader is None:
                detail = f"{kind} archives are not read by this version of qapipe"
                yield Failure(Reason.UNREADABLE, detail, split.source)
                return
            yield from reader(split, stream, options)
    except (*DAMAGE, OSError) as error:
        yield Failure(reason_of(error), message_of(error), split.source)
