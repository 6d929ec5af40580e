"""A heading without what a site prints around a title: labels, the way to it, counts, buttons, its own name."""

import re
from collections.abc import Collection

from qapipe.page.text import letters

SEPARATOR = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*[|»«•·]\s*")
"""What stands between the parts of a page's title."""
_SURE = 10  # letters of a title that cannot be a part of a longer one by chance
_TOPIC = re.compile(
    r"(?:^|\s)(?:topic|thread|question|subject|discussion|thema|frage|betreff|sujet|tema|asunto|pregunta|assunto|тема|вопрос|"
    r"主题|标题)(?: title)?\s?[:：]$",
    re.IGNORECASE,
)
_REPLY = re.compile(r"(?:re|aw|antw|rép|odp|sv|res)(?:\[\d+\]|\^\d+)?\s?[:：]", re.IGNORECASE)
_WAY = re.compile(r"[>›»→/\\]$")
_NOTE = re.compile(r"\(\D*\d[\d., ]*\D*\)|#\d+|by\s+\S.{0,40}", re.IGNORECASE)
_CONTROL = re.compile(r"\W*(?:edit|share|follow|subscribe|reply|print|rss|permalink|link)\W*", re.IGNORECASE)


def bare(heading: str, titles: Collection[str]) -> str:
    """The part of a heading that the page's title repeats, if only the site's own words stand around it."""
    places = [(at, letter) for at, char in enumerate(heading) for letter in letters(char)]
    key = "".join(letter for _, letter in places)
    repeated = any(key in letters(title) for title in titles)  # all of it: a separator in it is the author's
    parts = {part for title in titles for part in (title, *SEPARATOR.split(title))}
    for part in sorted(map(letters, parts), key=lambda part: (-len(part), part)):
        found = key.find(part)
        if found < 0 or len(part) < _SURE:
            continue
        start, end = places[found][0], places[found + len(part) - 1][0] + 1
        end += len(heading[end:]) - len(heading[end:].lstrip("?!.\"'”’)"))
        if _goes_before(heading[:start].strip(), repeated=repeated) and _goes_behind(heading[end:].strip()):
            return heading[start:end].strip()
    return heading


def _goes_before(words: str, *, repeated: bool) -> bool:
    if not words or _TOPIC.search(words) or _REPLY.fullmatch(words):
        return True
    return not repeated and _WAY.search(words) is not None


def _goes_behind(words: str) -> bool:
    return not words or any(form.fullmatch(words) for form in (_NOTE, _CONTROL))


def without_name(heading: str, names: Collection[str]) -> str:
    """A heading without the name of the site, or of a part of it, behind a separator; ``names`` are letters."""
    *rest, last = SEPARATOR.split(heading)
    if letters(last) not in names or len(letters("".join(rest))) < _SURE:
        return heading
    return heading[: heading.rindex(last)].rstrip(" |–—·•»«:-")
