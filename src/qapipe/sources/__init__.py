"""Sources of raw pages: what there is to read, and in which pieces; :mod:`.reading` reads them."""

from qapipe.sources.base import (
    NOT_MATCHED,
    NOT_SAMPLED,
    Captured,
    Failure,
    Item,
    Kind,
    ReadOptions,
    Skipped,
    Split,
    sample_key,
)
from qapipe.sources.changes import changed
from qapipe.sources.globs import matches
from qapipe.sources.sampling import Sample
from qapipe.sources.splits import split_large_files
from qapipe.sources.spooling import spooled
from qapipe.sources.walk import STDIN, Input, Plan, plan, printable

__all__ = [
    "NOT_MATCHED",
    "NOT_SAMPLED",
    "STDIN",
    "Captured",
    "Failure",
    "Input",
    "Item",
    "Kind",
    "Plan",
    "ReadOptions",
    "Sample",
    "Skipped",
    "Split",
    "changed",
    "matches",
    "plan",
    "printable",
    "sample_key",
    "split_large_files",
    "spooled",
]
