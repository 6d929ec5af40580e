"""Documents: how a page is read, what it says of itself, and what is no page at all."""

import doctest
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import SelectolaxError

import qapipe
from qapipe.errors import DecodeError, TooComplexError
from qapipe.page.document import HtmlDocument, open_document
from qapipe.page.urls import http_url
from qapipe.records.plain import RawPage


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<link rel=canonical href='https://a.example/q/1'>", "https://a.example/q/1"),
        ("<link rel='nofollow canonical' href=' https://a.example/q/2 '>", "https://a.example/q/2"),
        ("<meta property=og:url content='https://a.example/q/3'>", "https://a.example/q/3"),
        ("<!-- saved from url=(0029)https://a.example/q/4 --><p>x", "https://a.example/q/4"),
        ("<link rel=Canonical href='https://a.example/q/5'>", "https://a.example/q/5"),
        ("<body><link rel=canonical href='https://a.example/q/6'>", "https://a.example/q/6"),
        ("<link rel=canonical><meta property=og:url content='https://a.example/q/7'>", "https://a.example/q/7"),
        (f"<!-- saved from url=https://a.example/{'x' * 4_054} -->", f"https://a.example/{'x' * 4_054}"),
        (f"<!-- saved from url=https://a.example/{'x' * 4_055} -->", None),
        ("<link rel=canonical href='/relative'>", None),
        ("<link rel=canonical href='javascript:alert(1)'>", None),
        ("<p>nothing", None),
    ],
)
def test_what_a_page_says_its_url_is(html: str, url: str | None) -> None:
    assert HtmlDocument(html).url == url
    assert HtmlDocument(html, "https://captured.example/").url == "https://captured.example/"


@pytest.mark.parametrize(
    ("html", "titles"),
    [
        ("<title>A b?  - Site</title>", {"A b? - Site", "A b?"}),
        ("<title>A b | Site | x</title>", {"A b | Site | x", "A b | Site"}),
        ("<title>One-way</title>", {"One-way"}),
        (f"<title>A b - {'x' * 41}</title>", {f"A b - {'x' * 41}"}),
        (
            "<meta property=og:title content=' Og '><meta name=twitter:title content=Tw><title>T</title>",
            {"Og", "Tw", "T"},
        ),
        ("<meta property=og:title><meta name=og:title content=no><title> </title>", set()),
        ("<body><title>In the body</title>", {"In the body"}),
        ("<title>T</title><body><svg><title>drawing</title></svg>", {"T"}),
        ("<p>none", set()), ("<p>Neither og:title nor twitter:title here", set()),
        # those in the head come first
        ("<title>T</title><meta property=og:title content=A><body><meta property=og:title content=B>", {"T", "A"}),
        ("<head></head><body><meta property=og:title content=B>", {"B"}),
    ],
)  # fmt: skip
def test_what_a_page_says_its_title_is(html: str, titles: set[str]) -> None:
    assert HtmlDocument(html).titles == titles


def test_an_address_that_is_no_utf8() -> None:
    body = b"<!-- saved from url=https://a.example/\xff -->"
    assert HtmlDocument(body).url == "https://a.example/\ufffd"


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=en-US>", "en-US"), ("<html xml:lang=de>", "de"), ("<html lang='' xml:lang=fr>", "fr"),
        ("<html lang>", None), ("<html xml:lang=''>", None), ("<p lang=de>", None), ("", None),
    ],
)  # fmt: skip
def test_the_language_of_a_page(html: str, language: str | None) -> None:
    assert HtmlDocument(html).language == language


def test_the_tree_is_built_when_it_is_needed() -> None:
    page = HtmlDocument("<p>a\ud800")
    before = page.has_tree
    assert [line.text for line in page.lines] == ["a?"]
    assert (before, page.has_tree) == (False, True)
    assert page.body is not None
    assert page.body.tag == "body"


def test_no_tree_is_built_of_hostile_markup() -> None:
    with pytest.raises(TooComplexError):
        _ = HtmlDocument("<div>" * 5_000).tree


def test_a_parser_that_gives_up_has_no_memory_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(_: bytes) -> None:
        raise SelectolaxError

    monkeypatch.setattr("qapipe.page.document.LexborHTMLParser", give_up)
    with pytest.raises(MemoryError):
        _ = HtmlDocument("<p>x").tree


def test_a_document_has_the_time_of_its_capture() -> None:
    time = datetime(2015, 1, 2, tzinfo=UTC)
    document, *_ = open_document(RawPage(body=b"<p>x", media_type="text/html", captured_at=time))
    assert isinstance(document, HtmlDocument)
    assert document.captured_at == time


