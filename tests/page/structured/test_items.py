"""Items: names of types and properties, words of values, and how many a page may have."""

from typing import Any

import pytest

from qapipe.errors import TooComplexError
from qapipe.page.structured import json_ld, microdata, rdfa
from qapipe.page.structured.items import MAX_ELEMENTS, MAX_ITEMS, property_name, type_name
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


@pytest.mark.parametrize(
    ("page", "reader"),
    [
        ("<i itemscope></i>" * (MAX_ITEMS + 1), microdata),
        ("<i typeof=x></i>" * (MAX_ITEMS + 1), rdfa),
        (script("[" + ",".join(["{}"] * (MAX_ITEMS + 1)) + "]"), json_ld),
        ("<i itemprop=x></i>" * (MAX_ELEMENTS + 1), microdata),
    ],
    ids=["microdata", "RDFa", "JSON-LD", "elements"],
)
def test_more_items_than_can_be_read_in_time(page: str, reader: Any) -> None:
    with pytest.raises(TooComplexError):
        items(page, reader)
