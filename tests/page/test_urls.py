"""Host and path of a URL: those of urllib, whether a pattern finds them or urllib does."""

from urllib.parse import urlsplit

import pytest

from qapipe.page.urls import host_of, path_of


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
