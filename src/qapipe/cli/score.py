"""``qapipe score``: how right a dataset is, by labelled pages."""

from pathlib import Path
from typing import Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.options import AsJson, Dataset, Quiet, Verbose


def score(
    dataset: Dataset,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="JSONL file of labelled pages.")],
    *,
    min_f1: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, metavar="F1", help="Exit with status 1 if the exact F1 of all fields is lower."),
    ] = 0.0,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare a dataset field by field with labelled pages.

    Shows precision, recall and F1 by field and by site: exact, and fuzzy, where a text counts by the share of its words
    that are right. Names the worst pages. --verbose adds the fields of each site.

    Exit codes: 0 success; 1 F1 below --min-f1, or the dataset is damaged; 2 usage error.

    Example: qapipe score data/parsed data/gold.jsonl
    """
    from qapipe.cli.score_report import show_scores
    from qapipe.cli.terminal import Terminal
    from qapipe.dataset.score import score_dataset
    from qapipe.objects import as_given

    terminal = Terminal(quiet=quiet)
    with reported("score", terminal, as_json=as_json, verbose=verbose) as result:
        scores = score_dataset(dataset, gold)
        result.values.update(scores.as_json(), gold=str(gold), path=as_given(dataset))
        if not as_json and not quiet:
            show_scores(terminal, scores, verbose=verbose)
        if scores.total.f1 < min_f1:
            result.fail(
                f"F1 {scores.total.f1:.4f} is below --min-f1 {min_f1:g} in {as_given(dataset)}", kind="low_score"
            )
