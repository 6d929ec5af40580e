"""The title of a thread: the heading that the page's own title repeats, and where it stands."""

import re
from functools import lru_cache

from qapipe.page import text as plain
from qapipe.page.document import HtmlDocument
from qapipe.page.text import letters
from qapipe.readers.threads.places import CHROME, CONTROL, NAMES, Places

_HEADINGS = frozenset(number for number, name in NAMES.items() if name in ("h1", "h2", "h3"))
_SHORTEST = 4
_SURE = 10
_LABEL = re.compile(r"(?:^|[\s_-])(?:label|badge|prefix|tag|status|solved|icon)(?:$|[\s_-])")
_TOPIC = re.compile(
    r"(?:^|\s)(?:topic|thread|question|subject|discussion|thema|frage|betreff|sujet|tema|asunto|pregunta|assunto|тема|вопрос|"
    r"主题|标题)\s?[:：]$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\(\D*\d[\d., ]*\D*\)")
_SEPARATOR = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*[|»«•·]\s*")
_LONGEST = 300


@lru_cache(maxsize=1)  # asked before the posts are found, and after
def title_of(document: HtmlDocument, places: Places) -> tuple[str | None, int | None]:
    """The title as printed, and the first run of the text that shows it; (None, None) without one."""
    said = sorted({letters(title) for title in document.titles}, key=lambda title: (-len(title), title))
    best: tuple[float, int] | None = None
    for element, tag in enumerate(places.tags):
        if tag not in _HEADINGS or places.length(element) > _LONGEST or places.flags_of(element) & CHROME:
            continue
        rank = _alike(letters(_printed(places, element)), said)
        if rank > 0 and (best is None or rank > best[0]):
            best = rank, element
    whole = best is not None and best[0] >= max(map(len, said), default=0)
    by_text = (None, None) if whole else _by_text(document, places, said, best[0] if best else 0.0)
    if best is not None and by_text[0] is None:
        return _bare(plain.one_line(_printed(places, best[1])), document), places.first_runs[best[1]]
    return by_text


def _bare(heading: str, document: HtmlDocument) -> str:
    """A heading without a label before what the page's title repeats (``Topic:``) and a note (``(5 views)``) behind."""
    places = [(at, letter) for at, char in enumerate(heading) for letter in letters(char)]
    key = "".join(letter for _, letter in places)
    parts = {part for title in document.titles for part in (title, *_SEPARATOR.split(title))}
    for part in sorted(map(letters, parts), key=lambda part: (-len(part), part)):
        found = key.find(part) if len(part) >= _SURE else -1
        if found < 0:
            continue
        start, end = places[found][0], places[found + len(part) - 1][0] + 1
        end += len(heading[end:]) - len(heading[end:].lstrip("?!.\"'”’)"))
        before, behind = heading[:start].strip(), heading[end:].strip()
        if (not before or _TOPIC.search(before)) and (not behind or _NOTE.fullmatch(behind)):
            return heading[start:end].strip()
    return heading


def _alike(key: str, said: list[str]) -> float:
    """How much of a heading and of the page's title is the same; 0 for nothing."""
    if len(key) < _SHORTEST:
        return 0.0
    best = 0.0
    for title in said:
        if key in title:
            best = max(best, len(key) + (0.5 * len(key) if title.startswith(key) else 0.0))
        elif len(title) >= _SURE and title in key and len(key) <= 2 * len(title):
            best = max(best, 0.9 * len(title))
    return best


def _printed(places: Places, element: int) -> str:
    """The text of a heading, without the labels before and behind it (solved, a prefix)."""
    first, end = places.first_runs[element], places.end_runs[element]
    runs = [run for run in range(first, end) if not _is_label(places, places.owners[run], element)]
    return "".join(places.raws[run] for run in runs or range(first, end))


def _is_label(places: Places, element: int, heading: int) -> bool:
    while element > heading:
        if _LABEL.search(places.css_class(element)):
            return True
        element = places.parents[element]
    return False


def _by_text(document: HtmlDocument, places: Places, said: list[str], least: float) -> tuple[str | None, int | None]:
    """The longest text that is a good part of the page's title; without one and without heading what the head says."""
    whole = said[0] if said else ""
    best, at = "", None
    for run, text in enumerate(places.texts):
        if len(text) > _LONGEST or len(text) <= max(len(best), least) or places.flags[run] & CONTROL:
            continue
        key = letters(text)
        if len(key) > max(len(letters(best)), 2 * least) and len(key) >= 0.4 * len(whole) and key in whole:
            best, at = text, run
    if at is not None:
        return plain.one_line(best), at
    if least:
        return None, None
    parts = [part for title in sorted(document.titles, key=len) for part in [_SEPARATOR.split(title)[0]] if part]
    for element, tag in enumerate(places.tags):
        if NAMES.get(tag) == "h1" and places.length(element) > max(_SHORTEST, len(whole) if parts else 0):
            return plain.one_line(_printed(places, element)), places.first_runs[element]
    return (plain.one_line(parts[-1]) or None, None) if parts else (None, None)
