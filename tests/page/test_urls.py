"""Host and path of a URL: those of urllib, whether a pattern finds them or urllib does."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.page.urls import PLAIN_URL, host_of, http_url, path_of, same_host


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://www.realself.com/question/tampa-fl-scars", "www.realself.com", "/question/tampa-fl-scars"),
        ("http://127.0.0.1/x/", "127.0.0.1", "/x/"),
        ("https://example.org", "example.org", ""),
        ("https://example.org//a/../b", "example.org", "//a/../b"),
        ("https://Example.ORG:8080/a;b?page=2#top", "example.org", "/a;b"),
        ("https://user@example.org/a", "example.org", "/a"),
        ("https://example.org/%C3%A9t%C3%A9", "example.org", "/%C3%A9t%C3%A9"),
        ("ftp://example.org/a", "example.org", "/a"),
        ("https://example.org:port/a", "", ""),
        ("https://[::1/a", "", ""),
        ("mailto:ana@example.org", "", "ana@example.org"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_host_and_path(url: str | None, host: str, path: str) -> None:
    assert (host_of(url), path_of(url)) == (host, path)


@pytest.mark.parametrize("path", ["", "/", "/a", "/a/b.html", "/~ana/", "//x", "/" + "a" * 5_000])
def test_a_path_is_that_of_urllib(path: str) -> None:
    assert path_of(f"https://example.org{path}") == urlsplit(f"https://example.org{path}").path


@pytest.mark.parametrize(
    ("href", "base", "url"),
    [
        ("https://a.example/x", None, "https://a.example/x"),
        (" https://a.example/x ", "https://b.example/", "https://a.example/x"),
        ("http://a.example", None, "http://a.example"), ("/x", None, None),
        ("/x", "https://a.example/y/z?q#f", "https://a.example/x"),
        ("x", "https://a.example/y/z", "https://a.example/y/x"),
        ("//b.example/x", "https://a.example/", "https://b.example/x"),
        ("?q=1", "https://a.example/y", "https://a.example/y?q=1"),
        ("#f", "https://a.example/y", "https://a.example/y#f"),
        ("", "https://a.example/y", "https://a.example/y"), ("mailto:x@y", "https://a.example/", None),
        ("javascript:x()", "https://a.example/", None),
        ("ftp://a.example/x", None, None), ("https:///x", None, None), ("https://[x/", "https://a.example/", None),
        ("https://[x/", None, None),
        ("https://a.example/a b", None, "https://a.example/a%20b"),
        ("https://a.example/é", None, "https://a.example/é"), ("x", None, None),
        ("HTTPS://A.example/x y", None, "HTTPS://A.example/x%20y"), ("/x", "ftp://a.example/", None),
        ("/x y", "https://a.example/z", "https://a.example/x%20y"),
        ("https://a.example/" + "x" * (65_536 - 18), None, "https://a.example/" + "x" * (65_536 - 18)),
        ("https://a.example/" + "x" * (65_536 - 17), None, None),
        ("https://" + "é" * 1_000 + "/x", None, "https://" + "é" * 1_000 + "/x"),
        ("https://" + "é" * 1_001 + "/x", None, None),
        ("https://a.example/" + "é" * 2_000, None, "https://a.example/" + "é" * 2_000),
    ],
)  # fmt: skip
def test_absolute_urls(href: str, base: str | None, url: str | None) -> None:
    assert http_url(href, base) == url


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("https://www.a.example/x", "http://a.example", True), ("https://a.example", "https://www.a.example/", True),
     ("https://b.a.example/", "https://a.example/", False), ("https://a.example:80/", "https://a.example/", True)],
)  # fmt: skip
def test_hosts_that_are_the_same(one: str, other: str, same: bool) -> None:
    assert same_host(one, other) is same


@given(st.from_regex(PLAIN_URL, fullmatch=True), st.sampled_from(["https://b.example/x/y?z", "http://b.example"]))
def test_plain_urls_are_those_that_urllib_leaves_as_they_are(url: str, base: str) -> None:
    assert urljoin(base, url) == url


@pytest.mark.parametrize("url", ["https://a.example/x?", "https://a.example/x#", "https://a.example/x;?q", "//a.ex/x"])
def test_urls_that_urllib_changes_are_not_plain(url: str) -> None:
    assert urljoin("https://b.example/", url) != url
    assert not PLAIN_URL.fullmatch(url)
