"""Decodes the bytes of a page; the charset is determined as in browsers. Never raises.

Order of evidence (WHATWG HTML, "Determining the character encoding"): byte order mark, the charset declared with the
page, ``<meta>``, then the bytes: valid UTF-8, a statistical detector, windows-1252. Two exceptions preserve more text:
valid multi-byte UTF-8 is UTF-8 whatever a legacy label says, and a legacy page wrongly labelled UTF-8 is not decoded
into replacement characters.

Labels are looked up only in the table of the WHATWG Encoding Standard, because a page must not select a Python codec
such as ``zlib``, ``unicode_escape`` or ``utf-7``.
"""

import re
import struct
from typing import NamedTuple

import cchardet
import pyarrow as pa

from qapipe.page.searching import has, lower

_LABELS_BY_CODEC = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
    "cp866": "866 cp866 csibm866 ibm866",
    "iso8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e"
    " iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597"
    " iso_8859-7 iso_8859-7:1987 sun_eu_greek",
    "iso8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598"
    " iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical",
    "iso8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "mac-roman": "csmacintosh mac macintosh x-mac-roman",
    "cp874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "cp1250": "cp1250 windows-1250 x-cp1250",
    "cp1251": "cp1251 windows-1251 x-cp1251",
    "cp1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591"
    " iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
    "cp1253": "cp1253 windows-1253 x-cp1253",
    "cp1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5"
    " windows-1254 x-cp1254",
    "cp1255": "cp1255 windows-1255 x-cp1255",
    "cp1256": "cp1256 windows-1256 x-cp1256",
    "cp1257": "cp1257 windows-1257 x-cp1257",
    "cp1258": "cp1258 windows-1258 x-cp1258",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    # The standard decodes GBK as its superset.
    "gb18030": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc_jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "iso2022_jp": "csiso2022jp iso-2022-jp",
    "cp932": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "cp949": "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601"
    " windows-949",
    "utf-16-be": "unicodefffe utf-16be",
    "utf-16-le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
}
_CODECS = {label: codec for codec, labels in _LABELS_BY_CODEC.items() for label in labels.split()}
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"))

