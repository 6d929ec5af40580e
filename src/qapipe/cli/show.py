"""``qapipe show``: the record of one page."""

from pathlib import Path
from typing import Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.included import Included, reasons_of
from qapipe.cli.options import AsJson, BodyField, UrlField, Verbose
from qapipe.errors import UsageError
from qapipe.records.reasons import Status

_WHICH = (
    "Page to show: its number (from 1), its URL, or an id of the page, its question, an answer or an expert, or the "
    "first characters of one."
)


def show(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="File or directory of pages, or a dataset; - reads stdin."),
    ],
    which: Annotated[
        str | None, typer.Argument(metavar="PAGE", help=f"{_WHICH}  [default: 1]", show_default=False)
    ] = None,
    *,
    page: Annotated[str | None, typer.Option("--page", metavar="PAGE", help=_WHICH)] = None,
    root: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the sources of a dataset are, if they have moved since it was made."),
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Print the text or HTML of the page instead.")] = False,
    open_file: Annotated[
        Path | None,
        typer.Option(
            "--open",
            metavar="FILE",
            help="Also write an HTML file with the lines of the page and what was read from each.",
        ),
    ] = None,
    explained: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Also print which reader gave each field, from which line, and how far the other readers came.",
        ),
    ] = False,
    include: Included = None,
    body_field: BodyField = None,
    url_field: UrlField = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Parse one page and show what was extracted.

    Also shows where the page came from and what was removed as noise. In a dataset the page is found by its row, and
    its raw page is parsed again.

    Example: qapipe show dump.jsonl.gz --page 12
    """
    from dataclasses import asdict

    from qapipe.cli.show_explanation import explanation_lines, explanation_of
    from qapipe.cli.show_report import record_lines, text_of, write_html
    from qapipe.cli.terminal import Terminal, stdin_stream
    from qapipe.run.lookup import find_page
    from qapipe.run.work_options import WorkOptions
    from qapipe.sources import ReadOptions

    terminal = Terminal()
    with reported("show", terminal, as_json=as_json, verbose=verbose) as result:
        if which is not None and page is not None:
            raise UsageError("PAGE is given twice; give it either as an argument or with --page")
        if raw and as_json:
            raise UsageError("--raw and --json exclude each other; choose one")
        if raw and explained:
            raise UsageError("--raw and --explain exclude each other; choose one")
        options = WorkOptions(ReadOptions(body_field, url_field), include=reasons_of(include))
        found = find_page(source, which or page or "1", options, root=root, stdin=stdin_stream())
        record = found.record
        result.values.update(record.model_dump(mode="json"))
        explanation = explanation_of(found) if explained else None
        if explanation:
            result.values["explanation"] = explanation
        if found.row:
            result.values["ledger"] = asdict(found.row)
        if open_file is not None:
            write_html(open_file, found)
        if raw:
            terminal.show_raw(text_of(found.item))
        elif not as_json:
            terminal.show(*record_lines(record, found.row))
            if explanation:
                terminal.show(*explanation_lines(explanation))
        if record.status is Status.ERROR:
            result.fail(f"the page could not be read or parsed: {record.reason}")
