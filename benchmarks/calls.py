"""Python calls a page takes: a measure of the work in the interpreter that is the same on every machine."""

import cProfile
import pstats
from collections.abc import Sequence

import pyarrow as pa

from corpus import Corpus, GeneratedPage
from qapipe import parse_batches
from qapipe.records.schema import RAW_PAGE


def calls_a_page(pages: Corpus) -> dict[str, float]:
    """Calls a page by kind of page, those of built-in functions included, over ``parse_batches``."""
    return {"HTML": _calls(pages.html), "text": _calls(pages.text)}


def _calls(pages: Sequence[GeneratedPage]) -> float:
    columns = ("body", "url", "media_type")
    rows = [{name: getattr(page, name) for name in columns} for page in pages]
    batch = pa.RecordBatch.from_pylist(rows, schema=pa.schema([RAW_PAGE.field(name) for name in columns]))
    list(parse_batches([batch.slice(0, 1)]))  # what is imported or built once does not count
    profile = cProfile.Profile()
    profile.runcall(lambda: list(parse_batches([batch])))
    return float(pstats.Stats(profile).total_calls) / len(pages)  # type: ignore[attr-defined]  # not in the stubs
