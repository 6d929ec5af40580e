"""``qapipe parse``: parse pages into the dataset."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qapipe.cli.command import reported
from qapipe.cli.options import AsJson, BodyField, Force, Match, Quiet, ShowProgress, UrlField, Verbose, Workers
from qapipe.cli.progress import ProgressMode, plural
from qapipe.cli.terminal import Terminal, safe_text, stdin_stream
from qapipe.dataset.publish import work_folder
from qapipe.dataset.resolve import Captures
from qapipe.errors import UsageError
from qapipe.records.reasons import Reason
from qapipe.run.checkpoints import has_results
from qapipe.run.engines.local.pool import available_cpus
from qapipe.run.pipeline import ParseOptions, Summary, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from qapipe.run.tasks import TALLIED
from qapipe.sources import ReadOptions

DEFAULT_SOURCE = "data/raw"


class Include(StrEnum):
    """Values of ``--include``."""

    FAQ = Reason.FAQ.value
    DISCUSSION = Reason.DISCUSSION.value


def parse(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="Files, directories, archives and dumps of pages; - reads stdin.  [default: data/raw]",
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Dataset directory to write. An existing dataset there is replaced."
        ),
    ] = Path("data/parsed"),
    workers: Workers = None,
    match: Match = None,
    site: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Keep only questions from this site (repeatable); see `qapipe sites`."),
    ] = None,
    include: Annotated[
        list[Include] | None,
        typer.Option(
            help="Also keep pages that are not expert or community Q&A: forum discussions, FAQ pages (repeatable)."
        ),
    ] = None,
    captures: Annotated[
        Captures, typer.Option(help="Which captures of a question to keep: only the latest, or all of them.")
    ] = Captures.LATEST,
    body_field: BodyField = None,
    url_field: UrlField = None,
    page_timeout: Annotated[
        float,
        typer.Option(
            min=0.0,
            metavar="SECONDS",
            help="Give up on a page after this many seconds and record it as an error. 0 disables the limit.",
        ),
    ] = 30.0,
    force: Force = False,
    max_error_rate: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            metavar="RATE",
            help="Exit with status 1 if more than this fraction of pages (0.0-1.0) end in an error.",
        ),
    ] = None,
    show_progress: ShowProgress = ProgressMode.AUTO,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Parse pages into a Parquet dataset.

    The dataset has four tables: pages, questions, answers and experts.

    Exit codes: 0 success; 1 a file or record could not be read, every page failed, the parser crashed, or the error
    rate exceeded --max-error-rate; 2 usage error; 130 interrupted.

    Example: qapipe parse dump.jsonl.zst saved-pages/ --out data/parsed --match '*realself.com/question/*'
    """
    terminal = Terminal(quiet=quiet)
    options = ParseOptions(
        read=ReadOptions(body_field, url_field, tuple(match or ())),
        sites=tuple(site or ()),
        include=tuple(Reason(one.value) for one in include or ()),
        captures=captures,
        run=RunOptions(workers or available_cpus(), page_timeout or None, force),
        max_error_rate=max_error_rate,
    )
    with reported(
        "parse", terminal, as_json=as_json, verbose=verbose, resumable=lambda: has_results(work_folder(out))
    ) as result:
        if not sources and not Path(DEFAULT_SOURCE).exists():
            raise UsageError(f"no SOURCE given, and the default, {DEFAULT_SOURCE}, does not exist")
        with terminal.progress("parsing", [status.value for status in TALLIED], show_progress) as progress:
            summary = parse_to_dataset(
                sources or [DEFAULT_SOURCE], out, options, stdin=progress.stdin(stdin_stream()), progress=progress
            )
        counts = summary.counts
        result.values.update(counts.as_json(), path=str(out), **progress.rate_and_resumed(counts.pages, result.seconds))
        if not as_json and not quiet:
            _show(terminal, summary, result.seconds)
        if not counts.pages:
            terminal.note("warning: no pages found in the sources")
        for failure in counts.failures or filter(None, [counts.bodiless]):
            terminal.note(failure)
        if message := _problem(summary):
            result.fail(message)


def _problem(summary: Summary) -> str | None:
    """The error message of a run that completed; None if nothing went wrong."""
    counts = summary.counts
    query = f"see status = 'error' in {summary.out / 'pages'}"
    if counts.needs_attention:
        return f"{counts.needs_attention:,} of {plural(counts.pages, 'page')} failed; {query}"
    if summary.too_many_errors:
        return f"error rate {counts.error_rate:.2%} exceeds --max-error-rate; {query}"
    return None


def _show(terminal: Terminal, summary: Summary, seconds: float) -> None:
    counts = summary.counts
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    rate = f"   ({counts.pages / seconds:,.0f}/s)" if seconds > 0 else ""
    table.add_row(safe_text("pages", "bold"), safe_text(f"{counts.pages:,}", "bold"), safe_text(rate, "dim"))
    _tally(table, counts.status)
    if counts.not_matched:
        table.add_row("skipped by --match", f"{counts.not_matched:,}")
    if counts.other_records:
        table.add_row("non-page records", f"{counts.other_records.total():,}")
        _tally(table, counts.other_records)
    for name in ("questions", "answers", "experts"):
        table.add_row(safe_text(name, "bold"), safe_text(f"{getattr(counts, name):,}", "bold"))
    if counts.noise:
        table.add_row(safe_text("noise removed", "bold"), safe_text(f"{counts.noise.total():,}", "bold"))
        _tally(table, counts.noise)
    terminal.show(table, safe_text(summary.out, "bold green"))


def _tally(table: Table, counts: Mapping[str, int]) -> None:
    for name, count in sorted(counts.items()):
        table.add_row(safe_text(f"  {name}"), f"{count:,}")
