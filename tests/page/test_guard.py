"""Pages that a parser does not survive are refused by their bytes, and no others.

The depth that is counted from the bytes is compared with that of the tree that Lexbor builds.
"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from qapipe.errors import TooComplexError
from qapipe.page import guard
from qapipe.page.guard import MAX_ATTRIBUTES, MAX_DEPTH, check_complexity
from qapipe.records.reasons import Reason

DEEP = 20_000


def is_refused(body: bytes) -> bool:
    try:
        check_complexity(body)
    except TooComplexError as error:
        return error.reason is Reason.TOO_COMPLEX
    return False


def counted(html: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The depth that a page is taken for: the least limit that lets it pass."""
    for limit in range(100):
        monkeypatch.setattr(guard, "MAX_DEPTH", limit)
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


@pytest.mark.parametrize("extra", [0, 1])
def test_the_limit_of_depth(extra: int) -> None:
    assert is_refused(b"<html>" + b"<div>" * (MAX_DEPTH + extra) + b"x" + b"</div>" * MAX_DEPTH) is bool(extra)
    assert is_refused(b"<html>" + b"<svg>" + b"<g>" * (MAX_DEPTH - 1 + extra)) is bool(extra)


def attributes(count: int, form: bytes = b"a%d=1", between: bytes = b" ") -> bytes:
    return between.join(form.replace(b"%d", b"%d" % number) for number in range(count))


@pytest.mark.parametrize("form", [b"a%d=1", b"a%d", b"a%d=''", b'a%d = "x y"', b"a%d='>'", b'a%d="</a>"'])
@pytest.mark.parametrize("before", [b"", b"<p>x</p>" * 10, b"x" * 5_000, b"<p>" + b"word " * 9_000])
def test_the_limit_of_attributes(form: bytes, before: bytes) -> None:
    for name in (b"<a ", b"<circle ", b"<svg><circle "):
        few = b"<html>" + before + name + attributes(MAX_ATTRIBUTES, form) + b">x"
        many = b"<html>" + before + name + attributes(3 * MAX_ATTRIBUTES, form) + b">x"
        assert not is_refused(few)
        assert is_refused(many)


