"""The text rules of the contract once more, written for clarity alone: what the product's own are compared with."""

import re
import unicodedata

LINE_BREAKS = "\n\v\f\r\x85\u2028\u2029"
BULLETS = "•‣◦▪●∙·"
JOINERS = "\u200c\u200d"
# Blocks of scripts whose letters join or stack, and of emoji (with the selector of their coloured form).
JOINING = "600-7ff 840-dff f00-109f 1780-18af 1a00-1c4f a840-abff fb50-fdff fe70-fefc"
EMOJI = "2190-21ff 2300-23ff 2600-27bf 2b00-2bff fe0f-fe0f 1f000-1faff"
# Format characters that are shown (Arabic and Kaithi number signs, a Syriac mark), or that are part of a notation:
# Egyptian quadrats, shorthand, beams of music.
SHOWN_FORMAT = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bcaf"
    "\U0001d173-\U0001d17a]"
)


def is_invisible(char: str) -> bool:
    """Whether a character is a control or format character that no reader sees; line breaks and tabs are blanks."""
    blank = char == "\t" or char in LINE_BREAKS
    return unicodedata.category(char) in ("Cc", "Cf") and not blank and not SHOWN_FORMAT.match(char)


def in_blocks(char: str, blocks: str) -> bool:
    """Whether a character is in one of some ranges of code points, such as ``600-7ff``."""
    ranges = [[int(end, 16) for end in block.split("-")] for block in blocks.split()]
    return any(first <= ord(char) <= last for first, last in ranges)


def is_needed(before: str, char: str, after: str) -> bool:
    """Whether a zero-width joiner or non-joiner changes how what is around it is written."""
    if before and in_blocks(before, JOINING):
        return True
    return char == "\u200d" and bool(before and after) and in_blocks(before, EMOJI) and in_blocks(after, EMOJI)


def shown(text: str) -> str:
    """The text without invisible characters, but with the joiners that scripts and emoji need."""
    left = [char for char in text if char in JOINERS or not is_invisible(char)]
    around = zip(["", *left], left, [*left[1:], ""], strict=False)
    return "".join(char for before, char, after in around if char not in JOINERS or is_needed(before, char, after))


def one_line(text: str) -> str:
    """The text in NFC, without invisible characters, every run of blanks one space."""
    shown_text = shown(text)
    return " ".join(re.split(r"\s+", unicodedata.normalize("NFC", shown_text.replace("\x85", " ")).strip()))


def paragraphs(text: str) -> str:
    """The lines of a text, each clean, a typed bullet as ``- ``; one empty line where any number stands between two."""
    lines = [one_line(line) for line in re.split("\r\n|[" + LINE_BREAKS + "]", text)]
    lines = ["- " + line[1:].lstrip() if line[:1] in BULLETS and line[1:].strip() else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def faults(text: str) -> list[str]:
    """What is wrong with a text that should be clean."""
    checks = {
        "empty": not text,
        "not NFC": not unicodedata.is_normalized("NFC", text),
        "invisible character": shown(text) != text,
        "lone surrogate": any(unicodedata.category(char) == "Cs" for char in text),
        "blank that is no space": any(char.isspace() and char not in " \n" for char in text),
        "several spaces": "  " in text,
        "blank at the end of a line": any(line != line.strip(" ") for line in text.split("\n")),
        "several empty lines": "\n\n\n" in text,
        "empty line at an end": text != text.strip("\n"),
    }
    return [name for name, found in checks.items() if found]
