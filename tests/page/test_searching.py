"""Words are found where the standard library finds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.page.searching import count, find, finder, has, has_any, lower, replaced

FEW = st.lists(st.sampled_from([b"a", b"b", b"\0", b"\xff"]), max_size=80).map(b"".join)
WORD = st.lists(st.sampled_from([b"a", b"b", b"\0", b"\xff"]), min_size=1, max_size=5).map(b"".join)


@given(FEW, WORD, st.integers(0, 90), st.integers(0, 90))
def test_words_are_found_like_by_the_standard_library(source: bytes, word: bytes, start: int, end: int) -> None:
    assert find(source, word) == source.find(word)
    assert find(source, word, start) == source.find(word, start)
    assert find(source, word, start, end) == source.find(word, start, end)
    assert count(source, word) == source.count(word)
    assert has(source, word) == (word in source)


@given(FEW, WORD, st.sampled_from([b"", b"a", b"ab"]))
def test_words_are_replaced_like_by_the_standard_library(source: bytes, word: bytes, new: bytes) -> None:
    assert replaced(source, word, new) == source.replace(word, new)


@pytest.mark.parametrize("size", [(1 << 19) - 1, 1 << 19])
def test_words_are_replaced_in_small_and_large_sources(size: int) -> None:
    assert replaced(b"ab" * size + b"-", b"a", b"cd") == b"cdb" * size + b"-"


@given(st.binary(max_size=200), st.integers(0, 220), st.integers(0, 220))
def test_only_ascii_letters_have_a_small_form(source: bytes, start: int, end: int) -> None:
    assert lower(source) == source.lower()
    assert lower(source, start, end) == source[start:end].lower()


def test_every_place_of_a_long_page_is_looked_at() -> None:
    for at in (0, 1, 63, 64, 65, 4_095, 99_990):
        page = b"-" * at + b"replies" + b"-" * (99_993 - at)
        assert find(page, b"replies") == at
        assert find(page, b"replies", at + 1) == -1
        assert find(page, b"replies", 0, at + 6) == -1


def test_any_of_the_words_is_enough() -> None:
    assert has_any(b"2 votes", (b"replies", b"votes"))
    assert has_any(b"votes 2", (b"replies", b"votes"))
    assert not has_any(b"2 votes", (b"replies", b"Votes"))
    assert not has_any(b"2 votes", ())


@given(FEW, st.lists(WORD, min_size=1, max_size=6))
def test_any_of_many_words_is_found_in_one_pass(source: bytes, words: list[bytes]) -> None:
    assert finder(words)(source) == any(word in source for word in words)


def test_many_words_are_found_in_large_sources_without_listing_their_places() -> None:
    forums = finder([b"forum", b"thread", b"topic", b"reply"])
    assert forums(b"topic" * (1 << 19))
    assert forums(b"-" * (1 << 21) + b"thread")
    assert not forums(b"-" * (1 << 21) + b"threat")
