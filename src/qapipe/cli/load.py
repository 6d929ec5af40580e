"""``qapipe load``: copy pages from dumps to WARC files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.early import serving
from qapipe.cli.options import (
    AllowEmpty,
    AsJson,
    BodyField,
    Exclude,
    Force,
    Limit,
    Match,
    Prefix,
    Quiet,
    SampleSize,
    Seed,
    ShowProgress,
    UrlField,
    Verbose,
    Workers,
    usage_error,
)
from qapipe.cli.words import ProgressMode, plural

if TYPE_CHECKING:
    from qapipe.cli.terminal import Terminal
    from qapipe.run.load_results import LoadSummary

_MAX_FAILURES = 5


def load(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="Files, directories, archives and dumps of pages; - reads stdin."),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Directory for the WARC files.")] = Path(
        "data/raw"
    ),
    workers: Workers = None,
    match: Match = None,
    exclude: Exclude = None,
    limit: Limit = None,
    sample: SampleSize = None,
    seed: Seed = None,
    prefix: Prefix = None,
    body_field: BodyField = None,
    url_field: UrlField = None,
    force: Force = False,
    allow_empty: AllowEmpty = False,
    show_progress: ShowProgress = ProgressMode.AUTO,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Extract matching pages from large dumps into WARC files.

    The WARC files can be parsed again without rereading the dump.

    Exit codes: 0 success; 1 part of a source could not be read, or no page was found; 2 usage error; 75 another run is
    writing to DIR; 130 or 143 interrupted.

    Example: qapipe load CC-MAIN-2024-22.warc.gz --match '*realself.com/question/*'
    """
    with serving("qapipe.run.load"):
        from qapipe.cli.terminal import Terminal, stdin_stream
        from qapipe.dataset.outcomes import message
        from qapipe.run.checkpoints import has_results
        from qapipe.run.engines.local.pool import available_cpus
        from qapipe.run.load import LoadOptions, work_folder
        from qapipe.run.load import load as load_pages
        from qapipe.run.sampling import SampleOptions
        from qapipe.run.scheduling import RunOptions
        from qapipe.sources import ReadOptions

    terminal = Terminal(quiet=quiet)
    if seed is not None and sample is None:
        raise usage_error("--seed is for --sample; give the number of pages with --sample")
    options = LoadOptions(
        read=ReadOptions(body_field, url_field, tuple(match or ()), tuple(exclude or ()), limit=limit),
        prefix=prefix,
        sample=SampleOptions(sample, seed or 0) if sample else None,
        run=RunOptions(workers or available_cpus(), force=force),
        allow_empty=allow_empty,
    )
    with reported(
        "load", terminal, as_json=as_json, verbose=verbose, resumable=lambda: has_results(work_folder(out))
    ) as result:
        with terminal.progress("loading", mode=show_progress) as progress:
            summary = load_pages(sources, out, options, stdin=progress.stdin(stdin_stream()), progress=progress)
        result.values.update(summary.as_json(), **progress.rate_and_resumed(summary.pages, result.seconds))
        if not as_json and not quiet:
            _show(terminal, summary, result.seconds)
        for failure in summary.failures[:_MAX_FAILURES]:
            terminal.note(message(failure))
        if summary.unreadable:
            inputs = plural(summary.unreadable, "input")
            result.fail(f"{inputs} could not be read; all other pages were stored")


def _show(terminal: "Terminal", summary: "LoadSummary", seconds: float) -> None:
    from rich import filesize
    from rich.table import Table

    from qapipe.cli.terminal import safe_text
    from qapipe.sources import NOT_MATCHED, NOT_SAMPLED

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    rate = f"   ({summary.pages / seconds:,.0f}/s)" if seconds > 0 else ""
    table.add_row(safe_text("pages stored", "bold"), safe_text(f"{summary.pages:,}", "bold"), safe_text(rate, "dim"))
    for label, count in (
        ("duplicates skipped (same URL and content)", summary.duplicates),
        ("skipped by --match or --exclude", summary.skipped[NOT_MATCHED.kind]),
        ("not in the sample", summary.skipped[NOT_SAMPLED.kind]),
        ("non-page records", sum(summary.other_records.values())),
    ):
        if count:
            table.add_row(label, f"{count:,}")
    table.add_row("bytes", filesize.decimal(summary.bytes))
    terminal.show(table, *(safe_text(path, "bold green") for path in summary.shards))
