"""Reports of ``qapipe fetch``: progress, summary, ``--dry-run`` and ``--status``."""

from collections import defaultdict

from rich import filesize
from rich.table import Table

from qapipe.cli.command import Result
from qapipe.cli.progress import StepProgress
from qapipe.cli.terminal import safe_text
from qapipe.cli.words import clock, duration, plural
from qapipe.fetch.crawl import Totals
from qapipe.fetch.discovery.url_lists import BadLine
from qapipe.fetch.frontier.rows import Kind, State
from qapipe.fetch.outcome import INDEX, Outcome
from qapipe.fetch.preview import Preview
from qapipe.fetch.session import FetchSummary
from qapipe.fetch.status import Status
from qapipe.records.visible import safe

_MAX_HOSTS = 20
_MAX_BAD_LINES = 20
_MAX_FAILED_INPUTS = 1_000
_MAX_LINES = 20
_MAX_EXAMPLES = 5
_ADVICE = {
    ("sitemap", False): "",
    ("sitemap", True): "; it failed in an earlier run, use --refresh-sitemaps to request it again",
    ("index", False): "; run the same command again to resume",
}
_MIN_ETA_SECONDS = 2.0
_FETCHED = (State.DONE, State.NOT_MODIFIED, State.REDIRECTED)


class CrawlReport:
    """Reports a crawl: each outcome as it comes, then the whole run."""

    def __init__(self, result: Result, progress: StepProgress, *, as_json: bool) -> None:
        self._result = result
        self._progress = progress
        self._as_json = as_json
        self._reasons: dict[str, dict[str, dict[str, object]]] = defaultdict(dict)
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        self._failed: list[dict[str, object]] = []

    def resuming(self, status: Status) -> None:
        """Say what an earlier run left to do."""
        if queued := status.states.get(State.QUEUED.value):
            fetched = sum(status.states.get(state.value, 0) for state in _FETCHED)
            left = f"{plural(fetched, 'URL')} already fetched, {queued:,} queued"
            self._result.terminal.note(f"Resuming an earlier crawl: {left}.")

    def __call__(self, outcome: Outcome, totals: Totals) -> None:
        """Take in the outcome of one request."""
        if outcome.state in (State.FAILED, State.EXCLUDED) and outcome.reason and outcome.row.kind is not Kind.SITEMAP:
            self._counts[outcome.state.value, outcome.reason] += 1
            self._reasons[outcome.state.value].setdefault(outcome.reason, {"example": outcome.row.url})
        if outcome.state is State.FAILED and len(self._failed) < _MAX_FAILED_INPUTS:
            failure = {"url": outcome.row.url, "reason": outcome.reason, "detail": outcome.detail}
            self._failed.append({**failure, "kind": outcome.row.kind.value})
        if self._as_json:
            self._result.terminal.show_line(outcome.as_json())
        self._progress(_progress_parts(totals, self._result.seconds))

    def finished(self, summary: FetchSummary) -> None:
        """Print the summary, and set the exit code."""
        result, totals = self._result, summary.totals
        reasons = {
            state: {name: {"count": self._counts[state, name], **one} for name, one in sorted(found.items())}
            for state, found in sorted(self._reasons.items())
        }
        inputs = [one for one in totals.failed_inputs if one.kind == INDEX or one.earlier]
        failed_inputs = [*self._failed, *(one.as_json() for one in inputs)]
        result.values.update(summary.as_json(), reasons=reasons, failed_inputs=failed_inputs)
        result.values["rate"] = round(totals.pages / result.seconds, 1) if result.seconds else 0.0
        if not self._as_json and not result.terminal.quiet:
            self._show(summary)
        if summary.interrupted:
            result.interrupt(summary.interrupted, resumable=summary.left > 0)
        self._report_failures(summary)

    def _report_failures(self, summary: FetchSummary) -> None:
        """Print what the user named and did not get, which makes the exit code 1."""
        result, totals = self._result, summary.totals
        for note in totals.notes[:_MAX_LINES]:
            result.terminal.note(f"warning: {note}")
        for one in totals.failed_inputs[:_MAX_LINES]:
            advice = _ADVICE[one.kind, one.earlier]
            result.fail(f"{one.kind} {one.url} could not be read: {one.detail} ({one.reason}){advice}")
        if (more := len(totals.failed_inputs) - _MAX_LINES) > 0:
            result.fail(f"{more:,} more sitemaps could not be read; {_details(summary)}")
        for failure in [one for one in self._failed if one["kind"] != Kind.SITEMAP.value][:_MAX_EXAMPLES]:
            result.terminal.note(f"{failure['url']}: {failure['reason']}: {failure['detail']}")
        if failed := totals.states[State.FAILED]:
            result.fail(f"{plural(failed, 'page')} could not be fetched; {_details(summary)}")
        if totals.disallowed_seeds:
            result.fail(f"{plural(totals.disallowed_seeds, 'URL')} not fetched: disallowed by robots.txt")
        if summary.failed_earlier:
            urls = plural(summary.failed_earlier, "URL")
            result.fail(f"{urls} failed in an earlier run; use --retry-failed to try again")

    def _show(self, summary: FetchSummary) -> None:
        table = _table()
        totals = summary.totals
        table.add_row(safe_text("pages fetched", "bold"), safe_text(f"{totals.pages:,}", "bold"))
        for state in (State.NOT_MODIFIED, State.REDIRECTED, State.EXCLUDED, State.FAILED):
            if totals.states[state]:
                table.add_row(f"  {state.value}", f"{totals.states[state]:,}")
            for reason, one in sorted(self._reasons.get(state.value, {}).items()):
                count = self._counts[state.value, reason]
                table.add_row(safe_text(f"    {reason}"), f"{count:,}", safe_text(f"  e.g. {one['example']}", "dim"))
        if totals.failed_inputs:
            table.add_row("sitemaps and indexes not read", f"{len(totals.failed_inputs):,}")
        if summary.left:
            table.add_row("queued for the next run", f"{summary.left:,}")
        table.add_row("bytes", filesize.decimal(totals.bytes))
        self._result.terminal.show(table, safe_text(summary.out, "bold green"))


