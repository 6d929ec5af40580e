"""Which charset a page is in: as browsers decide, and what no declaration can spoil."""

import codecs
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qapipe.page import charset
from support.places import SHARED

GOLD = SHARED / "fixtures" / "gold" / "_encoding_cases.json"
CASES = json.loads(GOLD.read_text("utf-8")) if GOLD.exists() else []


@pytest.mark.parametrize("case", CASES, ids=[f"{case['file']}-{number}" for number, case in enumerate(CASES)])
def test_declarations_are_found_as_browsers_find_them(case: dict[str, str]) -> None:
    """The cases of html5lib: a byte order mark or the page's ``<meta>`` decides, windows-1252 without either."""
    body = case["data_latin1"].encode("latin-1")
    marked = body.startswith(codecs.BOM_UTF8)
    found = charset.decode(body).charset if marked else charset.declared_in_html(body) or "cp1252"
    assert found == charset.codec_of(case["encoding"])


@pytest.mark.parametrize("form", ["<p title='{}'><meta charset=koi8-r>", "<!--{}--><meta charset=koi8-r>"])
def test_what_stands_in_quotes_and_comments_declares_nothing_wherever_it_stands(form: str) -> None:
    for size in range(4_040, 4_110):
        head = form.format("<meta charset=utf-8>" + "x" * size)
        assert charset.declared_in_html(head.encode()) == "koi8-r"


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b"<meta charset=koi8-r>", "koi8-r"),
        (b"<META CHARSET='KOI8-R'>", "koi8-r"),
        (b'<meta\ncharset\t=\r"koi8-r"/>', "koi8-r"),
        (b"<meta charset=koi8-r charset=utf-8>", "koi8-r"),
        (b"<meta charset=nonsense><meta charset=koi8-r>", "koi8-r"),
        (b"<meta http-equiv=content-type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b"<meta content='text/html; charset = \"koi8-r\"' HTTP-EQUIV=Content-Type>", "koi8-r"),
        (b"<meta content='text/html; charset=koi8-r'>", None),
        (b"<meta name=x content='charset=koi8-r'>", None),
        (b"<p title='<meta charset=koi8-r>'>", None),
        (b"<meta charset=koi8-r", None),
        (b"<meta http-equiv><meta charset=koi8-r>", "koi8-r"),
        (b"<p =x><meta charset=koi8-r>", "koi8-r"),
        (b"<p =x><meta charset=koi8-r>" + b" " * (65_536 - 27), "koi8-r"),
        (b"</h1 a='<meta charset=utf-8>'><meta charset=koi8-r>", "koi8-r"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=utf-16be>", "utf-8"),
        (b"<metacharset=koi8-r>", None),
        (b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>", "utf-8"),
        (b"<!--><meta charset=koi8-r>", "koi8-r"),
        (b"<!-- never closed <meta charset=koi8-r>", None),
        (b"</p <meta charset=utf-8>><meta charset=koi8-r>", "koi8-r"),
        (b"</ x> a='<meta charset=utf-8>' <meta charset=koi8-r>", "utf-8"),
        (b"<!x> a='<meta charset=utf-8>' <meta charset=koi8-r>", "utf-8"),
        (b"</x a='<meta charset=utf-8>'> <meta charset=koi8-r>", "koi8-r"),
        (b"<?xml version='1.0' encoding='utf-8'?><meta charset=koi8-r>", "koi8-r"),
        (b"x" * 5_000 + b"<meta charset=koi8-r>", "koi8-r"),
        (b"", None),
        (b"<!--" * 100_000, None),
        (b"<meta " * 100_000, None),
        (b"<meta charset='" * 100_000, None),
        (b"<a " + b"x='" * 100_001, None),
    ],
)
def test_declared_in_html(head: bytes, codec: str | None) -> None:
    assert charset.declared_in_html(head) == codec


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF8", "utf-8"),
        (" latin1 \n", "cp1252"),
        ("us-ascii", "cp1252"),
        ("ISO-8859-9", "cp1254"),
        ("gb18030", "gb18030"),
        ("x-sjis", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("big5", "big5hkscs"),
        ("unicode", "utf-16-le"),
        ("macintosh", "mac-roman"),
        (None, None),
    ],
)
def test_labels_name_what_the_standard_says(label: str | None, codec: str | None) -> None:
    assert charset.codec_of(label) == codec


