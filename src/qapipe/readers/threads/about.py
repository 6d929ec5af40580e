"""What a page says about its question beside the posts: topics and views."""

import re
from bisect import bisect_left
from itertools import pairwise

from qapipe.page import text as plain
from qapipe.readers.threads.fields import number
from qapipe.readers.threads.places import CHROME, LINKS, Places

_TAG_LINK = re.compile(r"/tag(?:s|ged)?[/=]|/topic/[^/?#]+/?$", re.IGNORECASE)
_TAG_CLASS = re.compile(r"(?:^|[\s_-])tags?(?:$|[\s_-])|post-tag|tag-?(?:link|item|name)")
_REL = re.compile(r"\btag\b")
_NO_TAGS = frozenset({"share", "follow", "followers", "tags", "edit", "reply"})
_LONGEST_TAG, _MOST_TAGS = 40, 12
_VIEWS = re.compile(
    r"(?:^|\()\W*(?:(?:viewed|views|read|hits|aufrufe|zugriffe|visitas|просмотр\w*|просмотрено|查看|浏览|閲覧数)\s*:?\s*"
    r"(?P<behind>\d[\d.,\s]*[km]?)|(?P<before>\d[\d.,\s]*[km]?)\s*(?:views?|aufrufe|zugriffe|visitas|vues|просмотр\w*"
    r"|人浏览|次浏览))\b",
    re.IGNORECASE,
)
_LONGEST_COUNT = 60


def topics_of(places: Places, first: int, end: int) -> list[str]:
    """The tags of a question: the texts of links between two runs that are tags by their address, class or relation."""
    found: dict[str, None] = {}
    links = places.named(LINKS)
    starts = places.first_runs.__getitem__
    for element in links[bisect_left(links, first, key=starts) : bisect_left(links, end, key=starts)]:
        own = places.attributes[element]
        href = own.get("href") or ""
        named = _TAG_LINK.search(href) or places.matches(_TAG_CLASS, element) or _REL.search(own.get("rel") or "")
        text = plain.one_line(places.text(element)).lstrip("#")
        if (
            named
            and 0 < len(text) <= _LONGEST_TAG
            and text.lower() not in _NO_TAGS
            and not places.flags_of(element) & CHROME
        ):
            found[text] = None
    return list(found) if len(found) <= _MOST_TAGS else []


def views_of(places: Places, first: int, end: int) -> int | None:
    """How often a page was viewed, as a short text between two runs says."""
    texts = [*places.texts[max(first, 0) : end], ""]
    for text, behind in pairwise(texts):
        if len(text) > _LONGEST_COUNT:
            continue
        joined = f"{text} {behind}" if text[0].isdigit() or behind[:1].isdigit() else text
        if len(joined) <= _LONGEST_COUNT and (match := _VIEWS.search(joined)):
            return number((match["behind"] or match["before"]).strip().rstrip(".,"))
    return None
