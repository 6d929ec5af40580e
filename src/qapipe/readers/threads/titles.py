"""The title of a thread: the heading that the page's own title repeats, and where it stands."""

import re
from functools import cache, lru_cache, partial

from qapipe.page import text as plain
from qapipe.page.document import HtmlDocument
from qapipe.page.text import letters
from qapipe.readers.threads.headings import SEPARATOR, bare, without_name
from qapipe.readers.threads.places import CHROME, CONTROL, LINK, LINKS, LONGEST_KEY, Places, tags_of

_HEADINGS = tags_of("h1 h2 h3")
_TOP = tags_of("h1")
_LEAST_TITLE = 15  # letters of a top heading that is rather the title than a word that the page's title repeats
_SHORTEST = 4
_SURE = 10
_LABEL = re.compile(r"(?:^|[\s_-])(?:label|badge|prefix|tag|status|solved|icon)(?:$|[\s_-])")
_TICKET = re.compile(r"(?:issue|bug|ticket|task|case|defect|request|incident)?\W*\d+", re.IGNORECASE)  # and no more
_NUMBERED = re.compile(r"#\d+")  # the number of a ticket, in an element of its own
_HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?")
_OF_TOPIC = re.compile(
    r"(?:topic|thread|question|discussion|[/?&]t)\b.*\d|(?:topic|thread|question|discussion).?\d", re.IGNORECASE
)
"""The address of a link to a thread, by its number."""
_CALLED_TITLE = re.compile(r"title|subject")
_COUNT = re.compile(r"\s+\(\d[\d.,]*\s+[^\W\d]+\)\s*$")  # "Why does it hum? (6 posts)"
_NAME = 60  # letters of the name of a site or of a part of it


@lru_cache(maxsize=1)  # asked before the posts are found, and after
def title_of(document: HtmlDocument, places: Places) -> tuple[str | None, int | None]:
    """The title as printed, and the first run of the text that shows it; (None, None) without one."""
    said = sorted({letters(title) for title in document.titles}, key=lambda title: (-len(title), title))
    best, least = None, 0.0
    for element in places.named(_HEADINGS):
        if places.length(element) > LONGEST_KEY or places.flags_of(element) & CHROME:
            continue
        printed = _printed(places, element)
        rank = 0.0 if _TICKET.fullmatch(printed.strip()) else _alike(letters(printed), said)
        if rank > least:
            best, least = element, rank
    if best is not None and (other := _unlike(places, best, said)) is not None:
        return plain.one_line(_printed(places, other)), places.first_runs[other]
    whole = best is not None and least >= max(map(len, said))
    by_text = (None, None) if whole else _by_text(document, places, said, least)
    if best is not None and by_text == (None, None):
        at = places.first_runs[best]
        heading = bare(plain.one_line(_printed(places, best)), document.titles)
        return (without_name(heading, _links_before(places, at)) if SEPARATOR.search(heading) else heading), at
    return by_text


def _unlike(places: Places, heading: int, said: list[str]) -> int | None:
    """The top heading of a page whose title does not repeat it, if what it repeats of another is a word at its end."""
    key = letters(_printed(places, heading))
    if len(key) >= _SURE or places.tags[heading] in _TOP or any(title.startswith(key) for title in said):
        return None
    top = [one for one in places.named(_TOP) if places.length(one) and not places.flags_of(one) & CHROME]
    return top[0] if len(top) == 1 and _LEAST_TITLE <= places.length(top[0]) <= LONGEST_KEY else None


def _links_before(places: Places, end: int) -> set[str]:
    """The letters of the texts of links before a run: ways to a part of the site."""
    flags = places.flags[:end]
    linked = zip(places.texts, places.keys, flags, strict=False)
    return {key for text, key, flag in linked if flag & LINK and len(text) <= _NAME}


def _homes(places: Places) -> set[str]:
    """The letters of the texts of links to the first page of the site."""
    links = places.named(LINKS)
    return {letters(places.text(link)) for link in links if _HOME.fullmatch(places.attributes[link].get("href") or "")}


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
    """The text of a heading, without the labels and the count of posts before and behind it."""
    first, end = places.first_runs[element], places.end_runs[element]
    runs = [
        run
        for run in range(first, end)
        if not _is_label(places, places.owners[run], element)
        and not (places.owners[run] != element and _NUMBERED.fullmatch(places.texts[run]))
    ]
    return _COUNT.sub("", "".join(places.raws[run] for run in runs or range(first, end)))


def _is_label(places: Places, element: int, heading: int) -> bool:
    while element > heading:
        if places.matches(_LABEL, element):
            return True
        element = places.parents[element]
    return False


def _by_text(document: HtmlDocument, places: Places, said: list[str], least: float) -> tuple[str | None, int | None]:
    """The longest text that is a good part of the page's title; without one and without heading what the head says."""
    whole = said[0] if said else ""
    parts = [parts for title in sorted(document.titles, key=len) if (parts := SEPARATOR.split(title))[0]]
    homes = cache(partial(_homes, places))  # few texts come so far that they are asked for
    firsts = {key for own in parts if len(key := letters(own[0])) >= _SURE}
    others = set() if least else {key for own in parts for part in own if len(key := letters(part)) >= _SURE}
    best, at, part_at, longest = "", None, None, 2 * least
    for run, key in enumerate(places.keys):
        if key not in whole and key not in firsts and key not in others:
            continue
        text = places.texts[run]
        if len(text) <= max(len(best), least) or places.flags[run] & CONTROL:
            continue
        if len(key) > longest and len(key) >= 0.4 * len(whole) and key in whole:
            if key not in homes():
                best, at, longest = text, run, len(key)
        elif part_at is None and _is_part(key, places.flags[run], firsts, others) and key not in homes():
            part_at = run
    linked_at = _linked(places, parts, best, least)
    for shown in (linked_at, at, part_at):
        if shown is not None:
            return plain.one_line(places.texts[shown]), shown
    if least:
        return None, None
    for element in places.named(_HEADINGS):
        if places.tag(element) == "h1" and places.length(element) > max(_SHORTEST, len(whole)):
            return plain.one_line(_printed(places, element)), places.first_runs[element]
    return _said(parts[-1], homes()) if parts else None, None


def _linked(places: Places, parts: list[list[str]], best: str, least: float) -> int | None:
    """The first part of a page's title that is a link to a thread, as old forums link it to itself.

    None if another title was found, which may not be the first part alone: that is the name of the site, perhaps.
    """
    if not any(best == own[0] for own in parts) if best else least:
        return None
    others = {part for own in parts if len(own) > 1 for part in own} - {best}
    runs = (run for run, text in enumerate(places.texts) if text in others)
    return next((run for run in runs if not places.flags[run] & CHROME and _leads_to_topic(places, run)), None)


def _leads_to_topic(places: Places, run: int) -> bool:
    """Whether a text is a link to a thread by the address of the link or its classes."""
    return any(
        places.matches(_CALLED_TITLE, one) or _OF_TOPIC.search(places.attributes[one].get("href") or "")
        for one in places.path(places.owners[run], 2)
        if places.tags[one] in LINKS
    )


def _is_part(key: str, flags: int, firsts: set[str], others: set[str]) -> bool:
    """Whether a text is the first part of a page's title, or another part and no link."""
    return not flags & CHROME and (key in firsts or (key in others and not flags & LINK))


def _said(parts: list[str], names: set[str]) -> str | None:
    """The first part of a page's title that is not the site's name."""
    own = [part for part in parts if letters(part) and letters(part) not in names] or parts
    return plain.one_line(own[0]) or None
