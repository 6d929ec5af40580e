"""One row of the ledger by its number, by an id of what the page gave, or by its URL."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qapipe.errors import UsageError
from qapipe.records.reasons import Status

_PAGE_KEYS = ("page_id", "question_id")
_ANSWER_KEYS = ("answer_id", "expert_id")
_STANDING = (Status.OK, Status.PARTIAL)
_EXAMPLES = 3
_NUMBER = re.compile("0*([1-9][0-9]{0,15})")
MIN_PREFIX = 4
"""Shortest beginning of an id that finds a page."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What the ledger says about a page, as far as it is needed to find the raw page again."""

    number: int
    """Number of the row, from 1."""
    page_id: str | None
    question_id: str | None
    url: str | None
    status: str
    reason: str | None
    detail: str | None
    source: str
    member: str | None
    offset: int | None
    payload_sha256: str | None


_COLUMNS = [field.name for field in fields(LedgerRow) if field.name != "number"]


def find_row(dataset: Path, which: str) -> LedgerRow:
    """The row of a page. Digits up to the number of rows are its number; other words are an id, a prefix or a URL.

    An id is that of the page, its question, an answer or an expert. An exact match counts more than a prefix, and a
    page whose question is in the tables more than another one. Raises UsageError if no row or several match.
    """
    files = sorted((dataset / "pages").glob("*.parquet"))
    pages = sum(pq.read_metadata(file).num_rows for file in files)
    if (digits := _NUMBER.fullmatch(which)) and int(digits[1]) <= pages:
        return next(row for row in _rows(files) if row.number == int(digits[1]))
    exact, by_prefix = _matching(files, dataset, which)
    if exact:
        return _best(exact)
    found = list(dict.fromkeys(row.page_id for row in by_prefix))
    if len(found) == 1:
        return _best(by_prefix)
    if found:
        examples = ", ".join(filter(None, found[:_EXAMPLES]))
        raise UsageError(f"{which!r} begins the ids of {len(found):,} pages, such as {examples}; add characters")
    if not pages:
        raise UsageError(f"{dataset} has no pages")
    raise UsageError(f"no page {which!r} (neither number, id nor URL) in {dataset}; valid numbers are 1-{pages:,}")


def _best(rows: list[LedgerRow]) -> LedgerRow:
    """A row whose question is in the tables, if there is one."""
    return next((row for row in rows if row.status in _STANDING), rows[0])


def _matching(files: list[Path], dataset: Path, which: str) -> tuple[list[LedgerRow], list[LedgerRow]]:
    """The rows that have ``which`` as an id or URL, and those that have an id that begins with it."""
    exact_pages, pages = _pages_of_answers(dataset, which)
    exact, by_prefix = [], []
    for row in _rows(files, which, exact_pages | pages):
        if which in (row.page_id, row.question_id, row.url) or row.page_id in exact_pages:
            exact.append(row)
        elif len(which) >= MIN_PREFIX:
            by_prefix.append(row)
    return exact, by_prefix


def _pages_of_answers(dataset: Path, which: str) -> tuple[set[str], set[str]]:
    """Ids of the pages with an answer or expert of this id, and of those with one that begins with it."""
    exact: set[str] = set()
    by_prefix: set[str] = set()
    for file in sorted((dataset / "answers").glob("*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(columns=[*_ANSWER_KEYS, "page_id"]):
            exact.update(batch.filter(_any_equal(batch, _ANSWER_KEYS, which)).column("page_id").to_pylist())
            by_prefix.update(batch.filter(_any_begins(batch, _ANSWER_KEYS, which)).column("page_id").to_pylist())
    return exact, by_prefix - exact


def _rows(files: list[Path], which: str | None = None, page_ids: Collection[str] = ()) -> Iterator[LedgerRow]:
    """The rows of the ledger; with ``which`` those with a key that begins with it, or with one of the page ids."""
    number = 0
    for file in files:
        for batch in pq.ParquetFile(file).iter_batches(columns=_COLUMNS):
            numbers = pa.array(range(number + 1, number + 1 + batch.num_rows))
            number += batch.num_rows
            table = batch.append_column("number", numbers)
            if which is not None:
                wanted = pc.is_in(batch.column("page_id"), pa.array(sorted(page_ids), pa.string()))
                found = pc.or_(_any_equal(batch, ("url",), which), _any_begins(batch, _PAGE_KEYS, which))
                table = table.filter(pc.or_(wanted, found))
            for row in table.to_pylist():
                yield LedgerRow(**row)


def _any_equal(batch: pa.RecordBatch, names: tuple[str, ...], value: str) -> pa.Array:
    found = [pc.fill_null(pc.equal(batch.column(name), value), fill_value=False) for name in names]
    return found[0] if len(found) == 1 else pc.or_(*found)


def _any_begins(batch: pa.RecordBatch, names: tuple[str, ...], value: str) -> pa.Array:
    found = [pc.fill_null(pc.starts_with(batch.column(name), value), fill_value=False) for name in names]
    return found[0] if len(found) == 1 else pc.or_(*found)
