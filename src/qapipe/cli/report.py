"""``qapipe report``: what is in a dataset, on the terminal or as an HTML page with charts."""

from pathlib import Path
from typing import Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.options import PARSED, AsJson, Dataset, Quiet, ShowProgress, Verbose
from qapipe.cli.words import ProgressMode
from qapipe.errors import UsageError


def report(
    dataset: Dataset = PARSED,
    *,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Also write one HTML page with charts: no script, no network."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Also group the answers by a column of the table answers, such as specialty: their number, ratings, "
            "votes and lengths.",
        ),
    ] = None,
    show_progress: ShowProgress = ProgressMode.AUTO,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what is in a dataset.

    Counts pages by status, reason, site and layout; in how many rows each column has a value; distributions of answers,
    ratings, specialties, locations, lengths and years; warnings and removed noise. Memory does not grow with the
    dataset.

    Exit codes: 0 success; 1 the dataset is damaged; 2 usage error.

    Example: qapipe report data/parsed --by specialty --html report.html
    """
    from qapipe.cli.report_text import show_report
    from qapipe.cli.terminal import Terminal
    from qapipe.dataset.report.counting import make_report

    terminal = Terminal(quiet=quiet)
    with reported("report", terminal, as_json=as_json, verbose=verbose) as result:
        if html is not None and not html.absolute().parent.is_dir():
            raise UsageError(f"cannot write --html {html}: {html.parent} is not a directory; create it first")
        with terminal.steps("counting", show_progress) as progress:
            found = make_report(dataset, by, lambda done, total: progress([f"{done / total:.0%}", f"{total:,} rows"]))
        result.values.update(found.as_json())
        if html is not None:
            from qapipe.dataset.report.page import report_page
            from qapipe.disk import atomic_write

            with atomic_write(html) as partial:
                partial.write_text(report_page(found), encoding="utf-8")
            result.values["html"] = str(html)
        if not as_json and not quiet:
            show_report(terminal, found, html, verbose=verbose)
