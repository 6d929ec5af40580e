"""Prose: the letters of running text in elements and records."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Prose, Record

LINE = "x" * 30


@pytest.mark.parametrize(
    ("html", "letters"),
    [
        (f"<p>{'x' * 13}</p>", 1), (f"<p>{'x' * 12}</p>", 0), (f"<p>{LINE}</p>", 18),
        (f"<p>{LINE}</p><p>{'y' * 30}</p>", 36),
        (f"<a>{LINE}</a>", 0), (f"<button>{LINE}</button>", 0), (f"<nav>{LINE}</nav>", 0), (f"<h1>{LINE}</h1>", 18),
        (f"<p>{LINE}</p><p>{LINE}</p>", 0), (f"<p>{'x' * 100}</p>" * 2, 0), (f"<p>{'x' * 101}</p>" * 2, 178),
        ("<p>on 4 March 2015, at noon</p>", 0),
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
