"""Template expressions left in texts: allowed on pages with the warning for them, which people may have written."""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.check.findings import Findings
from qapipe.dataset.check.rules import Rule, Tally
from qapipe.dataset.reading import Table
from qapipe.records.warnings import PageWarning

_MOST = 100_000


@dataclass(slots=True)
class Expressions:
    """Texts with expressions, gathered until there are enough of them to read the ledger."""

    pages: Table
    findings: Findings
    _found: list[tuple[str, str, int, str, str]] = field(default_factory=list)
    """Table, column, row, page_id and text."""

    def add(self, table: str, column: str, rows: pa.Array, texts: pa.Array, page_ids: pa.Array) -> None:
        """Add the texts of some rows."""
        columns = (rows.to_pylist(), page_ids.to_pylist(), texts.to_pylist())
        self._found += [(table, column, row, page, text[:200]) for row, page, text in zip(*columns, strict=True)]
        if len(self._found) >= _MOST:
            self.judge()

    def judge(self) -> None:
        """Look up the pages of all texts added so far."""
        if not self._found:
            return
        wanted = pa.array(sorted({page for _, _, _, page, _ in self._found}), pa.string())
        warned: set[str] = set()
        for batch in self.pages.batches(["page_id", "warnings"]):
            at = pc.is_in(batch.column("page_id"), wanted)
            rows = zip(*(column.filter(at).to_pylist() for column in batch.columns), strict=True)
            warned.update(page for page, warnings in rows if PageWarning.EXPRESSION_LEFT in warnings)
        for table, column, row, page, text in self._found:
            if page in warned:
                self.findings.tallies[Tally.EXPRESSION_KEPT, f"{table}.{column}"] += 1
            else:
                detail = "template expression outside code"
                self.findings.add(Rule.TEXT_EXPRESSION, detail, table=table, row=row, column=column, value=text)
        self._found.clear()
