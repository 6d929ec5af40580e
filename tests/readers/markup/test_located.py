"""Where a page displays a text, found by its letters."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.markup.located import PageText, Place, is_cut, without_cut


def find(page: str, *lines: str) -> Place | None:
    return PageText(HtmlDocument(f"<body>{page}</body>")).find(list(lines))


def parts(place: Place | None) -> list[str]:
    return [part.text().strip() for part in place.parts if part.text().strip()] if place else []


@pytest.mark.parametrize(
    ("text", "cut"),
    [("Dry it…", True), ("Dry it ...", True), ("Dry it&hellip;", True), ("Dry it [...] Read more", True),
     ("Dry it.", False), ("Wait... then dry it.", False), ("", False)],
)  # fmt: skip
def test_marks_of_truncation(text: str, cut: bool) -> None:
    assert is_cut(text) is cut
    assert (without_cut(text) != text) is cut


def test_all_letters_in_one_piece() -> None:
    place = find("<h1>Wood</h1><div><p>Dry the wood</p><p>for two years.</p></div>", "Dry the wood for two years.")
    assert place is not None
    assert (place.node.tag, place.exact, place.cut, parts(place)) == (
        "div",
        True,
        False,
        ["Dry the wood", "for two years."],
    )


def test_the_page_goes_on_where_the_text_ends() -> None:
    place = find("<div><p>Dry the wood for two years.</p><p>Then saw it.</p></div>", "Dry the wood for two...")
    assert place is not None
    assert (place.cut, parts(place)) == (True, ["Dry the wood for two years.", "Then saw it."])


def test_the_page_goes_on_in_elements_of_the_same_kind() -> None:
    words = ["Dry the wood for two years.", "Then saw it into boards.", "Let them rest."]
    texts = "".join(f"<div class=text>{line}</div>" for line in words)
    place = find(f"<section><div class=by>Bo</div>{texts}<div class=by>Ann</div></section>", words[0], "Then saw it...")
    assert parts(place) == words


def test_by_the_ends_of_lines_where_something_stands_between() -> None:
    page = "<div><p>Dry the wood for two years.</p><i>Photo 1</i><p>Then saw it into boards of an inch.</p></div>"
    place = find(page, "Dry the wood for two years.", "Then saw it into boards of an inch.")
    assert place is not None
    assert (place.exact, place.node.tag) == (False, "div")


@pytest.mark.parametrize(
    "page",
    ["<p>Something else altogether.</p>", "<script>Dry the wood for two years.</script>", "", "<p>Dry the wood</p>",
     f"<button>Dry the wood for two years.</button>{'<i>x</i>' * 40}",
     f"<p>Dry the wood</p>{'<p>filler text that goes on</p>' * 40}<p>for two years.</p>"],
)  # fmt: skip
def test_texts_that_are_not_displayed(page: str) -> None:
    assert find(page, "Dry the wood for two years.") is None


@pytest.mark.parametrize(("shown", "is_there"), [(5, True), (3, True), (2, False)])
def test_most_lines_must_be_displayed(shown: int, is_there: bool) -> None:
    words = ("birch", "maple", "poplar", "walnut", "cherry")
    lines = [f"The {word} is dried in the shed, and after a year we saw the {word}." for word in words]
    page = "".join(f"<p>{line}</p><i>Photo</i>" for line in lines[:shown])
    assert (find(page, *lines) is not None) is is_there


def test_short_texts_prove_nothing() -> None:
    assert find("<p>Yes, dry it.</p>", "Yes, dry it.") is None
    assert find("<p>x</p>") is None


def test_equal_texts_are_found_one_after_the_other() -> None:
    page = PageText(HtmlDocument("<p id=a>The same words twice.</p><p id=b>The same words twice.</p>"))
    places = [page.find(["The same words twice."]) for _ in range(2)]
    assert all(places)


def test_quotations_right_beside_the_text() -> None:
    page = "<div><blockquote>Is it dry?</blockquote>\n<p>It is dry by now, I think.</p></div>"
    place = find(page, "It is dry by now, I think.")
    assert place is not None
    assert [part.tag for part in place.quoted if part.tag != "-text"] == ["blockquote", "p"]
    assert find("<div><i>Bo</i><p>It is dry by now, I think.</p></div>", "It is dry by now, I think.").quoted == []  # type: ignore[union-attr]
