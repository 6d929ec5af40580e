"""Text rules of every text column: what no reader sees goes, what a person wrote stays."""

import re
import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qapipe.page import text
from qapipe.page.text import all_letters, letters
from support import text_rules
from support.text_rules import BULLETS, is_invisible

NO_BULLET = BULLETS + "\u0387"  # in NFC this Greek sign is a middle dot


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a  b\t c", "a b c"),
        ("a\u00a0\u2003b\u3000c\u202fd", "a b c d"),
        (" \n a\r\nb \t", "a b"),
        ("a\u2028b\x85c\x0bd\u2029e\x0cf", "a b c d e f"),
        ("e\u0301", "é"),
        ("A\u030a \u212b", "Å Å"),
        ("\u1100\u1161\u11a8", "각"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen \u2060joined\u202e", "zerowidth softhyphen joined"),
        ("e\u200b\u0301", "é"),
        ("a family \U0001f469\u200d\U0001f466 and a flag \U0001f3f3\ufe0f\u200d\U0001f308",) * 2,  # emoji of several
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",) * 2,  # Persian: "I want", not joined
        ("\u0915\u094d\u200d\u0937",) * 2,  # Devanagari: a half letter
        ("\U0001f469\u200d and a\u200db, a\u200cb \u200d\U0001f466", "\U0001f469 and ab, ab \U0001f466"),
        ("bell\x07 null\x00 escape\x1b[31m c1\x9b del\x7f", "bell null escape[31m c1 del"),
        ("pair \ud83d\ude00 lone \ud800. \udfff", "pair 😀 lone \ufffd. \ufffd"),
        ("ﬁne ½ ² Ⅳ №", "ﬁne ½ ² Ⅳ №"),
        ("heart ❤\ufe0f", "heart ❤\ufe0f"),
        ("“curly” ‘quotes’ – dash — …", "“curly” ‘quotes’ – dash — …"),
        ("&amp; <b>", "&amp; <b>"),
        ("• one", "• one"),
        ("\u200b", ""),
        (" \n ", ""),
        ("", ""),
    ],
)
def test_one_line(raw: str, clean: str) -> None:
    assert text.one_line(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("\n\none\n\n\n \n\ntwo\n\n", "one\n\ntwo"),
        ("one\r\n\r\ntwo\n\r\nthree", "one\n\ntwo\n\nthree"),
        ("one\n\u200b\ntwo\n\u00a0\nthree", "one\n\ntwo\n\nthree"),
        ("a\u2029b\x0cc\u2028d\x85e\x0bf", "a\nb\nc\nd\ne\nf"),
        ("  one  two \n\t three", "one two\nthree"),
        ("intro\n  • one\n ·two\n▪ three", "intro\n- one\n- two\n- three"),
        *((f"{bullet} one\n{bullet}two", "- one\n- two") for bullet in BULLETS),
        ("\u200b\u2022\u00a0 one", "- one"),
        ("\u0387 one", "- one"),
        ("- typed\n1. one\n* star\n•\n–", "- typed\n1. one\n* star\n•\n–"),
        ("a · b • c", "a · b • c"),
        ("• • twice", "- • twice"),
        (" \n\u200b\n", ""),
        ("", ""),
    ],
)
def test_paragraphs(raw: str, clean: str) -> None:
    assert text.paragraphs(raw) == clean


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("one\n\n two", ["one", "", "two"]),
        ("a\rb\r\nc", ["a", "b", "c"]),
        ("a\u2028b\r\u200b\nc\x85d\v", ["a", "b", "c", "d", ""]),
        ("• x", ["• x"]),
        ("", [""]),
        ("a   b    c  d\n   \n  e\xa0\u2003 f \xa0", ["a b c d", "", "e f"]),
        ("e\u0301 x\u200cy \ud83d\u200b\ude00\ud83d", ["é xy 😀\ufffd"]),
    ],
)
def test_lines(raw: str, lines: list[str]) -> None:
    assert text.lines(raw) == lines
    assert text.lines(raw.encode("utf-8", "surrogatepass")) == lines


@given(st.text(alphabet="ab \n\r\v\t\x85\xa0\u2028\u200b\u200d\ud83d\ude00e\u0301•", max_size=40))
def test_lines_are_cleaned_as_one_by_one(raw: str) -> None:
    broken = re.sub("[\r\v\x85\u2028]", "\n", text.without_invisible(raw).replace("\r\n", "\n"))
    assert text.lines(raw) == list(map(text.one_line, broken.split("\n")))


@given(st.lists(st.text(alphabet="ab \n\r\v\t\x85\xa0\u2028\u200b\ud83d\ude00e\u0301•", max_size=9)))
def test_texts_are_cleaned_together_as_one_by_one(raw: list[str]) -> None:
    assert text.one_lines(raw) == list(map(text.one_line, raw))


