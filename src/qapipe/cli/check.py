"""``qapipe check``: whether a dataset keeps the rules."""

from pathlib import Path
from typing import Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.options import PARSED, AsJson, Quiet, ShowProgress, Verbose
from qapipe.cli.words import ProgressMode
from qapipe.errors import UsageError


def check(
    dataset: Annotated[
        Path | None,
        typer.Argument(
            metavar="DATASET",
            help="Dataset directory or address, as `qapipe parse` wrote it.  [default: data/parsed]",
            show_default=False,
        ),
    ] = None,
    *,
    show_all: Annotated[
        bool, typer.Option("--all", help="List every violation; by default the first 20 of each rule.")
    ] = False,
    rules: Annotated[bool, typer.Option("--rules", help="List what is checked, and exit.")] = False,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="List every reason that a page can have, and exit.")
    ] = False,
    show_progress: ShowProgress = ProgressMode.AUTO,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Verify a dataset: its files, schema, keys, counts, texts and ranges of values.

    Exit codes: 0 the dataset keeps all rules; 1 it does not, or its manifest is damaged; 2 DATASET is not a dataset.

    Example: qapipe check data/parsed
    """
    from qapipe.cli.check_report import report_check, show_reasons, show_rules
    from qapipe.cli.terminal import Terminal
    from qapipe.dataset.check import check_dataset
    from qapipe.dataset.check.findings import MAX_VIOLATIONS
    from qapipe.dataset.check.rules import RULES
    from qapipe.records.reasons import REASONS

    terminal = Terminal(quiet=quiet)
    with reported("check", terminal, as_json=as_json, verbose=verbose) as result:
        if rules or reasons:
            if dataset is not None:
                raise UsageError("--rules and --reasons list what is known and check nothing; leave DATASET out")
            if rules:
                result.values["rules"] = {rule.value: meaning for rule, meaning in RULES.items()}
            if reasons:
                result.values["reasons"] = {reason.value: meaning for reason, meaning in REASONS.items()}
            if not as_json:
                show_rules(terminal) if rules else None
                show_reasons(terminal) if reasons else None
            return
        folder = dataset or PARSED
        limit = None if show_all else MAX_VIOLATIONS
        with terminal.steps("checking", show_progress) as progress:
            checked = check_dataset(folder, limit=limit, progress=lambda step: progress([step]))
        report_check(result, folder, checked, as_json=as_json)
