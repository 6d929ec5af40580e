"""Headings of boxes that link to other pages, as no post's does."""

import re
from bisect import bisect_left

from qapipe.page.text import letters
from qapipe.readers.threads.places import A_LINK, LINKS, Places, among, tags_of
from qapipe.readers.threads.profiles import is_profile
from qapipe.readers.threads.records import Record

HEADINGS = tags_of("h1 h2 h3 h4 h5")
"""Elements that may hold the title of a post or of a thread in a list."""
OWN_ON_PAGE = re.compile(r"#|[?&;][cp]id=\d")
"""Links of a post to itself that no list of other pages has."""
OWN = re.compile(rf"{OWN_ON_PAGE.pattern}|(?:post|comment|reply|msg|answer)s?[=/_-]?\d", re.IGNORECASE)
"""Links of a post to itself."""
LEAST_HEADING = 12
"""Letters of a title, at least."""
_BESIDE = 25  # letters beside the thread's title in the heading of a post: "Re", a score
MOST_INSIDE = 100
"""Texts and links of a heading, headings of a record that are looked at: more are in none that people read."""
_WORDS = 3  # blanks in a title, at least: names have fewer


class Headings:
    """The headings of records that link elsewhere: not the thread's title."""

    def __init__(self, places: Places, records: list[Record], title: str, *, named: bool = True) -> None:
        """With ``named``, those that may be the name of an author, too."""
        self._ends = places.ends
        first, end = min(one.roots[0] for one in records), max(places.ends[one.roots[-1]] for one in records)
        elements = among(places.named(HEADINGS), first, end)
        links = among(places.named(LINKS), first, end)
        keys = [letters("".join(first_texts(places, element))) for element in elements]
        found = [
            (element, key)
            for element, key in zip(elements, keys, strict=True)
            if len(key) > LEAST_HEADING and not _is_title(key, title) and _links_away(places, element, links)
        ]
        if not named:
            found = [(element, key) for element, key in found if not _may_be_name(places, element, links)]
        self._elements, self._keys = [element for element, _ in found], [key for _, key in found]

    def __bool__(self) -> bool:
        return bool(self._elements)

    def link_elsewhere(self, root: int, author: str) -> bool:
        """Whether an element has such a heading that does not name the author; the first ones are looked at."""
        first, end = bisect_left(self._elements, root), bisect_left(self._elements, self._ends[root])
        keys = self._keys[first : min(end, first + MOST_INSIDE)]
        return any(not author or author not in key for key in keys)


def first_texts(places: Places, element: int) -> list[str]:
    """The texts of an element, as far as they are looked at."""
    first = places.first_runs[element]
    return places.texts[first : min(places.end_runs[element], first + MOST_INSIDE)]


def _is_title(key: str, title: str) -> bool:
    """Whether the letters of a heading are those of the thread's title, or a part of them."""
    return (bool(title) and title in key and len(key) <= len(title) + _BESIDE) or key in title


def _links_away(places: Places, heading: int, links: list[int]) -> bool:
    """Whether a heading, or the link around it, leads to another page than the post's own."""
    hrefs = [places.attributes[link].get("href") for link in _links_of(places, heading, links)]
    return any(href and not OWN.search(href) for href in hrefs)


def _may_be_name(places: Places, heading: int, links: list[int]) -> bool:
    """Whether the links of a heading lead to profiles or to the post itself, or are as short as a name."""
    hrefs = [places.attributes[link].get("href") or "" for link in _links_of(places, heading, links)]
    return any(is_profile(href) or OWN.search(href) for href in hrefs) or not any(
        " ".join(first_texts(places, link)).count(" ") >= _WORDS for link in _links_of(places, heading, links)
    )


def _links_of(places: Places, heading: int, links: list[int]) -> list[int]:
    """The links in a heading, and the one around it."""
    first = bisect_left(links, heading)
    inside = links[first : min(bisect_left(links, places.ends[heading]), first + MOST_INSIDE)]
    return [*inside, *(above for above in (places.parents[heading],) if places.tags[above] == A_LINK)]