# Browsers examine 1,024 bytes; on some pages <meta> follows long inline scripts.
_PRESCAN_BYTES = (4_096, 65_536)
_DETECT_BYTES = 65_536
_UTF16_BYTES = 16
_PLAIN = re.compile(rb"[\t\n\f\r -~]+")
_TAG_OR_COMMENT = re.compile(rb"<(!--)|<(meta)[\s/]|</?[a-z][^\s>]*|<[!/?][^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"""[\s/]*(?:(>)|([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(?!["'])([^\s>]*)))?)""", re.DOTALL
)
_CONTENT_CHARSET = re.compile(rb"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"'][^\s;]*))""", re.IGNORECASE)


class Decoded(NamedTuple):
    """A page's text, the Python codec used, and whether the text contains replacement characters."""

    text: str
    charset: str
    damaged: bool


class Utf8(NamedTuple):
    """A page's text in UTF-8, the Python codec of its bytes, and whether the text contains replacement characters."""

    source: bytes
    charset: str
    damaged: bool


def codec_of(label: str | None) -> str | None:
    """The Python codec for a charset label of the WHATWG Encoding Standard; None for other labels."""
    return _CODECS.get(label.strip(" \t\n\f\r").lower()) if label else None


def declared_in_html(body: bytes) -> str | None:
    """The codec declared in a ``<meta>`` element (WHATWG HTML, "prescan a byte stream"), or None."""
    for size in _PRESCAN_BYTES:
        cut = len(body) > size
        found = _declared_in(body[:size], cut=cut)
        if found or not cut:
            return found
    return None


def _declared_in(head: bytes, *, cut: bool) -> str | None:
    """The codec of the first ``<meta>`` with a known charset; ``cut``: the last tag may be incomplete."""
    if not has(lower(head), b"charset"):
        return None
    position = 0
    while match := _TAG_OR_COMMENT.search(head, position):
        position = match.end()
        if match[1]:
            position = head.find(b"-->", match.start())  # "<!-->" is a complete comment
            if position == -1:
                return None
            continue
        if match[0][:2] in (b"<!", b"<?") or (match[0][:2] == b"</" and not match[0][2:3].isalpha()):
            continue
        attributes, position, closed = _attributes(head, position)
        if cut and not closed:
            return None
        if match[2] and closed and (codec := _charset_of_meta(attributes)):
            return codec
    return None


def decode(body: bytes, declared: str | None = None, *, html: bool = True) -> Decoded:
    """The text of a page; ``declared`` is the charset label that came with it. Never raises."""
    if marked := _marked(body):
        bom, named = marked
        return _replacing(body[len(bom) :], named)
    if wide := utf16_of(body, declared):
        return _replacing(body, wide)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _valid_utf8(body, text, declared, html=html)
    for codec in (codec_of(declared), declared_in_html(body) if html else None):
        if codec == "utf-8":
            decoded = _replacing(body, codec)
            if _mostly_utf8(decoded.text, declared=True):
                return decoded
        elif codec:
            return _replacing(body, codec)
    detected = codec_of(cchardet.detect(body[:_DETECT_BYTES])["encoding"])
    utf8 = _replacing(body, "utf-8")
    if _mostly_utf8(utf8.text, declared=False):
        return utf8
    detected = "cp1252" if detected in (None, "utf-8") else detected
    return _replacing(body, detected)


def _marked(body: bytes) -> tuple[bytes, str] | None:
    """The byte order mark with which a page starts, and the codec that it stands for."""
    if body[:1] not in (b"\xef", b"\xfe", b"\xff"):
        return None
    return next(((bom, codec) for bom, codec in _BOMS if body.startswith(bom)), None)


def utf16_of(body: bytes, declared: str | None = None) -> str | None:
    """The codec of a body in UTF-16, whose null bytes would otherwise look like binary data; else None.

    Recognised by the byte order mark; by a start of ASCII characters alternating with null bytes, which is not text in
    any other charset; or by the label if the body contains null bytes.
    """
    start = body[:_UTF16_BYTES]
    if (marked := _marked(start)) and marked[1] != "utf-8":
        return marked[1]
    if 0 in start and len(start) == _UTF16_BYTES:
        for first, codec in enumerate(("utf-16-be", "utf-16-le")):
            if not any(start[first::2]) and _PLAIN.fullmatch(start[1 - first :: 2]):
                return codec
    named = codec_of(declared) if declared else None
    return named if named and named.startswith("utf-16") and b"\0" in body else None


def as_utf8(body: bytes, declared: str | None = None) -> Utf8:
    """An HTML page in UTF-8. Most bodies are returned unchanged, and not decoded."""
    is_ascii = body.isascii()
    if (is_ascii or (_is_utf8(body) and not _marked(body))) and not utf16_of(body, declared):
        codec = _codec_of_ascii(body, declared, html=True) if is_ascii else "utf-8"
        if codec != "iso2022_jp":
            return Utf8(body, codec, damaged=False)
    return utf8_of(body, decode(body, declared))


def utf8_of(body: bytes, decoded: Decoded) -> Utf8:
    """The decoded text of a body in UTF-8."""
    text, codec, damaged = decoded
    plain = codec == "utf-8" and not damaged and not body.startswith(_BOMS[0][0])
    return Utf8(body if plain or (text.isascii() and len(text) == len(body)) else text.encode(), codec, damaged)


def _is_utf8(body: bytes) -> bool:
    """Whether a body is valid UTF-8. Arrow finds out in a seventh of the time that decoding takes."""
    offsets = pa.py_buffer(struct.pack("<ii", 0, len(body)))
    try:
        pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(body)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _valid_utf8(body: bytes, text: str, declared: str | None, *, html: bool) -> Decoded:
    """A body of valid UTF-8; if it is all ASCII, the label and ISO-2022-JP escape sequences decide the codec."""
    codec = _codec_of_ascii(body, declared, html=html) if text.isascii() else "utf-8"
    return _replacing(body, codec) if codec == "iso2022_jp" else Decoded(text, codec, damaged=False)


def _codec_of_ascii(body: bytes, declared: str | None, *, html: bool) -> str:
    codec = codec_of(declared) or (declared_in_html(body) if html else None) or "utf-8"
    return "utf-8" if codec.startswith("utf-16") else codec


def _replacing(body: bytes, codec: str) -> Decoded:
    text = body.decode(codec, "replace")
    return Decoded(text, codec, damaged="\ufffd" in text)


def _mostly_utf8(text: str, *, declared: bool) -> bool:
    """Whether text decoded as UTF-8 with replacement characters is damaged UTF-8, not another charset.

    Bytes in another charset rarely form a valid sequence by chance, so at least as many valid as invalid sequences are
    proof. If UTF-8 is declared, an incomplete sequence at the end does not count.
    """
    bad = text.count("\ufffd")
    valid = sum(1 for char in text if char > "\x7f") - bad
    return valid >= bad - (declared and text.endswith("\ufffd"))


def _attributes(head: bytes, position: int) -> tuple[dict[bytes, bytes], int, bool]:
    """The attributes of a tag (the first of each name), the index where it ends, and whether it is complete."""
    found: dict[bytes, bytes] = {}
    while match := _ATTRIBUTE.match(head, position):
        position = match.end()
        if match[1]:
            return found, position, True
        found.setdefault(match[2].lower(), match[3] or match[4] or match[5] or b"")
    return found, position, False


def _charset_of_meta(attributes: dict[bytes, bytes]) -> str | None:
    label = attributes.get(b"charset")
    if label is None and attributes.get(b"http-equiv", b"").lower() == b"content-type":
        match = _CONTENT_CHARSET.search(attributes.get(b"content", b""))
        label = match and (match[1] or match[2] or match[3])
    codec = codec_of(label.decode("latin-1")) if label else None
    # The prescan found ASCII bytes, so the page is not UTF-16 (WHATWG: treat it as UTF-8).
    return "utf-8" if codec and codec.startswith("utf-16") else codec
