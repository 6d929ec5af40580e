"""``qapipe diff``: what a rebuild changed."""

from pathlib import Path
from typing import Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.options import AsJson, Quiet, ShowProgress, Verbose
from qapipe.cli.words import ProgressMode
from qapipe.errors import UsageError


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Directory or address of the build to compare with.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Directory or address of the new build.")],
    *,
    fill_drop: Annotated[
        float,
        typer.Option(
            min=0.0,
            max=100.0,
            metavar="POINTS",
            help="Drift if a column's fill rate falls by this many percentage points, on a site and layout.",
        ),
    ] = 5.0,
    ok_drop: Annotated[
        float,
        typer.Option(
            min=0.0,
            max=100.0,
            metavar="POINTS",
            help="Drift if the share of ok pages falls by this many percentage points, on a site and layout.",
        ),
    ] = 2.0,
    lost: Annotated[
        float,
        typer.Option(
            min=0.0, max=100.0, metavar="PERCENT", help="Drift if this many percent of the rows of a table are gone."
        ),
    ] = 1.0,
    min_rows: Annotated[
        int, typer.Option(min=1, metavar="N", help="Judge only sites and layouts with at least N rows.")
    ] = 1,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print Markdown, for a comment on a pull request.")
    ] = False,
    show_progress: ShowProgress = ProgressMode.AUTO,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare two builds of a dataset.

    Rows are matched by id and, where ids moved, by URL and position. Rates are compared by the site and layout that OLD
    gave to a page, on the pages that both builds have: pages added are no drift.

    Exit codes: 0 no drift; 1 drift past a threshold, or a dataset is damaged; 2 usage error.

    Example: qapipe diff data/parsed-main data/parsed --markdown
    """
    from qapipe.cli.diff_report import report_diff
    from qapipe.cli.terminal import Terminal
    from qapipe.dataset.diff import compare
    from qapipe.dataset.diff.drift import Thresholds, drifts
    from qapipe.dataset.diff.markdown import markdown as as_markdown
    from qapipe.objects import as_given

    terminal = Terminal(quiet=quiet)
    with reported("diff", terminal, as_json=as_json, verbose=verbose) as result:
        if markdown and as_json:
            raise UsageError("--markdown and --json exclude each other; choose one")
        with terminal.steps("comparing", show_progress) as progress:
            found = compare(old, new, progress=lambda step: progress([step]))
        worse = drifts(found, Thresholds(fill_drop / 100, ok_drop / 100, lost / 100, min_rows))
        if markdown:
            terminal.show_raw(as_markdown(found, worse, as_given(old), as_given(new)))
        report_diff(result, found, worse, old, new, shown=not (markdown or as_json or quiet))
