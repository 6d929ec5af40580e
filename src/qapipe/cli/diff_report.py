"""What ``qapipe diff`` prints: drift, and what changed."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from qapipe.cli.command import Result
from qapipe.cli.terminal import Terminal, safe_text
from qapipe.cli.words import one_line, plural
from qapipe.dataset.diff import Differences
from qapipe.dataset.diff.drift import Drift
from qapipe.dataset.diff.summary import (
    FILL,
    PAGES,
    ROWS,
    changed_columns,
    fill_rates,
    groups_of,
    moved_rows,
    page_rates,
    row_counts,
)
from qapipe.objects import as_given


def report_diff(
    result: Result, found: Differences, worse: Sequence[Drift], old: Path, new: Path, *, shown: bool
) -> None:
    """Print the differences, and set the exit code."""
    result.values.update(
        drift=[drift.as_json() for drift in worse],
        groups=[group.as_json() for group in groups_of(found)],
        identical=found.identical,
        new=as_given(new),
        old=as_given(old),
        tables={name: changes.as_json() for name, changes in found.tables.items()},
    )
    names = as_given(old), as_given(new)
    terminal = result.terminal
    if shown and found.identical:
        terminal.show(safe_text(f"no change: the files of all tables in {names[0]} and {names[1]} are the same"))
    elif shown:
        _show(terminal, ROWS, row_counts(found))
        _show(terminal, PAGES, page_rates(found))
        _show(terminal, FILL, fill_rates(found))
        _show_examples(terminal, found)
    for drift in worse:
        terminal.notice(f"drift: {drift.sentence}")
    if worse:
        result.fail(f"{plural(len(worse), 'drift')} past the thresholds from {' to '.join(names)}", kind="drift")


def _show(terminal: Terminal, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table with aligned columns, unless it is empty."""
    listed = list(rows)
    if not listed:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(head):
        is_name = number == 0 or name == "column"
        table.add_column(name, justify="left" if is_name else "right", overflow="fold", no_wrap=not is_name)
    for row in listed:
        table.add_row(*map(safe_text, row))
    terminal.show(table, "")


def _show_examples(terminal: Terminal, found: Differences) -> None:
    for what, places in moved_rows(found):
        terminal.show(safe_text(f"{what}, such as {one_line(', '.join(places))}"))
    for column, rows, examples in changed_columns(found):
        terminal.show(safe_text(f"{column} changed in {plural(rows, 'row')}"))
        for place, one in examples:
            values = " → ".join("null" if value is None else one_line(value) for value in (one.before, one.after))
            terminal.show(Text("    ").append_text(safe_text(f"{one_line(place)}: {values}", "dim")))
