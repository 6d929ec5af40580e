"""The depth that is counted from the bytes of a page is that of the tree that Lexbor builds, or more."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qapipe.errors import TooComplexError
from qapipe.page import open_elements
from qapipe.page.open_elements import OpenElements
from support.depths import VOID, counted, depth


@pytest.mark.parametrize(
    "html",
    [
        # formatting, which is opened anew
        "<p><b><p><b><p>", "<b><i></b><i>", "<b><p></b><p>", "<u><p></u><s><div>", "<b><b><b><b><p>",
        "<b></b><i></i><u>",
        "<font color=1><p><font color=1><p><font color=1><p><font color=1><p>", "<p><b></p><p><i></p><p><u></p><p>x",
        "<table><tbody><tr><td>" + "<p><b>" * 4 + "<p></table>" + "<div>" * 8 + "<p><b>" * 3 + "<p>",
        "<table><tbody><tr><td><p><b><p><b><p><b></table><p><b><p><b><p><b><p>",
        "<applet><p><i></applet><p><i><p><i><p><i><p>", "<b></p><b><p></p><p>", "<div><b></div><div><b></div><p>",
        "<p><a><pre><a>", "<button><b></button><pre></b><b>", "<p><b></p><p><i></p><p><u></p><p><s></p><p>x",
        "<p><b></p>" * 5 + "<p><i>", "<p><b></p></b>" * 3 + "<p><b></p><p><i>",
        "<p><b></p></b>" + "<p><b></p>" * 4 + "<p><i>", "<b><b><b><p></b><i><u>",
        "<div><p><q></q><b></p><p><q></q><i></p><p><q></q><u></p><p><q></q><s></p><p>x",
        "<div><p><b></p><object></object><p><i>", "<div><object><p><b></object><p><i><u><s>",
        "<object><p><b></p></object><p><i><u><s>", "<template><b></template><b><table>",
        # drawings and formulas
        "<svg><path><path/><g>", "<svg><title><div><div></title></svg>", "<svg><p><p>", "<svg></svg><p>",
        "<svg><foreignObject><div><svg><g>", "<svg><desc><p></desc><g>", "<svg><style><g></style><g>",
        "<svg><g></svg><div>",
        "<svg><g></p></g><g>", "<svg><g></G><g>", "<math><mi><b><b>", "<math><mo><svg><g></math><p>",
        "<math><mtext><p><p>",
        "<math><annotation-xml encoding=text/html><p><p>", "<math><annotation-xml><mi><mi>", "<svg><a><b>",
        "<svg><g><h1>",
        "<math><h3>", "<svg></svg><svg>", "<a><svg></svg><a>", "<svg><desc><section/><section/>",
        "<svg><desc><div><svg><g></desc><g>", "<svg></svg><annotation-xml>", "<math><annotation-xml><b>",
        "<math><annotation-xml></annotation-xml><mi><mi>", "<math><semantics class=html><b>",
        "<math><annotation-xml encoding=text/html></annotation-xml><mi><mi>",
        "<math><annotation-xml encoding=text/html></mo><b>",
        # what is no tag
        "<textarea><div><div></textarea><p>", "<script><div></script><p>", "<style><div></style><p>", "<!--<div>--><p>",
        "<?x<div>><p>", "<![CDATA[<div>]]><p>", "<svg><![CDATA[<g>]]><g>", "<title><div></title><p>", "a < b <p> c",
        "<xmp><div></xmp><p>", "<p title='<div>'><b title=\"<div>\">", "<DIV><Div>",
        "<!><div><!doctype x><div>", "<iframe><div></iframe><p>", "<svg><textarea><g>", "<div/><div/><div>",
        "<div><!x", "<svg><!x><g>", "<![CDATA[x><div>]]><p>", "<p></p title='<div><div>'><b>",
        "<select><textarea><pre>", "<select><script><div><div></script><option>",
        "<select></select><textarea><div><div></textarea>", "<select><b></select><textarea><div><div><div></textarea>",
    ],
)  # fmt: skip
def test_the_depth_counted_is_that_of_the_tree(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert counted(html, monkeypatch) == depth(html, without=VOID)


@pytest.mark.parametrize(
    ("html", "steps"),
    [
        (b"<div><div></div></div><p>", 0),  # the innermost element is at hand
        (b"<x></y><p>", 0),  # what is not open is not looked for
        (b"<x><div><b></x>", 2),  # up to an element that the end tag may not close
        (b"<x><div><b></x></x><p>", 4),
        (b"<div><b></div><p>", 3),  # two elements; a start tag opens anew what formatting is left
        (b"<p><b><p><i><p><u>", 8),
    ],
)
def test_the_open_elements_that_are_examined_for_a_tag(
    html: bytes, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_elements, "WORK", Fraction(steps, len(html)))
    OpenElements(html).check()
    monkeypatch.setattr(open_elements, "WORK", Fraction(steps - 1, len(html)))
    with pytest.raises(TooComplexError):
        OpenElements(html).check()


def test_twenty_open_elements_may_be_examined_for_each_byte() -> None:
    searches = b"<x><div>" + b"<span>" * 2_999 + b"</x>" * 124  # each of the end tags examines 3,000
    assert 20 * (len(searches) + 102) == 124 * 3_000
    OpenElements(searches + b" " * 102).check()
    with pytest.raises(TooComplexError):
        OpenElements(searches + b" " * 101).check()


IMPLIED = VOID | frozenset("tbody tr colgroup title".split())
"""Those, too, that hold nothing but text, or that a parser puts into a table by itself, at most two at a time."""
BLOCKS = (
    "p div ul li dl dd dt table table td td tr th tbody caption ruby rt rp svg g path title template foreignObject "
    "math mi mtext span h1 h2 button object section x-y"
).split()
FORMATTING = "b i a font nobr u".split()


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 10**9))
def test_depth_is_never_taken_for_less_than_it_is(seed: int) -> None:
    """Of any tags but those for which a parser makes elements that no tag opened: ``</p>``, ends of formatting."""
    chance = random.Random(seed)
    tags = [f"<{name}>" for name in [*BLOCKS * 2, *FORMATTING]] + [f"</{name}>" for name in BLOCKS if name != "p"]
    html = "".join(chance.choices(tags, k=chance.randint(3, 14)))
    with pytest.MonkeyPatch.context() as patch:
        assert counted(html, patch) >= depth(html, without=IMPLIED)
