"""Labels of ranges, years and values, for the terminal and for the page."""

from collections import Counter
from collections.abc import Mapping

from qapipe.records.visible import safe

_MOST_YEARS = 16
_LEAST_YEARS = 6


def range_label(low: float, high: float | None, end: float | None = None, *, whole: bool) -> str:
    """A range in words: ``3``, ``6–10`` or ``101+`` for whole numbers, ``4–4.5`` for others.

    ``high`` is not in the range. ``end`` is the largest possible number, which a range without an upper bound includes.
    """
    if not whole:
        above = end if high is None else high
        return f"{low:g}+" if above is None else f"{low:g}–{above:g}"
    if high is None:
        return f"{low:,}+"
    return f"{low:,}" if high == low + 1 else f"{low:,}–{int(high) - 1:,}"


def shown_years(series: Mapping[str, Counter[int]]) -> tuple[list[str], dict[str, list[int]]]:
    """The last years without a gap, and their counts by series; earlier years are one entry, ``to 1999``."""
    years = {year for counts in series.values() for year in counts}
    last = max(years)
    first = max(min(*years, last - _LEAST_YEARS + 1), last - _MOST_YEARS + 1)
    shown = list(range(first, last + 1))
    labels = [str(year) for year in shown]
    found = {name: [counts[year] for year in shown] for name, counts in series.items()}
    if min(years) < first:
        labels.insert(0, f"to {first - 1}")
        for name, counts in series.items():
            found[name].insert(0, sum(count for year, count in counts.items() if year < first))
    return labels, found


def fitted(text: str, length: int) -> str:
    """The text on one line of at most ``length`` characters, with visible control characters."""
    line = " ".join(safe(text[: length + 1]).split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"
