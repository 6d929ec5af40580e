"""What ``qapipe report`` prints: aligned tables with bars."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from qapipe.cli.terminal import Terminal, safe_text
from qapipe.cli.words import STATUS_STYLES
from qapipe.dataset.report.bins import Histogram
from qapipe.dataset.report.counting import Report
from qapipe.dataset.report.frequent import Frequent
from qapipe.dataset.report.groups import Groups
from qapipe.dataset.report.labels import fitted, shown_years
from qapipe.dataset.report.ledger import by_count
from qapipe.dataset.shown import percent, percent_of
from qapipe.records.reasons import Status

_TOP = 10
_CELLS = 24
"""Length of the longest bar."""
_LONGEST = 300
"""Characters of a value."""


def show_report(terminal: Terminal, report: Report, html: Path | None, *, verbose: bool) -> None:
    """Print a report; ``verbose`` adds all columns, also those that are always filled, and more values."""
    top = _TOP * 5 if verbose else _TOP
    _show_pages(terminal, report)
    if report.by:
        _show_groups(terminal, report.by, top)
    answers, questions = report.answers, report.questions
    _show_histogram(terminal, "answers a question", questions.answers)
    _show_histogram(terminal, "ratings, on a scale of five", answers.ratings, form=".2f")
    if answers.without_scale:
        terminal.show(safe_text(f"  {answers.without_scale:,} more ratings have no known scale", "dim"))
    _show_frequent(terminal, "specialties", answers.specialties, top)
    _show_frequent(terminal, "locations", answers.locations, top)
    _show_histogram(terminal, "characters of an answer", answers.lengths)
    years = {"asked": questions.years, "answered": answers.years, "captured": report.ledger.captured}
    if any(years.values()):
        labels, counts = shown_years({name: found for name, found in years.items() if found})
        rows = [(label, *(numbers[place] for numbers in counts.values())) for place, label in enumerate(labels)]
        _show(terminal, ("years", *counts), rows)
    _show_fill(terminal, report, verbose=verbose)
    ledger = report.ledger
    _show(
        terminal,
        ("warnings", "pages", "e.g."),
        [(name, one.count, one.page) for name, one in by_count(ledger.warnings)],
    )
    _show(terminal, ("noise removed", "pieces"), list(report.noise.items()))
    if html is not None:
        terminal.show(safe_text(html, "bold green"))


def _show_pages(terminal: Terminal, report: Report) -> None:
    ledger = report.ledger
    for name, rows in report.rows.items():
        terminal.show(safe_text(f"{name:<11}{rows:>14,}", "bold"))
    pages = [
        (safe_text(status, STATUS_STYLES[status]), count, percent_of(count, ledger.pages), _bar(count, ledger.pages))
        for status in Status
        if (count := ledger.status[status])
    ]
    _show(terminal, ("status", "pages", "share", ""), pages)
    reasons = [(f"{status}: {reason}", one.count, one.page) for (status, reason), one in by_count(ledger.reasons)]
    _show(terminal, ("reasons", "pages", "e.g."), reasons)
    found = sorted(ledger.layouts.items(), key=lambda item: (-item[1].total(), item[0][0], item[0][1] or ""))
    layouts = [
        (f"{site}/{layout}" if layout else site, counts.total(), *(counts[status] or "" for status in Status))
        for (site, layout), counts in found
    ]
    _show(terminal, ("sites and layouts", "pages", *(status.value for status in Status)), layouts)


def _show_groups(terminal: Terminal, groups: Groups, top: int) -> None:
    rest = [("(all other values)", groups.others), ("(no value)", groups.without)]
    named = [(group.value or "", group) for group in groups.groups]
    hidden = len(named) - top
    rows = [
        (name, group.answers, group.rated, _mean(group.rating, ".2f"), _mean(group.votes, ",.1f"), _mean(group.length))
        for name, group in [*named[:top], *((name, group) for name, group in rest if group.answers)]
    ]
    _show(terminal, (f"by {groups.column}", "answers", "rated", "mean rating", "mean votes", "mean length"), rows)
    if hidden > 0:
        terminal.show(safe_text(f"  ... and {hidden:,} more; --json has up to a thousand", "dim"))


def _mean(value: float | None, form: str = ",.0f") -> str:
    return "" if value is None else format(value, form)


def _show_histogram(terminal: Terminal, title: str, found: Histogram, form: str = ",.0f") -> None:
    if found.mean is None:
        return
    values = found.labelled()
    most = max(count for _, count in values)
    _show(terminal, (title, "count", ""), [(label, count, _bar(count, most)) for label, count in values])
    mean = format(found.mean, ".2f" if form == ".2f" else ",.1f")
    terminal.show(safe_text(f"  mean {mean}, from {found.smallest or 0:{form}} to {found.largest or 0:{form}}", "dim"))


def _show_frequent(terminal: Terminal, title: str, found: Frequent, top: int) -> None:
    values = found.top(top)
    most = max((count for _, count in values), default=0)
    _show(terminal, (title, "answers", ""), [(value, count, _bar(count, most)) for value, count in values])
    if not found.exact:
        terminal.show(safe_text(f"  counts may be too low by up to {found.error:,}", "dim"))
    elif found.distinct and found.distinct > top:
        terminal.show(safe_text(f"  ... and {found.distinct - top:,} more values", "dim"))


def _show_fill(terminal: Terminal, report: Report, *, verbose: bool) -> None:
    rows = [
        (f"{table}.{one.column}", one.filled, percent(one.share), _bar(one.filled, one.rows))
        for table, columns in report.fill.items()
        for one in columns
        if verbose or one.filled < one.rows
    ]
    _show(terminal, ("columns with empty rows" if not verbose else "columns", "filled", "share", ""), rows)


def _bar(count: float, most: float) -> Text:
    cells = count / most * _CELLS if most else 0
    return Text("#" * max(round(cells), 1 if count else 0), style="blue")


def _show(terminal: Terminal, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table below an empty line, numbers with thousands separators on the right; nothing without rows."""
    table = Table(box=None, pad_edge=False, header_style="bold cyan")
    found = [list(row) for row in rows]
    if not found:
        return
    for place, name in enumerate(head):
        numeric = all(isinstance(row[place], int) or _is_number(row[place]) for row in found)
        table.add_column(safe_text(name), justify="right" if numeric and place else "left", overflow="fold")
    for row in found:
        table.add_row(*map(_cell, row))
    terminal.show("", table)


def _is_number(value: object) -> bool:
    return isinstance(value, str) and not value.rstrip(" %–").replace(",", "").replace(".", "").strip("0123456789")


def _cell(value: object) -> Text:
    if isinstance(value, Text):
        return value
    return safe_text(f"{value:,}" if isinstance(value, int) else fitted(str(value), _LONGEST))
