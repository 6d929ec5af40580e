"""The bytes of HTML as a tokenizer sees them, and what is told from them before there is a tree."""

import pytest

from qapipe.errors import TooComplexError
from qapipe.page.document import HtmlDocument
from qapipe.page.guard import MAX_DEPTH, check_complexity
from qapipe.page.tags import MARK, REST_OF_TAG, comment_end, raw_text_end
from qapipe.readers import registry
from qapipe.records.reasons import Reason


@pytest.mark.parametrize(
    ("page", "rest"),
    [
        (b"<br>x", b"x"),
        (b"<p title='>'>x", b"x"),
        (b'<p title=">" x>y', b"y"),
        (b'<p title=a">x', b"x"),
        (b'<p ="a>x', b"x"),
        (b'<p ">x', b"x"),
        (b"<p a = '>' b>x", b"x"),
        (b"<p a=''b=\">\">x", b"x"),
        (b"<p a='>x", b""),
        (b"<p a", b""),
    ],
)
def test_where_a_tag_ends(page: bytes, rest: bytes) -> None:
    start = MARK.match(page)
    assert start is not None
    end = REST_OF_TAG.match(page, start.end())
    assert end is not None
    assert page[end.end() :] == rest


@pytest.mark.parametrize(
    ("comment", "rest"),
    [
        (b"<!-- a -->x", b"x"),
        (b"<!-->x", b"x"),
        (b"<!--->x", b"x"),
        (b"<!-- --!>x", b"x"),
        (b"<!-- > -- -->x", b"x"),
        (b"<!-- never", b""),
    ],
)
def test_where_a_comment_ends(comment: bytes, rest: bytes) -> None:
    assert comment[comment_end(comment, len(b"<!--")) :] == rest


@pytest.mark.parametrize(
    ("content", "rest"),
    [
        (b"a < b</script>x", b"</script>x"),
        (b"'</scripts>'</SCRIPT >x", b"</SCRIPT >x"),
        (b"<!-- '</script>x", b"</script>x"),
        (b"<!-- <script> </script> --> </script>x", b"</script>x"),
        (b"<!-- <script> --> </script>x", b"</script>x"),
        (b"<!--> <script> </script>x", b"</script>x"),
        (b"<!-- <script> </script>x", b""),
        (b"never", b""),
    ],
)
def test_where_a_script_ends(content: bytes, rest: bytes) -> None:
    assert content[raw_text_end(content, b"script", 0) :] == rest


WELL_NESTED = {
    "left out end tags": b"<ul><li>a<li>b</ul><dl><dt>a<dd>b</dl><p>c<p>d",
    "tables": b"<table><tr><td>a<td>b<tr><th>c<tbody><tr><td><p>d</table>",
    "misnested formatting": b"<b>a<i>b</b>c</i><p><font size=2>d",
    "drawings": b"<svg><g><path/><title>x</title><style>a<b</style></g></svg>",
    "forms": b"<select><option>a<option>b</select><textarea><div></textarea>",
    "voids": b"<br><img src=x><input><hr/>",
    "scripts": b"<script>'<div><div>'</script><style>a > b</style><!-- <div> -->",
}


@pytest.mark.parametrize("name", WELL_NESTED)
def test_ordinary_markup_is_never_too_complex(name: str) -> None:
    check_complexity(b"<html>" + WELL_NESTED[name] * MAX_DEPTH)


def test_what_is_deep_elsewhere_is_deep_here() -> None:
    for piece in WELL_NESTED.values():
        with pytest.raises(TooComplexError):
            check_complexity(piece * 100 + b"<div>" * (2 * MAX_DEPTH))


@pytest.mark.parametrize(
    "html",
    [
        "<h1>How to ask a Question</h1><script>typeof x</script>",
        "<h1>Questions</h1><p>A Question: 'Questions?'</p><script type=application/ld+json>{}</script>",
        "<p>Question</p><script>typeof x</script><p itemscope itemtype=https://schema.org/Thing>",
    ],
)
def test_an_article_at_a_known_address_costs_no_tree(html: str) -> None:
    article = HtmlDocument(html, "https://news.example/a")
    assert registry.pick(article) is Reason.NO_QUESTION
    assert not article.has_tree


@pytest.mark.parametrize(
    "markup",
    [
        '<p itemscope itemtype="https://schema.org/Question">',
        "<p itemscope itemtype=https://schema.org/Question>",
        '<p typeof="Thing Question Place">',
        "<p typeof='schema:Question'>",
        '<script type="application/ld+json">{"@type":"Question"}</script>',
        '<script type="application/ld+json">{"@type":["Thing", "http://schema.org/Question"]}</script>',
        "<script type=application/ld+json>{&quot;@type&quot;:&quot;Question&quot;}</script>",
        "Question<p typeof=Question>",
    ],
)
def test_a_page_that_may_hold_a_question_is_read(markup: str) -> None:
    page = HtmlDocument(f"<h1>Questions</h1>{markup}", "https://news.example/a")
    assert registry.pick(page) is Reason.NO_QUESTION
    assert page.has_tree