def test_top_headings() -> None:
    assert HtmlDocument("<h1> a <b>b</b></h1><h2>c</h2><h1>d</h1>").top_headings == ["a b", "d"]
    assert HtmlDocument("<p>x").top_headings == []


@pytest.mark.parametrize(
    ("html", "captured", "link"),
    [
        ("", "https://a.example/q/1", "https://a.example/q/x"),
        ("", None, None),
        ("<base href='https://b.example/z/'>", "https://a.example/q/1", "https://b.example/z/x"),
        ("<base href='/z/'>", "https://a.example/q/1", "https://a.example/z/x"),
        ("<base target=_top><base href='/z/'>", "https://a.example/q/1", "https://a.example/q/x"),
        ("<base href='mailto:x'>", "https://a.example/q/1", "https://a.example/q/x"),
        ("<link rel=canonical href='https://www.a.example/c/1'>", "https://a.example/q/1", "https://www.a.example/c/x"),
        ("<link rel=canonical href='https://b.example/c/1'>", "https://a.example/q/1", "https://a.example/q/x"),
    ],
)
def test_what_links_are_relative_to(html: str, captured: str | None, link: str | None) -> None:
    document = HtmlDocument(html, captured)
    assert document.absolute("x") == link
    assert document.absolute("https://c.example/y") == "https://c.example/y"
    assert document.absolute("") is document.absolute(None) is None


@pytest.mark.parametrize(
    ("href", "base", "url"),
    [
        ("/dr/x", "https://a.example/question/y", "https://a.example/dr/x"),
        ("//b.example/x", "https://a.example/", "https://b.example/x"),
        ("mailto:x@y", "https://a.example/", None),
        ("x", None, None),
        ("http://[bad", None, None),
        ("https://a.example/a b", None, "https://a.example/a%20b"),
    ],
)
def test_links_are_made_absolute(href: str, base: str | None, url: str | None) -> None:
    assert http_url(href, base) == url


@pytest.mark.parametrize(
    ("body", "declared", "read_as"),
    [
        (b"<!DOCTYPE html><p>x", None, "text/html"),
        (b"\xef\xbb\xbf \n<html>", None, "text/html"),
        (b"<!-- c --><p>x", None, "text/html"),
        (b"<?xml version='1.0'?><html>", None, "text/html"),
        (b"Use <html> to start", None, "text/plain"),
        (b"<3 this question", None, "text/plain"),
        (b"<p>x", "text/plain", "text/plain"),
        (b"words", "text/html", "text/html"),
        (b"<p>x", "application/octet-stream", "text/html"),
    ],
)
def test_html_or_text(body: bytes, declared: str | None, read_as: str) -> None:
    assert open_document(RawPage(body=body, media_type=declared))[2] == read_as


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("label", [None, "utf-16le", "utf-8", "windows-1252"])
def test_html_in_utf_16_is_html(codec: str, label: str | None) -> None:
    html = "<!DOCTYPE html><html><head><title>t</title></head><body><p>Wörter 漢字 слово</p></body></html>"
    document, decoded, media_type = open_document(RawPage(body=html.encode(codec), charset=label))
    assert isinstance(document, HtmlDocument)
    assert media_type == "text/html"
    assert [line.text for line in document.lines] == ["Wörter 漢字 слово"]
    assert decoded.charset.startswith("utf-16")
    assert not decoded.damaged


@pytest.mark.parametrize("text", ["Plain words, and no mark at their start.", "Слова и more of them, in a text."])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_text_in_utf_16_is_text_where_a_label_says_so(text: str, codec: str) -> None:
    label = codec.replace("16-", "16")
    document, decoded, _ = open_document(RawPage(body=text.encode(codec), charset=label))
    assert [line.text for line in document.lines] == [text]
    assert decoded.charset == codec


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(32)) * 9, bytes(2_000)])
def test_binary_is_no_page(body: bytes) -> None:
    with pytest.raises(DecodeError):
        open_document(RawPage(body=body))


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"Page not found", "text/plain"),
        (b"<html><h1>Just a moment...</h1><p>Checking your browser before you may read on.</p>", "text/html"),
        (b"<html><title>503</title><body><h1>Service unavailable</h1></body>", "text/html"),
        (b"<html><body><div id=root></div><script>render()</script></body>", "text/html"),
    ],
)
def test_a_question_url_without_a_question_raises_the_alarm(body: bytes, media_type: str) -> None:
    url = "https://www.realself.com/question/some-slug"
    record = qapipe.parse_page(RawPage(body=body, media_type=media_type, url=url))
    assert (record.status, record.reason, record.question) == ("error", "unknown_layout", None)
    assert record.detail is not None
    assert "realself" in record.detail


def test_the_docstring_of_the_package() -> None:
    assert doctest.testmod(qapipe).failed == 0
    assert doctest.testmod(qapipe).attempted > 0
