"""Prose: the letters of running text in elements and records; and what of a record stands in nothing else."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Prose, Record, boxes_of, runs_outside

from .arrays import arrays, ids

LINE = "x" * 30


@pytest.mark.parametrize(
    ("html", "letters"),
    [
        (f"<p>{'x' * 13}</p>", 1), (f"<p>{'x' * 12}</p>", 0), (f"<p>{LINE}</p>", 18),
        (f"<p>{LINE}</p><p>{'y' * 30}</p>", 36),
        (f"<a>{LINE}</a>", 0), (f"<button>{LINE}</button>", 0), (f"<nav>{LINE}</nav>", 0), (f"<h1>{LINE}</h1>", 18),
        (f"<p>{LINE}</p><p>{LINE}</p>", 0), (f"<p>{'x' * 100}</p>" * 2, 0), (f"<p>{'x' * 101}</p>" * 2, 178),
        (f"<p>{'x' * 101}</p>" * 3, 0),
        ("<p>on 4 March 2015, at noon</p>", 0),
        (f"<p>1. {LINE}</p><p>#2 {LINE}</p>", 0), (f"<p>1. {LINE}</p><p>a2 {LINE}</p>", 42),
        (f"<p>{LINE}</p><blockquote>{LINE}</blockquote>", 36),  # what a post quotes is still what the other says
    ],
)  # fmt: skip
def test_letters_that_are_prose(html: str, letters: int) -> None:
    _, _, prose = arrays_of(HtmlDocument(html))
    assert (prose.total, prose.of(0)) == (letters, letters)


def test_prose_of_records_and_between_runs() -> None:
    html = f"<div><p>{'x' * 20}</p><div><p>{'y' * 22}</p></div><p>{'z' * 24}</p></div><p>{'v' * 26}</p>"
    places, _, prose = arrays_of(HtmlDocument(html))
    assert [prose.of(element) for element in range(len(places.nodes))] == [44, 30, 8, 10, 10, 12, 14]
    assert [prose.between(first, end) for first, end in ((0, 4), (1, 3), (2, 2), (3, 1), (3, 4))] == [44, 22, 0, 0, 14]
    anchor = Anchor(2, 0, "sign")
    assert prose.own(Record([1], anchor)) == 30
    assert prose.own(Record([1], anchor, nested=[3])) == 20
    assert prose.own(Record([1, 6], anchor, nested=[3, 2])) == 26
    assert Prose(places, [0, 3]).of(0) == 22


RUNS = (
    "<u>p</u><div id=r><u>a</u><div id=b><u>b</u><u>c</u></div><u>d</u><p id=n><u>e</u></p><u>f</u></div><u>q</u>"
    "<u>s</u>"
)


@pytest.mark.parametrize(
    ("names", "nested", "found"),
    [
        ("", "", "abcdef"), ("b", "", "adef"), ("", "n", "abcdf"), ("b", "n", "adf"), ("r", "", ""),
        ("", "s", "abcdef"),
        ("", "p", "abcdef"), ("", "ps", "abcdef"), ("b", "w", "af"),
    ],
)  # fmt: skip
def test_runs_of_a_record_that_are_in_nothing_else(names: str, nested: str, found: str) -> None:
    html = (
        RUNS.replace("<u>p", "<u id=p>p").replace("<u>s", "<u id=s>s").replace("<div id=b>", "<section id=w><div id=b>")
    )
    places, _, _ = arrays(html.replace("<p id=n><u>e</u></p>", "<p id=n><u>e</u></p></section>"))
    body = [(places.first_runs[one], places.end_runs[one]) for one in ids(places, *names)]
    inner = ids(places, *nested)
    record = Record(ids(places, "r"), Anchor(0, 0, "day"), nested=inner)
    for runs in (
        runs_outside(places, record, body),
        runs_outside(places, Record(record.roots, record.anchor), body, inner),
    ):
        assert "".join(places.texts[run] for run in runs) == found


@pytest.mark.parametrize(
    ("text", "prose"),
    [("x" * 20, 8), ("ж" * 20, 8), ("路" * 6, 0), ("路" * 20, 28), ("ルータ가" * 5, 28), ("路由 routers" * 2, 12)],
)
def test_letters_that_say_as_much_as_two(text: str, prose: int) -> None:
    _, _, found = arrays(f"<p>{text}</p>")
    assert found.total == prose


@pytest.mark.parametrize(
    ("html", "boxes"),
    [
        ("<div id=a><p><u id=r>x</u></p></div><div id=c><u id=r>y</u></div>", ["a", "c"]),
        ("<div><p id=a><u id=r>x</u></p><u id=r>y</u></div>", ["a", "r"]),
        ("<div id=r><u id=r>x</u></div>", [None, "r"]),  # the outer one holds the other
        ("<u id=r>x</u>", ["r"]),
    ],
)
def test_the_outermost_box_around_an_element_that_holds_no_other(html: str, boxes: list[str | None]) -> None:
    places, _, _ = arrays(html)
    found = boxes_of(places, ids(places, "r"))
    assert [places.attributes[box].get("id") if box > 0 else None for box in found] == boxes