def _details(summary: FetchSummary) -> str:
    return f"run `qapipe fetch --status --out {summary.out}` for details"


def _progress_parts(totals: Totals, seconds: float) -> list[str]:
    """The progress of a crawl, the most important part first."""
    finished = totals.states.total()
    parts = [plural(totals.pages, "page")]
    if totals.queued and finished and seconds > _MIN_ETA_SECONDS:
        parts += [f"ETA {clock(totals.queued * seconds / finished)}", f"{totals.queued:,} queued"]
    parts += [filesize.decimal(totals.bytes), f"{totals.in_flight:,} in flight"]
    if totals.waiting_hosts:
        parts.append(f"{plural(totals.waiting_hosts, 'host')} waiting")
    return parts + [f"{count:,} {state.value}" for state, count in totals.states.items() if state is not State.DONE]


def report_bad_lines(result: Result, name: str | None, bad: list[BadLine]) -> None:
    """Report the lines of a list that hold no URL."""
    for line in bad[:_MAX_BAD_LINES]:
        result.terminal.note(f"{name} line {line.number}: {line.reason}")
    if bad:
        result.fail(f"{plural(len(bad), 'line')} of {name} without a URL; all other URLs were used")


def _table() -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    table.add_column(justify="left", overflow="fold")
    return table


def show_status(result: Result, status: Status, *, as_json: bool) -> None:
    """Print the state of a crawl and its failures."""
    result.values.update(status.as_json())
    if as_json:
        return
    table = _table()
    for state, count in status.states.items():
        if count:
            table.add_row(state, f"{count:,}")
    result.terminal.show(table)
    for failure in status.failures:
        code = f"{failure.status} " if failure.status else ""
        result.terminal.show(safe(f"{failure.url}  {failure.reason}: {code}{failure.detail}"))


def show_preview(result: Result, found: Preview, *, as_json: bool) -> None:
    """Print the requests that a run would make."""
    result.values.update(found.as_json())
    if as_json:
        return
    table = _table()
    table.add_row(safe_text("URLs to request", "bold"), safe_text(f"{found.urls:,}", "bold"))
    for host, count in sorted(found.hosts.items(), key=lambda one: -one[1])[:_MAX_HOSTS]:
        table.add_row(safe_text(f"  {host}"), f"{count:,}")
    table.add_row("seconds between requests to one host", f"{found.delay:g}")
    table.add_row("minimum duration", duration(found.seconds))
    unread = (safe_text(f"plus the URLs listed by {one}, not read by --dry-run") for one in found.open)
    result.terminal.show(table, *unread)
