"""Links of posts to themselves, and the ids of their elements."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.places import LINKS, Places, among
from qapipe.readers.threads.profiles import is_profile
from qapipe.readers.threads.records import Family, Record

_ID = re.compile(r"\d{1,12}$|[0-9a-f]{8,}$")
_FEW = 2  # records, of which each must show its link
_FRAGMENT = re.compile(r"#[\w-]*\d")


_OWN_TEXTS = frozenset(
    "permalink|permanent link|permalien|permanenter link|enlace permanente|link permanente|постоянная ссылка|share|"
    "teilen|partager|compartir|compartilhar|condividi|delen|udostępnij|поделиться|paylaş|固定链接|共有".split("|")
)
_STARTS = frozenset(form for text in _OWN_TEXTS for form in (text[0], text[0].upper()))


def links_of(
    places: Places, family: Family, bodies: Sequence[Spans], dated: Sequence[int] | None = None
) -> list[str | None]:
    """The link of each record to itself: at one place in most of them, different in each.

    It is around the date, which stands at the run in ``dated``, or has a number in it, or a text that says what it is.
    The first post, which has the address of the page, may show none.
    """
    tables: list[dict[object, str]] = []
    links = places.named(LINKS)
    for number, (record, body) in enumerate(zip(family.records, bodies, strict=True)):
        tables.append(_anchors(places, record, body, links, dated[number] if dated else -1))
    pooled: dict[object, list[str]] = defaultdict(list)
    for table in tables:
        for key, href in table.items():
            pooled[key].append(href)
    best, rank = None, 0.0
    for key, hrefs in pooled.items():
        first = len(tables) > _FEW and key not in tables[0]
        distinct = len(set(hrefs)) / (len(tables) - first)
        fragments = sum(bool(_FRAGMENT.search(href)) for href in hrefs) / len(hrefs)
        value = distinct + fragments
        if distinct >= 0.8 and value > rank:
            best, rank = key, value
    return [table.get(best) for table in tables]


def _anchors(places: Places, record: Record, body: Spans, links: list[int], dated: int) -> dict[object, str]:
    found: dict[object, str] = {}
    inner = sorted(record.nested)
    for root in record.roots:
        for element in among(links, root, places.ends[root]):
            before = bisect_right(inner, element)
            if before and element < places.ends[inner[before - 1]]:
                continue
            key = (places.signs[element], places.signs[places.parents[element]])
            href = places.attributes[element].get("href") or ""
            run = places.first_runs[element]
            may_be = key not in found and (_is_permalink(href) or (_is_own(places, element, dated) and _leads_on(href)))
            if may_be and not any(start <= run < end for start, end in body):
                found[key] = href
    return found


# For links in lower case. Each alternative starts with a letter or mark: only where one stands is it tried.
_POST_LINK = re.compile(
    r"#\w*[-_]?\d|posts?[=/_-]?\d|comments?[=/_-]?\d|answers?[=/_-]?\d|msgs?[=/_-]?\d|replys?[=/_-]?\d|messages?[=/_-]?\d"
    r"|\?p(?:id)?=\d|&p(?:id)?=\d|/a/\d|/\d+/\d+/?$"
)


def _is_own(places: Places, link: int, dated: int) -> bool:
    """Whether a link shows the date of a post, or says that it leads to it: ``#3``, ``Permalink``, ``Share``."""
    run, end = places.first_runs[link], places.end_runs[link]
    if run <= dated < end:
        return True
    text = places.texts[run] if run < end else " "
    return (text[0] == "#" and text[1:].isdecimal()) or (text[0] in _STARTS and text.lower() in _OWN_TEXTS)


def _leads_on(href: str) -> bool:
    """Whether a link leads to another place than the page's, and to nobody's profile."""
    return bool(href.strip("#")) and not href.startswith(("javascript:", "mailto:")) and not is_profile(href)


def _is_permalink(href: str) -> bool:
    return not href.startswith(("javascript:", "mailto:")) and _POST_LINK.search(href.lower()) is not None


def ids_of(places: Places, family: Family) -> list[str | None]:
    """The id of each record's own element, or of the first element in it that has one with a number."""
    found: list[str | None] = []
    for record in family.records:
        own = None
        root = record.roots[0]
        for element in (*record.around, *range(root, min(root + 6, places.ends[record.roots[-1]]))):
            attributes = places.attributes[element]
            value = attributes.get("id") or attributes.get("data-id") or attributes.get("name")
            if value and _ID.search(value):
                own = value
                break
        found.append(own)
    return found if len(set(found)) > 0.8 * len(found) else [None] * len(found)
