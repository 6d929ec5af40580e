"""Sitemaps, their indexes, feeds and lists: what a site says it has, and nothing that it does harm with."""

import gzip
import zlib
from datetime import UTC, datetime

import pytest

from qapipe.fetch.discovery.sitemaps import MAX_BYTES, MAX_ENTRIES, SitemapEntry, changed_since, read_sitemap

HERE = "https://forum.example/maps/sitemap.xml"
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def pages(body: bytes | str) -> list[str]:
    return [entry.url for entry in read_sitemap(body if isinstance(body, bytes) else body.encode(), HERE).pages]


def urlset(*entries: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    return f"{head}<urlset {NAMESPACE}>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (urlset("<loc>https://forum.example/q/1</loc>"), ["https://forum.example/q/1"]),
        (urlset("<loc>\n  https://forum.example/q/1\t</loc>"), ["https://forum.example/q/1"]),
        (urlset("<loc><![CDATA[https://forum.example/q?a=1&b=2]]></loc>"), ["https://forum.example/q?a=1&b=2"]),
        (urlset("<loc>https://forum.example/q?a=1&amp;b=2#top</loc>"), ["https://forum.example/q?a=1&b=2"]),
        (urlset("<loc>/q/1</loc>"), ["https://forum.example/q/1"]),
        (urlset("<loc>https://forum.example/frage/größe</loc>"), ["https://forum.example/frage/gr%C3%B6%C3%9Fe"]),
        (urlset("<loc>ftp://forum.example/q</loc>", "<loc></loc>", "<loc>https://forum.example/2</loc>"),
         ["https://forum.example/2"]),
        (urlset("<loc>https://forum.example/1</loc>", head="\ufeff"), ["https://forum.example/1"]),
        (urlset("<loc>https://forum.example/1</loc>", head="\n \n"), ["https://forum.example/1"]),
        (('<s:urlset xmlns:s="http://www.google.com/schemas/sitemap/0.84"><s:url><s:loc>https://forum.example/1</s:loc>'
         "</s:url></s:urlset>"), ["https://forum.example/1"]),
        ("<urlset><url><loc>https://forum.example/1</loc></url></urlset>", ["https://forum.example/1"]),
        # What belongs to a page is no page: pictures, videos, other languages.
        (urlset("<loc>https://forum.example/1</loc><i:image xmlns:i='urn:i'><i:loc>https://forum.example/1.png</i:loc>"
                "</i:image><x:link xmlns:x='urn:x' rel='alternate' hreflang='de' href='https://forum.example/de'/>"),
         ["https://forum.example/1"]),
        (urlset("<i:image xmlns:i='urn:i'><i:loc>https://forum.example/1.png</i:loc></i:image>"
                "<loc>https://forum.example/1</loc>"), ["https://forum.example/1"]),
        (("<rss><channel><link>https://forum.example/</link><item><title>t</title><link>https://forum.example/1</link>"
         "</item><item><link>https://forum.example/2</link></item></channel></rss>"),
         ["https://forum.example/1", "https://forum.example/2"]),
        (('<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://forum.example/feed" rel="self"/><entry>'
         '<link rel="edit" href="https://forum.example/edit"/><link href="https://forum.example/1"/></entry></feed>'),
         ["https://forum.example/1"]),
        ("https://forum.example/1\r\n\r\nhttps://forum.example/2\n  https://forum.example/3  ",
         ["https://forum.example/1", "https://forum.example/2", "https://forum.example/3"]),
        ("\ufeffhttps://forum.example/1\n# no URL\n", ["https://forum.example/1"]),
        ("<!doctype html><html><body><a href='https://forum.example/1'>gone</a></body></html>", []),
        ("", []),
        ("not a sitemap at all", []),
    ],
)  # fmt: skip
def test_what_a_sitemap_lists(body: str, expected: list[str]) -> None:
    assert pages(body) == expected


@pytest.mark.parametrize(
    ("charset", "label"), [("utf-16", "UTF-16"), ("latin-1", "ISO-8859-1"), ("utf-8", "utf-8"), ("ascii", "us-ascii")]
)
def test_charsets_are_those_of_the_xml(charset: str, label: str) -> None:
    name = "q" if charset == "ascii" else "größe"
    text = urlset(f"<loc>https://forum.example/{name}</loc>", head=f'<?xml version="1.0" encoding="{label}"?>')
    escaped = "q" if charset == "ascii" else "gr%C3%B6%C3%9Fe"
    assert pages(text.encode(charset)) == [f"https://forum.example/{escaped}"]


