"""Texts of posts that are found by structure: paragraphs, lists, quotations and code as the contract has them."""

import pytest

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
