"""The report as one HTML page: no script, nothing loaded from the network, light and dark."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from qapipe.dataset.report.bins import Histogram
from qapipe.dataset.report.charts import columns, horizontal_bars
from qapipe.dataset.report.counting import Report
from qapipe.dataset.report.fill import Fill
from qapipe.dataset.report.frequent import Frequent
from qapipe.dataset.report.groups import Group, Groups
from qapipe.dataset.report.labels import shown_years
from qapipe.dataset.report.ledger import by_count
from qapipe.dataset.report.markup import (
    card,
    counted,
    details,
    long_cell,
    name_cell,
    note,
    number,
    share_cell,
    table,
    text,
)
from qapipe.dataset.report.styles import CSS
from qapipe.dataset.shown import percent_of
from qapipe.records.noise import NOISE_RULES
from qapipe.records.reasons import REASONS, STATUSES, Status
from qapipe.records.warnings import WARNINGS
from qapipe.version import __version__

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_BARS = 15
"""Number of bars of a chart."""
_MORE = 50
"""Number of rows of a table."""


def report_page(report: Report) -> str:
    """The HTML of the page; the same report gives the same bytes."""
    name = text(report.folder.absolute().name or report.folder)
    sections = [
        _tiles(report),
        _pages(report),
        _by(report.by) if report.by else "",
        _distributions(report),
        _fill_rates(report),
        _warnings(report),
    ]
    content = "\n".join(section for section in sections if section)
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Dataset report</title>
<style>{CSS}</style>
<main>
<h1>{name}</h1>
<p class=soft>Dataset report by qapipe {__version__}</p>
{content}
</main>
</html>
"""


def _tiles(report: Report) -> str:
    rows, status = report.rows, report.ledger.status
    good = status[Status.OK] + status[Status.PARTIAL]
    values = [(f"{rows[name]:,}", name) for name in rows]
    values.append((percent_of(good, report.ledger.pages), "pages with a question"))
    values.append((percent_of(status[Status.ERROR], report.ledger.pages), "pages with an error"))
    return (
        "<div class=tiles>"
        + "".join(f"<div class=card><b>{value}</b>{name}</div>" for value, name in values)
        + "</div>"
    )


def _pages(report: Report) -> str:
    ledger = report.ledger
    status = [
        _status_cell(one) + number(ledger.status[one]) + _percent_cell(ledger.status[one], ledger.pages)
        + share_cell(ledger.status[one], ledger.pages) + long_cell(STATUSES[one])
        for one in Status
    ]  # fmt: skip
    reasons = [
        _status_cell(status) + name_cell(reason) + number(one.count) + long_cell(_meaning(REASONS, reason))
        + long_cell(one.page)
        for (status, reason), one in by_count(ledger.reasons)
    ]  # fmt: skip
    layouts = [
        name_cell(f"{site}/{layout}" if layout else site) + number(found.total())
        + "".join(number(found[one] or None) for one in Status)
        for (site, layout), found in sorted(ledger.layouts.items(), key=lambda item: -item[1].total())
    ]  # fmt: skip
    parts = [card("Status", table(("status", "pages", "share", "", "meaning"), status, numbers=[1, 2], kind="flow"))]
    if reasons:
        head = ("status", "reason", "pages", "meaning", "example")
        parts.append(card("Reasons", table(head, reasons, numbers=[2], kind="flow")))
    if layouts:
        names = ("site/layout", "pages", *(one.value for one in Status))
        parts.append(card("Sites and layouts", table(names, layouts, numbers=range(1, len(names)))))
    return "<h2>Pages</h2>\n<div class=stack>" + "\n".join(parts) + "</div>"


def _meaning(meanings: Mapping[Any, str], name: str) -> str | None:
    return next((meaning for known, meaning in meanings.items() if known == name), None)


def _status_cell(status: str) -> str:
    known = status if status in list(Status) else ""
    return f'<td class="status {known}">{text(status)}</td>'


def _percent_cell(part: int, whole: int) -> str:
    return f"<td class=n>{percent_of(part, whole)}</td>"


def _by(groups: Groups) -> str:
    rated = [(group, group.rating) for group in groups.groups if group.rating is not None][:_BARS]
    ratings = [(f"{group.value} ({group.rated:,})", rating) for group, rating in rated]
    answers = [(str(group.value), group.answers) for group in groups.groups[:_BARS]]
    rest = [group for group in (groups.others, groups.without) if group.answers]
    names = {id(groups.others): "all other values", id(groups.without): "no value"}
    rows = [_group_row(group, str(group.value)) for group in groups.groups[:_MORE]]
    rows += [_group_row(group, names[id(group)]) for group in rest]
    head = (groups.column, "answers", "rated", "mean rating", "mean votes", "mean length")
    parts = []
    if ratings:
        title = f"Mean rating by {groups.column}"
        scale = note("On a scale of five; in brackets the number of ratings. The most frequent values first.")
        parts.append(card(title, horizontal_bars(title, ratings, form=".2f", top=5.0), scale))
    title = f"Answers by {groups.column}"
    parts.append(card(title, horizontal_bars(title, answers) if answers else note("No values.")))
    more = card("Numbers", table(head, rows, numbers=range(1, 6)))
    return f"<h2>By {text(groups.column)}</h2>\n<div class=stack><div class=grid>{''.join(parts)}</div>\n{more}</div>"