# WHATWG Encoding Standard, "4.2. Names and labels": of each encoding its name and two odd labels, if it has some.
LABELS = {
    "utf-8": "utf-8 unicode-1-1-utf-8 x-unicode20utf8", "cp866": "ibm866 866 csibm866",
    "iso8859-2": "iso-8859-2 csisolatin2 l2", "iso8859-3": "iso-8859-3 iso-ir-109 l3", "iso8859-4": "iso-8859-4 l4",
    "iso8859-5": "iso-8859-5 cyrillic", "iso8859-6": "iso-8859-6 arabic iso-8859-6-i iso_8859-6:1987",
    "iso8859-7": "iso-8859-7 csisolatingreek sun_eu_greek", "iso8859-8": "iso-8859-8 visual logical",
    "iso8859-10": "iso-8859-10 l6", "iso8859-13": "iso-8859-13", "iso8859-14": "iso-8859-14",
    "iso8859-15": "iso-8859-15 l9",
    "iso8859-16": "iso-8859-16", "koi8-r": "koi8-r koi", "koi8-u": "koi8-u koi8-ru", "mac-roman": "macintosh mac",
    "cp874": "windows-874 iso-8859-11 tis-620", "cp1250": "windows-1250", "cp1251": "windows-1251",
    "cp1253": "windows-1253",
    "cp1252": "windows-1252 ascii iso-8859-1 us-ascii ansi_x3.4-1968 l1", "cp1254": "windows-1254 iso-8859-9 l5",
    "cp1255": "windows-1255", "cp1256": "windows-1256", "cp1257": "windows-1257", "cp1258": "windows-1258",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian", "gb18030": "gb18030 gbk gb2312 chinese x-gbk",
    "big5hkscs": "big5 x-x-big5", "euc_jp": "euc-jp x-euc-jp", "iso2022_jp": "iso-2022-jp csiso2022jp",
    "cp932": "shift_jis windows-31j x-sjis", "cp949": "euc-kr korean windows-949", "utf-16-be": "utf-16be unicodefffe",
    "utf-16-le": "utf-16le utf-16 ucs-2 unicode",
}  # fmt: skip


@pytest.mark.parametrize("codec", LABELS)
def test_labels_of_every_encoding(codec: str) -> None:
    assert {charset.codec_of(label.upper()) for label in LABELS[codec].split()} == {codec}
    codecs.lookup(codec)


CODECS_OF_PYTHON = (
    "zlib zip bz2 hex base64 uu quopri rot13 rot_13 idna punycode undefined unicode_escape raw_unicode_escape "
    "string_escape mbcs oem utf-7 utf_7 utf-32 utf_8_sig cp437 latin-1 x\0y utf-8\0 \0"
).split(" ")


@pytest.mark.parametrize("label", ["", " ", *CODECS_OF_PYTHON], ids=ascii)
def test_no_page_chooses_a_codec_of_python(label: str) -> None:
    assert charset.codec_of(label) is None
    for body in (b"+ADw-b\\u0041 YWJj xn--a", b"<meta charset='" + label.encode() + b"'>+ADw-b\\u0041"):
        assert charset.decode(body, label) == (body.decode(), "utf-8", False)


@pytest.mark.parametrize(
    ("body", "declared", "text", "codec"),
    [
        (b"plain", None, "plain", "utf-8"),
        (b"", None, "", "utf-8"),
        ("é".encode(), None, "é", "utf-8"),
        (b"\xe9t\xe9", "ISO-8859-1", "été", "cp1252"),
        (b"quotes \x93a\x94 \x80", "us-ascii", "quotes “a” €", "cp1252"),
        ("日本語のページです。".encode("shift_jis"), "Shift_JIS", "日本語のページです。", "cp932"),
        ("日本語".encode("iso2022_jp"), "iso-2022-jp", "日本語", "iso2022_jp"),
        ("한국어".encode("euc-kr"), "euc-kr", "한국어", "cp949"),
        ("中文".encode("gb18030"), "gb18030", "中文", "gb18030"),
        ("ﬁ ‰".encode("mac-roman"), "macintosh", "ﬁ ‰", "mac-roman"),
        (b"<meta charset=windows-1251>\xcf\xf0\xe8", None, "<meta charset=windows-1251>При", "cp1251"),
        (b"<meta charset=koi8-r>\xcf\xf0\xe8", "windows-1251", "<meta charset=koi8-r>При", "cp1251"),
        (b"<meta charset=windows-1251>\xcf\xf0\xe8", "x-nonsense", "<meta charset=windows-1251>При", "cp1251"),
    ],
)
def test_declared_charset(body: bytes, declared: str | None, text: str, codec: str) -> None:
    assert charset.decode(body, declared) == (text, codec, False)


@pytest.mark.parametrize("label", ["gb2312", "gbk", "gb18030"])
def test_all_labels_of_chinese_read_all_of_chinese(label: str) -> None:
    """The standard's GBK decoder is that of gb18030."""
    decoded = charset.decode("中文 𠀀 ㈠ ẞ".encode("gb18030"), label)
    assert (decoded.text, decoded.damaged) == ("中文 𠀀 ㈠ ẞ", False)


