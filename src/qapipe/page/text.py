r"""Normalised plain text: str in, str out. Words never change; only invisible characters and spacing do.

All text columns follow these rules: Unicode NFC, no control or zero-width characters (except joiners that a script or
an emoji needs), each run of spaces (no-break and all other Unicode spaces included) is one space, ``\n\n`` separates
paragraphs and ``\n`` the lines within one, list items start with ``- ``. Every function here is idempotent.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

from qapipe.page.searching import find, replaced

# Unicode line breaks (UAX #14: BK, CR, LF, NL), which include form feed and vertical tab.
_ODD_BREAK = re.compile("[\r\v\f\x85\u2028\u2029]")
# Spaces that are replaced by U+0020.
_ODD_BLANK = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile("  +")
_PLAIN = bytes([*range(0x20, 0x7F), 0x0A])
# Invisible: C0/C1 controls, soft hyphen, zero-width space and marks, bidirectional controls, word joiner,
# invisible operators, BOM, interlinear annotation marks, tag characters. (Variation selectors stay.)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Joiners (ZWNJ, ZWJ) are needed behind a letter of a script whose letters join or stack (Arabic to NKo, the scripts of
# India to Sinhala, Tibetan, Myanmar, Khmer, Mongolian, Javanese and kin), and a ZWJ between two parts of an emoji.
_JOINING = "\u0600-\u07ff\u0840-\u0dff\u0f00-\u109f\u1780-\u18af\u1a00-\u1c4f\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefc"
_EMOJI = "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_NEEDLESS_JOINER = re.compile(f"(?<![{_JOINING}])(?:\u200c|\u200d(?!(?<=[{_EMOJI}]\u200d)[{_EMOJI}]))")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = re.compile(r"[\W_]+")
_ASCII_MARKS = bytes(number for number in range(128) if not chr(number).isalnum())
_ASCII_LOWER = bytes(range(256)).lower()
_ASCII_MARKS_BUT_NULL = _ASCII_MARKS.replace(b"\0", b"")
BULLETS = frozenset("•‣◦▪●∙·")
"""Characters in front of list items."""
_BULLET = re.compile(f"^[{''.join(sorted(BULLETS))}] *(?=\\S)")
# Anything but characters that no rule changes, alone or behind another: line feeds, Latin letters with and without
# accents, the punctuation of Western typography, the euro and trademark signs.
_MAY_CHANGE = re.compile("[^\n -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20ac\u2122]")
_REMOVED = re.compile(f"{_INVISIBLE.pattern}|{_ODD_BLANK.pattern}")
_FEW_CHARACTERS = 1_000
# A long run of combining marks: five samples in a row, each the canonical combining class of every 64th character.
_SAMPLED_TEXT = 1_000  # characters; in a shorter text no run is long enough to matter
_SAMPLE_STEP = 64
_LONG_RUN = re.compile(rb"[^\0]{5}")


def well_formed(text: str) -> str:
    """The text without surrogates, which UTF-8 and Arrow reject: pairs are joined, lone ones become U+FFFD."""
    if not text.isascii() and _SURROGATE.search(text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def one_line(text: str) -> str:
    """The text as one normalised line, without leading and trailing spaces; may be ``""``."""
    text = text.strip()
    if "\n" in text:
        text = text.replace("\n", " ")
    if not text.isprintable():
        return " ".join(visible(text).split())
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return text if text.isascii() else nfc(text)


def one_lines(texts: Sequence[str]) -> list[str]:
    """Each text as :func:`one_line` cleans it; all are cleaned together, which takes a fraction of the time."""
    joined = "\0".join(texts)
    if joined.count("\0") != len(texts) - 1:  # there are null characters in the texts themselves, or no texts
        return list(map(one_line, texts))
    if "\n" in joined:
        joined = joined.replace("\n", " ")
    return _lines(joined.replace("\0", "\n").encode("utf-8", "surrogatepass"), b" ")


def visible(text: str) -> str:
    """The text in NFC without invisible characters; spaces and line breaks are kept as they are."""
    text = without_invisible(text)
    return text if text.isascii() else nfc(well_formed(text))


def without_invisible(text: str) -> str:
    """The text without control, zero-width and directional characters, but for joiners that are needed."""
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    if "\u200d" in text or "\u200c" in text:
        text = _NEEDLESS_JOINER.sub("", text)
    return text


def nfc(text: str) -> str:
    """The text in Unicode NFC, in linear time.

    :func:`unicodedata.normalize` takes time quadratic in the length of a run of combining marks: six seconds for
    400 kB of them. Long runs are put into canonical order first.
    """
    return unicodedata.normalize("NFC", _canonically_ordered(text) if _has_long_run(text) else text)


def _has_long_run(text: str) -> bool:
    """Whether the text has a run of more than about 300 combining marks."""
    if len(text) < _SAMPLED_TEXT:
        return False
    return _LONG_RUN.search(bytes(map(unicodedata.combining, text[::_SAMPLE_STEP]))) is not None


def _canonically_ordered(text: str) -> str:
    """The text in NFD (Unicode Standard 3.11, "Canonical Ordering Algorithm"): each run of marks sorted by class."""
    decomposed = "".join([unicodedata.normalize("NFD", char) for char in text])
    runs = groupby(decomposed, key=lambda char: unicodedata.combining(char) > 0)
    return "".join(["".join(sorted(run, key=unicodedata.combining) if marks else run) for marks, run in runs])


def list_item(line: str) -> str:
    """The line, a leading bullet character such as ``•`` replaced by ``- ``."""
    return line if line[:1].isascii() else _BULLET.sub("- ", line)


def lines(text: str | bytes) -> list[str]:
    """The lines of a text or of its UTF-8, each normalised like :func:`one_line`; an empty line is ``""``."""
    return _lines(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, b"\n")


def _lines(data: bytes, line_break: bytes) -> list[str]:
    """The lines of UTF-8, in which SIMD instructions find what is to be replaced.

    ``line_break`` is put in place of all line breaks but line feeds.
    """
    if odd := data.translate(None, _PLAIN):  # usually few characters, so examining them is cheap
        data = _without(data, odd.decode("utf-8", "surrogatepass"), line_break)
    while find(data, b"  ") >= 0:
        data = replaced(data, b"  ", b" ")
    return list(map(bytes.decode, map(bytes.strip, data.split(b"\n"))))


def _without(data: bytes, odd: str, line_break: bytes) -> bytes:
    """UTF-8 in NFC with line feeds and spaces only; ``odd`` are its characters that need a look."""
    if not _MAY_CHANGE.search(odd):
        return data
    for char in set(_INVISIBLE.findall(odd)):
        data = replaced(data, char.encode(), b"")
    if "\u200d" in odd or "\u200c" in odd:
        text = data.decode("utf-8", "surrogatepass")
        data = _NEEDLESS_JOINER.sub("", text).encode("utf-8", "surrogatepass")
    if "\r" in odd and line_break == b"\n":
        data = replaced(data, b"\r\n", line_break)
    for char in set(_ODD_BREAK.findall(odd)):
        data = replaced(data, char.encode(), line_break)
    for char in set(_ODD_BLANK.findall(odd)):
        data = replaced(data, char.encode(), b" ")
    if _SURROGATE.search(odd):
        data = well_formed(data.decode("utf-8", "surrogatepass")).encode()
    if odd.isascii() or (len(odd) < _FEW_CHARACTERS and not _MAY_CHANGE.search(_REMOVED.sub("", odd))):
        return data  # nothing is left that NFC changes
    text = data.decode()
    return (nfc(text) if _has_long_run(odd) else unicodedata.normalize("NFC", text)).encode()


def letters(text: str) -> str:
    """The letters and digits of a text, case-folded: equal for two renderings of the same text."""
    if text.isascii():  # same result, five times as fast
        return text.encode().translate(_ASCII_LOWER, _ASCII_MARKS).decode()
    bare = text.encode("utf-8", "surrogatepass").translate(_ASCII_LOWER, _ASCII_MARKS).decode("utf-8", "surrogatepass")
    return (bare if bare.isalnum() else _MARKS.sub("", bare)).casefold()


def all_letters(texts: Sequence[str]) -> list[str]:
    """Each text as :func:`letters` cleans it; all are cleaned together, which takes a third of the time."""
    joined = "\0".join([text if text.isascii() else letters(text) for text in texts])
    if joined.count("\0") != len(texts) - 1:  # there are null characters in the texts themselves, or no texts
        return list(map(letters, texts))
    return joined.encode().translate(_ASCII_LOWER, _ASCII_MARKS_BUT_NULL).decode().split("\0")


def paragraphs(text: str) -> str:
    """The text as normalised paragraphs: single empty lines between them, none at the start and end."""
    out: list[str] = []
    for line in lines(text):
        if line:
            out.append(list_item(line))
        elif out and out[-1]:
            out.append("")
    while out and not out[-1]:
        out.pop()
    return "\n".join(out)
