"""Texts of posts that are found by structure: paragraphs, lists, quotations and code as the contract has them."""

import pytest

import qapipe

LEAD = "Take a photograph in daylight and compare it with the drawing."
PEOPLE = ("Hedda Wick", "Olaf Reed", "Minna Tow", "Ansel Thorn")
WORDS = (
    "<p>Mine has begun to drift about on the floor. What do you put under the feet of it?</p>",
    "<p>Rubber mats of the kind that is sold for washing machines, cut into four squares.</p>",
    None,
    "<p>We had this discussion three years ago and the answer was a plain cotton cover.</p>",
)


def text_of(html: str) -> str:
    """The text of a post that begins with a usual paragraph."""
    posts = "".join(
        f'<div class="post" id="p{number}"><div><a class="username" href="/u/{number}">{name}</a> '
        f'<span class="date">March {number + 2}, 2015, 10:0{number}</span></div>'
        f'<div class="content">{words or f"<p>{LEAD}</p>{html}"}</div></div>'
        for number, (name, words) in enumerate(zip(PEOPLE, WORDS, strict=True), 1)
    )
    page = f"<!doctype html><title>Why does my loom drift?</title><body><h1>Why does my loom drift?</h1>{posts}</body>"
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url="https://trades.example/t/9"))
    assert [answer.author_name for answer in record.answers] == list(PEOPLE[1:]), record.reason
    return record.answers[1].body


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
    assert text_of(html) == f"{LEAD}\n\n{text}"
