"""Pages that a parser does not survive are refused by their bytes, and no others."""

import random
from fractions import Fraction
from itertools import repeat
from string import ascii_letters
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from qapipe.page import guard, open_elements, tags
from qapipe.page.guard import check_complexity
from qapipe.page.open_elements import MAX_ATTRIBUTES, MAX_DEPTH
from support.depths import is_refused

DEEP = 20_000


@pytest.mark.parametrize("extra", [0, 1])
def test_the_limit_of_depth(extra: int) -> None:
    assert is_refused(b"<html>" + b"<div>" * (4_000 + extra) + b"x" + b"</div>" * 4_000) is bool(extra)
    assert is_refused(b"<html>" + b"<svg>" + b"<g>" * (3_999 + extra)) is bool(extra)


def attributes(count: int, form: bytes = b"a%d=1", between: bytes = b" ") -> bytes:
    return between.join(form.replace(b"%d", b"%d" % number) for number in range(count))


@pytest.mark.parametrize("extra", [0, 1])
def test_the_limit_of_attributes_in_a_tag(extra: int) -> None:
    """Of a page whose tags are looked at one by one, because it may be deep, and of one whose tags need not be."""
    for name in (b"<a ", b"<svg><circle "):
        page = b"<html>" + name + attributes(4_000 + extra) + b">x"
        assert is_refused(b"<p>" * 4_001 + page) is is_refused(page) is bool(extra)


