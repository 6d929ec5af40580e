"""Texts of posts that are found by structure: paragraphs, lists, quotations and code as the contract has them."""

import pytest

from generators.threads import thread_page
from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.texts import TextLine, block, lines_of, text_of
from qapipe.readers.threads.walk import places_of
from support.posts import WORDS, bodies, thread


@pytest.mark.parametrize(
    ("html", "text"),
    [
        # lines and paragraphs
        ("<p>one <b>bold</b><i>fused</i></p><p>two</p>", "one boldfused\n\ntwo"),
        ("<p>one<br>two<br><br>three</p>", "one\ntwo\n\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<p>\u200b</p><p> </p><p>one</p>", "one"),
        ("<p>one</p><hr><p>two</p>", "one\n\ntwo"),
        ("<h3>Head</h3><p>one</p>", "Head\n\none"),
        ("<p>a &lt;b&gt; &amp; c&nbsp;&nbsp;d</p>", "a <b> & c d"),
        ("<p>one<script>no()</script><style>no</style> two</p>", "one two"),
        ("<p>one <span hidden>no</span><span style='display:none'>no</span>two</p>", "one two"),
        # pictures that stand for words
        ("<p>fine <img src=x alt='😀'> it is</p>", "fine 😀 it is"),
        ("<p>see <img src=x alt='the kiln in snow'> there</p>", "see the kiln in snow there"),
        ("<p>see <img src=x alt='kiln.jpg'><img src=x alt=''><img src=x> there</p>", "see there"),
        ("<p>see <a href=x><img src=x alt='the kiln in snow'></a> there</p>", "see there"),
        ("<p>see it</p><p><img src=x alt='the kiln in snow'></p>", "see it"),
        # lists
        ("<ul><li>a</li><li>b</li></ul><p>end</p>", "- a\n- b\n\nend"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "- a\n- b\n- c"),
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n- b"),
        ("<p>• a<br>• b</p>", "- a\n- b"),
        # quotations
        ("<blockquote>one</blockquote><p>two</p>", "> one\n\ntwo"),
        ("<blockquote><p>one</p><p>two</p></blockquote><p>three</p>", "> one\n>\n> two\n\nthree"),
        ("<blockquote>one<blockquote>two</blockquote></blockquote><p>three</p>", "> one\n>\n> > two\n\nthree"),
        ("<blockquote><ul><li>a</li><li>b</li></ul></blockquote><p>two</p>", "> - a\n> - b\n\ntwo"),
        ("<div class=quote>one</div>two<div class=quote>three</div><p>four</p>", "> one\n\ntwo\n\n> three\n\nfour"),
        # code
        ("<pre><code>a = 1\n  b = 2\n</code></pre><p>end</p>", "```\na = 1\n  b = 2\n```\n\nend"),
        ("<pre>\n\na\n\n  b\n\n</pre><p>end</p>", "```\na\n\n  b\n```\n\nend"),
        ("<pre>a</pre><pre>b</pre><p>end</p>", "```\na\n```\n\n```\nb\n```\n\nend"),
        ("<p>run <code>x  y</code> now</p>", "run x y now"),
        ("<pre>a<br>b</pre><p>end</p>", "```\na\nb\n```\n\nend"),
        # tables
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table><p>end</p>", "a b\nc d\n\nend"),
    ],
)  # fmt: skip
def test_texts(html: str, text: str) -> None:
    """Behind a usual paragraph, in one of four answers."""
    assert bodies(thread(below=["", "", html, "", ""]))[1] == f"{WORDS[2]}\n\n{text}"


def text(html: str) -> str:
    body = HtmlDocument(html).body
    assert body is not None
    return text_of(body)


@pytest.mark.parametrize("tag", "p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 figure fieldset".split())
def test_elements_with_an_empty_line_around(tag: str) -> None:
    inner = {"ul": "<li>x", "ol": "<li>x", "dl": "<dt>x", "table": "<tr><td>x"}.get(tag, "x")
    shown = {"blockquote": "> x", "pre": "```\nx\n```", "ul": "- x", "ol": "- x"}.get(tag, "x")
    assert text(f"<div>a</div><{tag}>{inner}</{tag}><div>b</div>") == f"a\n\n{shown}\n\nb"


