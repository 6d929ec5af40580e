"""Page numbers are left out of canonical URLs wherever they stand, and nothing else is."""

import pytest

from qapipe.records.page_numbers import without_page_numbers

NAMES = ("page", "pg", "paged", "pageno", "page_no", "pagenum", "pagenumber", "start", "PAGE", "Start")


@pytest.mark.parametrize("name", NAMES)
def test_parameters_with_a_number(name: str) -> None:
    assert without_page_numbers(f"x.example/q/7?{name}=2") == "x.example/q/7"
    assert without_page_numbers(f"x.example/q/7?a=b&{name}=123456&c=d") == "x.example/q/7?a=b&c=d"
    assert without_page_numbers(f"x.example/?{name}=0") == "x.example/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("x.example/q/page-2", "x.example/q"),
        ("x.example/q/page2/", "x.example/q"),
        ("x.example/q/Page/2", "x.example/q"),
        ("x.example/q/page-1234", "x.example/q"),
        ("x.example/q/page-2/page-3", "x.example/q"),
        ("x.example/q/page-2?a=b", "x.example/q?a=b"),
        ("x.example/q/page-2?page=2&start=20", "x.example/q"),
        ("x.example/page-2", "x.example/"),
        ("x.example/q/?page=2", "x.example/q"),
    ],
)
def test_ends_of_paths(url: str, expected: str) -> None:
    assert without_page_numbers(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "x.example/q/7", "x.example/q/7?a=page", "x.example/q/7?page=two", "x.example/q/7?page=", "x.example/q/7?page",
        "x.example/q/7?page=1234567", "x.example/q/7?mypage=2", "x.example/q/page-12345", "x.example/q/page-2/more",
        "x.example/homepage/7", "x.example/q/start/2", "x.example/q/7?page=2x", "x.example/?pages=2",
    ],
)  # fmt: skip
def test_other_urls_stay(url: str) -> None:
    assert without_page_numbers(url) == url
