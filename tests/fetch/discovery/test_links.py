"""Links of a page and what it asks of robots: as a browser resolves them, and as the page robots_directives."""

from datetime import UTC, datetime

import pytest

from qapipe.fetch.discovery.links import FetchedPage
from qapipe.fetch.web.exchange import Exchange

HERE = "https://forum.example/list/page?n=1"


def answer(content: bytes, *headers: tuple[str, str]) -> Exchange:
    return Exchange(
        url=HERE,
        requested_at=datetime(2024, 1, 1, tzinfo=UTC),
        seconds=0.0,
        status=200,
        headers=headers,
        body=content,
        request=b"",
        response=b"",
    )


def page(body: str | bytes, *headers: tuple[str, str], media_type: str = "text/html; charset=utf-8") -> FetchedPage:
    content = body.encode() if isinstance(body, str) else body
    return FetchedPage(answer(content, ("Content-Type", media_type), *headers), content)


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("<a href=/q/1>", ["https://forum.example/q/1"]),
        ("<a href='q/1'>", ["https://forum.example/list/q/1"]),
        ("<a href='?n=2'>", ["https://forum.example/list/page?n=2"]),
        ("<a href='//other.example/x'>", ["https://other.example/x"]),
        ("<a href='../q/./1'>", ["https://forum.example/q/1"]),
        ("<a href='https://Forum.Example:443/q#answers'>", ["https://forum.example/q"]),
        ("<a href=' \n/q/\t1\n '>", ["https://forum.example/q/1"]),
        ("<a href='/q?a=1&amp;b=2'>", ["https://forum.example/q?a=1&b=2"]),
        ("<a href='/größe ä'>", ["https://forum.example/gr%C3%B6%C3%9Fe%20%C3%A4"]),
        ("<a href='https://bücher.example/'>", ["https://xn--bcher-kva.example/"]),
        ("<a href=/q/1><a href=/q/2><a href=/q/1#x>", ["https://forum.example/q/1", "https://forum.example/q/2"]),
        ("<map><area href=/q/1></map>", ["https://forum.example/q/1"]),
        ("<link rel=next href='?n=2'><link rel=prev href='?n=0'><link rel=stylesheet href=a.css>",
         ["https://forum.example/list/page?n=2"]),
        ("<base href=/docs/><a href=q>", ["https://forum.example/docs/q"]),
        ("<base target=_blank><base href='https://other.example/x/'><base href=/no/><a href=q>",
         ["https://other.example/x/q"]),
        ("<base href='javascript:1'><a href=q>", ["https://forum.example/list/q"]),
        (("<a href='javascript:go()'><a href='mailto:a@b.example'><a href='data:text/html,x'><a href='tel:1'><a href>"
         "<a name=x><a href='ftp://forum.example/'><a href='http://'><a href='http://user:pw@forum.example/'>"), []),
        ("<!-- <a href=/q/1> --><script>'<a href=/q/2>'</script><style>a:after{content:'<a href=/q/3>'}</style>", []),
        ("<a rel='nofollow ugc' href=/q/1><a rel=noopener href=/q/2>", ["https://forum.example/q/2"]),
        ("<meta name=robots content='noindex, NOFOLLOW'><a href=/q/1>", []),
        ("<meta name=robots content=none><a href=/q/1>", []),
        ("<meta name=qapipe content=nofollow><a href=/q/1>", []),
        ("<meta name=otherbot content=nofollow><a href=/q/1>", ["https://forum.example/q/1"]),
        ("<a href=/q/1", []),
    ],
)  # fmt: skip
def test_where_links_lead(html: str, links: list[str]) -> None:
    assert page(html).links("qapipe") == links


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("<p>ж</p><a href='/ж'>".encode("cp1251"), "text/html; charset=cp1251"),
        ("<meta charset=cp1251><a href='/ж'>".encode("cp1251"), "text/html"),
        ("<a href='/ж'>".encode("utf-16"), "text/html"),
        ("<a href='/ж'>".encode(), "text/html; charset=utf-8"),
    ],
)  # fmt: skip
def test_links_are_in_the_charset_of_the_page_and_escaped_as_utf_8(body: bytes, media_type: str) -> None:
    assert page(body, media_type=media_type).links() == ["https://forum.example/%D0%B6"]


@pytest.mark.parametrize("media_type", ["text/plain", "application/pdf", "image/png"])
def test_what_is_no_html_has_no_links(media_type: str) -> None:
    assert page(b"%PDF-1.7 \0\1\2\3" * 50 if "pdf" in media_type else b"words", media_type=media_type).links() == []


def test_hostile_markup_has_no_links_and_takes_no_time() -> None:
    assert page("<div>" * 50_000 + "<a href=/q>").links() == []


@pytest.mark.parametrize(
    ("headers", "html", "robots_directives"),
    [
        ([("X-Robots-Tag", "noarchive")], "", {"noarchive"}),
        ([("x-robots-tag", "NoArchive, NoIndex")], "", {"noarchive", "noindex"}),
        ([("X-Robots-Tag", "qapipe: noarchive"), ("X-Robots-Tag", "otherbot: nofollow")], "", {"noarchive"}),
        ([("X-Robots-Tag", "unavailable_after: 25 Jun 2010")], "", {"unavailable_after: 25 jun 2010"}),
        ([("X-Robots-Tag", "none")], "", {"none", "noindex", "nofollow", "noarchive"}),
        ([], "<meta name=ROBOTS content=noarchive><meta name=Qapipe content=nofollow>", {"noarchive", "nofollow"}),
        ([], "<meta name=description content=noarchive><meta name=robots>", set()),
        ([], "", set()),
    ],
)  # fmt: skip
def test_what_a_page_asks_of_robots(headers: list[tuple[str, str]], html: str, robots_directives: set[str]) -> None:
    assert page(html, *headers).robots_directives("qapipe") == robots_directives


@pytest.mark.parametrize(
    ("raw", "location"),
    [
        (b"/q/1", "/q/1"),
        ("/größe".encode(), "/größe"),
        (b"/gr\xf6\xdfe?a=1&b=%20", "/gr%F6%DFe?a=1&b=%20"),
    ],
)
def test_where_a_redirect_leads(raw: bytes, location: str) -> None:
    """Header values come as Latin-1 (RFC 9110, 5.5), but servers write UTF-8."""
    assert answer(b"", ("Location", raw.decode("latin-1"))).location == location
    assert answer(b"").location is None