@pytest.mark.parametrize(
    "tag",
    "div section article main header footer address center figcaption details summary form dt dd caption legend "
    "aside".split(),
)
def test_elements_with_lines_of_their_own(tag: str) -> None:
    html = "<table>a<caption>x</caption><tr><td>b</table>" if tag == "caption" else f"a<{tag}>x</{tag}>b"
    assert text(f"<div>{html}</div>") == ("a\n\nx\nb" if tag == "caption" else "a\nx\nb")


@pytest.mark.parametrize("tag", "span b i em strong a u s small code sub label font".split())
def test_elements_inside_of_lines(tag: str) -> None:
    assert text(f"<p>a<{tag}>x</{tag}>b</p>") == "axb"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # line ends
        ("a<br>b", "a\nb"), ("a<br><br>b", "a\n\nb"), ("a<br><br><br>b", "a\n\nb"), ("<br><br>a", "a"),
        ("a<br> <br>b", "a\n\nb"),
        ("<p>a<br></p>b", "a\n\nb"), ("<div>a<br></div>b", "a\nb"), ("<div>a<br></div><br>b", "a\n\nb"),
        ("<div>a</div><br>b", "a\n\nb"),
        ("<div>a</div><p>b</p>", "a\n\nb"), ("<p>a</p><div>b</div>", "a\n\nb"),
        ("<div><div>a</div></div><div>b</div>", "a\nb"),
        ("<div>a<p></p></div>b", "a\n\nb"), ("<p>a</p> <p> </p> <p>b</p>", "a\n\nb"),
        ("<div>a</div> <div>b</div>", "a\nb"),
        # cells
        ("<table><tr><td>a<td>b<tr><th>c<th>d</table>", "a b\nc d"), ("<table><tr><td>a<td><td>b</table>", "a b"),
        # lists
        ("<ul><li>a<ul><li>b</ul><li>c</ul>d", "- a\n- b\n- c\n\nd"), ("<ul><li><p>a</p><p>b</p></ul>", "- a\nb"),
        ("<ul><li>a<p>b</p><ol><li>c</ol></ul>", "- a\nb\n- c"), ("<ul><li>a<pre>b</pre></ul>", "- a\n\n```\nb\n```"),
        ("<ul><li>a<blockquote>b</blockquote></ul>c", "- a\n\n> b\n\nc"), ("<ul><li></li><li>a</ul>", "- a"),
        ("<li>a<li>b", "- a\n- b"),
        ("<ul><li></li></ul>a", "a"),
        ("<div class='quote a'>a<div class='quote b'>b</div></div>c", "> a\n>\n> > b\n\nc"),
        ("<ul><li>a</li></ul><p>b</p><ul><li>c</ul>", "- a\n\nb\n\n- c"), ("<p>• a</p>b", "- a\n\nb"),
        ("<ul><li>• a</ul>", "- a"),
        ("<ul><li>a<br>b</ul>", "- a\nb"), ("<ul><li>a<div>b</div></ul>c", "- a\nb\n\nc"),
        ("<ul><li><h3>a</h3>b</ul>", "- a\n\nb"), ("<ul><li>a<h3>b</h3>c</ul>", "- a\n\nb\n\nc"),
        ("<ul><li>a<p>b</p>c</ul>", "- a\nb\nc"),
        # quotations
        ("a<blockquote>b<br>c</blockquote>d", "a\n\n> b\n> c\n\nd"),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n>\n> b"),
        ("<blockquote>a<br><br>b</blockquote>", "> a\n>\n> b"),
        ("<blockquote>a<div>b</div>c</blockquote>", "> a\n> b\n> c"),
        ("<div class=quote>a<div class=quote-by>b</div></div>c", "> a\n> b\n\nc"), ("<span class=quote>a</span>", "a"),
        ("<div class=quote>a<div class=quote>b</div></div>c", "> a\n>\n> > b\n\nc"),
        ("<aside class=quote>a</aside>b", "> a\n\nb"),
        ("<div class=quote>a<blockquote>b</blockquote></div>c", "> a\n>\n> > b\n\nc"),
        ("<div class=quote><div class=quote-author>a:</div>b</div>c", "> a:\n> b\n\nc"),
        ("<p class=quote>a</p>b", "a\n\nb"),
        ("<blockquote class=post-body>a</blockquote>b", "a\n\nb"), ("<div class=quote-button>a</div>b", "a\nb"),
        ("<blockquote>a<blockquote>b</blockquote>c</blockquote>", "> a\n>\n> > b\n>\n> c"),
        # code
        ("<pre>a\nb\n\nc</pre>", "```\na\nb\n\nc\n```"), ("<pre>a\r\nb\rc</pre>", "```\na\nb\nc\n```"),
        ("<pre>a<br><br>b</pre>", "```\na\n\nb\n```"),
        ("<pre>  a\n    b  \n</pre>c", "```\n  a\n    b\n```\n\nc"), ("<pre>\n\n\n</pre>a", "a"),
        ("a<pre>b</pre>c", "a\n\n```\nb\n```\n\nc"),
        ("<pre>a</pre><pre>b</pre>", "```\na\n```\n\n```\nb\n```"),
        ("<blockquote><pre>a</pre></blockquote>b", "> ```\n> a\n> ```\n\nb"),
        ("<div>a<pre><code>b</code>\n<b>c</b>d</pre></div>", "a\n\n```\nb\ncd\n```"),
        ("<blockquote>a<pre>b\n\nc</pre>d</blockquote>", "> a\n>\n> ```\n> b\n>\n> c\n> ```\n>\n> d"),
        ("<pre>• a</pre>", "```\n• a\n```"),
        # code whose lines are elements, as what colours it makes them
        ("<pre><div>a = 1</div><div>  b</div></pre>c", "```\na = 1\n  b\n```\n\nc"),
        ("<pre>a\n<div>  b</div>\n<div>c</div></pre>", "```\na\n  b\nc\n```"),
        ("<pre><ol><li>a<li>  b</ol></pre>c", "```\na\n  b\n```\n\nc"),
        ("<pre>a<pre>b</pre>c\n\n</pre>d", "```\na\nb\nc\n```\n\nd"),
        ("<pre>\n</pre>", ""), ("a<pre>\n\n</pre><p>b</p>", "a\n\nb"),
        ("<pre><b>if</b> <i>a</i>:\n    <b>b</b>\n\n    <i>c</i>\n</pre>", "```\nif a:\n    b\n\n    c\n```"),
        # pictures
        ("a <img alt='😀'>", "a 😀"), ("a<img alt='😀'>b", "a😀b"), ("<img alt='😀'>a", "😀a"),
        ("x<p><img alt='good old felt'><img alt='😀'> is warm</p>", "x\n\ngood old felt 😀 is warm"),
        ("<img alt='good old felt'>Felt is warm", "Felt is warm"),  # a logo, or a picture above its name
        ("<img alt='good old felt'>felt", "felt"),
        ("<p><img alt='😀'></p>a<br><img alt='😀'><br>b", "a\n\nb"), ("<pre><img alt='😀'>a</pre>", "```\na\n```"),
        ("a<img alt='good old felt'>b", "a good old felt b"),
        ("a<img alt='felt.png'>b", "ab"), ("a<img alt='an old felt.png'>b", "ab"),
        ("a<img alt='https://x.example/an old'>b", "ab"),
        ("a<img alt='felt'>b", "ab"), ("a<img alt='ein Bär'>b", "a ein Bär b"),
        ("a<img alt='öööö'>b", "aööööb"),
        ("a<img alt='ööööö'>b", "ab"), ("a<a><img alt='good old felt'></a>b", "ab"), ("a<img alt=' '>b", "ab"),
        ("a<img alt='a b'>b", "ab"),
        # blanks
        ("<p> a \n <b>b</b>\n</p>", "a b"), ("a<b> b</b><i> c</i>", "a b c"), ("a <!-- x -->b", "a b"),
        ("a<script>x</script>b", "ab"),
    ],
)  # fmt: skip
def test_lines_of_elements(html: str, expected: str) -> None:
    assert text(html) == expected


