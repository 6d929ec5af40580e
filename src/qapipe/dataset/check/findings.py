"""Violations as they are found: all are counted, and the first of each rule are kept."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.check.rules import Rule, Tally
from qapipe.dataset.partitions import ROW
from qapipe.dataset.shown import shortened

MAX_VIOLATIONS = 20
"""Violations of a rule that are kept, unless all are asked for."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a rule does not hold."""

    rule: Rule
    table: str | None
    """None: a file that belongs to no table."""
    row: int | None
    """Number of the row in its table, from 1; None: the whole table or file."""
    column: str | None
    value: str | None
    """The value that is wrong, shortened."""
    detail: str

    def as_json(self) -> dict[str, object]:
        """The violation as JSON values."""
        names = ("table", "row", "column", "value", "detail")
        return {"rule": self.rule.value, **{name: getattr(self, name) for name in names}}


@dataclass(slots=True)
class Findings:
    """All that a check found."""

    limit: int | None = MAX_VIOLATIONS
    """Violations kept of each rule, those of the first rows; None: all."""
    counts: Counter[Rule] = field(default_factory=Counter)
    tallies: Counter[tuple[Tally, str]] = field(default_factory=Counter)
    """By tally and ``table.column``."""
    _kept: dict[Rule, list[Violation]] = field(default_factory=dict)

    def add(
        self,
        rule: Rule,
        detail: str,
        *,
        table: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
    ) -> None:
        """Add a violation; ``row`` counts from 0."""
        self.counts[rule] += 1
        number = None if row is None else row + 1
        self._keep(rule, [Violation(rule, table, number, column, shortened(value), detail)])

    def add_rows(
        self, rule: Rule, detail: str, table: str, column: str, rows: pa.Array, values: pa.Array | None = None
    ) -> None:
        """Add a violation for each of some rows, which count from 0, each with its value in the column."""
        if not len(rows):
            return
        self.counts[rule] += len(rows)
        first = pc.sort_indices(rows)[: self.limit]
        shown = [None] * len(first) if values is None else values.take(first).to_pylist()
        self._keep(
            rule,
            [
                Violation(rule, table, row + 1, column, shortened(value), detail)
                for row, value in zip(rows.take(first).to_pylist(), shown, strict=True)
            ],
        )

    def add_where(
        self, rule: Rule, detail: str, where: pa.Array, *, table: str, column: str, start: int, values: pa.Array
    ) -> None:
        """Add a violation for each row of a batch, beginning at row ``start``, where a condition is true."""
        if not pc.any(where).as_py():
            return
        rows = pc.indices_nonzero(where).cast(pa.int64())
        self.add_rows(rule, detail, table, column, pc.add(rows, start), values.take(rows))

    def add_found(
        self,
        rule: Rule,
        table: str,
        column: str,
        rows: pa.Table,
        detail: str | Callable[[dict[str, Any]], str],
        value: str | None = None,
    ) -> None:
        """Add a violation for each row of a result with the column :data:`ROW`.

        ``detail`` may be made of the row; ``value`` is the column with the value that is wrong, if not ``column``.
        """
        if not rows.num_rows:
            return
        self.counts[rule] += rows.num_rows
        first = rows.sort_by(ROW).slice(0, self.limit)
        found = []
        for row in first.to_pylist():
            words = detail if isinstance(detail, str) else detail(row)
            found.append(Violation(rule, table, row[ROW] + 1, column, shortened(row[value or column]), words))
        self._keep(rule, found)

    def violations(self) -> list[Violation]:
        """The violations kept, by rule, table and row."""
        return [violation for rule in Rule for violation in self._first(rule)]

    def _first(self, rule: Rule) -> list[Violation]:
        return sorted(self._kept.get(rule, ()), key=_place)[: self.limit]

    def _keep(self, rule: Rule, found: list[Violation]) -> None:
        kept = self._kept.setdefault(rule, [])
        kept += found
        if self.limit is not None and len(kept) > 2 * self.limit:
            kept[:] = self._first(rule)

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 1:
            raise ValueError("limit: at least 1")


def _place(violation: Violation) -> tuple[str, int, str, str]:
    return violation.table or "", violation.row or 0, violation.column or "", violation.detail