def test_an_index_lists_sitemaps_with_their_times() -> None:
    body = (
        f"<sitemapindex {NAMESPACE}><sitemap><loc>a.xml.gz</loc><lastmod>2024-05-06</lastmod></sitemap>"
        "<sitemap><loc>https://cdn.example/b.xml</loc></sitemap></sitemapindex>"
    )
    found = read_sitemap(body.encode(), HERE)
    assert found.pages == []
    assert found.sitemaps == [
        SitemapEntry("https://forum.example/maps/a.xml.gz", datetime(2024, 5, 6, tzinfo=UTC)),
        SitemapEntry("https://cdn.example/b.xml"),
    ]


@pytest.mark.parametrize(
    ("printed", "time"),
    [
        ("2024-05-06", datetime(2024, 5, 6, tzinfo=UTC)),
        ("2024-05-06T07:08Z", datetime(2024, 5, 6, 7, 8, tzinfo=UTC)),
        ("2024-05-06T07:08:09+02:00", datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC)),
        ("2024-05-06T07:08:09.123456789Z", datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)),
        (" 2024-05-06 \n", datetime(2024, 5, 6, tzinfo=UTC)),
        ("yesterday", None),
        ("2024-13-45", None),
        ("", None),
    ],
)
def test_when_a_page_changed(printed: str, time: datetime | None) -> None:
    body = urlset(f"<loc>https://forum.example/1</loc><lastmod>{printed}</lastmod><changefreq>daily</changefreq>")
    assert read_sitemap(body.encode(), HERE).pages == [SitemapEntry("https://forum.example/1", time)]


def test_what_changed_since_then_and_what_nobody_knows_of() -> None:
    old, new = datetime(2023, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
    entries = [SitemapEntry("a", old), SitemapEntry("b", new), SitemapEntry("c")]
    assert [one.url for one in changed_since(entries, new)] == ["b", "c"]
    assert [one.url for one in changed_since(entries, None)] == ["a", "b", "c"]


SOME = urlset(*(f"<loc>https://forum.example/{number}</loc>" for number in range(500))).encode()


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(SOME),
        gzip.compress(gzip.compress(SOME)),
        gzip.compress(SOME[:9_000]) + gzip.compress(SOME[9_000:]),
    ],
)
def test_compressed_files_are_read(body: bytes) -> None:
    assert len(pages(body)) == 500


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (SOME[:-4_000], "incomplete: it ends without </urlset>"),
        (SOME.removesuffix(b"</urlset>"), "incomplete: it ends without </urlset>"),
        (gzip.compress(SOME, 1)[:-300], "incomplete: damaged or truncated gzip data"),
    ],
)
def test_a_file_that_breaks_off_gives_what_there_is_and_says_so(body: bytes, problem: str) -> None:
    found = read_sitemap(body, HERE)
    assert 300 < len(found.pages) <= 500
    assert [one.url for one in found.pages] == [f"https://forum.example/{n}" for n in range(len(found.pages))]
    assert found.problem == problem


DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
THREE = [f"https://forum.example/{number}" for number in (1, 2, 3)]
MAP = f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in THREE)}</urlset>"


@pytest.mark.parametrize(
    "body",
    [
        DECLARATION.replace("UTF-8", "utf-16") + MAP,  # .NET's StringWriter
        DECLARATION.replace("UTF-8", "no-such-charset") + MAP,
        DECLARATION + DECLARATION + MAP,
        "<!-- cached -->\n" + DECLARATION + MAP,
        "<br />\n<b>Warning</b>: x in y.php on line <b>3</b><br />\n" + DECLARATION + MAP,
        "Warning: x in y.php on line 3\n" + DECLARATION + MAP,
        "\ufeff\ufeff\ufeff" + DECLARATION + MAP,
        DECLARATION + "\ufeff" + MAP,
        '<?xml version="1.0" encoding="UTF-8">' + MAP,
        (DECLARATION + MAP).encode().replace(b"<url>", b"<url><title>caf\xe9</title>", 1),
        (DECLARATION + MAP).replace("<url>", "<url><title>a&nbsp;b & c &copy; &bogus;</title>", 1),
        (DECLARATION + MAP).replace("<url>", "<url>\x00\x01\x0b\x1f", 1),
        (DECLARATION + MAP).replace("<url>", "<url><title>never closed", 1),
        (DECLARATION + MAP).replace("</url>", "", 1),
        (DECLARATION + MAP).replace("</loc>", "", 1),
        (DECLARATION + MAP).replace("</url><url>", "", 1),
        (DECLARATION + MAP).replace("<url>", "").replace("</url>", ""),
        (DECLARATION + MAP).replace("<url>", "<<url><&", 1),
        (DECLARATION + MAP).replace("<url>", '<url a="1" a="2" b=3>', 1),
        (DECLARATION + MAP).replace("<url>", "<!-- a -- b --><url>", 1),
        (DECLARATION + MAP).replace("urlset", "URLSET").replace("url>", "URL>").replace("loc>", "LOC>"),
        DECLARATION + MAP + "<script>x < 1</script></body>",
        (DECLARATION + MAP).encode("utf-16"),
        (DECLARATION + MAP).encode("utf-16-le"),
        (DECLARATION.replace("UTF-8", "UTF-16") + MAP).encode("utf-16-be"),
    ],
)
def test_faults_cost_no_entry(body: str | bytes) -> None:
    found = read_sitemap(body if isinstance(body, bytes) else body.encode(), HERE)
    assert [entry.url for entry in found.pages] == THREE
    assert (found.problem, found.unreadable) == (None, 0)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/q?a=1&b=2", "https://forum.example/q?a=1&b=2"),
        ("/q?a=1&copy=2", "https://forum.example/q?a=1&copy=2"),  # an entity of HTML without its semicolon is none here
        ("/q?a=1&amp;copy=2", "https://forum.example/q?a=1&copy=2"),
        ("/q&#47;1&#x2F;2", "https://forum.example/q/1/2"),
        ("/caf&eacute;", "https://forum.example/caf%C3%A9"),
        ("<![CDATA[/q?a=1&amp;b=2]]>", "https://forum.example/q?a=1&amp;b=2"),
        ("/q/<!-- x -->1", "https://forum.example/q/1"),
        ("/q/\n1", "https://forum.example/q/1"),
    ],
)
def test_an_address_is_read_as_written(written: str, url: str) -> None:
    assert pages(urlset(f"<loc>{written}</loc>")) == [url]


