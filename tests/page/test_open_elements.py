"""The depth that is counted from the bytes of a page is that of the tree that Lexbor builds, or more."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from qapipe.errors import TooComplexError
from qapipe.page import guard, open_elements
from qapipe.page.guard import check_complexity
from qapipe.records.reasons import Reason


def is_refused(body: bytes) -> bool:
    try:
        check_complexity(body)
    except TooComplexError as error:
        return error.reason is Reason.TOO_COMPLEX
    return False


def counted(html: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The depth that a page is taken for: the least limit that lets it pass."""
    for limit in range(100):
        for module in (guard, open_elements):
            monkeypatch.setattr(module, "MAX_DEPTH", limit)
        if not is_refused(html.encode()):
            return limit
    raise AssertionError(html)


def depth(html: str, *, without: frozenset[str] = frozenset()) -> int:
    """The depth of a page's tree below its body, ``without`` the elements of some names."""
    body = LexborHTMLParser(html).body
    assert body is not None
    deepest, todo = 0, [(body, 0)]
    while todo:
        node, level = todo.pop()
        deepest = max(deepest, level)
        child = node.first_child
        while child is not None:
            if child.is_element_node:
                todo.append((child, level + (child.tag not in without)))
            child = child.next
    return deepest


@pytest.mark.parametrize(
    "html",
    [
        # what a start tag ends
        "<p><p>", "<div><p><div>", "<p><div><p>", "<p><section><p>", "<p><ul><li><p><li>",
        "<ul><li><li><li>", "<ul><li><ul><li><li>", "<li><div><li>", "<li><section><li>", "<address><li><div><li>",
        "<dl><dt><dd><dt>", "<dd><p><dt><p>", "<div><dd><div><dt>", "<a><a><a>", "<a><div><a>", "<a><p></a><div>",
        "<option><option>", "<select><option><option>", "<select><optgroup><option>", "<option><p><option>",
        "<option><optgroup><b>", "<select><select><optgroup><optgroup>", "<select><input><optgroup><optgroup>",
        "<button><ruby><button><rt><rt>", "<select><object><select><optgroup>", "<button><b><button><i>",
        "<select><p><option><i><p><option><i>", "<select><optgroup><option><optgroup><option>",
        "<ruby><p><rt><span><p><rt><span>", "<ruby><rtc><rt><rp><rtc>", "<ruby><rb><i><rt><i>",
        "<h1></h2><span></h1><h1></h2><span></h1>", "<h2><section><h1><b></h2><i>", "<option><optgroup><i></option><b>",
        "<ruby><rt>x<rt>x<rp>", "<ruby><rb>x<rtc>x", "<rt><rt><rt>", "<ruby><rt><b><rt>",
        "<summary><p><details>", "<button><p></button><p>", "<p><button><p><p>",
        # tables, and parts of tables where none is
        "<table><tbody><tr><td><tr><td>", "<table><tbody><tr><td><p><tbody><tr>", "<table><thead><tr><th><tbody><tr>",
        "<table><tbody><tr><td><div><td><div>", "<table><tbody><tr><td><table><tbody><tr><td>",
        "<table><tbody><tr><td></table><div>", "<table><caption><b></caption></table><i>", "<td><div><td><div>",
        "<tr><div><tr><div>", "<tbody><b><tbody><b>", "<th><div></th><div>", "<table><table><table>",
        "<table></table><td><div><td><div>", "<table><table></table><td><div><td><div>",
        "<template><table></template><td><div><td><div>", "<table><div><table></table><td><div><td><div>",
        "<caption><i><caption><i>", "<table><tbody><tr><th><b><caption></th><p>",
        "<table><tbody><tr><th><caption></th><div><math>",
        # end tags
        "<div></x></div><p>", "<span></div></span><p>", "<div><span></div><p>", "<div><x-y></div><p>",
        "<x-y><p></x-y><p>",
        "<ul><li><b></ul><p>", "<p><b></p>x<p>", "<section><ul></section><p>", "<b><div></x></b><p>",
        "<applet><b></applet><p>", "<object><b></object><i>", "<marquee><b><i></marquee><u>", "</div></p><br>",
        # formatting, which is opened anew
        "<p><b><p><b><p>", "<b><i></b><i>", "<b><p></b><p>", "<u><p></u><s><div>", "<b><b><b><b><p>",
        "<b></b><i></i><u>",
        "<font color=1><p><font color=1><p><font color=1><p><font color=1><p>", "<p><b></p><p><i></p><p><u></p><p>x",
        "<table><tbody><tr><td>" + "<p><b>" * 4 + "<p></table>" + "<div>" * 8 + "<p><b>" * 3 + "<p>",
        "<table><tbody><tr><td><p><b><p><b><p><b></table><p><b><p><b><p><b><p>",
        "<applet><p><i></applet><p><i><p><i><p><i><p>", "<b></p><b><p></p><p>", "<div><b></div><div><b></div><p>",
        # drawings and formulas
        "<svg><path><path/><g>", "<svg><title><div><div></title></svg>", "<svg><p><p>", "<svg></svg><p>",
        "<svg><foreignObject><div><svg><g>", "<svg><desc><p></desc><g>", "<svg><style><g></style><g>",
        "<svg><g></svg><div>",
        "<svg><g></p></g><g>", "<svg><g></G><g>", "<math><mi><b><b>", "<math><mo><svg><g></math><p>",
        "<math><mtext><p><p>",
        "<math><annotation-xml encoding=text/html><p><p>", "<math><annotation-xml><mi><mi>", "<svg><a><b>",
        "<svg><g><h1>",
        # what is no tag
        "<textarea><div><div></textarea><p>", "<script><div></script><p>", "<style><div></style><p>", "<!--<div>--><p>",
        "<?x<div>><p>", "<![CDATA[<div>]]><p>", "<svg><![CDATA[<g>]]><g>", "<title><div></title><p>", "a < b <p> c",
        "<xmp><div></xmp><p>", "<p title='<div>'><b title=\"<div>\">", "<DIV><Div>",
        "<!><div><!doctype x><div>", "<iframe><div></iframe><p>", "<svg><textarea><g>", "<div/><div/><div>",
    ],
)  # fmt: skip
def test_the_depth_counted_is_that_of_the_tree(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert counted(html, monkeypatch) == depth(html, without=VOID)


VOID = frozenset("img br hr input col".split())
"""Elements that hold no others."""
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
