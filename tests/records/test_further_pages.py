"""Which URLs are further pages of a question, and of which first page."""

import pytest

from qapipe.records.further_pages import further_page

T = "https://x.example/t"


@pytest.mark.parametrize(
    ("url", "number", "first"),
    [
        (f"{T}?page=2", 2, T),
        (f"{T}?PAGE=17&sort=new", 17, f"{T}?sort=new"),
        (f"{T}/viewtopic.php?t=5&start=20", 21, f"{T}/viewtopic.php?t=5"),
        (f"{T}/page/3", 3, T),
        (f"{T}/page/3/", 3, T),
        (f"{T}/page-3#post-9", 3, T),
        (f"{T}/page2", 2, T),
        (f"{T}?pg=2", 2, T),
        (f"{T}?p%61g%65=2", 2, T),
        (f"{T}?a=&page=2", 2, f"{T}?a="),
    ],
)
def test_further_pages(url: str, number: int, first: str) -> None:
    found = further_page(url)
    assert found is not None
    assert (found.number, found.first_url) == (number, first)


@pytest.mark.parametrize(
    "url",
    [
        T, f"{T}?page=1", f"{T}?start=0", f"{T}/page/1", f"{T}?page=two", f"{T}?page=", f"{T}?p=2", f"{T}?page=1234567",
        f"{T}/page/12345", f"{T}/pages/2", f"{T}/2", f"{T}#page=2", "page=2", "https://[", "", f"{T}?mypage=2",
        f"{T}/homepage2",
    ],
)  # fmt: skip
def test_other_urls(url: str) -> None:
    assert further_page(url) is None
