"""The title of a question in plain text: a line that asks, near above the first label or answer."""

import re
from collections.abc import Sequence

from qapipe.page.outline import Line

LETTERS = (8, 170)
"""Lengths of a title, in letters."""
NEAR = 3
"""Lines from the title to the first label, besides those of the question."""
ENDS = frozenset("?？)")
"""Last characters of lines that may ask."""
_HEADING = re.compile(r"^#{1,6}\s+")
_PROSE = 30  # letters of a line that is no menu
_MENU = 12  # lines
_PICTURES = re.compile(r"[?？]?\s*\((?:photos?|pics?|pictures?|images?|videos?)s?\)$", re.IGNORECASE)


def asks(text: str) -> bool:
    """Whether a line has the length and the end of a title that asks: ``Can it be saved? (photo)``."""
    if text[-1] == ")" and (match := _PICTURES.search(text)):
        text = f"{text[: match.start()]}?"
    return text[-1] in "?？" and LETTERS[0] <= len(text) <= LETTERS[1]


def title_above(above: Sequence[Line]) -> int | None:
    """The place of the nearest line above that asks, with few lines but those of the question below it."""
    others = 0
    for place in range(len(above) - 1, -1, -1):
        if asks(above[place].text):
            several = ". " in above[place].text  # sentences: the question below its title
            return place - 1 if several and place and asks(above[place - 1].text) else place
        others += not is_prose(above[place].text)
        if others >= NEAR:
            return None
    return None


def first_title(above: Sequence[Line]) -> str | None:
    """The first line that has the length of a title."""
    return next((line.text for line in above if LETTERS[0] <= len(line.text) <= LETTERS[1]), None)


def without_marks(title: str) -> str:
    """A title without the marks of a Markdown heading."""
    return _HEADING.sub("", title)


def is_menu(lines: Sequence[Line]) -> bool:
    """Whether many lines are no sentences: a page's menus and lists, which no person wrote as part of a text."""
    return len(lines) > _MENU and sum(is_prose(line.text) for line in lines) * 3 < len(lines)


def is_prose(text: str) -> bool:
    """Whether a line is a sentence, as opposed to an entry of a menu."""
    return len(text) >= _PROSE and text.endswith((".", "!", "?", "。", "！", "？"))
