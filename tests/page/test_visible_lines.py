"""HTML to visible lines: what a reader sees, and what the surroundings of a line say about it."""

import html
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qapipe.page.document import HtmlDocument
from qapipe.page.outline import Line, Link, block
from qapipe.page.visible_lines import lines_of_node
from support import text_rules


def lines(page: str) -> list[Line]:
    return HtmlDocument(page).lines


def shown(page: str) -> str:
    return block(lines(page))


INLINE = {
    "bold and links": ("<p>one <b>bold</b><i>fused</i> <a href=x>link</a>.</p>", "one boldfused link."),
    "any inline": ("<p>a<span>b</span><em>c</em><code>d</code><font>e</font><u>f</u>", "abcdef"),
    "subscripts": ("<p>H<sub>2</sub>O, x<sup>2</sup>", "H2O, x2"),
    "possible break": ("<p>a<wbr>b", "ab"),
    "image": ("<p>a<img src=x alt=pic>b", "ab"),
    "comment": ("<p>a<!-- c -->b<![CDATA[d]]>", "ab"),
    "ruby": ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
    "source line breaks": ("<p>one\n  two\tthree&nbsp;&nbsp;four", "one two three four"),
    "entities": ("<p>&lt;b&gt; &amp;amp; &#8217; &eacute; &hellip;", "<b> &amp; ’ é …"),
    "spans in a block": ("<div><span>a</span>\n<span>b</span></div>", "a b"),
    "invisible characters": ("<p>a&zwj;b&shy;c\u200b", "abc"),
}
BLOCKS = {
    "paragraphs": ("<p>one</p><p>two</p>", "one\n\ntwo"),
    "divisions": ("<div>one</div><div>two</div>", "one\ntwo"),
    "nested divisions": ("<div>one<div>two</div>three</div>", "one\ntwo\nthree"),
    "text beside paragraphs": ("one<p>two</p>three<p>four", "one\n\ntwo\n\nthree\n\nfour"),
    "text beside divisions": ("one<div>two</div>three", "one\ntwo\nthree"),
    "empty paragraphs": ("<p>\u200b</p><p> </p><p>&nbsp;<p>x</p><p></p>", "x"),
    "headings": ("<h2>a</h2>b<h3>c</h3>d", "a\n\nb\n\nc\n\nd"),
    "rule": ("a<hr>b", "a\n\nb"),
    "quotation": ("a<blockquote>b</blockquote>c", "a\n\nb\n\nc"),
    "definitions": ("<dl><dt>a<dd>b<dt>c</dl>", "a\nb\nc"),
    "details": ("<details><summary>a</summary>b</details>", "a\nb"),
    "address": ("<address>1 Main St<br>Tampa</address>", "1 Main St\nTampa"),
    "table": ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    "table with caption": ("<table><caption>t<tr><td>a<td>b</table>", "t\na b"),
    "deep": ("<div>" * 500 + "deep", "deep"),
    "unclosed": ("<div><p>a<div>b<p>c", "a\n\nb\n\nc"),
    "only text": ("just text", "just text"),
    "nothing": ("", ""),
}
BREAKS = {
    "one": ("one<br>two", "one\ntwo"),
    "two make a paragraph": ("one<br><br>two", "one\n\ntwo"),
    "many make one": ("one<br/><br/> <br/><br/>two", "one\n\ntwo"),
    "at the edge of a block": ("<div>one<br></div>two", "one\ntwo"),
    "below a block": ("<div>one</div><br>two", "one\n\ntwo"),
    "at the start of a block": ("one<div><br>two</div>", "one\n\ntwo"),
    "at the ends": ("<p><br>one<br></p><br>", "one"),
    "in a heading": ("<h3>c<br>d</h3>", "c\nd"),
}
LISTS = {
    "bullets": ("<p>intro</p>\n<ul>\n<li>a</li>\n<li><p>b</p></li></ul>\n<p>end", "intro\n\n- a\n- b\n\nend"),
    "numbers": ("<ol><li>first<li>second</ol>", "- first\n- second"),
    "nested": ("<ul><li>a<li>b<ol><li>c<li>d</ol>more<li>e</ul>", "- a\n- b\n- c\n- d\nmore\n- e"),
    "nested alone": ("<ul><li><ul><li>x</ul></ul>", "- x"),
    "item of two lines": ("<ul><li>a<br>b</ul>", "- a\nb"),
    "item with markup": ("<ul><li><a href=x>l</a> <b>m</b></ul>", "- l m"),
    "empty item": ("<ul><li></li></ul>after", "after"),
    "typed bullets": ("<p>• one<br>· two", "- one\n- two"),
    "bullet typed in an item": ("<ul><li>• one</ul>", "- one"),
    "two lists": ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n- b"),
    "after a list": ("<ul><li>a</ul><div>b</div>", "- a\n\nb"),
    "loose item": ("<li>loose</li><p>after", "- loose\n\nafter"),
    "layout: cards": (
        "<ul><li><div>card</div><p>one</p><p>two</p></li><li><h3>next</h3></li></ul>",
        "card\n\none\n\ntwo\n\nnext",
    ),
    "layout: paragraphs": ("<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>", "a\n\nb\n\n- c"),
    "layout: a list in a card": ("<ul><li><div>card</div><ul><li>a<li>b</ul></ul>", "card\n\n- a\n- b"),
}
PREFORMATTED = {
    "lines": ("<pre>def f():\n    return 1\n\nf()</pre>", "def f():\nreturn 1\n\nf()"),
    "line breaks of all systems": ("<pre>a\r\nb\rc\n\n\n\nd</pre>", "a\nb\nc\n\nd"),
    "code inside": ("a<pre><code>b\n  <b>c</b> d</code></pre>e", "a\n\nb\nc d\n\ne"),
    "br inside": ("<pre>a<br>b</pre>", "a\nb"),
    "first line break": ("<pre>\n\na</pre>", "a"),
    "blanks alone": ("<pre>a\n  \n \rb <b> </b>c</pre>", "a\n\nb c"),
    "over when it ends": ("<pre>a</pre>b\nc", "a\n\nb c"),
}
HIDDEN = {
    "scripts": ("a<script>x</script><style>y</style><template><p>z</p></template>b", "ab"),
    "attribute": ("<p hidden>a</p><div hidden=until-found><p>b</div><p>c", "c"),
    "style": ("<p style='display:none'>a</p><p style='color:red; visibility: hidden'>b</p>c", "c"),
    "style in capitals": ("<p STYLE='DISPLAY:NONE'>a</p>b", "b"),
    "words that are hidden from screen readers alone": ("a<b aria-hidden=true>b</b><i aria-hidden=false>c</i>", "abc"),
    "ornaments": ("<p>a<span aria-hidden=true>*</span><i aria-hidden='true'>i</i>b", "ab"),
    "embedded": ("<iframe>f</iframe><object>o</object><video>v</video><svg><text>s</text></svg>x", "x"),
    "stars read out": ("<span role=img aria-label='4.9 out of 5 stars'><b>*****</b></span>", "4.9 out of 5 stars"),
    "picture read out": ("<b>Roe</b><div role=img aria-label='5 stars'>*****</div>", "Roe\n5 stars"),
    "label of what is read itself": ("<span role=button aria-label='open'>a</span><p role=img>b</p>", "a\n\nb"),
    "drawing": ("<svg role=img aria-label='logo'></svg>x", "x"),
    "head": ("<title>t</title><meta content=m><p>x", "x"),
    "body marked hidden until scripts run": ("<body hidden>x", "x"),
}
FURNITURE = {
    "navigation": ("<nav>menu</nav><p>text</p><aside>more</aside><footer>end</footer>", "text"),
    "between words": ("one<nav>n</nav>two<aside>a</aside>three<footer>f</footer>four", "one\ntwo\nthree\nfour"),
    "below breaks": ("one<br><br><nav>n</nav>two", "one\n\ntwo"),
    "in an article": ("<article><nav>n</nav><p>text</p><aside>a</aside></article>", "text"),
    "footer of an article": ("<article><p>text</p><footer>by Jane</footer></article>", "text\n\nby Jane"),
    "footer of an article below code and headings": (
        "<article><pre>a</pre><h2>b</h2><ul><li>c</ul><footer>by Jane</footer></article>",
        "a\n\nb\n\n- c\n\nby Jane",
    ),
    "footer of an item": ("<ul><li><p>text</p><footer>by Jane</footer></ul>", "text\n\nby Jane"),
    "footer of a quotation": ("<blockquote>text<footer>by Jane</footer></blockquote>", "text\nby Jane"),
    "footer of a section": ("<section>text<footer>end</footer></section>", "text"),
    "footer below an article": ("<article>text</article><footer>end</footer>", "text"),
    "controls": (
        "<button>Share</button><select><option>x</select><textarea>y</textarea><input value=v><p>z",
        "z",
    ),
    "label": ("<form><label>a</label></form>b", "a\nb"),
    "header and main": ("<header>a</header><main>b</main>", "a\nb"),
}
CASES = {
    f"{name}: {case}": pair
    for name, table in {
        "inline": INLINE, "block": BLOCKS, "br": BREAKS, "list": LISTS, "pre": PREFORMATTED, "hidden": HIDDEN,
        "furniture": FURNITURE,
    }.items()
    for case, pair in table.items()
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_a_reader_sees(case: str) -> None:
    page, text = CASES[case]
    assert shown(page) == text


def test_headings_and_links() -> None:
    found = lines(
        "<h2>Title</h2><a href='/dr/x'><img src=y></a><h3><a href='/dr/jane'>Jane</a>, MD</h3><p>text <a href=z>z</a>"
        "<p><a name=top>no link</a> <a href=''>nor this</a><h6>low</h6>"
    )
    assert [(line.text, line.heading, line.hrefs) for line in found] == [
        ("Title", 2, ()),
        ("Jane, MD", 3, ("/dr/x", "/dr/jane")),
        ("text z", 0, ("z",)),
        ("no link nor this", 0, ()),
        ("low", 6, ()),
    ]
    assert found[1].links == (Link("/dr/x", ""), Link("/dr/jane", "Jane"))


def test_a_heading_around_other_blocks() -> None:
    found = lines("<h2>a<ul><li>b</li></ul><article>c</article><pre>d</pre>e</h2>f<h3>g</h3><p>h")
    assert [(line.text, line.heading) for line in found] == [
        ("a", 2), ("b", 2), ("c", 2), ("d", 2), ("e", 2), ("f", 0), ("g", 3), ("h", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("<a href=x> a <b>b</b>\n</a>", [(Link("x", "a b"),)]),
        ("<a href=x>a</a><a href=y>b</a>", [(Link("x", "a"), Link("y", "b"))]),
        ("<p>a<a href=x></a></p><p>b", [(Link("x", ""),), ()]),
        ("<p>a</p><a href=x></a><p>b", [(), (Link("x", ""),)]),
        ("<a href=x><p>a</p><p>b</p></a>", [(Link("x", ""),), ()]),
        ("<a href=x>a<br>b</a>c", [(Link("x", ""),), ()]),
        ("<a href=x>a <b role=img aria-label=star></b> b</a> c", [(Link("x", "a star b"),)]),
        ("<a href=x>a <s hidden>c</s> b</a><a hidden href=y>c</a>", [(Link("x", "a b"),)]),
        ("<nav><a href=x>n</a></nav><p>a", [()]),
        ("<p>a<a href=x>", [(Link("x", ""),)]),
    ],
)
def test_links_of_a_line(page: str, links: list[tuple[Link, ...]]) -> None:
    assert [line.links for line in lines(page)] == links


def test_lines_know_their_element() -> None:
    found = lines("<div class='a b'>one<p class=c>two <b class=d>three</b></p>four<p>five</div>")
    assert [line.label for line in found] == ["div.a b", "p.c", "div.a b", "p."]


def test_a_part_of_a_page() -> None:
    page = HtmlDocument("<div id=x><h2>one</h2><p>two<span class=ad>ad</span></p><p class=ad>ad</p></div><p>three")
    node = page.tree.css_first("#x")
    assert node is not None
    assert [line.text for line in lines_of_node(node)] == ["one", "twoad", "ad"]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>before <b id=x>one <i>two</i><br>three</b> after", ["one two", "three"]),
        ("<div>before <span id=x>one<p>two</p></span> after", ["one", "two"]),
        ("<p>before <a id=x href=y>one</a> after", ["one"]),
        ("<table><tr><td>before<td id=x>one<td>after</table>", ["one"]),
        ("<ul><li>before<li id=x>one<p>two</p><li>after</ul>", ["one", "two"]),
        ("<p>before <span id=x> </span> after", []),
    ],
)
def test_an_element_alone(page: str, found: list[str]) -> None:
    """Inline elements, too; what stands beside it is not in it."""
    node = HtmlDocument(page).tree.css_first("#x")
    assert node is not None
    assert [line.text for line in lines_of_node(node)] == found


