"""URLs: one spelling each, the page the user named, and whatever else comes is refused in one way."""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qapipe.fetch.web.exchange import Fault, FetchError
from qapipe.fetch.web.urls import MAX_URL, host_of, joined, normalised, origin

ALPHABET = "aB1:/?#[]@%2eE.-_~;=& \t\n\\\0é\u3000ß\ud800"
ADDRESSES = st.one_of(
    st.text(),
    st.text(ALPHABET).map("http://example.org/{}".format),
    st.text(ALPHABET).map("https://{}".format),
    st.text("/.%2eE341~", max_size=12).map("http://example.org/{}".format),
)


def refused(url: str) -> str:
    """What is said of a URL that is refused; it can be printed."""
    with pytest.raises(FetchError) as caught:
        normalised(url)
    assert caught.value.fault is Fault.FORBIDDEN_URL
    return str(caught.value).encode().decode()


def spelt(url: str, base: str | None = None) -> str | None:
    """The one spelling, None for what is refused as it should be."""
    try:
        return normalised(url) if base is None else joined(base, url)
    except FetchError as error:
        str(error).encode()
        if error.fault is not Fault.FORBIDDEN_URL:
            raise
        return None


@given(ADDRESSES)
@example("http://a/%%341")
@example("http://a/%2e%2E/./b/..")
@example("http://[::1]x/")
@example("http://a../")
def test_a_normalised_url_stays_as_it_is_and_nothing_else_is_raised(url: str) -> None:
    once = spelt(url)
    if once is None:
        return
    assert normalised(once) == once
    assert once.isascii()
    assert once.startswith(f"{origin(once)}/")
    assert host_of(once) in origin(once)


@given(ADDRESSES)
@example("http://example.org/x/../private/")
@example("http://example.org/%")
def test_what_the_client_sends_is_what_was_normalised(url: str) -> None:
    """Else robots.txt would be asked about another page than the server."""
    once = spelt(url)
    if once is None:
        return
    path, _, query = once.removeprefix(origin(once)).partition("?")
    sent_path, _, sent_query = httpx.URL(once).raw_path.decode().partition("?")
    assert sent_path == path
    assert len(sent_query) == len(query)


@given(st.one_of(st.just("http://example.org/a/b?c"), ADDRESSES), st.one_of(st.text(), st.text(ALPHABET)))
@example("http://example.org/", "//[")
@example("http://example.org/", "http://[::1")
def test_joining_raises_nothing_else_either(base: str, reference: str) -> None:
    found = spelt(reference, base)
    assert found is None or normalised(found) == found


@pytest.mark.parametrize(
    ("reference", "leads_to"),
    [
        ("g", "/b/c/g"),
        ("./g", "/b/c/g"),
        ("g/", "/b/c/g/"),
        ("/g", "/g"),
        ("?y", "/b/c/d;p?y"),
        ("g?y", "/b/c/g?y"),
        ("#s", "/b/c/d;p?q"),
        ("g#s", "/b/c/g"),
        ("g?y#s", "/b/c/g?y"),
        (";x", "/b/c/;x"),
        ("g;x", "/b/c/g;x"),
        ("g;x?y#s", "/b/c/g;x?y"),
        ("", "/b/c/d;p?q"),
        (".", "/b/c/"),
        ("./", "/b/c/"),
        ("..", "/b/"),
        ("../", "/b/"),
        ("../g", "/b/g"),
        ("../..", "/"),
        ("../../", "/"),
        ("../../g", "/g"),
        ("../../../g", "/g"),
        ("../../../../g", "/g"),
        ("/./g", "/g"),
        ("/../g", "/g"),
        ("g.", "/b/c/g."),
        (".g", "/b/c/.g"),
        ("g..", "/b/c/g.."),
        ("..g", "/b/c/..g"),
        ("./../g", "/b/g"),
        ("./g/.", "/b/c/g/"),
        ("g/./h", "/b/c/g/h"),
        ("g/../h", "/b/c/h"),
        ("g;x=1/./y", "/b/c/g;x=1/y"),
        ("g;x=1/../y", "/b/c/y"),
        ("g?y/./x", "/b/c/g?y/./x"),
        ("g?y/../x", "/b/c/g?y/../x"),
        (" \n g \t", "/b/c/g"),
    ],
)
def test_references_lead_where_rfc_3986_says(reference: str, leads_to: str) -> None:
    """The examples of 5.4.1 and 5.4.2, without fragments."""
    assert joined("http://a/b/c/d;p?q", reference) == f"http://a{leads_to}"


