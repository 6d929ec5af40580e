"""Likes of posts that are told by names: "Ann and Bo like this", "Ann, Bo and 3 others"."""

import re

from qapipe.readers.threads.places import Places, among
from qapipe.readers.threads.records import Family

_LIKED = re.compile(
    r"likes?-?summary|liked-?by|(?:^|[\s_-])(?:likes?|reactions?|thanks)-?(?:bar|list|text|names)|likers|thanked"
)
_WORDS = ("like", "reaction", "thank")
_SAYS = re.compile(
    r"\s*(?:(?:likes?|liked|loves?) (?:this|it|that)(?: post)?|(?:has|have) (?:liked|thanked)\b.*"
    r"|gefällt (?:das|dies)|vinden? dit leuk|vindt dit leuk|les? gusta esto|aiment? (?:ça|ceci|cela)|piace questo"
    r"|gostaram disso)\W*$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*(?:likes?|liked by|thanks|thanked by|reactions)\s*:\s*", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?P<count>\d+)\s+(?:others?(?: (?:people|persons?|members?))?|more|weitere[nr]?|andere[nr]?|autres|otr[oa]s"
    r"|outros|altri|інших|других|diğer)",
    re.IGNORECASE,
)
_WORDY = re.compile(r"[^\W\d_]")
_BETWEEN = re.compile(r"\s*,\s*|\s+(?:and|und|et|y|e|en|och|og|i|и|та|ve|ja)\s+|\s*[、&]\s*")
_LONGEST = 300
_LONGEST_NAME, _MOST_BLANKS = 40, 3


def likes_of(places: Places, family: Family) -> list[int | None]:
    """How many like each post, by the box in it whose classes say that it names them; None where none does."""
    boxes = places.matching(_LIKED, _WORDS)
    if not boxes:
        return [None] * len(family.records)
    found: list[int | None] = []
    for record in family.records:
        inside = among(boxes, record.roots[0], places.ends[record.roots[-1]])
        counts = (count_of(text) for box in inside if (text := places.text(box)))
        found.append(next((count for count in counts if count), None))
    return found


def count_of(text: str) -> int | None:
    """The number of people that a list names or counts; None for other texts."""
    if len(text) > _LONGEST:
        return None
    names = _SAYS.sub("", _LABEL.sub("", text))
    others = _OTHERS.search(names)
    counted = int(others["count"]) if others else 0
    named = [name for name in _BETWEEN.split(_OTHERS.sub("", names)) if _WORDY.search(name)]
    if any(len(name) > _LONGEST_NAME or name.count(" ") > _MOST_BLANKS for name in named) or (
        names == text and len(named) < 2 and not others
    ):
        return None
    return counted + len(named) or None