def test_a_link_alone() -> None:
    node = HtmlDocument("<p>before <a id=x href=y>one <b>two</b></a> after").tree.css_first("#x")
    assert node is not None
    (line,) = lines_of_node(node)
    assert line.links == (Link("y", "one two"),)


# What HTML cannot hold: NULs and surrogates; it reads a carriage return and some controls as something else.
IN_HTML = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" \n\t")


@settings(deadline=None)
@given(st.text(IN_HTML, max_size=80))
def test_escaped_text_is_shown_as_it_was(content: str) -> None:
    assert shown(f"<p>{html.escape(content)}</p>") == text_rules.paragraphs(text_rules.one_line(content))


WORDS = st.text("abcdefgh", min_size=1, max_size=5)
Tree = Any  # a word, or a tag with trees in it


def as_html(tree: Tree) -> str:
    if isinstance(tree, str):
        return f" {tree} "
    tag, children = tree
    return f"<{tag}>{''.join(map(as_html, children))}</{tag}>"


def words_of(tree: Tree) -> list[str]:
    return [tree] if isinstance(tree, str) else [word for child in tree[1] for word in words_of(child)]


TAGS = st.sampled_from("div section article main header blockquote ul li ol pre b span em details center".split())
TREES: st.SearchStrategy[Tree] = st.recursive(WORDS, lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)))


@settings(deadline=None)
@given(TREES)
def test_every_word_is_shown_once_and_in_order(tree: Tree) -> None:
    found = [word for line in lines(as_html(tree)) for word in line.text.split()]
    assert found == words_of(tree)
