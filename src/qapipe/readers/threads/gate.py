"""Whether the bytes of a page may hold a thread: most pages are refused by them, before there is a tree."""

import re

_HEAD = 12_000
_WORDS = re.compile(
    rb"forum|thread|topic|discuss|question|answer|communit|comments?\b|repl(?:y|ies)|post(?:s|ed|_|-|\b)|message|board",
    re.IGNORECASE,
)
_BODY = re.compile(rb"<body", re.IGNORECASE)
_DATE = re.compile(rb"(?:19[89]|20[0-4])\d|\bago\b|datetime=")


def may_hold_thread(source: bytes) -> bool:
    """False for pages that hold no word of threads near their start, or no date."""
    body = _BODY.search(source)
    start = body.start() if body else 0
    near = _WORDS.search(source, 0, min(start, 60_000)) or _WORDS.search(source, start, start + _HEAD)
    return near is not None and _DATE.search(source) is not None
