"""Patterns for tags and comments in the bytes of HTML (WHATWG HTML, "Tokenization"), used before a tree is built.

The bytes must be in an ASCII-compatible charset.
"""

import re

BLANK = rb"[\t\n\f\r ]"
_NAME = rb"[^\t\n\f\r />=][^\t\n\f\r />=]*+|=[^\t\n\f\r />=]*+"
_VALUE = rb"\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >\"'][^\t\n\f\r >]*+"
ATTRIBUTE = re.compile(rb"(?:%b)(?:%b*+=%b*+(?:%b)?+)?+" % (_NAME, BLANK, BLANK, _VALUE))
"""One attribute, from its name to the end of its value."""
REST_OF_TAG = re.compile(rb"(?:[\t\n\f\r ]++|(/)(?=>)|/|%b)*+(>?)" % ATTRIBUTE.pattern)
"""The rest of a tag after its name. Groups: the slash of ``<br/>``, and the closing ``>`` unless the page ends."""
_PLAIN_VALUE = rb"\"[^\"<>]*+\"|'[^'<>]*+'|[^\t\n\f\r <>\"'=`/]++"
_PLAIN_REST = rb"(?:%b++(?:[^\t\n\f\r />=\"'<]++(?:=(?:%b))?+)?+)*+" % (BLANK, _PLAIN_VALUE)
CLOSED_ELEMENT = re.compile(
    rb"<(?:([a-zA-Z][a-zA-Z0-9-]*+)(?=[^<]*+</\1>)%b>[^<]*+</\1>|(?:br|hr|img|meta)(?=[\t\n\f\r />])%b/?>"
    rb"|!--[^<>]*+(?<=--)>)" % (_PLAIN_REST, _PLAIN_REST)
)
"""An element that holds nothing but text, or nothing at all, in HTML as in SVG, with attributes in the usual form.

A comment without ``<`` and ``>`` counts as one. The next tag is looked at first: attributes take longest.
"""
START_TAG = re.compile(rb"<[a-zA-Z][^\t\n\f\r />]*+%b" % REST_OF_TAG.pattern)
"""A start tag, from its ``<`` to its ``>`` or the end of the page."""
MARK = re.compile(rb"<(?:(/?)([a-zA-Z][^\t\n\f\r />]*+)|(!--)|(!\[CDATA\[)|[!?/])")
"""The start of a tag (groups: slash, name), comment, CDATA section or bogus comment."""

RAW_TEXT = frozenset(b"script style textarea title xmp iframe noembed noframes".split())
"""Elements whose content is text up to their end tag; inside SVG and MathML they are ordinary elements."""
_RAW_TEXT_END = {name: re.compile(rb"</%b(?=[\t\n\f\r />])" % name, re.IGNORECASE) for name in RAW_TEXT}
_COMMENT_END = re.compile(rb"--!?>")
_IN_SCRIPT = re.compile(rb"<!--|--(?=>)|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)


def comment_end(body: bytes, start: int) -> int:
    """Index where the comment ends whose ``<!--`` ends at ``start``; the end of the page if it is not closed."""
    if body[start : start + 1] == b">":
        return start + 1
    if body[start : start + 2] == b"->":
        return start + 2
    match = _COMMENT_END.search(body, start)
    return match.end() if match else len(body)


def raw_text_end(body: bytes, name: bytes, start: int) -> int:
    """Index where the end tag of an element of :data:`RAW_TEXT` starts; the end of the page if there is none.

    In a script whose comment contains another script, as on old pages, the first end tag does not count.
    """
    match = _RAW_TEXT_END[name].search(body, start)
    end = match.start() if match else len(body)
    if name != b"script" or body.find(b"<!--", start, end) < 0:
        return end
    hidden = nested = False
    position = start
    while match := _IN_SCRIPT.search(body, position):
        mark, slash = match[0], match[1]
        position = match.end() - (2 if mark == b"<!--" else 0)  # "<!-->" opens and closes a comment
        if mark == b"--":
            hidden = nested = False
        elif mark == b"<!--":
            hidden = True
        elif slash and not nested:
            return match.start()
        else:
            nested = hidden and not slash
    return len(body)
