"""Items: names of types and properties, words of values, and how many a page may have."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from qapipe.errors import TooComplexError
from qapipe.page.structured import json_ld, microdata, rdfa, with_nested
from qapipe.page.structured.items import check_elements, check_items, property_name, type_name
from support.structured import items, script


def test_words_of_a_link_are_its_text() -> None:
    (item,) = items(
        "<div itemscope><a itemprop=x href=v> t </a><a itemprop=x href=v> </a><p itemprop=x>u</div>", microdata
    )
    assert [literal.words for literal in item.literals("x")] == [" t ", "v", "u"]
    assert [literal.text for literal in item.literals("x")] == ["v", "v", "u"]


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("https://schema.org/Question", "Question"), ("http://schema.org/Question/", "Question"),
        ("//schema.org/Question", "Question"), ("https://www.schema.org//Question", "Question"),
        ("schema:Question", "Question"), ("HTTP://SCHEMA.ORG/question", "Question"), (" Question ", "Question"),
        ("qapage", "QAPage"), ("discussionforumposting", "DiscussionForumPosting"),
        ("https://other.org/X", "https://other.org/X"),
        ("VeterinaryCare", "VeterinaryCare"), ("og:title", "og:title"),
    ],
)  # fmt: skip
def test_names_of_types(term: str, name: str) -> None:
    assert type_name(term) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [("MainEntity", "mainEntity"), ("suggestedanswer", "suggestedAnswer"), ("schema:UPVOTECOUNT", "upvoteCount"),
     ("https://schema.org/text", "text"), ("x-own", "x-own"), ("Headline", "headline")],
)  # fmt: skip
def test_names_of_properties(written: str, name: str) -> None:
    assert property_name(written) == name


@pytest.mark.parametrize(("check", "most"), [(check_items, 20_000), (check_elements, 100_000)])
def test_how_many_a_page_may_have(check: Callable[[int], None], most: int) -> None:
    check(most)
    with pytest.raises(TooComplexError, match=f"more than {most:,} {check.__name__.removeprefix('check_')}"):
        check(most + 1)


@pytest.mark.parametrize(
    ("page", "reader"),
    [
        ("<i itemscope></i>" * 20_001, microdata),
        ("<i typeof=x></i>" * 20_001, rdfa),
        (script(json.dumps([{}] * 20_001)), json_ld),
        ("<i itemprop=x></i>" * 100_001, microdata),
        ("<i property=x></i>" * 100_001, rdfa),
    ],
    ids=["microdata", "RDFa", "JSON-LD", "properties of microdata", "properties of RDFa"],
)
def test_more_than_can_be_read_in_time(page: str, reader: Any) -> None:
    with pytest.raises(TooComplexError):
        items(page, reader)


def test_nested_items_come_in_the_order_of_the_page() -> None:
    names = [{"name": name} for name in "bcd"]
    (root,) = items(script(json.dumps({"name": "a", "x": [names[0] | {"y": names[1]}, names[2]], "z": {"name": "e"}})))
    assert [item.literals("name")[0].text for item in with_nested([root])] == [*"abcde"]


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("<b itemprop=x></b>", ""), ("<b itemprop=x>a</b>", "a"), ("<b itemprop=x>a<i>b</i><!-- c -->d</b>", "abd"),
        ("<b itemprop=x><script>a</script></b>", ""), ("<b itemprop=x>a<style>b</style></b>", "a"),
        ("<b itemprop=x><i>a<script>b</script></i><i>c</i></b>", "ac"),
    ],
)  # fmt: skip
def test_the_text_of_an_element_is_without_scripts_and_styles(element: str, text: str) -> None:
    (item,) = items(f"<div itemscope>{element}</div>", microdata)
    assert item.literals("x")[0].text == text
