"""Charts: which bars, labels and numbers they have, and that nothing of pygal is left behind."""

import re
import sys
from collections.abc import Callable, Sequence

import pytest

from qapipe.dataset.report.charts import columns, horizontal_bars
from support.expected import same_as_expected


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


CHARTS: dict[str, Callable[[], str]] = {
    "bars": lambda: horizontal_bars("Bars", [("a", 1_234), ("<b>", 0), ("x" * 30, 617)]),
    "bars_of_nothing": lambda: horizontal_bars("Nothing", [("a", 0), ("b", 0)]),
    "bars_to_five": lambda: horizontal_bars("Ratings", [("a", 2.5), ("b", 1.25)], form=".2f", top=5.0),
    "columns": lambda: columns("Columns", ["2019", "2020"], {"asked": [1, 1_500], "answered": [0, 3]}),
}


@pytest.mark.parametrize("name", CHARTS)
def test_whole_charts(name: str) -> None:
    same_as_expected(f"report/{name}.svg", CHARTS[name]().replace("><", ">\n<"))


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (0, ["0"]),
        (1, ["0", "1"]),
        (4, ["0", "1", "2", "3", "4"]),
        (5, ["0", "2", "4", "6"]),
        (8, ["0", "2", "4", "6", "8"]),
        (9, ["0", "5", "10"]),
        (20, ["0", "5", "10", "15", "20"]),
        (21, ["0", "10", "20", "30"]),
        (41, ["0", "20", "40", "60"]),
        (2_001, ["0", "1000", "2000", "3000"]),
    ],
)
def test_the_axis_has_up_to_five_round_numbers(largest: int, ticks: Sequence[str]) -> None:
    found = texts(columns("t", ["a"], {"s": [0, largest]}))
    assert [text for text in found if text != "a"] == ticks


@pytest.mark.parametrize(("number", "shown"), [(8, list(range(8))), (9, [0, 2, 4, 6, 8]), (10, [1, 3, 5, 7, 9])])
def test_every_second_of_many_columns_has_a_label(number: int, shown: list[int]) -> None:
    labels = [f"label {place}" for place in range(number)]
    found = texts(columns("t", labels, {"s": [1] * number}))
    assert [text for text in found if text.startswith("label")] == [f"label {place}" for place in shown]


def test_nothing_of_pygal_is_left_in_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its finder of modules would warn at every later import, and lxml would write other bytes."""
    horizontal_bars("t", [("a", 1)])  # which imports it
    etree = sys.modules["pygal.etree"].etree
    monkeypatch.setattr(etree, "lxml", True)
    horizontal_bars("t", [("a", 1)])
    assert etree.lxml is False
    assert not [finder for finder in sys.meta_path if type(finder).__module__.startswith("pygal")]
