"""Lines of a page, as objects and as columns, and the text that they make."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.page.outline import Line, Lines, Link, block, columns_of_text
from support import text_rules


def test_lines_of_text_count_the_empty_lines_above() -> None:
    found = TextDocument("\n\none\r\n\r\n\r\ntwo\nthree\n \n• four\n\u200b\n\n- five\n").lines
    assert [(line.text, line.gap, line.item) for line in found] == [
        ("one", 2, False),
        ("two", 2, False),
        ("three", 0, False),
        ("four", 1, True),
        ("- five", 2, False),
    ]
    assert block(found) == "one\n\ntwo\nthree\n\n- four\n\n- five"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \n•\u200b\u00a0\u2028"), max_size=80))
def test_lines_of_text_are_its_clean_text(content: str) -> None:
    assert block(columns_of_text(content).rows()) == text_rules.paragraphs(content)


def test_items_of_lists_are_shown_with_a_bullet() -> None:
    found = columns_of_text("one\n\u2022 two")
    assert [line.display() for line in found.rows()] == ["one", "- two"]
    assert [found.shown(row) for row in (0, 1)] == ["one", "- two"]


def test_the_label_of_a_line_is_the_name_and_the_classes_of_its_element() -> None:
    page = HtmlDocument("<p class='a b'>one<div>two").columns
    assert [page.label(row) for row in (0, 1)] == [line.label for line in page.rows()] == ["p.a b", "div."]
    text = columns_of_text("one")
    assert (text.label(0), text.rows()[0].label) == ("", "")


LINK = Link("/a", "End")
ROWS = [Line("Title?"), Line("One", 1, item=True), Line("Two", 0, item=True), Line("End", 3, heading=2, links=(LINK,))]


def test_columns_hold_what_the_lines_hold() -> None:
    found = Lines.of(ROWS)
    assert found.rows() == ROWS
    assert (found.texts, found.gaps) == (["Title?", "One", "Two", "End"], [0, 1, 0, 3])
    assert [found.hrefs(row) for row in range(4)] == [(), (), (), ("/a",)]
    assert Lines.of([]).rows() == []


def test_a_line_of_text_is_one_with_nothing_around_it() -> None:
    assert columns_of_text("one").rows() == [Line("one", 0, item=False, heading=0, links=(), box=None)] == [Line("one")]


def test_parts_of_columns_are_those_of_lines() -> None:
    found = Lines.of(ROWS)
    assert found.part(1, 3).rows() == ROWS[1:3]
    assert found.part(2).rows() == ROWS[2:]
    assert found.without([0, 2]).rows() == [ROWS[1], ROWS[3]]
    assert found.without([2]).rows() == [*ROWS[:2], ROWS[3]]
    assert found.without([1, 2, 3]).rows() == ROWS[:1]
    assert found.rows() == ROWS


@pytest.mark.parametrize("start", range(5))
def test_a_block_of_columns_is_that_of_lines(start: int) -> None:
    assert Lines.of(ROWS[start:]).block() == block(ROWS[start:])


def test_bullets_of_text_become_items() -> None:
    found = columns_of_text("Title\n\n  \u2022 one\n\u2022\n\u2022two\n\u20223")
    assert (found.texts, found.gaps, found.items) == (
        ["Title", "one", "\u2022", "two", "3"],
        [0, 1, 0, 0, 0],
        [False, True, False, True, True],
    )


@pytest.mark.parametrize("first", ["\u2022 one", "one", "\xe9"])
def test_the_first_and_last_characters_follow_the_lines(first: str) -> None:
    """They are known from the start in a text, and worked out in HTML; parts have those of their lines."""
    text = columns_of_text(f"{first}\n\n2nd\n\u2022 three\n+4")
    for lines in (text, Lines.of(text.rows())):
        for found in (lines, lines.part(1), lines.part(0, 2), lines.without([0, 2]), lines.part(2, 2).without([])):
            assert found.starts == "".join(line.text[0] for line in found.rows())
            assert found.ends == "".join(line.text[-1] for line in found.rows())


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], ""), ([1], "one"), ([0, 1, 2], "Title\n\none\ntwo"), ([2, 3], "two\n\n- three"),
        (range(1, 5), "one\ntwo\n\n- three\n- four"), ([0, 2, 4], "Title\ntwo\n- four"), ([1, 3], "one\n\n- three"),
        ([4], "- four"),
    ],
)  # fmt: skip
def test_some_lines_are_one_text(rows: Sequence[int], text: str) -> None:
    lines = columns_of_text("Title\n\n\none\ntwo\n\n\u2022 three\n\u2022four")
    assert lines.text_of(rows) == text
    assert lines.text_of(rows) == block([lines.rows()[row] for row in rows])
