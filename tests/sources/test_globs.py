"""Globs on URLs."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from qapipe.sources import ReadOptions, matches

URL = "https://www.Example.org/question/A-b?x=1"


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("https://www.example.org/question/*", True),
        ("http://www.example.org/question/*", True),
        ("HTTPS://WWW.EXAMPLE.ORG/question/*", True),
        ("www.example.org/question/A-b?x=1", True),
        ("*example.org/question*", True),
        ("*EXAMPLE.org*", True),
        ("*://www.example.org/*", True),
        ("[a-z]ww.example.org/*", True),
        ("[A-Z]ww.example.org/*", True),
        ("[!w]ww.example.org/*", False),
        ("*/question/[A-Z]*", True),
        ("*/question/[a-z]*", False),
        ("www.example.org/question/a-b*", False),
        ("*Question*", False),
        ("*/answer/*", False),
        ("example.org/*", False),
        ("www.example.org", False),
        ("ftp://www.example.org/*", False),
        ("*[z-a]*", False),
        ("*[z-ab]*", True),
        ("*[!z-a]*", True),
        ("*A[--]b*", True),
        ("*A[+--]b*", True),
        ("*A[!--]b*", False),
        ("*[", False),
        ("*[]*", False),
        ("", False),
        ("*", True),
    ],
)
def test_globs_match_whole_urls_without_regard_to_scheme_and_case_of_the_host(glob: str, expected: bool) -> None:
    assert matches(URL, (glob,)) is expected
    assert matches(URL.replace("https", "http"), (glob,)) is expected
    assert matches(URL, ("no", glob)) is expected


@example("[--]", "]")
@given(st.text("ab./*?[]!-"), st.text("ab./-]!", min_size=1))
def test_without_letters_in_two_cases_globs_match_as_those_of_file_names(glob: str, path: str) -> None:
    assume("-" not in glob or "!" not in glob.replace("[!", ""))  # fnmatch: after an empty range, ! begins the class
    assert matches(f"http://a/{path}", (f"*/{glob}",)) is fnmatchcase(f"http://a/{path}", f"*/{glob}")


def test_urls_without_a_scheme_or_host_match_too() -> None:
    assert matches("Example.org/a", ("example.org/a",))
    assert matches("urn:a:B", ("urn:a:B",))
    assert not matches("urn:a:B", ("urn:a:b",))


def test_many_stars_take_no_longer_than_a_long_url() -> None:
    """Tried at every place of every star, this glob would not end before the time limit of the tests."""
    assert not matches("http://a/" + "ab" * 50_000, ("*a" * 50 + "*c",))
    assert matches("http://a/" + "ab" * 50_000 + "c", ("*a" * 50 + "*c",))


def test_an_unknown_url_matches_no_glob() -> None:
    assert not matches(None, ("*",))
    assert matches(None, ())


def test_a_page_is_kept_if_it_matches_and_is_not_excluded() -> None:
    options = ReadOptions(match=("*/a/*", "*/b/*"), exclude=("*/b/2",))
    wanted = ("http://x/a/1", "http://x/b/1")
    assert [url for url in (*wanted, "http://x/b/2", "http://x/c/1") if options.wants(url)] == list(wanted)
    assert not options.wants(None)
    assert options.wants(None, unknown=True)
    assert ReadOptions(exclude=("*",)).wants(None)
    assert not ReadOptions(exclude=("http://x/*",)).wants("https://X/1")
