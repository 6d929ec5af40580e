"""Signatures that only a line of underscores sets apart from a text, as old forums print them below it."""

import re

from qapipe.readers.threads.texts import TextLine

_RULE = re.compile(r"_{10,}")
_MOST = 8  # lines of a signature


def without_signature(lines: list[TextLine]) -> list[TextLine]:
    """The lines of a text up to the last line of underscores, if no more than a signature stands below it."""
    for at in range(len(lines) - 1, max(len(lines) - 2 - _MOST, 0), -1):
        line = lines[at]
        if not (line.code or line.quoted) and _RULE.fullmatch(line.text):
            return lines[:at]
    return lines