def test_a_reference_may_name_another_host_or_scheme() -> None:
    assert joined("https://a/b", "//g") == "https://g/"
    assert joined("https://a/b", "HTTP://g:80") == "http://g/"


@pytest.mark.parametrize("reference", ["g:h", "mailto:a@example.org", "javascript:void(0)", "data:,x", "tel:1"])
def test_what_is_no_web_page_is_no_link(reference: str) -> None:
    with pytest.raises(FetchError):
        joined("http://a/b", reference)


@pytest.mark.parametrize(
    ("written", "asked_for"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org:80/", "http://example.org/"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("http://example.org:/", "http://example.org/"),
        ("http://example.org./a", "http://example.org/a"),
        ("http://example.org/a#b", "http://example.org/a"),
        ("http://example.org/%7euser/%c3%a9", "http://example.org/~user/%C3%A9"),
        ("http://example.org/é?ü=ö", "http://example.org/%C3%A9?%C3%BC=%C3%B6"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("http://example.org/100%", "http://example.org/100%25"),
        ("http://example.org/%2e%2e/b/./c/../d", "http://example.org/b/d"),
        ("http://example.org/a/..", "http://example.org/"),
        ("http://example.org/a//b", "http://example.org/a//b"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),  # not strasse.example, which is another host
        ("http://☃.example/", "http://xn--n3h.example/"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("\n http://exam\nple.org/ \0", "http://example.org/"),
    ],
)
def test_spellings_that_mean_the_same_are_made_one(written: str, asked_for: str) -> None:
    assert normalised(written) == asked_for


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/?b=1&a=2",
        "http://example.org/?a=2&b=1",
        "http://example.org/?a=1&a=1",
        "http://example.org/?a=",
        "http://example.org/index.html",
        "http://example.org/A",
        "http://example.org/a%2Fb",
        "http://example.org/a/",
        "http://example.org/a",
        "http://example.org/a;v=1",
        "http://www.example.org/",
    ],
)
def test_what_may_be_another_page_is_left_as_it_is(url: str) -> None:
    assert normalised(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http:",
        "http:///a",
        "http://:80/",
        "http://./",
        "http://a..b/",
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 130}example/",
        f"http://{'é' * 9_00}/",
        "http://a b/",
        "http://a%2eb/",
        "http://user@example.org/",
        "http://user:secret@example.org/",
        "http://example.org:65536/",
        "http://example.org:x/",
        "http://[::1/",
        "http://[::1]x/",
        "http://[v1.example]/",
        "http://[fe80::1%25eth0]/",
        "http://\ud800.example/",
        "http://example.org/\ud800",
    ],
)
def test_what_is_no_address_of_a_web_page_is_refused(url: str) -> None:
    assert refused(url)


def test_a_url_may_be_long_but_not_longer() -> None:
    start = "http://example.org/"
    assert len(normalised(start + "a" * (MAX_URL - len(start)))) == MAX_URL
    assert len(refused(start + "a" * MAX_URL)) < 300


def test_origins_differ_by_scheme_and_port_and_hosts_do_not() -> None:
    urls = ["http://example.org/a", "https://example.org/a", "http://example.org:8080/a"]
    assert [origin(url) for url in urls] == ["http://example.org", "https://example.org", "http://example.org:8080"]
    assert {host_of(url) for url in urls} == {"example.org"}
    assert host_of("http://[::1]:80/") == "::1"