def _group_row(group: Group, name: str) -> str:
    means = number(group.rating, ".2f") + number(group.votes, ",.1f") + number(group.length)
    return name_cell(name) + number(group.answers) + number(group.rated) + means


def _distributions(report: Report) -> str:
    questions, answers = report.questions, report.answers
    unscaled = f" {answers.without_scale:,} more have no known scale." if answers.without_scale else ""
    parts = [
        _histogram("Answers a question", questions.answers),
        _histogram("Ratings", answers.ratings, f"On a scale of five.{unscaled}", form=".2f"),
        _frequent("Specialties", answers.specialties),
        _frequent("Locations", answers.locations),
        _histogram("Characters of an answer", answers.lengths),
        _histogram("Characters of a question", questions.lengths),
        _years({"asked": questions.years, "answered": answers.years}, "Years of questions and answers"),
        _years({"captured": report.ledger.captured}, "Years of capture"),
    ]
    return f"<h2>Questions and answers</h2>\n<div class=grid>{''.join(parts)}</div>"


def _histogram(title: str, found: Histogram, words: str = "", form: str = ",.0f") -> str:
    if found.mean is None:
        return card(title, note("No values."))
    values = found.labelled()
    summary = f"{found.number:,} values, mean {found.mean:{'.2f' if form == '.2f' else ',.1f'}}, "
    summary += f"from {found.smallest or 0:{form}} to {found.largest or 0:{form}}. {words}"
    return card(title, horizontal_bars(title, values), note(summary), counted("range", values))


def _frequent(title: str, found: Frequent) -> str:
    if not found.rows:
        return card(title, note("No values."))
    distinct = f"{found.distinct:,} different values" if found.distinct is not None else "many different values"
    exact = "" if found.exact else f"; counts may be too low by up to {found.error:,}"
    chart = horizontal_bars(title, found.top(_BARS))
    return card(title, chart, note(f"{found.rows:,} answers, {distinct}{exact}."), counted("value", found.top(_MORE)))


def _years(series: dict[str, Counter[int]], title: str) -> str:
    if not any(series.values()):
        return card(title, note("No dates."))
    labels, counts = shown_years(series)
    keys = [
        f'<span><i style="background:var(--bar{place or ""})"></i>{name}</span>'
        for place, name in zip(("", 2), counts, strict=False)
    ]
    legend = f'<p class="legend soft">{"".join(keys)}</p>' if len(counts) > 1 else ""
    head = ("year", *counts)
    rows = (
        name_cell(label) + "".join(number(numbers[place]) for numbers in counts.values())
        for place, label in enumerate(labels)
    )
    return card(
        title,
        columns(title, labels, counts),
        legend,
        details("Numbers", table(head, rows, numbers=range(1, len(head)))),
    )


def _fill_rates(report: Report) -> str:
    parts = [
        card(name, table(("column", "filled", "share", ""), map(_fill_row, found), numbers=[1, 2]))
        for name, found in report.fill.items()
    ]
    words = note("In how many rows each column has a value.")
    return f"<h2>Fill rates</h2>\n{words}<div class=grid>{''.join(parts)}</div>"


def _fill_row(one: Fill) -> str:
    return (
        name_cell(one.column)
        + number(one.filled)
        + _percent_cell(one.filled, one.rows)
        + share_cell(one.filled, one.rows)
    )


def _warnings(report: Report) -> str:
    warnings = [
        name_cell(name) + number(one.count) + long_cell(_meaning(WARNINGS, name)) + long_cell(one.page)
        for name, one in by_count(report.ledger.warnings)
    ]  # fmt: skip
    noise = [
        name_cell(rule) + number(count) + long_cell(_meaning(NOISE_RULES, rule)) for rule, count in report.noise.items()
    ]
    parts = list(_listed(warnings, noise))
    return f"<h2>Warnings and noise</h2>\n<div class=stack>{''.join(parts)}</div>"


def _listed(warnings: list[str], noise: list[str]) -> Iterator[str]:
    if warnings:
        yield card("Warnings", table(("warning", "pages", "meaning", "example"), warnings, numbers=[1], kind="flow"))
    else:
        yield card("Warnings", note("No page has a warning."))
    if noise:
        yield card("Noise removed", table(("rule", "pieces", "meaning"), noise, numbers=[1], kind="flow"))
    else:
        yield card("Noise removed", note("Nothing was removed."))
