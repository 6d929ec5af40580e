"""The summary of ``qapipe parse``: what came out, why pages gave nothing, and where."""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from rich.table import Table

from qapipe.cli.command import Result
from qapipe.cli.terminal import Terminal, safe_text
from qapipe.cli.words import STATUS_STYLES, plural
from qapipe.dataset.choices import By
from qapipe.dataset.outcomes import message
from qapipe.records.reasons import REASONS, Status

if TYPE_CHECKING:
    from qapipe.cli.progress import RunProgress
    from qapipe.dataset.breakdown import Group
    from qapipe.dataset.counts import Counts
    from qapipe.run.summary import Summary

_MAX_GROUPS = 20
_NAME_WIDTH = 24  # narrower, host names are hard to read
_MAX_FAILURES = 5


def report_run(
    result: Result,
    summary: "Summary",
    progress: "RunProgress",
    *,
    by: By | None = None,
    groups: "Sequence[Group]" = (),
    shown: bool,
    verbose: bool,
) -> None:
    """Report the outcome of a run, and print it if it is to be shown."""
    counts = summary.counts
    result.values.update(
        counts.as_json(),
        failed_inputs=counts.outcomes.failures,
        path=str(summary.out),
        reasons=counts.outcomes.as_json(),
        **progress.rate_and_resumed(counts.pages, result.seconds),
    )
    if shown:
        show_summary(result.terminal, summary, result.seconds, verbose=verbose)
        if by:
            show_groups(result.terminal, by, groups)
    report_failures(result, summary)


def show_summary(terminal: Terminal, summary: "Summary", seconds: float, *, verbose: bool) -> None:
    """Print the counts: pages by status, reasons with an example each, rows of the tables, noise.

    ``verbose`` adds the meaning of each reason, and noise by rule.
    """
    counts = summary.counts
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    table.add_column(justify="left", overflow="fold")
    rate = f"   ({counts.pages / seconds:,.0f}/s)" if seconds > 0 else ""
    table.add_row(safe_text("pages", "bold"), safe_text(f"{counts.pages:,}", "bold"), safe_text(rate, "dim"))
    for status in Status:
        if count := counts.status[status]:
            table.add_row(
                safe_text(f"  {status}", STATUS_STYLES[status]),
                f"{count:,}",
                safe_text(f"   {count / counts.pages:.0%}", "dim"),
            )
            _add_reasons(table, counts, status, verbose=verbose)
    for label, count in (
        ("skipped by --match or --exclude", counts.not_matched),
        ("not in the sample", counts.not_sampled),
    ):
        if count:
            table.add_row(label, f"{count:,}")
    if counts.other_records:
        table.add_row("non-page records", f"{counts.other_records.total():,}")
        for kind, count in sorted(counts.other_records.items()):
            table.add_row(safe_text(f"  {kind}"), f"{count:,}")
    for name in ("questions", "answers", "experts"):
        table.add_row(safe_text(name, "bold"), safe_text(f"{getattr(counts, name):,}", "bold"))
    if counts.noise:
        table.add_row(safe_text("noise removed", "bold"), safe_text(f"{counts.noise.total():,}", "bold"))
    if verbose:
        for rule, count in sorted(counts.noise.items()):
            table.add_row(safe_text(f"  {rule}"), f"{count:,}")
    terminal.show(table, safe_text(summary.out, "bold green"))
    if terminal.is_terminal:
        terminal.show(safe_text(_how_to_open(summary.out), "dim"))


def _how_to_open(out: Path | str) -> str:
    """One line about what can be done with a dataset."""
    if isinstance(out, str):
        return f"the current build is named in {out}/current.json"
    return f"open it: qapipe report {quote(str(out))}, or in DuckDB: FROM {_sql_text(f'{out}/answers/*.parquet')}"


def _sql_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _add_reasons(table: Table, counts: "Counts", status: Status, *, verbose: bool) -> None:
    for reason, outcome in counts.outcomes.sorted(status):
        meaning = f" ({REASONS[reason]})" if verbose else ""
        table.add_row(
            safe_text(f"    {reason}"), f"{outcome.count:,}", safe_text(f"   e.g. {outcome.example}{meaning}", "dim")
        )


def show_groups(terminal: Terminal, by: By, groups: "Sequence[Group]") -> None:
    """Print the largest hosts or sources, with pages by status and the most frequent reason."""
    shown = groups[:_MAX_GROUPS]
    statuses = [status for status in Status if any(group.status[status] for group in shown)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(by.value, overflow="fold", min_width=_NAME_WIDTH)
    for name in ("pages", *statuses):
        style = f"bold {STATUS_STYLES.get(name, '')}"
        table.add_column(safe_text(name, style), justify="right", no_wrap=True)
    table.add_column("main reason", overflow="fold")
    for group in shown:
        frequent = sorted(group.reason.items(), key=lambda item: (-item[1], item[0]))
        reason = f"{frequent[0][0]} ({frequent[0][1]:,})" if frequent else ""
        counted = (f"{group.status[status]:,}" if group.status[status] else "" for status in statuses)
        table.add_row(safe_text(group.name), f"{group.pages:,}", *counted, safe_text(reason))
    terminal.show(table)
    if (more := len(groups) - _MAX_GROUPS) > 0:
        terminal.show(f"... and {plural(more, by.value)} more")


def report_failures(result: Result, summary: "Summary") -> None:
    """Print the first failures, and set the exit code of a run that is not complete."""
    counts = summary.counts
    for failure in counts.outcomes.failures[:_MAX_FAILURES]:
        result.terminal.note(message(failure))
    if summary.complete:
        return
    query = f"see status = 'error' in {summary.out}/pages"
    errors = counts.status[Status.ERROR]
    failed = f"{errors:,} of {plural(counts.pages, 'page')} failed"
    if counts.error_rate > summary.max_error_rate:
        limit = f", more than --max-error-rate {summary.max_error_rate:g} allows" if summary.max_error_rate else ""
        result.fail(f"{failed}{limit}; {query}")
    else:
        unread = counts.outcomes.unread
        inputs = plural(len(unread), "input")
        result.fail(f"{inputs} could not be read as a whole: {message(unread[0])}; {query}")
