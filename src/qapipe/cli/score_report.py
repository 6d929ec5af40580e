"""What ``qapipe score`` prints: scores by field and site, and the worst pages."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from qapipe.cli.terminal import Terminal, safe_text
from qapipe.cli.words import one_line, plural
from qapipe.dataset.score import ScoredPage, Scores
from qapipe.dataset.score.tally import Tally
from qapipe.dataset.shown import differing

_WORST = 10
_MOST_SITES = 30
_HEAD = ("expected", "P", "R", "F1", "~P", "~R", "~F1")
_LEGEND = "P precision, R recall; ~ fuzzy: a text counts by the share of its words that are right"


def show_scores(terminal: Terminal, scores: Scores, *, verbose: bool) -> None:
    """Print the scores; ``verbose`` adds the fields of each site."""
    pages = f"{plural(scores.pages, 'page')}: {scores.perfect:,} perfect, {scores.missing:,} not in the dataset"
    terminal.show(safe_text(pages, "bold"), safe_text(_LEGEND, "dim"), "")
    _show(terminal, "field", [*sorted(scores.fields.items()), ("all fields", scores.total)])
    _show(terminal, "site", sorted(scores.sites.items(), key=lambda item: (item[1].f1, item[0]))[:_MOST_SITES])
    if verbose:
        _show(
            terminal, "site, field", ((f"{site} {name}", one) for (site, name), one in sorted(scores.by_site.items()))
        )
    if scores.worst:
        terminal.show(Text("worst pages", style="bold"))
    for page in scores.worst[:_WORST]:
        _show_page(terminal, page)


def _show(terminal: Terminal, kind: str, tallies: Iterable[tuple[str, Tally]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(kind, no_wrap=True, overflow="ellipsis")
    for name in _HEAD:
        table.add_column(name, justify="right", no_wrap=True)
    for name, one in tallies:
        exact = (one.precision, one.recall, one.f1)
        fuzzy = (one.fuzzy.precision, one.fuzzy.recall, one.fuzzy.f1)
        numbers = (f"{value:.3f}" for value in (*exact, *fuzzy))
        table.add_row(safe_text(name), f"{one.expected:,}", *numbers)
    terminal.show(table, "")


def _show_page(terminal: Terminal, page: ScoredPage) -> None:
    note = "" if page.in_dataset else " (not in the dataset)"
    name = one_line(page.name)
    terminal.show(safe_text(f"  {page.tally.f1:.3f}  {page.tally.fuzzy.f1:.3f}  {name}, gold line {page.line:,}{note}"))
    for one in page.wrong if page.in_dataset else ():
        values = (one_line("null" if value is None else value) for value in differing(one.expected, one.found))
        terminal.show(safe_text(f"    {one.place}: {' → '.join(values)}", "dim"))
