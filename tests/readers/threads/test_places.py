"""The arrays of a page: which elements a pattern names, and which may hold a date."""

import re
from typing import cast

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.marks import may_be_dated
from qapipe.readers.threads.places import LINKS, Places
from qapipe.readers.threads.titles import title_of
from qapipe.readers.threads.walk import places_of

PAGE = """<title>Damp looms</title><div id=a class="Answer one">x</div><p class="other">x<b class="answer">x</b></p>
<noscript class="answer">x</noscript><p id=b class="ANSWER">x</p><div id=c hidden class="answer">x</div>
<div id=d class="Answer one">x</div><i title="3 May 2011">x</i><time id=e datetime="2011-05-03">x</time>"""


def arrays(html: str) -> Places:
    body = HtmlDocument(html).body
    assert body is not None
    return places_of(body)


def ids(places: Places, elements: list[int]) -> list[str | None]:
    return [places.attributes[element].get("id") for element in elements]


def test_elements_whose_classes_match_are_in_page_order_whatever_their_tags() -> None:
    places = arrays(PAGE)
    assert ids(places, places.matching(re.compile("answer"), ("answer",))) == ["a", "b", "d"]
    assert places.matching(re.compile("vote"), ("vote",)) == []


class Counting:
    """A pattern that notes what it is tried on."""

    def __init__(self, pattern: str) -> None:
        self.tried: list[str] = []
        self._pattern = re.compile(pattern)

    def search(self, text: str) -> re.Match[str] | None:
        self.tried.append(text)
        return self._pattern.search(text)


def test_a_pattern_is_tried_once_on_each_class_that_contains_one_of_its_words() -> None:
    places = arrays("<p class='x Answer'>x</p><p class=vote>x</p><p class=answers>x</p>" * 50)
    counting = Counting(r"answer\b")
    pattern = cast("re.Pattern[str]", counting)
    assert len(places.matching(pattern, ("answer",))) == len(places.matching(pattern, ("answer",))) == 50
    assert sorted(counting.tried) == ["answers", "x answer"]


def test_elements_that_may_be_dated() -> None:
    places = arrays(PAGE)
    assert ids(places, may_be_dated(places)) == ["e"]


def test_the_title_of_a_page_is_looked_for_once() -> None:
    document = HtmlDocument("<title>Damp looms</title><h1>Damp looms</h1>")
    assert document.body is not None
    places = places_of(document.body)
    title_of.cache_clear()
    assert title_of(document, places) == title_of(document, places) == ("Damp looms", 0)
    assert title_of.cache_info().misses == 1


def test_attributes_are_kept_where_they_tell_a_date_a_role_or_a_property() -> None:
    places = arrays(
        "<p class=a id=b>x</p><p role=alert>x</p><a href=/ rel=x>x</a><i title=x>x</i><b itemprop=c>x</b>"
        '<span itemprop=c>x</span><p style="color: red">x</p><p hidden>x</p>'
    )
    told = [places.tag(element) for element in places.telling]
    assert told == ["p", "span", "p"]  # of b and i no attributes are read
    assert [own.get("href") or own.get("id") for own in places.attributes][1:4] == ["b", None, "/"]
    assert places.attributes[1] is places.attributes[1]


def test_elements_by_their_names_are_gathered_once() -> None:
    places = arrays("<a>x</a><p><a>y</a></p><h1><a>z</a></h1>")
    assert [places.text(link) for link in places.named(LINKS)] == ["x", "y", "z"]
    assert places.named(LINKS) is places.named(LINKS)
    assert places.named(frozenset()) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [("It's Ann!", "itsann"), ("Über 3", "über3"), ("—", ""), ("a" * 300, "a" * 300), ("a" * 301, "")],
)
def test_the_letters_of_texts_that_may_be_titles(text: str, key: str) -> None:
    places = arrays(f"<p>{text}</p><p>B.</p>")
    assert places.keys == [key, "b"]


@pytest.mark.parametrize(
    ("classes", "found"),
    [("vote", True), ("x Vote", True), ("a-vote b", True), ("vo te", False), ("İ vote", True), ("x", False)],
)
def test_classes_are_looked_through_as_one_text(classes: str, found: bool) -> None:
    places = arrays(f"<p class=vo>x</p><p class='İİ'>x</p><p class='{classes}'>x</p><p class=te>x</p>")
    assert places.matching(re.compile("vote"), ("vote",)) == ([3] if found else [])
