"""Text rules, and the charsets that text comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe import charset, text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a  b\t c", "a b c"),
        ("a\u00a0\u2003b\u3000c", "a b c"),
        ("e\u0301", "é"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen \u2060joined\u202e", "zerowidth softhyphen joined"),
        ("bell\x07 null\x00 escape\x1b[31m", "bell null escape[31m"),
        ("pair \ud83d\ude00 lone \ud800.", "pair 😀 lone \ufffd."),
        ("a\u2028b\x85c\x0bd", "a b c d"),
        (" \n ", ""),
    ],
)
def test_one_line(raw: str, clean: str) -> None:
    assert text.one_line(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("\n\none\n\n\n \n\ntwo\n\n", "one\n\ntwo"),
        ("a\u2029b\x0cc", "a\nb\nc"),
        ("intro\n  • one\n ·two\n▪ three", "intro\n- one\n- two\n- three"),
        ("- typed\n1. one\n* star\n•", "- typed\n1. one\n* star\n•"),
        ("a · b • c", "a · b • c"),
        ("", ""),
    ],
)
def test_paragraphs(raw: str, clean: str) -> None:
    assert text.paragraphs(raw) == clean


@pytest.mark.parametrize(
    ("body", "declared", "expected"),
    [
        (b"plain", None, ("plain", "utf-8")),
        ("é".encode(), None, ("é", "utf-8")),
        (b"\xef\xbb\xbf\xc3\xa9", "latin1", ("é", "utf-8")),
        ("é".encode("utf-16"), None, ("é", "utf-16-le")),
        ("ж".encode("utf-16-be").join([b"\xfe\xff", b""]), None, ("ж", "utf-16-be")),
        (b"\xe9t\xe9", "ISO-8859-1", ("été", "cp1252")),
        (b"<meta charset=windows-1251>\xcf\xf0\xe8", None, ("<meta charset=windows-1251>При", "cp1251")),
        ("wrong label: é".encode(), "windows-1252", ("wrong label: é", "utf-8")),
        (b"wrong label: caf\xe9 cr\xe8me br\xfbl\xe9e \xe0 la carte", "utf-8", None),
        ("日本語のページです。".encode("shift_jis"), "Shift_JIS", ("日本語のページです。", "cp932")),
        (b"quotes \x93a\x94", "us-ascii", ("quotes “a”", "cp1252")),
    ],
)
def test_decode(body: bytes, declared: str | None, expected: tuple[str, str] | None) -> None:
    decoded = charset.decode(body, declared)
    if expected is None:  # a label that cannot be right: the detector decides, and nothing is replaced
        assert "café" in decoded.text
        assert not decoded.damaged
    else:
        assert (decoded.text, decoded.charset, decoded.damaged) == (*expected, False)


def test_one_damaged_byte_does_not_change_the_charset() -> None:
    decoded = charset.decode("Ärzte für Füße, schöne Grüße ".encode() * 20 + b"\xff", None)
    assert (decoded.charset, decoded.damaged) == ("utf-8", True)
    assert decoded.text.count("Füße") == 20


@pytest.mark.parametrize("label", ["zlib", "rot13", "idna", "utf-7", "unicode_escape", "undefined", "x\0y", "", "hex"])
def test_no_codec_of_python_but_the_standards_labels(label: str) -> None:
    assert charset.codec_of(label) is None
    assert charset.decode(b"+ADw-b\\u0041", label).text == "+ADw-b\\u0041"


@pytest.mark.parametrize(
    "label", sorted({"UTF8", " latin1 ", "GB2312", "x-sjis", "Windows-1252", "ISO-8859-9", "unicode"})
)
def test_labels_are_known_in_any_spelling(label: str) -> None:
    codec = charset.codec_of(label)
    assert codec is not None
    assert "a".encode(codec)


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>", "utf-8"),
        (b"<!-- never closed <meta charset=koi8-r>", None),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta content='text/html; charset=koi8-r'>", None),
        (b"<meta http-equiv=content-type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b"<meta charset=koi8-r", None),
        (b"<!--" * 100_000, None),
        (b"<meta " * 100_000, None),
    ],
)
def test_declared_in_html(head: bytes, codec: str | None) -> None:
    assert charset.declared_in_html(head) == codec


@given(
    st.binary(max_size=500), st.sampled_from([None, "utf-8", "gbk", "utf-16", "iso-2022-jp", "nonsense"]), st.booleans()
)
def test_decoding_never_fails(body: bytes, declared: str | None, html: bool) -> None:
    assert isinstance(charset.decode(body, declared, html=html).text, str)
