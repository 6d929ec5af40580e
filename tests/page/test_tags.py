"""The bytes of HTML as a tokenizer sees them, and what is told from them before there is a tree."""

import pytest

from qapipe.page.document import HtmlDocument
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
