"""The rules of the ledger: what a page of each status has, and what the manifest counts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.check.findings import Findings
from qapipe.dataset.check.rules import Rule
from qapipe.dataset.contents import MANIFEST
from qapipe.dataset.partitions import row_numbers
from qapipe.records.reasons import Status
from qapipe.records.warnings import PARTIAL

STANDING = (Status.OK.value, Status.PARTIAL.value)
"""Statuses of pages whose answers are in the tables."""
_TALLIED = ("status", "reason", "site", "layout", "warnings")


@dataclass(slots=True)
class Ledger:
    """Checks the rows of ``pages``, and counts what the manifest counts."""

    findings: Findings
    pages: int = 0
    noise: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in _TALLIED})

    def check(self, batch: pa.RecordBatch, start: int) -> None:
        """Check a batch of pages whose first row has the number ``start``."""
        self._count(batch)
        status, stands = batch.column("status"), pc.is_in(batch.column("status"), pa.array(STANDING))
        has = {name: pc.is_valid(batch.column(name)) for name in batch.schema.names}
        continues = has["continues"]

        def wrong(rule: Rule, column: str, where: pa.Array, detail: str) -> None:
            self.findings.add_where(
                rule, detail, where, table="pages", column=column, start=start, values=batch.column(column)
            )

        wrong(Rule.STATUS_REASON, "reason", pc.and_(stands, has["reason"]), "a reason on a page that gave a question")
        lacks = pc.and_(pc.invert(stands), pc.invert(has["reason"]))
        wrong(Rule.STATUS_REASON, "reason", lacks, "no reason on a page that gave no question")
        for column, only in (("duplicate_of", Status.DUPLICATE), ("superseded_by", Status.SUPERSEDED)):
            differs = pc.xor(pc.equal(status, only.value), has[column])
            wrong(Rule.STATUS_LINKS, column, differs, f"given if and only if the status is {only}")
        differs = pc.xor(pc.equal(status, Status.DUPLICATE.value), pc.invert(has["page_id"]))
        wrong(Rule.STATUS_LINKS, "page_id", differs, "null if and only if the status is duplicate")
        wrong(Rule.STATUS_LINKS, "continues", pc.and_(continues, pc.invert(stands)), "on a page that gave no answers")
        gives_row = pc.and_(stands, pc.invert(continues))
        differs = pc.xor(gives_row, has["question_id"])
        wrong(Rule.STATUS_QUESTION, "question_id", differs, "given if and only if the page gave the question")
        for column in ("site", "layout"):
            wrong(
                Rule.STATUS_QUESTION, column, pc.and_(stands, pc.invert(has[column])), "null, though it gave a question"
            )
        self._check_warnings(batch, start)

    def _check_warnings(self, batch: pa.RecordBatch, start: int) -> None:
        warnings, status = batch.column("warnings"), batch.column("status")
        serious = pc.is_in(pc.list_flatten(warnings), pa.array(sorted(PARTIAL), pa.string()))
        missing = pc.is_in(
            row_numbers(0, batch.num_rows), pc.list_parent_indices(warnings).cast(pa.int64()).filter(serious)
        )
        expected = pc.if_else(missing, Status.PARTIAL.value, Status.OK.value)
        stands = pc.is_in(status, pa.array(STANDING))
        differs = pc.and_(stands, pc.not_equal(status, expected))
        self.findings.add_where(
            Rule.STATUS_WARNINGS,
            "the warnings say otherwise",
            differs,
            table="pages",
            column="status",
            start=start,
            values=status,
        )

    def _count(self, batch: pa.RecordBatch) -> None:
        self.pages += batch.num_rows
        self.noise += pc.sum(batch.column("noise_removed")).as_py() or 0
        values = {name: batch.column(name) for name in ("status", "reason", "site")}
        values["warnings"] = pc.list_flatten(batch.column("warnings"))
        values["layout"] = pc.binary_join_element_wise(batch.column("site"), batch.column("layout"), "/")
        for name, column in values.items():
            for counted in pc.value_counts(column.drop_null()).to_pylist():
                self.counts[name][counted["values"]] += counted["counts"]

    def compare(self, counts: Mapping[str, Any]) -> None:
        """Compare the counts of the pages with those of the manifest."""
        for name, found in self.counts.items():
            given = counts.get(name)
            stated = given if isinstance(given, dict) else {}
            for value in sorted({*found, *map(str, stated)}):
                if stated.get(value, 0) != found[value]:
                    differ(self.findings, f"{name} {value}", stated.get(value, 0), found[value], "pages")
        noise = counts.get("noise_removed")
        removed = sum(noise.values()) if isinstance(noise, dict) else None
        if removed != self.noise:
            differ(self.findings, "pieces of noise removed", removed, self.noise, "pages", "noise_removed")


def differ(findings: Findings, what: str, stated: object, found: object, table: str, column: str | None = None) -> None:
    """Add that the manifest counts something otherwise."""
    detail = f"{MANIFEST} counts {stated} ({what}), and the table has {found}"
    findings.add(Rule.MANIFEST_COUNTS, detail, table=table, column=column)
