"""Bar charts as static SVG, drawn by pygal: no script, no style of its own, the same bytes for the same numbers.

The colours and fonts are those of the page (:mod:`qapipe.dataset.report.styles`), so that charts follow its light or
dark scheme. Labels are escaped by the XML writer, and control characters in them are visible.
"""

import sys
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from qapipe.dataset.report.labels import fitted

_WIDTH = 400
"""Width of the drawing; it is scaled to the page, so that labels can be read on a phone."""
_ROW_HEIGHT = 21
_LABEL = 24
"""Characters of a label; the numbers below a chart have all of it."""
_REMOVED = frozenset({"script", "style", "desc", "title"})
_STEPS = 4
_ALL_LABELLED = 8
"""Number of columns above which only every second one, the last included, has a label."""
_ROOM = 1.25
"""How far the axis of horizontal bars reaches beyond the longest bar, for its number."""


def horizontal_bars(title: str, values: Sequence[tuple[str, float]], *, form: str = ",.0f", top: float = 0) -> str:
    """A bar for each value, from top to bottom, with its number; ``top`` is the least end of the axis."""
    pygal = _pygal()
    chart = pygal.HorizontalBar(
        **_settings(height=len(values) * _ROW_HEIGHT + 8),
        print_values=True,
        print_values_position="top",
        show_x_labels=False,  # of the numbers: horizontal charts are transposed
        range=(0, max(top, *(number for _, number in values)) * _ROOM),
        formatter=lambda value: format(value, form),
    )
    rows = list(reversed(values))
    chart.x_labels = [fitted(name, _LABEL) for name, _ in rows]
    chart.add(title, [number for _, number in rows])
    return _svg(chart, title)


def columns(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> str:
    """A column for each label, side by side if there are several series."""
    pygal = _pygal()
    chart = pygal.Bar(
        **_settings(height=220),
        y_labels=_ticks(max(max(numbers) for numbers in series.values())),
        truncate_label=_LABEL,
        formatter=lambda value: f"{value:,.0f}",
    )
    step = 1 if len(labels) <= _ALL_LABELLED else 2
    last = len(labels) - 1
    chart.x_labels = ["" if (last - place) % step else fitted(one, _LABEL) for place, one in enumerate(labels)]
    for name, numbers in series.items():
        chart.add(name, list(numbers))
    return _svg(chart, title)


def _ticks(largest: int) -> list[int]:
    """Up to five whole numbers with one or two leading digits, from zero to beyond the largest."""
    steps = (factor * 10**power for power in count() for factor in (1, 2, 5))
    step = next(step for step in steps if step * _STEPS >= largest)
    return [step * number for number in range(-(-largest // step) + 1)]


def _pygal() -> Any:  # noqa: ANN401  without type hints of its own
    import pygal  # noqa: PLC0415  only the HTML page needs it
    from pygal.etree import etree  # noqa: PLC0415

    # Its finder of maps has a form of which Python 3.11 warns at every later import.
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]
    etree.to_etree()  # lxml would write other bytes
    return pygal


def _settings(*, height: int) -> dict[str, Any]:
    from pygal.style import Style  # noqa: PLC0415

    return {
        "style": Style(label_font_size=12, major_label_font_size=12, value_font_size=12),  # for the margins
        "classes": [],
        "width": _WIDTH,
        "height": height,
        "margin": 4,
        "show_legend": False,
        "disable_xml_declaration": True,
    }


def _svg(chart: Any, title: str) -> str:  # noqa: ANN401
    chart.add_xml_filter(lambda root: _bare(root, title))
    return str(chart.render(is_unicode=True))


def _bare(root: Any, title: str) -> Any:  # noqa: ANN401  an element of xml.etree
    """The drawing alone: without scripts, styles, comments and the texts that a script would show."""
    for parent in list(root.iter()):
        for child in list(parent):
            kind = child.get("class") or ""
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _REMOVED or "tooltip-" in kind:
                if kind.endswith("tooltip-trigger"):
                    child.set("class", "bar-rect")
                else:
                    parent.remove(child)
    root.attrib.pop("id", None)
    root.set("role", "img")
    root.set("aria-label", title)
    return root
