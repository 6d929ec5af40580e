"""What stands in the box of a page's one answer and is no part of it: nothing repeats, so names and links tell."""

import re
from collections.abc import Iterator

from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.places import LINKS, Places, among, tags_of
from qapipe.readers.threads.profiles import is_profile
from qapipe.readers.threads.records import Family, Prose
from qapipe.records.noise import NoiseRule

_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:(?P<disclaimer>disclaimer|disclosure|legal)|(?P<newsletter>newsletter|subscribe)"
    r"|(?P<call_to_action>cta|promo)|(?P<other_page>related|similar)"
    r"|(?P<control>share|sharing|sharedaddy|social|feedback|helpful|was-?helpful)"
    r"|(?:about-?(?:the-?)?)?author-?(?:bio|box|card|info|profile)|(?:expert|doctor|user)-?(?:bio|profile|card|info)"
    r"|bio|biography)(?:$|[\s_-])"
)
_BESIDE_WORDS = tuple(
    "disclaimer disclosure legal cta promo newsletter subscribe shar social related similar feedback helpful author "
    "expert doctor user bio".split()
)
_NAMED = re.compile(r"author|user|nick|poster|profile|perfil|profil|expert|doctor|byline|\bby\b")
_BOXES = tags_of("div header footer section span p")
_MOST = 0.5  # of the prose of an answer
_LITTLE = 10  # letters of prose
_LONGEST = 120  # letters of a box that names an author
_DEEPEST = 4
_SEVERAL = 2  # links
_FIRST = 3  # texts of a box, of which one is its date
_NOTE, _SHARE = 100, 0.25  # letters of prose of a note beside a date, and its share of the answer's
_HEADINGS = tags_of("h2 h3 h4 h5 h6")


def boxes_beside(places: Places, family: Family, prose: Prose) -> dict[int, NoiseRule | None]:
    """The elements of the answer that are called disclaimers, lists of other pages, profiles or what readers think.

    Each with its noise rule; profiles have none, because they are read.
    """
    found: dict[int, NoiseRule | None] = {}
    for root in family.records[0].roots:
        behind = root + 1
        for element in places.matching(_BESIDE, _BESIDE_WORDS):
            if behind <= element < places.ends[root] and prose.of(element) < _MOST * prose.of(root):
                called = _BESIDE.search(places.css_class(element))
                rule = called.lastgroup if called else None
                found[element] = NoiseRule(rule) if rule else None
                behind = places.ends[element]
    return found


def names_at_ends(places: Places, body: Body, prose: Prose, dated: set[int]) -> dict[int, NoiseRule | None]:
    """The boxes without prose that an answer begins or ends with: who wrote it, what is beside its date, other pages.

    Each with its noise rule, or None where it is read.
    """
    if len(body.roots) != 1:
        return {}
    found: dict[int, NoiseRule | None] = {}
    for element in _edge(places, body, prose, dated, backward=False):
        if _names(places, element) or _is_dated_head(places, body, prose, element, dated):
            notice = prose.of(element) > _LITTLE and not _names(places, element)
            found[element] = NoiseRule.SITE_NOTICE if notice else None
            break
    for element in _edge(places, body, prose, dated, backward=True):
        if _names(places, element) or _leads_on(places, element):
            found[element] = None if _names(places, element) else NoiseRule.OTHER_PAGE
            break
    return found


def _edge(places: Places, body: Body, prose: Prose, dated: set[int], *, backward: bool) -> Iterator[int]:
    """The boxes without prose before the first text of a body, or behind its last one."""
    element = body.roots[0]
    for _ in range(_DEEPEST):
        children = places.children(element)
        fuller = None
        for child in reversed(children) if backward else children:
            if child in body.skip or places.length(child) == 0:
                continue
            if prose.of(child) > _LITTLE and not (not backward and _is_dated_head(places, body, prose, child, dated)):
                fuller = child
                break
            if places.tags[child] in _BOXES:
                yield child
        if fuller is None or places.tags[fuller] not in _BOXES:
            break
        element = fuller


def _is_dated_head(places: Places, body: Body, prose: Prose, element: int, dated: set[int]) -> bool:
    """Whether a box begins with the date of an answer, and holds a note and little of its prose."""
    first = places.first_runs[element]
    if dated.isdisjoint(range(first, min(first + _FIRST, places.end_runs[element]))):
        return False
    return prose.of(element) <= min(_NOTE, _SHARE * prose.of(body.roots[0]))


def _names(places: Places, element: int) -> bool:
    """Whether a box is short, has a class, and holds a link to a profile, or one in what is called a name."""
    links = _links_in(places, element)
    if not links or places.length(element) > _LONGEST or places.kinds[element] < 0:
        return False
    if any("#" in (places.attributes[one].get("href") or "#") for one in links):
        return False
    profile = any(is_profile(places.attributes[one].get("href")) for one in links)
    return profile or any(places.matches(_NAMED, one) for one in (element, *links))


def _leads_on(places: Places, element: int) -> bool:
    """Whether a box is a heading and links to other pages below it."""
    heads = not _HEADINGS.isdisjoint(places.tags[element : places.ends[element]])
    return (
        heads and len(_links_in(places, element)) > 1 and places.link_length(element) > _MOST * places.length(element)
    )


def _links_in(places: Places, element: int) -> list[int]:
    return among(places.named(LINKS), element, places.ends[element])