def test_meta_in_plain_text_is_text() -> None:
    body = b"use <meta charset=koi8-r> for \xe9t\xe9 and for caf\xe9"
    assert charset.decode(body, html=True).charset == "koi8-r"
    assert charset.decode(body, html=False).text == "use <meta charset=koi8-r> for été and for café"


@pytest.mark.parametrize("declared", [None, "utf-8", "windows-1252", "koi8-r", "utf-16"])
@pytest.mark.parametrize(
    ("mark", "codec"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
    ids=["utf-8", "utf-16-le", "utf-16-be"],
)
def test_a_byte_order_mark_decides(mark: bytes, codec: str, declared: str | None) -> None:
    text = "<meta charset=koi8-r>Füße 日本 😀"
    assert charset.decode(mark + text.encode(codec), declared) == (text, codec, False)
    assert charset.decode(mark, declared) == ("", codec, False)


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "us-ascii", "shift_jis", "big5", "utf-16", None])
@pytest.mark.parametrize("meta", ["", "<meta charset=iso-8859-1>"])
def test_utf8_is_utf8_whatever_its_label_says(meta: str, declared: str | None) -> None:
    text = f"{meta}It’s naïve: für 5 €, 日本語 😀"
    assert charset.decode(text.encode(), declared) == (text, "utf-8", False)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Un café crème et une brûlée à la carte, déjà goûtés", "cp1252"),
        ("Привет, как дела? Всё хорошо, спасибо большое", "cp1251"),
        ("これは日本語の文章です。とても長い文章です。", "euc_jp"),
        ("这是一个测试页面,内容是中文。", "gb18030"),
    ],
)
@pytest.mark.parametrize("meta", ["", "<meta charset=utf-8>"])
def test_a_wrong_utf8_label_does_not_spoil_a_legacy_page(text: str, codec: str, meta: str) -> None:
    decoded = charset.decode(f"{meta}{text}".encode(codec), "utf-8")
    assert (decoded.text, decoded.damaged) == (f"{meta}{text}", False)


SHORT = "It’s fine, don’t worry."
LONG = "Ärzte für Füße, schöne Grüße: 日本語 😀 " * 20


@pytest.mark.parametrize("declared", [None, "utf-8"])
@pytest.mark.parametrize("text", [SHORT, "word " * 500 + SHORT, LONG], ids=["short", "long ASCII", "long"])
def test_one_damaged_byte_does_not_change_the_charset(text: str, declared: str | None) -> None:
    for damaged in (text.encode() + b"\xff", b"\xfa" + text.encode(), text.encode() + b"\xe9 fine"):
        decoded = charset.decode(damaged, declared)
        assert (decoded.charset, decoded.damaged) == ("utf-8", True)
        assert text in decoded.text


@pytest.mark.parametrize("declared", [None, "utf-8"])
def test_a_cut_through_a_character_does_not_change_the_charset(declared: str | None) -> None:
    """Dumps cut pages at a number of bytes; only where nothing else is beyond ASCII may the cut be anything."""
    text = "A nose that isn’t healing — “still” 3 € 😀, après tout"
    body = text.encode()
    for size in range(0 if declared else len("A nose that isn’".encode()), len(body)):
        decoded = charset.decode(body[:size], declared)
        whole = body[:size].decode("utf-8", "ignore")
        assert decoded.charset == "utf-8"
        assert decoded.text.rstrip("\ufffd") == whole
        assert decoded.damaged == (len(whole.encode()) < size)


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=400),
    st.sampled_from([None, *"utf-8 gbk utf-16 iso-2022-jp euc-jp big5 koi8-u cp1258 zlib nonsense".split()]),
    st.booleans(),
)
def test_decoding_never_fails(body: bytes, declared: str | None, html: bool) -> None:
    decoded = charset.decode(body, declared, html=html)
    assert decoded.damaged == ("\ufffd" in decoded.text)
    decoded.text.encode("utf-8", "surrogatepass")
    assert codecs.lookup(decoded.charset)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\ufffd"), max_size=200))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert charset.decode(text.encode(), html=False) == (text, "utf-8", False)
    assert charset.decode(text.encode(), "utf-8", html=False).text == text


@pytest.mark.parametrize(("size", "found"), [(65_536, "koi8-r"), (65_537, None)])
def test_the_first_65536_bytes_are_looked_at(size: int, found: str | None) -> None:
    meta = b"<meta charset=koi8-r>"
    body = b" " * (size - len(meta)) + meta
    assert charset.declared_in_html(body) == charset.declared_in_html(body + b"x") == found
    assert charset.declared_in_html(body[:-1] + b" >") == (found if size < 65_536 else None)


