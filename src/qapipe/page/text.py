r"""Plain text rules: str in, str out. What a person wrote keeps its words; only what no reader sees goes.

The rules are those of every text column: Unicode NFC, no control and no zero-width characters, each run of
blanks (no-break spaces and all other Unicode spaces too) is one space, ``\n\n`` stands between paragraphs,
``\n`` between lines that belong together, a list item starts with ``- ``. Every function here is idempotent.
"""

import re
import unicodedata

# Line separators of Unicode (UAX #14: BK, CR, LF, NL); a form feed or vertical tab ends a line as well.
_LINE_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_ODD_BREAK = re.compile("[\r\v\f\x85\u2028\u2029]")
# A blank that a space must replace.
_ODD_BLANK = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PLAIN = bytes([*range(0x20, 0x7F), 0x0A])
# Invisible: C0/C1 controls, soft hyphen, zero-width space/joiners/marks, bidirectional controls, word joiner,
# invisible operators, BOM, interlinear annotation marks, tag characters. (Variation selectors stay.)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = re.compile(r"[\W_]+")
_ASCII_MARKS = bytes(number for number in range(128) if not chr(number).isalnum())
_BULLET = re.compile(r"^[•‣◦▪●∙·] *(?=\S)")


def well_formed(text: str) -> str:
    """The text without lone surrogates: pairs are joined, the rest become U+FFFD. Arrow and UTF-8 refuse them."""
    if not text.isascii() and _SURROGATE.search(text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def one_line(text: str) -> str:
    """One clean line: breaks and runs of blanks are one space, ends are bare; ``""`` when nothing is left."""
    text = text.strip()
    if "\n" in text:
        text = text.replace("\n", " ")
    if not text.isprintable():
        return " ".join(visible(text).split())
    if "  " in text:
        text = _single_spaced(text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """The text in NFC and without what no reader sees; blanks and line breaks stay as they are."""
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    return text if text.isascii() else unicodedata.normalize("NFC", well_formed(text))


def list_item(line: str) -> str:
    """The line with a typed bullet (``•`` and its kin) as the ``- `` of our lists; other lines as they are."""
    return line if line[:1].isascii() else _BULLET.sub("- ", line)


def lines(text: str) -> list[str]:
    """The text's lines, each clean (see :func:`one_line`); an empty line is ``""``."""
    odd = _odd(text)
    if odd:
        text = _without(text, odd)
    return [_single_spaced(line) if "  " in line else line for line in map(str.strip, text.split("\n"))]


def _single_spaced(line: str) -> str:
    """The line with one space for each run of them; rounds halve a run, and are few and far faster than words."""
    while "  " in line:
        line = line.replace("  ", " ")
    return line


def _odd(text: str) -> str:
    """The characters of a text that are no plain ASCII, one behind the other: few, so that looking at them is cheap."""
    try:
        return text.encode().translate(None, _PLAIN).decode()
    except UnicodeEncodeError:  # a lone surrogate
        return text


def _without(text: str, odd: str) -> str:
    """The text in NFC, of whose odd characters the invisible are gone, breaks are line feeds and blanks spaces."""
    for char in set(_INVISIBLE.findall(odd)):
        text = text.replace(char, "")
    if _ODD_BREAK.search(odd):
        text = _LINE_BREAK.sub("\n", text)
    for char in set(_ODD_BLANK.findall(odd)):
        text = text.replace(char, " ")
    if _SURROGATE.search(odd):
        text = well_formed(text)
    return text if odd.isascii() else unicodedata.normalize("NFC", text)


def letters(text: str) -> str:
    """Letters and digits alone, case folded: what two renderings of one text share."""
    if text.isascii():  # the same, and five times as fast
        return text.lower().encode().translate(None, _ASCII_MARKS).decode()
    return _MARKS.sub("", text).casefold()


def paragraphs(text: str) -> str:
    """A clean block of text: lines cleaned one by one, runs of empty lines are one, no empty line at the ends."""
    out: list[str] = []
    for line in lines(text):
        if line:
            out.append(list_item(line))
        elif out and out[-1]:
            out.append("")
    while out and not out[-1]:
        out.pop()
    return "\n".join(out)