@pytest.mark.parametrize("extra", [0, 1])
def test_the_limit_of_tags(extra: int) -> None:
    assert is_refused(b"</p>" * (1_000_000 + extra)) is bool(extra)


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
    "forms that are closed around what stays open": b"<html>" + b"<form><div></form>" * DEEP,
    "tables that a template keeps open": b"<html>" + b"<table><template></table>" * DEEP,
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
    "attributes behind a sign that begins no tag": b"<html><<a " + attributes(50_000) + b">",
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
    "attributes behind a quote in a section of characters": (
        b'<html><svg><![CDATA[ ><script x="> ]]><circle ' + attributes(50_000) + b">x</script></svg>"
    ),
    "attributes behind a quote in a comment": (
        b"<html><!-- ><style x='> --><a " + attributes(50_000) + b">x</style></a>"
    ),
    "attributes of a script": b"<html><script " + attributes(50_000) + b">x</script>",
    "attributes of a style": b"<html><p>x</p><style " + attributes(50_000) + b">a > b</style>",
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
        b"<!-- x --><p>x</p><script>" + b"a = b -->  c > d / e;" * 5_000 + b"</script>",
        b"<!-- x --><p>x</p><style>" + b"a > b { c: d }" * 5_000 + b"</style><!-- x -->",
        b"<p>x</p><script src=x>" + b"a = b; " * 5_000 + b"'<i a=1>' + c > d </script>",
    ],
)
def test_pages_that_are_cleared_without_a_look_at_each_tag(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(_: bytes) -> None:
        raise AssertionError("the tags of this page need not be looked at")

    monkeypatch.setattr(guard, "OpenElements", walk)
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


PIECES = "> < = \" \" ' ' / <p <p <a <svg> <script> </script> <!-- --> <![CDATA[ ]]> <title> </title> =\" =' \"> '>"


@settings(deadline=None, max_examples=500)
@given(st.integers(0, 10**9))
def test_no_tag_with_more_attributes_passes(seed: int) -> None:
    """Whatever stands around it: quotes without a partner, ends of tags in values, scripts, comments."""
    chance = random.Random(seed)
    drawn = chance.choices([*PIECES.split(), "<a", " @", " @", "/@", "/@", " @=", "\n"], k=chance.randint(5, 40))
    html = "<html>" + "".join(map(str.replace, drawn, repeat("@"), ascii_letters))
    most = max(len(node.attributes) for node in LexborHTMLParser(html).css("*"))
    with pytest.MonkeyPatch.context() as patch:
        for module in (guard, open_elements):
            patch.setattr(module, "MAX_ATTRIBUTES", 3)
        patch.setattr(guard, "_STEP", 6)
        assert is_refused(html.encode()) or most <= 3


LONG, SHORT = b"x" * 21, b"x" * 9


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<p>" + LONG[:20], []), (b"<p>" + LONG, [LONG]),
        (b"<p>" + LONG[:16] + b"</p>" + SHORT, []), (b"<p>" + LONG[:17] + b"</p>" + SHORT, [LONG[:17] + b"</p>"]),
        (b"<p>" * 99 + LONG + b"</p>", [LONG + b"</p>"]),
        (b"<a b='>" + LONG + b"'>" + SHORT, [b"<a b='>" + LONG + b"'>"]),
        (b'<a b=">' + LONG + b'">' + SHORT, [b'<a b=">' + LONG + b'">']),
        (b"<a b= \n'>" + LONG + b"'>" + SHORT, [b"<a b= \n'>" + LONG + b"'>"]),
        (b"<a b='" + LONG + b">" + LONG + b"'>" + SHORT, [b"<a b='" + LONG + b">" + LONG + b"'>"]),
        (b"<p>" + SHORT + b"<a b='>>>>>>>>>>" + LONG + b"'>", [SHORT + b"<a b='>>>>>>>>>>" + LONG + b"'>"]),
        (b"<a b='>' c=\">\" d>" + SHORT, []),
        # quotes that start no value
        (b"<a b'>" + LONG + b"'>" + SHORT, [LONG + b"'>"]), (b"<a b '>" + LONG + b"'>" + SHORT, [LONG + b"'>"]),
        (b"'>" + LONG + b" ", [LONG + b" "]), (b"='>" + LONG, [b"='>" + LONG]), (b"x '>" + LONG, [LONG]),
        (b"<p>" + LONG[:16] + b"</p>x= y", []),
        (b"<p> '>" + LONG, [LONG]), (b"<p>='>" + LONG, [b"='>" + LONG]),
        # blanks before a quote: those of the last 64 characters are looked at
        (b"<a b=" + b" " * 63 + b"'>" + LONG, [b"<a b=" + b" " * 63 + b"'>" + LONG]),
        (b"<a b=" + b" " * 99 + b"'>" + LONG, [b"<a b=" + b" " * 99 + b"'>" + LONG]),
        (b"<a b" + b" " * 63 + b"'>" + LONG, [b"<a b" + b" " * 63 + b"'>", LONG]),
        (b"<a b" + b" " * 64 + b"'>" + LONG, [b"<a b" + b" " * 64 + b"'>" + LONG]),
        # ends of tags in a value: the last eight of a step are looked at
        (b"<a b=1>" + SHORT + b" '>'" * 7, []),
    ],
)  # fmt: skip
def test_where_long_tags_may_be(body: bytes, found: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """A value may hold the end of a tag: then all of it is in one stretch."""
    monkeypatch.setattr(guard, "_STEP", 20)
    assert [body[start:end] for start, end in guard.stretches(body)] == found


@pytest.mark.parametrize(("steps", "cleared"), [(6, True), (5, False)])
def test_end_tags_that_may_look_far_up_are_looked_at(
    steps: int, *, cleared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two end tags may look for theirs among three open elements: the two that stay open, and one that ends at once."""
    body = b"<x></x><x></x><x><x></y></y>"
    walked: list[bytes] = []
    monkeypatch.setattr(guard, "MAX_DEPTH", 3)
    monkeypatch.setattr(guard, "WORK", Fraction(steps, len(body)))
    monkeypatch.setattr(guard, "OpenElements", lambda body: SimpleNamespace(check=lambda: walked.append(body)))
    check_complexity(body)
    assert walked == ([] if cleared else [body])


def test_values_that_hold_a_lot_are_no_attributes(monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(_: bytes) -> None:
        raise AssertionError("the tags of this page need not be looked at")

    monkeypatch.setattr(guard, "OpenElements", walk)
    words = b"{&quot;key&quot;:&quot;some words\\u003cp a=1&quot;}," * 5_000
    check_complexity(b'<html><body><div data-preloaded="' + words + b"\"></div><p title='" + words + b"'>x</p>")


def test_what_looks_like_many_tags_in_one_is_not_read_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    class Pattern:
        def match(self, body: bytes, start: int, end: int) -> object:
            found = tags.START_TAG.match(body, start, end)
            read.append(found.end() - start if found else 0)
            return found

    monkeypatch.setattr(guard, "START_TAG", Pattern())
    monkeypatch.setattr(guard, "OpenElements", lambda _: SimpleNamespace(check=lambda: read.append(0)))
    body = b"<html><script>" + b"a <b c " * 50_000
    check_complexity(body)
    assert sum(read[:-2]) <= 4 * len(body)
    assert read[-1] == 0  # the tags were looked at one by one instead
