"""Globs on URLs."""

import pytest

from qapipe.sources import matches


@pytest.mark.parametrize(
    ("glob", "fits"),
    [
        ("https://www.example.org/question/*", True),
        ("www.example.org/question/*", True),
        ("*example.org/question*", True),
        ("*/answer/*", False),
        ("example.org/*", False),
    ],
)
def test_globs_match_whole_urls_with_or_without_scheme(glob: str, fits: bool) -> None:
    assert matches("https://www.example.org/question/a-b", (glob,)) is fits


def test_an_unknown_url_matches_no_glob() -> None:
    assert not matches(None, ("*",))
    assert matches(None, ())
