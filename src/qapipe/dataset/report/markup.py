"""Pieces of the report's page as HTML; all text is escaped, with visible control characters."""

from collections.abc import Iterable, Sequence
from html import escape

from qapipe.dataset.report.labels import fitted
from qapipe.records.visible import safe

LONGEST = 160
"""Characters of a text in a table."""


def text(value: object, longest: int = LONGEST) -> str:
    """A value as escaped text, isolated from the direction of the text around it."""
    return f"<bdi>{escape(fitted(str(value), longest))}</bdi>"


def number(value: float | None, form: str = ",.0f") -> str:
    """A cell with a number; empty if it is unknown."""
    return f"<td class=n>{'' if value is None else format(value, form)}</td>"


def name_cell(value: object, kind: str = "name") -> str:
    """The first cell of a row."""
    return f'<td class="{kind}">{text(value)}</td>'


def share_cell(part: int, whole: int) -> str:
    """A cell with a share as a bar."""
    width = 100 * part / whole if whole else 0
    return f'<td><span class=track><i style="width:{width:.1f}%"></i></span></td>'


def long_cell(value: object) -> str:
    """A cell with a sentence or an address; on a phone it is a line of its own."""
    return f"<td class=long>{text(value)}</td>" if value else "<td></td>"


def table(head: Sequence[str], rows: Iterable[str], *, numbers: Iterable[int] = (), kind: str = "wide") -> str:
    """A table; ``rows`` are the cells of each row, ``numbers`` the columns aligned to the right.

    ``kind``: a ``wide`` table can be scrolled on a phone, in a ``flow`` table long cells are lines of their own there.
    """
    right = set(numbers)
    cells = "".join(f"<th{' class=n' if place in right else ''}>{escape(one)}</th>" for place, one in enumerate(head))
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<div class={kind}><table><thead><tr>{cells}</tr></thead><tbody>\n{body}\n</tbody></table></div>"


def card(title: str, *parts: str) -> str:
    """A framed part of the page."""
    return (
        f"<section class=card><h3>{escape(title)}</h3>\n" + "\n".join(part for part in parts if part) + "\n</section>"
    )


def details(summary: str, content: str) -> str:
    """Content that is shown when its summary is opened."""
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def counted(head: str, values: Sequence[tuple[str, int]]) -> str:
    """Values with their counts, to be opened."""
    return details(
        "Numbers", table((head, "count"), (name_cell(name) + number(count) for name, count in values), numbers=[1])
    )


def note(words: str) -> str:
    """A remark."""
    return f"<p class=soft>{escape(safe(words))}</p>"
