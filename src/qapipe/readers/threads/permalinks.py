"""Links of posts to themselves, and the ids of their elements."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.places import LINKS, Places
from qapipe.readers.threads.records import Family, Record

_ID = re.compile(r"\d{1,12}$|[0-9a-f]{8,}$")
_FRAGMENT = re.compile(r"#[\w-]*\d")


def links_of(places: Places, family: Family, bodies: Sequence[Spans]) -> list[str | None]:
    """The link of each record to itself: at one place in most of them, different in each, and with a number in it."""
    tables: list[dict[object, str]] = []
    links = places.named(LINKS)
    for record, body in zip(family.records, bodies, strict=True):
        tables.append(_anchors(places, record, body, links))
    pooled: dict[object, list[str]] = defaultdict(list)
    for table in tables:
        for key, href in table.items():
            pooled[key].append(href)
    best, rank = None, 0.0
    for key, hrefs in pooled.items():
        distinct = len(set(hrefs)) / len(tables)
        fragments = sum(bool(_FRAGMENT.search(href)) for href in hrefs) / len(hrefs)
        value = distinct + fragments
        if distinct >= 0.8 and value > rank:
            best, rank = key, value
    return [table.get(best) for table in tables]


def _anchors(places: Places, record: Record, body: Spans, links: list[int]) -> dict[object, str]:
    found: dict[object, str] = {}
    inner = sorted(record.nested)
    for root in record.roots:
        for element in links[bisect_left(links, root) : bisect_left(links, places.ends[root])]:
            before = bisect_right(inner, element)
            if before and element < places.ends[inner[before - 1]]:
                continue
            key = (places.signs[element], places.signs[places.parents[element]])
            if key not in found and _is_permalink(href := places.attributes[element].get("href") or ""):
                run = places.first_runs[element]
                if not any(start <= run < end for start, end in body):
                    found[key] = href
    return found


# For links in lower case. Each alternative starts with a letter or mark: only where one stands is it tried.
_POST_LINK = re.compile(
    r"#\w*[-_]?\d|posts?[=/_-]?\d|comments?[=/_-]?\d|answers?[=/_-]?\d|msgs?[=/_-]?\d|replys?[=/_-]?\d|messages?[=/_-]?\d"
    r"|\?p(?:id)?=\d|&p(?:id)?=\d|/a/\d|/\d+/\d+/?$"
)


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