def lines(html: str, skip: str = "") -> list[TextLine]:
    document = HtmlDocument(html)
    places = arrays_of(document)[0]
    out = {number for number, own in enumerate(places.attributes) if skip and own.get("id") == skip}
    return lines_of(places, [0], out)


@pytest.mark.parametrize(
    ("html", "images"),
    [
        ("a<img alt='good old felt'>", [14]), ("a <img alt='good old felt'> ", [14]),
        ("a<img alt='good old felt'>b", [0]),
        ("a<img alt='😀'>", [1]), ("a<img alt='😀'><img alt='😀'>", [2]), ("a<img alt='😀'>b<img alt='😀'>", [1]),
        ("<table><td>a<img alt='😀'><td><td></table>", [1]), ("<table><td>a<img alt='😀'><td>b<td></table>", [0]),
        ("a<img alt='😀'> <img alt='good old felt'>", [15]), ("a<img alt='😀'><br>b", [1, 0]),
        ("a<img alt='😀'><br>b<i>c</i>", [1, 0]), ("a", [0]),
    ],
)  # fmt: skip
def test_letters_of_pictures_at_the_end_of_a_line(html: str, images: list[int]) -> None:
    assert [line.image for line in lines(html)] == images


def test_lines_that_stand_as_the_words_of_a_body_do() -> None:
    found = lines("<body class=x>a<p>b</p><p class=x>c</p><h3>d</h3><div><div>e</div></div>")
    assert [line.text for line in found if line.plain] == ["a", "b", "e"]


