"""Reports of ``qapipe fetch``: progress, summary, ``--dry-run`` and ``--status``."""

from rich import filesize
from rich.table import Table

from qapipe.cli.progress import clock, duration, plural
from qapipe.cli.terminal import Terminal, safe, safe_text
from qapipe.fetch.crawl import Totals
from qapipe.fetch.frontier.rows import State
from qapipe.fetch.preview import Preview
from qapipe.fetch.session import FetchSummary
from qapipe.fetch.status import Status

_MAX_HOSTS = 20
_MIN_ETA_SECONDS = 2.0


def progress_line(totals: Totals, seconds: float) -> str:
    """The progress of a crawl on one line."""
    finished = totals.states.total()
    counts = [f"{count:,} {state.value}" for state, count in totals.states.items() if state is not State.DONE]
    parts = [plural(totals.pages, "page") + (f" ({', '.join(counts)})" if counts else "")]
    parts += [filesize.decimal(totals.bytes), f"{totals.in_flight:,} in flight"]
    if totals.waiting_hosts:
        parts.append(f"{plural(totals.waiting_hosts, 'host')} waiting")
    if totals.queued and finished and seconds > _MIN_ETA_SECONDS:
        parts += [f"{totals.queued:,} queued", f"ETA {clock(totals.queued * seconds / finished)}"]
    return ", ".join(parts)


def show_summary(terminal: Terminal, summary: FetchSummary) -> None:
    """Print what a run fetched, and what is left."""
    table = _table()
    totals = summary.totals
    table.add_row(safe_text("pages fetched", "bold"), safe_text(f"{totals.pages:,}", "bold"))
    for state in (State.NOT_MODIFIED, State.REDIRECTED, State.EXCLUDED, State.FAILED):
        if totals.states[state]:
            table.add_row(f"  {state.value}", f"{totals.states[state]:,}")
    for reason, count in sorted(totals.reasons.items()):
        table.add_row(safe_text(f"    {reason}", "dim"), f"{count:,}")
    if summary.left:
        table.add_row("queued for the next run", f"{summary.left:,}")
    table.add_row("bytes", filesize.decimal(totals.bytes))
    terminal.show(table, safe_text(summary.out, "bold green"))


def _table() -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    return table


def show_status(terminal: Terminal, status: Status, *, as_json: bool) -> None:
    """Print the state of a crawl and its failures."""
    if as_json:
        terminal.show_json(status.as_json())
        return
    table = _table()
    for state, count in status.states.items():
        if count:
            table.add_row(state, f"{count:,}")
    terminal.show(table)
    for failure in status.failures:
        code = f"{failure.status} " if failure.status else ""
        terminal.show(safe(f"{failure.url}  {failure.reason}: {code}{failure.detail}"))


def show_preview(terminal: Terminal, found: Preview, *, as_json: bool) -> None:
    """Print the requests that a run would make."""
    if as_json:
        terminal.show_json(found.as_json())
        return
    table = _table()
    table.add_row(safe_text("URLs to request", "bold"), safe_text(f"{found.urls:,}", "bold"))
    for host, count in sorted(found.hosts.items(), key=lambda one: -one[1])[:_MAX_HOSTS]:
        table.add_row(safe_text(f"  {host}"), f"{count:,}")
    table.add_row("seconds between requests to one host", f"{found.delay:g}")
    table.add_row("minimum duration", duration(found.seconds))
    terminal.show(table, *(safe_text(f"plus the URLs listed by {one}, not read by --dry-run") for one in found.open))