REFUSED = {
    "20 MB of div": b"<div>" * 4_000_000,
    "nested divs": b"<html>" + b"<div>" * DEEP + b"x" + b"</div>" * DEEP,
    "inline": b"<p>" + b"<span>" * DEEP,
    "formatting": b"<html>" + b"<font>" * DEEP,
    "tables": b"<html>" + b"<table><tr><td>" * DEEP,
    "lists": b"<html>" + b"<ul><li>" * DEEP,
    "formatting that is opened anew": b"<html>" + b"".join(b"<p><font color=%d>" % n for n in range(DEEP)),
    "unknown elements": b"<html>" + b"<x-y>" * DEEP,
    "in capitals": b"<html>" + b"<DIV>" * DEEP,
    "with attributes": b"<html>" + b"<div class='>' id=\"<\">" * DEEP,
    # tags that a careless look takes for something else
    "slashes that close nothing": b"<html>" + b"<div/>" * DEEP,
    "group of options without a select": b"<html>" + b"<optgroup>" * DEEP,
    "ruby text without ruby": b"<html>" + b"<rt>" * DEEP,
    "cells without a table": b"<html>" + b"<td><div>" * DEEP,
    "cells behind a table": b"<html><table><table></table>" + b"<td><div>" * DEEP,
    "cells behind a template": b"<html><template><table></template>" + b"<td><div>" * DEEP,
    "behind a stray quote": b'<html><p ">' + b"<div>" * DEEP + b'">',
    "behind a quote in a value": b'<html><p x=a">' + b"<div>" * DEEP + b'">',
    "behind a quote in a name": b'<html><p ="a>' + b"<div>" * DEEP + b'">',
    "behind an empty comment": b"<html><!-->" + b"<div>" * DEEP + b"-->",
    "behind another empty comment": b"<html><!--->" + b"<div>" * DEEP + b"-->",
    "behind a comment with an odd end": b"<html><!-- --!>" + b"<div>" * DEEP + b"-->",
    "links in a drawing": b"<html><svg>" + b"<link>" * DEEP,
    "in the title of a drawing": b"<html><svg><title>" + b"<div>" * DEEP + b"</title>",
    "behind the style of a drawing": b"<html><svg><style>" + b"<div>" * DEEP + b"</style>",
    "end tags of what does not exist": b"<html>" + b"<div></x></span></b>" * DEEP,
    "end tags that do not reach": b"<html>" + (b"<div>" * 100 + b"<table><td>" + b"</div>" * 100) * (DEEP // 100),
    "end tags of less than stands open": b"<html>" + (b"<x>" * 100 + b"<div>" + b"</x>" * 100) * (DEEP // 100),
    "behind a script in a comment of a script": (
        b"<html><script><!--<script></script><title></script>" + b"<div>" * DEEP + b"</title>"
    ),
    "attributes without blanks": b"<html><a " + attributes(50_000, b"a%d=''", b"") + b">",
    "attributes between slashes": b"<html><a " + attributes(50_000, b"a%d", b"/") + b">",
    "attributes that never end": b"<html><a " + b"a=1 " * 50_000,
    "attributes behind quoted ends of tags": b"<html><a " + b"a='>' b=\"</a>\" " * DEEP + b">",
    "end tags that look far up": b"<html>" + b"<br>" * 999 + b"<x><div>" + b"<span>" * 3_900 + b"</x>" * DEEP,
    "quotes that never end": b"<html>" + b"<a href='" * 100_000,
    "attributes in the script of a drawing": (
        b"<html><svg><script><circle " + attributes(50_000) + b">x</script></svg>"
    ),
    "attributes behind a script in a section of characters": (
        b"<html><svg><![CDATA[ ><script> ]]><circle " + attributes(50_000) + b">x</script></svg>"
    ),
    "attributes behind a script in a comment": (
        b"<html><!-- ><script> --><a " + attributes(50_000) + b">x</script></a>"
    ),
    "end tags that look far up past elements that end at once": (
        b"<html>" + b"<b>x</b>" * 4_000 + b"<x><div>" + b"<span>" * 3_900 + b"</x>" * DEEP
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_markup_beyond_what_a_parser_survives(name: str) -> None:
    """Of the depths here Lexbor takes half a second; of five times as much twenty."""
    assert is_refused(REFUSED[name])


ORDINARY = {
    "left out end tags": b"<ul><li>a<li>b</ul><dl><dt>a<dd>b</dl><p>c<p>d",
    "tables": b"<table><tr><td>a<td>b<tr><th>c<tbody><tr><td><p>d</table>",
    "misnested formatting": b"<b>a<i>b</b>c</i><p><font size=2>d",
    "drawings": b"<svg><g><path/><title>x</title><style>a<b</style></g></svg>",
    "forms": b"<select><option>a<option>b</select><textarea><div></textarea>",
    "voids": b"<br><img src=x><input><hr/>",
    "scripts": b"<script>'<div><div>'</script><style>a > b</style><!-- <div> -->",
    "a table of cells": b"<table>" + b"<tr><td class='x' data-a='1'>cell<td>cell" * 3 + b"</table>",
    "links that end one another": b"<a name=x>",
    "comments that never end": b"<!--",
    "end tags alone": b"</div>",
    "shapes of a drawing": b"<svg><path/></svg>",
    "text with signs": b"a < b > c & d <3 ",
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_markup_is_never_refused(name: str) -> None:
    check_complexity(b"<html>" + ORDINARY[name] * MAX_DEPTH)


@pytest.mark.parametrize(
    "body",
    [
        b"<p>" + b"<b></b>" * DEEP,
        b"<ul>" + b"<li class='x'><a href=\"/y\">z</a><br></li>" * DEEP + b"</ul>",
        b"<script>{" + b'"key": "words of a text --> and more",' * 5_000 + b"}</script>",
        b"<style>" + b"a b c d { color: red; margin: 0 1px }" * 5_000 + b"</style>",
    ],
)
def test_pages_that_are_cleared_without_a_look_at_each_tag(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(_: bytes) -> None:
        raise AssertionError("the tags of this page need not be looked at")

    monkeypatch.setattr(guard, "_Walk", walk)
    check_complexity(b"<html><head></head><body>" + body)


@pytest.mark.parametrize(
    "body",
    [
        b"<script>" + b"<div>" * DEEP + b"</script>",
        b"<!--" + b"<div>" * DEEP + b"-->",
        b"<textarea>" + b"<div>" * DEEP,
        b"<a title='" + b"x y " * DEEP + b"'>",
        b"<script>" + b"a = '<a ' + b / c; " * 5_000 + b"</script>",
        b"<p>" + b"word=x / " * DEEP,
    ],
)
def test_what_is_text_is_not_counted(body: bytes) -> None:
    check_complexity(b"<html>" + body)


@pytest.mark.parametrize("name", ORDINARY)
def test_what_is_deep_behind_ordinary_markup_is_refused(name: str) -> None:
    if name != "comments that never end":
        assert is_refused(ORDINARY[name] * 100 + b"<div>" * (2 * MAX_DEPTH))
