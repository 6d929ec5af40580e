"""The differences of two builds as rows of tables, for the terminal and for Markdown."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qapipe.dataset.diff import Differences
from qapipe.dataset.diff.changes import Example
from qapipe.dataset.diff.rates import Group
from qapipe.dataset.shown import percent

ROWS = ("table", "before", "after", "same id", "id moved", "changed", "added", "removed")
PAGES = ("site and layout", "pages", "ok before", "ok after", "answers before", "answers after")
FILL = ("site and layout", "column", "filled before", "filled after")
_MOST = 30
_LEAST_CHANGE = 0.0005


class Changed(NamedTuple):
    """A column of a table that some rows have changed."""

    column: str
    """``table.column``."""
    rows: int
    examples: Sequence[tuple[str, Example]]
    """Each with its place."""


def row_counts(found: Differences) -> Iterator[tuple[str, ...]]:
    """The cells below :data:`ROWS`."""
    for name, one in found.tables.items():
        counts = (one.old_rows, one.new_rows, one.matched - one.moved, one.moved, one.changed, one.added, one.removed)
        yield name, *(f"{count:,}" for count in counts)


def page_rates(found: Differences) -> Iterator[tuple[str, ...]]:
    """The cells below :data:`PAGES`, for the largest groups with answers."""
    groups = [group for group in found.groups if group.pages and group.tables]
    for group in groups[:_MOST]:
        answers = group.table("answers")
        totals = (f"{fill.total:,}" for fill in (answers.old, answers.new))
        yield group.name, f"{group.pages:,}", *map(percent, group.ok), *totals


def fill_rates(found: Differences) -> Iterator[tuple[str, ...]]:
    """The cells below :data:`FILL`, for the fill rates that changed most, falls first."""
    changes = [
        (after - before, group.name, f"{name}.{column}", before, after)
        for group in found.groups
        for name, rates in group.tables.items()
        for column, before, after in rates.fills()
        if abs(after - before) >= _LEAST_CHANGE
    ]
    for _, group, column, before, after in sorted(changes)[:_MOST]:
        yield group, column, percent(before), percent(after)


def changed_columns(found: Differences) -> Iterator[Changed]:
    """The columns that rows have changed, by table, the most frequent first."""
    for name, changes in found.tables.items():
        for column, rows in sorted(changes.columns.items(), key=lambda item: (-item[1], item[0])):
            examples = [(changes.places.get(one.row, ""), one) for one in changes.examples[column]]
            yield Changed(f"{name}.{column}", rows, examples)


def moved_rows(found: Differences) -> Iterator[tuple[str, list[str]]]:
    """What was added and removed, with the places of the first rows."""
    for name, changes in found.tables.items():
        for count, what, rows, known in (
            (changes.removed, "removed", changes.removed_rows, changes.places),
            (changes.added, "added", changes.added_rows, changes.new_places),
        ):
            if count:
                yield f"{count:,} {name if count != 1 else name[:-1]} {what}", [known.get(row, "") for row in rows]


def groups_of(found: Differences) -> list[Group]:
    """The groups that have pages or rows."""
    return [group for group in found.groups if group.pages or group.tables]
