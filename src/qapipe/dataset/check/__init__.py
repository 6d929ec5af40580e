"""Whether a dataset keeps the rules: its files, schema, keys, ledger, counts, texts and ranges.

Each table is streamed once for the rules of its values, and its keys once more for each range of ids, so memory is
bounded whatever the number of rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from qapipe.dataset.check.answers import check_answers
from qapipe.dataset.check.expressions import Expressions
from qapipe.dataset.check.files import check_files
from qapipe.dataset.check.findings import MAX_VIOLATIONS, Findings
from qapipe.dataset.check.keys import check_keys
from qapipe.dataset.check.ledger import Ledger, differ
from qapipe.dataset.check.texts import check_texts
from qapipe.dataset.check.values import check_values
from qapipe.dataset.choices import Captures
from qapipe.dataset.contents import check_version
from qapipe.dataset.object_store import local_copy
from qapipe.dataset.reading import Table, load_manifest
from qapipe.records.schema import TABLES


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check."""

    findings: Findings
    rows: Mapping[str, int]
    """Rows of each table that could be read; the rules of the others were not checked."""

    @property
    def unread(self) -> list[str]:
        """The tables that could not be read."""
        return [table for table in TABLES if table not in self.rows]


def check_dataset(
    dataset: Path, *, limit: int | None = MAX_VIOLATIONS, progress: Callable[[str], None] = lambda _step: None
) -> Checked:
    """Check the dataset in a folder or at an address, keeping the first ``limit`` violations of each rule.

    ``progress`` is told what is checked now.
    Raises UsageError if it is no dataset, and DatasetError if its manifest is damaged or of another version.
    """
    with local_copy(dataset) as folder:
        return _check(folder, limit, progress)


def _check(folder: Path, limit: int | None, progress: Callable[[str], None]) -> Checked:
    manifest = load_manifest(folder)
    check_version(folder)
    findings = Findings(limit)
    progress("files")
    tables = check_files(folder, manifest, findings)
    counts = manifest.get("counts")
    _check_rows(tables, counts if isinstance(counts, dict) else None, findings, progress)
    options = manifest.get("options")
    captures = options.get("captures") if isinstance(options, dict) else None
    all_captures = captures == Captures.ALL
    progress("keys")
    check_keys(tables, findings, all_captures=all_captures)
    progress("answers on their pages")
    check_answers(tables, findings, all_captures=all_captures)
    return Checked(findings, {name: table.rows for name, table in tables.items()})


def _check_rows(
    tables: Mapping[str, Table], counts: Mapping[str, Any] | None, findings: Findings, progress: Callable[[str], None]
) -> None:
    """Stream each table once for the rules of single rows, and for its counts."""
    ledger = Ledger(findings)
    expressions = Expressions(tables["pages"], findings) if "pages" in tables else None
    for name, table in tables.items():
        start = 0
        for batch in table.batches():
            progress(f"{name}, {start / max(table.rows, 1):.0%} of {table.rows:,} rows")
            left = check_texts(batch, name, start, findings)
            check_values(batch, name, start, findings)
            if name == "pages":
                ledger.check(batch, start)
            if expressions:
                for column, rows, texts in left:
                    page_ids = batch.column("page_id").take(pc.subtract(rows, start))
                    expressions.add(name, column, rows, texts, page_ids)
            start += batch.num_rows
        if counts is not None and counts.get(name) != start:
            differ(findings, "rows", counts.get(name), start, name)
    if expressions:
        expressions.judge()
    if counts is not None and "pages" in tables:
        ledger.compare(counts)