@pytest.mark.parametrize(
    ("raw", "well_formed"),
    [
        ("plain \x00\n\u200b", "plain \x00\n\u200b"),
        ("\ud83d\ude00", "😀"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("a\ud800", "a\ufffd"),
        ("\ufeffa\udc00", "\ufeffa\ufffd"),
        ("\ud800\ud83d\ude00", "\ufffd😀"),
    ],
)
def test_well_formed(raw: str, well_formed: str) -> None:
    assert text.well_formed(raw) == well_formed


MARKS = [char for char in map(chr, range(0x300, 0x1E950)) if unicodedata.combining(char)]
COMPOSED = "eéệ가Ǻ\u0344\u0f73𝅘𝅥𝅮שׁ"


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(COMPOSED), st.sampled_from(MARKS), st.sampled_from(MARKS)), min_size=1, max_size=3
    )
)
def test_long_runs_of_combining_marks_are_normalised(pieces: list[tuple[str, str, str]]) -> None:
    raw = "".join(base + (one + other) * 400 for base, one, other in pieces)
    assert text.nfc(raw) == unicodedata.normalize("NFC", raw)


def test_every_control_and_format_character_goes() -> None:
    """All of Unicode: between two letters such a character is nothing."""
    left = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if is_invisible(char) and text.one_line(f"a{char}b") != "ab"
    ]
    assert left == []


def test_every_blank_is_one_space() -> None:
    blanks = [char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) in ("Zs", "Zl", "Zp")]
    assert len(blanks) == 19
    assert [char for char in blanks if text.one_line(f"a{char}{char}b") != "a b"] == []


@pytest.mark.parametrize("clean", [text.paragraphs, text.one_line, text.visible, text.well_formed, text.list_item])
@settings(deadline=None)
@given(
    raw=st.text(st.characters() | st.sampled_from(f"{BULLETS} \n\r\u00a0\u200b\u200d\u0301\ud83d\ude00-"), max_size=80)
)
def test_cleaning_twice_changes_nothing(clean: Callable[[str], str], raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


ANY = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from(f"{BULLETS} \n\r\t\x85\u2028\u00a0\u200b\u200c\u200d\u0301\u0645\u094d\u2764\ufe0f-"),
    max_size=80,
)


@settings(deadline=None)
@given(ANY)
def test_any_text_is_cleaned_by_the_rules(raw: str) -> None:
    assert text.paragraphs(raw) == text_rules.paragraphs(raw)
    assert text.one_line(raw) == text_rules.one_line(raw)
    assert not set(text_rules.faults(text.paragraphs(raw))) - {"empty"}


@given(st.text(st.characters(categories=["Cs"]) | st.sampled_from("ab \n\u200b"), max_size=20))
def test_surrogates_leave_text_that_can_be_encoded(raw: str) -> None:
    assert text.paragraphs(raw).encode().decode() == text.paragraphs(raw)
    assert text.one_line(raw).encode().decode() == text.one_line(raw)


def without_blanks(raw: str) -> str:
    return unicodedata.normalize("NFC", "".join(raw.split()))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"], exclude_characters=NO_BULLET), max_size=80))
def test_only_blanks_are_touched(raw: str) -> None:
    assert without_blanks(text.paragraphs(raw)) == without_blanks(text.one_line(raw)) == without_blanks(raw)


WORD = st.text(
    st.characters(categories=["L", "M", "N", "P", "S"], exclude_characters=NO_BULLET), min_size=1, max_size=9
).map(lambda word: unicodedata.normalize("NFC", f"x{word}"))
LINE = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
PARAGRAPH = st.lists(LINE | LINE.map("- {}".format), min_size=1, max_size=4).map("\n".join)


@settings(deadline=None)
@given(st.lists(PARAGRAPH, max_size=5).map("\n\n".join))
def test_text_without_any_rules_pattern_comes_back_unchanged(clean: str) -> None:
    assert text.paragraphs(clean) == text.visible(clean) == text.well_formed(clean) == clean


def test_all_characters_of_western_text_are_read_alike_by_both_ways() -> None:
    """Lines of a whole text pass over characters that no rule changes; single lines do not."""
    breaks = "\n\r\v\f\x85\u2028\u2029"
    for char in (char for char in map(chr, range(0x3000)) if char not in breaks):
        assert text.lines(f"e{char}x") == [text.one_line(f"e{char}x")], hex(ord(char))


@given(st.lists(st.text(st.sampled_from("aB1 _.\0\nßİé中"), max_size=6), max_size=8))
def test_letters_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    assert all_letters(texts) == [letters(text) for text in texts]


@given(st.text(st.one_of(st.characters(), st.sampled_from("aB1 _.\u2019\ud800ßİΣé中"))))
def test_letters_are_all_but_marks_without_case(given_text: str) -> None:
    assert letters(given_text) == re.sub(r"[\W_]+", "", given_text).casefold()