def test_bytes_of_another_charset_than_the_declared_one_are_read() -> None:
    body = (DECLARATION + MAP).encode().replace(b"/2<", b"/caf\xe9<")
    assert pages(body) == [THREE[0], "https://forum.example/caf%C3%A9", THREE[2]]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (gzip.compress(b""), "empty"),
        (
            b"<html><body><h1>Not found</h1><a href='https://forum.example/1'>x</a></body></html>",
            "HTML instead of a sitemap",
        ),
        (b"<!DOCTYPE html>\n<title>Just a moment...</title>", "HTML instead of a sitemap"),
        (b"<Error><Code>AccessDenied</Code></Error>", "not a sitemap"),
        (b"not found", "not a sitemap"),
        (b'{"error": 404}', "not a sitemap"),
        (b"\x1f\x8b\x08" + b"\xff" * 90, "incomplete: damaged or truncated gzip data"),
        (b"<urlset></urlset>", None),
        (b"<urlset/>", None),
        (b"<rss><channel><title>none yet</title></channel></rss>", None),
    ],
)
def test_what_is_no_sitemap_is_told(body: bytes, problem: str | None) -> None:
    found = read_sitemap(body, HERE)
    assert (found.pages, found.sitemaps, found.problem) == ([], [], problem)


@pytest.mark.parametrize("body", [b"\x1f\x8b", b"\x1f\x8b\x08" + b"\xff" * 90, gzip.compress(b"")])
def test_what_only_begins_like_gzip_lists_nothing(body: bytes) -> None:
    assert pages(body) == []


@pytest.mark.parametrize(
    "document_type",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">',
        '<!ENTITY c SYSTEM "file:///etc/passwd">',
        '<!ENTITY % c SYSTEM "http://127.0.0.1:9/evil.dtd"> %c;',
    ],
)
def test_entities_of_its_own_are_refused(document_type: str) -> None:
    body = f"<!DOCTYPE urlset [{document_type}]><urlset><url><loc>https://forum.example/&c;</loc></url></urlset>"
    found = read_sitemap(body.encode(), HERE)
    assert found.pages == []
    assert found.unreadable


def test_a_bomb_is_read_as_far_as_a_sitemap_may_be_long() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = packer.compress(SOME.removesuffix(b"</urlset>"))
    for _ in range(2 * MAX_BYTES >> 20):
        body += packer.compress(b" " * (1 << 20))
    body += packer.flush()
    assert len(body) < 200_000
    found = read_sitemap(body, HERE)
    assert len(found.pages) == 500
    assert found.problem == "incomplete: longer than 52,428,800 bytes"


def test_no_more_entries_than_the_protocol_allows() -> None:
    lines = "\n".join(f"https://forum.example/{number}" for number in range(MAX_ENTRIES + 10))
    found = read_sitemap(lines.encode(), HERE)
    assert (len(found.pages), found.excess) == (MAX_ENTRIES, 10)
    assert found.problem == "incomplete: 10 entries beyond the first 50,000 were left out"


def test_depth_is_no_matter() -> None:
    assert pages("<urlset>" + "<url>" * 200_000) == []
    assert pages("<a>" * 200_000 + "<url><loc>https://forum.example/1</loc></url>") == ["https://forum.example/1"]