@pytest.mark.parametrize(
    ("body", "declared", "codec"),
    [
        (b"\xff\xfex", None, "utf-16-le"), (b"\xfe\xffx", None, "utf-16-be"), (b"\xef\xbb\xbfx", None, None),
        (b"a\0" * 8, None, "utf-16-le"),
        (b"\0a" * 8, None, "utf-16-be"), (b"a\0" * 7, None, None), (b"a\0" * 7, "utf-16", "utf-16-le"),
        (b"\0a" * 7, "utf-16be", "utf-16-be"),
        (b"a\0" * 7, "utf-8", None), (b"aa" * 8, "utf-16", None), (b"a\0" * 7 + b"ab", None, None),
        (b"\xe9\0" + b"a\0" * 7, None, None),
        (b"\n\0" * 8, None, "utf-16-le"), (b"\x01\0" * 8, None, None), (b"a\0" * 7 + b"\0\0", None, None),
        (b"x" * 20 + b"\0", "utf-16", "utf-16-le"),
        (b"", "utf-16", None),
    ],
)  # fmt: skip
def test_bodies_in_utf16(body: bytes, declared: str | None, codec: str | None) -> None:
    assert charset.utf16_of(body, declared) == codec


@pytest.mark.parametrize(
    ("body", "declared", "codec"),
    [
        ("é".encode() + b"\xff", None, "utf-8"), ("é".encode() + b"\xff\xff", "utf-8", "utf-8"),
        ("é".encode() + b"\xff a\xff a", "utf-8", "big5hkscs"),
        ("é".encode() + b"\xff a\xff a", None, "big5hkscs"), (b"\xff", "utf-8", "utf-8"), (b"\xff", None, "cp1252"),
        (b"\x7f\xff", None, "cp1252"),
        (b"<meta charset=utf-8>\xe2\x80", None, "utf-8"), (b"<meta charset=koi8-r>\xe2\x80", "utf-8", "utf-8"),
        (b"<meta charset=koi8-r>\xe2 \xe2", "utf-8", "koi8-r"),
    ],
)  # fmt: skip
def test_damaged_utf8_and_other_charsets(body: bytes, declared: str | None, codec: str) -> None:
    assert charset.decode(body, declared).charset == codec


@pytest.mark.parametrize(
    ("body", "declared", "expected"),
    [
        (b"plain", None, b"plain"), ("é".encode(), None, "é".encode()), (b"\xef\xbb\xbfx", None, b"x"),
        (b"\xe9x", "latin1", "éx".encode()),
        ("é".encode() + b"\xff", None, "é\ufffd".encode()), (b"plain", "koi8-r", b"plain"),
        (b"a\x1b$B8l\x1b(B", "iso-2022-jp", "a語".encode()),
        (b"plain", "utf-16", b"plain"), (b"a\x1b(Bb", "iso-2022-jp", b"ab"),
        (b"a\x1bb", "utf-16", b"a\x1bb"), (b"a\x1bb", None, b"a\x1bb"),
    ],
)  # fmt: skip
def test_the_body_as_utf8(body: bytes, declared: str | None, expected: bytes) -> None:
    found = charset.as_utf8(body, declared)
    assert found.source == expected
    assert (found.source is body) is (expected == body)  # most bodies are not copied


BYTES = st.binary(max_size=40) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass"))


@given(BYTES, st.sampled_from([None, "utf-8", "latin1", "utf-16le", "iso-2022-jp"]))
def test_the_body_as_utf8_is_the_text_of_the_body(body: bytes, declared: str | None) -> None:
    decoded = charset.decode(body, declared)
    assert charset.as_utf8(body, declared) == (decoded.text.encode(), decoded.charset, decoded.damaged)
    assert charset.utf8_of(body, decoded).source == decoded.text.encode()


def test_a_body_in_utf8_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(charset, "decode")
    assert charset.as_utf8("für".encode(), "latin1") == ("für".encode(), "utf-8", False)


@pytest.mark.parametrize(
    ("body", "declared", "codec"),
    [
        (b"x", None, "utf-8"), (b"x", "koi8-r", "koi8-r"), (b"x", "utf-16", "utf-8"),
        (b"<meta charset=koi8-r>", None, "koi8-r"),
        (b"<meta charset=koi8-r>", "big5", "big5hkscs"), (b"x", "iso-2022-jp", "iso2022_jp"),
        (b"x", "nonsense", "utf-8"),
    ],
)  # fmt: skip
def test_bytes_that_are_the_same_in_every_charset(body: bytes, declared: str | None, codec: str) -> None:
    assert charset.decode(body, declared) == (body.decode(), codec, False)
    assert charset.decode(body, declared, html=False).charset == (codec if declared else "utf-8")
