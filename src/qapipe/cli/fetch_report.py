"""What ``qapipe fetch`` prints: how far it is, what it did, what it would do, how far a crawl is."""

from rich import filesize
from rich.table import Table

from qapipe.cli.terminal import Terminal, duration, safe, safe_text
from qapipe.fetch.crawl import Totals
from qapipe.fetch.frontier.rows import State
from qapipe.fetch.preview import Preview
from qapipe.fetch.session import FetchSummary
from qapipe.fetch.status import Status

_MOST_HOSTS = 20
_SURE_SECONDS = 2.0


def told(totals: Totals, seconds: float) -> str:
    """How far a crawl is, on one line."""
    asked = totals.states.total()
    kinds = [f"{count:,} {state.value}" for state, count in totals.states.items() if state is not State.DONE]
    parts = [f"{totals.pages:,} pages" + (f" ({', '.join(kinds)})" if kinds else ""), filesize.decimal(totals.bytes)]
    parts.append(f"{totals.under_way:,} under way")
    if totals.waiting_hosts:
        parts.append(f"{totals.waiting_hosts:,} hosts waiting")
    if totals.queued and asked and seconds > _SURE_SECONDS:
        parts.append(f"{totals.queued:,} to go, {duration(totals.queued * seconds / asked)}")
    return ", ".join(parts)


def show_summary(terminal: Terminal, summary: FetchSummary) -> None:
    """What a run did."""
    table = _table()
    totals = summary.totals
    table.add_row(safe_text("pages fetched", "bold"), safe_text(f"{totals.pages:,}", "bold"))
    for state in (State.NOT_MODIFIED, State.REDIRECTED, State.EXCLUDED, State.FAILED):
        if totals.states[state]:
            table.add_row(f"  {state.value}", f"{totals.states[state]:,}")
    for reason, count in sorted(totals.reasons.items()):
        table.add_row(safe_text(f"    {reason}", "dim"), f"{count:,}")
    if summary.left:
        table.add_row("left for the next run", f"{summary.left:,}")
    table.add_row("bytes", filesize.decimal(totals.bytes))
    terminal.show(table, safe_text(summary.out, "bold green"))


def _table() -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    return table


def show_status(terminal: Terminal, status: Status, *, as_json: bool) -> None:
    """How far a crawl is, and what failed."""
    if as_json:
        terminal.show_json(status.as_json())
        return
    table = _table()
    for state, count in status.states.items():
        if count:
            table.add_row(state, f"{count:,}")
    terminal.show(table)
    for failure in status.failures:
        told = f"{failure.status} " if failure.status else ""
        terminal.show(safe(f"{failure.url}  {failure.reason}: {told}{failure.detail}"))


def show_preview(terminal: Terminal, found: Preview, *, as_json: bool) -> None:
    """What a run would ask for."""
    if as_json:
        terminal.show_json(found.as_json())
        return
    table = _table()
    table.add_row(safe_text("URLs to ask for", "bold"), safe_text(f"{found.urls:,}", "bold"))
    for host, count in sorted(found.hosts.items(), key=lambda one: -one[1])[:_MOST_HOSTS]:
        table.add_row(safe_text(f"  {host}"), f"{count:,}")
    table.add_row("seconds between requests to a host", f"{found.delay:g}")
    table.add_row("takes at least", duration(found.seconds))
    terminal.show(table, *(safe_text(f"and what {one} lists, unknown before it is asked") for one in found.open))
