"""The bytes of HTML as a tokenizer sees them (WHATWG HTML, "Tokenization"), before there is a tree.

Pages are read as bytes of a charset in which ASCII stands for itself; nothing here decodes.
"""

import re

BLANK = rb"[\t\n\f\r ]"
_NAME = rb"[^\t\n\f\r />=][^\t\n\f\r />=]*+|=[^\t\n\f\r />=]*+"
_VALUE = rb"\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >\"'][^\t\n\f\r >]*+"
ATTRIBUTE = re.compile(rb"(?:%b)(?:%b*+=%b*+(?:%b)?+)?+" % (_NAME, BLANK, BLANK, _VALUE))
"""One attribute, from its name to the end of its value."""
REST_OF_TAG = re.compile(rb"(?:[\t\n\f\r ]++|(/)(?=>)|/|%b)*+(>?)" % ATTRIBUTE.pattern)
"""A tag from behind its name on: the slash of ``<br/>``, and its end unless the page ends before."""
MARK = re.compile(rb"<(?:(/?)([a-zA-Z][^\t\n\f\r />]*+)|(!--)|(!\[CDATA\[)|[!?/])")
"""The start of what is no text: slash and name of a tag, a comment, a CDATA section, or a bogus comment."""

RAW_TEXT = frozenset(b"script style textarea title xmp iframe noembed noframes".split())
"""Elements whose content is text up to their end tag; in drawings and formulas they are like any other."""
_RAW_TEXT_END = {name: re.compile(rb"</%b(?=[\t\n\f\r />])" % name, re.IGNORECASE) for name in RAW_TEXT}
_COMMENT_END = re.compile(rb"--!?>")
_IN_SCRIPT = re.compile(rb"<!--|--(?=>)|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)


def comment_end(body: bytes, start: int) -> int:
    """Where a comment is over whose ``<!--`` ends at ``start``; the end of the page if it is never closed."""
    if body[start : start + 1] == b">":
        return start + 1
    if body[start : start + 2] == b"->":
        return start + 2
    match = _COMMENT_END.search(body, start)
    return match.end() if match else len(body)


def raw_text_end(body: bytes, name: bytes, start: int) -> int:
    """Where the end tag of an element of :data:`RAW_TEXT` begins; the end of the page if there is none.

    In a script that hides a script in a comment, as pages of old do, the first end tag is not the one.
    """
    match = _RAW_TEXT_END[name].search(body, start)
    end = match.start() if match else len(body)
    if name != b"script" or body.find(b"<!--", start, end) < 0:
        return end
    hidden = nested = False
    position = start
    while match := _IN_SCRIPT.search(body, position):
        mark, slash = match[0], match[1]
        position = match.end() - (2 if mark == b"<!--" else 0)  # "<!-->" opens and closes
        if mark == b"--":
            hidden = nested = False
        elif mark == b"<!--":
            hidden = True
        elif slash and not nested:
            return match.start()
        else:
            nested = hidden and not slash
    return len(body)
