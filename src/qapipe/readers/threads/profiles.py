"""Links to the profiles of users: which they are, and the name that they show."""

import re
from functools import lru_cache

from qapipe.page import text as plain
from qapipe.readers.threads.places import A_LINK, Places

_PROFILE = frozenset(
    "user users u member members memberlist memberslist profile profiles profil author people person uid userid "
    "showuser uname contributor participant account mitglied membre usuario utilisateur space auteur "
    "viewprofile".split()
)
_OF_LINK = re.compile(r"[/?&=_.-]")  # between its words
_NO_PROFILE = re.compile(r"log-?(?:in|out|on)|regist|sign-?(?:in|up)|group|rank|badge|search|filter", re.IGNORECASE)
_OF_HOST = re.compile(r"^(?:https?:)?//[^/?#]*")  # which may be that of a search or of a group
_LABEL_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-?reader\w*|badge|rank|role|flair)(?:$|[\s_-])", re.IGNORECASE
)
_LONGEST_LINK = 300  # letters of an address that is remembered
_MOST_IN_LINK = 4  # elements from a text to the link that it stands in


def is_profile(href: str | None) -> bool:
    """Whether a link may lead to the profile of a user."""
    if href is None:
        return False
    return _leads_to_profile(href) if len(href) <= _LONGEST_LINK else _leads_to_profile.__wrapped__(href)


@lru_cache(maxsize=1_024)  # each is asked for several times
def _leads_to_profile(href: str) -> bool:
    low = href.lower()
    known = "~" in low or "/@" in low or not _PROFILE.isdisjoint(_OF_LINK.split(low))
    return known and not _NO_PROFILE.search(_OF_HOST.sub("", low))


def link_text(places: Places, link: int) -> str:
    """The text of a link, without the letter that stands for a picture of the author, and what labels the name."""
    first, end = places.first_runs[link], places.end_runs[link]
    texts = places.texts[first:end]
    if len(texts) > 1:
        named = [places.texts[run] for run in range(first, end) if not _is_label(places, places.owners[run], link)]
        texts = named or texts
    if len(texts) > 1 and texts[1][:1].lower() == texts[0].lower():
        del texts[0]
    return plain.one_line(" ".join(texts))


def _is_label(places: Places, element: int, link: int) -> bool:
    """Whether an element in the link of a name is a badge, or a word for those who hear the page."""
    while element > link:
        if places.names[element] and places.matches(_LABEL_BESIDE, element):
            return True
        element = places.parents[element]
    return False


def link_of(places: Places, element: int) -> int | None:
    """The link that an element stands in, near by."""
    for _ in range(_MOST_IN_LINK):
        if element < 0:
            break
        if places.tags[element] == A_LINK:
            return element
        element = places.parents[element]
    return None
