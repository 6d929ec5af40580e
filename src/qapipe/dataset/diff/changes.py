"""What a rebuild changed in a table: rows added, removed and changed, by column and with examples."""

from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.diff.index import CONTENT, joined_items
from qapipe.dataset.reading import Table
from qapipe.dataset.shown import differing

MAX_COMPARED = 100_000
"""Changed rows of a table whose columns are compared; of more, the first."""
MAX_EXAMPLES = 3
_AT_A_TIME = 10_000
_MOVED = ("key", "key_new")


@dataclass(frozen=True, slots=True)
class Example:
    """A value before and after, and the row that has it: its number, from 0, in the old and the new table.

    Long values are shown from where they begin to differ.
    """

    row: int
    new_row: int
    before: str | None
    after: str | None


@dataclass(slots=True)
class Changes:
    """The differences of a table."""

    old_rows: int
    new_rows: int
    matched: int = 0
    moved: int = 0
    """Matched rows whose ids differ."""
    changed: int = 0
    """Matched rows with another value in any column but ids and the place of the page."""
    added: int = 0
    removed: int = 0
    compared: int = 0
    """Changed rows whose columns were compared: those counted in ``columns``."""
    columns: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(default_factory=dict)
    """By column."""
    added_rows: list[int] = field(default_factory=list)
    """Numbers of the first rows added, from 0."""
    removed_rows: list[int] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)
    """Where old rows that are examples are, and rows removed."""
    new_places: dict[int, str] = field(default_factory=dict)
    """Where rows added are."""
    _pairs: list[tuple[int, int]] = field(default_factory=list)

    @property
    def lost(self) -> float:
        """Share of the old rows that are gone."""
        return self.removed / self.old_rows if self.old_rows else 0.0

    def add_matched(self, pairs: pa.Table) -> None:
        """Count rows that are in both tables, given by their indexes."""
        self.matched += pairs.num_rows
        if set(_MOVED) <= set(pairs.schema.names):
            same = pc.equal(pairs.column("key"), pairs.column("key_new"))
            self.moved += pairs.num_rows - (pc.sum(pc.fill_null(same, fill_value=True)).as_py() or 0)
        changed = pairs.filter(pc.not_equal(pairs.column("digest"), pairs.column("digest_new")))
        self.changed += changed.num_rows
        changed = changed.sort_by("row").slice(0, MAX_COMPARED)
        self._pairs += zip(changed.column("row").to_pylist(), changed.column("row_new").to_pylist(), strict=True)
        self._pairs = sorted(self._pairs)[:MAX_COMPARED]

    def add_removed(self, rows: pa.Table) -> None:
        """Count rows that are only in the old table."""
        self.removed += rows.num_rows
        self.removed_rows = _first(self.removed_rows, rows)

    def add_added(self, rows: pa.Table) -> None:
        """Count rows that are only in the new table."""
        self.added += rows.num_rows
        self.added_rows = _first(self.added_rows, rows)

    def shown(self) -> list[int]:
        """The old rows that are examples, or removed."""
        return [*self.removed_rows, *(one.row for examples in self.examples.values() for one in examples)]

    def as_json(self) -> dict[str, object]:
        """The changes as JSON values; rows count from 1."""
        counts = ("added", "changed", "compared", "matched", "moved", "removed")
        examples = {
            column: [
                {"row": one.row + 1, "new_row": one.new_row + 1, "place": self.places.get(one.row),
                 "before": one.before, "after": one.after}
                for one in found
            ]
            for column, found in sorted(self.examples.items())
        }  # fmt: skip
        return {
            **{name: getattr(self, name) for name in counts},
            "added_rows": [{"row": row + 1, "place": self.new_places.get(row)} for row in self.added_rows],
            "columns": dict(sorted(self.columns.items())),
            "examples": examples,
            "removed_rows": [{"row": row + 1, "place": self.places.get(row)} for row in self.removed_rows],
            "rows": [self.old_rows, self.new_rows],
        }

    def compare(self, old: Table, new: Table) -> None:
        """Find the columns in which changed rows differ."""
        names = CONTENT[old.name]
        for start in range(0, len(self._pairs), _AT_A_TIME):
            pairs = self._pairs[start : start + _AT_A_TIME]
            before = old.take([row for row, _ in pairs], names)
            after = new.take([row for _, row in pairs], names)
            for name in names:
                self._compare(name, pairs, before.column(name), after.column(name))
            self.compared += len(pairs)
        self._pairs.clear()

    def _compare(self, name: str, pairs: list[tuple[int, int]], before: pa.Array, after: pa.Array) -> None:
        values = _comparable(before), _comparable(after)
        both_null = pc.and_(*map(pc.is_null, values))
        same = pc.or_(pc.fill_null(pc.equal(*values), fill_value=False), both_null)
        changed = pc.indices_nonzero(pc.invert(same)).to_pylist()
        if not changed:
            return
        self.columns[name] += len(changed)
        examples = self.examples.setdefault(name, [])
        for place in changed[: MAX_EXAMPLES - len(examples)]:
            row, new_row = pairs[place]
            one, other = differing(before[place].as_py(), after[place].as_py())
            examples.append(Example(row, new_row, one, other))


def _first(known: list[int], rows: pa.Table) -> list[int]:
    first = pc.sort_indices(rows.column("row"))[:MAX_EXAMPLES] if rows.num_rows else pa.array([], pa.uint64())
    return sorted([*known, *rows.column("row").take(first).to_pylist()])[:MAX_EXAMPLES]


def _comparable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return joined_items(column) if pa.types.is_list(column.type) else column
