"""What ``qapipe schema`` prints."""

from collections.abc import Sequence

from rich.text import Text

from qapipe.cli.terminal import Terminal
from qapipe.records.descriptions import TABLE_MEANINGS, ClosedList, Column, columns


def described(name: str) -> dict[str, object]:
    """A table and its columns, for JSON."""
    return {
        "name": name,
        "description": TABLE_MEANINGS[name],
        "columns": [column._asdict() for column in columns(name)],
    }


def show_table(terminal: Terminal, name: str) -> None:
    """Print a table's columns with their types and meanings."""
    rows = [(column.name, _type(column), column.description) for column in columns(name)]
    _show(terminal, name, TABLE_MEANINGS[name], rows)


def show_list(terminal: Terminal, listed: ClosedList) -> None:
    """Print the values of a closed list with their meanings."""
    _show(terminal, listed.name, f"The values of {listed.column}.", list(listed.meanings.items()))


def _type(column: Column) -> str:
    return f"{column.type} or null" if column.nullable else column.type


def _show(terminal: Terminal, title: str, meaning: str, rows: Sequence[Sequence[str]]) -> None:
    """Print rows below a title, all but the last cell of each padded to the same width."""
    terminal.show(Text(title, style="bold"), Text(f"  {meaning}"))
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for *cells, last in rows:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
        terminal.show(Text("    " + "  ".join([*padded, last])))
