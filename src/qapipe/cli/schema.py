"""``qapipe schema``: the tables and columns of a dataset, and what the values of its closed lists mean."""

from enum import StrEnum
from typing import Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.options import AsJson, Verbose


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
    from qapipe.cli.schema_report import described, show_list, show_table
    from qapipe.cli.terminal import Terminal
    from qapipe.dataset.reference import reference, table_section
    from qapipe.records.descriptions import CLOSED_LISTS
    from qapipe.records.schema import SCHEMA_VERSION, TABLES

    terminal = Terminal()
    names = list(TABLES) if table is None else [table.value]
    with reported("schema", terminal, as_json=as_json, verbose=verbose) as result:
        result.values["schema_version"] = SCHEMA_VERSION
        result.values["tables"] = [described(name) for name in names]
        if table is None:
            result.values |= {listed.name.replace(" ", "_"): listed.meanings for listed in CLOSED_LISTS}
        if as_json:
            return
        if markdown:
            terminal.show_raw((reference() if table is None else table_section(table.value)).rstrip())
            return
        for name in names:
            show_table(terminal, name)
        for listed in CLOSED_LISTS if table is None else ():
            show_list(terminal, listed)