def test_the_first_line_stands_below_nothing() -> None:
    assert [line.gap for line in lines("<pre>a\nb</pre><p>c</p><pre>d</pre>")] == [False, False, True, True]


def test_where_lines_stand() -> None:
    found = lines("<p>a <b>b</b></p>c<div class=x>d<p>e</p></div><ul><li>f</ul><pre>g\nh</pre>")
    assert [(line.text, line.run, line.end, line.element, line.plain) for line in found] == [
        ("a b", 0, 2, 1, True), ("c", 2, 3, 0, True), ("d", 3, 4, 3, False), ("e", 4, 5, 4, True), ("f", 5, 6, 6, True),
        ("g", 6, 7, 7, False), ("h", 6, 7, 7, False),
    ]  # fmt: skip
    assert [(line.gap, line.item, line.code, line.quoted) for line in found] == [
        (False, False, False, 0), (True, False, False, 0), (False, False, False, 0), (True, False, False, 0),
        (True, True, False, 0), (True, False, True, 0), (False, False, True, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<span id=x>b</span>c", ["a", "c"]), ("<p>a</p><p id=x>b</p><p>c</p>", ["a", "c"]),
        ("a<p id=x>b</p>c", ["a", "c"]),
        ("<div id=x>a<p>b</p></div>c", ["c"]), ("a<div id=x>b</div>", ["a"]), ("a<br id=x>b", ["a", "b"]),
    ],
)  # fmt: skip
def test_what_is_left_out_ends_a_line(html: str, expected: list[str]) -> None:
    assert [line.text for line in lines(html, "x")] == expected


@pytest.mark.parametrize("seed", range(6))
def test_the_lines_of_an_element_are_the_same_in_the_arrays_of_its_page_and_in_its_own(seed: int) -> None:
    body = HtmlDocument(thread_page(seed).body).body
    assert body is not None
    page = places_of(body)
    compared = 0
    for element, node in enumerate(page.nodes):
        if element + 1 < page.ends[element]:
            compared += 1
            assert block(lines_of(page, [element])) == block(lines_of(places_of(node), [0]))
    assert compared > 12


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p id=x>in</p>", "in"), ("<p id=x></p>", ""), ("<p id=x hidden>in</p>", "in"), ("<br id=x>", ""),
        ("<template id=x><p>in</p></template>", ""), ("<svg id=x><text>in</text></svg>", ""),
        ("<textarea id=x>in</textarea>", ""),
        ("<noscript id=x>in</noscript>", "in"),
    ],
)  # fmt: skip
def test_what_stands_behind_an_element_is_no_text_of_it(html: str, text: str) -> None:
    """Also if nothing is read of the element itself."""
    (element,) = HtmlDocument(f"<div>{html}<p>behind</p></div><p>below</p>").tree.css("#x")
    assert text_of(element) == text
