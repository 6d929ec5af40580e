"""Globs on URLs, as ``--match`` and ``--exclude`` take them.

A glob matches the whole URL, with or without its scheme; ``*`` also matches slashes. ``http`` and ``https`` are the
same, and a host name matches in any case, unlike the path and the query.
"""

import re
from functools import lru_cache

_HOST_LETTERS = {ord(letter): 0xE000 + ord(letter) for letter in "abcdefghijklmnopqrstuvwxyz"}
"""Letters of a host are mapped to private characters: in a pattern they have alternatives of their own."""
_HTTP = re.compile(r"https?://", re.IGNORECASE)
_HOST = re.compile(r"(?:[^:/?#]*://)?([^:/?#]*)")
_SCHEME = "(?:[^:/?#]*://)?"
_TOKEN = re.compile(r"\*+|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)
_RANGE = re.compile(r"(.)-(.)|(.)", re.DOTALL)
"""Two ends of a range, or one character."""


def matches(url: str | None, globs: tuple[str, ...], *, unknown: bool = False) -> bool:
    """Whether any of the globs matches the URL; True if there are none. ``unknown`` is the result if the URL is None.

    Pass ``unknown=True`` before a page is parsed: the page itself may state its URL.
    """
    if not globs:
        return True
    if url is None:
        return unknown
    host = _HOST.match(url)
    start, end = host.span(1) if host else (0, 0)
    return _pattern(globs).fullmatch(url[:start] + _mapped(url[start:end]) + url[end:]) is not None


@lru_cache(maxsize=4_096)  # pages of a dump share their hosts
def _mapped(host: str) -> str:
    return host.lower().translate(_HOST_LETTERS)


@lru_cache(maxsize=1_024)
def _pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for URLs whose host letters are mapped."""
    return re.compile("|".join(map(_alternative, globs)), re.DOTALL)


def _alternative(glob: str) -> str:
    """The expression of one glob; its time is linear in the URL, however many stars it has."""
    scheme = _HTTP.match(glob)
    parts = [""]
    for token in _TOKEN.findall(glob[scheme.end() :] if scheme else glob):
        if token.startswith("*"):
            parts.append("")
        else:
            parts[-1] += _expression(token)
    first, *others = parts
    middle = "".join(f"(?>.*?{part})" for part in others[:-1])
    return (_SCHEME + first if first or not others else "") + middle + (f".*{others[-1]}" if others else "")


def _expression(token: str) -> str:
    """The regular expression for a token that matches one character."""
    if token == "?":  # noqa: S105  no password
        return "."
    if len(token) > 1:
        return _character_class(token)
    of_host = token.lower().translate(_HOST_LETTERS)
    return f"[{token}{of_host}]" if of_host != token else re.escape(token)


def _character_class(token: str) -> str:
    """The expression for a token in brackets; a range from z to a is empty."""
    negated, characters = token[1] == "!", token[1:-1].removeprefix("!")
    if not characters:
        return re.escape(token)
    ranges = _RANGE.findall(characters) + _RANGE.findall(characters.lower().translate(_HOST_LETTERS))
    found = "".join(
        re.escape(one) if one else f"{re.escape(first)}-{re.escape(last)}"
        for first, last, one in ranges
        if one or first <= last
    )
    if not found:
        return "." if negated else "(?!)"
    return f"[{'^' if negated else ''}{found}]"
