"""``qapipe schema``: the tables and columns of a dataset, and what the values of its closed lists mean."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from qapipe.cli.command import reported
from qapipe.cli.options import AsJson, Verbose
from qapipe.cli.terminal import Terminal
from qapipe.dataset.reference import reference, table_section
from qapipe.records.descriptions import CLOSED_LISTS, TABLE_MEANINGS, Column, columns
from qapipe.records.schema import SCHEMA_VERSION, TABLES


class TableName(StrEnum):
    """The tables of a dataset."""

    PAGES = "pages"
    QUESTIONS = "questions"
    ANSWERS = "answers"
    EXPERTS = "experts"


def schema(
    table: Annotated[TableName | None, typer.Argument(help="Show only this table.", show_default=False)] = None,
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Show the tables and columns of a dataset, and what its statuses, reasons, warnings and noise rules mean.

    Example: qapipe schema answers
    """
    terminal = Terminal()
    names = list(TABLES) if table is None else [table.value]
    with reported("schema", terminal, as_json=as_json, verbose=verbose) as result:
        result.values["schema_version"] = SCHEMA_VERSION
        result.values["tables"] = [_table(name) for name in names]
        if table is None:
            result.values |= {listed.name.replace(" ", "_"): listed.meanings for listed in CLOSED_LISTS}
        if as_json:
            return
        if markdown:
            terminal.show_raw((reference() if table is None else table_section(table.value)).rstrip())
            return
        for name in names:
            rows = [(column.name, _type(column), column.description) for column in columns(name)]
            _show(terminal, name, TABLE_MEANINGS[name], rows)
        for listed in CLOSED_LISTS if table is None else ():
            _show(terminal, listed.name, f"The values of {listed.column}.", list(listed.meanings.items()))


def _table(name: str) -> dict[str, object]:
    return {
        "name": name,
        "description": TABLE_MEANINGS[name],
        "columns": [column._asdict() for column in columns(name)],
    }


def _type(column: Column) -> str:
    return f"{column.type} or null" if column.nullable else column.type


def _show(terminal: Terminal, title: str, meaning: str, rows: Sequence[Sequence[str]]) -> None:
    """Print rows below a title, all but the last cell of each padded to the same width."""
    terminal.show(Text(title, style="bold"), Text(f"  {meaning}"))
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for *cells, last in rows:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
        terminal.show(Text("    " + "  ".join([*padded, last])))
